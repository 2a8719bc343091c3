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
from crawler.extract.tree import elements_of, select, text_of
from crawler.model.reading import Page, Reading
from crawler.model.source import Layout
from crawler.probing.fields import CHANGED, same_title
from crawler.probing.findings import Findings, Sample
from crawler.probing.selectors import among, weight

_FEWEST: Final = 3  # pages that must agree
_ENOUGH: Final = 0.6  # share of a page's prose that its body must hold
_PROSE: Final = 60  # characters: shorter paragraphs are captions and labels
_SHORT: Final = 90
_MOST_TRIED: Final = 400  # selectors of one field
_BLOCKS: Final = frozenset({"p", "div", "td", "li"})
_NO_BODY: Final = frozenset({"html", "body", "p", "a", "li", "tr", "td", "span", "main"})


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


def _agreed(pages: Sequence[tuple[Sample, Tree]], fits: Callable[[Sample, etree._Element], bool]) -> str | None:
    """The selector that on every page matches one element, and one that fits."""
    first = pages[0]
    options = {
        css
        for element in first[1].root.iter()
        if isinstance(element.tag, str) and fits(first[0], element)
        for css in among(element)
    }
    for css in sorted(options, key=lambda one: (weight(one), one))[:_MOST_TRIED]:
        for sample, tree in pages:
            matched = select(tree.root, css)
            if len(matched) != 1 or not fits(sample, matched[0]):
                break
        else:
            return css
    return None


def _title(pages: Sequence[tuple[Sample, Tree]]) -> str | None:
    told = [(sample, tree) for sample, tree in pages if sample.hint.title]
    if len(told) < _FEWEST:
        return None

    def fits(sample: Sample, element: etree._Element) -> bool:
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

    def fits(sample: Sample, element: etree._Element) -> bool:
        text = squeeze(text_of(element))
        if any(CHANGED.search(one.get("class") or "") for one in (*element.iter(), *element.iterancestors())):
            return False
        if any(one.tag in {"footer", "header", "nav", "aside"} for one in element.iterancestors()):
            return False
        if not 4 <= len(text) <= _SHORT or not any(char.isdigit() for char in text):
            return False
        listed = day(sample, sample.hint.date or "")
        return listed is not None and day(sample, text) == listed

    return _agreed(told, fits) if len(told) >= _FEWEST else None


def _body(pages: Sequence[tuple[Sample, Tree]]) -> str | None:
    """The smallest element that holds most of a page's prose, by a selector that holds on every page."""
    counted = [(tree.root, _prose(tree.root)) for _, tree in pages]
    whole = [(root, prose) for root, prose in counted if prose.get(root, 0) >= 2 * _PROSE]
    if len(whole) < _FEWEST:
        return None

    def fits(root: etree._Element, prose: dict[etree._Element, int], element: etree._Element) -> bool:
        return element.tag not in _NO_BODY and prose.get(element, 0) >= _ENOUGH * prose[root]

    root, prose = whole[0]
    options: dict[str, int] = {}  # and how many elements the one that it matches holds
    for element in root.iter():
        if isinstance(element.tag, str) and fits(root, prose, element):
            for css in among(element, levels=3):
                options.setdefault(css, elements_of(element))
    for css in sorted(options, key=lambda one: (options[one], weight(one), one))[:_MOST_TRIED]:
        matched = [select(one, css) for one, _ in whole]
        alone = all(len(found) == 1 for found in matched)
        if alone and all(fits(*page, found[0]) for page, found in zip(whole, matched, strict=True)):
            return css
    return None


def _prose(root: etree._Element) -> dict[etree._Element, int]:
    """How many characters of long paragraphs each element holds, those of the elements in it included."""
    held: dict[etree._Element, int] = {}
    for _, element in etree.iterwalk(root, events=("end",)):
        own = len(text) if element.tag in _BLOCKS and len(text := _own_text(element)) >= _PROSE else 0
        total = own + sum(held.get(child, 0) for child in element)
        if total:
            held[element] = total
    return held


def _own_text(block: etree._Element) -> str:
    """The text of a block without that of blocks inside it."""
    parts = [block.text or ""]
    for child in block:
        if child.tag not in {"p", "div", "td", "li", "ul", "ol", "table", "section", "article"}:
            parts.append("".join(child.itertext()))
        parts.append(child.tail or "")
    return squeeze("".join(parts))
