"""Debian's chromium, and what it saw of a page: what it asked for, and what was drawn."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Frame, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window; the test is skipped where there is none."""
    if not Path(CHROMIUM).is_file():
        pytest.skip("chromium is not installed: on Debian, apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_QUIET))
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Look:
    """A page that is open. ``asked`` are the addresses that went out, ``blocked`` those that a policy kept back."""

    page: Page
    asked: list[str] = field(default_factory=list)
    blocked: list[str] = field(default_factory=list)

    def away(self) -> list[str]:
        """What left this machine, or tried to and was not kept back."""
        return [
            url
            for url in self.asked
            if urlsplit(url).scheme in ("http", "https", "ws", "wss")
            and urlsplit(url).hostname != "127.0.0.1"
            and url not in self.blocked
        ]

    def frame(self, ending: str) -> Frame:
        """The frame that shows the archived page of this address, once it is there."""
        for _ in range(200):
            for frame in self.page.frames:
                if frame is not self.page.main_frame and frame.url.endswith(ending) and frame.query_selector("body"):
                    return frame
            self.page.wait_for_timeout(50)
        raise AssertionError(f"no frame shows {ending}: {[frame.url for frame in self.page.frames]}")


@contextmanager
def look(browser: Browser, address: str) -> Iterator[Look]:
    """Open the address in a fresh profile."""
    context = browser.new_context()
    try:
        seen = Look(context.new_page())
        context.on("request", lambda request: seen.asked.append(request.url))
        context.on(
            "requestfailed",
            lambda request: (
                seen.blocked.append(request.url) if request.failure in ("csp", "net::ERR_BLOCKED_BY_CSP") else None
            ),
        )
        seen.page.goto(address)
        yield seen
    finally:
        context.close()


def drawn(frame: Frame) -> dict[str, object]:
    """What is shown of the page of :mod:`tests.replay.origin`, once its picture is there."""
    frame.wait_for_function("document.querySelector('#seal')?.complete && document.readyState === 'complete'")
    shown: dict[str, object] = frame.evaluate(
        """() => ({
            title: document.querySelector('h1').innerText,
            text: document.querySelector('#text').innerText,
            color: getComputedStyle(document.querySelector('h1')).color,
            spacing: getComputedStyle(document.querySelector('#text')).letterSpacing,
            width: document.querySelector('#seal').naturalWidth,
        })"""
    )
    return shown
