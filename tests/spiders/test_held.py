"""A relaunch is told from edits: what all pages gained or lost is the page's, what one page says is its own."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from crawler.archive.rebuild import rebuild
from crawler.archive.verify import verify
from tests.archive.test_rebuild import rows
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

    def crawl(self, *, full: bool = True) -> Any:
        self.now += timedelta(days=1)
        with self.site.serve():
            arguments = {"full": "1"} if full else {}
            return sites.run(self.site, self.archive, self.source, arguments, CLOCK=lambda: self.now).runs[0]

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
