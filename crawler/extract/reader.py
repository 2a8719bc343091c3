"""From a page's bytes to a reading or a refusal: which of the ways to read it is taken."""

from typing import NamedTuple

from lxml import etree

from crawler.extract import refuse
from crawler.extract.answers import read_answer
from crawler.extract.charset import HOPELESS, Decoded, decode
from crawler.extract.generic import read_generic
from crawler.extract.layout import choose, claims, read_layout
from crawler.extract.missing import not_found
from crawler.extract.stated import with_stated
from crawler.extract.tree import Lookup, parse
from crawler.extract.walls import wall
from crawler.model.failure import Failure
from crawler.model.reading import Page, Reading, Refusal
from crawler.model.source import Source


class Tree(NamedTuple):
    """A page's text and its elements, which nobody changes: made once, for all who look at the page."""

    decoded: Decoded
    root: etree._Element


def tree_of(page: Page) -> Tree | Refusal:
    """The tree of a page, or why it has none. Never raises."""
    failure = refuse.not_html(page)
    if failure:
        return Refusal(failure)
    if not page.body.strip():
        return Refusal(Failure("content.empty", "the answer has no body"))
    decoded = decode(page.body, page.header("content-type"))
    if decoded.lost > HOPELESS:
        lost = f"{decoded.lost:.0%} of the characters could not be decoded as {decoded.charset}"
        return Refusal(Failure("content.charset", lost))
    root = parse(decoded.utf8)
    return Refusal(root) if isinstance(root, Failure) else Tree(decoded, root)


def extract(page: Page, source: Source | None, tree: Tree | Refusal | None = None) -> Reading | Refusal:
    """What the page says, or why it is no statement. Pure: the same page and source give the same answer.

    A source with layouts reads by the one that fits, and refuses a page that none fits: text found by other means
    would look like a changed statement. An API's JSON answer that is a statement is read by the form of that API,
    whatever the layouts. Without a source, for a site that no layout is for, and where a drafted layout
    does not fit, the page is read generically, and says so (``layout`` is ``None``). Never raises for any page; raises
    ``cssselect.SelectorError`` for a layout whose selector is not CSS. ``tree``: where it was made already.
    """
    if tree is None:
        tree = tree_of(page)
    if isinstance(tree, Refusal):
        return (read_answer(page, source) if tree.reason.code == "content.not_html" else None) or tree
    decoded, root = tree
    read = _by_layout(page, source, root, decoded) if source else None
    if read is None:
        read = read_generic(page, source, root, decoded)
    return _explained(read, page, root) if isinstance(read, Refusal) else with_stated(read, root, decoded.utf8)


def _by_layout(page: Page, source: Source, root: etree._Element, decoded: Decoded) -> Reading | Refusal | None:
    """By the layout that fits. ``None``: the page is nobody's, or of drafted layouts alone, and is read generically."""
    lookup = Lookup(root)
    layout = choose(source, page, lookup)
    read = (
        read_layout(page, source, layout, lookup, decoded)
        if layout
        else Refusal(Failure("layout.none", f"no layout of {source.id} fits {page.url}"))
    )
    if isinstance(read, Refusal) and read.reason.code.startswith("layout."):
        claiming = (item for item in source.layouts if claims(item, source, page.url))
        return None if all(item.drafted for item in claiming) else read
    return read


def _explained(refusal: Refusal, page: Page, root: etree._Element) -> Refusal:
    """The better reason: a layout fails on a wall because it is a wall."""
    if not refusal.reason.code.startswith(("layout.", "content.empty")):
        return refusal
    body = list(root.iter("body"))
    reason = (
        wall(page, root)
        or not_found(root, sum(len("".join(item.itertext())) for item in body[:1]))
        or refuse.front_page(page, root)
    )
    return Refusal(reason) if reason else refusal
