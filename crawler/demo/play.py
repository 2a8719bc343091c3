"""The play: the press site is crawled, the ministry edits its archive, the site is crawled again, and the report."""

from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Final

from crawler.demo.report import report
from crawler.demo.site import DemoSite
from crawler.demo.statements import MAIN, MISSION
from crawler.model.run import Run

SOURCE: Final = "demo"
HOSTS: Final = (MAIN, MISSION)


def sources_dir() -> Path:
    """The folder with the demo's source file, for the loader."""
    return Path(str(files("crawler.demo"))) / "sources"


def connect_to(port: int, hosts: Sequence[str] = HOSTS) -> list[str]:
    """What leads the crawler to the demo's hosts: ``HOST:PORT:HOST:PORT``, as curl has it."""
    return [f"{host}:80:127.0.0.1:{port}" for host in hosts]


def play(crawl: Callable[[int], Run], archive: Path) -> str:
    """The whole sequence; ``crawl`` crawls the source ``demo`` into ``archive`` from the site on the given port.

    Returns the report. What ``crawl`` raises goes through, and so do ``OSError`` and ``ValueError`` of the report.
    """
    with DemoSite("before").serve() as site:
        first = crawl(site.port)
        site.become("after")
        second = crawl(site.port)
    return report(archive, first, second)
