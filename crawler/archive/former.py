"""The former backup: what a folder holds of an earlier backup, and whether it is one of the same archive."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from sqlalchemy import Connection, func, select

from crawler.archive.errors import ArchiveError
from crawler.archive.fixity import read_log
from crawler.archive.outbox import sizes_of
from crawler.archive.places import warc_names
from crawler.catalogue.database import FILE, CatalogueDamaged, open_catalogue
from crawler.catalogue.schema import changes, decisions, files

_HARMLESS: Final = frozenset(("archive.lock", "archive.lock-rewrite", "lost+found"))


class KnownFile(NamedTuple):
    """A WARC file as a catalogue has it."""

    size: int
    sealed: bool
    sha256: str | None
    warcinfo_id: str | None


@dataclass(slots=True)
class Former:
    """What the catalogue of a backup says of its files. ``outdated``: since then lines were rewritten, so that no file
    of lines or index is to be taken for the beginning of the present one. ``damaged`` WARC files are not to be relied
    on, for the last look at them found them changed.
    """

    files: dict[str, KnownFile] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    damaged: set[str] = field(default_factory=set)
    outdated: bool = False
    decided: int = 0
    last: tuple[int, str, str] | None = None  # the last change: cursor, statement, date

    def expect_same_origin(self, connection: Connection, root: Path, target: Path) -> None:
        """Raise ``ArchiveError`` where ``target`` holds anything that the archive of ``connection`` does not."""
        present = _files(connection)
        for name, _ in warc_names(target):
            if name not in present:
                raise _other_archive(root, target, f"its {name} is not in the archive")
        for name, known in self.files.items():
            if name not in present or present[name].warcinfo_id != known.warcinfo_id:
                raise _other_archive(root, target, f"its {name} is not in the archive")
        if self.last is not None:
            cursor, statement, at = self.last
            row = connection.execute(
                select(changes.c.statement_id, changes.c.at).where(changes.c.cursor == cursor)
            ).first()
            if row is None or tuple(row) != (statement, at):
                raise _other_archive(root, target, f"its change {cursor} is not in the archive")
        self.outdated = _decided(connection) > self.decided


def read_former(target: Path, aside: Path) -> Former:
    """The backup in ``target``, whose catalogue a killed backup may have left ``aside``. An empty one where there is
    none.
    """
    path = target / FILE if (target / FILE).is_file() else aside
    if not path.is_file():
        return Former()
    try:
        catalogue = open_catalogue(path)
    except CatalogueDamaged as error:
        raise ArchiveError(f"{error}: take it away, then every file there is looked at anew") from error
    try:
        connection = catalogue.connection
        last = connection.execute(
            select(changes.c.cursor, changes.c.statement_id, changes.c.at).order_by(changes.c.cursor.desc()).limit(1)
        ).first()
        return Former(
            files=_files(connection),
            lines=sizes_of(connection),
            damaged={name for name, check in read_log(target).last.items() if check.result != "ok"},
            decided=_decided(connection),
            last=None if last is None else (last.cursor, last.statement_id, last.at),
        )
    finally:
        catalogue.close()


def refuse_strangers(root: Path, target: Path, stage: str) -> None:
    """Raise ``ArchiveError`` unless ``root`` is an archive and ``target`` a place for a backup: a folder outside of it
    that does not exist, is empty, or holds a backup or the beginning of one (the folder ``stage``).
    """
    if not (root / FILE).is_file():
        raise ArchiveError(f"there is no archive at {root}, or its {FILE} is missing")
    here, there = root.resolve(), target.resolve()
    if here == there or here in there.parents:
        raise ArchiveError(f"{target} lies in the archive {root}: a backup must lie elsewhere, best on another disk")
    if there in here.parents:
        raise ArchiveError(f"{target} holds the archive {root} itself: name a folder of the backup's own")
    if target.exists() and not target.is_dir():
        raise ArchiveError(f"{target} is not a folder")
    if target.is_dir():
        names = {path.name for path in target.iterdir()}
        if not names & {FILE, stage} and names - _HARMLESS:
            raise ArchiveError(f"{target} is not empty, and holds no backup: name another folder, or an empty one")


def _files(connection: Connection) -> dict[str, KnownFile]:
    return {
        row.name: KnownFile(row.size, row.sealed, row.sha256, row.warcinfo_id)
        for row in connection.execute(select(files))
    }


def _decided(connection: Connection) -> int:
    return int(connection.execute(select(func.coalesce(func.max(decisions.c.number), 0))).scalar_one())


def _other_archive(root: Path, target: Path, sentence: str) -> ArchiveError:
    return ArchiveError(
        f"{target} is no backup of {root}: {sentence}. It is of another archive, or was gone on with;"
        " name another folder"
    )
