"""The simulated world: equal from equal seeds, and its ledger says of its pages what they show, no more and no less."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from itertools import combinations, pairwise
from urllib.parse import urlsplit

import pytest

from crawler.demo.fewest import fewest
from crawler.demo.grammar import Text
from crawler.demo.pages import Answer
from crawler.demo.plan import plan_world
from crawler.demo.truth import Truth
from crawler.demo.views import render_text
from crawler.demo.watching import HOSTS, SOURCE, SimulatedClock, promise, rounds, watched_dir
from crawler.demo.world import EMBASSY, LISTING, ON_A_PAGE, PRESS, World
from crawler.discover import read_listing, starts
from crawler.extract import clean, extract
from crawler.model.reading import Page, Reading, Refusal
from crawler.model.source import Source
from crawler.sources import load_sources

INSTANT = timedelta(microseconds=1)
SEEDS = [1, 2, 3]


@cache
def source() -> Source:
    return load_sources([watched_dir()])[SOURCE]


@cache
def world(seed: int, days: int = 90) -> World:
    return plan_world(seed, days, promise(source()))


def ask(world: World, url: str, moment: datetime) -> Answer:
    parts = urlsplit(url)
    return world.answer(parts.netloc, parts.path + (f"?{parts.query}" if parts.query else ""), moment)


def text_at(world: World, url: str, moment: datetime) -> Text | None:
    """What is said at an address, of itself or behind its redirect to another of the same statement."""
    address = next(address for address in world.addresses if address.url == url)
    version = address.at(moment)
    if version is not None and version.to is not None:
        return text_at(world, f"http://{address.host}{version.to}", moment)
    return version.text if version is not None else None


def bytes_of(world: World, url: str, text: Text, moment: datetime) -> bytes:
    """The page of a text, all else being equal."""
    view = "embassy" if EMBASSY in url else "before" if moment < world.relaunch else "after"
    return render_text(view, url, text, [], moment)


def read(url: str, answer: Answer, moment: datetime) -> Reading | Refusal:
    found = extract(Page(url, answer.body, (("content-type", answer.media_type),), moment), source())
    return clean(found) if isinstance(found, Reading) else found


def test_an_equal_seed_gives_an_equal_world_and_another_seed_another() -> None:
    again = plan_world(1, 90, promise(source()))
    assert again == world(1)
    moment = again.start + timedelta(days=40)
    assert ask(again, f"http://{PRESS}{LISTING}", moment) == ask(world(1), f"http://{PRESS}{LISTING}", moment)
    assert world(2).truths != again.truths


def test_too_few_days_are_refused() -> None:
    with pytest.raises(ValueError, match="19 days are too few"):
        plan_world(1, 19, promise(source()))


@pytest.mark.parametrize("seed", SEEDS)
def test_all_kinds_of_things_happen_in_three_months(seed: int) -> None:
    kinds = {truth.kind for truth in world(seed).truths}
    assert kinds == {"published", "revised", "withdrawn", "restored", "moved", "linked"}
    edits = [truth for truth in world(seed).truths if truth.kind == "revised"]
    assert {edit.class_ for edit in edits} >= {"typo", "number", "name", "wording", "added", "title", "attachment"}
    assert {edit.dated for edit in edits} == {True, False}
    nothings = {nothing.kind for nothing in world(seed).nothings}
    assert nothings >= {"down", "busy", "wall", "forbidden", "relaunch", "saved anew", "gone and back"}


@pytest.mark.parametrize("seed", SEEDS)
def test_every_entry_of_the_ledger_is_to_be_seen_on_the_pages(seed: int) -> None:
    for truth in world(seed).truths:
        before, now = (text_at(world(seed), truth.origin, moment) for moment in (truth.at - INSTANT, truth.at))
        if truth.kind == "published":
            assert (before, now is not None) == (None, True), truth
        elif truth.class_ == "attachment":
            assert now is not None
            document = f"http://{urlsplit(truth.url).netloc}{now.annex_path}"
            editions = [ask(world(seed), document, moment).body for moment in (truth.at - INSTANT, truth.at)]
            assert editions[0] != editions[1]
            assert editions[0].startswith(b"%PDF")
        elif truth.kind == "revised":
            assert before is not None
            assert now is not None
            assert (before.title, before.paragraphs, before.kind) != (now.title, now.paragraphs, now.kind), truth
            assert (before.date != now.date) is truth.dated, truth
            shown = [bytes_of(world(seed), truth.url, text, truth.at) for text in (before, now)]
            assert shown[0] != shown[1], truth
        elif truth.kind == "withdrawn":
            assert before is not None, truth
            assert now is None, truth
        elif truth.kind == "restored":
            assert before is None, truth
            assert now is not None, truth
        elif truth.kind == "moved":
            address = next(a for a in world(seed).addresses if a.url == truth.url)
            assert address.at(truth.at - INSTANT) is None, truth
            assert before is not None, truth
            assert now is not None, truth


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_to_be_seen_on_the_pages_that_the_ledger_does_not_hold(seed: int) -> None:
    """Every version of every address that differs from the one before is a truth, or one of the nothings."""
    entered = {(truth.at, truth.origin) for truth in world(seed).truths if truth.kind != "linked"}
    quiet = {moment for nothing in world(seed).nothings if nothing.url for moment in (nothing.at, nothing.until)}
    for address in world(seed).addresses:
        for version in address.versions:
            known = (version.since, world(seed).origins[address.url]) in entered
            assert known or version.since in quiet, (address.url, version.since)


@pytest.mark.parametrize("seed", SEEDS)
def test_events_on_one_statement_lie_so_far_apart_that_each_can_be_seen(seed: int) -> None:
    events: dict[str, list[Truth]] = {}
    for truth in world(seed).truths:
        if truth.kind != "linked":
            events.setdefault(truth.origin, []).append(truth)
    for truths in events.values():
        for earlier, later in pairwise(truths):
            together = earlier.at == later.at  # moved and edited in one
            assert together or later.at >= earlier.due, (earlier, later)
    assert all(truth.due <= world(seed).end for truth in world(seed).truths)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_two_statements_are_alike_but_for_the_copies_in_the_ledger(seed: int) -> None:
    end = world(seed).end
    texts: dict[str, set[tuple[str, ...]]] = {}
    for address in world(seed).addresses:
        text = next((version.text for version in address.versions if version.text is not None), None)
        assert text is not None or address.at(end) is not None
        if text is not None and world(seed).origins[address.url] == address.url:
            words = " ".join(text.paragraphs).split()
            texts[address.url] = {tuple(words[n : n + 5]) for n in range(len(words) - 4)}
    copies = {frozenset((t.origin, t.other)) for t in world(seed).truths if t.kind == "linked"}
    for (one, mine), (other, its) in combinations(texts.items(), 2):
        likeness = len(mine & its) / len(mine | its)
        if frozenset((one, other)) in copies:
            assert likeness > 0.6, (one, other)
        else:
            assert likeness < 0.4, (one, other)


def readable(world: World) -> Iterator[tuple[datetime, str]]:
    for moment in (world.start, world.relaunch - timedelta(hours=30), world.relaunch, world.end):
        for host in HOSTS:
            assert world.trouble(host, moment) is None
            yield moment, host


def test_every_page_is_read_as_the_world_has_it_in_each_view() -> None:
    seed = 1
    for moment, host in readable(world(seed)):
        for address, text in world(seed).listed(host, moment):
            reading = read(address.url, ask(world(seed), address.url, moment), moment)
            assert isinstance(reading, Reading), (address.url, reading)
            assert reading.title == text.title
            assert reading.published is not None
            assert reading.published.date == text.date.isoformat()
            framed = host == PRESS and moment >= world(seed).relaunch
            paragraphs = reading.body.paragraphs[1:-1] if framed else reading.body.paragraphs
            assert paragraphs == text.paragraphs, address.url


def test_the_listings_lead_to_every_statement() -> None:
    seed = 1
    for moment, host in readable(world(seed)):
        start, listing = next((ask, listing) for ask, listing in starts(source(), moment.date()) if host in ask.url)
        found: list[str] = []
        pages, following = 0, [start]
        while following:
            following_one = following[0]
            answer = ask(world(seed), following_one.url, moment)
            page = Page(following_one.url, answer.body, (("content-type", answer.media_type),), moment)
            shown = read_listing(page, source(), listing, following_one)
            assert not isinstance(shown, Refusal)
            found += [url for url, _ in shown.links]
            following = list(shown.next)
            pages += 1
        wanted = [address.url for address, _ in world(seed).listed(host, moment)]
        assert found == wanted
        assert pages == -(-len(wanted) // ON_A_PAGE)


def test_a_page_put_in_behind_stands_on_no_first_page() -> None:
    for seed in SEEDS:
        for truth in world(seed).truths:
            if truth.kind == "published" and truth.at > world(seed).start and urlsplit(truth.url).netloc == PRESS:
                place = [a.url for a, _ in world(seed).listed(PRESS, truth.at)].index(truth.url)
                back = truth.due - truth.at > timedelta(days=6)
                assert place >= ON_A_PAGE if back else place < ON_A_PAGE, truth


@pytest.mark.parametrize(
    ("how", "status", "location"), [("404", 404, None), ("410", 410, None), ("home", 302, LISTING), ("soft", 200, None)]
)
def test_what_is_withdrawn_answers_as_the_ledger_says(how: str, status: int, location: str | None) -> None:
    (seed, truth) = next(
        (seed, t) for seed in SEEDS for t in world(seed).truths if t.kind == "withdrawn" and t.how == how
    )
    moment = truth.at + timedelta(seconds=1)
    answer = ask(world(seed), truth.url, moment)
    assert (answer.status, answer.location) == (status, location)
    if how == "soft":
        refusal = read(truth.url, answer, moment)
        assert isinstance(refusal, Refusal)
        assert refusal.reason.code == "content.soft404"
    assert truth.url not in {address.url for address, _ in world(seed).listed(urlsplit(truth.url).netloc, moment)}


def test_in_bad_weather_nothing_answers_as_it_should() -> None:
    for storm in world(1).weather:
        address, _ = world(1).listed(PRESS, storm.start)[0]
        robots = ask(world(1), f"http://{PRESS}/robots.txt", storm.start).status
        answer = ask(world(1), address.url, storm.start)
        refused = read(address.url, answer, storm.start) if answer.status == 200 else None
        assert (storm.kind, robots, answer.status) in {
            ("down", 0, 0), ("busy", 503, 503), ("wall", 200, 200), ("forbidden", 200, 403),
        }  # fmt: skip
        assert refused is None or (isinstance(refused, Refusal) and refused.reason.code == "blocked.challenge")
        assert world(1).trouble(PRESS, storm.end) is None


def test_pages_change_their_bytes_and_etags_though_nothing_was_edited() -> None:
    """Template noise: the shares, the day and the latest news, whenever the site makes the page anew."""
    still = [a for a in world(1).addresses if len(a.versions) == 1 and a.at(world(1).start) and a.host == EMBASSY]
    for address in still:
        answers = [
            ask(world(1), address.url, moment) for moment in rounds(world(1)) if not world(1).trouble(EMBASSY, moment)
        ]
        assert 10 <= len({answer.etag for answer in answers}) <= 14
        assert len({answer.etag for answer in answers}) == len({answer.body for answer in answers})


def test_the_fewest_requests_count_what_nobody_can_do_without() -> None:
    moments = list(rounds(world(1)))
    least = fewest(world(1), source(), moments)
    assert least.robots == len(moments) * len(HOSTS)
    assert least.listings > least.robots - 2 * len(HOSTS) * sum(1 for _ in world(1).weather) * 3
    assert least.found == sum(truth.kind == "published" for truth in world(1).truths) + len(world(1).annexes)
    # A known statement is looked at once in the days of `slowest` at the very least.
    known = sum((world(1).end - max(t.at, world(1).start)) / timedelta(days=source().watch.slowest) - 1
                for t in world(1).truths if t.kind == "published")  # fmt: skip
    assert least.looks > known
    withdrawn = sum(truth.kind == "withdrawn" for truth in world(1).truths)
    assert least.absences >= withdrawn * (source().watch.withdrawn_seen - 1)


def test_time_goes_on_at_each_look_and_never_back() -> None:
    clock = SimulatedClock(world(1).start)
    assert clock() < clock()
    with pytest.raises(ValueError, match="does not go back"):
        clock.set(world(1).start)
