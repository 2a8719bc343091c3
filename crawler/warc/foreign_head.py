"""The head of a record of another maker: WARC 0.17 to 1.1, read tolerantly.

A line may end with LF alone and go on in the next one (0.17 and 1.0 allow folding); blanks around a value go, and so do
the brackets that 1.0 asked for around WARC-Target-URI. What is not tolerated: an unknown version, and a head without
an end, without a type or without a length, because then nobody knows what follows.
"""

import re
from typing import Final

from crawler.warc.arc import Headers, arc_head
from crawler.warc.foreign_text import ForeignError, Text

WARC: Final = b"WARC/"
_VERSION: Final = re.compile(rb"WARC/(0\.1[6-8]|1\.[01])[ \t]*")
_LENGTH: Final = re.compile(r"\d{1,18}")
_MAX_LINE: Final = 64 * 1024
_MAX_HEAD: Final = 1024 * 1024


def read_head(text: Text, offset: int) -> tuple[str, str, Headers, int]:
    """(version, type, headers by lower-case name, length of the block) of the record that begins here.

    ``version`` is ``WARC/1.0`` and the like, or ``ARC``. Raises :class:`ForeignError` at ``offset``.
    """
    if text.peek(len(WARC)) == WARC:
        version, headers = _warc(text, offset)
        kind = next(iter(headers.get("warc-type", ())), "").lower()
        if not kind:
            raise ForeignError("the record does not say of which type it is (WARC-Type)", offset)
    else:
        line = text.line(_MAX_LINE)
        found = arc_head(line)
        if found is None:
            raise ForeignError(f"no record begins here, but {line[:40]!r}", offset)
        version, (kind, headers) = "ARC", found
    length = next(iter(headers.get("content-length", ())), "")
    if not _LENGTH.fullmatch(length):
        raise ForeignError(f"the record's Content-Length is {length[:40]!r}" if length else _NO_LENGTH, offset)
    return version, kind, headers, int(length)


_NO_LENGTH: Final = "the record does not say how long it is (Content-Length)"


def _warc(text: Text, offset: int) -> tuple[str, Headers]:
    first = text.line(_MAX_LINE).rstrip(b"\r\n")
    version = _VERSION.fullmatch(first)
    if version is None:
        raise ForeignError(f"the record begins with {first[:40]!r}: WARC 0.17, 0.18, 1.0 and 1.1 are read", offset)
    fields: list[tuple[str, str]] = []
    size = 0
    while (line := text.line(_MAX_LINE)).endswith(b"\n"):
        size += len(line)
        if size > _MAX_HEAD:
            raise ForeignError(f"the record's head is longer than {_MAX_HEAD} bytes", offset)
        value = line.decode("utf-8", "backslashreplace").rstrip("\r\n")
        if not value:
            return first.decode().strip(), _joined(fields)
        if value[0] in " \t":
            if fields:
                name, before = fields[-1]
                fields[-1] = (name, f"{before} {value.strip()}".strip())
            continue
        name, colon, value = value.partition(":")
        if colon and name.strip():
            fields.append((name.strip().lower(), value.strip()))
    if len(line) >= _MAX_LINE:
        raise ForeignError(f"a line of the record's head is longer than {_MAX_LINE} bytes", offset)
    raise ForeignError("the file ends inside the record's head", offset)


def _joined(fields: list[tuple[str, str]]) -> Headers:
    headers: Headers = {}
    for name, value in fields:
        headers[name] = (*headers.get(name, ()), value)
    for name in ("warc-target-uri", "warc-refers-to-target-uri"):
        if name in headers:
            headers[name] = tuple(v[1:-1] if v[:1] == "<" and v[-1:] == ">" else v for v in headers[name])
    return headers
