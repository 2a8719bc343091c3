"""The builder: exchanges and findings as WARC 1.1 records. Pure: ids and dates are given, nothing is read or written.

What goes where:

* ``request`` and ``response`` of an exchange name each other in WARC-Concurrent-To and bear one WARC-Date, that of the
  exchange's start (§5.4: one capture event, one date). The request comes first, as it did on the wire.
* A response whose head could not be read as HTTP is still a ``response``: it is what the server answered (§6.3), and
  neither the resource nor something about it. But it is no HTTP message, so its Content-Type is
  ``application/octet-stream`` and it has no WARC-Payload-Digest: payload and block are the same there.
* A response that brought nothing new is a ``revisit`` (§6.7). Equal bytes: its block is the head as received and
  ``WARC-Truncated: length`` says that the rest is elsewhere. A 304 to our conditional request: its block is all that
  came. Both name the ``response`` that holds the bytes (never another revisit), with its address and date, because
  pywb finds it by these.
* Text made of a document is a ``conversion`` (§6.8) under the document's address; ``Communique-Reader`` names the
  program that read it (a field of our own: §5 lets readers pass over it).
* Everything else is a ``metadata`` record of one JSON object, told apart by its key ``kind``. For an exchange these are
  ``failure`` (code, sentence, finished), ``interim`` and ``surplus`` (bytes as base64: 1xx messages before, and what
  came after the response's end), ``tls`` (the certificate was not verified), ``proxy`` (whose tunnel it went through:
  then there is no WARC-IP-Address, for §5.10 means the server's, which only the proxy knows). The object is the one
  field ``json`` of an ``application/warc-fields`` block (§6.6): as ``application/json`` under the page's address pywb
  and cdxj-indexer take it for a capture of the page, and replay it in the page's place.
* Digests are ``sha256:`` and 64 lower-case hex digits, as in every JSON line: warcio (``check``), FastWARC (``check
  -p``), cdxj-indexer and pywb read that spelling; unpadded base32 both checkers refuse.
"""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from crawler import __version__
from crawler.model.capture import Place
from crawler.model.clock import stamp
from crawler.model.exchange import Block, Exchange, Head
from crawler.model.line import to_line
from crawler.warc.record import Record

FIELDS: Final = "application/warc-fields"
NOT_HTTP: Final = "application/octet-stream"
TEXT: Final = "text/plain;charset=utf-8"
READER: Final = "Communique-Reader"
SAME_PAYLOAD: Final = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED: Final = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_CONFORMS: Final = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_NOT_URI: Final = re.compile(r"[^!-~]|[<>]")
_NO_TEXT: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class Earlier(NamedTuple):
    """A ``response`` record that holds the payload which an answer repeats or confirms. ``url`` and ``date`` are its
    WARC-Target-URI and WARC-Date, ``payload_digest`` is ``sha256:<hex>``.
    """

    place: Place
    url: str
    date: str
    payload_digest: str


def exchange_records(
    exchange: Exchange, *, warcinfo_id: str, new_id: Callable[[], str], earlier: Earlier | None = None
) -> list[Record]:
    """The records of one exchange, in the order in which they are to be written.

    ``new_id`` gives a fresh ``<urn:uuid:…>`` at each call. Request, response (each where there is one), then metadata.
    With ``earlier`` the response is a ``revisit`` of it; whether it may be one is the caller's to know. The response's
    block is the exchange's own: encode the record before the exchange is closed.
    """
    request_id = new_id() if exchange.request else None
    response_id = new_id() if exchange.response is not None else None
    common = [("WARC-Warcinfo-ID", warcinfo_id), *_connection(exchange)]
    about = [("WARC-Date", stamp(exchange.started)), ("WARC-Target-URI", as_uri(exchange.url))]
    records: list[Record] = []
    if request_id is not None:
        headers = [*about, *common, ("Content-Type", "application/http;msgtype=request")]
        headers += _concurrent(response_id)
        headers.append(("WARC-Block-Digest", digest_of(exchange.request)))
        body = exchange.request.partition(b"\r\n\r\n")[2]
        if body:
            headers.append(("WARC-Payload-Digest", digest_of(body)))
        records.append(Record(request_id, "request", tuple(headers), exchange.request))
    if response_id is not None:
        headers = [*about, *common, *_concurrent(request_id)]
        if earlier is None:
            records.append(_response(exchange, response_id, headers))
        else:
            records.append(_revisit(exchange, response_id, headers, earlier))
    both_ids = [name for name in (request_id, response_id) if name is not None]
    records += [
        metadata_record(
            payload,
            target_uri=exchange.url,
            refers_to=None,
            concurrent_to=both_ids,
            date=exchange.started,
            warcinfo_id=warcinfo_id,
            id=new_id(),
        )
        for payload in _findings(exchange)
    ]
    return records


def metadata_record(
    payload: Mapping[str, Any],
    *,
    target_uri: str | None,
    refers_to: str | None,
    concurrent_to: Sequence[str],
    date: datetime,
    warcinfo_id: str,
    id: str,  # noqa: A002 - the record's id is called so everywhere
    written: bytes | None = None,
) -> Record:
    """One JSON object as a ``metadata`` record (WARC 1.1 §6.6). ``payload["kind"]`` says what it tells.

    ``concurrent_to`` are ids of records of the same event in the same file, ``refers_to`` is the record that is
    described, in any file. ``written`` is the last value of ``payload`` as a line of JSON, where it has been written
    as one already: a statement is not spelled twice. ``ValueError`` without a kind.
    """
    if not isinstance(payload.get("kind"), str):
        raise ValueError("a metadata record needs a kind")
    block = b"json: " + (_object(payload) if written is None else _joined(payload, written)) + b"\r\n"
    headers = [("WARC-Date", stamp(date))]
    if target_uri is not None:
        headers.append(("WARC-Target-URI", as_uri(target_uri)))
    headers.append(("WARC-Warcinfo-ID", warcinfo_id))
    headers += [("WARC-Concurrent-To", name) for name in concurrent_to]
    if refers_to is not None:
        headers.append(("WARC-Refers-To", refers_to))
    headers += [("Content-Type", FIELDS), ("WARC-Block-Digest", digest_of(block))]
    return Record(id, "metadata", tuple(headers), block)


def _object(payload: Mapping[str, Any]) -> bytes:
    return to_line(dict(payload)).rstrip(b"\n")


def _joined(payload: Mapping[str, Any], written: bytes) -> bytes:
    """The object whose last value is written already."""
    *others, last = payload
    front = _object({name: payload[name] for name in others}).removesuffix(b"}")
    return front + b"," + _object({last: None}).removeprefix(b"{").removesuffix(b"null}") + written.rstrip(b"\n") + b"}"


def conversion_record(
    text: str,
    *,
    reader: str,
    target_uri: str,
    refers_to: str,
    date: datetime,
    warcinfo_id: str,
    id: str,  # noqa: A002 - the record's id is called so everywhere
) -> Record:
    """Text of a document as a ``conversion`` record (WARC 1.1 §6.8). ``refers_to`` is the ``response`` that holds the
    document, ``target_uri`` its address, ``reader`` the program and its version. What is no Unicode text (a lone
    surrogate) becomes a question mark.
    """
    block = text.encode("utf-8", "replace")
    headers = (
        ("WARC-Date", stamp(date)),
        ("WARC-Target-URI", as_uri(target_uri)),
        ("WARC-Warcinfo-ID", warcinfo_id),
        ("WARC-Refers-To", refers_to),
        (READER, _text(reader)),
        ("Content-Type", TEXT),
        ("WARC-Block-Digest", digest_of(block)),
    )
    return Record(id, "conversion", headers, block)


def warcinfo_record(
    *,
    id: str,  # noqa: A002 - the record's id is called so everywhere
    date: datetime,
    filename: str,
    source: str,
    definition: str,
    operator: str | None,
    user_agent: str | None,
    robots: str = "obey RFC 9309",
) -> Record:
    """The first record of a segment (WARC 1.1 §6.2): who wrote it, how, and from which definition of the source.

    ``filename`` is the segment's sealed name; ``definition`` the source's TOML, which stands on one line as a JSON
    string. Free text keeps its words: a control character in it becomes a blank.
    """
    fields = [
        ("software", f"Communique/{__version__}"),
        ("format", "WARC File Format 1.1"),
        ("conformsTo", _CONFORMS),
        ("robots", robots),
        ("operator", operator),
        ("http-header-user-agent", user_agent),
        ("isPartOf", source),
        ("source-definition", json.dumps(definition)),
    ]
    block = "".join(f"{name}: {text}\r\n" for name, value in fields if (text := _text(value))).encode()
    headers = (
        ("WARC-Date", stamp(date)),
        ("WARC-Filename", filename.rpartition("/")[2]),
        ("Content-Type", FIELDS),
        ("WARC-Block-Digest", digest_of(block)),
    )
    return Record(id, "warcinfo", headers, block)


def bytes_payload(kind: str, data: bytes, **more: Any) -> dict[str, Any]:
    """Bytes as the payload of a metadata record: ``kind``, ``size``, what ``more`` says, and ``base64``.

    An exchange's own surplus says ``late=False``; bytes that come on an idle connection afterwards say ``late=True``.
    """
    return {"kind": kind, "size": len(data), **more, "base64": base64.b64encode(data).decode("ascii")}


def digest_of(data: bytes) -> str:
    """``sha256:<hex>``."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def as_uri(url: str) -> str:
    """An address as WARC-Target-URI: whatever is not visible ASCII, and ``<`` and ``>``, percent-encoded as UTF-8.

    So no address can end the header or add one; an address that is a URI (RFC 3986) stays as it is. ``ValueError``
    where it has no scheme.
    """
    if not _SCHEME.match(url):
        raise ValueError(f"{url[:80]!r} is no absolute address")
    return _NOT_URI.sub(lambda found: quote(found[0], safe="", errors="surrogatepass"), url)


def _connection(exchange: Exchange) -> list[tuple[str, str]]:
    headers = [] if exchange.ip is None else [("WARC-IP-Address", exchange.ip)]
    headers += [("WARC-Protocol", protocol) for protocol in exchange.protocols]
    if exchange.cipher is not None:
        headers.append(("WARC-Cipher-Suite", exchange.cipher))
    return headers


def _concurrent(other: str | None) -> list[tuple[str, str]]:
    return [] if other is None else [("WARC-Concurrent-To", other)]


def _response(exchange: Exchange, response_id: str, headers: list[tuple[str, str]]) -> Record:
    if exchange.response is None or exchange.block_digest is None:
        raise ValueError(f"the exchange for {exchange.url!r} has a response without a block digest")
    headers.append(("Content-Type", NOT_HTTP if exchange.head is None else "application/http;msgtype=response"))
    if exchange.truncated is not None:
        headers.append(("WARC-Truncated", exchange.truncated))
    headers.append(("WARC-Block-Digest", exchange.block_digest))
    if exchange.head is not None:
        if exchange.payload_digest is None:
            raise ValueError(f"the exchange for {exchange.url!r} has an HTTP response without a payload digest")
        headers.append(("WARC-Payload-Digest", exchange.payload_digest))
    return Record(response_id, "response", tuple(headers), exchange.response)


def _revisit(exchange: Exchange, revisit_id: str, headers: list[tuple[str, str]], earlier: Earlier) -> Record:
    if exchange.response is None or exchange.head is None:
        raise ValueError(f"the exchange for {exchange.url!r} has no HTTP answer that could repeat another")
    confirmed = exchange.head.status == 304
    block = _head_bytes(exchange.response, exchange.head)
    headers += [
        ("WARC-Profile", NOT_MODIFIED if confirmed else SAME_PAYLOAD),
        ("WARC-Refers-To", earlier.place.record_id),
        ("WARC-Refers-To-Target-URI", earlier.url),
        ("WARC-Refers-To-Date", earlier.date),
        ("Content-Type", "application/http;msgtype=response"),
    ]
    if not confirmed:
        headers.append(("WARC-Truncated", "length"))
    headers += [("WARC-Block-Digest", digest_of(block)), ("WARC-Payload-Digest", earlier.payload_digest)]
    return Record(revisit_id, "revisit", tuple(headers), block)


def _head_bytes(response: Block, head: Head) -> bytes:
    kept = b""
    for piece in response.chunks():
        kept += piece
        if len(kept) >= head.length:
            break
    return kept[: head.length]


def _findings(exchange: Exchange) -> list[dict[str, Any]]:
    findings: list[dict[str, Any]] = []
    if exchange.interim:
        findings.append(bytes_payload("interim", exchange.interim))
    if exchange.surplus:
        findings.append(bytes_payload("surplus", exchange.surplus, late=False))
    if exchange.via is not None:
        findings.append({"kind": "proxy", "proxy": exchange.via, "tunnel": True})
    if exchange.tls_verified is False:
        findings.append({"kind": "tls", "verified": False})
    if exchange.failure is not None:
        findings.append(
            {
                "kind": "failure",
                "code": exchange.failure.code,
                "sentence": exchange.failure.sentence,
                "method": exchange.method,
                "finished": stamp(exchange.finished),
            }
        )
    return findings


def _text(value: str | None) -> str:
    return "" if value is None else _NO_TEXT.sub(" ", value.encode("utf-8", "replace").decode()).strip()
