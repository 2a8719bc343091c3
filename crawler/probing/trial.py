"""A source tried: the first page of its listings and a few statements, read as a crawl would, for a person."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from crawler.discover import starts
from crawler.discover.addresses import key_of
from crawler.discover.ask import Ask
from crawler.discover.walk import Walk
from crawler.extract.health import Drift, drifts, note_reading
from crawler.extract.reader import Tree, extract, tree_of
from crawler.model.reading import Hint, Page, Reading, Refusal
from crawler.model.run import Filled
from crawler.model.source import Listing, Source
from crawler.probing.asking import Answer, Plan
from crawler.probing.findings import Sample
from crawler.probing.proving import spread

STATEMENTS: Final = 3
_PAGES: Final = 4  # of one listing, until one shows items: forms, hubs and indexes lead on
_LISTINGS: Final = 6  # tried of one source

Reads = Callable[[Page, Source], Reading | Refusal]
"""How a page becomes a reading: :func:`crawler.extract.extract`, or more where documents can be read too."""


@dataclass(slots=True)
class ListingTried:
    """``links`` are what its first page with items gave; ``pages`` how many were asked for until then."""

    url: str
    links: list[tuple[str, Hint]] = field(default_factory=list)
    pages: int = 0
    goes_on: bool = False
    problems: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Trial:
    """``drifts``: fields that fewer of the statements fill than the source expects, or than in earlier runs."""

    source: Source
    listings: list[ListingTried] = field(default_factory=list)
    statements: list[Sample] = field(default_factory=list)
    layouts: dict[str, Filled] = field(default_factory=dict)
    drifts: list[Drift] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether every listing gave items and every statement was read with title and text, and no field drifts."""
        read = [one.read for one in self.statements if isinstance(one.read, Reading)]
        return (
            bool(read)
            and all(one.links and not one.problems for one in self.listings)
            and len(read) == len(self.statements)
            and all(one.title and (one.body.paragraphs or one.attachments) for one in read)
            and not self.drifts
        )


def try_source(
    source: Source, today: date, *, statements: int = STATEMENTS, reads: Reads = extract,
    before: Sequence[dict[str, Filled]] = (),
) -> Plan[Trial]:  # fmt: skip
    """Ask the source's listings (one of each, in its first language and on its first host) and some statements.

    ``before``: what the layouts filled in earlier runs of the source.
    """
    trial = Trial(source)
    for first, listing in _one_of_each(source, today):
        trial.listings.append((yield from _list(source, first, listing, today)))
    for url, hint in chosen(trial.listings, statements):
        tried = Sample(url, hint)
        trial.statements.append(tried)
        (answer,) = yield (Ask(url),)
        _read(trial, tried, answer, reads)
    trial.drifts = list(drifts(trial.layouts, before, source.expect))
    return trial


def _one_of_each(source: Source, today: date) -> list[tuple[Ask, Listing]]:
    """Of the listings that a template stands for, the first."""
    found: list[tuple[Ask, Listing]] = []
    for listing in source.listings[:_LISTINGS]:
        alone = source.model_copy(update={"listings": (listing,)})
        found += starts(alone, today)[:1]
    return found


def _list(source: Source, first: Ask, listing: Listing, today: date) -> Plan[ListingTried]:
    tried = ListingTried(first.url)
    walk = Walk(source, listing, first, today)
    while tried.pages < _PAGES and not tried.links:
        ask = walk.take()
        if ask is None:
            break
        tried.pages += 1
        (answer,) = yield (ask,)
        if answer.page is None or answer.status is None:
            tried.problems.append(f"{ask.url}: {answer.sentence}")
            walk.lost(ask)
            continue
        step = walk.read(answer.page, ask, answer.status)
        tried.problems += [failure.sentence for failure in step.problems]
        tried.links = list(step.links)
        walk.noted(step, len(step.links))
    tried.goes_on = walk.take() is not None
    if not tried.links and not tried.problems:
        failure = walk.verdict()
        tried.problems.append(failure.sentence if failure else "it shows no link to a statement")
    return tried


def chosen(listings: Sequence[ListingTried], count: int) -> Iterator[tuple[str, Hint]]:
    """So many statements, from each listing in turn: its first, its last, its middle."""
    turns = [list(spread(listing.links)) for listing in listings if listing.links]
    seen: set[str | None] = set()
    for turn in range(max(map(len, turns), default=0)):
        for links in turns:
            if turn < len(links) and len(seen) < count and key_of(links[turn][0]) not in seen:
                seen.add(key_of(links[turn][0]))
                yield links[turn]


def _read(trial: Trial, tried: Sample, answer: Answer, reads: Reads) -> None:
    if answer.good is None:
        tried.failure = answer.sentence
        return
    tried.page = replace(answer.good, hint=tried.hint)
    tried.read = reads(tried.page, trial.source)
    tree = tree_of(tried.page)
    note_reading(trial.layouts, tried.read, tried.page, trial.source, tree if isinstance(tree, Tree) else None)
