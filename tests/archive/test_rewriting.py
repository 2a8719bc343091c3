"""Rewriting what is committed: done or not done, whatever happens meanwhile, and wrong ways to do it are caught."""

import errno
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import delete

from crawler.archive import recover
from crawler.archive import swap as swaps
from crawler.archive import upkeep as upkeeps
from crawler.archive.errors import ArchiveError, StorageFailed
from crawler.archive.indexes import write_index
from crawler.archive.rebuild import rebuild
from crawler.archive.suppress import suppress
from crawler.archive.swap import FOLDER, Swap
from crawler.archive.upkeep import Upkeep
from crawler.archive.verify import verify
from crawler.catalogue.database import FILE, Catalogue
from crawler.catalogue.schema import metadata
from crawler.warc.disk import Disk, make_dirs
from tests.archive.faults import Fate, FatefulDisk, Killed, Machine, VolatileDisk
from tests.archive.test_suppress import crawl, rows, tree
from tests.archive.trial import Volatile
from tests.archive.world import Counting, Ticking, open_world

PARTS = ("none", "half", "most")
LINES = "statements/by_mfa/2021-11.jsonl"


class Scene:
    """The same archive again and again, and what it is when all is done."""

    def __init__(self, folder: Path, *, erase: bool) -> None:
        self.erase = erase
        self.first = folder / "first"
        self.id = crawl(self.first)
        self.done = folder / "done"
        shutil.copytree(self.first, self.done)
        self.act(self.done)
        self.after = self.outcome(self.done)
        self.before = self.outcome(self.first)

    def act(self, root: Path, machine: Machine | None = None, start: int = 0) -> None:
        more = {} if machine is None else {"disk": machine.disk, "catalogue": machine.catalogue}
        ids = Counting(60_000 + 1000 * start)
        suppress(root, self.id, "an order", erase=self.erase, clock=Ticking(), new_id=ids, **more)  # type: ignore[arg-type]

    def outcome(self, root: Path) -> dict[str, object]:
        """What must be the same, however often it was cut off."""
        told = [json.loads(line) for _, data in tree(root) if _.startswith("statements/") for line in data.splitlines()]
        decided = [
            (line["kind"], line["id"])
            for name, data in tree(root)
            if name == "decisions.jsonl"
            for line in map(json.loads, data.splitlines())
        ]
        with closing(sqlite3.connect(root / FILE)) as connection:
            there = connection.execute("SELECT record_id FROM captures ORDER BY record_id").fetchall()
        return {
            "events": sorted((line["id"], line["revision"], line["event"]) for line in told),
            "decided": decided,
            "captures": there,
            "places": {(name, len(data)) for name, data in tree(root) if name.endswith(".warc.gz")},
        }

    def cut(self, root: Path, fate: Fate, start: int = 0, power: Random | None = None) -> None:
        """Begin, and be cut off there; the archive must be sound to whoever looks at it then."""
        if not root.exists():
            shutil.copytree(self.first, root)
        machine = (Volatile if power else Machine)(root, fate)
        try:
            self.act(root, machine, start)
        except (Killed, StorageFailed):
            pass
        finally:
            machine.bury()
            if power and isinstance(machine.disk, VolatileDisk) and fate.met:
                machine.disk.lose_power(power)
        self.check(root)

    def check(self, root: Path) -> None:
        assert [str(damage) for damage in verify(root)] == []
        decided = {line["decision"] for line in self._tombstones(root)}
        with closing(sqlite3.connect(root / FILE)) as connection:
            assert decided <= {number for (number,) in connection.execute("SELECT number FROM decisions")}

    def _tombstones(self, root: Path) -> list[dict[str, int]]:
        found = [json.loads(line) for name, data in tree(root) if name == LINES for line in data.splitlines()]
        return [line for line in found if line["event"] == "suppressed"]

    def finish(self, root: Path) -> None:
        """Another start completes it, whether it is a crawl or the same command again."""
        core, lock = open_world(root, new_id=Counting(80_000))
        core.close()
        lock.release()
        assert [str(damage) for damage in verify(root)] == []
        assert not list((root / FOLDER).glob("*"))
        self.act(root, start=9)
        assert self.outcome(root) == self.after
        assert [str(damage) for damage in verify(root)] == []
        before = rows(root)
        assert rebuild(root).damages == []
        assert rows(root) == before

    def points(self, root: Path) -> int:
        fate = Fate()
        self.cut(root, fate)
        kinds = {name.split()[0] for name in fate.names}
        assert {"create", "write", "fsync", "rename", "sync_dir", "commit"} <= kinds
        return fate.count


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Scene]:
    return {erase: Scene(tmp_path_factory.mktemp("scene"), erase=erase) for erase in (False, True)}


@pytest.mark.parametrize("erase", [False, True])
def test_a_kill_leaves_it_done_or_not_done(scenes: dict[bool, Scene], folders: Iterator[Path], erase: bool) -> None:
    scene, random = scenes[erase], Random(f"suppress {erase}")
    total = scene.points(next(folders))
    for _ in range(4):
        root = next(folders)
        scene.cut(root, Fate(random.randrange(total), random.choice(PARTS)))
        if random.random() < 0.5:
            scene.cut(root, Fate(random.randrange(12), random.choice(PARTS)), start=1)
        scene.finish(root)


@pytest.mark.prove
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("erase", [False, True])
def test_a_kill_at_every_operation(scenes: dict[bool, Scene], folders: Iterator[Path], erase: bool) -> None:
    scene, random = scenes[erase], Random(f"every {erase}")
    for point in range(scene.points(next(folders))):
        for part in PARTS:
            root = next(folders)
            scene.cut(root, Fate(point, part))
            again = next(folders)
            shutil.copytree(root, again)
            scene.finish(root)
            for start in (1, 2, 3):
                scene.cut(again, Fate(random.randrange(15), random.choice(PARTS)), start=start)
            scene.finish(again)


def test_a_rebuild_after_a_kill_completes_it_too(scenes: dict[bool, Scene], folders: Iterator[Path]) -> None:
    scene = scenes[True]
    fate = Fate()
    scene.cut(next(folders), fate)
    commits = [point for point, name in enumerate(fate.names) if name == "commit"]
    done = 0
    for point in commits:
        root = next(folders)
        scene.cut(root, Fate(point, "most"))
        assert rebuild(root).damages == []
        assert [str(damage) for damage in verify(root)] == []
        done += (root / "decisions.jsonl").exists()
        scene.finish(root)
    assert done > 2


@pytest.mark.parametrize("erase", [False, True])
def test_a_loss_of_power_leaves_it_done_or_not_done(
    scenes: dict[bool, Scene], folders: Iterator[Path], erase: bool
) -> None:
    scene, random = scenes[erase], Random(f"power {erase}")
    total = scene.points(next(folders))
    for _ in range(4):
        root = next(folders)
        scene.cut(root, Fate(random.randrange(total), random.choice(PARTS)), power=random)
        scene.finish(root)


@pytest.mark.prove
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("erase", [False, True])
def test_a_loss_of_power_at_every_operation(scenes: dict[bool, Scene], folders: Iterator[Path], erase: bool) -> None:
    scene, random = scenes[erase], Random(f"every power {erase}")
    for point in range(scene.points(next(folders))):
        for part in PARTS:
            root = next(folders)
            scene.cut(root, Fate(point, part), power=random)
            scene.finish(root)


@pytest.mark.parametrize("erase", [False, True])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_full_or_failing_disk_costs_nothing(
    scenes: dict[bool, Scene], folders: Iterator[Path], erase: bool, number: int
) -> None:
    scene, random = scenes[erase], Random(f"{erase} {number}")
    total = scene.points(next(folders))
    for _ in range(2):
        root = next(folders)
        fate = Fate(random.randrange(total), "half", error=lambda: OSError(number, "x"), lasting=random.random() < 0.7)
        scene.cut(root, fate)
        scene.finish(root)


@pytest.mark.prove
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("erase", [False, True])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_fails_at_every_operation(
    scenes: dict[bool, Scene], folders: Iterator[Path], erase: bool, number: int
) -> None:
    scene = scenes[erase]
    for point in range(scene.points(next(folders))):
        for lasting in (True, False):
            root = next(folders)
            scene.cut(root, Fate(point, "half", error=lambda: OSError(number, "x"), lasting=lasting))
            scene.finish(root)


def test_the_disk_is_used_for_every_operation(scenes: dict[bool, Scene], folders: Iterator[Path]) -> None:
    root = next(folders)
    fate = Fate()
    scenes[True].cut(root, fate)
    renamed = {name.removeprefix("rename ") for name in fate.names if name.startswith("rename ")}
    assert "statements+by_mfa+2021-11.jsonl" in renamed
    assert "manifest-sha256.txt" in renamed
    assert any(name.startswith("warc+") for name in renamed)
    assert isinstance(FatefulDisk(Fate()), FatefulDisk)


# Wrong writers: each must be caught, or the trials above show nothing


def the_files_before_the_transaction(patch: pytest.MonkeyPatch) -> None:
    real = Upkeep.commit

    def commit(self: Upkeep, swap: Swap, indexes: list[str]) -> None:
        for name in swap._names:
            self.disk.rename(swap.path(name), self.root / name)
        real(self, swap, indexes)

    patch.setattr(Upkeep, "commit", commit)


def the_new_files_are_not_synced(patch: pytest.MonkeyPatch) -> None:
    def write(self: Swap, name: str, pieces: Iterator[bytes]) -> None:
        here = self.path(name)
        make_dirs(self._disk, here.parent)
        if self._disk.exists(here):
            self._disk.remove(here)
        fd = self._disk.create(here)
        self._disk.write(fd, b"".join(pieces))
        self._disk.close(fd)
        self._names.append(name)

    patch.setattr(Swap, "write", write)


def no_note_that_a_swap_is_due(patch: pytest.MonkeyPatch) -> None:
    def commit(self: Upkeep, swap: Swap, indexes: list[str]) -> None:
        self._outbox.write_rows()
        self._catalogue.commit()
        for name in swap._names:
            self.disk.rename(swap.path(name), self.root / name)
        self._outbox.measure()
        self._outbox.append()
        for name in indexes:
            write_index(self.disk, self.root, self.connection, name)
        self._outbox.write_rows()
        self._catalogue.commit()

    patch.setattr(Upkeep, "commit", commit)


def the_note_is_taken_away_first(patch: pytest.MonkeyPatch) -> None:
    def finish(disk: Disk, root: Path, catalogue: Catalogue) -> None:
        told = swaps._due(catalogue.connection)
        catalogue.connection.execute(delete(metadata.tables["meta"]).where(metadata.tables["meta"].c.key == "swap"))
        catalogue.commit()
        for name in told["files"]:
            disk.rename(swaps._waiting(root, name), root / name)
        for name in told["indexes"]:
            write_index(disk, root, catalogue.connection, name)
        for path in swaps._left(root):
            disk.remove(path)

    patch.setattr(upkeeps, "finish_swap", finish)
    patch.setattr(recover, "finish_swap", finish)


def recovery_knows_no_swap(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(recover, "finish_swap", lambda disk, root, catalogue: None)


WRONG = (
    the_files_before_the_transaction,
    the_new_files_are_not_synced,
    no_note_that_a_swap_is_due,
    the_note_is_taken_away_first,
    recovery_knows_no_swap,
)


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_way_to_rewrite_is_caught(
    wrong: Callable[[pytest.MonkeyPatch], None],
    scenes: dict[bool, Scene],
    folders: Iterator[Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene, random = scenes[False], Random(wrong.__name__)
    wrong(monkeypatch)
    total = scene.points(next(folders))
    for _ in range(120):
        root = next(folders)
        try:
            power = random if random.random() < 0.6 else None
            scene.cut(root, Fate(random.randrange(total), random.choice(PARTS)), power=power)
            scene.finish(root)
        except (AssertionError, ArchiveError):
            return
    pytest.fail("nothing was amiss")
