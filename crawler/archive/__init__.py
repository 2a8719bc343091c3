"""The commit: segments and catalogue as one."""

from crawler.archive.absence import How
from crawler.archive.archive import Archive, Conversion
from crawler.archive.captures import Validators
from crawler.archive.core import Gone, Revised
from crawler.archive.errors import ArchiveBusy, ArchiveDamaged, ArchiveError, ArchiveTooNew, StorageFailed
from crawler.archive.hints import Link
from crawler.archive.queue import Links
from crawler.archive.runs import RunStart
from crawler.archive.shared import shared_archive
from crawler.archive.stored import StoredResponse

__all__ = [
    "Archive",
    "shared_archive",
    "Gone",
    "How",
    "Revised",
    "RunStart",
    "Link",
    "Links",
    "StoredResponse",
    "Validators",
    "Conversion",
    "ArchiveError",
    "ArchiveBusy",
    "ArchiveDamaged",
    "ArchiveTooNew",
    "StorageFailed",
]
