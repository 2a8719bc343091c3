"""Communiqué: archives what ministries say, byte for byte, and reads it into clean statements."""

__version__ = "0.1.0"
