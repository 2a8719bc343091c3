"""What a page calls itself: JSON-LD, ``<meta>``, ``<title>`` and the listing, told apart from the site's name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from crawler.extract.markup import Markup
from crawler.extract.site_names import SiteNames, folded, is_general
from crawler.extract.text import squeeze
from crawler.extract.tree import text_of

_SEPARATOR: Final = re.compile(
    r"\s+(?:[|｜¦•·»«›‹~<>]+|::|//?|[-‐‑–—―－]+)\s+|\s*[|｜¦»«›‹]\s*|\s*(?:--+|––+|——|―――)\s*"
    r"|(?<=[\u3040-\u9fff\uac00-\ud7af\uff01-\uff5e.…])[_＿]+(?=\S)|(?<=[\u3040-\u9fff])\s*[-－](?=[\u3040-\u9fff])|_{2,}"
)
_FIRM: Final = re.compile(r"[|｜¦»«›‹_＿]|::|--")  # separators that hardly ever stand within a title
_COLUMN: Final = re.compile(r"^(?:\[[^\[\]]{2,40}\]|【[^【】]{2,20}】|\([^()]{2,20}\))\s*(?=\S)")
_ASIDE: Final = re.compile(r"\s*(?:\([^()]{2,30}\)|（[^（）]{2,30}）|\[[^\[\]]{2,30}\])$")
_GLUED: Final = re.compile(r"(?<=[\u3040-\u9fff]{8})\s+[\u3040-\u9fff]{2,10}(?=$|\s*[_|｜-])")
_LEAST: Final = 4  # characters of a name that says anything
_LONGEST: Final = 500
_HOSTED: Final = 45  # characters of a name that is the site's because its host is named so
_CUT: Final = 45  # characters that a name which was cut short keeps
DOTS: Final = re.compile(r"\s*(?:\.\.\.|…)$")  # what was cut short ends so
WIDE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # writing that needs few characters


@dataclass(frozen=True, slots=True)
class Name:
    """What the page calls itself: as said, and without the site's names."""

    text: str
    bare: str
    method: str
    weight: float
    low: str  # of ``bare``, for comparison
    whole: str  # of ``text``
    rows: dict[str, str]  # every row of the parts that separators make of ``text``, by its form for comparison
    grams: frozenset[str]
    cut: str  # what it begins with, where it may have been cut short
    doubtful: bool  # it may be the site's


def names_of(root: etree._Element, markup: Markup, site: SiteNames, listed: str | None) -> Iterator[Name]:
    """JSON-LD, meta, ``<title>`` and the listing; ``bare`` is empty where they name only the site or a section."""
    for said in markup.titles:
        yield _name(said.text, site, said.method, 3.0 if said.method == "json-ld" else 2.0)
    for item in root.iter("title"):
        if text := squeeze(text_of(item)):
            yield _name(text, site, "meta", 1.0)
        break
    if listed and (text := squeeze(listed)):
        yield _name(text, site, "listing", 1.5)


def _name(text: str, site: SiteNames, method: str, weight: float) -> Name:
    text = text[:_LONGEST]
    bare = _bare(text, site)
    low = folded(bare)
    cut = folded(DOTS.sub("", bare))
    is_cut = len(cut) >= (20 if DOTS.search(bare) else _CUT)
    alone = len(_parts(text)) == 1
    doubtful = not bare or (site.is_host(bare) if alone else _is_named_after_section(text, bare))
    doubtful = doubtful or (" " not in low and not WIDE.search(low))
    return Name(
        text, bare, method, weight, low, folded(text), _rows(text), _grams(low), cut if is_cut else "", doubtful
    )


def _is_named_after_section(text: str, bare: str) -> bool:
    """A listing's name: what is left after "News |" is the site's."""
    first = text[: _parts(text)[0][1]]
    return is_general(first) and text.endswith(bare)


def _bare(name: str, site: SiteNames) -> str:
    """The name without the site's and its sections' at either end."""
    parts = _parts(name)
    texts = [name[start:end] for start, end in parts]
    if len(texts) > 1 and all(
        site.is_chrome(text) or (len(text) <= _HOSTED and site.is_host(text)) for text in texts
    ):  # the page itself may stand in the site's menu
        longest = max(
            (text for text in texts if not site.is_site(text) and not site.is_host(text)), key=len, default=""
        )
        return "" if is_general(longest) or len(longest) < _LEAST else longest
    first, last = 0, len(parts) - 1
    while last > first and site.is_chrome(name[parts[last][0] : parts[last][1]]):
        last -= 1
    while first < last and site.is_chrome(name[parts[first][0] : parts[first][1]]):
        first += 1
    for place in range(first + 1, last + 1):
        if _is_tail(name, parts, first, place, last, site):
            last = place - 1
            break
    while first < last and site.is_host(texts[first]) and len(texts[first]) < len(texts[last]):
        first += 1
    text = name[parts[first][0] : parts[last][1]].strip()
    return "" if site.is_site(text) or is_general(text) or not _says_something(text) else text


def _says_something(text: str) -> bool:
    """More than a code or a word."""
    return sum(char.isalpha() for char in text) >= (_LEAST if WIDE.search(text) else 5)


def _is_tail(name: str, parts: list[tuple[int, int]], first: int, place: int, last: int, site: SiteNames) -> bool:
    """What begins at a part is hardly the title's: a firm separator stands before it, or the host's name is in it."""
    text = name[parts[place][0] : parts[last][1]]
    before = name[parts[first][0] : parts[place - 1][1]]
    if len(before) < (6 if WIDE.search(before) else 12) or len(text) > len(before) * 1.5:
        return False
    return _FIRM.search(name[parts[place - 1][1] : parts[place][0]]) is not None or site.is_host(text)


def _parts(name: str) -> list[tuple[int, int]]:
    """Where the parts of a name lie that separators make."""
    spans, start = [], 0
    for match in _SEPARATOR.finditer(name):
        if match.start() > start:
            spans.append((start, match.start()))
        start = match.end()
    if start < len(name):
        spans.append((start, len(name)))
    return spans or [(0, len(name))]


def agreement(text: str, low: str, names: Sequence[Name]) -> float:
    """How well the page's names agree with a text: the best of them, and a little for each further one."""
    found = sorted((_agrees(text, low, name) for name in names if name.bare), reverse=True)
    return found[0] + 0.4 * sum(one >= 2 for one in found[1:]) if found else 0.0


def _agrees(text: str, low: str, name: Name) -> float:
    """More for the same, less for a part of it."""
    if low in {name.low, name.whole}:
        return 4.0
    if low in name.rows:
        if low not in name.low:
            return 3.5 if name.low and name.low in low else 0.0  # the site's part of the name
        return 3.5 if len(low) * 2 >= len(name.low) or name.low.endswith(low) else 1.5
    if name.low in low and len(name.low) >= 0.6 * len(low):
        return 3.0
    if name.cut and low.startswith(name.cut):
        return 3.5
    shown = folded(DOTS.sub("", text))
    if len(shown) >= (20 if DOTS.search(text) else _CUT) and name.low.startswith(shown):
        return 2.0
    overlap = _overlap(_grams(low), name.grams)
    return 3.0 * overlap if overlap >= 0.6 else 0.0


def _rows(text: str) -> dict[str, str]:
    parts = _parts(text)[:8]
    found = {
        folded(text[parts[first][0] : parts[last][1]]): text[parts[first][0] : parts[last][1]].strip()
        for first in range(len(parts))
        for last in range(first, len(parts))
    }
    for rest in (_COLUMN.sub("", text), _ASIDE.sub("", text)):  # the column's name, or a note such as "(photo)"
        found.setdefault(folded(rest), rest)
    if (place := text.rfind(": ")) >= _LEAST:  # some systems part the site's name so, some titles their kicker
        for rest in (text[:place], text[place + 2 :]):
            found.setdefault(folded(rest), rest.strip())
    if WIDE.search(text) and (glued := _GLUED.search(text)):  # a section's name
        found.setdefault(folded(text[: glued.start()]), text[: glued.start()])
    return found


def _overlap(first: frozenset[str], second: frozenset[str]) -> float:
    """Share of words (of pairs of characters where words are not parted) that both have."""
    if len(first) < 4 or len(second) < 4:
        return 0.0
    return len(first & second) / max(len(first), len(second))


def _grams(text: str) -> frozenset[str]:
    if WIDE.search(text):
        bare = text.replace(" ", "")
        return frozenset(bare[index : index + 2] for index in range(len(bare) - 1))
    return frozenset(text.split())


def echo(name: Name, names: Sequence[Name]) -> float:
    """What others add to a name: those who say the same, and those who have the site's name after it."""
    others = [other for other in names if other is not name]
    same = sum(0.5 for other in others if other.low == name.low)
    return same + sum(1.0 for other in others if other.low != name.low and other.whole.startswith(name.low))
