"""The index beside each sealed segment: when it is written, when it is made again, and what of it is damage."""

from pathlib import Path

import pytest

from crawler.archive.rebuild import rebuild
from crawler.archive.verify import verify
from crawler.warc.cdxj import parse_line
from crawler.warc.reader import read_member
from tests.archive.faults import Fate, FatefulDisk, Killed
from tests.archive.play import play
from tests.archive.trial import kill_at, points
from tests.archive.world import Counting, open_world


@pytest.fixture
def root(tmp_path: Path) -> Path:
    play(tmp_path / "archive")
    return tmp_path / "archive"


def indexes(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*.cdxj"))}


def reopen(root: Path, disk: FatefulDisk | None = None) -> None:
    core, lock = open_world(root, new_id=Counting(90_000), disk=disk)
    core.close()
    lock.release()


def found(root: Path) -> list[tuple[str, int, str]]:
    return [(damage.file, damage.offset, damage.sentence) for damage in verify(root)]


def test_every_sealed_segment_has_one_whose_lines_lead_to_its_records(root: Path) -> None:
    told = indexes(root)
    assert sorted(told) == sorted(f"{path.relative_to(root)}.cdxj" for path in root.rglob("*.warc.gz"))
    revisits = 0
    for name, data in told.items():
        lines = data.decode().splitlines()
        assert lines == sorted(lines)
        for line in map(parse_line, lines):
            path = root / name.removesuffix(".cdxj")
            assert line.filename == path.name
            record = read_member(path, line.offset, line.length)
            assert record.type == ("revisit" if line.mime == "warc/revisit" else "response")
            assert record.header("warc-target-uri") == line.url
            assert record.header("warc-payload-digest") == line.digest
            revisits += record.type == "revisit"
    assert revisits > 3


def test_one_that_is_missing_is_named_and_written_at_the_next_start(root: Path) -> None:
    before = indexes(root)
    [first, *_] = before
    (root / first).unlink()
    assert found(root) == [
        (
            first,
            0,
            f"the index of {first.removesuffix('.cdxj')} is missing: the next crawl, or `communique rebuild`, makes it",
        )
    ]
    reopen(root)
    assert indexes(root) == before


def test_every_cut_and_flip_of_one_is_found_and_rebuild_mends_it(root: Path) -> None:
    before = indexes(root)
    [first, *_] = before
    whole = before[first]
    for place in range(0, len(whole), 37):
        for changed in (whole[:place], whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]):
            (root / first).write_bytes(changed)
            [(file, offset, sentence)] = found(root)
            assert (file, offset) == (first, whole.rfind(b"\n", 0, place) + 1), sentence
    rebuild(root)
    assert indexes(root) == before
    assert found(root) == []


def test_more_lines_than_there_are_captures_are_found(root: Path) -> None:
    [first, *_] = before = indexes(root)
    (root / first).write_bytes(before[first] + before[first].splitlines(keepends=True)[0])
    [(file, offset, sentence)] = found(root)
    assert (file, offset) == (first, len(before[first]))
    assert "nothing more belongs into this index" in sentence


def test_one_of_no_segment_is_found(root: Path) -> None:
    path = root / "warc" / "by_mfa" / "stray.warc.gz.cdxj"
    path.write_bytes(b"")
    [(file, _, sentence)] = found(root)
    assert (file, sentence) == (
        path.relative_to(root).as_posix(),
        "this is the index of a segment that the catalogue does not say is sealed",
    )


def test_one_that_cannot_be_read_is_named(root: Path) -> None:
    [first, *_] = indexes(root)
    (root / first).unlink()
    (root / first).mkdir()
    assert [(file, "cannot be read" in sentence) for file, _, sentence in found(root)] == [(first, True)]


@pytest.mark.parametrize("part", ["none", "half", "most"])
def test_a_kill_while_one_is_written_leaves_no_damage_and_no_part_of_one(tmp_path: Path, part: str) -> None:
    writes = [number for number, name in enumerate(points()) if name.startswith("write") and name.endswith(".new")]
    trial = kill_at(tmp_path / "archive", writes[1], part)
    assert list(trial.root.rglob("*.cdxj.new"))
    trial.recover()
    assert not list(trial.root.rglob("*.cdxj.new"))
    trial.check()
    trial.finish()


def test_a_kill_at_each_step_of_writing_a_missing_one(root: Path) -> None:
    before = indexes(root)
    [first, *_] = before
    for number in range(100):
        (root / first).unlink(missing_ok=True)
        try:
            reopen(root, FatefulDisk(Fate(number, "half")))
        except Killed:
            assert indexes(root).get(first) in (None, before[first])
            continue
        break
    assert number > 3
    assert indexes(root) == before
