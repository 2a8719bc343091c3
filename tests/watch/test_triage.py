"""Whose doing it is that a listing or a page gives less, by its last good capture and the new one."""

from datetime import UTC, datetime

import pytest

from crawler.extract.health import READ
from crawler.model.failure import Failure
from crawler.model.reading import Page
from crawler.model.run import Verdict
from crawler.model.source import Layout, Listing, Rule, Site, Source
from crawler.watch.triage import Seen, cause_of, judge_listing, judge_page

EMPTY = Failure("listing.empty", "the listing has no items")
MENU = "".join(f"<li class=m{n}><a href=/m/{n}>menu</a></li>" for n in range(12))
FOOT = "".join(f"<p class=f{n}>small print</p>" for n in range(12))


def framed(content: str) -> str:
    return f"<html lang=en><body><nav class=top><ul>{MENU}</ul></nav><main>{content}</main>{FOOT}</body></html>"


def items(*names: str, tag: str = "li", form: str = "ul") -> str:
    listed = "".join(f"<{tag} class=item><a href=/news/{name}>{name} opens</a></{tag}>" for name in names)
    return f"<{form} class=news>{listed}</{form}>"


GOOD = framed(items("bridge", "harbour", "school"))


def source(listing: Listing) -> Source:
    return Source(
        id="xx_press",
        name="Press",
        country="XX",
        languages=("en",),
        timezone="UTC",
        sites=(Site(host="press.example"),),
        listings=(listing,),
        layouts=(Layout(id="one", title=(Rule(css="h1"),), body=(Rule(css="div.text"),)),),
    )


HTML = Listing(url="https://press.example/news", items="ul.news li", link="a")
FEED = Listing(url="https://press.example/feed", format="feed")
POSTS = Listing(url="https://press.example/wp-json/wp/v2/posts", format="wordpress")
SEARCH = Listing(url="https://press.example/api", format="json", items="results", link="url")


def seen(body: str, url: str, status: int = 200, day: int = 1) -> Seen:
    kind = "text/html; charset=utf-8" if body.startswith("<html") else "application/json"
    page = Page(url, body.encode(), (("content-type", kind),), datetime(2026, 5, day, tzinfo=UTC))
    return Seen(page, status, f"<urn:uuid:{day}>", f"2026-05-{day:02}T00:00:00.000000Z")


def of(now: str, good: str, listing: Listing = HTML, status: int = 200) -> Verdict:
    answers = seen(now, listing.url, status, day=2), seen(good, listing.url, day=1)
    return judge_listing(EMPTY, *answers, source(listing), listing)


@pytest.mark.parametrize(
    ("now", "kind"),
    [
        pytest.param(framed(items("bridge", "harbour", "school", tag="div", form="div")), "site_changed", id="rebuilt"),
        pytest.param(framed(items("ferry", "tower", "lake", tag="div", form="div")), "site_changed", id="rebuilt-new"),
        pytest.param(framed("<ul class=news></ul>"), "emptied", id="list-without-items"),
        pytest.param(framed("<p>There is nothing here.</p>"), "emptied", id="nothing-in-the-old-frame"),
        pytest.param("<html><body><p>Nothing.</p></body></html>", "emptied", id="nothing-at-all"),
        pytest.param(
            "<html><body>"
            + "".join(f"<div class=x{n}><b class=y{n}>t</b></div>" for n in range(20))
            + "</body></html>",
            "site_changed",
            id="another-frame-without-links",
        ),
        pytest.param(
            '<html><body><div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript>'
            "<script src=/app.js></script></body></html>",
            "site_changed",
            id="made-by-scripts",
        ),
        pytest.param(
            "<html><head><title>Just a moment...</title></head><body><p>Enable JavaScript and cookies to continue</p>"
            "<script>window._cf_chl_opt={}</script></body></html>",
            "blocked",
            id="wall-as-200",
        ),
    ],
)
def test_a_listing_page_that_gives_nothing(now: str, kind: str) -> None:
    assert of(now, GOOD).kind == kind


def test_a_listing_whose_items_lead_elsewhere_has_changed_and_is_not_empty() -> None:
    now = framed("<ul class=news><li class=item><a href=https://elsewhere.example/1>gone to another host</a></li></ul>")
    assert of(now, GOOD).kind == "site_changed"


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (403, "blocked"),
        (451, "blocked"),
        (404, "site_changed"),
        (410, "site_changed"),
        (500, "unreachable"),
        (503, "unreachable"),
    ],
)
def test_a_listing_that_answers_with_an_error(status: int, kind: str) -> None:
    assert of("<html><body><p>error</p></body></html>", GOOD, status=status).kind == kind


def test_a_wall_that_answers_503_is_a_wall() -> None:
    wall = (
        "<html><head><title>Just a moment...</title></head><body><p>Checking your browser before accessing</p>"
        "<script>window._cf_chl_opt={}</script></body></html>"
    )
    assert of(wall, GOOD, status=503).kind == "blocked"


def test_our_own_definition_that_reads_the_good_capture_no_more_is_told_before_the_site_is() -> None:
    listing = HTML.model_copy(update={"items": "ul.nwes li"})
    told = of(GOOD, GOOD, listing)
    assert told.kind == "reading_changed"
    assert (told.good, told.now) == ("<urn:uuid:1>", "<urn:uuid:2>")
    assert "its answer of 2026-05-01 cannot be read any more either" in told.sentence


POST = '[{"link": "https://press.example/news/1", "title": {"rendered": "One"}}]'
RESULT = '{"results": [{"url": "https://press.example/news/1"}]}'


@pytest.mark.parametrize(
    ("listing", "good", "now", "kind"),
    [
        pytest.param(POSTS, POST, "[]", "emptied", id="wordpress-without-posts"),
        pytest.param(POSTS, POST, '{"code": "rest_no_route"}', "site_changed", id="wordpress-without-the-route"),
        pytest.param(SEARCH, RESULT, '{"results": []}', "emptied", id="json-without-results"),
        pytest.param(
            SEARCH, RESULT, '{"hits": [{"url": "https://press.example/news/1"}]}', "site_changed", id="json-renamed"
        ),
    ],
)
def test_an_interface_that_gives_nothing(listing: Listing, good: str, now: str, kind: str) -> None:
    assert of(now, good, listing).kind == kind


def test_a_feed_without_entries_is_emptied_and_a_page_in_its_place_is_not() -> None:
    entry = "<item><title>One</title><link>https://press.example/news/1</link></item>"
    feed = '<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{}</channel></rss>'
    assert of(feed.format(""), feed.format(entry), FEED).kind == "emptied"
    assert of(framed("<p>Our feeds have moved.</p>"), feed.format(entry), FEED).kind == "site_changed"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("net.refused", "unreachable"),
        ("tls.verify", "unreachable"),
        ("http.retry_after", "unreachable"),
        ("robots.unreachable", "unreachable"),
        ("robots.disallowed", "blocked"),
        ("blocked.challenge", "blocked"),
    ],
)
def test_no_answer_is_judged_by_its_reason(code: str, kind: str) -> None:
    failure = Failure(code, "told by the wire")
    assert judge_listing(failure, None, None, source(HTML), HTML).kind == cause_of(code) == kind


PROSE = "The ministry says, in a sentence that is long enough to be one, that the bridge is open. " * 3
OLD = f"<html lang=en><body><h1>The bridge</h1><div class=text><p>{PROSE}</p></div></body></html>"
NEW = f"<html lang=en><body><h2>The tower</h2><section class=body><p>{PROSE}</p></section></body></html>"


def page_verdict(now: str, of_source: Source) -> Verdict:
    mismatch = Failure("layout.mismatch", "h1 matched 0 elements")
    pages = seen(now, "https://press.example/news/2", day=2), seen(OLD, "https://press.example/news/1", day=1)
    return judge_page(READ, mismatch, *pages, of_source)


def test_a_page_in_another_form_is_the_sites_doing_while_the_old_one_is_read() -> None:
    told = page_verdict(NEW, source(HTML))
    assert told.kind == "site_changed"
    assert "cannot be read (h1 matched 0 elements), though the capture of 2026-05-01" in told.sentence


def test_a_page_is_our_own_doing_where_the_old_one_is_not_read_either() -> None:
    broken = source(HTML).model_copy(
        update={"layouts": (Layout(id="one", title=(Rule(css="h1"),), body=(Rule(css="div.txet"),)),)}
    )
    assert page_verdict(NEW, broken).kind == "reading_changed"
