"""The draft put to the proof: its listings read as a crawl reads them, a handful of statements fetched and read."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from crawler.discover import read_listing
from crawler.discover.addresses import key_of
from crawler.extract.addresses import absolute
from crawler.extract.dates import Dating, read_date
from crawler.extract.dating import Order
from crawler.extract.links import media_type_of
from crawler.extract.order import order_of
from crawler.extract.reader import extract
from crawler.model.reading import Hint, Reading, Refusal
from crawler.model.source import Listing, Source
from crawler.probing.addresses import patterns_of
from crawler.probing.asking import Plan, ask
from crawler.probing.compose import listings_of, source_of
from crawler.probing.fields import fields_of, same_title
from crawler.probing.findings import Findings, Listed, Sample
from crawler.probing.items import bare
from crawler.probing.layouts import induce
from crawler.probing.listings import dating_of

_LEAST: Final = 3  # statements that are read, however few were asked for


def prove(found: Findings, statements: int) -> Plan[None]:
    """Reads samples and mends the findings by them: titles of items, order of dates, a layout where one is needed."""
    found.patterns = _patterns(found)
    found.languages = _languages(found)
    found.order = _order(found, ())
    links = _links(found)
    for url, hint in _chosen(links, max(_LEAST, statements)):
        sample = Sample(url, hint, document=media_type_of(url) is not None)
        found.samples.append(sample)
        if sample.document:
            continue
        (answer,) = yield from ask(url)
        if answer.good is None:
            sample.failure = answer.sentence
        else:
            sample.page = replace(answer.good, hint=hint)
    _read(found, source_of(found))
    _mend_listings(found)
    found.order = _order(
        found, [s.read.published.raw for s in found.samples if isinstance(s.read, Reading) and s.read.published]
    )
    found.languages = _languages(found)
    found.layout = induce(found)
    _read(found, source_of(found, found.layout))


def _read(found: Findings, source: Source) -> None:
    for sample in found.samples:
        if sample.page is not None:
            sample.read = extract(sample.page, source)


def _patterns(found: Findings) -> tuple[str, ...]:
    """The form of statements' addresses: of the listings' items, against everything else that the pages link."""
    rows = [row.url for listed in found.listings for row in listed.found.rows]
    if not rows:
        return ()
    own = {bare(url) for url in rows}
    others: list[str] = []
    for listed in found.listings:
        for anchor in listed.seen.tree.root.iter("a"):
            link = absolute(anchor.get("href"), listed.seen.base)
            if link and bare(link) not in own and urlsplit(link).hostname == urlsplit(listed.url).hostname:
                others.append(link)
    return patterns_of(rows, others)


def _languages(found: Findings) -> tuple[str, ...]:
    """The languages of the listings, the first one's first, then those of the statements that were read."""
    said: list[str | None] = [listed.language for listed in found.listings]
    if not found.listings:
        said += [channel.items.language for channel in found.channels]
    said += [sample.read.language for sample in found.samples if isinstance(sample.read, Reading)]
    return tuple(dict.fromkeys(code for code in said if code)) or ("en",)


def _order(found: Findings, further: Sequence[str]) -> Order | None:
    """The order of numbers in dates that all that was seen proves together."""
    if not found.listings:
        return None
    listed = found.listings[0]
    dating = dating_of(listed.seen, found.place, listed.language)
    texts = [text for one in found.listings for text in one.fields.texts]
    orders = {order for one in found.listings if (order := order_of(one.fields.texts, dating))}
    if order := order_of([*further], dating):
        orders.add(order)
    if len(orders) > 1:  # the listing and the pages write dates differently: each is read as it proves itself
        return None
    return orders.pop() if orders else order_of([*texts, *further], dating)


def _links(found: Findings) -> list[tuple[str, list[tuple[str, Hint]]]]:
    """The links of each page of each listing, as a crawl of the drafted source would take them."""
    source = source_of(found)
    pages: list[tuple[str, list[tuple[str, Hint]]]] = []
    for composed in listings_of(found):
        for language, page in composed.pages:
            listing = composed.listing
            if language:
                listing = _filled(listing, language)
            read = read_listing(page, source, listing)
            if isinstance(read, Refusal):
                found.look.append(f"the listing {page.url} is not read as drafted: {read.reason.sentence}")
            elif read.links:
                older = any(known == (language or "") for known, _ in pages)
                pages.append((language or "", list(reversed(read.links)) if older else list(read.links)))
    return pages


def _filled(listing: Listing, language: str) -> Listing:
    return listing.model_copy(update={"url": listing.url.replace("{language}", language)})


def _chosen(pages: Sequence[tuple[str, list[tuple[str, Hint]]]], count: int) -> list[tuple[str, Hint]]:
    """So many links, spread over the listings, their languages and their pages: first, last, middle of each in turn."""
    turns = [list(spread(links)) for _, links in pages]
    chosen: dict[str | None, tuple[str, Hint]] = {}
    for turn in range(count):
        for links in turns:
            if turn < len(links) and len(chosen) < count:
                chosen.setdefault(key_of(links[turn][0]), links[turn])
    return list(chosen.values())


def spread(links: Sequence[tuple[str, Hint]]) -> Iterator[tuple[str, Hint]]:
    """First, last, middle, and so on between: each step halves what lies between two that were taken."""
    taken: set[int] = set()
    parts = 1
    while len(taken) < len(links):
        for part in range(parts + 1):
            index = part * (len(links) - 1) // parts
            if index not in taken:
                taken.add(index)
                yield links[index]
        parts *= 2


def _mend_listings(found: Findings) -> None:
    """The titles of items once more, now that it is known what the pages call themselves."""
    titles = {s.url: s.read.title for s in found.samples if isinstance(s.read, Reading) and s.read.title}
    for listed in found.listings:
        if any(row.url in titles for row in listed.found.rows):
            dating = dating_of(listed.seen, found.place, listed.language)
            listed.fields = fields_of(listed.found, replace(dating, order=found.order or dating.order), titles)


def agrees(sample: Sample, field: str, dating: Dating) -> bool | None:
    """Whether what was read of a field is what the listing says; ``None``: one of them says nothing."""
    if not isinstance(sample.read, Reading):
        return None
    if field == "title":
        if not sample.hint.title or not sample.read.title:
            return None
        return same_title(sample.hint.title, sample.read.title)
    published = sample.read.published
    if not sample.hint.date or published is None or published.method == "listing":
        return None
    listed, _ = read_date(sample.hint.date, replace(dating, order=sample.hint.order or dating.order), "listing")
    return None if listed is None else listed.date[:10] == published.date[:10]


def listed_of(found: Findings, sample: Sample) -> Listed | None:
    """The listing on which a sample stood."""
    return next((one for one in found.listings if bare(one.url) == bare(sample.hint.listing)), None)
