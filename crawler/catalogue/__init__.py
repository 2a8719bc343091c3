"""The catalogue: what is known."""
