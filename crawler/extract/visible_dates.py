"""The date that a page without a layout shows its readers: beside the title, in it, or as the last line."""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from lxml import etree

from crawler.extract.dates import Dating, read_date
from crawler.extract.text import squeeze
from crawler.model.statement import Published

_BEFORE: Final = 3  # pieces of text around the title that may hold its date
_AFTER: Final = 5
_LONGEST: Final = 70  # characters: a date, perhaps with its label or place
_WORDS: Final = 4  # words beside the date
_CHANGED: Final = re.compile(
    r"updat|modif|chang|revis|review|effective|deadline|aktualis|geändert|stand:|обновл|измен|yenilən|dəyiş|mis à jour"
    r"|actualiz|atualiz|更新",
    re.IGNORECASE,
)
_IN_TITLE: Final = re.compile(r"\(([^()]{8,40})\)\s*$")
_CHROME: Final = frozenset({"nav", "footer", "aside", "script", "style", "noscript", "select", "button", "template"})


def beside_title(heading: etree._Element | None, dating: Dating) -> Published | None:
    """The one date among the short texts just before and after the heading; two different ones are none."""
    if heading is None:
        return None
    found: dict[str, Published] = {}
    today = {(dating.captured + timedelta(days=step)).date().isoformat() for step in (-1, 0, 1)}
    for text, is_before in _around(heading):
        if len(text) > _LONGEST or _CHANGED.search(text):
            continue
        published, _ = read_date(text, dating, "heuristic")
        if published is None or published.precision in {"year", "month"} or not _mostly_date(text):
            continue
        if is_before and published.date in today:  # pages show the day of the visit above their text
            continue
        found.setdefault(published.date, published)
    return next(iter(found.values())) if len(found) == 1 else None


def only_time(root: etree._Element, dating: Dating) -> Published | None:
    """The date of the page's ``<time>`` elements, where all of them outside its frame show the same one."""
    found: dict[str, Published] = {}
    for item in root.iter("time"):
        if any(parent.tag in _CHROME for parent in item.iterancestors()):
            continue
        published, _ = read_date("".join(item.itertext()), dating, "heuristic")
        if published is None:
            published, _ = read_date(item.get("datetime") or "", dating, "heuristic")
        if published is None or published.precision in {"year", "month"}:
            return None
        found.setdefault(published.date, published)
    return next(iter(found.values())) if len(found) == 1 else None


def in_title(title: str | None, dating: Dating) -> Published | None:
    """A date in brackets at the title's end."""
    match = _IN_TITLE.search(title or "")
    published = read_date(match.group(1), dating, "title")[0] if match and _mostly_date(match.group(1)) else None
    return published if published and published.precision != "year" else None


def last_line(paragraphs: Sequence[str], dating: Dating) -> Published | None:
    """A last paragraph that is nothing but a date."""
    if not paragraphs or not is_date_line(paragraphs[-1]):
        return None
    published = read_date(paragraphs[-1], dating, "body")[0]
    return published if published and published.precision not in {"year", "month"} else None


def is_date_line(text: str, longest: int = 40) -> bool:
    """Whether a line may be a date and a place, and nothing else."""
    return len(text) <= longest and _mostly_date(text)


def _mostly_date(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", text)
    return len(words) <= _WORDS + 3 and re.search(r"\d", text) is not None


def _around(heading: etree._Element) -> Iterator[tuple[str, bool]]:
    """Texts in the heading, a few before it and a few after; and whether they stand before it."""
    yield from ((squeeze("".join(item.itertext())), False) for item in heading.iter("time"))
    before: list[str] = []
    for text in _texts_before(heading):
        before.append(text)
        if len(before) == _BEFORE:
            break
    yield from ((text, True) for text in before)
    for count, (text, is_heading) in enumerate(_texts_after(heading)):
        if count == _AFTER or (len(text) > 3 * _LONGEST and not is_heading):
            return
        yield text, False


def _texts_before(heading: etree._Element) -> Iterator[str]:
    element: etree._Element | None = heading
    for _ in range(6):
        if element is None:
            return
        for sibling in element.itersiblings(preceding=True):
            yield from reversed(list(_pieces(sibling))[-_BEFORE:])
        element = element.getparent()
        if element is None or element.tag in {"body", "html"}:
            return


def _texts_after(heading: etree._Element) -> Iterator[tuple[str, bool]]:
    """Texts and whether they are headings, which may be long: a sub-headline stands between title and date."""
    element: etree._Element | None = heading
    for _ in range(6):
        if element is None or element.tag in {"body", "html"}:
            return
        for sibling in element.itersiblings():
            for piece in _pieces(sibling):
                yield piece, sibling.tag in _HEADINGS
        element = element.getparent()


_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4"})
_BLOCK: Final = frozenset({
    "p", "div", "section", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr", "td", "dd", "dt",
    "article", "header", "main", "form",
})  # fmt: skip


def _pieces(element: etree._Element) -> Iterator[str]:
    """The texts of the innermost blocks of an element."""
    if element.tag in _CHROME or element.tag == "header":
        return
    parts: list[str] = []
    hidden: etree._Element | None = None
    for event, item in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            if hidden is None and item.tag in _CHROME:
                hidden = item
            if hidden is None:
                if item.tag in _BLOCK:
                    yield from _flushed(parts)
                parts.append(item.text or "")
            continue
        if hidden is item:
            hidden = None
        if hidden is None:
            if item.tag in _BLOCK:
                yield from _flushed(parts)
            if item is not element:
                parts.append(item.tail or "")
    yield from _flushed(parts)


def _flushed(parts: list[str]) -> Iterator[str]:
    text = squeeze("".join(parts))
    parts.clear()
    if text:
        yield text
