"""What changed between two revisions of a statement: word by word, its class, whether it was a silent edit."""

from crawler.revisions.compare import compare

__all__ = ["compare"]
