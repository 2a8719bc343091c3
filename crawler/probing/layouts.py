"""A layout induced from samples, where reading without one falls short: selectors on which every page agrees.

Nothing is better than a brittle rule: a selector must match exactly one element on every sample, and what stands there
must be what the listing says (title, date) or where the text is (body).
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from lxml import etree

from crawler.extract.dates import Dating, read_date
from crawler.extract.dating import Order
from crawler.extract.reader import Tree, tree_of
from crawler.extract.text import squeeze
from crawler.extract.tree import select, text_of
from crawler.model.reading import Page, Reading
from crawler.model.source import Layout
from crawler.probing.fields import CHANGED, same_title
from crawler.probing.findings import Findings, Sample
from crawler.probing.selectors import among, weight

_FEWEST: Final = 3  # pages that must agree
_ENOUGH: Final = 0.6  # share of a page's prose that its body must hold
_PROSE: Final = 60  # characters: shorter paragraphs are captions and labels
_SHORT: Final = 90


def induce(found: Findings) -> Layout | None:
    """The layout, marked as drafted so that a page it does not fit is read generically; ``None`` where none is needed
    or none can be had."""
    short = falls_short(found.samples)
    if not short:
        return None
    return _of_pages(found, short, _parsed(found.samples)) or _of_pages(
        found, short, _parsed([sample for sample in found.samples if falls_short([sample])])
    )


def _of_pages(found: Findings, short: set[str], pages: Sequence[tuple[Sample, Tree]]) -> Layout | None:
    """The layout on which these pages agree."""
    if len(pages) < _FEWEST:
        return None
    languages = found.languages or ("en",)
    country = found.place.country if found.place.doubt is None else None
    title = _title(pages)
    body = _body(pages)
    if title is None or body is None:
        return None
    date = _date(pages, languages, country, found.order)
    if "published" in short and date is None and short == {"published"}:
        return None
    return Layout(id="probed", drafted=True, title=title, date=date or (), body=body, date_order=found.order or "DMY")


def falls_short(samples: Iterable[Sample]) -> set[str]:
    """The fields that the generic reading misses on pages whose listing gives them, or reads against the listing."""
    short: set[str] = set()
    for sample in samples:
        if not isinstance(sample.read, Reading):
            if sample.page is not None:
                short.add("body")
            continue
        read = sample.read
        if sample.hint.title and (not read.title or not same_title(sample.hint.title, read.title)):
            short.add("title")
        if read.published is None:
            short.add("published")
        if not read.body.paragraphs:
            short.add("body")
    return short


def _parsed(samples: Sequence[Sample]) -> list[tuple[Sample, Tree]]:
    found = []
    for sample in samples:
        page: Page | None = sample.page
        tree = tree_of(page) if page is not None else None
        if isinstance(tree, Tree):
            found.append((sample, tree))
    return found


def _agreed(pages: Sequence[tuple[Sample, Tree]], fits: Callable[[Sample, Tree, etree._Element], bool]) -> str | None:
    """The selector that on every page matches one element, and one that fits."""
    first = pages[0]
    options = {
        css
        for element in first[1].root.iter()
        if isinstance(element.tag, str) and fits(*first, element)
        for css in among(element)
    }
    for css in sorted(options, key=lambda one: (weight(one), one)):
        for sample, tree in pages:
            matched = select(tree.root, css)
            if len(matched) != 1 or not fits(sample, tree, matched[0]):
                break
        else:
            return css
    return None


def _title(pages: Sequence[tuple[Sample, Tree]]) -> str | None:
    told = [(sample, tree) for sample, tree in pages if sample.hint.title]
    if len(told) < _FEWEST:
        return None

    def fits(sample: Sample, tree: Tree, element: etree._Element) -> bool:
        if element.tag in {"title", "html", "body", "head", "meta", "option"}:
            return False
        return same_title(sample.hint.title, squeeze(text_of(element)))

    return _agreed(told, fits)


def _date(
    pages: Sequence[tuple[Sample, Tree]], languages: tuple[str, ...], country: str | None, order: Order | None
) -> str | None:
    told = [(sample, tree) for sample, tree in pages if sample.hint.date]

    def day(sample: Sample, text: str) -> str | None:
        captured = sample.page.captured if sample.page else None
        if captured is None:
            return None
        language = sample.read.language if isinstance(sample.read, Reading) else None
        dating = Dating(captured, (language,) if language else languages, order, country=country)
        published, _ = read_date(text, dating, "selector")
        return published.date if published else None

    def fits(sample: Sample, tree: Tree, element: etree._Element) -> bool:
        text = squeeze(text_of(element))
        if CHANGED.search(element.get("class") or ""):
            return False
        if not 4 <= len(text) <= _SHORT or not any(char.isdigit() for char in text):
            return False
        listed = day(sample, sample.hint.date or "")
        return listed is not None and day(sample, text) == listed

    return _agreed(told, fits) if len(told) >= _FEWEST else None


def _body(pages: Sequence[tuple[Sample, Tree]]) -> str | None:
    """The smallest element that holds most of a page's prose, by a selector that holds on every page."""
    prose: dict[int, int] = {}

    def long_text(root: etree._Element) -> int:
        return sum(len(text) for block in root.iter("p", "div", "td", "li") if len(text := _own_text(block)) >= _PROSE)

    for _, tree in pages:
        prose[id(tree)] = long_text(tree.root)

    def fits(sample: Sample, tree: Tree, element: etree._Element) -> bool:
        if element.tag in {"html", "body", "p", "a", "li", "tr", "td", "span", "main"}:
            return False
        total = prose[id(tree)]
        return total > 0 and long_text(element) >= _ENOUGH * total

    whole = [(sample, tree) for sample, tree in pages if prose[id(tree)] >= 2 * _PROSE]
    if len(whole) < _FEWEST:
        return None
    first = whole[0]
    options: dict[str, int] = {}
    for element in first[1].root.iter():
        if isinstance(element.tag, str) and fits(*first, element):
            for css in among(element, levels=3):
                options.setdefault(css, sum(1 for _ in element.iter()))
    for css in sorted(options, key=lambda one: (options[one], weight(one), one)):
        matched = [select(tree.root, css) for _, tree in whole]
        if all(len(one) == 1 for one in matched) and all(
            fits(sample, tree, one[0]) for (sample, tree), one in zip(whole, matched, strict=True)
        ):
            return css
    return None


def _own_text(block: etree._Element) -> str:
    """The text of a block without that of blocks inside it."""
    parts = [block.text or ""]
    for child in block:
        if child.tag not in {"p", "div", "td", "li", "ul", "ol", "table", "section", "article"}:
            parts.append("".join(child.itertext()))
        parts.append(child.tail or "")
    return squeeze("".join(parts))
