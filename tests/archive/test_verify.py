"""Verify names every damage, its file and its place."""

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.archive.damage import Damage
from crawler.archive.errors import ArchiveError, ArchiveTooNew
from crawler.archive.rebuild import rebuild
from crawler.archive.verify import verify
from crawler.catalogue.database import FILE
from crawler.model.capture import Place
from crawler.model.clock import stamp
from crawler.model.failure import Failure
from crawler.warc.build import Earlier, exchange_records
from crawler.warc.reader import read_records
from crawler.warc.record import Record, encode
from tests.archive.play import play
from tests.archive.world import Counting, a_draft, an_exchange, open_world

OURS = "statements/by_mfa/2021-11.jsonl"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    play(tmp_path / "archive")
    return tmp_path / "archive"


def found(root: Path) -> list[tuple[str, int, str]]:
    return [(damage.file, damage.offset, damage.sentence) for damage in verify(root)]


def warc(root: Path, number: int = 0) -> Path:
    return sorted((root / "warc" / "by_mfa").rglob("*.warc.gz"))[number]


def name_of(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()


def sql(root: Path, statement: str, *values: object) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(root / FILE)) as connection, connection:
        return connection.execute(statement, values).fetchall()


def edit_line(root: Path, name: str, number: int, change: Callable[[dict[str, object]], None]) -> int:
    """Change one line (from 1); where it begins."""
    lines = (root / name).read_bytes().splitlines(keepends=True)
    value = json.loads(lines[number - 1])
    change(value)
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    offset = sum(len(line) for line in lines[: number - 1])
    lines[number - 1] = text
    grown = sum(len(line) for line in lines) - (root / name).stat().st_size
    (root / name).write_bytes(b"".join(lines))
    sql(root, "UPDATE projections SET size = size + ? WHERE name = ?", grown, name)
    return offset


def test_a_sound_archive_has_no_damage(root: Path) -> None:
    assert found(root) == []


def test_every_flipped_byte_of_a_warc_is_found(root: Path) -> None:
    path = warc(root)
    whole = path.read_bytes()
    starts = [record.offset for record in read_records(path)]
    for place in range(7, len(whole), len(whole) // 25):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        damages = found(root)
        assert damages, f"the flip at {place} was not found"
        assert all(file == name_of(root, path) for file, _, _ in damages)
        assert "SHA-256" in damages[0][2]
        assert max(start for start in starts if start <= place) in [offset for _, offset, _ in damages[1:]]


def test_every_flipped_byte_of_the_statements_is_found(root: Path) -> None:
    path = root / OURS
    whole = path.read_bytes()
    for place in range(3, len(whole), len(whole) // 40):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        damages = found(root)
        assert damages, f"the flip at {place} was not found"
        line = whole[: whole.rfind(b"\n", 0, place) + 1]
        assert damages[0][:2] == (OURS, len(line)), damages


def test_every_flipped_byte_of_the_changes_is_found(root: Path) -> None:
    path = root / "changes.jsonl"
    whole = path.read_bytes()
    for place in range(3, len(whole), len(whole) // 40):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert any(file == "changes.jsonl" for file, _, _ in found(root)), f"the flip at {place} was not found"


def test_a_clipped_member_is_found(root: Path) -> None:
    path = warc(root)
    whole = path.read_bytes()
    path.write_bytes(whole[:-9])
    offsets = [offset for file, offset, _ in found(root) if file == name_of(root, path)]
    assert len(whole) - 9 in offsets


def test_a_file_clipped_between_two_members_is_found(root: Path) -> None:
    path = warc(root)
    end = sql(root, "SELECT max(offset) FROM captures WHERE file = ?", name_of(root, path))[0][0]
    assert isinstance(end, int)
    path.write_bytes(path.read_bytes()[:end])
    damages = found(root)
    assert (name_of(root, path), end) in [damage[:2] for damage in damages]


def test_a_missing_file_is_found(root: Path) -> None:
    path = warc(root)
    path.unlink()
    assert any(file == name_of(root, path) and "cannot be read" in sentence for file, _, sentence in found(root))


def test_a_missing_line_is_named(root: Path) -> None:
    lines = (root / OURS).read_bytes().splitlines(keepends=True)
    missing = json.loads(lines.pop(1))
    (root / OURS).write_bytes(b"".join(lines))
    sentences = [sentence for file, _, sentence in found(root) if file == OURS]
    assert any(f"revision {missing['revision']} of {missing['id']} is missing" in sentence for sentence in sentences)
    assert any("the file ends here" in sentence for sentence in sentences)


def test_a_missing_line_is_named_also_where_the_catalogue_has_the_new_length(root: Path) -> None:
    lines = (root / OURS).read_bytes().splitlines(keepends=True)
    missing = json.loads(lines.pop(1))
    (root / OURS).write_bytes(b"".join(lines))
    sql(root, "UPDATE projections SET size = ? WHERE name = ?", sum(map(len, lines)), OURS)
    assert [(f, s) for f, _, s in found(root)] == [
        (OURS, f"the line of revision {missing['revision']} of {missing['id']} is missing")
    ]


def test_a_doubled_id_is_found(root: Path) -> None:
    data = (root / OURS).read_bytes()
    lines = data.splitlines(keepends=True)
    first = lines[0]
    (root / OURS).write_bytes(data + first)
    sql(root, "UPDATE projections SET size = size + ? WHERE name = ?", len(first), OURS)
    [(file, offset, sentence)] = found(root)
    assert (file, offset) == (OURS, len(data))
    assert f"line {len(lines) + 1}: revision 1 of" in sentence
    assert "has a line already" in sentence


def test_a_line_of_nobody_is_found(root: Path) -> None:
    offset = edit_line(root, OURS, 2, lambda line: line.update(id="by_mfa-00000000000000000000"))
    damages = found(root)
    assert (OURS, offset) == damages[0][:2]
    assert "line 2: revision 1 of by_mfa-00000000000000000000 is not in the catalogue" in damages[0][2]
    assert "is missing" in damages[1][2]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("offset", 7),
        ("length", 9),
        ("payload_digest", "sha256:" + "0" * 64),
        ("warc", "warc/x/2021/x.warc.gz"),
        ("ip", "::1"),
    ],
)
def test_a_line_that_lies_about_its_capture_is_found(root: Path, name: str, value: object) -> None:
    offset = edit_line(root, OURS, 3, lambda line: line["capture"].update({name: value}))  # type: ignore[attr-defined]
    damages = found(root)
    assert damages[0][:2] == (OURS, offset)
    assert f"line 3: its capture has the {name} {value}" in damages[0][2]


def test_a_line_whose_record_is_not_there_is_found(root: Path) -> None:
    other = "<urn:uuid:00000000-0000-4000-8000-ffffffffffff>"
    edit_line(root, OURS, 3, lambda line: line["capture"].update(record_id=other))  # type: ignore[attr-defined]
    assert f"line 3: its capture {other} is not in the archive" in found(root)[0][2]


def test_a_torn_line_is_found(root: Path) -> None:
    lines = (root / OURS).read_bytes().splitlines()
    (root / OURS).write_bytes((root / OURS).read_bytes() + b'{"schema"')
    sql(root, "UPDATE projections SET size = size + 9 WHERE name = ?", OURS)
    assert f"line {len(lines) + 1}: not a statement" in found(root)[0][2]


def test_what_follows_the_committed_length_is_not_judged(root: Path) -> None:
    (root / OURS).write_bytes((root / OURS).read_bytes() + b'{"schema"')
    assert found(root) == []


def test_a_manifest_that_says_something_else_is_found(root: Path) -> None:
    path = root / "manifest-sha256.txt"
    data = path.read_bytes()
    path.write_bytes(b"0" * 64 + data[64:])
    [(file, offset, sentence)] = found(root)
    assert (file, offset) == ("manifest-sha256.txt", 0)
    assert "line 1" in sentence


def test_a_missing_line_of_the_manifest_is_found(root: Path) -> None:
    path = root / "manifest-sha256.txt"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[1:]))
    sql(root, "UPDATE projections SET size = ? WHERE name = 'manifest-sha256.txt'", sum(map(len, lines[1:])))
    [(_, _, sentence)] = found(root)
    assert lines[0].decode().split()[1] in sentence


@pytest.mark.parametrize(
    "name", ["warc/by_mfa/2021/by_mfa-1-00009-x.warc.gz", "warc/other.txt", "statements/x/2021-01.jsonl"]
)
def test_a_file_that_nothing_registers_is_found(root: Path, name: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_bytes(b"")
    assert found(root) == [(name, 0, "this file is in the archive, but the catalogue does not register it")]


def test_an_open_file_is_given_a_minute_to_be_registered(root: Path) -> None:
    path = root / "warc/by_mfa/2021/by_mfa-1-00009-x.warc.gz.open"
    path.write_bytes(b"")
    assert found(root) == []
    os.utime(path, (0, 0))
    assert [file for file, _, _ in found(root)] == [name_of(root, path)]


def test_a_response_that_no_row_tells_is_found(root: Path) -> None:
    [(record, file, offset)] = sql(root, "SELECT record_id, file, offset FROM captures ORDER BY offset LIMIT 1")
    sql(root, "DELETE FROM captures WHERE record_id = ?", record)
    assert (file, offset, f"the response {record} is not registered") in found(root)


def test_a_row_that_no_response_bears_out_is_found(root: Path) -> None:
    sql(root, "INSERT INTO captures SELECT '<urn:x>', file, offset + 1, length, source, url, date, status, ip,"
        " payload_digest, truncated, type, refers_to, media_type, urlkey, start, stop FROM captures"
        " LIMIT 1")  # fmt: skip
    assert any("<urn:x>" in sentence for _, _, sentence in found(root))


def test_a_row_that_differs_from_its_response_is_found(root: Path) -> None:
    sql(root, "UPDATE captures SET status = 299 WHERE record_id = (SELECT record_id FROM captures LIMIT 1)")
    assert any("not as the catalogue has it" in sentence for _, _, sentence in found(root))


def test_a_broken_catalogue_is_found(root: Path) -> None:
    sql(root, "PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray((root / FILE).read_bytes())
    for page in range(4096 * 3, len(data), 4096):
        data[page : page + 64] = b"\xff" * 64
    (root / FILE).write_bytes(data)
    assert [file for file, _, _ in found(root)][:1] == [FILE]


def test_a_missing_catalogue_is_found(root: Path) -> None:
    (root / FILE).unlink()
    assert found(root) == [(FILE, 0, "the catalogue is missing: `communique rebuild` makes it again")]


def test_there_must_be_an_archive(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="there is no archive"):
        found(tmp_path)


def test_a_newer_archive_is_not_judged(root: Path) -> None:
    sql(root, "UPDATE alembic_version SET version_num = 'r9999'")
    with pytest.raises(ArchiveTooNew):
        found(root)


def test_it_runs_beside_a_crawl_and_judges_what_is_committed(root: Path) -> None:
    core, lock = open_world(root, new_id=Counting(50_000))
    url = "http://by-mfa.example/9"
    run = core.begin_run("by_mfa", "").run
    capture = core.store(an_exchange(url))
    assert capture is not None
    core.revise(run.id, a_draft(url, capture, text="Before the commit."), url)
    assert found(root) == []
    core.commit()
    assert found(root) == []
    core.revise(run.id, a_draft(url, capture, text="After the commit."), url)
    assert found(root) == []
    core.close()
    lock.release()
    assert found(root) == []


def test_a_damage_reads_as_a_sentence() -> None:
    assert str(Damage("changes.jsonl", 7, "line 1: no")) == "changes.jsonl, byte 7: line 1: no"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("media_type = 'text/plain' WHERE type = 'response'", "its media_type is text/html, and not text/plain"),
        ("urlkey = 'x' WHERE type = 'response'", "its urlkey is"),
        ("start = start + 1 WHERE type = 'response'", "its start is"),
        ("stop = stop - 1 WHERE type = 'revisit'", "its stop is"),
        ("type = 'response' WHERE type = 'revisit'", "its type is revisit, and not response"),
        ("truncated = 'time' WHERE type = 'response'", "its truncated is None, and not time"),
        ("refers_to = record_id WHERE type = 'revisit'", "its refers_to is"),
        ("refers_to = NULL WHERE type = 'revisit'", "its refers_to is"),
        ("payload_digest = 'sha256:0' WHERE type = 'revisit'", "no response with it has that id"),
        ("date = '2020' WHERE type = 'response'", "refers to http://"),
    ],
)
def test_a_row_that_says_otherwise_than_its_record_is_found(root: Path, change: str, sentence: str) -> None:
    sql(root, f"UPDATE captures SET {change}")  # noqa: S608
    assert any(sentence in told for _, _, told in found(root)), found(root)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("UPDATE conversions SET reader = 'x'", "is not as the catalogue has it"),
        ("UPDATE conversions SET offset = 1", "is not as the catalogue has it"),
        ("UPDATE conversions SET record_id = '<urn:x>'", "is registered, but no conversion begins here"),
        ("DELETE FROM conversions", "is not registered"),
        ("UPDATE conversions SET payload_digest = 'sha256:0'", "has another payload"),
    ],
)
def test_a_conversion_that_no_record_bears_out_is_found(root: Path, change: str, sentence: str) -> None:
    [(file,)] = sql(root, "SELECT file FROM conversions")
    sql(root, change)
    assert any(name == file and sentence in told for name, _, told in found(root)), found(root)


def sealed_with(root: Path, records: list[Record]) -> Path:
    """An archive of one sealed file, whose records are these, as if its writer had written them."""
    core, lock = open_world(root)
    core.store(an_exchange("http://by-mfa.example/0"))
    core.close()
    lock.release()
    [path] = root.rglob("*.warc.gz")
    written = list(read_records(path))[:1]
    kept = ("warc-type", "warc-record-id", "content-length")
    headers = tuple((name, value) for name, some in written[0].headers.items() if name not in kept for value in some)
    first = Record(written[0].id, "warcinfo", headers, written[0].block)
    with path.open("wb") as file:
        for record in (first, *records):
            member = encode(record)
            file.writelines(member.chunks())
            member.close()
    (root / "manifest-sha256.txt").unlink()
    rebuild(root)
    return path


def test_a_revisit_that_may_not_be_one_is_found(tmp_path: Path) -> None:
    core, lock = open_world(tmp_path / "a")
    core.store(an_exchange("http://by-mfa.example/0"))
    info = core._batch.warcinfo_id("by_mfa")
    core.close()
    lock.release()
    ids = Counting(500)
    page = an_exchange("http://by-mfa.example/1")
    cut = replace(page, truncated="disconnect")
    empty = an_exchange("http://by-mfa.example/1", b"")
    failed = replace(page, failure=Failure("net.reset", "lost"))
    unasked = an_exchange("http://by-mfa.example/1", status="304 Not Modified")
    for original, again, sentence in (
        (cut, page, "which was cut off"),
        (empty, empty, "is of an empty payload"),
        (page, failed, "is of an answer that did not come whole"),
        (page, unasked, "is a 304 that nobody asked for"),
    ):
        first = exchange_records(original, warcinfo_id=info, new_id=ids)
        place = Place(warc="x", offset=0, length=1, record_id=first[1].id)
        known = Earlier(place, original.url, stamp(original.started), original.payload_digest or "")
        second = exchange_records(again, warcinfo_id=info, new_id=ids, earlier=known)
        root = tmp_path / sentence.replace(" ", "-")
        sealed_with(root, [*first, *second])
        told = [one for _, _, one in found(root)]
        assert any(sentence in one for one in told), told
        assert len(told) == 1, told
