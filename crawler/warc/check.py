"""The check: whether a WARC file of ours is whole and says nothing false of itself, byte for byte.

It walks the gzip members with zlib, because readers made for reading pass over a clipped member in silence. The frame
of our members makes every flipped byte show (see :mod:`crawler.warc.member`); a file that was clipped exactly between
two members is whole in itself, and only its committed size tells.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from crawler.warc.build import NOT_MODIFIED, READER, SAME_PAYLOAD
from crawler.warc.member import MemberReader, WarcError, next_member
from crawler.warc.reader import KEPT, ReadRecord, as_read
from crawler.warc.record import RecordError, RecordReader
from crawler.warc.segment import open_segment
from crawler.wire.framing import Framer

_RESPONSE: Final = "application/http;msgtype=response"
_REQUEST: Final = "application/http;msgtype=request"
_REFERS_TO: Final = "WARC-Refers-To"
_REFERRING: Final = (_REFERS_TO, "WARC-Refers-To-Target-URI", "WARC-Refers-To-Date", "WARC-Payload-Digest")

Take = Callable[[bytes], object]
Seen = Callable[[int, int, RecordReader], object]  # offset and length of the member, and its record


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that is wrong. ``offset`` is the byte at which the damaged member (or gap) begins."""

    file: Path
    offset: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}, byte {self.offset}: {self.sentence}"


class Watch(Protocol):
    """Who looks on while a file is checked."""

    def whole(self, record: ReadRecord) -> None:
        """A record that is whole, whatever it says; of its block as much as :data:`KEPT` says."""

    def broken(self, offset: int) -> None:
        """The member at ``offset`` is not whole, or holds no record."""


def check_file(path: Path, *, expect_size: int | None = None, watch: Watch | None = None) -> Iterator[Damage]:
    """Everything that is wrong with one segment, sealed or open, in the order of the file.

    With ``expect_size`` only so many bytes are judged (a crawl may be writing after them) and a shorter file is
    damage; without it the whole file as it is now. After a damaged member the walk goes on with the next.

    Checked: every byte of every gzip member; one record in each, by the grammar of WARC 1.1 §4 and with its mandatory
    headers; Content-Length; the digest of every block and of every payload, transfer coding taken off (§5.8, §5.9); one
    warcinfo, the first, that all others name; no id twice; every WARC-Concurrent-To in the file; that a revisit is one
    whole head and says what it refers to. WARC-Refers-To may point to another file and is left to the archive.

    ``watch`` is shown each record on the way, so that who compares them with something else need not read the file
    again. Memory: two or three MiB, and 200 bytes a record for its id.
    """
    try:
        fd = open_segment(path)
    except OSError as error:
        yield Damage(path, 0, f"the file cannot be opened: {error.strerror}")
        return
    try:
        yield from _Walk(path, fd, watch=watch).damages(expect_size)
    finally:
        os.close(fd)


def check_span(fd: int, start: int, end: int, *, path: Path, seen: Seen | None = None) -> Iterator[Damage]:
    """The same of a segment that lies within another file, a ZIP for one: from byte ``start`` of it to before ``end``.

    ``path`` names that file in what is told, and offsets are of that file. ``seen`` hears of each whole record: its
    offset, its length, and the record with its block consumed.
    """
    yield from _Walk(path, fd, seen).span(start, end)


@dataclass(slots=True)
class _Walk:
    path: Path
    fd: int
    seen: Seen | None = None
    watch: Watch | None = None
    warcinfo: str | None = None
    ids: set[str] = field(default_factory=set)
    wanted: dict[str, int] = field(default_factory=dict)  # concurrent ids not yet seen: offset of who names them

    def damages(self, expect_size: int | None) -> Iterator[Damage]:
        try:
            end = size = os.fstat(self.fd).st_size
        except OSError as error:
            yield self._damage(0, f"the file cannot be read: {error.strerror}")
            return
        if expect_size is not None:
            end = min(size, expect_size)
            if size < expect_size:
                yield self._damage(size, f"the file ends here, but {expect_size} bytes of it are committed")
        yield from self.span(0, end)

    def span(self, offset: int, end: int) -> Iterator[Damage]:
        if offset == end:
            yield self._damage(offset, "the file is empty: not even its warcinfo record is there")
        try:
            while offset < end:
                sentences, following = self._member(offset, end)
                for sentence in sentences:
                    yield self._damage(offset, sentence)
                offset = following
        except OSError as error:
            yield self._damage(offset, f"the file cannot be read: {error.strerror}")
            return
        for name, place in self.wanted.items():
            yield self._damage(place, f"WARC-Concurrent-To names {name}, which is not in this file")

    def _member(self, offset: int, end: int) -> tuple[list[str], int]:
        """What is wrong with one member, and where the next begins."""
        member = MemberReader(self.fd, offset, end)
        pieces = member.pieces()
        try:
            record: RecordReader | None = None
            kept = bytearray()
            try:
                record = RecordReader(pieces)
                sentences = self._record(record, offset, kept)
            except RecordError as error:
                sentences, record = [str(error)], None
                for _ in pieces:  # on to the member's end: its bytes may be broken too, and that would be the cause
                    pass
        except WarcError as error:
            following = next_member(self.fd, offset + 1, end)
            gap = "" if following is None else f"; the next member begins at byte {following}"
            if self.watch is not None:
                self.watch.broken(offset)
            return [error.sentence + gap], end if following is None else following
        if self.seen is not None and record is not None:
            self.seen(offset, member.length, record)
        if self.watch is not None:
            if record is None:
                self.watch.broken(offset)
            else:
                self.watch.whole(as_read(record, bytes(kept), offset, member.length))
        return sentences, offset + member.length

    def _record(self, record: RecordReader, offset: int, kept: bytearray) -> list[str]:
        values = {name.lower(): value for name, value in record.headers}
        block, payload = hashlib.sha256(), hashlib.sha256()
        takes: list[Take] = [block.update]
        declared = values.get("warc-payload-digest")
        framer: Framer | None = None
        elsewhere = record.type == "revisit"  # its payload is in another record, and with it what its digest tells
        if values.get("content-type") == _RESPONSE:
            framer = Framer("HEAD" if elsewhere else "GET", _drop, payload.update)
            takes.append(framer.feed)
        elif values.get("content-type") == _REQUEST:
            takes.append(_after_head(payload.update))
        elif declared is not None:
            takes.append(payload.update)
        wanted = KEPT.get(record.type, 0) if self.watch is not None else 0
        for piece in record.block():
            if len(kept) < wanted:
                kept += piece
            for take in takes:
                take(piece)
        if framer is not None:
            framer.eof()
        sentences = self._place(record, values, offset)
        sentences += _compare("block", values.get("warc-block-digest"), block.hexdigest(), needed=True)
        if elsewhere:
            return sentences + _revisit(values, framer)
        if record.type == "conversion":
            sentences += [f"a conversion needs {name}" for name in (_REFERS_TO, READER) if name.lower() not in values]
        sentences += _compare("payload", declared, payload.hexdigest(), needed=framer is not None)
        return sentences

    def _place(self, record: RecordReader, values: dict[str, str], offset: int) -> list[str]:
        """Whether the record stands rightly among the others."""
        sentences = []
        if record.id in self.ids:
            sentences.append(f"the id {record.id} is in this file twice")
        if record.type == "warcinfo":
            if self.ids:
                sentences.append("a warcinfo record that is not the first record")
            self.warcinfo = self.warcinfo or record.id
        elif self.warcinfo is None:
            sentences.append("no whole warcinfo record comes before this one")
            self.warcinfo = values.get("warc-warcinfo-id")  # said once: the others are measured by this one
        elif values.get("warc-warcinfo-id") != self.warcinfo:
            sentences.append(f"WARC-Warcinfo-ID is {values.get('warc-warcinfo-id')}, but the file's is {self.warcinfo}")
        self.ids.add(record.id)
        self.wanted.pop(record.id, None)
        for name, value in record.headers:
            if name.lower() == "warc-concurrent-to" and value not in self.ids:
                self.wanted[value] = offset
        return sentences

    def _damage(self, offset: int, sentence: str) -> Damage:
        return Damage(self.path, offset, sentence)


def _revisit(values: dict[str, str], framer: Framer | None) -> list[str]:
    """WARC 1.1 §6.7: a profile, what it refers to, and the whole head of the answer with nothing after it."""
    profile = values["warc-profile"]
    sentences = [f"a revisit needs {name}" for name in _REFERRING if name.lower() not in values]
    if profile not in (SAME_PAYLOAD, NOT_MODIFIED):
        sentences.append(f"the profile {profile} is none of ours")
    if (values.get("warc-truncated") == "length") != (profile == SAME_PAYLOAD):
        sentences.append("WARC-Truncated says length of a repeated payload, and of nothing else")
    if framer is None or framer.head is None or not framer.done or framer.surplus or framer.interim:
        return [*sentences, "the block is not one whole head of an HTTP response"]
    if (framer.head.status == 304) != (profile == NOT_MODIFIED):
        sentences.append(f"the status {framer.head.status} does not go with the profile {profile}")
    return sentences


def _compare(what: str, declared: str | None, found: str, *, needed: bool) -> list[str]:
    if declared is None:
        return [f"the digest of the {what} is missing"] if needed else []
    if declared == f"sha256:{found}":
        return []
    return [f"the {what} does not have its digest: sha256:{found} and not {declared}"]


def _after_head(take: Take) -> Take:
    """Hands on what comes after the first empty line: the body of a request."""
    head: bytearray | None = bytearray()

    def feed(piece: bytes) -> None:
        nonlocal head
        if head is None:
            take(piece)
            return
        head += piece
        end = head.find(b"\r\n\r\n")
        if end >= 0:
            take(bytes(head[end + 4 :]))
            head = None

    return feed


def _drop(_: bytes) -> None:
    """Takes a block that is not wanted."""
