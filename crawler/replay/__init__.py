"""Replay: archived pages in a browser again, with their origin out of reach, by the tools of the field."""

from crawler.replay.errors import ReplayError

__all__ = ["ReplayError"]
