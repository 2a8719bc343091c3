"""A file that comes in: looked through before any of it is kept, and made such that each of its records stands alone.

What is compressed by the record, or not at all, stays byte for byte. A gzip file of another make (one member for all,
several records in one) is taken as what it unpacks to, for only there has a record bounds. Of a damaged file either
nothing is taken, or on request the bytes of the records that are whole.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Final

from crawler.warc.foreign import ForeignRecord, JoinedError, Skipped, format_of, is_compressed, read_records
from crawler.warc.foreign_text import ForeignError, Unfolded
from crawler.warc.inventory import Item, Refers, Tally, inventory

_PIECE: Final = 1024 * 1024


@dataclass(slots=True)
class Incoming:
    """What is to be kept of one file. To be closed.

    ``original`` is (size, SHA-256) of the file as it was given where that is not what is kept: it was ``unpacked``, or
    the places ``lost`` were left out (their offsets are in the file, or in what it unpacked to).
    """

    name: str
    package: str | None  # the name of the WACZ file that it is in
    format: str  # "warc.gz", "warc", "arc.gz" or "arc"
    file: IO[bytes]
    size: int
    sha256: str
    tally: Tally
    captures: int
    original: tuple[int, str] | None = None
    unpacked: bool = False
    lost: list[Skipped] = field(default_factory=list)
    _items: IO[bytes] = field(kw_only=True)
    _held: ExitStack = field(kw_only=True)

    def items(self) -> Iterator[Item]:
        """Its captures, in order."""
        self._items.seek(0)
        for line in self._items:
            values = json.loads(line)
            refers = values.pop("refers")
            yield Item(**values, refers=None if refers is None else Refers(**refers))

    def pieces(self) -> Iterator[bytes]:
        """Its bytes, in pieces of at most 1 MiB. ``ForeignError`` where they are not those that were looked through."""
        digest = hashlib.sha256()
        position = 0
        while piece := os.pread(self.file.fileno(), _PIECE, position):
            digest.update(piece)
            position += len(piece)
            yield piece
        if digest.hexdigest() != self.sha256:
            raise ForeignError("the file was changed while it was read", 0)

    def close(self) -> None:
        """Let go of the file and of what was noted about it."""
        self._held.close()


def look_through(
    file: IO[bytes], name: str, *, package: str | None = None, folder: Path | None = None, keep_readable: bool = False
) -> Incoming:
    """Read a whole WARC or ARC file, and take it. ``file`` is closed with what is returned, or where this raises.

    ``folder`` is where temporary files lie meanwhile (none: the system's). Raises :class:`ForeignError` for the first
    damage; with ``keep_readable`` only where no record can be read. ``OSError`` as the system has it.
    """
    with ExitStack() as held:
        held.enter_context(file)
        original = _identity(file)
        took, unpacked = file, False
        lost: list[Skipped] = []
        told = lost if keep_readable else None
        try:
            found = held.enter_context(_pass(took, told, folder))
        except JoinedError:
            lost.clear()
            took, unpacked = held.enter_context(_unpacked(took, told, folder)), True
            try:
                found = held.enter_context(_pass(took, told, folder))
            except ForeignError as error:
                raise ForeignError(f"{error.sentence} (in what the file unpacks to)", error.offset) from error
        if lost:
            took = held.enter_context(_readable(took, folder))
            found = held.enter_context(_pass(took, None, folder))
        size, sha256 = _identity(took)
        return Incoming(
            name=name,
            package=package,
            format=found.kind + (".gz" if is_compressed(took.fileno()) else ""),
            file=took,
            size=size,
            sha256=sha256,
            tally=found.tally,
            captures=found.captures,
            original=None if (size, sha256) == original else original,
            unpacked=unpacked,
            lost=lost,
            _items=found.items,
            _held=held.pop_all(),
        )


@dataclass(slots=True)
class _Found:
    kind: str
    tally: Tally
    captures: int
    items: IO[bytes]

    def __enter__(self) -> "_Found":
        return self

    def __exit__(self, *_: object) -> None:
        self.items.close()


def _pass(file: IO[bytes], lost: list[Skipped] | None, folder: Path | None) -> _Found:
    """One pass over a file: its inventory, or with ``lost`` what of it can be read."""
    fd = file.fileno()
    size = os.fstat(fd).st_size
    kind = format_of(fd) if lost is None and size else "warc"
    tally = Tally()
    items: IO[bytes] = TemporaryFile(dir=folder)  # noqa: SIM115 - closed with what is made of it
    captures = 0
    try:
        records = read_records(fd, size, skipped=None if lost is None else lost.append)
        for item in inventory(_of_one_kind(records), tally):
            items.write(json.dumps(asdict(item)).encode() + b"\n")
            captures += 1
        if not tally.types:
            first = lost[0].sentence if lost else "no record is in the file"
            raise ForeignError(f"nothing of the file can be read: {first}" if lost else first, 0)
    except BaseException:
        items.close()
        raise
    return _Found("arc" if "ARC" in tally.versions else kind, tally, captures, items)


def _of_one_kind(records: Iterator[ForeignRecord]) -> Iterator[ForeignRecord]:
    first: bool | None = None
    for record in records:
        arc = record.version == "ARC"
        if first is not None and arc != first:
            raise ForeignError("a WARC and an ARC file are one behind the other here", record.offset)
        first = arc
        yield record


def _unpacked(file: IO[bytes], lost: list[Skipped] | None, folder: Path | None) -> IO[bytes]:
    """The text of all members, one after the other. With ``lost`` as much of it as there is."""
    fd = file.fileno()
    end = os.fstat(fd).st_size
    text: IO[bytes] = TemporaryFile(dir=folder)  # noqa: SIM115 - closed with what is made of it
    offset = 0
    try:
        while offset < end:
            member = Unfolded(fd, offset, end)
            try:
                for piece in member.pieces():
                    text.write(piece)
            except ForeignError as error:
                if lost is None:
                    raise
                lost.append(Skipped(offset, end - offset, error.sentence))
                break
            offset += member.length
        text.flush()
        return text
    except BaseException:
        text.close()
        raise


def _readable(file: IO[bytes], folder: Path | None) -> IO[bytes]:
    """The bytes of the records that are whole, and nothing else."""
    fd = file.fileno()
    kept: IO[bytes] = TemporaryFile(dir=folder)  # noqa: SIM115 - closed with what is made of it
    try:
        for record in read_records(fd, os.fstat(fd).st_size, skipped=_forget):
            position, end = record.offset, record.offset + record.finish()
            while position < end:
                piece = os.pread(fd, min(_PIECE, end - position), position)
                if not piece:
                    raise ForeignError("the file was changed while it was read", position)
                kept.write(piece)
                position += len(piece)
        kept.flush()
        return kept
    except BaseException:
        kept.close()
        raise


def _identity(file: IO[bytes]) -> tuple[int, str]:
    digest = hashlib.sha256()
    position = 0
    while piece := os.pread(file.fileno(), _PIECE, position):
        digest.update(piece)
        position += len(piece)
    return position, digest.hexdigest()


def _forget(_: Skipped) -> None:
    """Takes what was told before."""
