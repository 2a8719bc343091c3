"""A small play: two sources crawled twice, with everything that can happen to a page, resumable wherever it was cut.

What an address gave before is asked for with its validators, and a server that has nothing new says 304. Pages that
end in 2 have a document, of which text is made.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from crawler.archive.core import Core
from crawler.archive.runs import RunStart
from crawler.catalogue.database import FILE, Catalogue, open_catalogue, read_catalogue
from crawler.catalogue.schema import runs
from crawler.model.capture import Capture
from crawler.model.draft import Draft
from crawler.model.exchange import Exchange
from crawler.model.failure import Failure
from crawler.model.reading import Hint, Refusal
from crawler.warc.disk import Disk
from tests.archive.world import LONG, Counting, Ticking, a_draft, an_exchange, digest, open_world

# Of each source and phase: address to what its page says. "gone", "refused" and "down" are what they are; what ends in
# "cut" is a page whose connection is lost when all of its bytes are there.
SITES = {
    ("by_mfa", 1): {
        "1": LONG,
        "2": "Short, but said.",
        "3": LONG,
        "4": "refused",
        "5": "gone",
        "6": "down",
        "8": "Short, but said.cut",
    },
    ("us_oag", 1): {"a": LONG, "b": "Something else, at some length. " * 10},
    ("by_mfa", 2): {
        "1": LONG + "An edit.",
        "2": "Short, but said.",
        "3": "gone",
        "7": "Short, but said.",
        "6": LONG,
        "8": "Short, but said.",
    },
}
CUT = Failure("net.reset", "the connection was lost")

Sites = dict[tuple[str, int], dict[str, str]]

MakeDraft = Callable[[str, Capture, str, str], Draft]


def draft_of(url: str, capture: Capture, source: str, text: str) -> Draft:
    """How the play reads a page."""
    also_at = (f"{url}?from=feed",) if url.endswith("1") else ()
    return a_draft(url, capture, source=source, title=f"Statement {url[-1]}", text=text, also_at=also_at)


def play(
    root: Path,
    *,
    disk: Disk | None = None,
    catalogue: Callable[[Path], Catalogue] = open_catalogue,
    start: int = 0,
    read: MakeDraft = draft_of,
    sites: Sites = SITES,
) -> None:
    """Crawl what is not done yet. ``start`` counts the starts of the process: its clock and ids go on."""
    clock = Ticking(datetime(2021, 11, 8, 9, tzinfo=UTC) + timedelta(hours=start))
    core, lock = open_world(root, disk=disk, clock=clock, new_id=Counting(start * 10_000), catalogue=catalogue)
    try:
        for (source, phase), pages in sites.items():
            if not _done(root, source, phase):
                _crawl(core, source, pages, clock, read)
        core.close()
    finally:
        lock.release()


def _crawl(core: Core, source: str, pages: dict[str, str], clock: Ticking, read: MakeDraft) -> None:
    begun = core.begin_run(source, f'id = "{source}"\n')
    site = {f"http://{source.replace('_', '-')}.example/{name}": text for name, text in pages.items()}
    hint = Hint(listing="http://list.example/", title="as listed")
    for capture, url, _ in core.unread(source):
        _read(core, begun, source, url, capture, site[url], read)
    links = core.list_links(begun.run.id, source, [(url, hint) for url in site])
    asked = dict.fromkeys([*(url for url, _ in core.to_ask(begun.run.id, source)), *links])
    for count, url in enumerate(asked):
        core.in_flight(begun.run.id, source, url)
        text = site.get(url, "gone")
        if text == "down":
            core.store(an_exchange(url, source=source, when=clock(), failure=Failure("net.reset", "it was reset")))
            core.fail(begun.run.id, source, url, Failure("net.reset", "it was reset"))
            continue
        capture_ = core.store(_answer(core, source, url, text, clock, chunked=count % 2 == 1))
        assert capture_ is not None
        if text.endswith("cut"):
            core.fail(begun.run.id, source, url, CUT)
            continue
        core.mark_captured(begun.run.id, source, url, capture_)
        if count == 1:
            core.commit()  # captured and not read: what a kill here leaves is read from the archive
        _read(core, begun, source, url, capture_, text, read)
        if count % 3 == 2:
            core.commit()
    run = begun.run.model_copy(update={"outcome": "ok", "captured": len(asked)})
    core.end_run(run)


def _answer(core: Core, source: str, url: str, text: str, clock: Ticking, *, chunked: bool) -> Exchange:
    if text == "gone":
        return an_exchange(url, source=source, status="410 Gone", when=clock(), chunked=chunked)
    body = f"<html><p>{text.removesuffix('cut')}</p></html>".encode()
    etag = f'"{digest(body)[-8:]}"'
    headers: tuple[str, ...] = (f"ETag: {etag}",)
    if text.endswith("cut"):
        whole = an_exchange(url, body, source=source, headers=headers, when=clock())
        return replace(whole, truncated="disconnect", failure=CUT)
    known = core.validators(source, url)
    asked = () if known is None else (f"If-None-Match: {known.etag}",)
    if known is not None and known.etag == etag:
        headers += ("Last-Modified: Tue, 09 Nov 2021 09:00:00 GMT",)  # it may tell more of the same bytes
        return an_exchange(url, source=source, status="304 Not Modified", headers=headers, when=clock(), asked=asked)
    return an_exchange(url, body, source=source, headers=headers, when=clock(), chunked=chunked, asked=asked)


def _read(core: Core, begun: RunStart, source: str, url: str, capture: Capture, text: str, read: MakeDraft) -> None:
    if text == "gone":
        core.gone(begun.run.id, source, url, capture)
    elif text == "refused":
        core.refuse(begun.run.id, source, url, capture, Refusal(Failure("content.empty", "the page has no text")))
    else:
        core.revise(begun.run.id, read(url, capture, source, text), url)
        if url.endswith("2") and core.conversion_of(capture.payload_digest) is None:
            core.convert(capture, f"The document says: {text}", "play 1")


def _done(root: Path, source: str, phase: int) -> bool:
    with read_catalogue(root / FILE) as connection:
        ended = select(runs.c.id).where(runs.c.source == source, runs.c.outcome == "ok")
        return len(connection.execute(ended).all()) >= phase


def texts(root: Path) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of every file of lines."""
    for path in sorted(root.rglob("*.jsonl")):
        yield path.relative_to(root).as_posix(), path.read_bytes()
