"""Fixtures of the archive's tests."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from crawler.archive.verify import verify
from tests.archive.desk import Desk

_KEPT = 8  # of many folders, so that a long proof does not fill the disk


@pytest.fixture
def folders(tmp_path: Path) -> Iterator[Path]:
    """A fresh name of a folder at each look."""

    def names() -> Iterator[Path]:
        for number in count():
            shutil.rmtree(tmp_path / f"archive-{number - _KEPT}", ignore_errors=True)
            yield tmp_path / f"archive-{number}"

    return names()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "archive")
    yield made
    made.close()
    assert list(verify(made.root)) == []
