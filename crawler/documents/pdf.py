"""PDF: the lines of each page by PDFium, with where they stand; by pypdf where PDFium cannot open the file."""

import re
from collections.abc import Iterator
from ctypes import byref, c_double
from importlib.metadata import version
from math import hypot
from typing import IO, Any, Final

from crawler.documents.lines import Line, heading_of, joined
from crawler.documents.refused import RefusedError
from crawler.model.document import DocumentText

_PAGES: Final = 5_000
_END: Final = re.compile("[\r\n\x02\ufffe]")
_HYPHENS: Final = "\x02\ufffe"
_LONGEST: Final = 8_000_000  # characters


def read(file: IO[bytes]) -> DocumentText:
    """The text in the order in which the file draws it, an empty line between pages. Raises :class:`RefusedError`."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise RefusedError("document.encrypted", "is encrypted") from None
        return _by_pypdf(file, str(error))
    pages = _lines(document)
    return DocumentText(joined(pages), f"pdfium {_build(pypdfium2)}", heading_of(pages))


def _build(pypdfium2: Any) -> str:
    return f"{pypdfium2.PDFIUM_INFO.build} (pypdfium2 {pypdfium2.PYPDFIUM_INFO.version})"


def _check(pages: int, characters: int = 0) -> None:
    if pages > _PAGES:
        raise RefusedError("document.too_large", f"has {pages:,} pages; at most {_PAGES:,} are read")
    if characters > _LONGEST:
        raise RefusedError("document.too_large", f"has more than {_LONGEST:,} characters")


def _lines(document: Any) -> list[list[Line]]:
    _check(len(document))
    pages: list[list[Line]] = []
    characters = 0
    broken = 0
    for number in range(len(document)):
        try:
            page = document[number]
            text = page.get_textpage()
        except Exception as error:  # noqa: BLE001 - PdfiumError, and whatever a damaged page makes of the binding
            broken += 1
            if broken == len(document):
                raise RefusedError("document.damaged", f"has no page that can be parsed: {error}") from None
            raise RefusedError("document.damaged", f"cannot be parsed on page {number + 1}: {error}") from None
        characters += text.count_chars()
        _check(len(document), characters)
        pages.append(list(_lines_of(text)))
        text.close()
        page.close()
    return pages


def _lines_of(text: Any) -> Iterator[Line]:
    """The lines of a page. PDFium ends each with CR LF, or with U+0002 or U+FFFE where it saw a broken word."""
    import pypdfium2.raw as pdfium

    start = 0
    drawn = _drawn(pdfium, text)
    for end in _END.finditer(drawn + "\n"):
        letters = drawn[start : end.start()]
        if letters:
            last = start + len(letters.rstrip()) - 1
            first = start + len(letters) - len(letters.lstrip())
            hyphen = end[0] in _HYPHENS
            yield _line(pdfium, text, letters.replace("\x00", ""), first, last, hyphen=hyphen)
        start = end.end()


def _drawn(pdfium: Any, text: Any) -> str:
    """The page's characters, each at its index: in one call where that leaves none out, else one by one."""
    count = text.count_chars()
    at_once: str = text.get_text_range() if count else ""
    if len(at_once) == count:
        return at_once
    return "".join(chr(pdfium.FPDFText_GetUnicode(text, index)) for index in range(count))


def _line(pdfium: Any, text: Any, letters: str, first: int, last: int, *, hyphen: bool) -> Line:
    if last < first:
        return Line("", 0.0, 0.0, 0.0, 0.0)
    left, _, base = _box(pdfium, text, first)
    _, right, _ = _box(pdfium, text, last)
    size = float(pdfium.FPDFText_GetFontSize(text, first))
    matrix = pdfium.FS_MATRIX()
    if pdfium.FPDFText_GetMatrix(text, first, byref(matrix)):
        size *= hypot(matrix.b, matrix.d)
    origin_x, origin_y = c_double(), c_double()
    if pdfium.FPDFText_GetCharOrigin(text, first, byref(origin_x), byref(origin_y)):
        base = origin_y.value
    return Line(letters + ("-" if hyphen else ""), left, right, base, max(size, 0.1), hyphen)


def _box(pdfium: Any, text: Any, index: int) -> tuple[float, float, float]:
    """Left, right and bottom."""
    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    pdfium.FPDFText_GetCharBox(text, index, byref(left), byref(right), byref(bottom), byref(top))
    return left.value, right.value, bottom.value


def _by_pypdf(file: IO[bytes], why: str) -> DocumentText:
    """The second choice: slower, and it knows no place of a line, so lines stay as they are."""
    import pypdf

    file.seek(0)
    try:
        reader = pypdf.PdfReader(file, strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise RefusedError("document.encrypted", "is encrypted")
        _check(len(reader.pages))
        texts: list[str] = []
        for page in reader.pages:
            texts.append(page.extract_text())
            _check(0, sum(map(len, texts)))
    except (pypdf.errors.PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise RefusedError("document.damaged", f"cannot be parsed: {why}; {error}") from error
    warning = f"PDFium could not open it ({why}); its lines are as they were drawn"
    return DocumentText("\n\n".join(texts), f"pypdf {version('pypdf')}", None, (warning,))
