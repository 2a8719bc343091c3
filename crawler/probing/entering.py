"""How a probe enters a site: its robots.txt, and the page that it was given."""

from typing import Final
from urllib.parse import urlsplit

from protego import Protego

from crawler.discover.browser import needs_browser
from crawler.model.failure import Failure
from crawler.model.reading import Page
from crawler.probing.asking import Answer, Plan, StoppedError, ask, see
from crawler.probing.findings import Robots, Seen

_BROWSER: Final = (
    'look for a feed, a sitemap or an API of the site and write it as a listing (format = "feed", "sitemap",'
    ' "json" …), or save pages with a browser\'s archiver and `communique import` them'
)
_REMEDIES: Final = {
    "robots": "this is obeyed. Give another page of the site, or ask the ministry to allow 'communique' in robots.txt",
    "blocked": "this is no page of the ministry's: ask it to let your user agent and address in, or save pages with a"
    " browser's archiver and `communique import` them",
    "redirect": "give the address that it leads to",
    "tls": "look whether the certificate is sound; `--cacert` trusts another authority",
    "net": "look whether the address opens in a browser; --timeout and --proxy may help",
    "http": "look whether the address opens in a browser",
}


def enter(url: str, product: str) -> Plan[tuple[Robots, Seen]]:
    """robots.txt and the first page. Raises :class:`StoppedError` where there is no page to begin with."""
    parts = urlsplit(url)
    (said,) = yield from ask(f"{parts.scheme}://{parts.netloc}/robots.txt")
    if said.failure is not None:  # what cannot be read may not be ignored (RFC 9309 §2.3.1.4)
        raise StoppedError(f"{said.ask.url}: {said.failure.sentence}", remedy_of(said.failure))
    robots = read_robots(said, product)
    (answer,) = yield from ask(url)
    seen = see(answer)
    if isinstance(seen, Failure):
        raise StoppedError(f"{url}: {seen.sentence}", remedy_of(seen))
    if urlsplit(seen.url).netloc != parts.netloc:
        other = urlsplit(seen.url)
        (said,) = yield from ask(f"{other.scheme}://{other.netloc}/robots.txt")
        robots = read_robots(said, product)
    return robots, seen


def remedy_of(failure: Failure) -> str:
    """What a person can do about a failure."""
    if failure.code in {"content.browser", "listing.browser"}:
        return _BROWSER
    return _REMEDIES.get(failure.code.partition(".")[0], "give the address of the ministry's front page or press page")


def browser_remedy() -> str:
    """What a person can do where scripts build the page."""
    return _BROWSER


def scripts_of(seen: Seen) -> str | None:
    """Why a page without items seems to need a browser; ``None`` where nothing speaks for it."""
    return needs_browser(seen.tree.root)


def read_robots(answer: Answer, product: str) -> Robots:
    """What a robots.txt says beside what it forbids: that is the wire's business."""
    page: Page | None = answer.good
    if page is None:
        return Robots(found=False, delay=None, sitemaps=())
    rules = Protego.parse(page.body[: 500 * 1024].decode("utf-8-sig", "replace"))
    return Robots(found=True, delay=rules.crawl_delay(product), sitemaps=tuple(rules.sitemaps)[:10])
