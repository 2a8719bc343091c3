"""Upkeep: an archive that is open for changing what it holds, not for a crawl. Nobody else writes or counts on it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from crawler.archive.decided import apply_decision
from crawler.archive.errors import ArchiveDamaged, ArchiveError, ArchiveTooNew, storage_failed
from crawler.archive.journal import apply_change
from crawler.archive.lock import rewriting
from crawler.archive.migrated import take_lines
from crawler.archive.opening import take
from crawler.archive.outbox import Outbox
from crawler.archive.places import CHANGES, DECISIONS
from crawler.archive.recover import recover
from crawler.archive.swap import Swap, finish_swap
from crawler.catalogue.database import FILE, Catalogue, CatalogueDamaged, compact, open_catalogue
from crawler.catalogue.migrate import CatalogueTooNew
from crawler.catalogue.schema import changes
from crawler.model.change import Change, ChangeKind
from crawler.model.decision import Decision
from crawler.model.line import to_line
from crawler.warc.disk import Disk


class Upkeep:
    """One archive. Rows are written on :attr:`connection`; :meth:`commit` makes them true with the new files."""

    def __init__(self, root: Path, disk: Disk, catalogue: Catalogue) -> None:
        self.root = root
        self.disk = disk
        self.connection = catalogue.connection
        self.to_compact = False
        self._catalogue = catalogue
        self._outbox = Outbox(disk, root, catalogue.connection)

    def tell(self, decision: Decision) -> None:
        """The rows and lines of a decision: its own, and that of the change log."""
        apply_decision(self.connection, decision)
        self._outbox.put(DECISIONS, to_line(decision))
        about = {"decision": decision.number, "what": decision.kind, "reason": decision.reason}
        self.change("decided", decision.data["source"], decision.id, decision.data["url"], decision.at, about)

    def change(self, kind: ChangeKind, source: str, id_: str, url: str, at: str, data: dict[str, Any]) -> None:
        """The rows and the line of a change that follows from a decision (:class:`crawler.model.change.Change`)."""
        last = self.connection.execute(select(func.coalesce(func.max(changes.c.cursor), 0))).scalar_one()
        change = Change(cursor=last + 1, kind=kind, source=source, id=id_, url=url, at=at, data=data)
        apply_change(self.connection, change.model_dump(mode="json"))
        self._outbox.put(CHANGES, to_line(change))

    def swap(self) -> Swap:
        """New files in the place of old ones, true with the next :meth:`commit` that is given it."""
        return Swap(self.disk, self.root)

    def commit(self, swap: Swap, indexes: list[str]) -> None:
        """All of it or nothing. On return the files are in their places, the lines in their files, and the indexes of
        the sealed files ``indexes`` made anew.
        """
        swap.promise(self.connection, indexes)
        self._outbox.write_rows()
        self._catalogue.commit()
        finish_swap(self.disk, self.root, self._catalogue)
        self._outbox.measure()
        self._outbox.append()
        self._outbox.write_rows()
        self._catalogue.commit()

    def compact(self) -> None:
        """When it is closed, write the catalogue anew: what was deleted from it is not left in its file."""
        self.to_compact = True

    def undo(self) -> None:
        """Forget the rows since the last commit."""
        self._catalogue.rollback()


@contextmanager
def open_upkeep(root: Path, disk: Disk, catalogue: Callable[[Path], Catalogue] = open_catalogue) -> Iterator[Upkeep]:
    """The archive at ``root``, recovered. Raises ``ArchiveError`` where there is none, ``ArchiveBusy`` where a crawl
    holds it, or a backup, an audit or a check counts on it, ``ArchiveDamaged``, ``ArchiveTooNew``, ``StorageFailed``.
    """
    if not (root / FILE).is_file():
        raise ArchiveError(f"there is no archive at {root}, or its {FILE} is missing")
    lock = take(root, min_free=0)
    try:
        with rewriting(root):
            opened = catalogue(root / FILE)
            try:
                recover(disk, root, opened)
                take_lines(root, opened)
                upkeep = Upkeep(root, disk, opened)
                yield upkeep
            finally:
                opened.close()
            if upkeep.to_compact:
                compact(root / FILE)
    except CatalogueTooNew as error:
        raise ArchiveTooNew(f"{root}: {error}") from error
    except CatalogueDamaged as error:
        raise ArchiveDamaged(f"{error}; `communique rebuild` makes it again from the WARC and JSON files") from error
    except (OSError, OperationalError, sqlite3.OperationalError) as error:
        raise storage_failed(root, error) from error
    finally:
        lock.release()
