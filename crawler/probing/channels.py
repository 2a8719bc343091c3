"""Other ways in which a site tells its statements: feeds, sitemaps and the APIs of well-known systems."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, Literal
from urllib.parse import parse_qs, quote, urlencode, urljoin, urlsplit

from crawler.discover.addresses import key_of
from crawler.discover.ask import JSON
from crawler.discover.feeds import feed_items
from crawler.discover.govuk import govuk_items
from crawler.discover.item import Items
from crawler.discover.plone import plone_items
from crawler.discover.sitemaps import sitemap_items
from crawler.discover.wordpress import wordpress_items
from crawler.model.failure import Failure
from crawler.model.reading import Page
from crawler.probing.asking import Plan, ask
from crawler.probing.findings import Channel, Findings, Seen
from crawler.probing.front import links_of

_FEEDS: Final = 4  # asked for
_GUESSED: Final = 2  # common addresses tried where no page names a feed
_SITEMAPS: Final = 3
_NEWSY: Final = re.compile(r"news|press|post|article|statement|release|aktuell|noticia|presse", re.IGNORECASE)
_ABOUT: Final = "_fields=id,date,modified,link,title,type,lang"

Read = Callable[[Page], Items | Failure]


def find_channels(found: Findings, looked: Sequence[Seen]) -> Plan[list[Channel]]:
    """The channels that answer, and how many of the listings' items each names."""
    shown = {key_of(row.url) for listed in found.listings for row in listed.found.rows}
    pages = [*(listed.seen for listed in found.listings), *looked]
    links = [links_of(seen.tree.root, seen.url, seen.base, seen.tree.decoded.utf8) for seen in pages]
    channels: list[Channel] = []
    root = next((link.wordpress for link in links if link.wordpress), None)
    if root is not None:
        channels += yield from _wordpress(root, shown)
    root = next((link.plone for link in links if link.plone), None)
    if root is not None or found.family == "plone":
        channels += yield from _plone(root or urljoin(looked[0].url, "/").rstrip("/"), shown)
    if found.family == "govuk":
        channels += yield from _govuk([seen.url for seen in pages], shown)
    named = list(dict.fromkeys(feed for link in links for feed in link.feeds))
    feeds = yield from _feeds(named[:_FEEDS], shown, "a link of its pages")
    if not named:
        feeds = yield from _feeds(list(_common(pages, found.family))[:_GUESSED], shown, "a common address")
    channels += feeds
    channels += yield from _sitemaps(found, looked[0].url, shown)
    return channels


def _of(
    form: Literal["feed", "sitemap", "wordpress", "plone", "govuk"],
    page: Page | None, read: Read, shown: set[str | None], via: str,
) -> Channel | None:  # fmt: skip
    if page is None:
        return None
    items = read(page)
    if isinstance(items, Failure) or not (items.items or items.children):
        return None
    shared = len(shown & {key_of(item.url) for item in items.items})
    return Channel(form, page.url, page, items, shared, via)


def _feeds(urls: Iterable[str], shown: set[str | None], via: str) -> Plan[list[Channel]]:
    found: list[Channel] = []
    for url in urls:
        (answer,) = yield from ask(url)
        channel = _of("feed", answer.good, feed_items, shown, via)
        if channel is not None and all(channel.url != other.url for other in found):
            found.append(channel)
    return found


def _common(pages: Sequence[Seen], family: str | None) -> Iterator[str]:
    """Where feeds lie if nobody says so: beside the listing, or at the root."""
    first = pages[0].url.partition("?")[0].rstrip("/")
    if family == "wordpress":
        yield f"{first}/feed/"
    elif family == "plone":
        yield f"{first}/RSS"
    elif family == "drupal":
        yield urljoin(first, "/rss.xml")
    yield from (urljoin(first, path) for path in ("/feed", "/rss.xml", "/rss", "/feed.xml"))


def _wordpress(root: str, shown: set[str | None]) -> Plan[list[Channel]]:
    """The posts; and where they are not what the listing shows, the type of post that is."""
    via = "the address of its API" if "wp-json" in root or "rest_route" in root else "a link of its pages"
    (answer,) = yield from ask(_route(root, "wp/v2/posts"))
    posts = _of("wordpress", answer.good, wordpress_items, shown, via)
    if posts is not None and (posts.shared or not shown):
        return [posts]
    (answer,) = yield from ask(_route(root, "wp/v2/types", about=False))
    for base in list(_types(answer.good))[:3]:
        (answer,) = yield from ask(_route(root, f"wp/v2/{base}"))
        own = _of("wordpress", answer.good, wordpress_items, shown, via)
        if own is not None and own.shared:
            return [own]
    return [posts] if posts is not None else []


def _route(root: str, path: str, *, about: bool = True) -> str:
    """A route of the API, whose root is ``…/wp-json/`` or ``…/?rest_route=/``."""
    query = f"per_page=50&{_ABOUT}" if about else ""
    address = root.rstrip("/") + "/" + path
    if "rest_route=" in root:
        return f"{address}&{query}".rstrip("&")
    return f"{address}?{query}".rstrip("?")


def _types(page: Page | None) -> Iterator[str]:
    """The bases of a site's own types of posts, those first that sound like statements."""
    from crawler.discover.json_text import parse_json

    data = parse_json(page) if page is not None else None
    if not isinstance(data, dict):
        return
    bases = [
        str(kind.get("rest_base"))
        for name, kind in data.items()
        if isinstance(kind, dict) and kind.get("rest_base") and not name.startswith(("wp_", "nav_", "elementor", "e-"))
        and name not in {"post", "page", "attachment"}
    ]  # fmt: skip
    yield from sorted(bases, key=lambda base: not _NEWSY.search(base))


def _plone(root: str, shown: set[str | None]) -> Plan[list[Channel]]:
    asked = urlencode(
        [
            ("portal_type", "News Item"),
            ("sort_on", "effective"),
            ("sort_order", "reverse"),
            ("metadata_fields", "effective"),
            ("metadata_fields", "modified"),
            ("metadata_fields", "Language"),
            ("b_size", "50"),
        ],
        quote_via=quote,
    )
    (answer,) = yield from ask(f"{root}/@search?{asked}", accept=JSON)
    channel = _of("plone", answer.good, plone_items, shown, "Plone's API")
    return [channel] if channel is not None else []


def _govuk(urls: Sequence[str], shown: set[str | None]) -> Plan[list[Channel]]:
    """The Search API, for the organisation whose page was given."""
    for url in urls:
        parts = urlsplit(url)
        match = re.search(r"/government/organisations/([\w-]+)", parts.path)
        given = [match.group(1)] if match else parse_qs(parts.query).get("organisations[]", [])
        if given:
            query = f"filter_organisations={given[0]}&order=-public_timestamp&count=50"
            (answer,) = yield from ask(f"{parts.scheme}://{parts.netloc}/api/search.json?{query}")
            channel = _of("govuk", answer.good, govuk_items, shown, "GOV.UK's Search API")
            return [channel] if channel is not None else []
    return []


def _sitemaps(found: Findings, url: str, shown: set[str | None]) -> Plan[list[Channel]]:
    """The sitemap that names the listings' items, of those that robots.txt or a common address leads to."""
    waiting = [*found.robots.sitemaps]
    via = "robots.txt"
    if not waiting:
        via = "a common address"
        extra = {"wordpress": "/wp-sitemap.xml", "plone": "/sitemap.xml.gz"}.get(found.family or "")
        waiting = [urljoin(url, path) for path in (*([extra] if extra else []), "/sitemap.xml")]
    best: Channel | None = None
    above: dict[str, tuple[str, list[str]]] = {}  # the index that names a sitemap, and what else it names
    asked = 0
    while waiting and asked < _SITEMAPS + 1:
        (answer,) = yield from ask(waiting.pop(0))
        asked += 1
        channel = _of("sitemap", answer.good, sitemap_items, shown, via)
        if channel is None:
            continue
        children = [child.url for child in channel.items.children]
        above.update((child, (channel.url, children)) for child in children)
        waiting = sorted(children, key=lambda child: not _NEWSY.search(child))[:_SITEMAPS] + waiting
        if channel.items.items and (best is None or channel.shared > best.shared):
            best = channel
        if best is not None and best.shared >= 0.5 * len(shown):
            break
    if best is None:
        return []
    index, siblings = above.get(best.url, ("", []))
    alike = [child for child in siblings if _stem(child) == _stem(best.url)]
    return [replace(best, url=index) if len(alike) > 1 else best]


def _stem(url: str) -> str:
    return re.sub(r"\d+", "", url)
