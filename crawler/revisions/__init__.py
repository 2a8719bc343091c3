"""What changed between two revisions of a statement: word by word, its class, whether it was a silent edit."""

from crawler.revisions.compare import compare
from crawler.revisions.edits import edits
from crawler.revisions.relaunch import Changed, Group, changed, doubtful, relaunched

__all__ = ["compare", "edits", "Changed", "Group", "changed", "doubtful", "relaunched"]
