"""Selectors that a site's next page will still match: by stable class or id, never by place or decoration."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

_NAME: Final = re.compile(r"-?[A-Za-z_][\w-]{1,50}")
# Made anew by each build or for each item, or telling where an item stands: css-1x8ab2, post-123, odd, first, col-md-4.
_UNSTABLE: Final = re.compile(
    r"(?:css|sc|jss|jsx|svelte|ng|emotion|styles?)-[\w-]*\d[\w-]*|_[a-z0-9]{5,}|[\w-]*__[A-Za-z0-9]{5,7}(?<=\d)[\w]*"
    r"|[\w-]*\d{2,}[\w-]*|(?=[\w-]*\d)(?=[\w-]*[a-z])[a-z0-9]{8,}"
    r"|odd|even|first|last|active|current|selected|open|closed|show|hide|hidden|visible|in|fade|animated|lazy(?:load\w*)?"
    r"|views-row-\w+|[\w-]*-(?:first|last|odd|even)|(?:is|has|js|no)-[\w-]+|wow|aos-[\w-]+|fadeIn\w*",
    re.IGNORECASE,
)
# Says how a thing is laid out, not what it is: taken where there is nothing better.
_LAYOUT: Final = re.compile(
    r"(?:col|row|grid|flex|container|clearfix|wrap(?:per)?|inner|outer|box|block|cell|item|left|right|center|full|half"
    r"|pull|push|text|bg|align|float|clear|[mp][trblxy]?|d|w|h|g|fs|fw|lh|order|offset|hidden|border|rounded|shadow"
    r"|card|panel|well|span|large|medium|small|columns?)(?:[-_](?:xs|sm|md|lg|xl|xxl|\d+|\w{1,8}))*\d*",
    re.IGNORECASE,
)


def stable_classes(element: etree._Element) -> list[str]:
    """The classes of an element that are worth a selector, the telling ones first."""
    names = [
        name
        for name in dict.fromkeys((element.get("class") or "").split())
        if _NAME.fullmatch(name) and not _UNSTABLE.fullmatch(name)
    ]
    return sorted(names, key=lambda name: bool(_LAYOUT.fullmatch(name)))


def stable_id(element: etree._Element) -> str | None:
    """The id of an element, where it does not look made for this page alone."""
    name = element.get("id") or ""
    return name if _NAME.fullmatch(name) and not _UNSTABLE.fullmatch(name) else None


def weight(css: str) -> float:
    """How brittle a selector is: lower is better. Telling names are worth more than short paths."""
    names = re.findall(r"[.#]([\w-]+)", css)
    decoration = sum(1 for name in names if _LAYOUT.fullmatch(name))
    return (
        len(css) / 200
        + len(re.findall(r"[ >]+", css)) * 0.5
        + decoration * 0.8
        + (0 if names else 1.5)
        + css.count(":nth") * 1.5
    )


def own(element: etree._Element) -> Iterator[str]:
    """Selectors of an element by itself: ``#id``, ``tag.class`` and, for tags that say something, ``tag``."""
    if not isinstance(element.tag, str):
        return
    if name := stable_id(element):
        yield f"#{name}"
    yield from (f"{element.tag}.{name}" for name in stable_classes(element)[:3])
    said = element.get("itemprop") or ""
    if _NAME.fullmatch(said):
        yield f"[itemprop='{said}']"


def among(element: etree._Element, *, levels: int = 5) -> Iterator[str]:
    """Selectors that may be an element's within its page: its own, and those by a named element around it."""
    tag = element.tag
    if not isinstance(tag, str):
        return
    yield from own(element)
    if tag in {"article", "h1", "time", "main"}:
        yield tag
    parent = element.getparent()
    path = tag
    for step, above in enumerate(element.iterancestors(), 1):
        if step > levels or not isinstance(above.tag, str) or above.tag == "html":
            return
        for around in list(own(above))[:3]:
            if step == 1:
                yield f"{around} > {tag}"
            elif step == 2 and parent is not None:
                yield f"{around} > {parent.tag!s} > {tag}"
            yield f"{around} {tag}"
        path = f"{above.tag!s} > {path}"
        if step > 1 or above.tag in {"ul", "ol", "dl"}:  # where nothing has a name, the way down is all there is
            yield path


def within(item: etree._Element, element: etree._Element) -> Iterator[str]:
    """Selectors of an element as it stands inside an item of a listing: the item's own tag names the item itself."""
    tag = element.tag
    if not isinstance(tag, str):
        return
    if element is item:
        yield tag
        return
    yield from (css for css in own(element) if not css.startswith("#"))
    yield tag
    parent = element.getparent()
    if tag in {"td", "th"} and parent is not None:
        yield f"{tag}:nth-child({parent.index(element) + 1})"
    if parent is None:
        return
    if tag in {"span", "div", "p", "small", "em", "i", "b", "strong"}:
        alike = [child for child in parent if child.tag == tag]
        if len(alike) > 1:
            yield f"{tag}:nth-of-type({alike.index(element) + 1})"
            yield from (f"{css} > {tag}:nth-of-type({alike.index(element) + 1})" for css in list(own(parent))[:2])
    while parent is not None and parent is not item:
        yield from (f"{css} {tag}" for css in own(parent) if not css.startswith("#"))
        yield f"{parent.tag!s} {tag}"
        parent = parent.getparent()
