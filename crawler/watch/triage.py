"""Triage: a source gives less than it did. Whose doing is it? Says so of pages that are at hand, asks nothing itself.

The last good capture and the new one are both read by today's program. Where it reads the good one still, the site has
changed; where it does not, our own reading has.
"""

from collections.abc import Collection
from typing import Final, NamedTuple

from lxml import etree

from crawler.discover.addresses import absolute, key_of
from crawler.discover.html_listing import html_page, items_on
from crawler.discover.listing import ListingPage, items_of, read_listing, wanted_by
from crawler.extract import Tree, extract, tree_of
from crawler.extract.health import READ
from crawler.extract.tree import select
from crawler.extract.walls import wall
from crawler.model.failure import Failure
from crawler.model.reading import Page, Refusal
from crawler.model.run import Verdict
from crawler.model.source import Listing, Source

_REFUSED: Final = ("blocked.", "robots.disallowed")
_NO_ANSWER: Final = ("net.", "tls.", "robots.unreachable", "http.")
_AGAIN: Final = 3  # links to statements, beside those of its menus, that a listing without items does not hold
_ALIKE: Final = 0.5  # share of a page's frame that is still there where only its items are gone
_BARE: Final = 10  # elements of a page's frame: of fewer there is no telling whose it is
_MAIN: Final = ("title", "published", "body")
_NO_FRAME: Final = frozenset({"html", "head", "body", "title", "meta", "link", "script", "style", "noscript", "base"})


class Seen(NamedTuple):
    """A page as a capture holds it: the status of the answer, and the record that it comes from."""

    page: Page
    status: int | None
    record_id: str
    date: str


def cause_of(code: str) -> str | None:
    """What a reason code alone says: ``blocked``, ``unreachable``, or nothing."""
    if code.startswith(_REFUSED):
        return "blocked"
    return "unreachable" if code.startswith(_NO_ANSWER) and code != "http.gone" else None


def judge_listing(failure: Failure, now: Seen | None, good: Seen | None, source: Source, listing: Listing) -> Verdict:
    """Why a listing gave nothing, or not what it should.

    ``now`` is what it answered, ``good`` its last answer from a run in which all listings could be read; either may be
    missing: without an answer nothing but the reason tells, and without a good one the new one alone.
    """
    verdict = _Verdict(f"the listing {listing.url if now is None else now.page.url}", now, good)
    if now is None:
        kind = cause_of(failure.code) or "unreachable"
        return verdict.of(kind, failure.sentence)
    if barred := _barred(now, failure):
        return verdict.of("blocked", barred.sentence)
    if now.status != 200:
        kind = "site_changed" if now.status in (404, 410) else "unreachable"
        return verdict.of(kind, f"it answers {now.status}")
    if good is not None and not _holds(good.page, source, listing):
        return verdict.of("reading_changed", "its answer of {good} cannot be read any more either: mend the definition")
    if _is_empty(now.page, good.page if good else None, source, listing):
        return verdict.of("emptied", "it answers as it did, and holds nothing")
    still = "" if good is None else "; its answer of {good} is read as it was"
    return verdict.of("site_changed", f"{failure.sentence}{still}: describe its new form")


def judge_page(field: str, failure: Failure | None, now: Seen | None, good: Seen, source: Source) -> Verdict:
    """Why pages do not fill a field (``read``: why they are refused), by a page that does not and the last that did."""
    verdict = _Verdict(f"the page {good.page.url if now is None else now.page.url}", now, good)
    if failure is not None and failure.code.startswith("blocked."):
        return verdict.of("blocked", failure.sentence)
    what = "cannot be read" if field == READ else f"has no {field}"
    told = f" ({failure.sentence})" if failure is not None else ""
    where = "" if now is None or now.page.url == good.page.url else f", {good.page.url}"
    if not _fills(good.page, field, source):
        return verdict.of(
            "reading_changed",
            f"it {what}{told}, and neither does the capture of {{good}}{where} give it any more: mend the definition",
        )
    return verdict.of(
        "site_changed",
        f"it {what}{told}, though the capture of {{good}}{where} is read as it was: describe its new form",
    )


def still_holds(now: Seen, good: Seen, source: Source) -> bool:
    """Whether what was said of a page, by these two captures, is still to be said: nothing new was read since then, but
    the definition may have been mended.
    """
    reading, before = extract(now.page, source), extract(good.page, source)
    if isinstance(reading, Refusal) or isinstance(before, Refusal):
        return True
    return any(field in before.fields and field not in reading.fields for field in _MAIN)


class _Verdict:
    """What all verdicts on one page have in common."""

    def __init__(self, what: str, now: Seen | None, good: Seen | None) -> None:
        self._what = what
        self._now = now
        self._good = good

    def of(self, kind: str, sentence: str) -> Verdict:
        good = self._good
        named = sentence.startswith(self._what)  # what a reason says of a listing names it
        told = (sentence if named else f"{self._what}: {sentence}").replace("{good}", good.date[:10] if good else "")
        return Verdict.model_validate(
            {
                "kind": kind,
                "sentence": told,
                "url": self._now.page.url if self._now else None,
                "good": good.record_id if good else None,
                "now": self._now.record_id if self._now else None,
            }
        )


def _barred(now: Seen, failure: Failure) -> Failure | None:
    if failure.code.startswith(_REFUSED):
        return failure
    tree = tree_of(now.page)
    if isinstance(tree, Tree) and (found := wall(now.page, tree.root)):
        return found
    if now.status in (401, 403, 451):
        return Failure("blocked.forbidden", f"it answers {now.status}")
    return None


def _holds(page: Page, source: Source, listing: Listing) -> bool:
    found = read_listing(page, source, listing)
    return isinstance(found, ListingPage) and bool(found.links or found.next)


def _fills(page: Page, field: str, source: Source) -> bool:
    reading = extract(page, source)
    return not isinstance(reading, Refusal) and (field == READ or field in reading.fields)


def _is_empty(now: Page, good: Page | None, source: Source, listing: Listing) -> bool:
    """Whether a listing that gives no link has none to give, and is not merely written otherwise."""
    if listing.format != "html":
        found = items_of(now, listing)
        return not isinstance(found, Failure) and not found.met
    parsed = html_page(now)
    if isinstance(parsed, Failure) or not isinstance(items_on(parsed, listing), Failure):
        return False  # it has items, and none leads to a statement
    refusal = read_listing(now, source, listing)
    if isinstance(refusal, Refusal) and refusal.reason.code != "listing.empty":
        return False  # scripts make its items
    before = html_page(good) if good is not None else None
    known, menus = (set[str](), set[str]())
    if before is not None and not isinstance(before, Failure):
        elements = select(before.root, listing.items or "")
        known = _links(elements, before.base, source, listing)
        menus = _links([before.root], before.base, source, listing) - known
    links = _links([parsed.root], parsed.base, source, listing) - menus
    if links & known or len(links) >= _AGAIN:
        return False
    frame = _frame([parsed.root], ())
    if before is None or isinstance(before, Failure) or len(frame) < _BARE:
        return True
    former = _frame([before.root], select(before.root, listing.items or ""))
    return len(former & frame) >= _ALIKE * len(former)


def _links(elements: Collection[etree._Element], base: str, source: Source, listing: Listing) -> set[str]:
    """The keys of links in these elements that may be statements'."""
    wanted = wanted_by(source, listing)
    found = set[str]()
    for element in elements:
        for anchor in element.iter("a"):
            url = absolute(base, anchor.get("href", ""))
            key = key_of(url) if url else None
            if url and key and wanted(url):
                found.add(key)
    return found


def _frame(roots: Collection[etree._Element], without: Collection[etree._Element]) -> set[tuple[str, str]]:
    """What a page is built of: each kind of element with its classes, those of ``without`` left out."""
    left_out = {inner for element in without for inner in element.iter()}
    return {
        (element.tag, " ".join(sorted(element.get("class", "").split())) or element.get("id", ""))
        for root in roots
        for element in root.iter()
        if isinstance(element.tag, str) and element.tag not in _NO_FRAME and element not in left_out
    }
