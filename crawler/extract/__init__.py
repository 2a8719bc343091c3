"""Bytes to a statement."""
