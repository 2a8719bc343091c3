"""Rules of a layout applied to a page: exactly one match, or a finding that names the selector and the count."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from lxml import etree

from crawler.extract.blocks import Token
from crawler.extract.paragraphs import Paragraph
from crawler.extract.text import squeeze
from crawler.extract.tree import Lookup, text_of
from crawler.model.reading import Hint
from crawler.model.source import Rule

METHODS: Final = {
    "page": "selector",
    "title": "title",
    "first_paragraph": "body",
    "last_paragraph": "body",
    "url": "url",
    "listing": "listing",
}


@dataclass(slots=True)
class Sheet:
    """A page while its fields are read: what rules may look at, and the findings so far."""

    lookup: Lookup
    url: str
    base: str
    hint: Hint | None
    skip: frozenset[etree._Element] = frozenset()
    title: str | None = None
    tokens: list[Token] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Value:
    """What a rule found: the text, how, and whether it was all that stood there."""

    text: str
    method: str
    whole: bool
    of: str


def elements(sheet: Sheet, name: str, rules: Sequence[Rule]) -> list[etree._Element]:
    """The elements of the first rule that yields some; the findings of those that did not become warnings."""
    findings: list[str] = []
    for rule in rules:
        found, finding = _matched(sheet, rule)
        if finding:
            findings.append(finding)
        if found:
            sheet.warnings += [f"{name}: {item}" for item in findings if " matched 0 " not in item]
            return found
    sheet.warnings += [f"{name}: {item}" for item in findings]
    return []


def values(sheet: Sheet, name: str, rules: Sequence[Rule], *, optional: bool = False) -> list[Value]:
    """The values of the first rule that yields. ``optional``: a rule without a match is no finding."""
    findings: list[str] = []
    for rule in rules:
        found, finding = _read(sheet, name, rule)
        if finding:
            findings.append(finding)
        if found:
            sheet.warnings += [f"{name}: {item}" for item in findings if " matched 0 " not in item]
            return found
    sheet.warnings += [f"{name}: {item}" for item in findings if not optional or " matched 0 " not in item]
    return []


def value(sheet: Sheet, name: str, rules: Sequence[Rule], *, optional: bool = False) -> Value | None:
    """The one value of a field, or ``None``."""
    found = values(sheet, name, rules, optional=optional)
    return found[0] if found else None


def alternatives(sheet: Sheet, name: str, rules: Sequence[Rule]) -> list[Value]:
    """What each rule says, in order: for a field whose text must still make sense (a date)."""
    findings: list[str] = []
    found: list[Value] = []
    for rule in rules:
        read, finding = _read(sheet, name, rule)
        found += read
        if finding:
            findings.append(finding)
    sheet.warnings += [f"{name}: {item}" for item in findings if not found or " matched 0 " not in item]
    return found


def _matched(sheet: Sheet, rule: Rule) -> tuple[list[etree._Element], str | None]:
    if rule.css is None:
        return [], f"a rule without css cannot choose elements ({rule.of})"
    found = sheet.lookup.select(rule.css)
    if not found or (len(found) > 1 and not rule.many):
        return [], f"{rule.css} matched {len(found)} elements"
    return found, None


def _read(sheet: Sheet, name: str, rule: Rule) -> tuple[list[Value], str | None]:
    whole: list[str]
    if rule.css is not None:
        found, finding = _matched(sheet, rule)
        if finding:
            return [], finding
        whole = [_text(element, rule, sheet) for element in found]
    else:
        text = _stated(sheet, name, rule)
        if text is None:
            return [], None
        whole = [text]
    whole = [text for text in map(squeeze, whole) if text]
    read = [(text, kept) for text in whole if (kept := _kept(rule, text))]
    if not read and rule.css is not None:
        return [], f"{rule.css} holds no text" if not whole else f"{rule.css} holds nothing like {rule.pattern}"
    method = METHODS["page" if rule.css is not None else rule.of]
    return [Value(kept, method, kept == text, rule.of) for text, kept in read], None


def _text(element: etree._Element, rule: Rule, sheet: Sheet) -> str:
    return element.get(rule.attr) or "" if rule.attr else text_of(element, sheet.skip)


def _stated(sheet: Sheet, name: str, rule: Rule) -> str | None:
    """The text that a rule without css reads."""
    if rule.of == "title":
        return sheet.title
    if rule.of == "url":
        return sheet.url
    if rule.of == "listing":
        stated = getattr(sheet.hint, name, None) if sheet.hint else None
        return stated if isinstance(stated, str) else None
    if not sheet.paragraphs:
        return None
    return sheet.paragraphs[-1 if rule.of == "last_paragraph" else 0].text


def _kept(rule: Rule, text: str) -> str | None:
    if rule.pattern is None:
        return text
    match = _compiled(rule.pattern).search(text)
    if match is None:
        return None
    if rule.template is not None:
        return squeeze(match.expand(rule.template)) or None
    groups = match.groupdict()
    kept = groups["value"] if "value" in groups else match.group(1) if match.re.groups else match.group(0)
    return squeeze(kept or "") or None


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
