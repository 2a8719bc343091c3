"""Answers out of what is stored: an archive's captures, or a folder of saved pages, in place of a server."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from sqlalchemy import Connection, desc, select

from crawler.archive.errors import ArchiveDamaged
from crawler.archive.page import read_page
from crawler.archive.rows import to_capture
from crawler.archive.suppressed import shown
from crawler.catalogue.schema import captures
from crawler.discover.ask import Ask
from crawler.model.failure import Failure
from crawler.model.identity import canonical_url
from crawler.model.reading import Page
from crawler.probing.asking import Answer
from crawler.warc.cdxj import urlkey
from crawler.wire.coding import CodingError

Answering = Callable[[Ask], Answer]

_HOPS: Final = 5
_HEAD: Final = 200_000  # bytes of a saved page in which it says its address
_SAVED_FROM: Final = re.compile(rb"<!-- saved from url=\(\d+\)(\S+) -->")
_ADDRESSES: Final = (
    re.compile(rb"<link\s[^>]*?rel=[\"']?canonical[\"']?[^>]*?href=[\"']([^\"'>]+)", re.IGNORECASE),
    re.compile(rb"<link\s[^>]*?href=[\"']([^\"'>]+)[\"'][^>]*?rel=[\"']?canonical", re.IGNORECASE),
    re.compile(rb"<meta\s[^>]*?property=[\"']og:url[\"'][^>]*?content=[\"']([^\"'>]+)", re.IGNORECASE),
)
_TYPES: Final = {
    ".html": "text/html", ".htm": "text/html", ".xhtml": "application/xhtml+xml", ".json": "application/json",
    ".xml": "application/xml", ".rss": "application/rss+xml", ".atom": "application/atom+xml",
    ".pdf": "application/pdf", ".gz": "application/gzip",
}  # fmt: skip


def from_archive(root: Path, connection: Connection) -> Answering:
    """The newest whole capture of what is asked for; redirects are followed as they were captured."""

    def answer(asked: Ask) -> Answer:
        url = asked.url
        if asked.method != "GET":
            return _missing(asked, "is asked with POST, whose answers an archive does not find again")
        for _ in range(_HOPS):
            rows = connection.execute(
                select(captures)
                .where(captures.c.urlkey == urlkey(url), captures.c.truncated.is_(None), shown(connection))
                .order_by(desc(captures.c.date))
            ).all()
            row = next((row for row in rows if row.status is None or row.status != 304 or row.refers_to), None)
            if row is None:
                return _missing(asked, "is not in this archive")
            try:
                page, status = read_page(root, to_capture(row), None)
            except (ArchiveDamaged, CodingError) as error:
                return Answer(asked, failure=Failure("stored.damaged", str(error)))
            location = page.header("location")
            if status in (301, 302, 303, 307, 308) and location:
                url = urljoin(url, location)
                continue
            return Answer(asked, 200 if status in (None, 304) else status, page)
        return _missing(asked, "redirects on and on")

    return answer


def from_folder(folder: Path) -> Answering:
    """The saved page of what is asked for. A file's address is what its browser or the page itself wrote into it, or
    its path below the folder: ``HOST/PATH``, as ``wget --mirror`` saves pages.
    """
    known: dict[str, Path] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            for url in _addresses(path, folder):
                known.setdefault(_key(url), path)

    def answer(asked: Ask) -> Answer:
        path = known.get(_key(asked.url))
        if path is None:
            return _missing(asked, f"is not among the pages in {folder}")
        kind = _TYPES.get(path.suffix.lower())
        headers = (("content-type", kind),) if kind else ()
        saved = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        return Answer(asked, 200, Page(asked.url, path.read_bytes(), headers, saved))

    return answer


def _missing(asked: Ask, why: str) -> Answer:
    return Answer(asked, failure=Failure("stored.missing", f"{asked.url} {why}"))


def _addresses(path: Path, folder: Path) -> list[str]:
    """What addresses a file may answer for."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    found = [match.group(1) for pattern in (_SAVED_FROM, *_ADDRESSES) if (match := pattern.search(head))]
    urls = [raw.decode("utf-8", "replace").replace("&amp;", "&") for raw in found]
    parts = path.relative_to(folder).parts
    if len(parts) > 1 and "." in parts[0]:
        below = unquote("/".join(parts[1:]))
        urls.append(f"https://{parts[0]}/{below}")
        urls += [
            f"https://{parts[0]}/{below.removesuffix(end)}" for end in ("index.html", ".html") if below.endswith(end)
        ]
    return [url for url in urls if urlsplit(url).scheme in ("http", "https")]


def _key(url: str) -> str:
    """An address without its scheme and last slash: a page is saved once for both."""
    try:
        return canonical_url(url).partition("://")[2].rstrip("/")
    except ValueError:
        return url
