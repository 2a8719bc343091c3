"""The blocks of a text: a page's elements as a flat list of paragraphs within lists, quotations and tables.

Both forms of a body are made of it: sanitised HTML (:mod:`crawler.extract.html`) and paragraphs
(:mod:`crawler.extract.paragraphs`). Only what is named here is carried over, so nothing else of a page can pass.
"""

from collections.abc import Iterable, Iterator
from html import escape
from typing import Final, Literal, NamedTuple
from unicodedata import normalize

from lxml import etree

from crawler.extract.addresses import absolute
from crawler.extract.text import plain


class Token(NamedTuple):
    """``open`` and ``close`` bound a list, item, quotation, table, row or cell; ``run`` is one paragraph of text.

    A run's ``tag`` is ``p``, ``h1`` … ``h6``, or empty where it stands directly in a list item or cell. ``text`` has
    one line a ``<br>``; ``html`` is its inline markup. For an opened ``ol`` the text is the number of its first item.
    """

    kind: Literal["open", "close", "run"]
    tag: str
    text: str = ""
    html: str = ""


CELLS: Final = frozenset({"td", "th"})
CONTAINERS: Final = frozenset({"ul", "ol", "li", "dl", "dt", "dd", "blockquote", "table", "tr"}) | CELLS
BARE: Final = frozenset({"li", "dt", "dd"}) | CELLS  # whose first paragraph needs no <p>
PARAGRAPHS: Final = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6"})
INLINE: Final = {
    "a": "a", "em": "em", "i": "em", "strong": "strong", "b": "strong", "sub": "sub", "sup": "sup", "code": "code",
    "cite": "cite", "q": "q", "del": "del", "s": "del", "ins": "ins",
}  # fmt: skip

_BREAKS: Final = frozenset({
    "address", "article", "aside", "body", "caption", "center", "details", "div", "fieldset", "figcaption",
    "figure", "footer", "form", "frameset", "header", "hr", "html", "legend", "main", "menu", "nav", "pre",
    "section", "summary", "tbody", "tfoot", "thead",
})  # fmt: skip
_DROPPED: Final = frozenset({
    "applet", "area", "audio", "base", "button", "canvas", "col", "colgroup", "datalist", "dialog", "embed", "head",
    "iframe", "img", "input", "label", "link", "map", "math", "meta", "meter", "noframes", "noscript", "object",
    "optgroup", "option", "output", "param", "picture", "progress", "script", "select", "source", "style", "svg",
    "template", "textarea", "title", "track", "video", "wbr",
})  # fmt: skip
_FORMS: Final = {
    **dict.fromkeys(INLINE, "inline"),
    **dict.fromkeys(PARAGRAPHS, "paragraph"),
    **dict.fromkeys(CONTAINERS, "container"),
    **dict.fromkeys(_BREAKS, "block"),
    "br": "break",
}
_SEPARATOR: Final = "\n"


def read_blocks(
    elements: Iterable[etree._Element], base: str, skip: frozenset[etree._Element] = frozenset()
) -> list[Token]:
    """The tokens of elements in order, as they stand; ``skip`` is left out. Links are resolved against ``base``."""
    reader = _Reader(base, skip)
    for element in elements:
        reader.read(element)
    reader.flush()
    return reader.tokens


class _Reader:
    """One walk over elements. Iterative: pages are nested deeper than Python's stack."""

    def __init__(self, base: str, skip: frozenset[etree._Element]) -> None:
        self.tokens: list[Token] = []
        self._base = base
        self._skip = skip
        self._containers: list[str] = []
        self._fresh: list[bool] = []  # has the container no run yet?
        self._opened: list[bool] = []  # did the container's element open one? A cell outside a table does not
        self._paragraph = ""  # the open p or heading
        self._text: list[str] = []
        self._html: list[str] = []
        self._inline: list[tuple[str, str]] = []  # (name, start tag), outermost first
        self._written = 0  # how many of them stand in _html: an element without text leaves no trace
        self._pre = 0

    def read(self, root: etree._Element) -> None:
        """Walk one element as a block of its own."""
        if self._is_hidden(root):
            self.flush()
            return
        self._start(root)
        if root.text:
            self._characters(root.text)
        around: list[tuple[etree._Element, Iterator[etree._Element]]] = []
        element, children = root, iter(root)
        while True:
            for child in children:
                if not self._is_hidden(child):
                    around.append((element, children))
                    element, children = child, iter(child)
                    self._start(child)
                    if child.text:
                        self._characters(child.text)
                    break
                if child.tail:
                    self._characters(child.tail)
            else:
                self._end(element)
                if not around:
                    break
                if element.tail:
                    self._characters(element.tail)
                element, children = around.pop()
        self.flush()

    def flush(self) -> None:
        """End the paragraph that is being read."""
        if not self._text:
            self._written = 0
            return
        text = "".join(self._text)  # each piece is plain, and no two of them have blanks where they meet
        if _SEPARATOR in text:
            text = _SEPARATOR.join(line for line in map(str.strip, text.split(_SEPARATOR)) if line)
        else:
            text = text.strip()
        if text:
            if not text.isascii():
                text = normalize("NFC", text)
            self._html += [f"</{name}>" for name, _ in reversed(self._inline[: self._written]) if name]
            bare = bool(self._containers) and self._containers[-1] in BARE and not self._paragraph and self._fresh[-1]
            tag = "" if bare else self._paragraph or "p"
            self.tokens.append(Token("run", tag, text, _trim("".join(self._html))))
            self._fresh[:] = [False] * len(self._fresh)
        self._written = 0
        self._text = []
        self._html = []

    def _start(self, element: etree._Element) -> None:
        tag = str(element.tag)
        form = _FORMS.get(tag)
        if form == "inline":
            self._inline.append(self._inline_tag(element))
        elif form == "break":
            self._break()
        elif form == "paragraph":
            self.flush()
            self._paragraph = tag
        elif form == "container":
            self.flush()
            self._paragraph = ""
            self._opened.append(self._may_open(tag))
            if self._opened[-1]:
                self._containers.append(tag)
                self._fresh.append(True)
                self.tokens.append(Token("open", tag, _first_number(element) if tag == "ol" else ""))
        elif form == "block":
            self.flush()
            self._pre += tag == "pre"

    def _end(self, element: etree._Element) -> None:
        tag = str(element.tag)
        form = _FORMS.get(tag)
        if form == "inline":
            name, _ = self._inline.pop()
            if self._written > len(self._inline):
                self._written = len(self._inline)
                self._html += [f"</{name}>"] if name else []
        elif form == "paragraph":
            self.flush()
            self._paragraph = ""
        elif form == "container":
            self.flush()
            self._paragraph = ""
            if self._opened.pop():
                self._fresh.pop()
                self.tokens.append(Token("close", self._containers.pop()))
        elif form == "block":
            self.flush()
            self._pre -= tag == "pre"

    def _may_open(self, tag: str) -> bool:
        """Whether the container stands where HTML allows it: of a table used for layout we may see one cell alone."""
        around = self._containers[-1] if self._containers else ""
        if tag == "li":
            return around in {"ul", "ol"}
        if tag in {"dt", "dd"}:
            return around == "dl"
        if tag == "tr":
            return around == "table"
        return around == "tr" if tag in CELLS else True

    def _characters(self, raw: str) -> None:
        if self._pre and "\n" in raw:
            for number, line in enumerate(raw.split("\n")):
                if number:
                    self._break()
                if line:
                    self._characters(line)
            return
        text = plain(raw)
        if text.startswith(" ") and (not self._text or self._text[-1].endswith((" ", _SEPARATOR))):
            text = text[1:]  # one blank between two pieces
        if not text:
            return
        if text != " " and self._written < len(self._inline):
            self._html += [start for _, start in self._inline[self._written :]]
            self._written = len(self._inline)
        self._text.append(text)
        self._html.append(escape(text, quote=False) if "&" in text or "<" in text or ">" in text else text)

    def _break(self) -> None:
        """One ``<br>`` parts lines, two part paragraphs."""
        last = next((piece for piece in reversed(self._text) if piece != " "), None)
        if last == _SEPARATOR:
            self.flush()
        elif last is not None:
            self._text.append(_SEPARATOR)
            self._html.append("<br>")

    def _is_hidden(self, element: etree._Element) -> bool:
        tag = element.tag
        if tag in _DROPPED or element in self._skip or not isinstance(tag, str):
            return True
        given = element.keys()
        if not given:
            return False
        if "style" in given and "display:none" in (element.get("style") or "").replace(" ", "").lower():
            return True
        return "hidden" in given

    def _inline_tag(self, element: etree._Element) -> tuple[str, str]:
        name = INLINE[str(element.tag)]
        if name != "a":
            return name, f"<{name}>"
        address = absolute(element.get("href"), self._base)
        if address is None or any(open_name == "a" for open_name, _ in self._inline):
            return "", ""
        return name, f'<a href="{escape(address)}">'


def _first_number(element: etree._Element) -> str:
    start = (element.get("start") or "1").strip()
    return start if start.isascii() and start.isdigit() and len(start) < 7 else "1"


def _trim(html: str) -> str:
    html = html.strip()
    while html.endswith("<br>"):
        html = html[:-4].rstrip()
    return html
