"""Wrong writers: each breaks the protocol in one place, and the checker must catch every one, or it is no checker."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, delete

from crawler.archive import batch as batch_module
from crawler.archive import indexes, opening, outbox, recover, segments
from crawler.archive.batch import Batch
from crawler.archive.captures import Captures
from crawler.archive.core import Core
from crawler.archive.outbox import Outbox
from crawler.archive.segments import Segments
from crawler.catalogue.database import Catalogue
from crawler.catalogue.schema import outbox as outbox_table
from crawler.model.capture import Capture, Place
from crawler.model.draft import Draft
from crawler.model.exchange import Exchange
from crawler.warc.build import Earlier
from crawler.warc.disk import Disk
from crawler.warc.record import Record, encode
from crawler.warc.segment import Segment
from tests.archive import play as play_module
from tests.archive.play import MakeDraft, draft_of
from tests.archive.trial import Amiss, count_points, kill_and_finish, lose_power, undisturbed

Patch = Callable[[pytest.MonkeyPatch], None]
PARTS = ("none", "half", "most")


def no_fsync_of_the_warc(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Segments, "sync", lambda self: None)


def no_fsync_of_the_lines(patch: pytest.MonkeyPatch) -> None:
    def careless(disk: Disk, root: Path, name: str, size: int, data: bytes) -> None:
        path = root / name
        for folder in reversed([*path.relative_to(root).parents][:-1]):
            disk.make_dir(root / folder)
        fd = disk.reopen(path) if disk.exists(path) else disk.create(path)
        disk.write(fd, data)
        disk.close(fd)

    patch.setattr(outbox, "add_to", careless)


def no_recovery(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(opening, "recover", lambda disk, root, catalogue: None)


def the_rows_before_the_records(patch: pytest.MonkeyPatch) -> None:
    def commit(self: Batch) -> None:
        with self.reading():
            if not self.dirty:
                return
            self._segments.write_rows()
            self._outbox.write_rows()
            self._catalogue.commit()
            self._segments.sync()
            self._segments.committed()
            self.dirty = False
            self._exchanges = 0
            self.number += 1
            self._outbox.append()
            self.committed = self.number - 1

    patch.setattr(Batch, "commit", commit)


def sealed_in_the_database_before_the_rename(patch: pytest.MonkeyPatch) -> None:
    def seal(self: Batch, source: str) -> None:
        self.dirty = True
        self.commit()
        growing = self._segments._of(source)
        digest = recover.hash_of(self._segments._disk, growing.segment.path)
        segments.seal_row(self.connection, growing.segment.name, digest)
        self.line("manifest-sha256.txt", segments.manifest_line(growing.segment.name, digest))
        self.dirty = True
        self.commit()
        growing.segment.seal()
        del self._segments._growing[source]

    patch.setattr(Batch, "seal", seal)


def marked_as_appended_before_it_is(patch: pytest.MonkeyPatch) -> None:
    real = Outbox.write_rows

    def write_rows(self: Outbox) -> None:
        real(self)
        self._connection.execute(delete(outbox_table))

    patch.setattr(Outbox, "write_rows", write_rows)


def lines_before_the_commit(patch: pytest.MonkeyPatch) -> None:
    real = Outbox.write_rows

    def write_rows(self: Outbox) -> None:
        real(self)
        self.append()

    patch.setattr(Outbox, "write_rows", write_rows)


def tails_are_not_cut(patch: pytest.MonkeyPatch) -> None:
    def look(disk: Disk, root: Path, connection: object) -> recover.Plan:
        plan = real(disk, root, connection)  # type: ignore[arg-type]
        plan.tails.clear()
        return plan

    def reopen(cls: type[Segment], disk: Disk, root: Path, name: str, size: int) -> Segment:
        path = root / f"{name}.open"
        return cls(disk, root, name, disk.reopen(path), disk.size(path))

    real = recover.look
    patch.setattr(recover, "look", look)
    patch.setattr(Segment, "reopen", classmethod(reopen))


def the_new_file_is_not_named_durably(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(segments, "sync_up", lambda disk, root, folder: None)

    def create(cls: type[Segment], disk: Disk, root: Path, name: str, first: Record) -> Segment:
        path = root / f"{name}.open"
        for folder in reversed([*path.relative_to(root).parents][:-1]):
            disk.make_dir(root / folder)
        segment = cls(disk, root, name, disk.create(path), 0)
        member = encode(first)
        segment.append([member])
        segment.sync()
        member.close()
        return segment

    patch.setattr(Segment, "create", classmethod(create))


def lengths_are_committed_before_they_are_written(patch: pytest.MonkeyPatch) -> None:
    """The row says more than is in the file: the members are held back until after the commit."""
    held: list[Callable[[], object]] = []
    real_commit = Catalogue.commit

    def append(self: Segment, members: list[object]) -> list[tuple[int, int]]:
        whole = [(member.size, b"".join(member.chunks())) for member in members]  # type: ignore[attr-defined]
        bounds, offset = [], self.size
        for size, _ in whole:
            bounds.append((offset, size))
            offset += size
        self.size = offset
        data = b"".join(data for _, data in whole)
        held.append(lambda: self._disk.write(self._fd, data))  # type: ignore[arg-type]
        return bounds

    def commit(self: Catalogue) -> None:
        real_commit(self)
        late, held[:] = held[:], []
        for write in late:
            write()

    patch.setattr(Segment, "append", append)
    patch.setattr(Catalogue, "commit", commit)


def a_digest_is_remembered_before_its_record_is_committed(patch: pytest.MonkeyPatch) -> None:
    """Beside the archive, where no rollback reaches: a revisit may refer to a record that was never committed."""
    remembered: dict[tuple[Path, str], Earlier] = {}

    def note(self: Captures, exchange: Exchange, capture: Capture, **more: object) -> None:
        if more["kind"] == "response" and exchange.truncated is None and exchange.failure is None:
            place = Place(**{name: getattr(capture, name) for name in Place.model_fields})
            earlier = Earlier(place, str(more["url"]), capture.date, capture.payload_digest)
            remembered.setdefault((_root(self), capture.payload_digest), earlier)
        real_note(self, exchange, capture, **more)  # type: ignore[arg-type]

    def earlier(self: Captures, exchange: Exchange) -> Earlier | None:
        found = real_earlier(self, exchange)
        if found is None and exchange.head is not None and exchange.head.status == 200 and exchange.failure is None:
            return remembered.get((_root(self), exchange.payload_digest or ""))
        return found

    real_note, real_earlier = Captures.note, Captures.earlier
    patch.setattr(Captures, "note", note)
    patch.setattr(Captures, "earlier", earlier)


def a_revisit_of_an_answer_that_was_cut_off(patch: pytest.MonkeyPatch) -> None:
    def earlier(self: Captures, exchange: Exchange) -> Earlier | None:
        return real(self, replace(exchange, truncated=None, failure=None))

    real = Captures.earlier
    patch.setattr(Captures, "earlier", earlier)


def a_revisit_that_refers_to_a_revisit(patch: pytest.MonkeyPatch) -> None:
    """To the last capture with these bytes, whatever its type."""

    def earlier(self: Captures, exchange: Exchange) -> Earlier | None:
        found = real(self, exchange)
        if found is None:
            return None
        last = self._connection.exec_driver_sql(
            "SELECT file, offset, length, record_id, url, date, payload_digest FROM captures"
            " WHERE payload_digest = ? AND truncated IS NULL ORDER BY rowid DESC LIMIT 1",
            (found.payload_digest,),
        ).one()
        return Earlier(Place(warc=last[0], offset=last[1], length=last[2], record_id=last[3]), *last[4:])

    real = Captures.earlier
    patch.setattr(Captures, "earlier", earlier)


def a_304_confirms_whatever_is_there(patch: pytest.MonkeyPatch) -> None:
    """It looks neither at what was asked nor at what is known of the address."""

    def confirmed(self: Captures, exchange: Exchange) -> Earlier | None:
        row = self._connection.exec_driver_sql(
            "SELECT file, offset, length, record_id, url, date, payload_digest FROM captures"
            " WHERE type = 'response' AND status = 200 AND truncated IS NULL ORDER BY rowid LIMIT 1"
        ).one()
        return Earlier(Place(warc=row[0], offset=row[1], length=row[2], record_id=row[3]), *row[4:])

    def answer(core: Core, *args: Any, **more: Any) -> Exchange:
        exchange = real(core, *args, **more)
        return replace(exchange, request=exchange.request.replace(b"If-None-Match", b"X-None"))

    real = play_module._answer
    patch.setattr(Captures, "_confirmed", confirmed)
    patch.setattr(play_module, "_answer", answer)


def a_span_without_what_was_found(patch: pytest.MonkeyPatch) -> None:
    def note(self: Captures, exchange: Exchange, capture: Capture, **more: Any) -> None:
        real(self, exchange, capture, **{**more, "span": (more["span"][0], capture.offset + capture.length)})

    real = Captures.note
    patch.setattr(Captures, "note", note)


def a_conversion_whose_row_comes_first(patch: pytest.MonkeyPatch) -> None:
    """The row is committed before the record is written."""

    def convert(self: Core, capture: Capture, text: str, reader: str) -> str:
        holder = self._captures.holder_of(capture)
        assert holder is not None
        name, place = capture.warc, Place(warc=capture.warc, offset=1, length=1, record_id="<urn:uuid:to-come>")
        self._captures.note_conversion(holder, place, reader)
        self._batch.dirty = True
        self.commit()
        self._connection.exec_driver_sql("DELETE FROM conversions WHERE file = ? AND offset = 1", (name,))
        return real(self, capture, text, reader)

    real = Core.convert
    patch.setattr(Core, "convert", convert)


def an_index_before_its_seal(patch: pytest.MonkeyPatch) -> None:
    def seal(self: Batch, source: str) -> None:
        self.dirty = True
        self.commit()
        indexes.write_index(self.disk, self.root, self.connection, self._segments._of(source).segment.name)
        self.dirty = True
        name, digest = self._segments.seal(source)
        self.line("manifest-sha256.txt", segments.manifest_line(name, digest))
        self.commit()

    patch.setattr(Batch, "seal", seal)


def an_index_written_in_its_place(patch: pytest.MonkeyPatch) -> None:
    """Not under another name first: what a kill leaves of it is there for ever."""

    def write_index(disk: Disk, root: Path, connection: Connection, name: str) -> None:
        path = root / f"{name}.cdxj"
        fd = disk.create(path)
        disk.write(fd, indexes.index_bytes(connection, name))
        disk.fsync(fd)
        disk.close(fd)
        disk.sync_dir(path.parent)

    patch.setattr(batch_module, "write_index", write_index)
    patch.setattr(indexes, "write_index", write_index)


def an_index_that_is_not_synced(patch: pytest.MonkeyPatch) -> None:
    def write_index(disk: Disk, root: Path, connection: Connection, name: str) -> None:
        path = root / f"{name}.cdxj"
        new = path.with_name(f"{path.name}.new")
        if disk.exists(new):
            disk.remove(new)
        fd = disk.create(new)
        disk.write(fd, indexes.index_bytes(connection, name))
        disk.close(fd)
        disk.rename(new, path)
        disk.sync_dir(path.parent)

    patch.setattr(batch_module, "write_index", write_index)
    patch.setattr(indexes, "write_index", write_index)


def _root(captures: Captures) -> Path:
    """The archive of a writer."""
    database = captures._connection.exec_driver_sql("PRAGMA database_list").one()[2]
    return Path(database).parent


WRONG: dict[str, Patch] = {
    writer.__name__: writer
    for writer in (
        no_fsync_of_the_warc,
        no_fsync_of_the_lines,
        no_recovery,
        the_rows_before_the_records,
        sealed_in_the_database_before_the_rename,
        marked_as_appended_before_it_is,
        lines_before_the_commit,
        tails_are_not_cut,
        the_new_file_is_not_named_durably,
        lengths_are_committed_before_they_are_written,
        a_digest_is_remembered_before_its_record_is_committed,
        a_revisit_of_an_answer_that_was_cut_off,
        a_revisit_that_refers_to_a_revisit,
        a_304_confirms_whatever_is_there,
        a_span_without_what_was_found,
        a_conversion_whose_row_comes_first,
        an_index_before_its_seal,
        an_index_written_in_its_place,
        an_index_that_is_not_synced,
    )
}


def a_clock_in_the_id() -> MakeDraft:
    def read(url: str, capture: Capture, source: str, text: str) -> Draft:
        draft = draft_of(url, capture, source, text)
        return replace(draft, id=f"{draft.id[:-4]}{datetime.fromisoformat(capture.date).astimezone(UTC):%H%M}")

    return read


def caught(folders: Iterator[Path], name: str, read: MakeDraft = draft_of, tries: int = 600) -> str | None:
    """What the checker says first, of points drawn at random; nothing where it has nothing to say."""
    random = Random(name)
    total = len(count_points(read))
    for _ in range(tries):
        point, part = random.randrange(total), random.choice(PARTS)
        try:
            if random.random() < 0.5:
                kill_and_finish(next(folders), point, part, read)
            else:
                lose_power(next(folders), point, part, random, read)
        except Amiss as amiss:
            return str(amiss)
    return None


# Few of the points show these, so that it takes long to draw one.
_RARE = {an_index_written_in_its_place.__name__, a_conversion_whose_row_comes_first.__name__}


@pytest.mark.parametrize("name", [pytest.param(name, marks=[pytest.mark.prove] * (name in _RARE)) for name in WRONG])
def test_a_wrong_writer_is_caught(name: str, folders: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    undisturbed(draft_of)  # of the right writer
    WRONG[name](monkeypatch)
    found = caught(folders, name)
    assert found is not None


def test_a_clock_in_the_id_is_caught(folders: Iterator[Path]) -> None:
    assert caught(folders, "clock", a_clock_in_the_id()) == "it does not hold what an undisturbed archive holds"


def test_the_right_writer_is_not(folders: Iterator[Path]) -> None:
    assert caught(folders, "right", tries=12) is None
