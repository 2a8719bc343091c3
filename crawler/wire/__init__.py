"""The wire: HTTP exchanges, byte for byte, politely and safely. They are handed to a sink it is given."""
