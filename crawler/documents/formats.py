"""The format of a document, by its first bytes: names and headers are often wrong."""

import re
from typing import Final

HEAD: Final = 64 * 1024  # bytes that are enough to tell

PDF: Final = "application/pdf"
RTF: Final = "application/rtf"
DOC: Final = "application/msword"
OLE: Final = "application/x-ole-storage"
ZIP: Final = "application/zip"
_OOXML: Final = "application/vnd.openxmlformats-officedocument."
DOCX: Final = f"{_OOXML}wordprocessingml.document"
ODT: Final = "application/vnd.oasis.opendocument.text"

_MARKS: Final = (
    (b"{\\rtf", RTF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
)
_OLE_MARK: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD: Final = "WordDocument".encode("utf-16-le")
_PDF_WITHIN: Final = 1024  # ISO 32000-1, annex H.3.4.1: readers look for the header in so many bytes
_HTML: Final = re.compile(rb"^\s*(?:<!doctype html|<html|<head|<body|<\?xml[^>]*>\s*(?:<!doctype html|<html))", re.I)
_ZIPPED: Final = {
    b"word/": DOCX,
    b"xl/": f"{_OOXML}spreadsheetml.sheet",
    b"ppt/": f"{_OOXML}presentationml.presentation",
}
_IN_ZIP: Final = (DOCX, ODT, *_ZIPPED.values())
_TEXTUAL: Final = ("text/plain", "text/csv", "text/markdown")


def media_type_of(head: bytes, declared: str | None, expected: str | None = None) -> str | None:
    """The media type of a document that begins with ``head``, its first :data:`HEAD` bytes.

    ``declared`` is the ``Content-Type`` that it came with, ``expected`` what its address promises. They count only
    where the bytes say nothing of their own; ``None``: nobody knows.
    """
    said = (declared or "").partition(";")[0].strip().lower() or None
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return _zipped(head, said, expected)
    if head.startswith(_OLE_MARK):
        return _ole(head, said, expected)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if _HTML.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "text/html"
    if said in (None, "application/octet-stream", "binary/octet-stream", PDF, DOCX, ODT, DOC):
        said = expected if expected not in (PDF, DOCX, ODT, DOC) else None  # the bytes are not what either says
    return said


def document_type(head: bytes, declared: str | None) -> str | None:
    """The media type, where it is a document's that a statement may consist of (PDF, DOCX, ODT, DOC, RTF)."""
    found = media_type_of(head, declared)
    return found if found in (PDF, DOCX, ODT, DOC, RTF) else None


def is_text(media_type: str | None) -> bool:
    """Whether it is read as plain text."""
    return media_type in _TEXTUAL


def _zipped(head: bytes, said: str | None, expected: str | None) -> str:
    """OpenDocument begins with an entry ``mimetype`` (ODF 1.3 part 2, §3.3); OOXML is known by its folders."""
    if head[30:38] == b"mimetype":
        size = int.from_bytes(head[18:22], "little")
        return head[38 : 38 + min(size, 100)].decode("ascii", "replace").strip() or ZIP
    for name in re.findall(rb"PK\x03\x04.{26}([\x20-\x7e]{3,5})", head, re.S):
        for folder, media_type in _ZIPPED.items():
            if name.startswith(folder):
                return media_type
    return next((name for name in (said, expected) if name in _IN_ZIP), ZIP)


def _ole(head: bytes, said: str | None, expected: str | None) -> str:
    """Word, Excel and PowerPoint before 2007, and whatever is encrypted since: all are OLE storages."""
    if _WORD in head:
        return DOC
    return next((name for name in (said, expected) if name in (DOC, DOCX)), OLE)
