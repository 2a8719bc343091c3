"""The title of a page without a layout: the shown line that agrees with what the page calls itself."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from crawler.extract.emphasis import emphasised, text_after
from crawler.extract.families import Family
from crawler.extract.lines import Line
from crawler.extract.markup import Markup
from crawler.extract.nodes import Nodes, nodes_of
from crawler.extract.page_names import DOTS, WIDE, Name, agreement, echo, names_of
from crawler.extract.site_names import SiteNames, folded, is_general
from crawler.extract.text import squeeze
from crawler.extract.tree import text_of

_NAMED: Final = re.compile(
    r"title|head(?:line|ing)|titulo|titre|titel|titolo|tytul|nadpis|naslov|baslik|biaoti|(?<![a-z])(?:tit|ttl|bt)(?![a-z])",
    re.IGNORECASE,
)
_PARTS: Final = ("small", "span", "em", "sub", "i", "div", "p")  # of a heading, that may be a kicker or a sub-headline
_MOST_PARTS: Final = 6
_PART: Final = 12  # characters of one that may be the title
_SHORTEST: Final = 4  # characters of a title (two where writing needs few)
_LONGEST: Final = 500
_PROSE: Final = 140  # characters: a paragraph of a text
_RIGHT_ABOVE: Final = 4  # lines between a heading and the text that it is right above
_NEAR: Final = 14  # lines between a title and its text
_ENOUGH: Final = 3.9  # for a line to be the title
_TEMPLATE: Final = 4.0  # for where the recognised family has its title
_HEADER: Final = 2.5  # against what stands in a header, of the page or of the text
_DOUBTFUL: Final = 1.0  # that a line, no heading, says what may be the site's name
_CLOSE: Final = 8  # lines between the only first heading and its text


@dataclass(frozen=True, slots=True)
class Title:
    """The title, how it was found, and the place among the page's lines that shows it (``None``: none does)."""

    text: str
    method: str
    place: int | None


def find_title(
    root: etree._Element,
    lines: Sequence[Line],
    markup: Markup,
    site: SiteNames,
    listed: str | None,
    family: Family | None = None,
    nodes: Nodes | None = None,
) -> Title | None:
    """The title, or ``None`` where nothing on the page is one for certain. ``nodes``: where the page was gone through
    already."""
    names = list(names_of(root, markup, site, listed))
    known = _Known(names)
    best: tuple[float, int, str] | None = None
    prose = _prose_after(lines)
    template = _of_family(nodes or nodes_of(root), family) if family else None
    sole = sum(line.level == 1 and not line.frame and not is_general(line.text) for line in lines) == 1
    for place, line in enumerate(lines):
        for text in _candidates(lines, place, known):
            score = _score(text, line, place, names, site, prose, sole)
            if score is not None and line.element is template:
                score += _TEMPLATE + (_HEADER if line.header else 0.0)
            if score is not None and (best is None or score > best[0]):
                best = (score, place, text)
    informative = [name for name in names if name.bare and not name.doubtful]
    is_sure = best is not None and best[0] >= _ENOUGH
    if best and not markup.titles and (below := _beneath(lines, prose, best[1])) is not None:
        return Title(lines[below].text, "heuristic", below)
    if best and is_sure and lines[best[1]].level:
        return _shown(best[1], best[2], names)
    if {name.method for name in informative} <= {"meta"} and not markup.titles:  # all pages may have this <title>
        shown = emphasised(lines, site)
        if shown is not None and (best is None or not is_sure or _is_letterhead(lines, best[1], shown, names)):
            return Title(lines[shown].text, "heuristic", shown)
    if best and is_sure:
        return _shown(best[1], best[2], names)
    if informative:
        chosen = max(informative, key=lambda name: name.weight + echo(name, informative))
        return Title(chosen.bare, chosen.method, None)
    if best and best[0] >= _ENOUGH / 2:
        return Title(best[2], "heuristic", best[1])
    named = next((name for name in names if name.bare and name.bare == name.text), None)
    shown = emphasised(lines, site)
    if shown is not None:
        return Title(lines[shown].text, "heuristic", shown)
    return Title(named.bare, named.method, None) if named else None


def _is_letterhead(lines: Sequence[Line], place: int, shown: int, names: Sequence[Name]) -> bool:
    """A line that says the whole ``<title>`` far above the text, where another one is emphasised directly above it."""
    low = folded(lines[place].text)
    return shown > place and text_after(lines, place) is None and any(low == name.whole for name in names)


def _of_family(nodes: Nodes, family: Family) -> etree._Element | None:
    """Where the recognised family's template shows the title, if that is one place. Any page has an ``h1``."""
    for css in family.title:
        if not css.isalnum() and (found := nodes.elements_of(css)):
            return found[0] if len(found) == 1 else None
    return None


class _Known:
    """What all names together are made of, to be looked up for each line."""

    def __init__(self, names: Sequence[Name]) -> None:
        self.rows: dict[str, str] = {}
        self.sure: set[str] = set()  # those of names that are not the site's
        for name in names:
            if not name.doubtful:
                self.sure |= {name.low, *name.rows}
            if name.bare:
                self.rows |= {low: text for low, text in name.rows.items() if low}
                self.rows.setdefault(name.low, name.bare)
        self.longest = 60 + max((len(text) for text in self.rows.values()), default=0)
        self._beginnings = {low[:6] for low in self.rows if len(low) >= 12}

    def begins(self, low: str) -> bool:
        """A row may begin as this line does."""
        return low[:6] in self._beginnings


def _candidates(lines: Sequence[Line], place: int, known: _Known) -> Iterator[str]:
    """What a line may say as a title: it is a heading, is called a title, or says what the page calls itself."""
    line = lines[place]
    if len(line.text) > _LONGEST or (len(line.text) < _SHORTEST and not WIDE.search(line.text)):
        return
    if line.level or (not line.frame and _is_named(line)):
        broken = place > 0 and lines[place - 1].element is line.element
        yield from [line.text] if broken else _spellings(line)
    if line.frame or len(line.text) > known.longest:
        return
    low = folded(line.text)
    if low in known.rows:
        yield line.text
    elif low and known.begins(low):
        yield from _longer(lines, place, low, known)


def _longer(lines: Sequence[Line], place: int, low: str, known: _Known) -> Iterator[str]:
    """A name that the line begins with, and then says whence it is; or that takes up this line and the next ones."""
    for row, text in known.rows.items():
        goes_on = len(row) >= 12 and low.startswith(f"{row} ") and len(low) - len(row) <= 40
        if goes_on and row in known.sure and not DOTS.search(text):
            yield text
    joined = low
    for line in lines[place + 1 : place + 4]:
        joined = f"{joined} {folded(line.text)}"
        bare = joined.replace(" ", "")
        for row, text in known.rows.items():
            if joined == row or (len(bare) == len(row.replace(" ", "")) and bare == row.replace(" ", "")):
                yield text


def _is_named(line: Line) -> bool:
    element = line.element
    called = element.get("class") or element.get("id") or element.get("itemprop")
    return (
        called is not None
        and _NAMED.search(f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}")
        is not None
    )


def _spellings(line: Line) -> list[str]:
    """The line's words, and without a time, kicker or sub-headline that stands in a heading."""
    if not line.level and not line.dated:
        return [line.text]
    texts = [line.text]
    times = frozenset(line.element.iter("time"))
    if times and (text := squeeze(text_of(line.element, times))) and text != line.text:
        texts = [text]
    parts = [item for item in line.element.iter(*_PARTS) if item is not line.element][:_MOST_PARTS]
    if parts and (text := squeeze(text_of(line.element, frozenset(parts) | times))) and text not in texts:
        texts.append(text)
    for item in parts:
        if len(text := squeeze(text_of(item))) >= _PART and text not in texts:
            texts.append(text)
    return texts


def _beneath(lines: Sequence[Line], prose: Sequence[int], place: int) -> int | None:
    """A heading right above the text, where the one that the page is named by stands far above it, in the masthead that
    all pages of the site have.
    """
    if prose[place] <= 2 * _NEAR:
        return None
    for below in range(place + 1, min(place + prose[place] + 1, len(lines))):  # above the first text, not a later one
        line = lines[below]
        if prose[below] <= _RIGHT_ABOVE and line.level and not (line.frame or line.is_link or is_general(line.text)):
            return below if len(line.text) * (2 if WIDE.search(line.text) else 1) >= _NEAR else None
    return None


def _prose_after(lines: Sequence[Line]) -> list[int]:
    """For each line how many lines follow until a paragraph does; many where none does."""
    distance, found = 10_000, [0] * len(lines)
    for place in range(len(lines) - 1, -1, -1):
        found[place] = distance
        line = lines[place]
        length = len(line.text) * (2 if WIDE.search(line.text) else 1)
        if length >= _PROSE and not line.frame and not line.is_link and not line.level:
            distance = 0
        distance += 1
    return found


def _score(
    text: str, line: Line, place: int, names: Sequence[Name], site: SiteNames, prose: Sequence[int], sole: bool
) -> float | None:
    """How much speaks for the text as the title; ``None``: it is none."""
    low = folded(text)
    if not low or is_general(text) or site.is_site(text):
        return None
    agreed = agreement(text, low, names)
    if agreed and not line.level and (sure := [name for name in names if not name.doubtful]) != names:
        agreed = min(agreed, agreement(text, low, sure) + _DOUBTFUL)
    shape = {0: 0.0, 1: 3.0, 2: 2.5, 3: 1.5}.get(line.level, 1.0)
    score = agreed + shape + (1.0 if _is_named(line) else 0.0)
    score -= (4.0 if line.level else 6.0) if line.frame else _HEADER if line.header else 1.0 if line.aside else 0.0
    if prose[place] <= _NEAR:
        score += 2.0
    if line.is_link:
        score -= 1.0 if agreed >= 3.5 else 3.0  # blogs link a title to its own page
    if len(text) < 12 and not WIDE.search(text):
        score -= 2.0
    if agreed < 1 and any(not name.doubtful for name in names):  # the page calls itself otherwise
        is_clear = sole and line.level == 1 and prose[place] <= _CLOSE and (len(low.split()) > 2 or WIDE.search(low))
        score -= 1.0 if is_clear else 3.0
    return score - place * 0.0005


def _shown(place: int, text: str, names: Sequence[Name]) -> Title:
    """The title as shown; where its heading was cut short, as the page calls itself."""
    low = folded(DOTS.sub("", text))
    for name in names:
        if name.method == "listing" or len(low) < 20 or len(name.low) <= len(low) or not name.low.startswith(low):
            continue
        if folded(text) not in name.rows and (DOTS.search(text) or name.low[len(low)] != " "):
            return Title(name.bare, name.method, place)
    return Title(text, "heuristic", place)
