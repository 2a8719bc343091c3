"""Imports in the archive: all or nothing wherever it is cut, once and not twice, rebuilt row for row, checked."""

import errno
import json
import sqlite3
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from crawler.archive import imported
from crawler.archive.batch import Batch
from crawler.archive.errors import ArchiveDamaged, ArchiveError, StorageFailed
from crawler.archive.foreign_rows import is_foreign, made_id
from crawler.archive.imported import Imported
from crawler.archive.rebuild import rebuild
from crawler.archive.rows import select_captures, to_capture
from crawler.archive.stored import read_response
from crawler.archive.verify import verify
from crawler.catalogue import schema
from crawler.catalogue.database import FILE, read_catalogue
from crawler.catalogue.schema import captures
from crawler.model.capture import Capture
from crawler.warc.disk import Disk, make_dirs, write_all
from crawler.warc.incoming import Incoming, look_through
from crawler.warc.reader import metadata_payload, read_records
from tests.archive.desk import Desk
from tests.archive.faults import Fate, Killed, Machine, VolatileDisk
from tests.archive.importing import FIRST, SECOND, URL, foreign_files, import_all, incoming
from tests.archive.trial import Volatile
from tests.archive.world import UNTOLD, an_exchange, open_world
from tests.warc import makers

TABLES = [table for name, table in schema.metadata.tables.items() if name not in UNTOLD]


def rows(root: Path) -> dict[str, list[tuple[object, ...]]]:
    with read_catalogue(root / FILE) as connection:
        return {table.name: sorted(map(tuple, connection.execute(select(table))), key=repr) for table in TABLES}


def found(root: Path) -> list[tuple[Capture, str]]:
    with read_catalogue(root / FILE) as connection:
        return [
            (to_capture(row), row.type)
            for row in connection.execute(select_captures().order_by(captures.c.file, captures.c.offset))
        ]


def take(desk: Desk, *data: bytes) -> list[Imported]:
    group = [incoming(f"{number}.warc", one) for number, one in enumerate(data)]
    try:
        return desk.core.import_files(group)
    finally:
        for one in group:
            one.close()


def test_a_file_lies_in_the_archive_byte_for_byte_and_has_rows(desk: Desk) -> None:
    data = makers.packed(FIRST)
    (told,) = take(desk, data)
    assert (desk.root / told.file).read_bytes() == data
    assert is_foreign(told.file)
    assert (told.known, told.captures, told.unresolved) == (False, 1, 0)
    ((capture, kind),) = found(desk.root)
    assert (kind, capture.record_id, capture.date) == ("response", makers.urn("first"), "2015-03-04T05:06:07.000000Z")
    assert capture.payload_digest == makers.sha256(makers.PAGE)
    assert read_response(desk.root, capture).payload == makers.PAGE
    assert (desk.root / f"{told.file}.cdxj").read_text().startswith("example,by-mfa)/1 20150304050607 {")


def test_the_same_file_again_adds_nothing(desk: Desk) -> None:
    data = makers.packed(FIRST)
    (first, same) = take(desk, data, data)
    assert (first.known, same.known, same.file) == (False, True, first.file)
    before = rows(desk.root)
    assert take(desk, data) == [Imported(first.file, True, 0, 0)]
    assert rows(desk.root) == before
    assert len(foreign_files(desk.root)) == 1


def test_a_copy_of_a_record_gets_an_id_of_its_own(desk: Desk) -> None:
    first, second = take(desk, b"".join(FIRST), makers.packed(FIRST))
    ids = {capture.warc: capture.record_id for capture, _ in found(desk.root)}
    offset = len(makers.packed(FIRST[:1]))
    assert ids == {first.file: makers.urn("first"), second.file: made_id(second.file, offset)}
    for capture, _ in found(desk.root):
        assert read_response(desk.root, capture).payload == makers.PAGE


def test_arc_records_get_ids_that_stay(desk: Desk) -> None:
    block = makers.http(b"<p>of 1997</p>", "Content-Type: text/html", status="HTTP/1.0 200 OK")
    (told,) = take(desk, b"".join(makers.arc([(URL, "192.0.2.7", "19970102030405", block)])))
    ((capture, _),) = found(desk.root)
    assert told.file.endswith(".arc")
    assert (capture.record_id, capture.ip) == (made_id(told.file, capture.offset), "192.0.2.7")
    assert read_response(desk.root, capture).payload == b"<p>of 1997</p>"


TOLD = {
    "by id": (f"WARC-Refers-To: {makers.urn('first')}",),
    "by address and date": (f"WARC-Refers-To-Target-URI: {URL}", "WARC-Refers-To-Date: 2015-03-04T05:06:07Z"),
    "by the declared digest": (f"WARC-Payload-Digest: {makers.sha1(makers.PAGE)}",),
    "by our digest": (f"WARC-Payload-Digest: {makers.sha256(makers.PAGE)}",),
}


@pytest.mark.parametrize("how", TOLD)
@pytest.mark.parametrize("order", ["one import", "revisit first", "later", "much later"])
def test_revisits_are_resolved(desk: Desk, how: str, order: str) -> None:
    declared = f"WARC-Payload-Digest: {makers.sha1(makers.PAGE)}"
    original = makers.response(makers.http(), declared, name="first", url=URL)
    again = makers.revisit(makers.http(b""), *TOLD[how], url=URL, date="2016-01-01T00:00:00Z")
    if order == "one import":
        told = take(desk, original, again)
    elif order == "revisit first":
        told = take(desk, again, original)
    else:
        take(desk, original)
        if order == "much later":
            desk.again()
        told = take(desk, again)
    assert [one.unresolved for one in told] == [0] * len(told)
    (capture,) = (capture for capture, kind in found(desk.root) if kind == "revisit")
    assert capture.payload is not None
    assert (capture.payload.record_id, capture.payload_digest) == (makers.urn("first"), makers.sha256(makers.PAGE))
    stored = read_response(desk.root, capture)
    assert (stored.status, stored.payload, stored.url) == (200, makers.PAGE, URL)


def test_a_revisit_of_a_revisit_leads_to_the_response(desk: Desk) -> None:
    chain = [
        makers.response(makers.http(), name="a", url=URL),
        makers.revisit(b"", f"WARC-Refers-To: {makers.urn('a')}", name="b", url=URL, date="2016-01-01T00:00:00Z"),
        makers.revisit(b"", f"WARC-Refers-To: {makers.urn('b')}", name="c", url=URL, date="2017-01-01T00:00:00Z"),
    ]
    take(desk, b"".join(chain))
    assert [capture.payload and capture.payload.record_id for capture, _ in found(desk.root)] == [
        None,
        *[makers.urn("a")] * 2,
    ]


def test_a_revisit_of_what_is_not_here_is_told_and_stays(desk: Desk) -> None:
    declared = f"WARC-Payload-Digest: {makers.sha1(b'never seen')}"
    (told,) = take(desk, makers.revisit(makers.http(b""), declared, f"WARC-Refers-To: {makers.urn('x')}", url=URL))
    assert told.unresolved == 1
    ((capture, _),) = found(desk.root)
    assert capture.payload is None
    assert capture.payload_digest.startswith("sha1:")


def test_a_crawl_stores_a_revisit_of_what_was_imported(desk: Desk) -> None:
    take(desk, makers.packed(FIRST))
    run = desk.begin()
    capture = desk.core.store(an_exchange(URL, makers.PAGE, when=desk.clock()))
    assert run
    assert capture is not None
    assert capture.payload is not None
    assert is_foreign(capture.payload.warc)
    desk.core.commit()
    assert read_response(desk.root, capture).payload == makers.PAGE


def test_rebuilt_row_for_row(desk: Desk) -> None:
    run = desk.begin()
    desk.read(run, "before", "A statement that was here before the import.")
    desk.core.commit()
    revisit = makers.revisit(b"", f"WARC-Payload-Digest: {makers.sha1(b'not here')}", name="x", url=URL)
    take(desk, makers.packed(FIRST), b"".join([*SECOND, revisit]), makers.packed([*FIRST, *SECOND]))
    take(desk, b"".join(makers.arc([(URL, "192.0.2.7", "19970102030405", makers.http())])))
    desk.core.end_run(desk.core.begin_run("by_mfa", "").run.model_copy(update={"outcome": "ok"}))
    desk.again()
    desk.close()
    before = rows(desk.root)
    (desk.root / FILE).unlink()
    report = rebuild(desk.root)
    assert report.damages == []
    assert rows(desk.root) == before
    assert list(verify(desk.root)) == []
    desk.open()


def test_a_copy_that_was_never_committed_is_not_rebuilt(desk: Desk) -> None:
    (told,) = take(desk, makers.packed(FIRST))
    desk.close()
    stray = (desk.root / told.file).with_name("_imported-20211108090009000-00009-sha256_000000000000.warc.gz")
    stray.write_bytes(makers.packed(SECOND))
    (desk.root / FILE).unlink()
    assert rebuild(desk.root).captures == 1
    assert not stray.exists()
    assert list((desk.root / "quarantine").glob("*sha256_000000000000*"))
    desk.open()


def test_verify_names_a_changed_file_and_a_wrong_row(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "archive")
    (told,) = take(desk, makers.packed(FIRST))
    desk.close()
    path = desk.root / told.file
    data = path.read_bytes()
    for position in range(0, len(data), 7):
        path.write_bytes(data[:position] + bytes([data[position] ^ 1]) + data[position + 1 :])
        assert [damage.file for damage in verify(desk.root)][:1] == [told.file]
    path.write_bytes(data[:-1])
    assert {damage.file for damage in verify(desk.root)} == {told.file}
    path.write_bytes(data)
    for sql in (
        "UPDATE captures SET status = 404",
        "UPDATE captures SET offset = offset + 1",
        "UPDATE captures SET url = 'http://x.example/'",
        "UPDATE captures SET record_id = '<urn:x:y>'",
        "UPDATE captures SET start = 1",
        "DELETE FROM captures",
    ):
        with _changed(desk.root, sql):
            assert told.file in {damage.file for damage in verify(desk.root)}
    assert list(verify(desk.root)) == []


def test_what_an_import_knows_of_its_file_is_kept(desk: Desk) -> None:
    take(
        desk,
        makers.packed([*FIRST, makers.response(makers.http(), f"WARC-Block-Digest: {makers.sha1(b'')}", name="z")]),
    )
    desk.close()
    own = next(
        path
        for path in (desk.root / "warc").rglob("*.warc.gz")
        if not is_foreign(path.relative_to(desk.root).as_posix())
    )
    (told,) = [
        payload
        for one in read_records(own)
        if one.type == "metadata" and (payload := metadata_payload(one))["kind"] == "import"
    ]
    assert (told["name"], told["format"], told["maker"]) == ("0.warc", "warc.gz", "Heritrix/3.4.0")
    assert told["records"] == {"warcinfo": 1, "response": 2}
    assert json.dumps(told["notes"]).count("digest") == 1
    desk.open()


def test_a_place_that_names_another_record_is_damage(desk: Desk) -> None:
    take(desk, makers.packed(FIRST))
    ((capture, _),) = found(desk.root)
    for wrong in ({"record_id": makers.urn("other")}, {"offset": 0}, {"offset": 1}, {"length": capture.length - 1}):
        with pytest.raises(ArchiveDamaged, match="cannot be read"):
            read_response(desk.root, capture.model_copy(update=wrong))


# Every operation killed


def attempt(root: Path, fate: Fate, start: int, volatile: Random | None = None) -> bool:
    """One start of the importing process with this fate. Whether it came to its end."""
    root.mkdir(exist_ok=True)
    machine = (Volatile if volatile else Machine)(root, fate)
    try:
        import_all(root, disk=machine.disk, catalogue=machine.catalogue, start=start)
    except (Killed, StorageFailed):
        return False
    finally:
        machine.bury()
        if volatile and isinstance(machine.disk, VolatileDisk) and fate.met:
            machine.disk.lose_power(volatile)
    return True


def sound(root: Path) -> None:
    if (root / FILE).exists():
        assert list(verify(root)) == []


def finished(root: Path, starts: Iterator[int]) -> None:
    """After whatever happened: the import is done once, and both files are there once."""
    assert attempt(root, Fate(), next(starts))
    sound(root)
    assert len(foreign_files(root)) == 2
    told = {(capture.record_id, kind) for capture, kind in found(root)}
    assert told == {
        (makers.urn("first"), "response"), (makers.urn("revisit"), "revisit"), (makers.urn("other"), "response")
    }  # fmt: skip
    lines = [line for path in root.glob("statements/*/*.jsonl") for line in path.read_bytes().splitlines()]
    assert len(lines) == 1
    assert json.loads(lines[0])["first_seen"] == "2015-03-04T05:06:07.000000Z"
    before = rows(root)
    (root / FILE).unlink()
    rebuild(root)
    assert rows(root)["captures"] == before["captures"]
    assert rows(root)["files"] == before["files"]


@pytest.fixture(scope="module")
def points(tmp_path_factory: pytest.TempPathFactory) -> int:
    fate = Fate()
    assert attempt(tmp_path_factory.mktemp("count") / "a", fate, 0)
    assert any(".part" in name for name in fate.names)
    return fate.count


def chosen(points: int, every: int) -> list[tuple[int, str]]:
    """Points and parts, each point with every part, or a sample that goes through all of both."""
    cases = [(point, part) for point in range(points) for part in ("none", "half", "most")]
    return cases[::every]


def kill_everywhere(points: int, folders: Iterator[Path], every: int) -> None:
    for point, part in chosen(points, every):
        root, starts = next(folders), count()
        assert not attempt(root, Fate(point, part), next(starts))
        sound(root)
        attempt(root, Fate(point % 7, part), next(starts))  # in recovery
        sound(root)
        finished(root, starts)


def test_killed_at_operations_of_an_import(points: int, folders: Iterator[Path]) -> None:
    kill_everywhere(points, folders, every=31)


@pytest.mark.prove
def test_killed_at_every_operation_of_an_import(points: int, folders: Iterator[Path]) -> None:
    kill_everywhere(points, folders, every=1)


def lose_power_everywhere(points: int, folders: Iterator[Path], every: int) -> None:
    random = Random(7)
    for point, part in chosen(points, every):
        root, starts = next(folders), count()
        attempt(root, Fate(point, part), next(starts), random)
        sound(root)
        finished(root, starts)


def test_power_lost_during_an_import(points: int, folders: Iterator[Path]) -> None:
    lose_power_everywhere(points, folders, every=41)


@pytest.mark.prove
def test_power_lost_at_every_operation_of_an_import(points: int, folders: Iterator[Path]) -> None:
    lose_power_everywhere(points, folders, every=1)


def test_a_full_disk_keeps_nothing_of_the_import_and_is_said(points: int, folders: Iterator[Path]) -> None:
    for point, part in chosen(points, 29):
        root, starts = next(folders), count()
        fate = Fate(point, part, error=lambda: OSError(errno.ENOSPC, "no space"), lasting=point % 2 == 0)
        assert not attempt(root, fate, next(starts))
        sound(root)
        finished(root, starts)


def test_a_disk_that_is_full_in_mid_copy_has_its_room_back(tmp_path: Path) -> None:
    fate = Fate()
    attempt(tmp_path / "count", fate, 0)
    at = max(point for point, name in enumerate(fate.names) if name.startswith("write") and ".part" in name)
    root = tmp_path / "archive"
    full = Fate(at, "half", error=lambda: OSError(errno.ENOSPC, "no space"), lasting=False)
    assert not attempt(root, full, 0)
    assert foreign_files(root) == []
    assert not list(root.rglob("*.part"))


def test_a_failed_import_ends_the_archive_as_every_failure_does(tmp_path: Path) -> None:
    core, lock = open_world(tmp_path / "archive")
    (tmp_path / "a").write_bytes(b"".join(FIRST))
    one = look_through((tmp_path / "a").open("rb"), "a")
    (tmp_path / "a").write_bytes(b"something else")
    with pytest.raises((ArchiveError, ValueError), match="changed"):
        core.import_files([one])
    one.close()
    core.close()
    lock.release()
    assert list(verify(tmp_path / "archive")) == []


class _changed:  # noqa: N801 - reads as a statement
    """The catalogue with one change, undone at the end."""

    def __init__(self, root: Path, sql: str) -> None:
        self.path, self.sql = root / FILE, sql

    def __enter__(self) -> None:
        self.before = self.path.read_bytes()
        connection = sqlite3.connect(self.path)
        connection.execute(self.sql)
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()

    def __exit__(self, *_: object) -> None:
        self.path.write_bytes(self.before)


# Wrong writers, which the trials must catch


def _no_fsync(patch: pytest.MonkeyPatch) -> None:
    class Careless:
        def __init__(self, disk: Disk) -> None:
            self._disk = disk

        def __getattr__(self, name: str) -> object:
            return getattr(self._disk, name)

        def fsync(self, fd: int) -> None:
            pass

    right = imported._copy_in
    patch.setattr(imported, "_copy_in", lambda disk, *rest: right(Careless(disk), *rest))  # type: ignore[arg-type]


def _no_names_made_durable(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(imported.places, "sync_up", lambda *_: None)


def _no_record(patch: pytest.MonkeyPatch) -> None:
    right = imported._payload
    patch.setattr(imported, "_payload", lambda one, name, _: right(one, name, []))


def _in_two_transactions(patch: pytest.MonkeyPatch) -> None:
    right = imported._register

    def register(batch: Batch, fresh: list[tuple[Incoming, str]]) -> dict[str, int]:
        batch.commit()
        batch.dirty = True
        return right(batch, fresh)

    patch.setattr(imported, "_register", register)


def _name_before_the_bytes(patch: pytest.MonkeyPatch) -> None:
    def copy(disk: Disk, root: Path, one: Incoming, name: str) -> None:
        make_dirs(disk, (root / name).parent)
        fd = disk.create(root / name)
        write_all(disk, fd, b"".join(one.pieces()))
        disk.close(fd)

    patch.setattr(imported, "_copy_in", copy)


_LONG = (_no_fsync, _no_names_made_durable, _in_two_transactions, _name_before_the_bytes)


@pytest.mark.parametrize("wrong", [_no_record, *(pytest.param(one, marks=pytest.mark.prove) for one in _LONG)])
def test_a_wrong_writer_is_caught(
    wrong: Callable[[pytest.MonkeyPatch], None], points: int, folders: Iterator[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong(monkeypatch)
    with pytest.raises((AssertionError, ArchiveError)):
        try_everywhere(points, folders)


def try_everywhere(points: int, folders: Iterator[Path]) -> None:
    """Each point: killed, and with the power lost."""
    random = Random(3)
    for point in range(points):
        for part in ("none", "most"):
            for volatile in (None, random):
                root, starts = next(folders), count()
                attempt(root, Fate(point, part), next(starts), volatile)
                sound(root)
                finished(root, starts)
