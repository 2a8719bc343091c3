"""A relaunch is told from edits: what all pages gained or lost is the page's, what one page says is its own."""

import hashlib
import json
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.archive.rebuild import rebuild
from crawler.archive.verify import verify
from crawler.extract import extract
from crawler.model.reading import Page, Reading, Refusal
from crawler.model.source import Source, Watch
from tests.archive.test_rebuild import rows
from tests.documents.samples import column, pdf
from tests.spiders import site as sites
from tests.spiders.site import PressSite, Reply, listing

NAMES = ("a", "b", "c", "d", "e", "f")
SAID = {
    name: f"The ministry says of matter {name}, at some length and in a sentence of its own, that {name} is settled."
    for name in NAMES
}
AROUND = "<p>Follow the ministry on every channel that there is, day by day.</p>"


def page(name: str, said: str | None = None, *, around: str = "", title: str = "") -> Reply:
    text = said or SAID[name]
    return Reply(
        f"<!doctype html><html lang=en><head><title>Of {name}</title></head><body><h1>Of matter {name}{title}</h1>"
        f"<div class=text><p>{text}</p><p>{text.replace('ministry', 'minister')} So much of it, for today, and for the"
        f" days to come, which will be many.</p>{around}</div></body></html>".encode()
    )


class Watched:
    """A site that is crawled again and again, whole, at times a day apart."""

    def __init__(self, folder: Path, names: tuple[str, ...] = NAMES) -> None:
        self.archive = folder / "archive"
        self.names = names
        self.site = PressSite({"/news": listing(*(f"/{name}" for name in names))})
        self.source = sites.source()
        self.show()
        self.now = datetime(2026, 6, 10, tzinfo=UTC)

    def show(self, **pages: Reply) -> None:
        self.site.pages |= {f"/{name}": page(name) for name in self.names} | {f"/{n}": p for n, p in pages.items()}

    def crawl(self, *, full: bool = True, stop: threading.Event | None = None) -> Any:
        """``stop``: the process is told to end once every page was asked for, and then it is set."""
        self.now += timedelta(days=1)
        with self.site.serve(), self._stopped(stop):
            arguments = {"full": "1"} if full else {}
            return sites.run(self.site, self.archive, self.source, arguments, CLOCK=lambda: self.now).runs[0]

    @contextmanager
    def _stopped(self, stop: threading.Event | None) -> Iterator[None]:
        def tell() -> None:
            if all(self.site.wait_for(f"http://{sites.HOST}/{name}") for name in self.names):
                os.kill(os.getpid(), signal.SIGTERM)

        thread = None if stop is None else threading.Thread(target=tell)
        if thread is not None:
            thread.start()
        try:
            yield
        finally:
            if stop is not None and thread is not None:
                stop.set()
                thread.join()

    def told(self) -> list[dict[str, Any]]:
        found = [json.loads(line) for line in (self.archive / "changes.jsonl").read_bytes().splitlines()]
        return [change for change in found if change["kind"] != "published"]


def test_a_paragraph_that_all_pages_gain_is_no_edit_of_any(tmp_path: Path) -> None:
    watched = Watched(tmp_path)
    watched.crawl()
    watched.show(**{name: page(name, around=AROUND) for name in NAMES})
    run = watched.crawl()
    assert (run.revised, run.unchanged, len(run.templates)) == (0, 6, 1)
    assert watched.told() == []


def test_an_edit_is_told_on_the_day_of_a_relaunch(tmp_path: Path) -> None:
    watched = Watched(tmp_path)
    watched.crawl()
    edited = page("b", SAID["b"].replace("settled", "open"), around=AROUND, title=" | The Ministry")
    others = {name: page(name, around=AROUND, title=" | The Ministry") for name in NAMES if name != "b"}
    watched.show(b=edited, **others)
    assert watched.crawl().revised == 1
    (change,) = watched.told()
    difference = change["data"]["difference"]
    assert (change["url"], change["kind"]) == ("http://press.example/b", "revised")
    assert {(edit["class"], edit["before"], edit["after"]) for edit in difference["edits"]} == {
        ("wording", "settled", "open")
    }
    assert (difference["title"], difference["ignored"], difference["silent"]) == (None, 1, True)


def test_what_a_relaunch_brought_is_ignored_from_then_on_where_one_page_is_looked_at(tmp_path: Path) -> None:
    watched = Watched(tmp_path)
    watched.crawl()
    watched.show(**{name: page(name, around=AROUND) for name in NAMES if name != "f"})
    watched.crawl()
    watched.show(**{name: page(name, around=AROUND) for name in NAMES})
    assert watched.crawl().revised == 0
    watched.show()  # and back
    assert watched.crawl().revised == 0
    assert watched.told() == []


def test_the_same_paragraph_in_two_of_six_pages_is_two_edits(tmp_path: Path) -> None:
    watched = Watched(tmp_path)
    watched.crawl()
    watched.show(a=page("a", around=AROUND), b=page("b", around=AROUND))
    assert watched.crawl().revised == 2
    assert [change["data"]["difference"]["classes"] for change in watched.told()] == [["added"], ["added"]]


def test_rebuilding_gives_the_same_rows_after_a_relaunch(tmp_path: Path) -> None:
    watched = Watched(tmp_path)
    watched.crawl()
    watched.show(a=page("a", SAID["a"] + " Not so."), **{n: page(n, around=AROUND) for n in NAMES if n != "a"})
    watched.crawl()
    assert list(verify(watched.archive)) == []
    before = rows(watched.archive)
    assert before["templates"]
    assert rebuild(watched.archive).damages == []
    assert rows(watched.archive) == before


def test_what_only_our_own_definition_reads_otherwise_is_no_edit(tmp_path: Path) -> None:
    """The layout is mended between two crawls, and every page has another share count: one text was edited."""
    watched = Watched(tmp_path)
    shared = "<p class=share>Shared {} times by our readers, all over the country</p>"
    watched.show(**{name: page(name, around=shared.format(10)) for name in NAMES})
    watched.crawl()
    edited = SAID["c"].replace("is settled", "is open")
    [layout] = watched.source.layouts
    mended = layout.model_copy(update={"remove": ("p.share",)})
    watched.source = sites.source(layouts=(mended,))
    watched.show(
        **{
            name: page(
                name,
                edited if name == "c" else None,
                around=shared.format(20 + place),
            )
            for place, name in enumerate(NAMES)
        }
    )
    run = watched.crawl()
    told = watched.told()
    assert (run.revised, run.unchanged) == (1, 5)
    assert [change["url"].rsplit("/", 1)[1] for change in told if change["kind"] == "revised"] == ["c"]
    [revised] = [change for change in told if change["kind"] == "revised"]
    edits = revised["data"]["difference"]["edits"]
    assert [(edit["before"], edit["after"]) for edit in edits] == [("settled", "open")] * 2
    assert sorted(c["url"].rsplit("/", 1)[1] for c in told if c["kind"] == "reextracted") == sorted(NAMES)
    assert not list(verify(watched.archive))
    watched.crawl()
    assert watched.told() == told


def test_what_only_another_program_read_otherwise_is_no_edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two pages, too few to be called relaunched; the earlier program left a paragraph out."""
    watched = Watched(tmp_path, ("a", "b"))
    share = "<p>Shared {} times.</p><p>For the press office, its spokesman, in the capital.</p>"
    watched.show(**{name: page(name, around=share.format(1)) for name in watched.names})

    def earlier(page: Page, source: Source, tree: object) -> Reading | Refusal:
        return extract(replace(page, body=page.body.replace(b"<p>For the press", b"<p hidden>For the press")), source)

    with monkeypatch.context() as patched:
        patched.setattr("crawler.spiders.source.extract", earlier)
        watched.crawl()
    monkeypatch.setattr("crawler.spiders.held.EXTRACTOR_VERSION", "the next")
    watched.show(a=page("a", around=share.format(1) + "<!-- 2 -->"), b=page("b", around=share.format(7)))
    assert watched.crawl().revised == 1
    told = watched.told()
    kinds = [("reextracted", "a"), ("reextracted", "b"), ("revised", "b")]
    assert sorted((change["kind"], change["url"][-1]) for change in told) == kinds
    edits = next(c for c in told if c["kind"] == "revised")["data"]["difference"]["edits"]
    assert [(edit["before"], edit["after"]) for edit in edits] == [("1", "7")]
    assert list(verify(watched.archive)) == []


def test_a_run_that_is_stopped_while_pages_are_held_tells_them_in_the_next(tmp_path: Path) -> None:
    watched = Watched(tmp_path)
    watched.crawl()
    shut = threading.Event()
    edited = {name: page(name, SAID[name].replace("settled", "open"), around=AROUND) for name in "ab"}
    held = {name: page(name, around=AROUND) for name in NAMES[2:]}
    held["f"] = replace(held["f"], hold=shut)
    watched.show(**edited, **held)
    watched.site.asked.clear()
    run = watched.crawl(stop=shut)
    assert (run.outcome, run.revised, watched.told()) == ("interrupted", 0, [])
    assert list(verify(watched.archive)) == []
    watched.show(**edited, **{name: page(name, around=AROUND) for name in NAMES[2:]})
    run = watched.crawl()
    assert (run.outcome, run.revised, len(run.templates)) == ("ok", 2, 1)
    told = watched.told()
    assert sorted((change["kind"], change["url"][-1]) for change in told) == [("revised", "a"), ("revised", "b")]
    assert [{e["after"] for e in change["data"]["difference"]["edits"]} for change in told] == [{"open"}, {"open"}]
    assert list(verify(watched.archive)) == []
    watched.crawl()
    assert watched.told() == told


def test_where_few_are_due_others_are_looked_at_so_that_a_relaunch_is_told_from_an_edit(tmp_path: Path) -> None:
    watched = Watched(tmp_path)
    watched.source = sites.source(watch=Watch(requests_per_run=1))
    watched.crawl()
    watched.show(**{name: page(name, around=AROUND) for name in NAMES})
    watched.site.asked.clear()
    run = watched.crawl(full=False)
    asked = {url[-1] for url in watched.site.asked if url[-2:] in {f"/{name}" for name in NAMES}}
    assert (run.looked, len(asked)) == (1, 3), "one is due, and two more are as few as it takes"
    assert (run.revised, len(run.templates), watched.told()) == (0, 1, [])


def test_a_document_that_is_swapped_at_its_address_is_a_revision(tmp_path: Path) -> None:
    watched = Watched(tmp_path, ("a", "b"))
    linked = '<p>In full: <a href="/files/note.pdf">the note</a></p>'
    watched.show(a=page("a", around=linked))
    watched.site.pages["/files/note.pdf"] = Reply(pdf([column(["The fee is twelve crowns."])]), "application/pdf")
    watched.crawl()
    watched.crawl()
    assert watched.told() == []
    watched.site.pages["/files/note.pdf"] = Reply(pdf([column(["The fee is thirteen crowns."])]), "application/pdf")
    run = watched.crawl()
    [change] = watched.told()
    difference = change["data"]["difference"]
    assert (run.revised, change["kind"], change["url"][-1], difference["classes"]) == (
        1,
        "revised",
        "a",
        ["attachment"],
    )
    [moved] = difference["attachments"]
    before, after = (side.split(" sha256:") for side in (moved["before"], moved["after"]))
    assert before[0] == after[0] == "http://press.example/files/note.pdf"
    assert after[1] == hashlib.sha256(watched.site.pages["/files/note.pdf"].body).hexdigest() != before[1]
    assert list(verify(watched.archive)) == []
    watched.crawl()
    assert watched.told() == [change]
