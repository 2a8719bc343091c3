"""Answers out of what is stored: as a server would have given them, and never from the network."""

from pathlib import Path

import pytest

from crawler.archive.snapshot import read_snapshot
from crawler.discover.ask import Ask
from crawler.rereading.answers import from_archive, from_folder
from tests.cli.conftest import Command, Press, communique, press

__all__ = ["communique", "press"]


def test_an_archive_answers_as_it_was_captured_and_through_redirects(
    communique: Command, press: Press, tmp_path: Path
) -> None:
    reached = ["--connect-to", f"::127.0.0.1:{press.site.port}", "--delay", "0"]
    communique("capture", "http://mfa.ardania.example/", "--archive", "kept", *reached)
    with read_snapshot(tmp_path / "kept") as connection:
        answer = from_archive(tmp_path / "kept", connection)
        led = answer(Ask("http://mfa.ardania.example/"))
        assert led.page is not None
        assert (led.status, led.page.url) == (200, "http://mfa.ardania.example/en/news")
        assert b"news-item" in led.page.body
        gone = answer(Ask("http://mfa.ardania.example/en/news?page=2"))
        assert gone.failure is not None
        assert gone.failure.sentence == "http://mfa.ardania.example/en/news?page=2 is not in this archive"
        posted = answer(Ask("http://mfa.ardania.example/", "POST", b"q=1"))
        assert posted.failure is not None
        assert "POST" in posted.failure.sentence


@pytest.mark.parametrize(
    ("name", "text", "url"),
    [
        ("a.html", "<!-- saved from url=(0028)https://mfa.example/press/1 --><p>x", "https://mfa.example/press/1"),
        ("b.html", '<link rel="canonical" href="https://mfa.example/press/2/">', "https://mfa.example/press/2"),
        ("c.html", '<link href="https://mfa.example/x?a=1&amp;b=2" rel=canonical>', "https://mfa.example/x?a=1&b=2"),
        ("d.html", '<meta property="og:url" content="http://mfa.example/press/3">', "https://mfa.example/press/3"),
        ("mfa.example/press/index.html", "x", "https://mfa.example/press/"),
        ("mfa.example/press/4.html", "x", "https://mfa.example/press/4"),
        ("mfa.example/press/a%20b.pdf", "x", "https://mfa.example/press/a%20b.pdf"),
    ],
    ids=["browser", "canonical", "query", "open graph", "index", "wget -E", "a document"],
)
def test_a_saved_page_answers_for_its_own_address(tmp_path: Path, name: str, text: str, url: str) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(text)
    found = from_folder(tmp_path)(Ask(url))
    assert found.page is not None
    assert (found.status, found.page.body) == (200, text.encode())


def test_a_page_that_was_not_saved_is_told_with_the_folder(tmp_path: Path) -> None:
    found = from_folder(tmp_path)(Ask("https://mfa.example/press/9"))
    assert found.failure is not None
    assert found.failure.sentence == f"https://mfa.example/press/9 is not among the pages in {tmp_path}"
