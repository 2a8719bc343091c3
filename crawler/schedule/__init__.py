"""The schedule: which source is due, and running what is."""
