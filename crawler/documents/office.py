"""DOCX (ISO/IEC 29500) and ODT (ISO/IEC 26300): the paragraphs of a zipped XML document, read as a stream.

Deleted text of tracked changes, comments and the second form of text boxes are left out; notes come at the end.
"""

import zipfile
from collections.abc import Callable, Iterator
from typing import IO, Final

from lxml import etree

from crawler.documents import formats
from crawler.documents.refused import RefusedError
from crawler.model.document import DocumentText

_LARGEST: Final = 64 * 1024 * 1024  # bytes that one part may unfold to
_ENTRIES: Final = 20_000
_READER: Final = "communique"

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT: Final = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"

_WORD_PARTS: Final = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
_HEADINGS: Final = ("title", "heading1", "titre", "titre1", "berschrift1", "1", "заголовок1")


def read(file: IO[bytes], media_type: str) -> DocumentText:
    """The text. Raises :class:`RefusedError`, and ``zipfile`` and ``lxml`` their own for what is damaged."""
    with zipfile.ZipFile(file) as held:
        names = held.namelist()
        if len(names) > _ENTRIES:
            raise RefusedError("document.too_large", f"holds {len(names):,} files")
        if media_type == formats.ODT:
            return _open_document(held, names)
        return _word(held, names)


class _Writer:
    """Paragraphs as they are met. A table's row is one, its cells parted by ``|``."""

    def __init__(self) -> None:
        self.paragraphs: list[str] = []
        self.title: str | None = None
        self._open: list[list[str]] = []  # paragraphs within paragraphs: text boxes, notes
        self._rows: list[list[list[str]]] = []  # of each open row, the cells' paragraphs

    def begin(self) -> None:
        self._open.append([])

    def say(self, text: str) -> None:
        if self._open:
            self._open[-1].append(text)

    def end(self, *, heading: bool) -> None:
        text = "".join(self._open.pop()).strip() if self._open else ""
        if not text:
            return
        if self._rows and self._rows[-1]:
            self._rows[-1][-1].append(text)
            return
        if heading and self.title is None and not any(self.paragraphs):
            self.title = " ".join(text.split())
        self.paragraphs.append(text)

    def row(self) -> None:
        self._rows.append([])

    def cell(self) -> None:
        if self._rows:
            self._rows[-1].append([])

    def end_row(self) -> None:
        cells = self._rows.pop() if self._rows else []
        if all(len(cell) <= 1 for cell in cells):  # else it is layout, not data
            cells = [[" | ".join(" ".join(cell[0].split()) for cell in cells if cell)]]
        for text in (text for cell in cells for text in cell if text):
            if self._rows and self._rows[-1]:
                self._rows[-1][-1].append(text)
            else:
                self.paragraphs.append(text)

    def text(self) -> DocumentText:
        return DocumentText("\n\n".join(self.paragraphs), _READER, self.title)


def _word(held: zipfile.ZipFile, names: list[str]) -> DocumentText:
    if _WORD_PARTS[0] not in names:
        raise RefusedError("document.damaged", f"has no {_WORD_PARTS[0]}")
    writer = _Writer()
    for part in _WORD_PARTS:
        if part in names:
            _walk(held, part, lambda: _WordReader(writer))
    return writer.text()


class _WordReader:
    """The elements of WordprocessingML (ISO/IEC 29500-1 §17)."""

    skipped: Final = frozenset(
        {f"{_MC}Fallback"} | {w + name for w in (_W, _STRICT) for name in ("del", "moveFrom", "separator", "instrText")}
    )

    def __init__(self, writer: _Writer) -> None:
        self._writer = writer
        self._headings: list[bool] = []

    def start(self, element: etree._Element) -> None:
        name = _local(element, _W, _STRICT)
        if name == "p":
            self._writer.begin()
            self._headings.append(False)
        elif name == "pStyle" and self._headings:
            style = next((value for key, value in element.attrib.items() if str(key).endswith("}val")), "")
            self._headings[-1] = str(style).lower().replace(" ", "") in _HEADINGS
        elif name == "tr":
            self._writer.row()
        elif name == "tc":
            self._writer.cell()

    def end(self, element: etree._Element) -> None:
        name = _local(element, _W, _STRICT)
        if name == "t":
            self._writer.say(element.text or "")
        elif name == "tab":
            self._writer.say(" ")
        elif name in ("br", "cr"):
            self._writer.say("\n")
        elif name == "noBreakHyphen":
            self._writer.say("\u2011")
        elif name == "p":
            self._writer.end(heading=self._headings.pop())
        elif name == "tr":
            self._writer.end_row()


def _open_document(held: zipfile.ZipFile, names: list[str]) -> DocumentText:
    if "META-INF/manifest.xml" in names and b"encryption-data" in b"".join(_pieces(held, "META-INF/manifest.xml")):
        raise RefusedError("document.encrypted", "is encrypted")
    if "content.xml" not in names:
        raise RefusedError("document.damaged", "has no content.xml")
    writer, notes = _Writer(), _Writer()
    _walk(held, "content.xml", lambda: _OpenReader(writer, notes))
    writer.paragraphs += notes.paragraphs
    return writer.text()


class _OpenReader:
    """The elements of OpenDocument text (ISO/IEC 26300-1 §5, §6). Text may stand after any element."""

    skipped: Final = frozenset(
        {f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_OFFICE}scripts", f"{_TEXT}note-citation"}
        | {f"{_OFFICE}automatic-styles", f"{_OFFICE}font-face-decls", f"{_TEXT}sequence-decls"}
    )

    def __init__(self, writer: _Writer, notes: _Writer) -> None:
        self._body = writer
        self._notes = notes
        self._writer = writer

    def start(self, element: etree._Element) -> None:
        name = element.tag
        if name == f"{_TEXT}note-body":
            self._writer = self._notes
        elif name in (f"{_TEXT}p", f"{_TEXT}h"):
            self._writer.begin()
        elif name == f"{_TABLE}table-row":
            self._writer.row()
        elif name == f"{_TABLE}table-cell":
            self._writer.cell()
        if name in (f"{_TEXT}s", f"{_TEXT}tab"):
            self._writer.say(" ")
        elif name == f"{_TEXT}line-break":
            self._writer.say("\n")
        elif element.text and str(name).startswith(_TEXT):
            self._writer.say(_one_spaced(element.text))

    def end(self, element: etree._Element) -> None:
        name = element.tag
        if name in (f"{_TEXT}p", f"{_TEXT}h"):
            level = element.get(f"{_TEXT}outline-level", "1")
            self._writer.end(heading=name == f"{_TEXT}h" and level == "1")
        elif name == f"{_TEXT}note-body":
            self._writer = self._body
        elif name == f"{_TABLE}table-row":
            self._writer.end_row()

    def tail(self, element: etree._Element) -> None:
        if element.tail:
            self._writer.say(_one_spaced(element.tail))


def _walk(held: zipfile.ZipFile, part: str, make: Callable[[], "_WordReader | _OpenReader"]) -> None:
    """Feed a part to a parser piece by piece; what was walked is dropped, so memory does not grow with the document.

    A bomb's entities are never expanded, and a document type is refused: no office program writes one.
    """
    reader = make()
    parser = etree.XMLPullParser(("start", "end"), resolve_entities=False, no_network=True, huge_tree=False)
    waiting: list[tuple[str, etree._Element]] = []
    hidden: etree._Element | None = None
    opened: list[tuple[str, etree._Element]] = []

    def handle(events: list[tuple[str, etree._Element]]) -> None:
        nonlocal hidden
        for event, element in events:
            if event == "start":
                if hidden is None and element.tag in reader.skipped:
                    hidden = element
                elif hidden is None:
                    reader.start(element)
                continue
            if hidden is element:
                hidden = None
            elif hidden is None:
                reader.end(element)
            if hidden is None and isinstance(reader, _OpenReader):
                reader.tail(element)
            _drop(element)

    for piece in _pieces(held, part):
        parser.feed(piece)
        opened = waiting + list(parser.read_events())
        # The last event's element may not have all of its text, nor its tail, before the next event has come.
        waiting = opened[-1:]
        handle(opened[:-1])
    root = parser.close()
    if root.getroottree().docinfo.doctype:
        raise RefusedError("document.damaged", "declares a document type, which no office program writes")
    handle(waiting + list(parser.read_events()))


def _drop(element: etree._Element) -> None:
    """Forget an element that has ended, but for itself: its parent still holds it for the order."""
    element.clear(keep_tail=False)
    parent = element.getparent()
    if parent is not None:
        while (before := element.getprevious()) is not None:
            parent.remove(before)


def _pieces(held: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    info = held.getinfo(part)
    if info.flag_bits & 1:
        raise RefusedError("document.encrypted", "is encrypted")
    size = info.file_size  # as it claims; what comes is counted all the same
    if size > _LARGEST:
        raise RefusedError("document.too_large", f"unfolds to {size:,} bytes; at most {_LARGEST:,} are read")
    size = 0
    with held.open(info) as stream:
        while piece := stream.read(64 * 1024):
            size += len(piece)
            if size > _LARGEST:
                raise RefusedError("document.too_large", f"unfolds to more than {_LARGEST:,} bytes")
            yield piece


def _local(element: etree._Element, *namespaces: str) -> str:
    tag = str(element.tag)
    return next((tag[len(space) :] for space in namespaces if tag.startswith(space)), "")


def _one_spaced(text: str) -> str:
    """White space in OpenDocument is one blank (ISO/IEC 26300-1 §6.1.2)."""
    if not text.strip(" \t\r\n"):
        return " "
    words = " ".join(text.split())
    return f"{' ' if text[0].isspace() else ''}{words}{' ' if text[-1].isspace() else ''}"
