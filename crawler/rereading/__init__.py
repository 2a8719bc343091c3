"""Rereading: captures read out of the archive again, without a network."""
