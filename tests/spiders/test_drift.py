"""A template changes between two crawls: the run says which field is gone, by which selector, and what is there."""

from pathlib import Path

from tests.spiders.newsroom import EVERYTHING, Newsroom, Page, listing, statement

NUMBERS = range(1, 22)


def pages(*, relaunched: bool) -> dict[str, Page]:
    def built(number: int) -> bytes:
        page = statement(number)
        return page.replace(b"<time>", b"<p class=when>").replace(b"</time>", b"</p>") if relaunched else page

    return {f"/news/{number}": Page(built(number)) for number in NUMBERS}


def test_a_selector_that_stops_matching_is_told_with_what_stands_there_instead(tmp_path: Path) -> None:
    with Newsroom(tmp_path, {"/news": Page(listing(*NUMBERS)), **pages(relaunched=False)}) as newsroom:
        first, _ = newsroom.crawl()
        assert (first["outcome"], first["layouts"]["only"]["fields"]["published"]) == ("ok", len(NUMBERS))
        status = newsroom.communique("status").stdout
        assert "  fields      only: 21 pages: body 100%, language 100%, published 100%, read 100%, title 100%" in status
        unmarked = listing(*NUMBERS).replace(b"<time>", b"<!-- ").replace(b"</time>", b" -->")
        newsroom.become(news=Page(unmarked), **{f"n{n}": pages(relaunched=True)[f"/news/{n}"] for n in NUMBERS})
        second, _ = newsroom.crawl(*EVERYTHING)
        assert second["outcome"] == "degraded"
        assert second["reason"] == ("its pages fill fewer fields than they did, see the problems; the site has changed")
        (problem,) = [item for item in second["problems"] if item["code"] == "layout.drift"]
        assert "layout only: published filled on 0 of 21 pages, 100% in earlier runs" in problem["sentence"]
        assert "time matched 0 elements" in problem["sentence"]
        assert "read without the layout: '2026-05-" in problem["sentence"]
        third, _ = newsroom.crawl(*EVERYTHING)  # what drifted is no habit: it is told until somebody mends the source
        assert third["outcome"] == "degraded"


def test_a_field_that_single_new_pages_leave_empty_is_told_by_the_third_of_them(tmp_path: Path) -> None:
    """A run that keeps watch reads a page or two: alone none would show it, and nothing new would ever be told."""
    with Newsroom(tmp_path, {"/news": Page(listing(*NUMBERS)), **pages(relaunched=False)}) as newsroom:
        newsroom.crawl()
        outcomes = []
        for last in (22, 23, 24):
            undated = statement(last).replace(b"<time>", b"<p class=when>").replace(b"</time>", b"</p>")
            plain = listing(*range(1, last + 1)).replace(b"<time>", b"<!-- ").replace(b"</time>", b" -->")
            newsroom.server.answers[f"/news/{last}"] = [Page(undated)]
            newsroom.become(news=Page(plain))
            run, _ = newsroom.crawl()
            assert run["published"] == 1
            outcomes.append((run["outcome"], [verdict["kind"] for verdict in run["verdicts"]]))
        assert outcomes == [("ok", []), ("ok", []), ("degraded", ["site_changed"])]
