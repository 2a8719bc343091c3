"""Bytes to links."""
