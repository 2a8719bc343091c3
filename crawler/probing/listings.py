"""The listings of a site: on the page that was given, or behind the links that are called press, news, statements."""

from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import urlsplit

from crawler.extract.dates import Dating
from crawler.extract.language import detect, normal
from crawler.model.failure import Failure
from crawler.probing.asking import Plan, ask, see
from crawler.probing.fields import fields_of
from crawler.probing.findings import Listed, Seen
from crawler.probing.front import PressLink, code_of, links_of
from crawler.probing.items import Repeated, bare, repeated
from crawler.probing.places import Place
from crawler.probing.words import PRESS_PATH

GOOD: Final = 4.0  # a score from which repeated structure is a listing
_LEAST: Final = 2.2  # … and below which it is none
_LEAST_OF_PRESS: Final = 0.9  # … on a page that calls itself press, news, statements: there items may be undated
_TRIED: Final = 5  # press links followed from the first page
_TRIED_BELOW: Final = 3  # and from a press page, for the page with all of its statements
_MOST: Final = 4  # listings that one source begins with
_SAME: Final = 0.3  # share of items in common from which two listings are one


def find_listings(first: Seen, place: Place, *, tried: int = _TRIED) -> Plan[tuple[list[Listed], list[Seen]]]:
    """The listings, the best first, and every page that was looked at on the way."""
    looked = [first]
    best = judge(first, place, "the page that was given")
    given = [best] if best else []
    if best is not None and is_whole(best):
        return given, looked
    links = links_of(first.tree.root, first.url, first.base, first.tree.decoded.utf8).press
    found = yield from _follow(links[:tried], place, looked)
    below = _below(looked[1:], looked, links[:tried])
    found += yield from _follow(below[:_TRIED_BELOW], place, looked)
    chosen = chosen_of([*found, *given])
    return chosen, looked


def judge(seen: Seen, place: Place, via: str, weight: float = 0.0) -> Listed | None:
    """The listing that a page holds, or ``None``. ``weight``: that of the link that led to it."""
    candidates = repeated(seen.tree.root, seen.url, seen.base)
    press = weight >= 2 or any(PRESS_PATH.fullmatch(part) for part in urlsplit(seen.url).path.split("/") if part)
    if not candidates or candidates[0].score < (_LEAST_OF_PRESS if press else _LEAST):
        return None
    language = language_of(seen)
    best: Listed | None = None
    for one in candidates[:3]:  # of nearly equal ones, that which says more of its items
        if one.score < 0.6 * candidates[0].score:
            break
        fields = fields_of(one, dating_of(seen, place, language))
        if best is None or (fields.date and not best.fields.date):
            best = Listed(seen, one, fields, language, via)
    if best is not None and best.fields.date is None and len(best.found.rows) < 5 and best.found.score < _LEAST:
        return None
    return best


def is_whole(listed: Listed) -> bool:
    """Whether a page is so much a listing that nobody needs to look for a better one: many dated items on a page that
    is not the front page.
    """
    deep = urlsplit(listed.url).path.strip("/").lower() not in {"", "index.html", "index.php", "index.htm", "home"}
    words = [word for word in urlsplit(listed.url).path.strip("/").split("/") if word]
    below = deep and not (len(words) == 1 and code_of(words[0]) is not None)
    return below and listed.fields.date is not None and len(listed.found.rows) >= 5 and listed.found.score >= GOOD


def dating_of(seen: Seen, place: Place, language: str | None) -> Dating:
    """What is known for reading the dates of a listing."""
    country = place.country if place.doubt is None else None
    languages = (language,) if language else ("en",)
    return Dating(captured=seen.page.captured, languages=languages, timezone=place.timezone, country=country)


def language_of(seen: Seen) -> str | None:
    """The language of a page: by its address, by what it declares, by its words."""
    parts = urlsplit(seen.url)
    for segment in parts.path.lower().split("/")[1:3]:
        if len(segment) in (2, 3) and (code := code_of(segment)):
            return code
    declared = normal(seen.tree.root.get("lang"))
    return declared or detect(" ".join(seen.tree.root.itertext())[:4000], ())


def chosen_of(found: Iterable[Listed]) -> list[Listed]:
    """The best listing, and others that are nearly as good and show other statements."""
    ranked = sorted(found, key=lambda one: -one.found.score * (1.3 if one.fields.date else 1.0))
    chosen: list[Listed] = []
    for one in ranked:
        as_good = not chosen or one.found.score >= 0.4 * chosen[0].found.score
        as_dated = not chosen or one.fields.date is not None or chosen[0].fields.date is None
        if (
            as_good
            and as_dated
            and len(chosen) < _MOST
            and all(overlap(one.found, other.found) < _SAME for other in chosen)
        ):
            chosen.append(one)
    return chosen


def overlap(one: Repeated, other: Repeated) -> float:
    """The share of the smaller listing's items that the other has too."""
    a, b = ({bare(row.url) for row in listing.rows} for listing in (one, other))
    return len(a & b) / max(1, min(len(a), len(b)))


def _follow(links: Sequence[PressLink], place: Place, looked: list[Seen]) -> Plan[list[Listed]]:
    found: list[Listed] = []
    known = {bare(seen.url) for seen in looked}
    for link in links:
        if bare(link.url) in known:
            continue
        (answer,) = yield from ask(link.url)
        seen = see(answer)
        if isinstance(seen, Failure) or bare(seen.url) in known:
            continue
        known |= {bare(seen.url), bare(link.url)}
        looked.append(seen)
        listed = judge(seen, place, f"the link '{link.text}'", link.weight)
        if listed is not None:
            found.append(listed)
    return found


def _below(pages: Sequence[Seen], looked: Sequence[Seen], above: Sequence[PressLink]) -> list[PressLink]:
    """Links of press pages to the lists of all statements, which the page before did not show."""
    known = {bare(seen.url) for seen in looked} | {bare(link.url) for link in above}
    found: dict[str, PressLink] = {}
    for seen in pages:
        for link in links_of(seen.tree.root, seen.url, seen.base, seen.tree.decoded.utf8).press:
            if link.weight >= 2.5 and bare(link.url) not in known:
                found.setdefault(bare(link.url), link)
    return sorted(found.values(), key=lambda link: -link.weight)
