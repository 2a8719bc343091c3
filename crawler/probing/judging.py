"""What a probe may be sure of, and what a person should look at: sentences, each with its numbers."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from crawler.model.reading import Reading, Refusal
from crawler.probing.compose import listings_of
from crawler.probing.findings import Findings, Listed, Sample
from crawler.probing.listings import dating_of
from crawler.probing.proving import agrees, listed_of


def judge(found: Findings) -> None:
    """Fills ``sure`` and ``look``."""
    for one in (_robots, _place, _listings, _statements, _languages):
        for certain, sentence in one(found):
            (found.sure if certain else found.look).append(sentence)


_PAGE_SIZES = frozenset({10, 12, 15, 16, 18, 20, 24, 25, 30, 40, 50, 60, 100})  # of a listing that is cut somewhere

Said = Iterator[tuple[bool, str]]


def _robots(found: Findings) -> Said:
    if not found.robots.found:
        yield True, "there is no robots.txt: nothing is forbidden"
    elif found.robots.delay:
        yield True, f"robots.txt asks for {found.robots.delay:g} s between requests; the source keeps to it"
    else:
        yield True, "robots.txt forbids nothing that the source needs"


def _place(found: Findings) -> Said:
    if found.place.doubt:
        yield False, f"country and time zone: {found.place.doubt}"
    if found.name_doubt:
        yield False, f"name: {found.name_doubt}"


def _listings(found: Findings) -> Said:
    composed = listings_of(found)
    formats = Counter(one.listing.format for one in composed)
    goes_on = any(
        one.listing.pagination or one.listing.format in {"wordpress", "plone", "govuk", "sitemap"} for one in composed
    )
    for listed in found.listings:
        yield from _listing(listed)
        if listed.pagination is None and not goes_on:
            why = "has more pages, but the way to them was not found" if listed.more else "shows no further page"
            if listed.unproven:
                why = f"has more pages, but the way to them is not proved: {listed.unproven[1]}"
            count = len(listed.found.rows)
            whole = not listed.more and count not in _PAGE_SIZES
            yield whole, f"{listed.url} {why}" + ("" if whole or listed.more else f", yet exactly {count} items")
    for one in composed:
        if one.listing.format != "html":
            channel = next(c for c in found.channels if c.url == one.listing.url)
            told = f", {channel.shared} of them the listing's" if found.listings else ""
            yield True, f"{channel.format} {channel.url}: {len(channel.items.items)} items{told}"
    if not found.listings:
        yield False, f"no HTML listing was found; the source rests on {', '.join(formats)} alone"


def _listing(listed: Listed) -> Said:
    count = len(listed.found.rows)
    days = [day.date for day in listed.fields.days if day is not None]
    if days:
        falling = all(later <= earlier for earlier, later in pairwise(days))
        order = "newest first" if falling else "not in order of their dates"
        yield (
            falling or len(days) < 3,
            f"{listed.url}: {count} items, {len(days)} dated {max(days)} to {min(days)}, {order}",
        )
    else:
        yield count >= 5, f"{listed.url}: {count} items; their dates are not in the listing, or cannot be read there"
    if listed.pagination is not None and listed.second is not None:
        yield True, f"{listed.url} goes on: {listed.second.url} holds further items"


def _statements(found: Findings) -> Said:
    read = [sample for sample in found.samples if isinstance(sample.read, Reading)]
    documents = sum(sample.document for sample in found.samples)
    if documents:
        yield (
            True,
            f"{documents} of {len(found.samples)} sampled items are documents (PDF …), which a crawl reads as such",
        )
    failed: dict[str, list[str]] = {}
    for sample in found.samples:
        if sample.failure:
            failed.setdefault(sample.failure, []).append(sample.url)
        elif isinstance(sample.read, Refusal):
            failed.setdefault(f"not read as a statement: {sample.read.reason.sentence}", []).append(sample.url)
    for why, urls in failed.items():
        more = f" (and {len(urls) - 1} more)" if len(urls) > 1 else ""
        yield False, f"{urls[0]}: {why}{more}"
    pages = [sample for sample in found.samples if not sample.document]
    if not read:
        yield not pages, "no statement could be read"
        return
    for field in ("title", "published", "body", "language"):
        filled = [sample for sample in read if _filled(sample, field)]
        name = {"published": "date", "body": "text"}.get(field, field)
        agreeing = _agreeing(found, read, field)
        told = f"{name}: in {len(filled)} of {len(read)} statements read{agreeing[0]}"
        yield len(filled) == len(read) and agreeing[1], told
    for sample in read:
        assert isinstance(sample.read, Reading)  # noqa: S101 (filtered above)
        for warning in sample.read.warnings:
            if warning.startswith(("charset", "mojibake", "encoding")):
                yield False, f"{sample.url}: {warning}"


def _filled(sample: Sample, field: str) -> bool:
    if not isinstance(sample.read, Reading):
        return False
    if field == "body":
        return bool(sample.read.body.paragraphs)
    return getattr(sample.read, field) is not None


def _agreeing(found: Findings, read: Sequence[Sample], field: str) -> tuple[str, bool]:
    """How many readings agree with their listing, as the end of a sentence, and whether all do."""
    if field not in {"title", "published"}:
        return "", True
    verdicts = []
    for sample in read:
        listed = listed_of(found, sample)
        seen = listed.seen if listed else None
        if seen is None and found.listings:
            seen = found.listings[0].seen
        if seen is not None:
            dating = dating_of(seen, found.place, listed.language if listed else None)
            verdicts.append(agrees(sample, "title" if field == "title" else "date", dating))
    known = [verdict for verdict in verdicts if verdict is not None]
    if not known:
        return "", True
    return f"; {sum(known)} of {len(known)} agree with the listing", all(known)


def _languages(found: Findings) -> Said:
    listed = [code for code in found.languages if any(one.language == code for one in found.listings)]
    if len(listed) > 1:
        yield True, f"languages: {', '.join(listed)}, each with a listing of its own"
    further = [code for code in found.languages if code not in listed]
    if further and found.listings:
        yield True, f"languages: statements in {', '.join(further)} stand in the same listing"
