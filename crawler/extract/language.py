"""The language of a statement: what the page declares, what its address says, then the text itself."""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from lxml import etree

_CODE: Final = re.compile(r"^([a-z]{2,3})(?:[-_]([a-z0-9]{2,8}))*$", re.IGNORECASE)
_ENOUGH: Final = 40  # letters that detection needs


def language_of(
    root: etree._Element, url: str, text: str, languages: Sequence[str]
) -> tuple[str | None, str | None, str | None]:
    """Language (ISO 639), how it was found, and a warning.

    ``languages`` are the source's; empty: any. Where declaration and address contradict each other, the text decides.
    """
    declared = normal(root.get("lang") or _meta(root))
    stated = in_path(url, languages)
    if declared and stated and declared.partition("-")[0] != stated.partition("-")[0]:
        detected = detect(text, (declared, stated))
        chosen = detected or stated
        return (
            chosen,
            "heuristic",
            f"language: the page declares {declared}, its address says {stated}; read as {chosen}",
        )
    if declared:
        return declared, "html", None
    if stated:
        return stated, "url", None
    detected = detect(text, languages)
    return detected, "heuristic" if detected else None, None


def normal(code: str | None) -> str | None:
    """``en-GB`` as ``en``: a statement's language without its region; scripts (``sr-Latn``, ``zh-Hant``) are kept."""
    match = _CODE.match(code.strip()) if code else None
    if match is None:
        return None
    parts = re.split(r"[-_]", match.group(0))
    script = next((part.title() for part in parts[1:] if len(part) == 4 and part.isalpha()), None)
    return f"{parts[0].lower()}-{script}" if script else parts[0].lower()


def detect(text: str, languages: Sequence[str]) -> str | None:
    """The language of a text by py3langid, among ``languages`` where some are given; ``None`` for too little text."""
    if sum(char.isalpha() for char in text[:2000]) < _ENOUGH:
        return None
    ranked = [(str(code), float(score)) for code, score in _ranking(text)]
    among = {code.partition("-")[0]: code for code in languages}
    if among:
        return next((among[code] for code, _ in ranked if code in among), None)
    return ranked[0][0] if ranked else None


def _ranking(text: str) -> list[tuple[str, float]]:
    from py3langid import rank  # loads its model: a second, and rarely needed

    ranked: list[tuple[str, float]] = rank(text[:4000])
    return ranked


def _meta(root: etree._Element) -> str | None:
    for body in root.iter("body"):
        if body.get("lang"):
            return body.get("lang")
    for meta in root.iter("meta"):
        name = (meta.get("http-equiv") or meta.get("name") or "").lower()
        if name in {"content-language", "language", "dc.language", "dcterms.language"}:
            return meta.get("content")
    return None


def in_path(url: str, languages: Sequence[str]) -> str | None:
    """The first segment of the path (or label of the host) that is one of the source's languages."""
    known = {code.lower(): code for code in languages}
    parts = urlsplit(url)
    for segment in [*parts.path.lower().split("/"), *(parts.hostname or "").split(".")[:1]]:
        if segment in known:
            return known[segment]
    return None
