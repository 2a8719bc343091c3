"""The real captured pages, served under their own names: every article that they hold is archived and read rightly."""

import csv
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator

from tests.cli.conftest import Command, lines

SOURCES = {
    "mfa.gov.by": "by_mfa",
    "oag.ca.gov": "us_ca_oag",
    "ag.ny.gov": "us_ny_oag",
    "europarl.europa.eu": "eu_parliament_press",
}


@dataclass(frozen=True)
class World:
    articles: list[dict[str, str]]
    arguments: list[str]


@pytest.fixture
def world(shared: Path, tmp_path: Path) -> Iterator[World]:
    """The server of the captured pages, the articles that their index lists for our sources, and the way there."""
    http, https = _free_port(), _free_port()
    ca = tmp_path / "ca.pem"
    server = subprocess.Popen(
        [
            *(sys.executable, str(shared / "pressworld" / "serve.py")),
            *("--http", str(http), "--https", str(https), "--ca", str(ca)),
        ],
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(https)
        with (shared / "pages" / "INDEX.tsv").open(encoding="utf-8") as index:
            rows = list(csv.DictReader(index, delimiter="\t"))
        articles = [row for row in rows if row["kind"] == "article" and row["file"].split("/")[0] in SOURCES]
        mapping = ["--connect-to", f":443:127.0.0.1:{https}", "--connect-to", f":80:127.0.0.1:{http}"]
        yield World(articles, [*mapping, "--cacert", str(ca), "--delay", "0"])
    finally:
        server.terminate()
        server.wait()


def test_every_article_is_archived_and_read_as_the_index_says(
    communique: Command, world: World, tmp_path: Path
) -> None:
    archive = tmp_path / "kept"
    urls = [part for row in world.articles for part in ("--url", row["original_url"])]
    ran = communique("crawl", *SOURCES.values(), "--archive", archive, *world.arguments, *urls, "--json", timeout=240)
    assert ran.returncode in (5, 6), ran.stderr  # most links of the captured listings are dead here
    told = json.loads(ran.stdout)
    assert {run["source"] for run in told["runs"]} == set(SOURCES.values())
    assert told["totals"]["published"] == len(world.articles) == 16

    by_url = {line["url"]: line for line in lines(archive)}
    for row in world.articles:
        line = by_url[row["original_url"]]
        date = None if row["date_iso"] in ("UNKNOWN", "NONE") else row["date_iso"]
        assert line["title"] == row["title"]
        assert (line["published"] or {"date": None})["date"] == date, row["file"]
        text = "".join(line["body"]["text"].split())  # the index was made with blanks where a tag ends
        assert text.startswith("".join(row["body_first10"].split())), row["file"]
        assert text.endswith("".join(row["body_last10"].split())), row["file"]

    copies = {line["url"]: line["links"] for line in by_url.values() if line["links"]}
    assert len(copies) == 1
    ((url, (link,)),) = copies.items()
    assert {url, link["url"]} == {
        "https://mfa.gov.by/en/press/statements/cf70e7349e4f19db.html",
        "https://mfa.gov.by/en/press/statements/dad9272a52869cef.html",
    }

    answered = _answered(archive)
    assert answered["https://mfa.gov.by/robots.txt"] == 200
    assert answered["https://oag.ca.gov/media/news"] == 200
    assert 404 in answered.values()
    assert communique("verify", "--archive", archive).returncode == 0


def _answered(archive: Path) -> dict[str, int]:
    found = {}
    for path in archive.glob("warc/*/*/*.warc.gz"):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, parse_http=True):
                if record.headers["WARC-Type"] == "response":
                    found[record.headers["WARC-Target-URI"]] = record.http_headers.status_code
    return found


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the server of the captured pages did not start")
