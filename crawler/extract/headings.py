"""The title of a page without a layout: the heading that agrees with what the page calls itself."""

import re
from collections.abc import Sequence
from typing import Final

from lxml import etree

from crawler.extract.markup import Markup
from crawler.extract.text import squeeze
from crawler.extract.tree import text_of

_PARTS: Final = re.compile(r"\s+[|–—·»:-]+\s+|\s*[|»·]\s*|\s*--+\s*|\s+::\s+")
_CHROME: Final = frozenset({"header", "nav", "footer", "aside"})
_SHORTEST: Final = 8
_TRAIL: Final = 30  # characters of a heading at the end of a trail of sections ("Site / Speeches / Speech of …")


def find_title(
    root: etree._Element, markup: Markup, listed: str | None
) -> tuple[str | None, str | None, etree._Element | None]:
    """Title, how it was found, and the heading that shows it (``None``: none does)."""
    named = _names(root, markup)
    headings = [(item, text) for item in root.iter("h1", "h2", "h3") if (text := _heading_text(item))]
    for tag in ("h1", "h2", "h3"):
        for item, text in headings:
            if item.tag == tag and len(text) >= _SHORTEST and any(_agrees(text, name) for name, _ in named):
                return text, "heuristic", item
    first = [(item, text) for item, text in headings if item.tag == "h1" and not _in_chrome(item)]
    if len(first) == 1 and not named:
        return first[0][1], "heuristic", first[0][0]
    for name, method in _shortest_first(named):
        stripped = _without_site(name, markup.site_names)
        if len(stripped) >= _SHORTEST:
            return stripped, method, None
    return (listed, "listing", None) if listed else (None, None, None)


def _shortest_first(named: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """A name that another one repeats with the site's after it comes first: the two agree on where the title ends."""
    return sorted(named, key=lambda one: not any(one[0] != other and _agrees(one[0], other) for other, _ in named))


def _names(root: etree._Element, markup: Markup) -> list[tuple[str, str]]:
    """What the page calls itself: JSON-LD and meta titles, then ``<title>``."""
    names = [(said.text, said.method) for said in markup.titles]
    for item in root.iter("title"):
        text = squeeze(text_of(item))
        if text:
            names.append((text, "meta"))
        break
    return names


def _heading_text(heading: etree._Element) -> str:
    """The heading's words, without a ``<time>`` that stands in it."""
    return squeeze(text_of(heading, frozenset(heading.iter("time"))))


def _agrees(heading: str, name: str) -> bool:
    """The name is the heading, or the heading and then the site; one cut short with dots counts as far as it goes."""
    shown, said = _folded(heading), _folded(name)
    if shown == said:
        return True
    if said.startswith(shown):
        rest = name[len(heading) :] if name.startswith(heading) else said[len(shown) :]
        return _PARTS.match(rest + " ") is not None or _PARTS.match(rest) is not None
    if said.endswith(" / " + shown) and len(shown) >= _TRAIL:
        return True
    cut = re.sub(r"\s*(?:\.\.\.|…)$", "", said)
    return cut != said and len(cut) > 20 and shown.startswith(cut)


def _without_site(name: str, site_names: Sequence[str]) -> str:
    """The name without the site's: what og:site_name says, else one short last part."""
    parts = _PARTS.split(name)
    known = {_folded(item) for item in site_names}
    while len(parts) > 1 and _folded(parts[-1]) in known:
        parts.pop()
        name = name[: name.rindex(parts[-1]) + len(parts[-1])]
    parts = _PARTS.split(name)
    if len(parts) > 1 and not site_names and len(parts[0]) >= 2 * _SHORTEST:
        return parts[0]
    return name


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").replace("‘", "'").split())


def _in_chrome(element: etree._Element) -> bool:
    return any(parent.tag in _CHROME for parent in element.iterancestors())
