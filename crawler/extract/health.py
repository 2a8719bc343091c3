"""Health: what share of a source's pages fills each field, and whether that is less than it used to be.

A layout that stops fitting fails silently: each page alone is a page without a date. Over a run it is seen.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import comb
from typing import Final, NamedTuple

from crawler.extract.generic import read_generic
from crawler.extract.layout import choose
from crawler.extract.reader import Tree
from crawler.extract.tree import Lookup
from crawler.model.failure import Failure
from crawler.model.reading import Page, Reading, Refusal
from crawler.model.run import Filled, Missing
from crawler.model.source import Expectations, Source

GENERIC: Final = "generic"
DOCUMENT: Final = "document"
NONE: Final = "none"
READ: Final = "read"  # a field of every layout: whether the page could be read at all
_ENOUGH: Final = 20  # pages: of fewer there is no habit
_FEW: Final = 10  # pages: of fewer no run is judged alone
_IMPROBABLE: Final = 0.001  # that so few fill the field by chance
_WATCHED: Final = ("title", "published", "body", "number", "kind", "language", "speakers")
_SHOWN: Final = 100  # characters of what is read instead


class Drift(NamedTuple):
    """``share`` of ``pages`` fill the field now; ``before`` is the share of earlier runs or what the source expects."""

    layout: str
    field: str
    pages: int
    share: float
    before: float
    url: str
    sentence: str


def note_reading(
    layouts: dict[str, Filled],
    result: Reading | Refusal,
    page: Page,
    source: Source,
    tree: Tree | None,
) -> None:
    """Count a page under the layout that read it, or that should have.

    ``tree`` is ``None`` of what is no HTML: a document, an API's answer.
    """
    if isinstance(result, Refusal):
        if tree is None or result.reason.code not in {"layout.mismatch", "layout.none"}:
            return  # a page that is no statement fills nothing and says nothing of the layout
        layout = choose(source, page, Lookup(tree.root))
        name, fields = (layout.id if layout else NONE), frozenset[str]()
        found = {READ: result.reason.sentence}
    else:
        name = result.layout or (DOCUMENT if tree is None else GENERIC)
        fields = frozenset({READ, *result.fields})
        found = {item.partition(":")[0]: item for item in reversed(result.warnings)}  # the first of each field
    filled = layouts.setdefault(name, Filled())
    filled.pages += 1
    for field in fields:
        filled.fields[field] = filled.fields.get(field, 0) + 1
    missed = [field for field in (READ, *_WATCHED) if field not in fields and field not in filled.missing]
    instead = read_generic(page, source, tree.root, tree.decoded) if missed and tree and not _is_general(name) else None
    for field in missed:
        finding = found.get("date" if field == "published" else field)
        found_instead = _instead(instead, field) if instead else None
        filled.missing[field] = Missing(url=page.url, finding=finding, instead=found_instead)


def drifts(now: Mapping[str, Filled], before: Sequence[Mapping[str, Filled]], expect: Expectations) -> Iterator[Drift]:
    """Fields that fewer pages fill than in earlier runs (more than chance explains), or than the source expects.

    A field is compared where its layout read at least twenty pages before; by chance alone fewer than one run in a
    thousand is reported (binomial, with the earlier share).
    """
    for name, filled in sorted(now.items()):
        if name == NONE:
            yield from _unfit(now, before)
            continue
        past = [item[name] for item in before if name in item]
        pages = sum(item.pages for item in past)
        known = {field for item in past for field in item.fields}
        expectations = {_stored(field): share for field, share in expect.fields.items()}
        for field in sorted(known | set(expectations)):
            count = filled.fields.get(field, 0)
            usual = sum(item.fields.get(field, 0) for item in past)
            expected = expectations.get(field)
            if pages >= _ENOUGH and _fewer(count, filled.pages, usual, pages):
                yield _drift(name, field, filled, count, usual / pages, "in earlier runs")
            elif expected is not None and count < expected * filled.pages:
                yield _drift(name, field, filled, count, expected, "as the source expects")


def lately(now: Mapping[str, Filled], before: Sequence[Mapping[str, Filled]], expect: Expectations) -> Iterator[Drift]:
    """The drifts of a run's pages, taken together with those of the runs before it (newest first) where it read few.

    A run that keeps watch reads a page or two: alone it would never show that a layout has ceased to fit. Only what
    its own pages leave empty is told.
    """
    count = small_ones(_pages(now), [_pages(run) for run in before])
    together = {name: _added([run[name] for run in (now, *before[:count]) if name in run]) for name in now}
    for drift in drifts(together, before[count:], expect):
        own = now[drift.layout]
        if drift.layout == NONE or own.fields.get(drift.field, 0) < own.pages:
            yield drift


def small_ones(pages: int, before: Sequence[int]) -> int:
    """How many of the runs before one, newest first, are judged together with it, by the pages that each read.

    As many as it takes to have ten pages, and none that has as many alone: it was judged by itself.
    """
    count = 0
    while count < len(before) and before[count] < _FEW and pages + sum(before[:count]) < _FEW:
        count += 1
    return count


def _pages(run: Mapping[str, Filled]) -> int:
    return sum(filled.pages for filled in run.values())


def _added(some: Sequence[Filled]) -> Filled:
    counts: dict[str, int] = {}
    for filled in some:
        for field, count in filled.fields.items():
            counts[field] = counts.get(field, 0) + count
    missing = {field: example for filled in reversed(some) for field, example in filled.missing.items()}
    return Filled(pages=sum(filled.pages for filled in some), fields=counts, missing=missing)


def as_failure(drift: Drift) -> Failure:
    """A drift as a problem of its run."""
    return Failure("layout.drift", drift.sentence)


def _unfit(now: Mapping[str, Filled], before: Sequence[Mapping[str, Filled]]) -> Iterator[Drift]:
    """Pages that no layout fits: more of them than usual."""
    pages = sum(item.pages for item in now.values())
    past = sum(item.pages for run in before for item in run.values())
    unfit = now[NONE]
    fit, usual = pages - unfit.pages, past - sum(run[NONE].pages for run in before if NONE in run)
    if past >= _ENOUGH and _fewer(fit, pages, usual, past):
        example = unfit.missing.get(READ)
        told = f"; for example {example.url}" if example else ""
        yield Drift(
            NONE,
            READ,
            pages,
            fit / pages,
            usual / past,
            example.url if example else "",
            f"a layout fits {fit} of {pages} pages, in earlier runs {usual / past:.0%}{told}",
        )


def _drift(layout: str, field: str, filled: Filled, count: int, before: float, whose: str) -> Drift:
    example = filled.missing.get(field)
    parts = [f"layout {layout}: {field} filled on {count} of {filled.pages} pages, {before:.0%} {whose}"]
    if example:
        parts.append(f"for example {example.url}" + (f": {example.finding}" if example.finding else ""))
        if not _is_general(layout):
            parts.append(f"read without the layout: {example.instead or 'nothing'}")
    return Drift(
        layout,
        field,
        filled.pages,
        count / filled.pages,
        before,
        example.url if example else "",
        "; ".join(parts),
    )


def _is_general(layout: str) -> bool:
    """Whether it is a way of reading that is no source's own: there is no other to compare it with."""
    return layout in {GENERIC, DOCUMENT} or layout.startswith("family.")


def _stored(field: str) -> str:
    """The name under which a field is counted: people write ``date``."""
    return "published" if field == "date" else field


def _fewer(count: int, pages: int, usual: int, past: int) -> bool:
    """Whether so few could hardly be chance, had the share stayed what it was."""
    if count * past >= usual * pages:
        return False
    share = (usual + 1) / (past + 2)  # never quite certain, however long it went well
    below = sum(comb(pages, k) * share**k * (1 - share) ** (pages - k) for k in range(count + 1))
    return below < _IMPROBABLE


def _instead(reading: Reading | Refusal, field: str) -> str | None:
    """What the generic reading finds in a field's place, with how it was found."""
    if isinstance(reading, Refusal):
        return None
    if field in {READ, "body"}:
        value = reading.body.text
    elif field == "published":
        value = reading.published.date if reading.published else ""
    else:
        stated = getattr(reading, field)
        value = ", ".join(stated) if isinstance(stated, tuple) else stated or ""
    if not value:
        return None
    shown = value if len(value) <= _SHOWN else value[: _SHOWN - 1] + "…"
    method = reading.fields.get("body" if field == READ else field)
    return f"{shown!r} ({method})" if method else repr(shown)
