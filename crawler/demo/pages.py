"""What the demo's press site answers to a host and a path: pure, from the releases of one state."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from urllib.parse import parse_qs, urlsplit

from crawler.demo.assets import ASSETS_MODIFIED, assets
from crawler.demo.channels import changed, render_feed, render_sitemap
from crawler.demo.pdf import make_pdf
from crawler.demo.skins import charset, render_listing, render_missing, render_release, render_wall
from crawler.demo.statements import LANGUAGES, MAIN, MISSION, Press, Release, State, load_press

PER_PAGE: Final = 6
ROBOTS: Final = b"User-agent: *\nDisallow: /en/drafts/\nDisallow: /fr/drafts/\nDisallow: /ru/drafts/\nAllow: /\n"
_HTML: Final = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """A page before it is sent. ``chunked``: the server does not know its length beforehand (listings). ``status`` 0:
    nothing is sent, and the connection ends.
    """

    status: int
    body: bytes
    media_type: str = _HTML
    modified: datetime | None = None  # of the text; the date in the header does not count, as in most systems
    location: str | None = None
    chunked: bool = False
    language: str | None = None
    etag: str | None = None  # where the site does not make it of the bytes


@dataclass(frozen=True)
class Pages:
    """The two sites in one state. ``today`` is the date in every page's header."""

    state: State
    today: Callable[[], date]
    press: Press = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "press", load_press(self.state))

    def answer(self, host: str, target: str) -> Answer:
        """What the site answers to ``GET target`` with this Host header (a port in it does not matter)."""
        host = host.rsplit(":", 1)[0].lower()
        if host not in (MAIN, MISSION):
            return Answer(421, b"This server holds no such site.\n", "text/plain; charset=utf-8")
        parts = urlsplit(target)
        language = next((code for code in LANGUAGES if parts.path.startswith(f"/{code}/")), "en")
        if parts.path == "/":
            return Answer(302, b"", location="/en/news")
        if parts.path == "/robots.txt":
            robots = ROBOTS + f"Sitemap: http://{host}/sitemap.xml\n".encode()
            return Answer(200, robots, "text/plain; charset=utf-8")
        if parts.path == "/feed.xml":
            feed = render_feed(self.press, host).encode()
            return Answer(200, feed, "application/rss+xml; charset=utf-8", changed(self.press, host))
        if parts.path == "/sitemap.xml":
            sitemap = render_sitemap(self.press, host).encode()
            return Answer(200, sitemap, "application/xml; charset=utf-8", changed(self.press, host))
        if asset := assets().get(parts.path):
            return Answer(200, asset.body, asset.media_type, ASSETS_MODIFIED)
        if parts.path == f"/{language}/news":
            return self._listing(host, language, parts.query)
        if (host, parts.path) in self.press.moved:
            return Answer(301, b"", location=self.press.moved[host, parts.path])
        for release in self.press.releases:
            if (release.host, release.path) == (host, parts.path):
                return self._release(release)
            if release.attachment and (release.host, f"/files/{release.attachment.file}") == (host, parts.path):
                document = make_pdf(release.attachment.name, release.paragraphs)
                return Answer(200, document, "application/pdf", release.modified)
        return self._missing(host, language)

    def _listing(self, host: str, language: str, query: str) -> Answer:
        items = self.press.listed(host, language)
        pages = -(-len(items) // PER_PAGE)
        asked = parse_qs(query).get("page", ["1"])[0]
        page = int(asked) if asked.isascii() and asked.isdigit() else 0
        if not 1 <= page <= pages:
            return self._missing(host, language)
        shown = items[(page - 1) * PER_PAGE : page * PER_PAGE]
        text = render_listing(host, language, shown, page, pages, self.today())
        return Answer(200, text.encode(), chunked=True, language=language)

    def _release(self, release: Release) -> Answer:
        if release.document:
            return Answer(200, make_pdf(release.title, release.paragraphs), "application/pdf", release.modified)
        if release.walled:
            return Answer(200, render_wall(release).encode())
        others = [r for r in self.press.listed(release.host, release.language) if r.path != release.path]
        text = render_release(release, self.press.translations(release), others[:5], self.today())
        encoding = charset(release)
        return Answer(
            200,
            text.encode(encoding, "xmlcharrefreplace"),
            _HTML if encoding == "utf-8" else "text/html",
            release.modified,
            language=release.language,
        )

    def _missing(self, host: str, language: str) -> Answer:
        return Answer(404, render_missing(host, language, self.today()).encode(), language=language)
