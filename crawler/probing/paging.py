"""How a listing goes on: from the links of its first page to a pagination, and to the address that proves it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urljoin, urlsplit

from lxml import etree

from crawler.extract.addresses import absolute
from crawler.extract.text import squeeze
from crawler.extract.tree import select
from crawler.model.source import Pagination
from crawler.probing.items import bare
from crawler.probing.selectors import among, weight
from crawler.probing.words import NEXT

_NUMBER: Final = re.compile(r"\d+")
_ARROWS: Final = frozenset({">", "»", "›", "→", ">>", "››", "⟩", "▶", "►", "❯"})
_TRS: Final = re.compile(r"createPageHTML\(\s*(\d+)\s*,\s*\d+\s*,\s*[\"']([\w-]+)[\"']\s*,\s*[\"'](\w+)[\"']")
_SCRIPTED: Final = re.compile(r"load[\s_-]?more|show[\s_-]?more|__doPostBack|infinite[\s_-]?scroll", re.IGNORECASE)
_NOT_PAGES: Final = re.compile(r"year|month|day|lang|cat|tag|jahr|monat|^y$|^m$|^d$|^l$", re.IGNORECASE)
_PAGER_NAMED: Final = re.compile(r"pag|seit|nav-?links", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Following:
    """A pagination that a page suggests: ``second`` is the address of its second page, ``how`` what it was seen by,
    ``last`` the address of the last page that it links."""

    pagination: Pagination
    second: str
    how: str
    last: str | None = None


@dataclass(frozen=True, slots=True)
class _Numbered:
    shown: int
    value: int
    template: str | None  # with {n}; None: a query parameter
    parameter: str | None
    url: str


def following(root: etree._Element, url: str, base: str) -> list[Following]:
    """Every way in which the page seems to go on, the surest first."""
    return [*_counted(root, url, base), *_trs(root, base), *_next(root, url, base)]


def scripted(root: etree._Element) -> bool:
    """Whether the page seems to load what follows by a script alone."""
    if any(_SCRIPTED.search(button.get("class") or "") or _SCRIPTED.search("".join(button.itertext())[:60])
           for button in root.iter("button")):  # fmt: skip
        return True
    return any(
        _SCRIPTED.search(link.get("href") or "") or (_SCRIPTED.search(link.get("class") or "") is not None)
        for link in root.iter("a")
    )


def _counted(root: etree._Element, url: str, base: str) -> Iterator[Following]:
    """By links that are numbers: what "2" and "3" lead to tells the first value and the step."""
    found: dict[tuple[str | None, str | None], dict[int, _Numbered]] = {}
    for anchor in root.iter("a"):
        text = squeeze(" ".join(anchor.itertext()))
        digits = re.fullmatch(r"(?:\w{1,12} )?[\[(]?(\d{1,4})[\])]?", text)
        link = absolute(anchor.get("href"), base) if digits else None
        if digits is None or link is None or bare(link) == bare(url):
            continue
        number = _numbered(int(digits.group(1)), link, url)
        if number is not None:
            found.setdefault((number.parameter, number.template), {}).setdefault(number.shown, number)
    best = sorted(found.values(), key=lambda group: -len(group))
    for group in best:
        second = group.get(2)
        third = group.get(3)
        if second is None:
            continue
        step = third.value - second.value if third else (second.value if second.value > 4 else 1)
        if step <= 0 or (third is None and second.value not in (1, 2) and second.value < 5):
            continue
        start = second.value - step
        if start < 0:
            continue
        last = group[max(group)]
        yield Following(
            _pagination(second, start, step),
            second.url,
            "the numbers of its pages",
            last.url if last.shown > 2 else None,
        )


def _pagination(second: _Numbered, start: int, step: int) -> Pagination:
    kind = "page" if step == 1 else "offset"
    if second.parameter is not None:
        return Pagination.model_validate({"kind": kind, "parameter": second.parameter, "start": start, "step": step})
    return Pagination.model_validate({"kind": kind, "url": second.template, "start": start, "step": step})


def _numbered(shown: int, link: str, url: str) -> _Numbered | None:
    """What in an address counts the pages: a parameter or a number in the path that the page's own has not."""
    one, other = urlsplit(url), urlsplit(link)
    if one.hostname != other.hostname:
        return None
    mine = dict(parse_qsl(one.query, keep_blank_values=True))
    theirs = parse_qsl(other.query, keep_blank_values=True)
    changed = [(key, value) for key, value in theirs if mine.get(key) != value and value.isascii() and value.isdigit()]
    if one.path.rstrip("/") == other.path.rstrip("/"):
        changed = [item for item in changed if not _NOT_PAGES.search(item[0])] or changed
        likely = [item for item in changed if int(item[1]) in (shown, shown - 1)] or changed
        if len(likely) != 1:
            return None
        key, value = likely[0]
        return _Numbered(shown, int(value), None, key, link)
    numbers = list(_NUMBER.finditer(other.path))
    likely_places = [match for match in numbers if int(match.group()) in (shown, shown - 1)]
    if not likely_places or changed:
        return None
    place = likely_places[-1]
    tail = one.path.rstrip("/").rpartition("/")[2]
    around = other.path[: place.start()]
    if not _continues(one.path, around, tail):
        return None
    before, after = other.path[: place.start()], other.path[place.end() :]
    query = f"?{other.query}" if other.query else ""
    template = f"{other.scheme}://{other.netloc}{before}{{n}}{after}{query}"
    return _Numbered(shown, int(place.group()), template, None, link)


def _continues(own: str, before: str, tail: str) -> bool:
    """Whether a path up to its number belongs to the listing at ``own``: ``/news`` and ``/news/page/``, or
    ``/news/index.htm`` and ``/news/index_``."""
    folder = own.rpartition("/")[0] + "/"
    stem = tail.partition(".")[0]
    bare_own = own.rstrip("/")
    return before.startswith((f"{bare_own}/", f"{bare_own}-", f"{bare_own}_", f"{folder}{stem}")) or (
        before.startswith(folder) and re.search(r"(?:page|index|list|p|seite|liste)[-_/]?$", before, re.I) is not None
    )


def _trs(root: etree._Element, base: str) -> Iterator[Following]:
    """TRS writes the links to its pages by a script: ``index_1.htm`` is the second of them."""
    for script in root.iter("script"):
        if (match := _TRS.search(script.text or "")) and int(match.group(1)) > 1:
            template = urljoin(base, f"{match.group(2)}_{{n}}.{match.group(3)}").replace("%7Bn%7D", "{n}")
            pagination = Pagination(kind="page", url=template, start=0, step=1)
            yield Following(pagination, template.replace("{n}", "1"), "the script that writes the numbers of its pages")


def _next(root: etree._Element, url: str, base: str) -> Iterator[Following]:
    """By a link to the following page: ``rel=next``, or a word for it."""
    candidates: list[tuple[int, etree._Element, str]] = []
    for element in root.iter("a", "link"):
        link = absolute(element.get("href"), base)
        if link is None or bare(link) == bare(url) or urlsplit(link).hostname != urlsplit(url).hostname:
            continue
        if "next" in (element.get("rel") or "").lower().split():
            candidates.append((0 if element.tag == "a" else 1, element, link))
        elif element.tag == "a":
            words = {
                squeeze(text).strip(" »›>→«‹<←").casefold()
                for text in (" ".join(element.itertext()), element.get("title") or "", element.get("aria-label") or "")
            }
            arrow = squeeze(" ".join(element.itertext())) in _ARROWS
            named = _PAGER_NAMED.search(" ".join(f"{e.get('class') or ''}" for e in _above(element)))
            if words & NEXT or (arrow and named):
                candidates.append((2 if named else 3, element, link))
    for sure, element, link in sorted(candidates, key=lambda one: one[0]):
        number = _numbered(2, link, url) if sure < 3 else None
        if number is not None and (number.value in (1, 2) or number.value >= 5):
            step = 1 if number.value < 5 else number.value
            yield Following(_pagination(number, number.value - step, step), link, "its link to the next page")
        css = _css_of(root, element)
        if css is not None:
            yield Following(Pagination(kind="next", css=css), link, "its link to the next page")


def _above(element: etree._Element) -> Iterator[etree._Element]:
    yield element
    for index, parent in enumerate(element.iterancestors()):
        if index == 3:
            return
        yield parent


def _css_of(root: etree._Element, element: etree._Element) -> str | None:
    """A selector that matches the link to the next page and no other."""
    options = []
    if "next" in (element.get("rel") or "").lower().split():
        options.append(f"{element.tag!s}[rel~=next]")
    options += sorted(among(element, levels=4), key=weight)
    parent = element.getparent()
    if parent is not None and isinstance(parent.tag, str):
        options += [f"{css} > a" for css in among(parent, levels=1) if "." in css or "#" in css]
    for label in ("title", "aria-label"):
        if (said := element.get(label)) and "'" not in said and len(said) < 60:
            options.append(f"a[{label}='{said}']")
    for css in options:
        found = select(root, css)
        # The same link above and below the items is one link.
        if found and all(item.get("href") == element.get("href") for item in found):
            return css
    return None
