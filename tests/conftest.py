"""Fixtures for every room."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real captured pages beside the project; a test that needs it is skipped where it is missing."""
    if not (SHARED / "pages" / "INDEX.tsv").is_file():
        pytest.skip("the real captured pages (a folder `shared` beside the project) are not here")
    return SHARED
