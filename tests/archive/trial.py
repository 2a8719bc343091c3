"""One trial: the play is cut at a point, the archive is recovered and the play finished; then nothing may be amiss.

The checker knows nothing of how the archive works inside: it looks at files through ``verify``, at what was promised
by each commit, at the lines that readers saw, and at the ids of an uninterrupted play.
"""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from sqlalchemy.exc import SQLAlchemyError

from crawler.archive.changes import read_changes
from crawler.archive.errors import ArchiveError, StorageFailed
from crawler.archive.verify import verify
from crawler.catalogue.database import FILE
from crawler.model.line import to_line
from tests.archive.faults import Fate, FatefulDisk, Killed, Machine, VolatileDisk
from tests.archive.play import MakeDraft, draft_of, play, texts
from tests.archive.world import open_world


class Amiss(AssertionError):  # noqa: N818 - it is a finding
    """The checker found something."""


@dataclass
class Volatile(Machine):
    """A machine that loses power."""

    def make_disk(self) -> FatefulDisk:
        return VolatileDisk(self.fate, self.root)


@dataclass
class Trial:
    """One archive and what was promised about it until now."""

    root: Path
    read: MakeDraft = draft_of
    starts: int = 0
    promises: list[dict[str, bytes]] = field(default_factory=list)
    seen: dict[str, bytes] = field(default_factory=dict)  # whole lines that a reader could see
    told: list[bytes] = field(default_factory=list)  # changes that a reader of the catalogue could see

    def start(self, fate: Fate, *, volatile: Random | None = None) -> bool:
        """Start the process with this fate and let it play. Whether it came to its end."""
        self.root.mkdir(exist_ok=True)
        machine = (Volatile if volatile else Machine)(self.root, fate, promises=self.promises)
        try:
            play(
                self.root,
                disk=machine.disk,
                catalogue=machine.catalogue,
                start=self.starts,
                read=self.read,
            )
        except Killed:
            return False
        except StorageFailed as error:
            _expect(fate.met, f"the storage is said to have failed, but it did not: {error}")
            return False
        except (ArchiveError, ValueError, SQLAlchemyError) as error:
            raise Amiss(f"the process could not go on: {error}") from error
        finally:
            self.starts += 1
            machine.bury()
            if volatile and isinstance(machine.disk, VolatileDisk) and fate.met:
                machine.disk.lose_power(volatile)
            elif not fate.met or fate.error is Killed:
                self._look()
        return True

    def check(self) -> None:
        """What must hold whenever no process runs."""
        if (self.root / FILE).exists():
            for damage in verify(self.root):
                raise Amiss(str(damage))
        for committed in self.promises:
            for name, data in committed.items():
                path = next((p for p in (self.root / name, self.root / f"{name}.open") if p.exists()), None)
                _expect(path is not None and path.read_bytes().startswith(data), f"{name}: committed bytes changed")
        _expect(self._changes()[: len(self.told)] == self.told, "a change that was told is another now, or is gone")
        now = dict(texts(self.root))
        for name, data in self.seen.items():
            _expect(now.get(name, b"").startswith(data), f"{name}: a line that was there has vanished")

    def recover(self) -> None:
        """Open, do nothing, close."""
        machine = Machine(self.root, Fate(), promises=self.promises)
        try:
            core, lock = open_world(self.root, disk=machine.disk, catalogue=machine.catalogue)
            core.close()
            lock.release()
        except ArchiveError as error:
            raise Amiss(f"it could not be recovered: {error}") from error
        finally:
            machine.bury()

    def finish(self) -> None:
        """Play to the end without faults, and compare with a play that nothing disturbed."""
        _expect(self.start(Fate()), "the play did not end")
        self.check()
        _expect(outcome(self.root) == undisturbed(self.read), "it does not hold what an undisturbed archive holds")
        _expect(not list((self.root / "warc").rglob("*.open")), "a file was left open")
        segments = {path.name for path in (self.root / "warc").rglob("*.warc.gz")}
        indexes = {path.name for path in (self.root / "warc").rglob("*.cdxj")}
        _expect(indexes == {f"{name}.cdxj" for name in segments}, "not every segment has its index")

    def copy(self, root: Path) -> "Trial":
        """The same, elsewhere."""
        shutil.copytree(self.root, root)
        return Trial(root, self.read, self.starts, list(self.promises), dict(self.seen), list(self.told))

    def _look(self) -> None:
        self.told = self._changes()
        for name, data in texts(self.root):
            self.seen[name] = data[: data.rfind(b"\n") + 1]

    def _changes(self) -> list[bytes]:
        return [to_line(change) for change in read_changes(self.root)] if (self.root / FILE).exists() else []


def outcome(root: Path) -> dict[str, object]:
    """What an archive holds that must not depend on when it was made."""
    revisions: list[tuple[str, int, str]] = []
    told: list[tuple[str, str]] = []
    linked: set[tuple[str, frozenset[str]]] = set()
    for name, data in texts(root):
        for line in data.splitlines():
            value = json.loads(line)
            if name.startswith("statements/"):
                revisions.append((value["id"], value["revision"], value["digest"]))
            elif name == "changes.jsonl" and value["kind"] in ("linked", "unlinked"):
                linked.add((value["kind"], frozenset((value["id"], value["data"]["linked"]))))
            elif name == "changes.jsonl":
                told.append((value["kind"], value["id"]))
    return {"revisions": sorted(revisions), "changes": sorted(told), "links": linked}


@cache
def undisturbed(read: MakeDraft) -> dict[str, object]:
    """The outcome of a play that ran through at once."""
    with TemporaryDirectory() as folder:
        play(Path(folder), read=read)
        return outcome(Path(folder))


@cache
def points(read: MakeDraft = draft_of) -> tuple[str, ...]:
    """The names of all points of an undisturbed play, in order."""
    return count_points(read)


def count_points(read: MakeDraft = draft_of) -> tuple[str, ...]:
    """The same, counted anew: of the writer as it is now."""
    with TemporaryDirectory() as folder:
        fate = Fate()
        machine = Machine(Path(folder), fate)
        play(Path(folder), disk=machine.disk, catalogue=machine.catalogue, read=read)
        machine.bury()
        return tuple(fate.names)


def kill_at(folder: Path, point: int, part: str, read: MakeDraft = draft_of) -> Trial:
    """A process killed at a point of the play."""
    trial = Trial(folder, read)
    _expect(not trial.start(Fate(point, part)), f"point {point} was not reached")
    trial.check()
    return trial


def kill_and_finish(folder: Path, point: int, part: str, read: MakeDraft = draft_of) -> None:
    """Killed once, recovered, finished."""
    trial = kill_at(folder, point, part, read)
    trial.recover()
    trial.check()
    trial.finish()


def kill_again(trial: Trial, folder: Path, random: Random, depth: int) -> None:
    """Killed, and then killed again in each of the next ``depth`` starts, early: in recovery where there is any."""
    again = trial.copy(folder)
    for _ in range(depth):
        again.start(Fate(random.randrange(12), random.choice(["none", "half", "most"])))
        again.check()
    again.recover()
    again.check()
    again.finish()


def lose_power(folder: Path, point: int, part: str, random: Random, read: MakeDraft = draft_of) -> None:
    """The power fails at a point; what was not synced is lost or not as ``random`` has it."""
    trial = Trial(folder, read)
    trial.start(Fate(point, part), volatile=random)
    trial.check()
    trial.start(Fate(random.randrange(20), part), volatile=random)
    trial.check()
    trial.recover()
    trial.check()
    trial.finish()


def fail_storage(
    folder: Path, point: int, part: str, error: Callable[[], OSError], *, lasting: bool, read: MakeDraft = draft_of
) -> None:
    """The storage fails at a point, for good or once; the process says so and ends, and the next one goes on."""
    trial = Trial(folder, read)
    ended = trial.start(Fate(point, part, error=error, lasting=lasting))
    _expect(not ended, f"the storage failed at point {point}, and nobody said so")
    trial.check()
    trial.recover()
    trial.check()
    trial.finish()


def _expect(fact: bool, sentence: str) -> None:
    if not fact:
        raise Amiss(sentence)
