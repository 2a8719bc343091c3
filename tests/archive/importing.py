"""A small import for trials: two files that need each other, and a statement read from them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from crawler.archive.core import Core
from crawler.archive.foreign_rows import IMPORTED, is_foreign
from crawler.archive.rows import select_captures, to_capture
from crawler.catalogue.database import FILE, Catalogue, open_catalogue, read_catalogue
from crawler.catalogue.schema import captures, runs
from crawler.warc.disk import Disk
from crawler.warc.incoming import Incoming, look_through
from tests.archive.world import LONG, Counting, Ticking, a_draft, open_world
from tests.warc import makers

URL = "http://by-mfa.example/1"
FIRST = [makers.warcinfo(), makers.response(makers.http(), name="first", url=URL)]
SECOND = [
    makers.revisit(makers.http(b""), f"WARC-Refers-To: {makers.urn('first')}", url=URL, date="2016-01-01T00:00:00Z"),
    makers.response(makers.http(b"<p>other</p>"), name="other", url="http://by-mfa.example/2"),
]


def incoming(name: str, data: bytes) -> Incoming:
    """A file of these bytes, looked through."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return look_through(path.open("rb"), name)


def import_step(core: Core) -> None:
    """What a process does that imports: the run, the files, a page of them. May be done again after any kill."""
    begun = core.begin_run(IMPORTED, "")
    group = [incoming("first.warc.gz", makers.packed(FIRST)), incoming("second.warc", b"".join(SECOND))]
    try:
        core.import_files(group)
    finally:
        for one in group:
            one.close()
    with read_catalogue(core.root / FILE) as connection:
        pages = select_captures().where(captures.c.url == URL, captures.c.source == IMPORTED).order_by(captures.c.date)
        found = [to_capture(row) for row in connection.execute(pages)]
    for capture in found:
        core.revise(None, a_draft(URL, capture, text=LONG), URL)
    core.end_run(begun.run.model_copy(update={"outcome": "ok", "captured": len(found)}))


def import_all(
    root: Path,
    *,
    disk: Disk | None = None,
    catalogue: Callable[[Path], Catalogue] = open_catalogue,
    start: int = 0,
) -> None:
    """One process that imports, if that is not done. ``start`` counts the starts: clock and ids go on."""
    clock = Ticking(datetime(2021, 11, 8, 9, tzinfo=UTC) + timedelta(hours=start))
    core, lock = open_world(root, disk=disk, clock=clock, new_id=Counting(start * 10_000), catalogue=catalogue)
    try:
        if not _done(root):
            import_step(core)
        core.close()
    finally:
        lock.release()


def foreign_files(root: Path) -> list[str]:
    """The names of the foreign files of an archive."""
    found = (path.relative_to(root).as_posix() for path in (root / "warc").rglob("*") if path.is_file())
    return sorted(name for name in found if is_foreign(name))


def _done(root: Path) -> bool:
    with read_catalogue(root / FILE) as connection:
        ended = select(runs.c.id).where(runs.c.source == IMPORTED, runs.c.outcome == "ok")
        return connection.execute(ended).first() is not None
