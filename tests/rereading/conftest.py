"""Fixtures of re-reading."""

from pathlib import Path

import pytest

from tests.rereading.shelf import Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)
