"""The wire: the HTTP exchange, byte for byte."""
