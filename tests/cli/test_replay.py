"""``communique replay`` as a process, over the demo's archive, when its press site is gone."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Frame
from sqlalchemy import text

from crawler.archive.snapshot import read_snapshot
from tests.cli.conftest import Command, environment
from tests.replay.browser import chromium, look
from tests.replay.conftest import CACHE

TITLE = "Ferry line between Port Selm and Harbourtown to resume"
URL = "http://mfa.ardania.example/en/news/no1226-coast-ferry"
NOT_MODIFIED = "http://mfa.ardania.example/fr/news/no926-museum-loan"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@contextmanager
def replaying(folder: Path, *arguments: object) -> Iterator[str]:
    """The address at which the command shows what it was asked for; Ctrl-C ends it, and all is tidy."""
    temporary = folder / "temporary"
    temporary.mkdir(exist_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "crawler", "replay", *map(str, arguments), "--no-browser"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env=environment(folder, XDG_CACHE_HOME=str(CACHE.parent), TMPDIR=str(temporary)),
    )
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        said = ""
        while line := process.stdout.readline():
            said += line
            if found := re.match(r"http://127\.0\.0\.1:\d+/\S*", line):
                yield found[0]
                break
        else:
            raise AssertionError(said + process.stderr.read())
    finally:
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    told = re.sub(r"^(Installing|Fetching) .*\n", "", errors, flags=re.MULTILINE)  # once, by whichever test is first
    assert (process.returncode, told) == (0, "")
    assert list(temporary.iterdir()) == []


def one(archive: Path, question: str, **values: Any) -> Any:
    with read_snapshot(archive) as connection:
        return connection.execute(text(question), values).scalar()


def drawn(frame: Frame) -> dict[str, Any]:
    """What is shown of a page of the demo: its title, the style sheet's work, the crest's width."""
    frame.wait_for_function("document.readyState === 'complete' && document.querySelector('.page-header__crest')")
    shown: dict[str, Any] = frame.evaluate(
        """() => ({
            title: document.querySelector('main h1').innerText,
            header: getComputedStyle(document.querySelector('.page-header')).backgroundColor,
            crest: document.querySelector('.page-header__crest').naturalWidth,
        })"""
    )
    return shown


def test_a_statement_is_shown_by_pywb(demo_archive: Path, browser: Browser, tmp_path: Path) -> None:
    name = one(demo_archive, "SELECT id FROM statements WHERE url = :url", url=URL)
    with replaying(tmp_path, name, "--archive", demo_archive) as address, look(browser, address) as seen:
        shown = drawn(seen.frame("mp_/" + URL))
        assert shown["title"] == TITLE
        assert shown["header"] != "rgba(0, 0, 0, 0)"
        assert shown["crest"] > 0
        assert seen.away() == []


def test_a_statement_is_shown_by_replayweb(demo_archive: Path, browser: Browser, tmp_path: Path) -> None:
    name = one(demo_archive, "SELECT id FROM statements WHERE url = :url", url=URL)
    with (
        replaying(tmp_path, name, "--archive", demo_archive, "--engine", "replayweb") as address,
        look(browser, address) as seen,
    ):
        shown = drawn(seen.frame("mp_/" + URL))
        assert shown["title"] == TITLE
        assert shown["header"] != "rgba(0, 0, 0, 0)"
        assert shown["crest"] > 0
        assert seen.away() == []


def test_each_revision_is_shown_as_it_was(demo_archive: Path, browser: Browser, tmp_path: Path) -> None:
    name = one(
        demo_archive, "SELECT id FROM statements WHERE revision > 1 AND url LIKE '%/en/news/%' ORDER BY id LIMIT 1"
    )
    url = one(demo_archive, "SELECT url FROM statements WHERE id = :name", name=name)
    bodies = []
    with replaying(tmp_path, name, "--revision", 1, "--archive", demo_archive) as address:
        newest = re.sub(r"/\d{14}/", "/", address)  # without a time pywb shows the newest
        for shown in (address, newest):
            with look(browser, shown) as seen:
                bodies.append(seen.frame("mp_/" + url).inner_text("main"))
    assert bodies[0] != bodies[1]


def test_a_304_is_shown_as_the_page_that_it_confirmed(demo_archive: Path, browser: Browser, tmp_path: Path) -> None:
    """Acceptance case 30."""
    when = one(
        demo_archive,
        "SELECT date FROM captures WHERE url = :url AND status = 304 AND type = 'revisit'",
        url=NOT_MODIFIED,
    )
    with (
        replaying(tmp_path, NOT_MODIFIED, "--at", when, "--archive", demo_archive) as address,
        look(browser, address) as seen,
    ):
        assert re.sub(r"\D", "", when)[:14] in address
        assert drawn(seen.frame("mp_/" + NOT_MODIFIED))["crest"] > 0


def test_without_an_address_the_statements_are_listed(demo_archive: Path, browser: Browser, tmp_path: Path) -> None:
    with replaying(tmp_path, "--archive", demo_archive) as address, look(browser, address) as seen:
        seen.page.click(f"text={TITLE} >> nth=0")
        assert drawn(seen.frame("no1226-coast-ferry"))["crest"] > 0


def test_a_package_is_shown(demo_archive: Path, tmp_path: Path) -> None:
    package = tmp_path / "some.wacz"
    package.write_bytes(b"a package")
    with replaying(tmp_path, package) as address, urlopen(address + "archive.wacz", timeout=10) as answer:  # noqa: S310
        assert answer.read() == b"a package"


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["nothing-here"], 1, "neither an address"),
        (["http://nowhere.example/"], 1, "not in this archive"),
        (["http://nowhere.example/", "--engine", "replayweb"], 1, "not in this archive"),
        (["missing.wacz"], 2, "no file missing.wacz"),
        (["missing.wacz", "--engine", "pywb"], 2, "WACZ file is shown by --engine replayweb"),
        (["--at", "yesterday"], 2, "not a time"),
        (["--archive", "nowhere"], 1, "no archive at nowhere"),
    ],
)
def test_what_cannot_be_shown_is_a_sentence(
    demo_archive: Path, communique: Command, arguments: list[str], code: int, sentence: str
) -> None:
    done = communique("replay", "--archive", demo_archive, *arguments, "--no-browser")
    assert (done.returncode, done.stdout) == (code, "")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
