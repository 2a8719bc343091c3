"""What can keep a page from being replayed."""


class ReplayError(Exception):
    """``str()`` is the sentence for the person: what is missing, and the remedy."""
