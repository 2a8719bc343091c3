"""Fixtures of replay: an archive whose origin is gone, a browser, and the programs that show it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from crawler.replay.environment import pywb_python
from crawler.replay.viewer import viewer_files
from tests.replay import origin
from tests.replay.browser import chromium

# Fetched once for all runs: a folder that git ignores and `make clean` removes.
CACHE = Path(__file__).resolve().parents[2] / ".pytest_cache" / "xdg" / "communique"


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of :mod:`tests.replay.origin`, captured twice. The server is gone."""
    root = tmp_path_factory.mktemp("replay") / "an archive, so"
    with origin.serving() as port:
        urls = [f"http://{origin.HOST}{path}" for path in origin.ANSWERS]
        origin.capture(root, port, *urls)
        origin.capture(root, port, *urls)
    return root


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="session")
def pywb() -> Path:
    """The Python of pywb's environment."""
    return pywb_python(print, CACHE)


@pytest.fixture(scope="session")
def viewer() -> Path:
    """The folder of ReplayWeb.page's scripts."""
    return viewer_files(print, CACHE)
