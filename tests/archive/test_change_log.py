"""The change log under fire: writers and readers are real processes, killed wherever they are, and nothing of the log
is missed or told twice, also where a rebuild or a suppression comes in between.
"""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from crawler.archive.changes import whole_log
from crawler.archive.rebuild import rebuild
from crawler.archive.verify import verify
from crawler.model.change import CHANGE_KINDS
from tests.archive.world import open_world

ROOT = Path(__file__).parents[2]


class Reader:
    """Follows the log as ``communique changes`` tells it; what it has read survives its processes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.lines: list[bytes] = []
        self.starts = 0

    @property
    def cursor(self) -> int:
        return json.loads(self.lines[-1])["cursor"] if self.lines else 0

    def start(self) -> None:
        command = [sys.executable, "-m", "crawler", "changes", "--follow", "--json", "--archive", str(self.root)]
        self.process = subprocess.Popen([*command, "--after", str(self.cursor)], stdout=subprocess.PIPE, cwd=ROOT)
        self.starts += 1

    def read(self, count: int) -> None:
        """Take so many lines, waiting for them."""
        assert self.process.stdout is not None
        for _ in range(count):
            line = self.process.stdout.readline()
            assert line.endswith(b"\n"), "the reader ended by itself"
            self.lines.append(line)

    def kill(self) -> None:
        """Kill it, and keep of what it wrote the whole lines: the next one goes on after the last of them."""
        self.process.kill()
        left, _ = self.process.communicate()
        self.lines += [line for line in left.splitlines(keepends=True) if line.endswith(b"\n")]


@contextmanager
def writing(root: Path, start: int, pages: int) -> Iterator[None]:
    """A writer that has done so many pages, and is killed in the end, wherever it is then."""
    command = [sys.executable, "-m", "tests.archive.log_writer", str(root), str(start)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        for _ in range(pages):
            assert process.stdout.readline(), "the writer ended by itself"
        try:
            yield
        finally:
            process.kill()


def survive(root: Path, kills: int, seed: str) -> Reader:
    """Kill the writer or the reader so often. The log must have given the reader every change once, in order."""
    random = Random(seed)
    reader = Reader(root)
    rebuilds = start = killed = 0
    with writing(root, 0, 5):
        pass
    while killed < kills:
        if not reader.starts:
            reader.start()
        start += 1
        with writing(root, start, random.randint(1, 30)):
            for _ in range(random.choice((0, 0, 1, 2))):
                reader.read(random.randint(1, 6))
                reader.kill()
                reader.start()
                killed += 1
        killed += 1
        if random.random() < 0.2:
            assert rebuild(root).damages == []
            rebuilds += 1
    core, lock = open_world(root)
    core.close()
    lock.release()
    end, _ = whole_log(root)
    reader.read(end - reader.cursor)
    reader.kill()
    told = (root / "changes.jsonl").read_bytes()
    assert [json.loads(line)["cursor"] for line in reader.lines] == list(range(1, end + 1))
    assert b"".join(reader.lines) == told
    assert [str(damage) for damage in verify(root)] == []
    return reader


@pytest.mark.timeout(120)
def test_a_few_kills_of_writer_and_reader_lose_and_double_nothing(tmp_path: Path) -> None:
    reader = survive(tmp_path / "archive", 4, "a few")
    assert len(reader.lines) > 20


@pytest.mark.prove
@pytest.mark.timeout(1800)
def test_a_hundred_kills_of_writer_and_reader_lose_and_double_nothing(tmp_path: Path) -> None:
    reader = survive(tmp_path / "archive", 100, "a hundred")
    kinds = Counter(json.loads(line)["kind"] for line in reader.lines)
    assert kinds.keys() == set(CHANGE_KINDS) - {"decided", "reextracted"}, kinds
