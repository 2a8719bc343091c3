"""Files as other makers write them, by hand: each function is a kind of file, or of record, that is met."""

import base64
import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable
from pathlib import Path

PAGE = b"<html><head><title>A page</title></head><body><p>A ministry says something at some length.</p></body></html>"


def sha1(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def sha256(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def http(body: bytes = PAGE, *headers: str, status: str = "HTTP/1.1 200 OK", end: bytes = b"\r\n") -> bytes:
    """An answer as it was received; without headers those of a page."""
    lines = [status, *(headers or ("Content-Type: text/html; charset=utf-8", f"Content-Length: {len(body)}"))]
    return end.join(line.encode() for line in lines) + end * 2 + body


def chunked(body: bytes, size: int = 40) -> bytes:
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def record(
    kind: str,
    block: bytes,
    *headers: str,
    version: str = "WARC/1.0",
    name: str | None = None,
    url: str | None = "http://mfa.example/news/1",
    date: str = "2015-03-04T05:06:07Z",
    end: bytes = b"\r\n",
    tail: bytes = b"\r\n\r\n",
) -> bytes:
    """One record, not compressed. ``name`` is the end of its id; ``headers`` come after the usual ones."""
    lines = [version, f"WARC-Type: {kind}"]
    if name is not None:
        lines.append(f"WARC-Record-ID: {urn(name)}")
    if url is not None:
        lines.append(f"WARC-Target-URI: {url}")
    lines += [f"WARC-Date: {date}", *headers, f"Content-Length: {len(block)}"]
    return end.join(line.encode() for line in lines) + end * 2 + block + tail


def urn(name: str) -> str:
    return f"<urn:uuid:00000000-0000-4000-9000-{hashlib.sha256(name.encode()).hexdigest()[:12]}>"


def response(block: bytes, *headers: str, name: str = "response", **more: str) -> bytes:
    return record("response", block, "Content-Type: application/http; msgtype=response", *headers, name=name, **more)  # type: ignore[arg-type]


def revisit(head: bytes, *headers: str, name: str = "revisit", **more: str) -> bytes:
    profile = "WARC-Profile: http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"
    return record(
        "revisit",
        head,
        "Content-Type: application/http; msgtype=response",
        profile,
        *headers,
        name=name,
        **more,  # type: ignore[arg-type]
    )


def warcinfo(software: str = "Heritrix/3.4.0", **more: str) -> bytes:
    block = f"software: {software}\r\nformat: WARC File Format 1.0\r\n".encode()
    return record("warcinfo", block, "Content-Type: application/warc-fields", name="info", url=None, **more)  # type: ignore[arg-type]


def packed(records: Iterable[bytes]) -> bytes:
    """Each record its own gzip member, as every maker of today does it."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)


def arc(records: Iterable[tuple[str, str, str, bytes]], version: str = "1 0 Alexa Internet") -> list[bytes]:
    """ARC records of (url, ip, date, block): the first names the file."""
    names = b"URL IP-address Archive-date Content-type Archive-length\n"
    about = version.encode() + b"\n" + names
    first = b"filedesc://IA-001102.arc 0.0.0.0 19960923142103 text/plain %d\n%s\n" % (len(about), about)
    return [
        first,
        *(f"{url} {ip} {date} text/html {len(block)}\n".encode() + block + b"\n" for url, ip, date, block in records),
    ]


def wacz(path: Path, inner: dict[str, bytes], *, hashes: dict[str, str] | None = None) -> Path:
    """A WACZ package as Browsertrix and ArchiveWeb.page write it: WARC files as they are, and a listing."""
    told = [
        {
            "name": name.rpartition("/")[2],
            "path": name,
            "hash": (hashes or {}).get(name, sha256(data)),
            "bytes": len(data),
        }
        for name, data in inner.items()
    ]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as package:
        for name, data in inner.items():
            package.writestr(name, data)
        package.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0", "id": "pages"}\n')
        package.writestr("datapackage.json", json.dumps({"profile": "data-package", "resources": told}))
    return path


def as_file(data: bytes) -> io.BytesIO:
    return io.BytesIO(data)
