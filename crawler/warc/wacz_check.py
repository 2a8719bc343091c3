"""The check of a WACZ, of ours or of another maker: every byte of it, and that each part says the truth of the others.

The signature is not judged here; see :mod:`crawler.exporters.signature`.
"""

import hashlib
import json
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO, Final

from crawler.warc.build import NOT_MODIFIED
from crawler.warc.cdxj import CdxLine, parse_line, timestamp
from crawler.warc.check import Damage, check_span
from crawler.warc.foreign import ForeignRecord, JoinedError, read_records
from crawler.warc.foreign_text import ForeignError
from crawler.warc.inventory import Tally, inventory, read_date
from crawler.warc.member import HEADER
from crawler.warc.record import RecordReader
from crawler.warc.wacz import ARCHIVE, DATAPACKAGE, DIGEST, PAGES, Package, PackageError
from crawler.warc.zipped import odd_frame

UNMODIFIED: Final = "304"  # a revisit that says what a response of ours still is: its line leads to that
_INDEXED: Final = ("response", "revisit", "resource", UNMODIFIED)
_PIECE: Final = 1024 * 1024
_TABLE: Final = (
    "CREATE TABLE record (file TEXT, offset INTEGER, length INTEGER, type TEXT, url TEXT, date TEXT, digest TEXT,"
    " id TEXT, refers TEXT, indexed INTEGER DEFAULT 0, PRIMARY KEY (file, offset)) WITHOUT ROWID"
)
_NOTE: Final = (
    "INSERT OR IGNORE INTO record (file, offset, length, type, url, date, digest, id, refers)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def check_package(path: Path) -> Iterator[Damage]:
    """Everything that is wrong with the package at ``path``; offsets are of that file. ``OSError`` where it cannot be
    opened.

    Checked: the frame of the ZIP file (of a package of ours to the last byte); the digest and size of every file, and
    that each is told of; every gzip member and record of its WARC files; that each line of the index leads to its
    record, and to each capture a line; that each revisit's original, and each page's capture, is there.
    Memory does not grow with the package, but for 200 bytes a record: what is seen goes into a temporary database.
    """
    try:
        with Package(path) as package, closing(sqlite3.connect("")) as seen:
            seen.execute(_TABLE)
            yield from _Check(package, seen).damages()
    except PackageError as error:
        yield Damage(path, error.offset, error.sentence)


class _Check:
    def __init__(self, package: Package, seen: sqlite3.Connection) -> None:
        self._package = package
        self._seen = seen
        self._told = package.json(DATAPACKAGE)
        self._ours = str(self._told.get("software", "")).startswith("Communique/")

    def damages(self) -> Iterator[Damage]:
        if self._ours:
            for offset, sentence in odd_frame(self._package.zip, self._package.fd):
                yield Damage(self._package.path, offset, sentence)
        yield from self._digest()
        yield from self._resources()
        archives = [name for name in self._package.infos if name.startswith(ARCHIVE) and not name.endswith("/")]
        if not archives:
            yield self._at(DATAPACKAGE, "the package has no WARC file")
        for name in archives:
            yield from self._archive(name)
        yield from self._index()
        if self._ours:
            yield from self._references()
        yield from self._pages()

    def _digest(self) -> Iterator[Damage]:
        if DIGEST not in self._package.infos:
            if self._ours:
                yield self._at(DATAPACKAGE, f"{DIGEST} is missing")
            return
        told = self._package.json(DIGEST)
        name, _, _ = str(told.get("hash")).partition(":")
        found = self._hash(DATAPACKAGE, name)
        if found != told.get("hash"):
            yield self._at(DIGEST, f"{DATAPACKAGE} has the digest {found}, but {DIGEST} says {told.get('hash')}")

    def _resources(self) -> Iterator[Damage]:
        told: dict[str, Any] = {}
        resources = self._told.get("resources")
        for one in resources if isinstance(resources, list) else ():
            if isinstance(one, dict) and isinstance(one.get("path"), str):
                told[one["path"]] = one
        for name, one in told.items():
            if name not in self._package.infos:
                yield self._at(DATAPACKAGE, f"{name} is told of, but is not in the package")
                continue
            declared = str(one.get("hash"))
            try:
                found = self._hash(name, declared.partition(":")[0])
            except PackageError as error:
                yield Damage(self._package.path, error.offset, error.sentence)
                continue
            if found != declared:
                yield self._at(name, f"{name} has the digest {found}, but {DATAPACKAGE} says {declared}")
            if one.get("bytes") != self._package.info(name).file_size:
                yield self._at(
                    name, f"{name} has {self._package.info(name).file_size} bytes and not {one.get('bytes')}"
                )
        for name in self._package.infos:
            if name not in told and name not in (DATAPACKAGE, DIGEST) and not name.endswith("/"):
                yield self._at(name, f"{name} is in the package, but {DATAPACKAGE} does not tell of it")

    def _archive(self, name: str) -> Iterator[Damage]:
        span = self._package.stored(name)
        if span is None:
            yield self._at(name, f"{name} is compressed in the ZIP file: no record of it can be read by its place")
        elif os.pread(self._package.fd, len(HEADER), span[0]) == HEADER:
            yield from self._own(name, *span)
            return
        with tempfile.TemporaryFile() as copy:
            try:
                for piece in self._package.pieces(name):
                    copy.write(piece)
            except PackageError as error:
                yield Damage(self._package.path, error.offset, error.sentence)
                return
            yield from self._foreign(name, copy, self._at(name, "").offset if span is None else span[0])

    def _own(self, name: str, start: int, end: int) -> Iterator[Damage]:
        def seen(offset: int, length: int, record: RecordReader) -> None:
            values = {key.lower(): value for key, value in record.headers}
            digest = values.get("warc-payload-digest") or values.get("warc-block-digest")
            kind = UNMODIFIED if values.get("warc-profile") == NOT_MODIFIED else record.type
            self._note(
                *(name, offset - start, length, kind, values.get("warc-target-uri"), values["warc-date"]),
                *(digest, record.id, values.get("warc-refers-to")),
            )

        yield from check_span(self._package.fd, start, end, path=self._package.path, seen=seen)

    def _foreign(self, name: str, copy: BinaryIO, start: int) -> Iterator[Damage]:
        copy.flush()
        tally = Tally()

        def noted() -> Iterator[ForeignRecord]:
            for record in read_records(copy.fileno(), copy.seek(0, os.SEEK_END)):
                yield record
                values = (
                    record.uri,
                    read_date(record.header("warc-date")),
                    None,
                    record.id,
                    record.header("warc-refers-to"),
                )
                self._note(name, record.offset, record.finish(), record.type, *values)

        try:
            for _ in inventory(noted(), tally):
                pass
        except ForeignError as error:
            kind = f"{name} cannot be read by the record" if isinstance(error, JoinedError) else name
            yield Damage(self._package.path, start + error.offset, f"{kind}: {error.sentence}")
        for sentence, (count, first) in tally.notes.items():
            yield Damage(self._package.path, start + first, f"{name}: {sentence} ({count} times, here first)")

    def _note(self, *values: object) -> None:
        self._seen.execute(_NOTE, values)

    def _index(self) -> Iterator[Damage]:
        self._seen.execute("CREATE INDEX by_refers ON record (refers)")
        names = [
            name for name in self._package.infos if name.startswith("indexes/") and not name.endswith((".idx", "/"))
        ]
        if not names:
            yield self._at(DATAPACKAGE, "the package has no index")
        for name in names:
            yield from self._lines(name)
        for name in self._package.infos:
            if name.startswith("indexes/") and name.endswith(".idx"):
                yield from self._blocks(name)
        if self._ours:
            missing = (
                "SELECT file, offset, id, type FROM record WHERE NOT indexed AND type IN (?, ?, ?, ?) ORDER BY 1, 2"
            )
            for file, offset, record_id, kind in self._seen.execute(missing, _INDEXED):
                yield self._in(file, offset, f"the {kind} {record_id} is in no line of the index")

    def _lines(self, name: str) -> Iterator[Damage]:
        before = ""
        try:
            for number, text in enumerate(self._package.lines(name), 1):
                if text.startswith((" CDX ", "!meta ")) or not text.strip():
                    continue
                try:
                    line = parse_line(text)
                except ValueError as error:
                    yield self._at(name, f"{name}, line {number}: {error}")
                    continue
                if text < before:
                    yield self._at(name, f"{name}, line {number}: it is not sorted")
                before = text
                if sentence := self._resolve(line, text):
                    yield self._at(name, f"{name}, line {number} ({line.url}): {sentence}")
        except PackageError as error:
            yield Damage(self._package.path, error.offset, error.sentence)

    def _resolve(self, line: CdxLine, text: str) -> str | None:
        key = (line.filename if line.filename.startswith(ARCHIVE) else f"{ARCHIVE}{line.filename}", line.offset)
        row = self._seen.execute(
            "SELECT length, url, date, digest, id FROM record WHERE file = ? AND offset = ?", key
        ).fetchone()
        if row is None:
            return f"no record begins at byte {line.offset} of {line.filename}"
        length, url, date, digest, record_id = row
        confirmed = self._confirmed(record_id, line.timestamp)
        if line.timestamp == timestamp(date) or not confirmed:
            self._seen.execute("UPDATE record SET indexed = 1 WHERE file = ? AND offset = ?", key)
        if line.length != length:
            return f"the record there has {length} bytes and not {line.length}"
        if line.url != url:
            return f"the record there is of {url}"
        other = digest != line.digest or (timestamp(date) != line.timestamp and not confirmed)
        if digest is not None and self._ours and other:
            return f"the record there is of {date} and has the digest {digest}"
        told = json.loads(text.split(" ", 2)[2]).get("recordDigest")
        if told is not None and told != (found := self._record_digest(key[0], line)):
            return f"the bytes of the record have the digest {found} and not {told}"
        return None

    def _confirmed(self, record_id: str, moment: str) -> bool:
        """Whether 304s of this time confirmed a record. Their line has their time and the record's place, and is one
        line where they came in the same second.
        """
        rows = self._seen.execute(
            "SELECT file, offset, date FROM record WHERE refers = ? AND type = ?", (record_id, UNMODIFIED)
        )
        places = [(file, offset) for file, offset, date in rows if timestamp(date) == moment]
        self._seen.executemany("UPDATE record SET indexed = 1 WHERE file = ? AND offset = ?", places)
        return bool(places)

    def _record_digest(self, name: str, line: CdxLine) -> str:
        span = self._package.stored(name)
        if span is None:
            return "unknown"
        digest = hashlib.sha256()
        offset, end = span[0] + line.offset, min(span[0] + line.offset + line.length, span[1])
        while offset < end and (piece := os.pread(self._package.fd, min(_PIECE, end - offset), offset)):
            digest.update(piece)
            offset += len(piece)
        return f"sha256:{digest.hexdigest()}"

    def _blocks(self, name: str) -> Iterator[Damage]:
        """The places and digests of the members of a compressed index."""
        target = "indexes/index.cdx.gz"
        for number, text in enumerate(self._package.lines(name), 1):
            try:
                told = json.loads(text.split(" ", 2)[2])
                if text.startswith("!meta "):
                    target = f"indexes/{told['filename']}"
                    continue
                span = self._package.stored(target)
                if span is None:
                    continue
                start, end = span[0] + int(told["offset"]), span[0] + int(told["offset"]) + int(told["length"])
                found = hashlib.sha256(os.pread(self._package.fd, min(end, span[1]) - start, start)).hexdigest()
                if end > span[1] or told.get("digest", f"sha256:{found}") != f"sha256:{found}":
                    yield self._at(target, f"{name}, line {number}: the part of {target} that it names is not there")
            except (ValueError, KeyError, TypeError, IndexError, RecursionError, OverflowError, PackageError):
                yield self._at(name, f"{name}, line {number}: no line of such a list: {text[:80]!r}")

    def _references(self) -> Iterator[Damage]:
        strays = (
            "SELECT file, offset, id, refers FROM record AS one WHERE refers IS NOT NULL AND type IN ('revisit', "
            "'conversion', '304') AND NOT EXISTS (SELECT 1 FROM record AS other WHERE other.id = one.refers)"
        )
        self._seen.execute("CREATE INDEX by_id ON record (id)")
        for file, offset, record_id, refers in self._seen.execute(strays):
            yield self._in(file, offset, f"{record_id} refers to {refers}, which is not in the package")

    def _pages(self) -> Iterator[Damage]:
        if PAGES not in self._package.infos:
            yield self._at(DATAPACKAGE, f"{PAGES} is missing")
            return
        self._seen.execute("CREATE INDEX by_url ON record (url, date)")
        try:
            for number, text in enumerate(self._package.lines(PAGES), 1):
                try:
                    page = json.loads(text)
                    if number == 1 and "url" not in page:
                        page["format"]
                        continue
                    key = (page["url"], page["ts"])
                except (ValueError, KeyError, TypeError, RecursionError):
                    yield self._at(PAGES, f"{PAGES}, line {number}: no page: {text[:80]!r}")
                    continue
                if (
                    self._ours
                    and not self._seen.execute("SELECT 1 FROM record WHERE url = ? AND date = ?", key).fetchone()
                ):
                    yield self._at(PAGES, f"{PAGES}, line {number}: no capture of {key[0]} at {key[1]} in the package")
        except PackageError as error:
            yield Damage(self._package.path, error.offset, error.sentence)

    def _hash(self, name: str, kind: str) -> str:
        if kind not in ("sha256", "md5"):
            raise PackageError(
                f"a digest of the kind {kind!r} cannot be checked", self._package.info(name).header_offset
            )
        digest = hashlib.new(kind, usedforsecurity=False)
        for piece in self._package.pieces(name):
            digest.update(piece)
        return f"{kind}:{digest.hexdigest()}"

    def _at(self, name: str, sentence: str) -> Damage:
        return Damage(self._package.path, self._package.info(name).header_offset, sentence)

    def _in(self, name: str, offset: int, sentence: str) -> Damage:
        span = self._package.stored(name)
        return Damage(self._package.path, (0 if span is None else span[0]) + offset, sentence)
