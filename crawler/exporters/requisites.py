"""Requisites of what is exported: of each page the captures that it needs to be seen, as near to it in time as any.

A page, and each style sheet that it takes, is read again out of the archive, and what it declares is looked up. So a
package of one statement holds that page's style sheets, images, fonts and scripts, and not those of the whole site.
"""

from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Row, text

from crawler.archive.page import LIMIT
from crawler.archive.rows import select_captures, to_capture
from crawler.archive.stored import StoredResponse, read_response
from crawler.catalogue.schema import captures
from crawler.discover.addresses import absolute
from crawler.discover.requisites import Requisite, page_requisites, style_requisites
from crawler.warc.cdxj import urlkey
from crawler.wire.coding import CodingError, decode_body

_HTML: Final = ("text/html", "application/xhtml+xml")
_STORED: Final = 8 * 1024 * 1024  # bytes of a record: a larger page or style sheet is not looked through
_HOPS: Final = 5  # redirects that are followed to an image
_NEAR: Final = text(
    "SELECT record_id FROM (SELECT record_id, date, abs(julianday(date) - julianday(:date)) AS away FROM shown"
    " WHERE urlkey = :key AND (status IS NULL OR status < 400)) ORDER BY away, date, record_id LIMIT 1"
)


class Requisites:
    """Adds to the table ``picked`` what the pages in it need. ``ArchiveDamaged`` where one of them cannot be read."""

    def __init__(self, root: Path, connection: Connection) -> None:
        self._root = root
        self._connection = connection
        self._looked_through: set[str] = set()  # style sheets

    def add(self) -> None:
        """Look through every HTML page."""
        self._connection.execute(text("CREATE TEMP TABLE page AS SELECT record_id FROM picked ORDER BY 1"))
        for (record_id,) in self._connection.execute(text("SELECT record_id FROM page ORDER BY rowid")):
            row = self._row(record_id)
            if row is not None and row.status in (200, 304) and row.media_type in (*_HTML, None):
                stored = self._stored(row)
                body = None if stored is None else self._body(stored)
                if stored is not None and body is not None:
                    kind = next((value for name, value in stored.headers if name == "content-type"), None)
                    self._take(page_requisites(body, row.url, kind), row.date)

    def _take(self, found: tuple[Requisite, ...], date: str) -> None:
        waiting = list(found)
        while waiting:
            one = waiting.pop()
            row = self._pick(one.url, date)
            if row is None or one.kind != "style" or row.record_id in self._looked_through:
                continue
            self._looked_through.add(row.record_id)
            stored = self._stored(row)
            body = None if stored is None else self._body(stored)
            if stored is not None and body is not None:
                kind = next((value for name, value in stored.headers if name == "content-type"), None)
                waiting += style_requisites(body, row.url, kind)

    def _pick(self, url: str, date: str) -> Row[Any] | None:
        """The capture of an address that is nearest in time, and those of the redirects that lead to it."""
        for _ in range(_HOPS):
            record_id = self._connection.execute(_NEAR, {"key": urlkey(url), "date": date}).scalar()
            row = None if record_id is None else self._row(record_id)
            if row is None:
                return None
            self._connection.execute(text("INSERT OR IGNORE INTO picked VALUES (:id)"), {"id": row.record_id})
            if row.status is None or not 300 <= row.status < 400 or row.status == 304:
                return row
            stored = self._stored(row)
            named = next((v for name, v in stored.headers if name == "location"), None) if stored is not None else None
            target = None if named is None else absolute(row.url, named, "utf-8")
            if target is None:
                return None
            url = target
        return None

    def _row(self, record_id: str) -> Row[Any] | None:
        return self._connection.execute(select_captures().where(captures.c.record_id == record_id)).first()

    def _stored(self, row: Row[Any]) -> StoredResponse | None:
        if row.length > _STORED or (row.type == "revisit" and row.holder_record_id is None):
            return None
        if row.holder_length is not None and row.holder_length > _STORED:
            return None
        return read_response(self._root, to_capture(row))

    @staticmethod
    def _body(stored: StoredResponse) -> bytes | None:
        coding = next((value for name, value in stored.headers if name == "content-encoding"), None)
        try:
            return decode_body(stored.payload, coding, LIMIT)
        except CodingError:
            return None
