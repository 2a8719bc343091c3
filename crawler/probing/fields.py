"""Where an item of a listing says its link, title, date and kind: the selector on which the items agree."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from lxml import etree

from crawler.extract.dates import Dating, read_date
from crawler.extract.kinds import of_label
from crawler.extract.order import order_of
from crawler.extract.text import squeeze
from crawler.extract.tree import select, text_of
from crawler.model.statement import Published
from crawler.probing.items import Repeated, Row
from crawler.probing.selectors import weight, within

_LOOKED_AT: Final = 40  # items of a page
_SHORT: Final = 70  # characters: the place of a date or a kind is short
_SHARE: Final = 0.8  # of the items must agree
_DIGIT: Final = re.compile(r"\d")
_KIND_NAMED: Final = re.compile(r"kind|type|categ|rubri|label|tag|topic|theme|tema|section|badge|kicker", re.IGNORECASE)
_HEADING: Final = re.compile(
    r"^(?:h[1-6]|a|strong|b)$|\.[\w-]*(?:title|head|caption|name|titel|titre|titulo)", re.IGNORECASE
)

CHANGED: Final = re.compile(r"updat|modif|chang|edited|revis", re.IGNORECASE)
"""Names of what says when a page was changed, not when it was published."""


@dataclass(frozen=True, slots=True)
class Fields:
    """Selectors within an item, as a listing of a source file has them; ``None``: not needed, or nothing agrees.

    ``shares`` says for each how many of the items (0 to 1) it holds for. ``days`` are the dates that it reads.
    """

    link: str | None
    title: str | None
    date: str | None
    kind: str | None
    shares: Mapping[str, float]
    days: tuple[Published | None, ...]
    texts: tuple[str, ...]


def fields_of(found: Repeated, dating: Dating, titles: Mapping[str, str] | None = None) -> Fields:
    """The selectors of a listing's fields. ``titles``: what pages call themselves, by the address of the row."""
    rows = found.rows[:_LOOKED_AT]
    shares: dict[str, float] = {}
    date, texts, days = _date(rows, dating, shares)
    link = _link(rows, shares)
    title = _title(rows, date, titles or {}, shares)
    kind = _kind(rows, {css for css in (date, title) if css}, shares)
    return Fields(link, title, date, kind, shares, days, texts)


def shown(item: etree._Element, css: str) -> str | None:
    """What a listing's reader takes for a selector: the text of the first match, or its machine-readable date."""
    for element in select(item, css):
        if text := squeeze(text_of(element)) or squeeze(element.get("datetime", "")):
            return text
    return None


def read_all(texts: Iterable[str | None], dating: Dating) -> tuple[tuple[Published | None, ...], Dating]:
    """Dates read together, in the order that they prove by being together; and what is known after that."""
    given = list(texts)
    if dating.order is None:
        dating = replace(dating, order=order_of([text for text in given if text], dating))
    return tuple(read_date(text, dating, "listing")[0] if text else None for text in given), dating


def _date(
    rows: Sequence[Row], dating: Dating, shares: dict[str, float]
) -> tuple[str | None, tuple[str, ...], tuple[Published | None, ...]]:
    candidates: Counter[str] = Counter()
    for row in rows[:12]:
        for element in row.element.iter():
            text = squeeze(" ".join(element.itertext())) if isinstance(element.tag, str) else ""
            short = len(text) <= (_SHORT if element is not row.element else 400)
            if element.get("datetime") or (short and _DIGIT.search(text)):
                candidates.update(set(within(row.element, element)))
    best: tuple[tuple[float, ...], str, tuple[str, ...], tuple[Published | None, ...]] | None = None
    for css, count in candidates.most_common(120):
        if count < 0.5 * min(len(rows), 12):
            continue
        texts = [shown(row.element, css) for row in rows]
        days, _ = read_all(texts, dating)
        share = sum(day is not None and day.precision not in {"year"} for day in days) / len(rows)
        if share < _SHARE:
            continue
        surplus = sum(len(text or "") for text in texts) / len(rows) / 40
        several = sum(len(select(row.element, css)) > 1 for row in rows) / len(rows)  # which it is hangs on the order
        changed = 3.0 if CHANGED.search(css) else 0.0
        several -= 1.0 if re.search(r"(?:^|[ >])time\b", css) else 0.0  # made for dates
        rank = (round(share, 1), float(_in_order(days)), -weight(css) - surplus - several - changed)
        if best is None or rank > best[0]:
            best = (rank, css, tuple(text or "" for text in texts), days)
            shares["date"] = share
    return (best[1], best[2], best[3]) if best else (None, (), ())


def _in_order(days: Sequence[Published | None]) -> bool:
    """Whether the dates fall, but for one in ten that was pinned or set right."""
    stated = [day.date for day in days if day is not None]
    wrong = sum(later > earlier for earlier, later in pairwise(stated))
    return wrong <= len(stated) // 10


def _link(rows: Sequence[Row], shares: dict[str, float]) -> str | None:
    firsts = [next((a for a in row.element.iter("a") if a.get("href")), None) for row in rows]
    if all(first is not None and _same(first, row) for first, row in zip(firsts, rows, strict=True)):
        shares["link"] = 1.0
        return None
    candidates = Counter(css for row in rows[:12] for css in set(within(row.element, row.anchor)))
    best: tuple[tuple[float, float], str] | None = None
    for css, _ in candidates.most_common(60):
        hits = 0
        for row in rows:
            found = select(row.element, css)
            hits += bool(found) and _same(found[0], row)
        rank = (round(hits / len(rows), 2), -weight(css))
        if best is None or rank > best[0]:
            best = (rank, css)
    if best is None:
        return None
    shares["link"] = best[0][0]
    return best[1] if best[0][0] >= _SHARE else None


def _same(anchor: etree._Element, row: Row) -> bool:
    return anchor is row.anchor or anchor.get("href") == row.anchor.get("href")


def _title(rows: Sequence[Row], date: str | None, titles: Mapping[str, str], shares: dict[str, float]) -> str | None:
    """None where the link's own text is the title: there it is taken without being told."""
    candidates: Counter[str] = Counter()
    for row in rows[:12]:
        for element in row.element.iter():
            if isinstance(element.tag, str) and element is not row.element:
                candidates.update(css for css in set(within(row.element, element)) if _HEADING.search(css))
    known = [row for row in rows if row.url in titles]

    def judged(texts: Sequence[str | None], css: str | None) -> tuple[float, ...]:
        agree = sum(same_title(text, titles[row.url]) for row, text in zip(rows, texts, strict=True) if row in known)
        filled = [text for text in texts if text and len(text) > 3]
        distinct = len(set(filled)) / len(rows)
        clean = 1.0
        if date:
            clean = sum(
                not _holds(text, shown(row.element, date)) for row, text in zip(rows, texts, strict=True)
            ) / len(rows)
        length = sum(min(len(text), 60) for text in filled) / (60 * len(rows))
        brief = sum(len(text) <= 300 for text in filled) / len(rows)
        preferred = 0.0 if css is None else -0.05 - weight(css) / 40
        return (agree / len(known) if known else 0.0, round(min(distinct, clean, brief), 1), length + preferred)

    own = judged([row.text for row in rows], None)
    best: tuple[tuple[float, ...], str | None] = (own, None)
    for css, count in candidates.most_common(60):
        if count < 0.5 * min(len(rows), 12):
            continue
        rank = judged([shown(row.element, css) for row in rows], css)
        if rank > best[0]:
            best = (rank, css)
    shares["title"] = best[0][1]
    return best[1]


def same_title(one: str | None, other: str | None) -> bool:
    """Whether two titles are one: alike but for case, blanks and marks, or the first cut short on purpose."""
    if not one or not other:
        return False
    cut = re.search(r"\s*(?:…|\.\.\.|\[…\])\s*$", one)
    a, b = folded(one[: cut.start()] if cut else one), folded(other)
    return bool(a) and (a == b or (cut is not None and len(a) >= 12 and b.startswith(a)))


def folded(text: str) -> str:
    """Letters and digits alone, without case."""
    return "".join(char for char in text.casefold() if char.isalnum())


def _holds(text: str | None, part: str | None) -> bool:
    return bool(text and part and part in text)


def _kind(rows: Sequence[Row], taken: set[str], shares: dict[str, float]) -> str | None:
    """Where short words stand that many items share, and that are known as kinds of statements."""
    candidates: Counter[str] = Counter()
    for row in rows[:12]:
        for element in row.element.iter():
            text = squeeze(" ".join(element.itertext())) if isinstance(element.tag, str) else ""
            if 2 < len(text) <= 40 and element is not row.anchor and not _DIGIT.search(text):
                candidates.update(set(within(row.element, element)) - taken)
    best: tuple[tuple[float, float], str] | None = None
    for css, count in candidates.most_common(60):
        if count < 0.5 * min(len(rows), 12):
            continue
        given = (shown(row.element, css) for row in rows)
        texts = [text for text in given if text and len(text) <= 40]
        if len(texts) < 0.6 * len(rows) or len(set(texts)) > max(1, len(texts) // 2):
            continue
        known = sum(is_kind(one) for one in texts) / len(texts)
        if known >= 0.5:
            rank = (known + (0.2 if _KIND_NAMED.search(css) else 0.0), -weight(css))
            if best is None or rank > best[0]:
                best = (rank, css)
                shares["kind"] = len(texts) / len(rows)
    return best[1] if best else None


def is_kind(text: str) -> bool:
    """Whether short words name a kind of statement."""
    return of_label(text) is not None
