"""The real command, run as a process against the demo's press site on loopback."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crawler.demo.play import connect_to, sources_dir
from crawler.demo.site import DemoSite

Command = Callable[..., subprocess.CompletedProcess[str]]


def environment(folder: Path, **extra: str) -> dict[str, str]:
    """This process's, without what an operator may have set for the command."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")}
    return {**clean, "COMMUNIQUE_CONTACT": "tests@example.org", "HOME": str(folder), **extra}


@pytest.fixture
def communique(tmp_path: Path) -> Command:
    """Runs ``communique`` with arguments, in a folder of its own."""

    def run(*arguments: object, timeout: float = 120, **extra: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "crawler", *map(str, arguments)],
            capture_output=True,
            text=True,
            timeout=timeout,
            cwd=tmp_path,
            env=environment(tmp_path, **extra),
            check=False,
        )

    return run


@dataclass
class Press:
    """The demo site, how a crawl reaches it, and how many pages it has served."""

    site: DemoSite
    counter: "Counter"

    def arguments(self, archive: Path, *more: object) -> list[str]:
        """``communique --sources … crawl demo …``."""
        mapping = [part for entry in connect_to(self.site.port) for part in ("--connect-to", entry)]
        return ["--sources", str(sources_dir()), "crawl", "demo", "--archive", str(archive), *mapping, *map(str, more)]


@dataclass
class Counter:
    """Counts the pages that are made, and lets a test wait for one of them."""

    served: int = 0
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def __call__(self) -> date:
        with self._changed:
            self.served += 1
            self._changed.notify_all()
        return date(2026, 6, 1)

    def wait_for(self, count: int, seconds: float = 30) -> bool:
        """Returns once ``count`` pages were made; false after ``seconds``."""
        with self._changed:
            return self._changed.wait_for(lambda: self.served >= count, seconds)


@pytest.fixture
def press() -> Iterator[Press]:
    """The demo's press site, before the ministry edits its archive."""
    counter = Counter()
    with DemoSite("before", today=counter).serve() as site:
        counter.served = 0
        yield Press(site, counter)


def lines(archive: Path) -> list[dict[str, Any]]:
    """All statements' lines of an archive."""
    return [
        json.loads(line)
        for path in sorted(archive.glob("statements/*/*.jsonl"))
        for line in path.read_bytes().splitlines()
    ]


def changes(archive: Path) -> list[dict[str, Any]]:
    """The change log of an archive."""
    return [json.loads(line) for line in (archive / "changes.jsonl").read_bytes().splitlines()]


def ids(archive: Path) -> list[str]:
    """The ids of all lines, sorted; a doubled one stays doubled."""
    return sorted(line["id"] for line in lines(archive))


@pytest.fixture(scope="session")
def demo_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo crawled before and after it edits its archive. The site is gone."""
    folder = tmp_path_factory.mktemp("demo")
    root = folder / "archive"
    command = [sys.executable, "-m", "crawler", "--sources", str(sources_dir())]
    with DemoSite("before", today=lambda: date(2026, 6, 1)).serve() as site:
        mapping = [part for entry in connect_to(site.port) for part in ("--connect-to", entry)]
        for state in ("before", "after"):
            site.become(state)
            done = subprocess.run(
                [*command, "crawl", "demo", "--since", "2000-01-01", *mapping, "--archive", str(root)],
                env=environment(folder),
                cwd=folder,
                check=False,
                capture_output=True,
                text=True,
            )
            assert done.returncode in (0, 6), done.stderr  # 6: the demo has a page that is refused
    return root
