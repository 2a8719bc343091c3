"""A small play: two sources crawled some times, with everything that can happen to a page, resumable wherever it was
cut: pages are published, edited, gone for days and back, copied, no copies any more, and moved.

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
from crawler.model.source import Watch
from crawler.warc.disk import Disk
from tests.archive.world import LONG, Counting, Ticking, a_draft, an_exchange, digest, open_world

# Of each source and phase: address to what its page says. "gone", "refused" and "down" are what they are; what ends in
# "cut" is a page whose connection is lost when all of its bytes are there; "to 9 " is a page that leads to another, and
# what stands there. From the third phase on nothing else is asked. Between two phases lie some days.
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
    ("by_mfa", 3): {"3": "gone", "1": f"to 9 {LONG}An edit."},
    ("by_mfa", 4): {"3": "It is back, and says now what nobody has said before, at some length. " * 5},
}
DAYS = timedelta(days=4)
WATCH = Watch(withdrawn_seen=2)
RELAUNCHED = "sha256:" + "7" * 64  # a paragraph that all pages show
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
    first = datetime(2021, 11, 8, 9, tzinfo=UTC) + timedelta(hours=start)
    clock = Ticking(first)
    core, lock = open_world(root, disk=disk, clock=clock, new_id=Counting(start * 10_000), catalogue=catalogue)
    try:
        for (source, phase), pages in sites.items():
            if not _done(root, source, phase):
                clock.now = max(clock.now, first + (phase - 1) * DAYS)
                _crawl(core, source, pages, clock, read, only=phase > 2)
        core.close()
    finally:
        lock.release()


def _crawl(core: Core, source: str, pages: dict[str, str], clock: Ticking, read: MakeDraft, *, only: bool) -> None:
    begun = core.begin_run(source, f'id = "{source}"\n', WATCH)
    site = {f"http://{source.replace('_', '-')}.example/{name}": text for name, text in pages.items()}
    hint = Hint(listing="http://list.example/", title="as listed")
    for capture, url, _ in core.unread(source):
        _read(core, begun, source, url, capture, site[url], read)
    links = core.list_links(begun.run.id, source, [(url, hint) for url in site])
    asked = dict.fromkeys([*(url for url, _ in core.to_ask(begun.run.id, source)), *links])
    if only:
        asked = {url: None for url in asked if url in site}
        core.relaunched(begun.run.id, source, [RELAUNCHED])
    for count, url in enumerate(asked):
        core.in_flight(begun.run.id, source, url)
        text = site.get(url, "gone")
        if text == "down":
            core.store(an_exchange(url, source=source, when=clock(), failure=Failure("net.reset", "it was reset")))
            core.fail(begun.run.id, source, url, Failure("net.reset", "it was reset"))
            continue
        there, said = _led(url, text)
        if there != url:
            moved = (f"Location: {there}",)
            core.store(an_exchange(url, source=source, status="301 Moved", headers=moved, when=clock()))
        capture_ = core.store(_answer(core, source, there, said, clock, chunked=count % 2 == 1))
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
        there, said = _led(url, text)
        draft = read(there, capture, source, said)
        led = () if there == url else (url,)
        core.revise(begun.run.id, replace(draft, also_at=(*draft.also_at, *led)), url)
        if url.endswith("2") and core.conversion_of(capture.payload_digest) is None:
            core.convert(capture, f"The document says: {text}", "play 1")


def _led(url: str, text: str) -> tuple[str, str]:
    """Where a page leads, and what is said there."""
    if not text.startswith("to "):
        return url, text
    _, name, said = text.split(" ", 2)
    return f"{url.rpartition('/')[0]}/{name}", said


def _done(root: Path, source: str, phase: int) -> bool:
    with read_catalogue(root / FILE) as connection:
        ended = select(runs.c.id).where(runs.c.source == source, runs.c.outcome == "ok")
        return len(connection.execute(ended).all()) >= phase


def texts(root: Path) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of every file of lines."""
    for path in sorted(root.rglob("*.jsonl")):
        yield path.relative_to(root).as_posix(), path.read_bytes()
