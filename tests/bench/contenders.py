"""Who is measured: the command of each, and the proof that it did the work."""

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from fastwarc.warc import ArchiveIterator, WarcRecordType

from tests.bench.pages import Pages

ROOT: Final = Path(__file__).resolve().parent.parent.parent
_HOST: Final = "press.bench.example"


@dataclass(frozen=True)
class Contender:
    """``command(folder, port)`` makes the command; ``check(folder, pages)`` gives what is wrong with its output."""

    name: str
    command: Callable[[Path, int], list[str]]
    check: Callable[[Path, Pages], str | None]
    prepare: Callable[[Path, int, Pages], None] = lambda _folder, _port, _pages: None


def contenders() -> list[Contender]:
    """Those that can run on this machine, plain Scrapy first."""
    found = [
        Contender("plain Scrapy", _plain_command, _check_plain),
        Contender("Communiqué", communique_command, _check_communique),
    ]
    if shutil.which("wget"):
        found.append(Contender("wget --warc-file", _wget_command, _check_wget, _list_urls))
    return found


def communique_command(folder: Path, port: int) -> list[str]:
    """The real command on the benchmark's source; its archive is ``folder / "archive"``."""
    return [
        sys.executable,
        *("-m", "crawler"),
        *("--sources", str(Path(__file__).parent / "sources")),
        *("crawl", "bench"),
        *("--archive", str(folder / "archive")),
        *("--connect-to", f"{_HOST}:80:127.0.0.1:{port}"),
    ]


def environment() -> dict[str, str]:
    """The contenders' environment: this project on the path, a contact set, no other configuration."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")}
    return kept | {"PYTHONPATH": str(ROOT), "COMMUNIQUE_CONTACT": "bench@communique.example"}


def _plain_command(folder: Path, port: int) -> list[str]:
    return [sys.executable, "-m", "tests.bench.plain", f"http://127.0.0.1:{port}/news", str(folder / "out.jsonl")]


def _wget_command(folder: Path, port: int) -> list[str]:
    return [
        *("wget", "--no-config", "--no-verbose", "--no-warc-keep-log"),
        f"--warc-file={folder / 'out'}",
        *("--warc-tempdir", str(folder)),
        f"--input-file={folder / 'urls.txt'}",
        *("--output-document", os.devnull),
    ]


def _list_urls(folder: Path, port: int, pages: Pages) -> None:
    (folder / "urls.txt").write_text("".join(f"http://127.0.0.1:{port}{path}\n" for path in pages.paths()))


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _check_plain(folder: Path, pages: Pages) -> str | None:
    return _check(
        pages,
        ((line["url"], line["title"], line["date"], line["body"].strip()) for line in _lines(folder / "out.jsonl")),
        lambda day: day,
    )


def _check_communique(folder: Path, pages: Pages) -> str | None:
    files = sorted((folder / "archive" / "statements" / "bench").glob("*.jsonl"))
    return _check(
        pages,
        (
            (line["url"], line["title"], (line["published"] or {}).get("date"), line["body"]["text"])
            for file in files
            for line in _lines(file)
        ),
        _iso,
    )


def _check(
    pages: Pages, lines: Iterator[tuple[str, str | None, str | None, str]], spelled: Callable[[str], str]
) -> str | None:
    """Every article once, its title, date and opening as the page has them."""
    seen = bytearray(pages.count + 1)
    for url, title, day, body in lines:
        number = int(url.rsplit("/", 1)[1])
        if seen[number]:
            return f"{url} came twice"
        seen[number] = 1
        wanted = pages.article(number)
        if title != wanted.title or day != spelled(wanted.date) or not body.startswith(wanted.first_words):
            return f"{url} was read wrong: {title!r}, {day!r}, {body[:60]!r}"
    return None if sum(seen) == pages.count else f"{sum(seen)} statements of {pages.count}"


def _iso(day: str) -> str:
    return datetime.strptime(day, "%d %B %Y").date().isoformat()  # noqa: DTZ007  # a calendar day has no zone


def _check_wget(folder: Path, pages: Pages) -> str | None:
    with (folder / "out.warc.gz").open("rb") as file:
        count = sum(1 for record in ArchiveIterator(file, record_types=WarcRecordType.response) if record.http_headers)
    wanted = pages.count + pages.listings
    return None if count == wanted else f"{count} response records of {wanted}"
