"""Wrong writers: each breaks the protocol in one place, and the checker must catch every one, or it is no checker."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import delete

from crawler.archive import opening, outbox, recover, segments
from crawler.archive.batch import Batch
from crawler.archive.outbox import Outbox
from crawler.archive.segments import Segments
from crawler.catalogue.database import Catalogue
from crawler.catalogue.schema import outbox as outbox_table
from crawler.model.capture import Capture
from crawler.model.draft import Draft
from crawler.warc.disk import Disk
from crawler.warc.record import Record, encode
from crawler.warc.segment import Segment
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


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_writer_is_caught(name: str, folders: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    undisturbed(draft_of)  # of the right writer
    WRONG[name](monkeypatch)
    found = caught(folders, name)
    assert found is not None


def test_a_clock_in_the_id_is_caught(folders: Iterator[Path]) -> None:
    assert caught(folders, "clock", a_clock_in_the_id()) == "it does not hold what an undisturbed archive holds"


def test_the_right_writer_is_not(folders: Iterator[Path]) -> None:
    assert caught(folders, "right", tries=12) is None
