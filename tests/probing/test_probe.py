"""Where a probe stops, and what it then says: a reason, and what a person can do about it."""

import tomllib
from dataclasses import replace

import pytest

from crawler.model.failure import Failure
from crawler.model.source import Source
from crawler.probing.probe import probe
from crawler.probing.report import report_data, report_text, sure
from crawler.sources.lint import check_source
from tests.probing.sites import Site, families, plain
from tests.probing.sites.frame import front, page
from tests.probing.test_sites import probed

WALL = "<html><head><title>Just a moment...</title></head><body>Enable JavaScript and cookies to continue</body></html>"


def site(pages: dict[str, str | bytes], **given: object) -> Site:
    return Site("mfa.lundia.example", "/", pages, {}, **given)  # type: ignore[arg-type]


def test_a_wall_is_told_as_a_wall() -> None:
    found = probed(site({"/": WALL}))
    assert found.source is None
    assert found.stopped is not None
    assert "a wall answered" in found.stopped
    assert found.remedy is not None
    assert "ask it to let your user agent" in found.remedy


def test_what_robots_forbid_is_told_and_nothing_else_is_asked_for() -> None:
    refused = {"/": Failure("robots.disallowed", "robots.txt disallows https://mfa.lundia.example/")}
    one = site({"/": front()}, refused=refused)
    found = probed(one)
    assert found.stopped is not None
    assert "disallows" in found.stopped
    assert "this is obeyed" in (found.remedy or "")
    assert [url.rpartition("/")[2] for url in one.asked] == ["robots.txt", ""]


def test_a_robots_txt_that_cannot_be_read_is_not_passed_over() -> None:
    one = site({"/": front()}, refused={"/robots.txt": Failure("net.timeout", "no whole answer within 60 s")})
    found = probed(one)
    assert found.stopped == "https://mfa.lundia.example/robots.txt: no whole answer within 60 s"
    assert len(one.asked) == 1


def test_a_page_that_scripts_build_is_told_with_the_ways_around_it() -> None:
    shell = page("News", '<h1>News</h1><div id="app"></div>', press=("News", "/news"))
    found = probed(site({"/": front(press=("News", "/news")), "/news": shell}))
    assert found.stopped is not None
    assert "https://mfa.lundia.example/news needs a browser: its <div id=app> is empty" in found.stopped
    assert "a feed, a sitemap or an API" in (found.remedy or "")


def test_a_page_that_is_not_there_is_told_with_its_status() -> None:
    found = probed(site({}))
    assert found.stopped == "https://mfa.lundia.example/: the server answered 404"


def test_a_front_page_with_nothing_behind_it_is_no_listing() -> None:
    found = probed(
        site({"/": front(), "/press": page("Press", "<h1>Press</h1><p>Our press officer answers by phone.</p>")})
    )
    assert found.stopped is not None
    assert "no list of statements was found" in found.stopped


def test_the_crawl_delay_of_robots_txt_becomes_the_sources() -> None:
    found = probed(plain.sitemap_alone())
    assert Source.model_validate(tomllib.loads(found.source or "")).politeness.delay == 4


def test_a_pagination_that_was_not_proved_is_only_suggested() -> None:
    one = families.drupal()
    for target in [target for target in one.pages if target.startswith("/news?page=")]:
        del one.pages[target]
    found = probed(one)
    text = found.source or ""
    assert Source.model_validate(tomllib.loads(text)).listings[0].pagination is None
    assert '# pagination = { kind = "page", parameter = "page", start = 0 }\n# LOOK: the page suggests it' in text
    assert any("not proved: https://mfa.lundia.example/news?page=1" in sentence for sentence in found.look)


def test_a_second_page_that_repeats_the_first_proves_nothing() -> None:
    one = families.drupal()
    for target in [target for target in one.pages if target.startswith("/news?page=")]:
        one.pages[target] = one.pages["/news"]
    found = probed(one)
    assert Source.model_validate(tomllib.loads(found.source or "")).listings[0].pagination is None


def test_statements_that_cannot_be_read_are_told_together() -> None:
    one = plain.one_page()
    for target in [target for target in one.pages if target.startswith("/press/")]:
        del one.pages[target]
    found = probed(one)
    assert any(sentence.endswith("the server answered 404 (and 7 more)") for sentence in found.look)
    assert "LOOK: no statement was read" in (found.source or "")
    assert not sure(found)


def test_a_site_whose_address_names_its_country_leaves_nothing_to_look_at() -> None:
    one = plain.one_page()
    found = probed(replace(one, host="mfa.gov.ee"))
    assert found.look == []
    assert sure(found)
    assert (found.id, found.place.country, found.place.timezone) == ("ee_mfa", "EE", "Europe/Tallinn")


def test_the_report_as_data_holds_what_the_text_holds() -> None:
    found = probed(plain.two_languages())
    data = report_data(found)
    text = report_text(found)
    for sentence in (*data["sure"], *data["look"]):
        assert sentence in text
    assert [one["url"] for one in data["listings"]] == [
        "https://bi.lundia.example/en/press-releases",
        "https://bi.lundia.example/fr/communiques",
    ]


@pytest.mark.parametrize("make", [families.trs, plain.paragraphs, plain.two_languages], ids=lambda make: make.__name__)
def test_a_draft_has_no_remark_but_those_on_what_it_cannot_know(make: object) -> None:
    found = probed(make())  # type: ignore[operator]
    remarks = check_source(Source.model_validate(tomllib.loads(found.source or "")))
    allowed = ("there is none: every page is read", "has no pagination", "gives no date", "names no urls")
    assert [remark.sentence for remark in remarks if not remark.sentence.startswith(allowed)] == []


def test_the_number_of_statements_that_are_read_is_what_was_asked_for() -> None:
    found = probed(plain.one_page(), statements=12)
    assert len(found.samples) == 12


def test_an_id_that_is_given_is_the_sources() -> None:
    assert 'id = "xl_mfa"' in (probed(plain.one_page(), name="xl_mfa").source or "")


def test_probe_yields_asks_and_never_repeats_one() -> None:
    one = plain.two_languages()
    probed(one)
    statements = [url for url in one.asked if url.count("/") > 3]
    assert len(statements) == len(set(statements))
    assert next(probe(one.url))[0].url == "https://bi.lundia.example/robots.txt"
