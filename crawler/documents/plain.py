"""Plain text and rich text (RTF)."""

from importlib.metadata import version
from typing import IO, Final

from crawler.documents import formats
from crawler.documents.refused import RefusedError
from crawler.model.document import DocumentText

_LARGEST: Final = 8 * 1024 * 1024  # bytes of a file that is text; a rich one holds its pictures as text, too


def read(file: IO[bytes], media_type: str) -> DocumentText:
    """The text of a file of text. Raises :class:`RefusedError`."""
    if media_type == formats.RTF:
        return _rich(file)
    from crawler.extract.charset import HOPELESS, decode

    decoded = decode(_whole(file, _LARGEST), None)
    if decoded.lost > HOPELESS:
        raise RefusedError("document.damaged", f"cannot be decoded as {decoded.charset}")
    return DocumentText(decoded.utf8.decode("utf-8", "replace"), "communique", None, decoded.warnings)


def _rich(file: IO[bytes]) -> DocumentText:
    from striprtf.striprtf import rtf_to_text

    data = _whole(file, 4 * _LARGEST)
    text: str = rtf_to_text(data.decode("latin-1"), errors="replace")  # type: ignore[no-untyped-call]
    # A paragraph ends with one line end; written as paragraphs they are told apart from lines.
    return DocumentText(text.replace("\n", "\n\n"), f"striprtf {version('striprtf')}")


def _whole(file: IO[bytes], largest: int) -> bytes:
    data = file.read(largest + 1)
    if len(data) > largest:
        raise RefusedError("document.too_large", f"has more than {largest:,} bytes of text")
    return data
