"""The head of a response: status line and header lines, read tolerantly."""

import re
from typing import Final

from crawler.model.exchange import Head

_STATUS: Final = re.compile(rb"(HTTP/\d(?:\.\d)?)[ \t]+([1-9]\d\d)(?:[ \t](.*))?", re.IGNORECASE | re.DOTALL)


def parse_head(raw: bytes) -> Head | None:
    """The head of a response, ``raw`` up to and with its empty line; ``None`` where it does not start as HTTP does.

    Tolerant (RFC 9112 §2.2, §4, §5.2): LF alone ends a line, folded lines join with one space, blanks before a colon
    go, a line without a colon is no header.
    """
    lines = raw.split(b"\n")
    first = next((n for n, line in enumerate(lines) if line.strip(b"\r")), None)
    match = None if first is None else _STATUS.fullmatch(lines[first].removesuffix(b"\r"))
    if first is None or match is None:
        return None
    headers: list[tuple[bytes, bytes]] = []
    folds = False  # whether the line before was a header, so that this one may go on with it
    for line in lines[first + 1 :]:
        if line.startswith((b" ", b"\t")):
            if folds and (more := line.strip(b" \t\r")):
                name, value = headers[-1]
                headers[-1] = (name, value + b" " + more if value else more)
            continue
        name, colon, value = line.partition(b":")
        name = name.strip(b" \t\r")
        folds = bool(colon and name)
        if folds:
            headers.append((name, value.strip(b" \t\r")))
    return Head(match[1], int(match[2]), match[3] or b"", tuple(headers), len(raw))


def header_tokens(head: Head, name: bytes) -> list[bytes]:
    """The comma-separated values of all headers of that name, lower case; parameters gone."""
    joined = b",".join(value for key, value in head.headers if key.lower() == name)
    tokens = (token.partition(b";")[0].strip(b" \t").lower() for token in joined.split(b","))
    return [token for token in tokens if token]


def keeps_alive(head: Head) -> bool:
    """RFC 9112 §9.3."""
    options = header_tokens(head, b"connection")
    if b"close" in options:
        return False
    return head.version.upper() == b"HTTP/1.1" or b"keep-alive" in options
