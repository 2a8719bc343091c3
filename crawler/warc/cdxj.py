"""CDXJ: the lines of an index of captures, as pywb and cdxj-indexer write and read them. Pure, and without a network.

A line is ``<urlkey> <timestamp> <JSON>``; the lines of an index are sorted by their bytes (``LC_ALL=C sort``), so that
all captures of an address, and all addresses of a host, stand together.

The key is the address as a SURT (sort-friendly URI reordering transform) by the rules of webarchive-commons
(``DefaultIAURLCanonicalizer``), which the Python library ``surt`` has too; its keys are ours, and a test compares
them. It is not used here because it asks the network for the address of a host like ``999.1.1.1``, raises for odd
addresses, and is under the AGPL, which this program is not.
"""

import json
import re
import socket
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import SplitResultBytes, quote, quote_from_bytes, unquote_to_bytes

REVISIT: Final = "warc/revisit"

_SCHEME: Final = re.compile(rb"[a-zA-Z][a-zA-Z0-9+.-]*:")
_HTTP_TWICE: Final = re.compile(rb"^(https?://)+")
_PARTS: Final = re.compile(rb"^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#.*)?$")
_KEPT: Final = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"  # what stands in a key unescaped, beside letters and digits
# Nothing to decode, escape, resolve, reorder or leave out: a name that is no number and not www, whole segments, and at
# most one value, too short for that of a session.
_PLAIN: Final = re.compile(
    r"https?://(?!www\d*\.)([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*)((?:/[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)+)?/?"
    r"(\?[A-Za-z0-9_-]+=[A-Za-z0-9_-]{0,16})?"
)
_DOTTED: Final = re.compile(rb"(?:[1-9][0-9]*(?:\.[0-9]+){0,3}|0[0-7]*(?:\.[0-7]+){0,3})")
_WWW: Final = re.compile(rb"www\d*\.")
_DEFAULT_PORTS: Final = {b"http": 80, b"https": 443}
_PATH_SESSION: Final = (
    re.compile(rb"^(.*/)(?:\((?:[a-z]\([0-9a-z]{24}\))+\)/)([^?]+\.aspx.*)$", re.I),
    re.compile(rb"^(.*/)(?:\([0-9a-z]{24}\)/)([^?]+\.aspx.*)$", re.I),
)
_QUERY_SESSION: Final = tuple(
    re.compile(rb"^(.*)(?:" + name + rb")(?:&(.*))?$", re.I)
    for name in (
        rb"jsessionid=[0-9a-zA-Z]{32}",
        rb"phpsessid=[0-9a-zA-Z]{32}",
        rb"sid=[0-9a-zA-Z]{32}",
        rb"ASPSESSIONID[a-zA-Z]{8}=[a-zA-Z]{24}",
        rb"cfid=[^&]+&cftoken=[^&]+",
    )
)
_DEEP: Final = 100  # times an address is unescaped: "%2525…" of 100 KB must not take seconds
_NOT_DIGIT: Final = re.compile(r"\D")
_FIRST: Final = "00000101000000"  # what a date that is not told to the second begins with
_BLANK: Final = re.compile(r"[\x00-\x20\x7f]")


@dataclass(frozen=True, slots=True)
class CdxLine:
    """One capture in an index. ``mime`` is ``warc/revisit`` for a revisit; what is ``None`` is left out of the line.

    ``offset`` and ``length`` are the bounds of its record in the file, in bytes; ``timestamp`` has 14 digits, UTC.
    """

    urlkey: str
    timestamp: str
    url: str
    mime: str | None
    status: int | None
    digest: str | None  # "sha256:<hex>", of the payload
    length: int
    offset: int
    filename: str

    def text(self, *, record_digest: str | None = None) -> str:
        """The line with its newline; numbers as strings, as cdxj-indexer writes them.

        ``record_digest`` (``sha256:<hex>``) is of the record's bytes in the file, for those who load them alone.
        """
        fields = {
            "url": self.url,
            "mime": self.mime,
            "status": None if self.status is None else str(self.status),
            "digest": self.digest,
            "length": str(self.length),
            "offset": str(self.offset),
            "filename": self.filename,
            "recordDigest": record_digest,
        }
        told = json.dumps({name: value for name, value in fields.items() if value is not None})
        return f"{self.urlkey} {self.timestamp} {told}\n"


def parse_line(text: str) -> CdxLine:
    """A line, also of another maker: fields that we do not know are passed over. ``ValueError`` where it is none."""
    try:
        key, stamp, told = text.rstrip("\r\n").split(" ", 2)
        fields = json.loads(told)
        status = fields.get("status")
        return CdxLine(
            key,
            stamp,
            str(fields["url"]),
            fields.get("mime"),
            int(status) if str(status or "").isdigit() else None,
            fields.get("digest"),
            int(fields["length"]),
            int(fields["offset"]),
            str(fields["filename"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"no line of a CDXJ index: {text[:120]!r}") from error


def sort_lines(lines: Iterable[str]) -> list[str]:
    """The lines in the order of an index, each once: bytewise, which for UTF-8 is the order of code points."""
    return sorted(set(lines))


def timestamp(date: str) -> str:
    """``20211108090000`` of a WARC-Date, UTC. A date of less than a second's precision means the first second of it."""
    digits = _NOT_DIGIT.sub("", date)[:14]
    return digits + _FIRST[len(digits) :]


def urlkey(url: str) -> str:
    """The address as a SURT: ``az,gov,mfa)/en/news?page=2``. Never raises; one that cannot be taken apart is its own
    key, with blanks percent-encoded.
    """
    if plain := _PLAIN.fullmatch(url):  # nearly every page: a tenth of the time, and the same key
        return f"{_reversed(plain[1])}){(plain[2] or '/').lower()}{(plain[3] or '').lower()}"
    try:
        return _surt(url.encode("utf-8", "surrogatepass")).decode("ascii")
    except ValueError:
        return _BLANK.sub(lambda found: quote(found[0], safe=""), url.encode("utf-8", "replace").decode())


@lru_cache(maxsize=1024)
def _reversed(host: str) -> str:
    return ",".join(reversed(host.split(".")))


def _surt(url: bytes) -> bytes:
    if not url:
        return b"-"
    if url.startswith(b"filedesc"):
        return url
    url = re.sub(rb"[\n\r\t]", b"", url.strip())
    if not url:
        raise ValueError("nothing but blanks")
    if not _SCHEME.match(url):
        url = b"http://" + url
    found = _PARTS.match(_HTTP_TWICE.sub(lambda many: many[1], url))
    if found is None:
        raise ValueError("no address")
    scheme, host, port, path, query = _split(*(part or b"" for part in found.groups()))
    host = _host(host, scheme)
    path = _path(path, bool(host))
    query = _query(query)
    if port == _DEFAULT_PORTS.get(scheme.lower()):
        port = None
    authority = b",".join(reversed(host.split(b"."))) + (b":%d" % port if port else b"") + b")"
    tail = (path or (b"/" if query else b"")) + (b"?" + query if query else b"")
    return (authority if host else scheme + b":") + tail


def _split(scheme: bytes, netloc: bytes, path: bytes, query: bytes) -> tuple[bytes, bytes, int | None, bytes, bytes]:
    """``ValueError`` where the port is no number."""
    if netloc.endswith(b":"):
        netloc = netloc.rstrip(b":")
    split = SplitResultBytes(scheme, netloc, path, query, b"")
    host, port = split.hostname or b"", split.port or None
    if scheme.startswith(b"http") and not host and path:  # "http:////host/path"
        host, _, rest = path.lstrip(b"/").partition(b"/")
        path = b"/" + rest
    return scheme, host, port, path, query


def _host(host: bytes, scheme: bytes) -> bytes:
    host = _unescape(host)
    if not host.isascii():
        with suppress(ValueError):  # no name that DNS could hold: its bytes are escaped like any other
            host = host.decode("utf-8", "ignore").encode("idna")
    host = host.replace(b"..", b".").strip(b".")
    host = (_address(host) or _escape(host.lower())).lower()
    www = _WWW.match(host) if scheme != b"dns" else None
    return host[www.end() :] if www else host


def _address(host: bytes) -> bytes | None:
    """An IPv4 address in whatever notation, as four decimal numbers; none where the host is a name."""
    if host.isdigit():
        return socket.inet_ntoa((int(host) & 0xFFFFFFFF).to_bytes(4, "big")).encode("ascii")
    if not _DOTTED.fullmatch(host):
        return None
    try:
        return socket.inet_ntoa(socket.inet_aton(host.decode("ascii"))).encode("ascii")
    except OSError:
        return None


def _path(path: bytes, of_host: bool) -> bytes:
    path = _unescape(path)
    if of_host:
        path = _without_dots(path)
    path = _escape(path).lower()
    for pattern in _PATH_SESSION:
        if found := pattern.match(path):
            path = found[1] + found[2]
    return path[:-1] if path.endswith(b"/") and len(path) > 1 else path


def _without_dots(path: bytes) -> bytes:
    """``.``, ``..`` and empty segments resolved; a ``..`` with nothing above it stays."""
    kept: list[bytes] = []
    for part in path.split(b"/")[1:]:
        if part == b"..":
            if kept:
                kept.pop()
            else:
                kept.append(part)
        elif part != b".":
            kept.append(part)
    if not kept:
        return b"/"
    return b"/" + b"".join(part + b"/" for part in kept[:-1] if part) + kept[-1]


def _query(query: bytes) -> bytes:
    query = _escape(_unescape(query))
    for pattern in _QUERY_SESSION:
        if found := pattern.match(query):
            query = found[1] + (found[2] or b"")
    query = query.lower()
    if len(query) <= 1:
        return query
    return b"&".join(b"=".join(pair) for pair in sorted(part.split(b"=", 1) for part in query.split(b"&")))


def _unescape(text: bytes) -> bytes:
    for _ in range(_DEEP):
        if (once := unquote_to_bytes(text)) == text:
            break
        text = once
    return text


def _escape(text: bytes) -> bytes:
    return quote_from_bytes(text, safe=_KEPT).encode("ascii")
