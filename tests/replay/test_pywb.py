"""pywb shows what was captured, in a browser that can ask nobody else."""

from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Error

from crawler.archive.errors import ArchiveBusy
from crawler.archive.lock import rewriting
from crawler.archive.snapshot import read_snapshot
from crawler.replay.errors import ReplayError
from crawler.replay.find import find_page
from crawler.replay.pywb import Replay, pywb_replay
from tests.archive.world import an_exchange, open_world
from tests.replay import origin
from tests.replay.browser import drawn, look

SHOWN = {"title": origin.TITLE, "text": origin.TEXT, "color": "rgb(0, 0, 128)", "spacing": "2px", "width": 48}


@pytest.fixture(scope="module")
def replay(pywb: Path, archive: Path) -> Iterator[Replay]:
    with pywb_replay(pywb, archive) as running:
        yield running


def address(replay: Replay, archive: Path, url: str) -> str:
    with read_snapshot(archive) as connection:
        return replay.at(find_page(connection, url))


def test_text_style_and_image_are_shown_without_the_origin(
    replay: Replay, archive: Path, browser: Browser, tmp_path: Path
) -> None:
    with look(browser, address(replay, archive, origin.PAGE)) as seen:
        assert drawn(seen.frame("mp_/" + origin.PAGE)) == SHOWN
        seen.page.screenshot(path=tmp_path / "pywb.png")
        assert seen.away() == []
        assert len(seen.asked) > 5


def test_an_archived_script_runs_and_reaches_nothing(replay: Replay, archive: Path, browser: Browser) -> None:
    with look(browser, address(replay, archive, origin.HOSTILE)) as seen:
        frame = seen.frame("mp_/" + origin.HOSTILE)
        drawn(frame)
        assert frame.inner_text("#script") == "run"
        assert frame.evaluate("({...document.body.dataset})") == {"parent": "out of reach", "storage": "out of reach"}
        assert "taken over" not in seen.page.title()
        assert len(seen.page.context.pages) == 1  # no window was opened
        assert seen.page.context.cookies() == []  # the archived page set one
        assert seen.away() == []
        assert any(origin.OUTSIDE in url for url in seen.asked)  # it did try


def test_an_archived_script_cannot_lead_the_frame_away(replay: Replay, archive: Path, browser: Browser) -> None:
    with look(browser, address(replay, archive, origin.HOSTILE)) as seen:
        frame = seen.frame("mp_/" + origin.HOSTILE)
        drawn(frame)
        told = seen.page.expect_console_message(lambda said: "violates" in said.text and "frame" in said.text)
        with told, suppress(Error):  # the frame may be gone before it has answered
            frame.evaluate(f"window.location.href = 'http://{origin.OUTSIDE}/away'")
        assert seen.away() == []


def test_the_page_alone_in_a_window_is_led_into_its_frame(replay: Replay, archive: Path, browser: Browser) -> None:
    alone = address(replay, archive, origin.PAGE).replace("/http:", "mp_/http:")
    with look(browser, alone) as seen:
        assert seen.page.url == address(replay, archive, origin.PAGE)
        assert drawn(seen.frame("mp_/" + origin.PAGE)) == SHOWN


@pytest.mark.parametrize("url", [origin.PAGE, origin.COPY])
def test_case_29_a_page_stored_as_revisit_is_shown(replay: Replay, archive: Path, browser: Browser, url: str) -> None:
    """Of the same address a day later, and of another address."""
    with read_snapshot(archive) as connection:
        page = find_page(connection, url)
        kind = connection.exec_driver_sql("SELECT type FROM captures WHERE url = ? AND date = ?", (url, page.date))
        assert kind.scalar() == "revisit"
    with look(browser, replay.at(page)) as seen:
        assert drawn(seen.frame("mp_/" + url)) == SHOWN


def test_the_first_page_lists_and_leads_to_the_search(replay: Replay, browser: Browser) -> None:
    with look(browser, replay.address) as seen:
        assert "Archived statements" in seen.page.title()
        seen.page.click("text=searched for")
        seen.page.wait_for_selector("input")
        assert seen.away() == []


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1:1"])
def test_another_name_that_leads_here_is_refused(replay: Replay, host: str) -> None:
    connection = HTTPConnection("127.0.0.1", urlsplit(replay.address).port or 0, timeout=10)
    connection.request("GET", "/", headers={"Host": host})
    assert connection.getresponse().status == 403
    connection.close()


def test_a_port_in_use_is_told(pywb: Path, archive: Path, replay: Replay) -> None:
    port = int(replay.address.rsplit(":", 1)[1].strip("/"))
    with pytest.raises(ReplayError, match=f"port {port}"), pywb_replay(pywb, archive, port):
        pass


def test_a_growing_segment_is_shown_beside_its_crawl_and_after_its_sealing(pywb: Path, tmp_path: Path) -> None:
    core, lock = open_world(tmp_path / "archive")
    run = core.begin_run("by_mfa", "").run
    core.store(an_exchange("http://by-mfa.example/a", b"<p>as it was</p>"))
    core.commit()
    with pywb_replay(pywb, tmp_path / "archive") as running:
        shown = address(running, tmp_path / "archive", "http://by-mfa.example/a").replace("/http:", "mp_/http:")
        assert list(tmp_path.rglob("*.open"))
        assert b"as it was" in fetch(shown)
        core.end_run(run.model_copy(update={"outcome": "ok"}))
        core.close()
        lock.release()
        assert not list(tmp_path.rglob("*.open"))
        assert b"as it was" in fetch(shown)


def fetch(address: str) -> bytes:
    with urlopen(address, timeout=30) as answer:  # noqa: S310  on loopback
        return bytes(answer.read())


def test_nothing_is_erased_while_it_is_shown(replay: Replay, archive: Path) -> None:
    with pytest.raises(ArchiveBusy, match="replayed"), rewriting(archive):
        pass


def test_nothing_is_left_when_it_ends(
    pywb: Path, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pywb_replay(pywb, archive) as running:
        assert list(tmp_path.iterdir()) != []
    assert running.process.returncode is not None
    assert list(tmp_path.iterdir()) == []
