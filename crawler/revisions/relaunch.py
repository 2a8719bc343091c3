"""The relaunch: what became of many statements alike is the page's doing, and no edit of any of them.

A ministry that rebuilds its site puts a paragraph around every text ("Share this page", "Ministry of …, Main Street
1"), takes one away, gives all titles an end, stamps all pages with one date. What is laid beside each other here is
what the pages of one run have lost and gained: not what an edit has done to a sentence, but paragraphs that are new or
gone as a whole (and short ones of which only the numbers differ: counters, stamps), ends of titles, documents,
languages, and values of fields.

Such a thing is the page's where it befell **at least three** statements of one site and language in one run (two may be
a text and its correction; nobody edits three statements alike by accident), **and** at least **half** of the known
statements of that site and language that the run has looked at, changed or not. A ministry that amends three texts
in the same words out of thirty amends three texts; a relaunch meets every page it is looked at with. From **twenty** on
the share does not matter: sites are relaunched by halves, and the other half lies as it was.

Where fewer than three were looked at nothing can be told; :func:`doubtful` names what another look would decide.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from crawler.model.draft import Draft
from crawler.model.statement import Statement
from crawler.revisions.alignment import align
from crawler.revisions.fields import fields
from crawler.revisions.sentences import sentences
from crawler.revisions.templates import document_digest, field_digest, language_digest, template_digest, title_affix
from crawler.revisions.words import folded

LEAST: Final = 3
SHARE: Final = 0.5
MANY: Final = 20
_COUNTER: Final = 80  # characters of a paragraph that may be a counter or a stamp


class Group(NamedTuple):
    """Pages that are built alike."""

    site: str
    language: str | None


@dataclass(frozen=True, slots=True)
class Changed:
    """A page that differs from how it was seen last. ``marks`` are digests of what may have befallen others too."""

    id: str
    group: Group
    marks: frozenset[str]


def changed(before: Statement, draft: Draft) -> Changed:
    """What of a page may be the doing of a relaunch."""
    reading = draft.reading
    marks = set(_paragraphs(before.body.paragraphs, reading.body.paragraphs))
    if before.title and reading.title and (affix := title_affix(before.title, reading.title)):
        marks.add(affix)
    marks |= {
        document_digest(url) for url in {a.url for a in before.attachments} ^ {a.url for a in reading.attachments}
    }
    offered = {item.language for item in before.translations} ^ {item.language for item in reading.translations}
    marks |= {language_digest(language) for language in offered}
    marks |= {field_digest(name, moved) for name, moved in fields(before, reading).moved.items()}
    return Changed(draft.id, Group(draft.site, reading.language), frozenset(marks))


def relaunched(pages: Iterable[Changed], looked: Mapping[Group, int]) -> frozenset[str]:
    """The marks that are the page's. ``looked``: how many known statements of each group the run has seen, ``pages``
    included.
    """
    counts = _counts(pages)
    return frozenset(
        mark
        for (group, mark), count in counts.items()
        if count >= MANY or (count >= LEAST and count >= SHARE * looked.get(group, 0))
    )


def doubtful(pages: Sequence[Changed], looked: Mapping[Group, int]) -> list[Group]:
    """The groups of which too few pages were looked at: each has the same thing, and one more may have it, too."""
    counts = _counts(pages)
    found = {
        group for (group, _), count in counts.items() if count >= looked.get(group, 0) and looked.get(group, 0) < LEAST
    }
    return sorted(found, key=lambda group: (group.site, group.language or ""))


def _counts(pages: Iterable[Changed]) -> Counter[tuple[Group, str]]:
    seen = {page.id: page for page in pages}  # a page that was read twice is one
    return Counter((page.group, mark) for page in seen.values() for mark in page.marks)


def _paragraphs(before: Sequence[str], after: Sequence[str]) -> Iterable[str]:
    """Digests of the paragraphs that are there only once, with no sentence of theirs in the other text."""
    olds, news = {folded(one) for one in before}, {folded(one) for one in after}
    gone = [one for one in before if folded(one) not in news]
    more = [one for one in after if folded(one) not in olds]
    paired = align(sentences(gone), sentences(more))
    kept: tuple[set[int], set[int]] = (set(), set())
    for old, new in paired.pairs:
        kept[0].update(one.paragraph for one in old)
        kept[1].update(one.paragraph for one in new)
    for side, run, places in ((0, gone, kept[0]), (1, more, kept[1])):
        for place, one in enumerate(run):
            if place not in places and any(item.paragraph == place for item in (paired.removed, paired.added)[side]):
                yield template_digest(one)
    stamps = {template_digest(one) for one in gone if len(one) <= _COUNTER}
    yield from stamps & {template_digest(one) for one in more if len(one) <= _COUNTER}
