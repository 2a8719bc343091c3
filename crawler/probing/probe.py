"""The probe: from one address of a ministry to a source file and a report, as a straight flow of asks and answers."""

from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import urlsplit

from crawler.discover.forms import further_ask
from crawler.extract.addresses import absolute
from crawler.extract.families import family_of
from crawler.extract.reader import Tree, tree_of
from crawler.extract.tree import select
from crawler.model.failure import Failure
from crawler.model.source import Listing
from crawler.probing.asking import Plan, StoppedError, ask, see
from crawler.probing.channels import find_channels
from crawler.probing.draft import draft
from crawler.probing.entering import browser_remedy, enter, scripts_of
from crawler.probing.findings import Findings, Listed, Seen
from crawler.probing.items import bare, rows_of
from crawler.probing.judging import judge
from crawler.probing.listings import find_listings
from crawler.probing.naming import site_name
from crawler.probing.paging import Following, following, scripted
from crawler.probing.places import id_of, place_of
from crawler.probing.proving import prove
from crawler.probing.tongues import other_languages

STATEMENTS: Final = 8  # read as a sample
_FAR: Final = (4, 2)  # pages behind the first, where nothing says which is the last


def probe(
    url: str, *, name: str | None = None, statements: int = STATEMENTS, product: str = "communique"
) -> Plan[Findings]:
    """Look at a site from its front page or press page on.

    ``name``: id for the source; ``statements``: how many are read as a sample; ``product``: the name by which
    robots.txt may speak to us. Never raises; what stopped it is in the findings.
    """
    found = Findings(asked=url, host=urlsplit(url).hostname or "")
    try:
        yield from _look(found, name, statements, product)
    except StoppedError as stopped:
        found.stopped, found.remedy = str(stopped), stopped.remedy
    return found


def _look(found: Findings, name: str | None, statements: int, product: str) -> Plan[None]:
    found.robots, first = yield from enter(found.asked, product)
    _place(found, first, name)
    found.listings, looked = yield from find_listings(first, found.place)
    for listed in found.listings:
        yield from _go_on(listed)
    found.listings += yield from other_languages(found.listings, looked, found.place)
    found.channels = yield from find_channels(found, looked)
    if not found.listings and not found.channels:
        raise _nothing(found, looked)
    pages = [*looked, *(listed.seen for listed in found.listings)]
    found.name, found.name_doubt = site_name([seen.tree.root for seen in pages])
    yield from prove(found, statements)
    read = [tree.root for sample in found.samples if sample.page and isinstance(tree := tree_of(sample.page), Tree)]
    found.name, found.name_doubt = site_name([*(seen.tree.root for seen in pages), *read])
    found.source = draft(found)
    judge(found)


def _place(found: Findings, first: Seen, name: str | None) -> None:
    host = urlsplit(first.url).hostname or found.host
    found.aliases = (found.host,) if host != found.host else ()
    found.host = host
    found.place = place_of(host)
    found.id = name or id_of(host, found.place.country)
    family = family_of(first.tree.root, first.page)
    found.family = family.name if family else None


def _go_on(listed: Listed) -> Plan[None]:
    """The listing's second page: a pagination counts as found only where that holds other items of the same form."""
    root = listed.seen.tree.root
    shown = {row.url for row in listed.found.rows}
    tried: set[str] = set()
    for candidate in following(root, listed.url, listed.seen.base):
        if candidate.second in tried and listed.second is None:
            continue
        if len(tried) == 2:
            break
        tried.add(candidate.second)
        (answer,) = yield from ask(candidate.second)
        second = see(answer)
        if isinstance(second, Failure):
            listed.unproven = listed.unproven or (candidate.pagination, f"{candidate.second}: {second.sentence}")
            continue
        rows = rows_on(second, listed)
        new = [url for url in rows if url not in shown]
        if len(new) >= 1 and len(new) >= 0.5 * len(rows) and not _turns_back(candidate.pagination.css, second, listed):
            listed.pagination, listed.how, listed.second = candidate.pagination, candidate.how, second
            listed.unproven = None
            listed.deep = yield from _deep(listed, candidate)
            return
        listed.unproven = listed.unproven or (candidate.pagination, f"{candidate.second} shows no items of its own")
    listed.more = bool(tried) or scripted(root)


def _deep(listed: Listed, way: Following) -> Plan[Seen | None]:
    """A page far behind the first: the last that it links; where its pages are only counted, the fifth or the third."""
    known = {bare(listed.url), bare(way.second)}
    for url in _far(listed, way):
        if bare(url) in known:
            continue
        (answer,) = yield from ask(url)
        seen = see(answer)
        if not isinstance(seen, Failure) and rows_on(seen, listed):
            return seen
    return None


def _far(listed: Listed, way: Following) -> Iterator[str]:
    if way.last is not None:
        yield way.last
    elif listed.pagination is not None and listed.pagination.kind != "next":
        listing = Listing(url=listed.url, items=listed.found.css, pagination=listed.pagination)
        for count in _FAR:
            yield further_ask(listing, listed.pagination.start + count * listed.pagination.step, listed.url).url


def rows_on(seen: Seen, listed: Listed) -> list[str]:
    """The addresses of the items that a listing's selector finds on another page."""
    return [row.url for row in rows_of(seen.tree.root, seen.url, seen.base, listed.found.css)]


def _turns_back(css: str | None, second: Seen, listed: Listed) -> bool:
    """Whether what leads from the first page to the second leads back from there."""
    if css is None:
        return False
    links: Sequence[str | None] = [absolute(a.get("href"), second.base) for a in select(second.tree.root, css)]
    first = next((link for link in links if link), None)
    return first is not None and bare(first) in {bare(listed.url), bare(second.url)}


def _nothing(found: Findings, looked: Sequence[Seen]) -> StoppedError:
    for seen in reversed(looked):
        if why := scripts_of(seen):
            return StoppedError(f"no list of statements was found; {seen.url} needs a browser: {why}", browser_remedy())
    pages = ", ".join(seen.url for seen in looked[:6])
    return StoppedError(
        f"no list of statements was found on {found.host} (looked at {pages})",
        f"give the address of the page that lists the statements; if a browser shows them there, {browser_remedy()}",
    )
