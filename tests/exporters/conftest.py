"""Fixtures of the exporters' tests."""

from pathlib import Path

import pytest

from tests.exporters.shelf import Shelf, make_shelf


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """One archive for all tests that only read it."""
    return make_shelf(tmp_path_factory.mktemp("shelf") / "archive")


@pytest.fixture
def own_shelf(tmp_path: Path) -> Shelf:
    """An archive that a test may change."""
    return make_shelf(tmp_path / "archive")
