"""ReplayWeb.page shows a package, in a browser that can ask nobody but our server."""

import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from crawler.archive.snapshot import read_snapshot
from crawler.replay.errors import ReplayError
from crawler.replay.find import find_page
from crawler.replay.replayweb import replayweb
from tests.replay import origin
from tests.replay.browser import drawn, look

SHOWN = {"title": origin.TITLE, "text": origin.TEXT, "color": "rgb(0, 0, 128)", "spacing": "2px", "width": 48}


@pytest.fixture(scope="module")
def package(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of another maker (py-wacz) of the archive's files."""
    path = tmp_path_factory.mktemp("package") / "press.wacz"
    more = ["-o", str(path), "--url", origin.PAGE]
    warcs = sorted(map(str, archive.rglob("*.warc.gz")))
    subprocess.run(
        [sys.executable, "-c", "import sys; from wacz.main import main; sys.exit(main())", "create", *warcs, *more],
        check=True,
        capture_output=True,
    )
    return path


@pytest.fixture(scope="module")
def served(viewer: Path, package: Path) -> Iterator[str]:
    with replayweb(viewer, package) as address:
        yield address


def ask(address: str, method: str = "GET", path: str = "/archive.wacz", **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", urlsplit(address).port or 0, timeout=10)
    try:
        connection.request(method, path, headers=headers)
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def test_text_style_and_image_are_shown_without_the_origin(
    viewer: Path, package: Path, archive: Path, browser: Browser, tmp_path: Path
) -> None:
    with read_snapshot(archive) as connection:
        page = find_page(connection, origin.PAGE)
    with replayweb(viewer, package, page) as address, look(browser, address) as seen:
        assert drawn(seen.frame("mp_/" + origin.PAGE)) == SHOWN
        seen.page.screenshot(path=tmp_path / "replayweb.png")
        assert seen.away() == []
        assert any(url.endswith("/archive.wacz") for url in seen.asked)


def test_a_page_of_bad_will_reaches_nothing(viewer: Path, package: Path, archive: Path, browser: Browser) -> None:
    with read_snapshot(archive) as connection:
        page = find_page(connection, origin.HOSTILE)
    with replayweb(viewer, package, page) as address, look(browser, address) as seen:
        seen.page.wait_for_event("request", lambda request: request.url.endswith(f"{origin.OUTSIDE}/pixel.png"))
        assert seen.away() == []


def test_the_pages_of_the_package_are_listed(served: str, browser: Browser, tmp_path: Path) -> None:
    with look(browser, served) as seen:
        viewer = seen.page.frame_locator("replay-web-page iframe")
        viewer.locator("wr-page-entry").nth(1).wait_for()
        assert viewer.locator("wr-page-entry").count() == 2  # captured twice
        seen.page.screenshot(path=tmp_path / "list.png")
        assert seen.away() == []


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [("bytes=0-9", 0, 10), ("bytes=10-", 10, None), ("bytes=-22", -22, None), ("bytes=5-99999999", 5, None)],
)
def test_a_range_is_those_bytes(served: str, package: Path, wanted: str, first: int, last: int | None) -> None:
    data = package.read_bytes()
    response, body = ask(served, Range=wanted)
    assert (response.status, body) == (206, data[first:last])
    start = first if first >= 0 else len(data) + first
    assert response.headers["Content-Range"] == f"bytes {start}-{start + len(body) - 1}/{len(data)}"


@pytest.mark.parametrize("wanted", ["bytes=99999999-", "bytes=-0"])
def test_a_range_beyond_the_end_is_refused(served: str, package: Path, wanted: str) -> None:
    response, body = ask(served, Range=wanted)
    assert (response.status, body) == (416, b"")
    assert response.headers["Content-Range"] == f"bytes */{package.stat().st_size}"


@pytest.mark.parametrize("wanted", ["bytes=9-2", "lines=1-2", "bytes=-", "bytes=1-2,4-5", "rubbish"])
def test_what_is_no_range_is_ignored(served: str, package: Path, wanted: str) -> None:
    response, body = ask(served, Range=wanted)
    assert (response.status, body) == (200, package.read_bytes())


def test_head_says_the_size(served: str, package: Path) -> None:
    response, body = ask(served, "HEAD")
    assert (response.status, body) == (200, b"")
    assert response.headers["Content-Length"] == str(package.stat().st_size)


@pytest.mark.parametrize("path", ["/../pins.py", "/LICENSE", "/replay/../archive.wacz", "/etc/passwd"])
def test_nothing_else_is_served(served: str, path: str) -> None:
    assert ask(served, path=path)[0].status == 404


@pytest.mark.parametrize("path", ["/", "/ui.js", "/replay/sw.js", "/archive.wacz", "/nothing"])
def test_every_answer_has_the_policy(served: str, path: str) -> None:
    response, _ = ask(served, path=path)
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Access-Control-Allow-Origin"] is None


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1"])
def test_another_name_that_leads_here_is_refused(served: str, host: str) -> None:
    assert ask(served, Host=host)[0].status == 403


def test_a_port_in_use_is_told(served: str, viewer: Path, package: Path) -> None:
    port = urlsplit(served).port or 0
    with pytest.raises(ReplayError, match=f"port {port}"), replayweb(viewer, package, port=port):
        pass
