"""Requisites: what a page needs to be seen as it was, and what its style sheets need in their turn. Pure.

Only what the bytes declare: what a script would load is known to nobody who does not run it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple

import tinycss2
from lxml import etree
from w3lib.url import safe_url_string

from crawler.extract.addresses import absolute, base_of
from crawler.extract.charset import decode
from crawler.extract.tree import parse
from crawler.model.failure import Failure
from crawler.model.identity import canonical_url

Kind = Literal["style", "image", "font", "script", "icon"]

MOST: Final = 2_000  # requisites of one page or style sheet
LARGEST: Final = 4 * 1024 * 1024  # bytes of a style sheet that are looked at

_RELATIONS: Final[dict[str, Kind]] = {
    "stylesheet": "style",
    "icon": "icon",
    "apple-touch-icon": "icon",
    "apple-touch-icon-precomposed": "icon",
    "mask-icon": "icon",
    "modulepreload": "script",
}
_PRELOADED: Final[dict[str, Kind]] = {"style": "style", "font": "font", "image": "image", "script": "script"}
_SRC: Final[dict[str, tuple[str, ...]]] = {
    "img": ("src", "data-src", "data-original", "data-lazy-src"),
    "image": ("href", "xlink:href"),
    "use": ("href", "xlink:href"),
    "video": ("poster",),
}
_SRCSET: Final = {"img": ("srcset", "data-srcset"), "source": ("srcset", "data-srcset"), "link": ("imagesrcset",)}
_DECLARING: Final = ("link", "script", "img", "source", "style", "image", "use", "video", "input")
_STYLED: Final = etree.XPath("descendant-or-self::*/@style[contains(., '(')]")
_BACKGROUNDS: Final = etree.XPath("descendant-or-self::*/@background")
_BLANK: Final = " \t\n\f\r"
# Bytes that the style sheet brings along: nothing to be asked for, and slow to be tokenised.
_DATA: Final = re.compile(r"""url\(\s*(?:"data:[^"]*"|'data:[^']*'|data:[^)'"\s]*)\s*\)""", re.IGNORECASE)
_IMAGE_SETS: Final = ("image-set", "-webkit-image-set")


class Requisite(NamedTuple):
    """An absolute http(s) address without fragment, as it would be requested, and what it is for."""

    url: str
    kind: Kind


def page_requisites(html: bytes, url: str, content_type: str | None = None) -> tuple[Requisite, ...]:
    """What a page at ``url`` declares, each address once, at most :data:`MOST`: in the order of the page, then those of
    style attributes.

    Style sheets, icons, preloads, images and their ``srcset``, scripts, posters, and what style elements and
    attributes name. A page that cannot be parsed has none. Never raises.
    """
    decoded = decode(html, content_type)
    root = parse(decoded.utf8)
    return () if isinstance(root, Failure) else tree_requisites(root, url, decoded.charset)


def tree_requisites(root: etree._Element, url: str, charset: str) -> tuple[Requisite, ...]:
    """The same of a page that was parsed already, from text in ``charset``."""
    return _absolute(_declared_in(root), base_of(root, url), charset)


def style_requisites(css: bytes, url: str, content_type: str | None = None) -> tuple[Requisite, ...]:
    """The same of a style sheet: ``@import``, ``url()``, the files of fonts, ``image-set()``."""
    if len(css) > LARGEST:
        return ()
    decoded = decode(css, content_type)
    return _absolute(_styled(decoded.utf8.decode("utf-8", "replace")), url, decoded.charset)


def _absolute(found: Iterable[tuple[str, Kind]], base: str, charset: str) -> tuple[Requisite, ...]:
    kept: dict[str, Requisite] = {}
    for address, kind in found:
        joined = absolute(address, base)
        if joined is not None and joined not in kept and (url := _requested(joined, charset)):
            kept[joined] = Requisite(url, kind)
            if len(kept) == MOST:
                break
    return tuple({item.url: item for item in reversed(kept.values())}.values())[::-1]


@lru_cache(maxsize=8192)
def _requested(url: str, charset: str) -> str | None:
    """As it is sent: path as UTF-8, query in the page's charset (WHATWG URL, 4.4), no user information."""
    scheme, _, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    plain = f"{scheme}://{host.rpartition('@')[2]}{slash}{path}"
    try:
        canonical_url(plain)
        return safe_url_string(plain, encoding="utf-8" if charset.startswith("utf") else charset)
    except (LookupError, UnicodeEncodeError):  # a charset without a codec, or without this letter
        return safe_url_string(plain)
    except ValueError:  # no address at all
        return None


def _declared_in(root: etree._Element) -> Iterator[tuple[str, Kind]]:
    for element in root.iter(*_DECLARING):  # in C, as the XPath are: a page has thousands of elements
        yield from _declared(element)
    for background in _texts(_BACKGROUNDS, root):
        yield background, "image"
    for style in _texts(_STYLED, root):
        yield from _styled(style)


def _texts(find: etree.XPath, root: etree._Element) -> list[str]:
    found = find(root)
    return [str(item) for item in found] if isinstance(found, list) else []


def _declared(element: etree._Element) -> Iterator[tuple[str, Kind]]:
    tag = str(element.tag)
    if tag == "link":
        kind = _related(element)
        if kind:
            yield from _values(element, ("href",), kind)
    elif tag == "script":
        yield from _values(element, ("src",), "script")
    elif tag == "style":
        yield from _styled(element.text or "")
    elif tag == "input" and (element.get("type") or "").lower() == "image":
        yield from _values(element, ("src",), "image")
    elif tag in _SRC:
        yield from _values(element, _SRC[tag], "image")
    for name in _SRCSET.get(tag, ()):
        yield from ((address, "image") for address in _candidates(element.get(name) or ""))


def _related(element: etree._Element) -> Kind | None:
    relations = (element.get("rel") or "").lower().split()
    if "preload" in relations:
        return _PRELOADED.get((element.get("as") or "").lower())
    return next((_RELATIONS[name] for name in relations if name in _RELATIONS), None)


def _values(element: etree._Element, names: Iterable[str], kind: Kind) -> Iterator[tuple[str, Kind]]:
    for name in names:
        if value := element.get(name):
            yield value, kind


def _candidates(srcset: str) -> Iterator[str]:
    """The addresses of a ``srcset`` (HTML, 4.8.4.2.3): an address may hold commas, its descriptors brackets."""
    position = 0
    while position < len(srcset):
        while position < len(srcset) and srcset[position] in _BLANK + ",":
            position += 1
        start = position
        while position < len(srcset) and srcset[position] not in _BLANK:
            position += 1
        address = srcset[start:position]
        if address.rstrip(","):
            yield address.rstrip(",")
        if address.endswith(","):
            continue
        depth = 0
        while position < len(srcset) and (depth or srcset[position] != ","):
            depth += (srcset[position] == "(") - (srcset[position] == ")")
            depth = max(depth, 0)
            position += 1


@dataclass(slots=True)
class _Level:
    """A list of CSS tokens that is being walked."""

    tokens: Iterator[Any]
    kind: Kind = "image"
    strings: bool = False  # a string is an address, too: within image-set()
    rule: str = ""  # the at-rule that is being read, up to its block or semicolon


def _styled(css: str) -> Iterator[tuple[str, Kind]]:
    """The addresses of CSS, whole sheet or declarations alike. Without recursion: blocks may be nested deeply."""
    if not any(mark in css.lower() for mark in ("url(", "@import", "image-set(", "src(")):
        return
    css = _DATA.sub("none", css)
    levels = [_Level(iter(tinycss2.parse_component_value_list(css, skip_comments=True)))]
    while levels:
        level = levels[-1]
        token = next(level.tokens, None)
        if token is None:
            levels.pop()
            continue
        importing = level.rule == "import"
        if token.type == "at-keyword":
            level.rule = token.lower_value
        elif token.type == "literal" and token.value == ";":
            level.rule = ""
        elif level.rule in ("namespace", "charset"):
            continue
        elif (address := _address(token, strings=level.strings or importing)) is not None:
            yield address, "style" if importing else level.kind
            level.rule = "imported" if importing else level.rule
        elif token.type == "function":
            levels.append(_Level(iter(token.arguments), level.kind, token.lower_name in _IMAGE_SETS))
        elif token.type == "{} block":
            levels.append(_Level(iter(token.content), "font" if level.rule == "font-face" else "image"))
            level.rule = ""
        elif token.type.endswith("block"):
            levels.append(_Level(iter(token.content), level.kind, level.strings))


def _address(token: Any, *, strings: bool) -> str | None:
    """What a ``url()``, a ``src()`` or, where one may stand, a string names."""
    if token.type == "url" or (token.type == "string" and strings):
        return str(token.value)
    if token.type == "function" and token.lower_name in ("url", "src"):
        return next((str(item.value) for item in token.arguments if item.type == "string"), None)
    return None
