"""Replay: archived pages shown in a browser as they were."""
