"""Absences, as crawls over days find them: gone and withdrawn, back again, moved, or nothing that can be claimed."""

import json
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.archive.rebuild import rebuild
from crawler.archive.stored import read_response
from crawler.archive.verify import verify
from crawler.model.capture import Capture
from crawler.model.run import Run
from crawler.model.source import Requisites, Site, Source
from tests.archive.test_rebuild import rows
from tests.spiders import site as press
from tests.spiders.site import HOST, PressSite, Reply, listing, page

START = datetime(2026, 7, 1, 8, tzinfo=UTC)
FULL = {"full": "1"}
MISSING = Reply(b"<html lang=en><title>Not found</title><p>There is no such page.</p></html>", status=404)


def leads_to(path: str, status: int = 301) -> Reply:
    return Reply(status=status, headers={"Location": path})


class Office:
    """A press office on loopback, looked at on the days that a test names. Everything known is asked each time."""

    def __init__(self, site: PressSite, archive: Path, **of: Any) -> None:
        self.site = site
        self.archive = archive
        self.source: Source = press.source(requisites=Requisites(fetch=False), **of)
        self.now = START

    def become(self, pages: Mapping[Any, Reply | None]) -> None:
        for name, reply in pages.items():
            if reply is None:
                self.site.pages.pop(name, None)
            else:
                self.site.pages[name] = reply

    def look(self, days: float, arguments: Mapping[str, str] = FULL, **pages: Reply) -> Run:
        """A crawl so many days after the first. ``news=…`` is the page at /news from now on."""
        self.become({f"/{name}": reply for name, reply in pages.items()})
        self.now = START + timedelta(days=days)

        def clock() -> datetime:
            self.now += timedelta(milliseconds=20)
            return self.now

        [run] = press.run(self.site, self.archive, self.source, arguments, CLOCK=clock).runs
        return run

    def changes(self, *kinds: str) -> list[dict[str, Any]]:
        found = [json.loads(line) for line in (self.archive / "changes.jsonl").read_bytes().splitlines()]
        return [change for change in found if not kinds or change["kind"] in kinds]

    def told(self) -> list[tuple[str, str]]:
        """(kind, path) of every change but the first publications."""
        return [
            (change["kind"], change["url"].partition(HOST)[2])
            for change in self.changes()
            if change["kind"] != "published" or change["data"]["capture"]["date"][:10] != f"{START:%Y-%m-%d}"
        ]

    def is_sound(self) -> None:
        """The archive holds, and its catalogue can be made again row for row."""
        assert list(verify(self.archive)) == []
        before = rows(self.archive)
        assert rebuild(self.archive).damages == []
        assert rows(self.archive) == before


# Texts that have hardly a word in common, by the path of their page.
SAID = {
    "a": "It was said on Monday that the bridge over the Lenn is open again to carts and to people on foot. ",
    "b": "The minister has received the ambassador of the islands for a first talk on herring and on nets. ",
}


def statement(name: str, more: str = "", title: str | None = None) -> Reply:
    words = SAID.get(name) or "".join(
        f"The {name} of number {n} was found near {name}ton by {name}smen. " for n in range(9)
    )
    return Reply(
        f"<!doctype html><html lang=en><head><title>Press</title></head><body><h1>{title or f'About {name}'}</h1>"
        f"<div class=text><p>{words * 3}</p>{more}</div></body></html>".encode()
    )


@contextmanager
def an_office(folder: Path, *names: str, **of: Any) -> Iterator[Office]:
    """With a statement of each name, all of them listed."""
    pages = {
        "/robots.txt": Reply(b"User-agent: *\nAllow: /\n", "text/plain"),
        "/news": listing(*(f"/{name}" for name in names)),
        **{f"/{name}": statement(name) for name in names},
    }
    with PressSite(pages).serve() as site:
        yield Office(site, folder / "archive", **of)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with an_office(tmp_path, "a", "b") as office:
        office.look(0)
        yield office


def test_a_page_that_is_gone_for_days_is_withdrawn_once(office: Office) -> None:
    runs = [office.look(days, a=MISSING) for days in (1, 2, 2.9, 3.1, 4, 9)]
    assert [run.withdrawn for run in runs] == [0, 0, 0, 1, 0, 0]
    assert office.told() == [("withdrawn", "/a")]
    [change] = office.changes("withdrawn")
    data = change["data"]
    assert (data["how"], data["revision"], data["notice"], len(data["seen"])) == ("answer", 1, None, 4)
    interval = data["interval"]
    assert (interval["after"]["date"][:10], interval["by"]["date"][:10]) == ("2026-07-01", "2026-07-02")
    assert (interval["after"]["status"], interval["by"]["status"]) == (200, 404)
    office.is_sound()


def test_a_page_that_was_gone_once_and_is_back_is_no_news(office: Office) -> None:
    there = office.site.pages["/a"]
    for days, reply in ((1, MISSING), (2, there), (3, MISSING), (4, there), (5, there)):
        office.look(days, a=reply)
    assert office.told() == []
    office.is_sound()


def test_a_withdrawn_page_that_is_read_again_is_restored_between_its_last_absence_and_that(office: Office) -> None:
    there = office.site.pages["/a"]
    for days in (1, 2, 3.1, 7):
        office.look(days, a=MISSING)
    run = office.look(8, a=there)
    assert (run.restored, office.told()) == (1, [("withdrawn", "/a"), ("restored", "/a")])
    [withdrawn], [restored] = office.changes("withdrawn"), office.changes("restored")
    assert restored["data"]["withdrawn"] == withdrawn["data"]["interval"]["by"]["date"]
    interval = restored["data"]["interval"]
    assert [interval[end]["date"][:10] for end in ("after", "by")] == ["2026-07-08", "2026-07-09"]
    assert (interval["after"]["status"], restored["data"]["revision"]) == (404, 1)
    assert [office.look(days).restored for days in (9, 10)] == [0, 0]
    office.is_sound()


WAYS = {
    "gone": (Reply(status=410), "answer"),
    "home": (leads_to("/"), "home"),
    "list": (leads_to("/news", 302), "home"),
    "missing": (leads_to("/nowhere"), "answer"),
    "other": (leads_to("/b", 302), "home"),
    "soft": (page("Page not found", "<p>The page you were looking for does not exist.</p>"), "soft"),
}


def test_ways_in_which_a_page_is_not_there(tmp_path: Path) -> None:
    front = "".join(f'<p><a href="/x{n}">A heading of some news, number {n}</a></p>' for n in range(30))
    home = Reply(f'<html lang=en><head><title>Press</title><link rel=canonical href="/"></head>{front}'.encode())
    with an_office(tmp_path, "b", *WAYS) as office:
        office.look(0)
        office.become({"/": home, "/nowhere": MISSING} | {f"/{name}": reply for name, (reply, _) in WAYS.items()})
        runs = [office.look(days) for days in (1, 2, 4, 5)]
        assert [run.withdrawn for run in runs] == [0, 0, len(WAYS), 0]
        assert sorted(office.told()) == sorted(("withdrawn", f"/{name}") for name in WAYS)
        found = {change["url"].rpartition("/")[2]: change["data"]["how"] for change in office.changes("withdrawn")}
        assert found == {name: how for name, (_, how) in WAYS.items()}
        for change in office.changes("withdrawn"):
            data = change["data"]
            if data["how"] == "home":  # the proof is what the statement's own address answered
                assert {proof_of(office, capture) for capture in [data["interval"]["by"], *data["seen"]]} == {
                    (change["url"], WAYS[change["url"].rpartition("/")[2]][0].status)
                }
        office.is_sound()


def proof_of(office: Office, capture: dict[str, Any]) -> tuple[str, int | None]:
    """(address, status) of the record that a capture names, as it lies in its file."""
    stored = read_response(office.archive, Capture.model_validate(capture))
    return stored.url, stored.status


def test_an_old_address_that_leads_to_the_new_one_is_no_proof_that_the_new_one_is_gone(office: Office) -> None:
    office.become({"/a": leads_to("/c"), "/c": statement("a")})
    office.look(1)
    office.become({"/c": leads_to("/b", 302)})
    for days in (2, 3, 5):
        office.look(days, {"urls": f"http://{HOST}/a http://{HOST}/b", "only_urls": "1"})
    [change] = office.changes("withdrawn")
    assert change["url"] == f"http://{HOST}/c"
    proofs = {proof_of(office, capture) for capture in change["data"]["seen"]}
    assert proofs == {(f"http://{HOST}/c", 302)}
    office.is_sound()


OUT_OF_REACH = {
    "forbidden": Reply(b"Forbidden", status=403),
    "broken": Reply(b"Bad gateway", status=502),
    "elsewhere": leads_to("http://elsewhere.example/"),
    "circle": leads_to("/circle"),
    "empty": Reply(b""),
}


def test_what_does_not_answer_is_unreachable_and_nothing_is_claimed(tmp_path: Path) -> None:
    with an_office(tmp_path, "b", *OUT_OF_REACH) as office:
        office.look(0)
        office.become({f"/{name}": reply for name, reply in OUT_OF_REACH.items()})
        runs = [office.look(days) for days in (1, 2, 4)]
        assert office.told() == []
        assert {run.unreachable for run in runs} == {len(OUT_OF_REACH)}
        for run in runs:
            assert {problem.url.rpartition("/")[2] for problem in run.problems} == set(OUT_OF_REACH)
        office.is_sound()


def test_while_nothing_else_answers_a_404_is_an_outage(office: Office) -> None:
    office.become({"/news": MISSING, "/b": MISSING})
    runs = [office.look(days, a=MISSING) for days in (1, 2, 4, 8)]
    assert office.told() == []
    assert {(run.unreachable, run.gone) for run in runs} == {(2, 0)}
    office.is_sound()


@pytest.mark.parametrize("reply", [MISSING, leads_to("/", 302)], ids=["gone", "home"])
def test_a_listing_that_answers_does_not_vouch_for_a_site_whose_statements_are_all_down(
    tmp_path: Path, reply: Reply
) -> None:
    names = [f"s{n}" for n in range(9)]
    with an_office(tmp_path, *names) as office:
        office.become({"/": listing("/s1", "/s2")})
        office.look(0)
        there = {f"/{name}": office.site.pages[f"/{name}"] for name in names}
        office.become(dict.fromkeys(there, reply))
        runs = [office.look(days) for days in (1, 2, 4)]  # everything is asked: no witness is left
        assert {(run.unreachable, run.gone) for run in runs} == {(9, 0)}
        for days in (5, 6, 9):  # one is asked, and witnesses that are down, too
            office.look(days, {"urls": f"http://{HOST}/s0", "only_urls": "1"})
        office.become(there)
        office.look(10)
        assert office.told() == []
        office.is_sound()


def test_what_was_withdrawn_together_does_not_hide_each_other(tmp_path: Path) -> None:
    names = [f"s{n}" for n in range(6)]
    with an_office(tmp_path, *names) as office:
        office.look(0)
        office.become(dict.fromkeys(("/s3", "/s4", "/s5"), MISSING))
        for days in (1, 2, 4):
            office.look(days, {"urls": " ".join(f"http://{HOST}/{name}" for name in names[3:]), "only_urls": "1"})
        assert sorted(office.told()) == [("withdrawn", f"/{name}") for name in names[3:]]
        office.is_sound()


def test_a_listing_vouches_for_the_only_statement_of_its_host(tmp_path: Path) -> None:
    with an_office(tmp_path, "a") as office:
        office.look(0)
        for days in (1, 2, 4):
            office.look(days, a=MISSING)
        assert office.told() == [("withdrawn", "/a")]
        office.is_sound()


def test_without_a_listing_on_its_host_another_statement_is_asked_as_a_witness(tmp_path: Path) -> None:
    elsewhere = f"http://api.{HOST}/news"
    sites = (Site(host=HOST), Site(host=f"api.{HOST}"))
    lists = press.source().listings[0].model_copy(update={"url": elsewhere})
    with an_office(tmp_path, "a", "b", sites=sites, listings=(lists,)) as office:
        office.look(0, news=listing(f"http://{HOST}/a", f"http://{HOST}/b"))
        for days in (1, 2, 4):
            office.look(days, {"urls": f"http://{HOST}/a", "only_urls": "1"}, a=MISSING)
        assert office.told() == [("withdrawn", "/a")]
        for days in (5, 6, 8):
            before = office.site.asked[f"http://{HOST}/b"]
            office.look(days, {"urls": f"http://{HOST}/b", "only_urls": "1"}, b=MISSING)
            assert office.site.asked[f"http://{HOST}/b"] == before + 1
        assert office.told() == [("withdrawn", "/a")]  # no witness is left: nothing is claimed of the other
        office.is_sound()


def test_a_redirect_to_the_same_text_is_a_move_and_is_asked_at_its_new_address_from_then_on(office: Office) -> None:
    office.become({"/a": leads_to("/c"), "/c": statement("a")})
    assert (office.look(1).moved, office.told()) == (1, [("moved", "/c")])
    office.become({"/a": MISSING})
    office.look(2, news=listing("/b"))
    office.look(3, news=listing("/b", "/c"), c=statement("a", "<p>The bridge over the Lenn is shut again.</p>"))
    assert [kind for kind, _ in office.told()] == ["moved", "revised", "revised"]  # the listing gave b another date
    assert len({change["id"] for change in office.changes() if change["url"].endswith(("/a", "/c"))}) == 1
    office.is_sound()


def test_a_known_text_at_a_new_address_is_published_only_after_its_old_one_was_asked(tmp_path: Path) -> None:
    with an_office(tmp_path, "a", "b") as office:
        office.look(0)
        office.become({"/a": leads_to("/c"), "/c": statement("a"), "/d": statement("b")})
        office.site.order.clear()
        run = office.look(1, {}, news=listing("/a", "/b", "/c", "/d"))  # the known ones are not due
        assert (run.moved, run.published, run.linked) == (1, 1, 1)
        assert sorted(office.told()) == [("linked", "/d"), ("moved", "/c"), ("published", "/d")]
        asked = Counter(url.rpartition("/")[2] for url in office.site.order)
        assert asked == {"robots.txt": 1, "news": 1, "a": 1, "b": 1, "c": 2, "d": 1}
        office.is_sound()


def test_a_move_under_a_new_title_that_a_listing_shows_first_is_one_move_and_one_revision(tmp_path: Path) -> None:
    with an_office(tmp_path, "a", "b") as office:
        office.look(0)
        office.become({"/a": leads_to("/c"), "/c": statement("a", title="On the bridge")})
        run = office.look(1, {}, news=listing("/a", "/b", "/c"))
        assert (run.moved, run.revised, run.published) == (1, 1, 0)
        assert office.told() == [("moved", "/c"), ("revised", "/c")]
        assert office.look(2).revised == 0
        office.is_sound()


def test_an_edited_text_at_a_new_address_that_a_listing_shows_first_is_one_move_and_one_revision(
    tmp_path: Path,
) -> None:
    with an_office(tmp_path, "a", "b") as office:
        office.look(0)
        edited = statement("a", "<p>The bridge over the Lenn is shut at night.</p>")
        office.become({"/a": leads_to("/c"), "/c": edited, "/d": statement("b", "<p>The talk went on for long.</p>")})
        run = office.look(1, {}, news=listing("/a", "/b", "/c", "/d"))
        assert (run.moved, run.revised, run.published, run.linked) == (1, 1, 1, 1)
        assert sorted(office.told()) == [("linked", "/d"), ("moved", "/c"), ("published", "/d"), ("revised", "/c")]
        office.is_sound()


@pytest.mark.parametrize("title", ["About a", "On the bridge"])
def test_a_new_address_that_answers_before_the_old_one_that_is_asked_too_waits_for_it(
    tmp_path: Path, title: str
) -> None:
    with an_office(tmp_path, "a", "b") as office:
        office.look(0)
        read = threading.Event()
        office.become({"/a": replace(leads_to("/c"), hold=read), "/c": statement("a", title=title)})
        others = [f"http://{HOST}/{name}" for name in "bc"]
        released = threading.Thread(target=lambda: [*map(office.site.wait_for, others), read.set()])
        office.site.asked.clear()
        released.start()
        run = office.look(1, news=listing("/a", "/b", "/c"))  # two at once: a third is asked when one was read
        released.join()
        assert (run.moved, run.published, run.linked) == (1, 0, 0)
        assert office.told() == [("moved", "/c"), *([("revised", "/c")] if run.revised else [])]
        assert run.revised == (title != "About a")
        office.is_sound()
