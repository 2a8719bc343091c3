"""The form of statements' addresses, as a regular expression that others of them will match and menus do not."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from crawler.probing.words import LANGUAGES

_MOST: Final = 4  # forms of addresses that one site has
_FEWEST: Final = 3  # addresses that make a form
_ID_KEYS: Final = re.compile(
    r"^(?:id|nid|aid|newsid|news_id|article|articleid|p|pid|lid|itemid|item|no|n|doc|docid|key)$", re.I
)


def patterns_of(statements: Sequence[str], others: Iterable[str]) -> tuple[str, ...]:
    """Regular expressions, one for each form that the addresses have, the commonest first.

    Empty where they have no form that sets them apart from ``others`` (links of menus and the like), or too many.
    """
    groups: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for url in dict.fromkeys(statements):
        groups[_frame(url)].append(url)
    if not groups or len(groups) > _MOST:
        return ()
    known = set(statements)
    rest = [url for url in dict.fromkeys(others) if url not in known]
    found: list[str] = []
    for members in sorted(groups.values(), key=lambda urls: -len(urls)):
        pattern = _pattern(members)
        if pattern is None or sum(re.search(pattern, url) is not None for url in rest) > max(1, len(rest) // 50):
            return ()
        found.append(pattern)
    return tuple(dict.fromkeys(found))


def _frame(url: str) -> tuple[object, ...]:
    """What two addresses of one form share: number of segments, ending, and the parameters that are not their own."""
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    ending = re.search(r"\.[a-z]{2,5}$", segments[-1], re.IGNORECASE) if segments else None
    keys = tuple(sorted(key for key, _ in parse_qsl(parts.query, keep_blank_values=True)))
    return (len(segments), ending.group().lower() if ending else "", keys)


def _pattern(urls: Sequence[str]) -> str | None:
    parts = [urlsplit(url) for url in urls]
    rows = [[segment for segment in part.path.split("/") if segment] for part in parts]
    segments = [_segment([row[index] for row in rows], last=index == len(rows[0]) - 1) for index in range(len(rows[0]))]
    slash = "/" if all(part.path.endswith("/") for part in parts) and segments else ""
    path = "".join(f"/{segment}" for segment in segments) or "/"
    query = _query([dict(parse_qsl(part.query, keep_blank_values=True)) for part in parts])
    if query is None:
        return None
    # A path of nothing but names that differ says nothing, unless something else does.
    if not query and all(segment in (_ANY, _LANGUAGE) for segment in segments):
        return None
    end = "" if query else r"(?:\?|$)" if any(part.query for part in parts) else "$"
    return f"{path}{slash}{query}{end}"


_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ANY: Final = "[^/?]+"
_LANGUAGE: Final = "[a-z]{2}"


def _segment(values: Sequence[str], *, last: bool) -> str:
    """One part of a path: itself where all have it, else its kind."""
    different = set(values)
    if all(value.isascii() and value.isdigit() for value in different):
        lengths = {len(value) for value in different}
        return rf"\d{{{lengths.pop()}}}" if len(lengths) == 1 and max(map(len, different)) in (2, 4, 8) else r"\d+"
    if len({_YEAR.sub("0000", value) for value in different}) == 1 and (not last or len(values) >= _FEWEST):
        return _YEAR.sub(r"\\d{4}", _escaped(values[0]))
    if all(value in LANGUAGES and len(value) == 2 for value in different):
        return _LANGUAGE
    ending = re.search(r"\.[A-Za-z]{2,5}$", values[0]) if last else None
    tail = _escaped(ending.group()) if ending and all(value.endswith(ending.group()) for value in values) else ""
    stems = [value[: -len(ending.group())] if tail and ending else value for value in values]
    if all(re.fullmatch(r"[a-z]*\d+", stem) for stem in stems) and len({re.sub(r"\d+", "", s) for s in stems}) == 1:
        return _escaped(re.sub(r"\d+", "", stems[0])) + r"\d+" + tail
    return (r"[^/?]*\d[^/?]*" if last and all(re.match(r"\d{3,}|.*[_-]\d{4,}$", s) for s in stems) else _ANY) + tail


def _query(rows: Sequence[dict[str, str]]) -> str | None:
    """The parameter that tells statements apart, or ``''`` where the path does; ``None`` where that is not one."""
    keys = list(rows[0])
    own = [key for key in keys if len({row[key] for row in rows}) == len(rows) > 1]
    own = [key for key in own if _ID_KEYS.match(key)] or own
    if not keys or not own:
        return ""
    key = own[0]
    value = r"\d+" if all(row[key].isdigit() for row in rows) else "[^&]+"
    return rf".*[?&]{re.escape(key)}={value}"


def _escaped(text: str) -> str:
    return re.escape(text).replace(r"\-", "-")
