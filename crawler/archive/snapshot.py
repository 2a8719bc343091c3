"""A snapshot of an archive's catalogue, with errors that an operator can act on. Reads only, also beside a crawl."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from crawler.archive.errors import ArchiveDamaged, ArchiveError, ArchiveTooNew
from crawler.catalogue.database import FILE, CatalogueDamaged, read_catalogue
from crawler.catalogue.migrate import CatalogueTooNew


@contextmanager
def read_snapshot(root: Path) -> Iterator[Connection]:
    """One read transaction. ``ArchiveError`` where there is no archive, ``ArchiveTooNew`` and ``ArchiveDamaged`` where
    its catalogue cannot be read.
    """
    try:
        with read_catalogue(root / FILE) as connection:
            yield connection
    except FileNotFoundError as error:
        if error.filename is not None:  # of a file that was read inside, not of the catalogue
            raise
        raise ArchiveError(f"there is no archive at {root}, or its {FILE} is missing") from error
    except CatalogueTooNew as error:
        raise ArchiveTooNew(f"{root}: {error}") from error
    except CatalogueDamaged as error:
        raise ArchiveDamaged(f"{error}; `communique rebuild` makes it again") from error
