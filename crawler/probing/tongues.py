"""The same listings in the site's other languages, as its pages lead to them."""

from collections.abc import Sequence
from typing import Final

from crawler.model.failure import Failure
from crawler.probing.asking import Plan, ask, see
from crawler.probing.fields import fields_of
from crawler.probing.findings import Listed, Seen
from crawler.probing.front import links_of
from crawler.probing.items import Repeated, bare, rows_of
from crawler.probing.listings import dating_of, judge
from crawler.probing.paging import following
from crawler.probing.places import Place

_MOST_ASKED: Final = 12  # pages that are asked for in all
_FEWEST: Final = 2  # items by the selector of the first language that make a listing in another


def other_languages(listings: Sequence[Listed], looked: Sequence[Seen], place: Place) -> Plan[list[Listed]]:
    """The counterparts of the listings. Asks for each language once a listing, and for a press page where a language's
    link leads to its front page."""
    found: list[Listed] = []
    known = {bare(seen.url) for seen in looked} | {bare(listed.url) for listed in listings}
    asked = 0
    for listed in listings:
        links = _links(listed)
        for code, url in links.items():
            if code == listed.language or bare(url) in known or asked >= _MOST_ASKED:
                continue
            known.add(bare(url))
            asked += 1
            (answer,) = yield from ask(url)
            seen = see(answer)
            if isinstance(seen, Failure):
                continue
            other = counterpart(listed, seen, code, place)
            if other is None and asked < _MOST_ASKED:
                asked += 1
                other = yield from _below(listed, seen, code, place, known)
            if other is not None and not _same(other, [*listings, *found]):
                found.append(other)
    return found


def counterpart(listed: Listed, seen: Seen, code: str, place: Place) -> Listed | None:
    """The page as a listing of the same form, or ``None``."""
    rows = rows_of(seen.tree.root, seen.url, seen.base, listed.found.css)
    if len(rows) < _FEWEST:
        return None
    same = Repeated(listed.found.css, rows, len(rows), listed.found.score, listed.found.dated)
    fields = fields_of(same, dating_of(seen, place, code))
    other = Listed(seen, same, fields, code, f"the link to it in '{code}'")
    if listed.pagination is not None:
        ways = following(seen.tree.root, seen.url, seen.base)
        alike = [way for way in ways if way.pagination.kind == listed.pagination.kind] or ways
        other.pagination, other.how = (alike[0].pagination, alike[0].how) if alike else (None, None)
        if listed.pagination.url is None:  # a parameter or a link: the same in every language
            other.pagination, other.how = listed.pagination, listed.how
    return other


def _below(listed: Listed, seen: Seen, code: str, place: Place, known: set[str]) -> Plan[Listed | None]:
    """Behind a front page in another language: its most telling press link."""
    links = links_of(seen.tree.root, seen.url, seen.base, seen.tree.decoded.utf8).press
    for link in links[:1]:
        if bare(link.url) in known:
            return None
        known.add(bare(link.url))
        (answer,) = yield from ask(link.url)
        page = see(answer)
        if isinstance(page, Failure):
            return None
        same = counterpart(listed, page, code, place)
        if same is not None:
            return same
        other = judge(page, place, f"the link '{link.text}'", link.weight)
        if other is not None:
            other.language = code
        return other
    return None


def _links(listed: Listed) -> dict[str, str]:
    seen = listed.seen
    return dict(links_of(seen.tree.root, seen.url, seen.base, seen.tree.decoded.utf8).languages)


def _same(one: Listed, others: Sequence[Listed]) -> bool:
    """Whether a listing shows what another does: a switcher that leads nowhere else."""
    urls = {bare(row.url) for row in one.found.rows}
    return any(len(urls & {bare(row.url) for row in other.found.rows}) > 0.5 * len(urls) for other in others)
