"""Re-extraction cut off: killed or failing at any operation, it loses nothing, and run again it does the rest."""

import errno
import json
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest

from crawler.archive.errors import ArchiveError, StorageFailed
from crawler.archive.rebuild import rebuild
from crawler.archive.verify import verify
from crawler.rereading.reextract import Wanted, reextract
from tests.archive.faults import Fate, Killed, Machine
from tests.archive.test_rebuild import rows
from tests.archive.trial import Volatile
from tests.archive.world import Counting, Ticking
from tests.rereading.shelf import LINES, PROSE, Shelf, page

PARTS = ("none", "half", "most")
CHANGED = 7


@pytest.fixture(scope="module")
def before() -> Iterator[Shelf]:
    """An archive whose pages read differently now, one of them a statement that was none."""
    with TemporaryDirectory() as folder:
        shelf = Shelf(Path(folder))
        shelf.keep(
            *((f"p{n}", page(f"Title {n}", f"{PROSE} {n}", number=f"No {n}")) for n in range(CHANGED)),
            ("r", page("R", body="x")),
        )
        shelf.change('number = ".number"', "number = { css = '.number', pattern = '^No (?P<value>.+)$' }")
        shelf.change('body = ".text"', 'body = [".text", ".x"]')
        yield shelf


@pytest.fixture
def roots(tmp_path: Path) -> Iterator[Path]:
    def names() -> Iterator[Path]:
        for number in count():
            shutil.rmtree(tmp_path / f"a{number - 4}", ignore_errors=True)
            yield tmp_path / f"a{number}"

    return names()


def run(shelf: Shelf, root: Path, machine: Machine, start: int) -> None:
    """A process that re-extracts, three lines a batch, with a clock and ids of its own."""
    reextract(
        root,
        shelf.sources,
        Wanted(),
        min_free=0,
        disk=machine.disk,
        catalogue=machine.catalogue,
        clock=Ticking(),
        new_id=Counting(10_000 * (start + 1)),
        batch=3,
    )


def points(shelf: Shelf) -> list[str]:
    with TemporaryDirectory() as folder:
        root = Path(folder) / "a"
        shutil.copytree(shelf.root, root)
        fate = Fate()
        machine = Machine(root, fate)
        run(shelf, root, machine, 0)
        machine.bury()
        return fate.names


def cut(shelf: Shelf, root: Path, fate: Fate, start: int, power: Random | None = None) -> bool:
    """A run with this fate. Whether it was cut off; committed bytes are as they were in either case."""
    held = {path: path.read_bytes() for path in root.rglob("*.jsonl")}
    machine = (Volatile if power else Machine)(root, fate)
    try:
        run(shelf, root, machine, start)
        ended = True
    except (Killed, StorageFailed):
        ended = False
    except ArchiveError as error:
        raise AssertionError(f"it could not go on: {error}") from error
    finally:
        machine.bury()
        if power and fate.met:
            machine.disk.lose_power(power)  # type: ignore[attr-defined]
    assert list(verify(root)) == []
    for path, data in held.items():
        whole = data[: data.rfind(b"\n") + 1]
        assert path.read_bytes().startswith(whole) or power
    return not ended


def finished(shelf: Shelf, root: Path, start: int) -> None:
    """Run to its end: it holds what an undisturbed one holds, once each."""
    assert not cut(shelf, root, Fate(), start)
    lines = [json.loads(line) for line in (root / LINES).read_bytes().splitlines()]
    told = sorted((line["event"], line["reading"], line["number"]) for line in lines)
    was = [("published", 1, f"No {n}") for n in range(CHANGED)]
    now = [("reextracted", 2, f"{n}") for n in range(CHANGED)]
    assert told == sorted([*was, *now, ("published", 1, "1")])
    changes = [json.loads(line)["kind"] for line in (root / "changes.jsonl").read_bytes().splitlines()]
    assert sorted(changes) == ["published"] * (CHANGED + 1) + ["reextracted"] * CHANGED
    assert not list((root / "warc").rglob("*.open"))


def killed(shelf: Shelf, root: Path, point: int, part: str, again: Random) -> None:
    shutil.copytree(shelf.root, root)
    assert cut(shelf, root, Fate(point, part), 0)
    cut(shelf, root, Fate(again.randrange(25), again.choice(PARTS)), 1)
    finished(shelf, root, 2)


def test_a_kill_at_an_operation_costs_nothing(before: Shelf, roots: Iterator[Path]) -> None:
    random = Random("kill")
    names = points(before)
    assert {name.split()[0] for name in names} >= {"create", "write", "fsync", "rename", "commit"}
    for _ in range(10):
        killed(before, next(roots), random.randrange(len(names)), random.choice(PARTS), random)


def test_a_failing_disk_or_power_costs_nothing_that_was_committed(before: Shelf, roots: Iterator[Path]) -> None:
    random = Random("disk")
    count_ = len(points(before))
    for number in (errno.ENOSPC, errno.EIO, errno.ENOSPC, errno.EIO):
        root = next(roots)
        shutil.copytree(before.root, root)
        fate = Fate(random.randrange(count_), random.choice(PARTS), error=lambda number=number: OSError(number, "x"))
        assert cut(before, root, fate, 0)
        finished(before, root, 1)
    for _ in range(4):
        root = next(roots)
        shutil.copytree(before.root, root)
        cut(before, root, Fate(random.randrange(count_), random.choice(PARTS)), 0, power=random)
        finished(before, root, 1)


@pytest.mark.prove
@pytest.mark.timeout(3600)
def test_a_kill_at_every_operation_costs_nothing(before: Shelf, roots: Iterator[Path]) -> None:
    random = Random("every")
    for point in range(len(points(before))):
        for part in PARTS:
            killed(before, next(roots), point, part, random)


def test_what_was_cut_off_is_rebuilt_row_for_row(before: Shelf, roots: Iterator[Path]) -> None:
    root = next(roots)
    shutil.copytree(before.root, root)
    names = points(before)
    assert cut(before, root, Fate(len(names) // 2, "half"), 0)
    finished(before, root, 1)
    kept = rows(root)
    assert rebuild(root).damages == []
    assert rows(root) == kept
