"""A small press site of our own writing."""
