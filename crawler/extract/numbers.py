"""Reference numbers: what an issuer files a statement under (``No:438/23``), and never a law's or a telephone's."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from crawler.extract.kind_words import phrases
from crawler.extract.text import squeeze
from crawler.model.source import Source

_LONGEST: Final = 120  # characters: a paragraph that holds a number and little else
_SEARCHED: Final = 2000  # characters of a title or paragraph that a source's pattern is tried on
_ISSUED: Final = frozenset({
    "press_release", "statement", "joint_statement", "communique", "comment", "notice", "briefing", "answer", "news",
})  # fmt: skip
_SIGN: Final = (
    r"(?:№|n[°º]\.?|n\.\s?[°º]|nº|nos?\b|nr\b|núm\b|num\b|numéro|número|numero|number|br\b|č\b|čís\b|sz\b|αρ\b|αριθ\b"
    r"|sayı\b|#)"
)
_VALUE: Final = r"\d{1,6}(?:\s?[/-]\s?\d{1,4}){0,4}(?:/[A-Z]{1,5})?"
# "No:438/23, …", "№ 215-30-01-2022": the sign, the number and its year, and then something else or nothing.
_BARE: Final = re.compile(
    rf"^\(?{_SIGN}\s*[.:]*\s*(?P<value>\d{{1,6}}(?:\s?[/-]\s?\d{{1,4}}){{1,4}}(?:/[A-Z]{{1,5}})?)\)?(?=[\s,:;.)–—"
    rf"|]|$)",
    re.IGNORECASE,
)
# "No: 45, 3 February 2022, …": a number without a year, and the date after it.
_DATED: Final = re.compile(
    rf"^{_SIGN}\s*[.:]*\s*(?P<value>\d{{1,5}})\s*,\s*\d{{1,2}}(?:[./]\d{{1,2}}[./]|\s+[^\W\d_]+\s+)\d{{4}}\b",
    re.IGNORECASE,
)
_CODED: Final = re.compile(
    r"^(?P<value>(?:SC|QA|PR|MR|JS)[\s:-]{1,3}\d{1,4}(?:/\d{2,4})?)\s*,\s*\d{1,2}\s", re.IGNORECASE
)
# "Press Release No. 12/2022": what precedes must be what an issuer calls its texts.
_CALLED: Final = re.compile(
    rf"^(?P<name>[^\d:№#]{{2,60}}?)[\s,:(]*{_SIGN}\s*[.:]*\s*(?P<value>{_VALUE})\)?(?=[\s,:;.)–—|]|$)", re.IGNORECASE
)
_COUNTED: Final = re.compile(
    r"(?P<name>報道発表|プレスリリース|ニュースリリース|報道資料|보도자료|新闻稿|声明"
    r"|公告)\s*[（(]?\s*第\s?(?P<value>[\d０-９]{1,6}(?:-[\d０-９]+)?)\s?[号號호]"
)
_LABELLED: Final = re.compile(
    r"^(?:ref(?:erence)?(?:\s?(?:no|number|nr|code))?\.?|our ref|press release (?:no|number|id)"
    r"|réf(?:érence)?|ref\.? ?no"
    r"|referencia|referência|riferimento|aktenzeichen|geschäftszeichen|исх\. ?№|document number|doc(?:ument)? no)"
    r"\.?\s*[:：]\s*(?P<value>[A-Z0-9][\w./\-–]{2,39})$",
    re.IGNORECASE,
)
_DATE: Final = re.compile(r"\d{1,2}\s?[/-]\s?\d{1,2}\s?[/-]\s?(?:19|20)?\d{2}|(?:19|20)\d{2}-\d{1,2}-\d{1,2}")


class Number(NamedTuple):
    """The number as shown, and where it stood: ``title``, ``body`` or ``url``."""

    text: str
    method: str


def number_in(title: str | None, paragraphs: Sequence[str], url: str, source: Source | None) -> Number | None:
    """The number of a statement: by its source's patterns, else by forms that only such numbers have.

    A source's pattern keeps its group ``value``; with groups ``number`` and ``year`` (``/no(?P<number>\\d+)(?P<year>
    \\d\\d)$``) it makes ``number/year``. It is tried on the title, on the first and the last paragraph, then on the
    address. What the page shows stays as it is.
    """
    places = [(title[:_SEARCHED], "title")] if title else []
    places += [(text[:_SEARCHED], "body") for text in (*paragraphs[:1], *paragraphs[1:][-1:]) if text]
    places.append((url, "url"))
    for pattern in source.numbers if source else ():
        for text, method in places:
            if text and (found := _by_pattern(pattern, text)):
                return Number(found, method)
    for text, method in places[:-1]:
        if text and (method == "title" or len(text) <= _LONGEST) and (found := _by_form(text)):
            return Number(found, method)
    return next((Number(found, "body") for text in _near(paragraphs) if (found := _labelled(text))), None)


def _by_pattern(pattern: str, text: str) -> str | None:
    match = _compiled(pattern).search(text)
    if match is None:
        return None
    groups = match.groupdict()
    if groups.get("number") and groups.get("year"):
        return f"{squeeze(groups['number'])}/{squeeze(groups['year'])}"
    kept = groups.get("value") or (match.group(1) if match.re.groups else match.group(0))
    return squeeze(kept or "") or None


def _by_form(text: str) -> str | None:
    for form in (_BARE, _DATED, _CODED):
        if (match := form.match(text)) and not _DATE.fullmatch(match["value"]):
            return squeeze(match["value"])
    if match := _COUNTED.search(text):
        return squeeze(match["value"])
    match = _CALLED.match(text)
    if match and not _DATE.fullmatch(match["value"]):
        name = squeeze(match["name"]).lower().replace("i̇", "i").strip(" .,:;–—-(")
        if phrases().get(name) in _ISSUED or name in {"pr", "mr", "press", "media"}:
            return squeeze(match["value"])
    return None


def _near(paragraphs: Sequence[str]) -> list[str]:
    """Short paragraphs at both ends, where a label with the number stands."""
    return [text for text in (*paragraphs[:4], *paragraphs[4:][-4:]) if len(text) <= _LONGEST]


def _labelled(text: str) -> str | None:
    match = _LABELLED.match(text)
    if match is None or not any(char.isdigit() for char in match["value"]) or _DATE.fullmatch(match["value"]):
        return None
    return match["value"].rstrip(".")


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
