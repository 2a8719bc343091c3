"""Fixtures: a statement's capture and its golden reading as files of their own, so that people keep a source right.

A fixture is a folder: ``statement.json`` is the statement as it should be read (the archive's line, indented), and
``capture.warc.gz`` the exchange that it was read from, byte for byte as in the archive; the offsets in the statement
are those of this file. What was imported stays under the name that the archive has for it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError
from sqlalchemy import Connection, select

from crawler.archive.errors import ArchiveDamaged
from crawler.archive.foreign_rows import is_foreign
from crawler.archive.places import STATEMENTS, warc_path
from crawler.archive.snapshot import read_snapshot
from crawler.catalogue.schema import captures
from crawler.model.capture import Capture
from crawler.model.decision import read_line
from crawler.model.draft import Draft
from crawler.model.identity import definition_digest
from crawler.model.reading import Refusal
from crawler.model.statement import Statement
from crawler.rereading.compare import Differences, as_the_same, differences
from crawler.rereading.page import read_again
from crawler.sources import Sources
from crawler.warc.foreign import opened, read_records

GOLDEN: Final = "statement.json"
CAPTURE: Final = "capture.warc.gz"


class FixtureError(ValueError):
    """It cannot be saved or read; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One fixture read again. ``differences`` are field to (golden value, value now); ``reason`` says why its page
    cannot be read now. Neither: it reads as it should.
    """

    folder: Path
    statement: Statement
    differences: Differences = field(default_factory=dict)
    reason: str | None = None
    now: Draft | None = None

    @property
    def right(self) -> bool:
        """Whether it reads as it should."""
        return not self.differences and self.reason is None


def save_fixture(root: Path, statement_id: str, folder: Path, *, revision: int | None = None) -> Path:
    """Write the newest reading of a statement (of its newest revision, or of ``revision``) under ``folder``.

    Returns the fixture's own folder. Raises :class:`FixtureError` where there is no such statement or where its folder
    exists, and ``ArchiveError`` where the archive cannot be read.
    """
    with read_snapshot(root) as connection:
        statement = _line(root, statement_id, revision)
        own = folder / statement.source / statement_id
        if own.exists():
            raise FixtureError(f"{own} exists: delete it to save the statement anew, or check it")
        own.mkdir(parents=True)
        moved = _copy(root, connection, statement.capture, own)
    _write(own, statement.model_copy(update={"capture": moved}))
    return own


def find_fixtures(places: tuple[Path, ...]) -> list[Path]:
    """The fixtures under folders (or the folders themselves), in the order of their paths.

    Raises :class:`FixtureError` for a place that holds none.
    """
    found: list[Path] = []
    for place in places:
        below = sorted(path.parent for path in place.rglob(GOLDEN))
        if not below:
            raise FixtureError(f"there is no fixture in {place}: `communique fixture save ID --to {place}` writes one")
        found += below
    return list(dict.fromkeys(found))


def check_fixture(folder: Path, sources: Sources) -> Checked:
    """Read a fixture again by the present sources. Raises :class:`FixtureError` where it is damaged."""
    statement = read_golden(folder)
    source = sources.get(statement.source)
    if source is None:
        return Checked(folder, statement, reason=f"no source has the id {statement.source!r}")
    try:
        again = read_again(
            folder,
            statement.capture,
            statement.url,
            statement.extraction.evidence,
            source,
            definition=definition_digest(sources.definition(source.id)),
        )
    except (ArchiveDamaged, OSError, ValueError) as error:
        raise FixtureError(f"{folder}: {error}") from error
    if isinstance(again, Refusal):
        return Checked(folder, statement, reason=f"{again.reason.code}: {again.reason.sentence}")
    now = as_the_same(statement, again)
    return Checked(folder, statement, differences(statement, now), now=now)


def accept_fixture(checked: Checked) -> None:
    """Make what is read now the golden reading, after a person has looked at the differences."""
    if checked.now is None:
        raise FixtureError(f"{checked.folder}: {checked.reason}")
    before = checked.statement
    now = checked.now.statement(
        revision=before.revision,
        event=before.event,
        first_seen=before.first_seen,
        links=before.links,
        nth=before.reading,
    )
    _write(checked.folder, now)


def read_golden(folder: Path) -> Statement:
    """The statement of a fixture. Raises :class:`FixtureError`."""
    try:
        return Statement.model_validate_json((folder / GOLDEN).read_bytes())
    except (OSError, ValidationError) as error:
        raise FixtureError(f"{folder / GOLDEN} cannot be read: {error}") from error


def _write(folder: Path, golden: Statement) -> None:
    text = json.dumps(golden.model_dump(mode="json"), ensure_ascii=False, indent=2)
    (folder / GOLDEN).write_text(text + "\n", encoding="utf-8")


def _line(root: Path, statement_id: str, revision: int | None) -> Statement:
    """The newest line of a statement; of later files last, as they were written."""
    found: dict[tuple[int, int], Statement] = {}
    needle = json.dumps(statement_id).encode()
    for path in sorted((root / STATEMENTS).rglob("*.jsonl")):
        with path.open("rb") as lines:
            for data in lines:
                if needle not in data or not data.endswith(b"\n"):
                    continue
                line = read_line(data)
                if isinstance(line, Statement) and line.id == statement_id:
                    found[line.revision, line.reading] = line
    chosen = [key for key in found if revision in (None, key[0])]
    if not chosen:
        what = f"revision {revision} of {statement_id}" if found else f"a statement {statement_id}"
        raise FixtureError(f"{root} does not hold {what}; the ids are in its statements/*.jsonl")
    return found[max(chosen)]


def _copy(root: Path, connection: Connection, capture: Capture, folder: Path) -> Capture:
    """Copy the exchanges of a capture, and of the record that holds its bytes; the capture as it lies there."""
    moved: dict[str, dict[str, Any]] = {}
    places = [place for place in (capture.payload, capture) if place is not None]
    for place in places:
        row = connection.execute(select(captures).where(captures.c.record_id == place.record_id)).first()
        if row is None:
            raise ArchiveDamaged(f"{place.record_id} is not in the catalogue; `communique rebuild` makes it again")
        name = row.file if is_foreign(row.file) else CAPTURE
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with warc_path(root, row.file).open("rb") as source, target.open("ab") as copy:
            copy.write(source.read(_first_record(warc_path(root, row.file))))
            start = copy.tell()
            source.seek(row.start)
            copy.write(source.read(row.stop - row.start))
        moved[place.record_id] = {"warc": name, "offset": start + place.offset - row.start}
    payload = capture.payload and capture.payload.model_copy(update=moved[capture.payload.record_id])
    return capture.model_copy(update={**moved[capture.record_id], "payload": payload})


def _first_record(path: Path) -> int:
    """The length of a file's ``warcinfo`` record, which stands first; 0 where none does."""
    with opened(path) as (fd, size):
        first: Iterator[Any] = read_records(fd, size)
        record = next(first)
        return int(record.finish()) if record.type == "warcinfo" and record.offset == 0 else 0
