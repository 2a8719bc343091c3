"""The relaunch: what many pages have gained or lost alike, and what is an edit of its own."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from crawler.model.difference import Moved
from crawler.model.statement import Translation
from crawler.revisions import Changed, Group, changed, doubtful, relaunched
from crawler.revisions.relaunch import LEAST, MANY
from crawler.revisions.templates import field_digest, language_digest, template_digest, title_affix
from tests.revisions.drafts import SAID, a_date, draft, statement

HERE = Group("host", "en")


def pages(count: int, *marks: str, group: Group = HERE, first: int = 0) -> list[Changed]:
    return [Changed(str(first + number), group, frozenset(marks)) for number in range(count)]


@pytest.mark.parametrize(
    ("alike", "looked", "told"),
    [
        pytest.param(2, 2, False, id="two are a text and its correction"),
        pytest.param(3, 3, True, id="three of three"),
        pytest.param(3, 6, True, id="three of six"),
        pytest.param(3, 7, False, id="three of seven"),
        pytest.param(19, 100, False, id="nineteen of a hundred"),
        pytest.param(MANY, 1000, True, id="twenty of a thousand"),
    ],
)
def test_how_many_of_how_many_are_the_pages_doing(alike: int, looked: int, told: bool) -> None:
    assert relaunched(pages(alike, "x"), {HERE: looked}) == (frozenset("x") if told else frozenset())


def test_pages_of_another_language_or_site_do_not_count() -> None:
    other = Group("host", "fr")
    both = [*pages(2, "x"), *pages(2, "x", group=other, first=9)]
    assert relaunched(both, {HERE: 2, other: 2}) == frozenset()


def test_a_page_that_was_read_twice_is_one() -> None:
    assert relaunched([*pages(2, "x"), *pages(2, "x")], {HERE: 2}) == frozenset()


@pytest.mark.parametrize(
    ("found", "looked", "doubt"),
    [
        pytest.param(pages(1, "x"), 1, True, id="one of one"),
        pytest.param(pages(2, "x"), 2, True, id="two of two"),
        pytest.param(pages(1, "x"), 2, False, id="one of two"),
        pytest.param(pages(LEAST, "x"), LEAST, False, id="enough were looked at"),
        pytest.param(pages(1), 1, False, id="an edit within a sentence"),
        pytest.param([*pages(1, "x"), *pages(1, "y", first=5)], 2, False, id="each its own"),
    ],
)
def test_when_another_page_is_to_be_looked_at(found: Sequence[Changed], looked: int, doubt: bool) -> None:
    assert doubtful(found, {HERE: looked}) == ([HERE] if doubt else [])


def test_a_paragraph_more_or_less_is_a_mark_and_an_edited_one_is_none() -> None:
    before = statement(*SAID)
    around = "Follow us on every channel."
    assert changed(before, draft(*SAID, around)).marks == {template_digest(around)}
    assert changed(before, draft(*SAID[:2])).marks == {template_digest(SAID[2])}
    assert changed(before, draft(SAID[0].replace("5 May", "6 May"), *SAID[1:])).marks == frozenset()
    assert changed(before, draft(*SAID[:2], SAID[2].replace("thanked", "praised"))).marks == frozenset()


def test_a_counter_is_a_mark_whatever_it_counts() -> None:
    before, after = statement(*SAID, "Seen 12 times"), draft(*SAID, "Seen 1,340 times")
    assert changed(before, after).marks == {template_digest("Seen 7 times")}


def test_titles_languages_and_dates_that_all_pages_were_given() -> None:
    before = statement(*SAID)
    after = draft(*SAID, title="A visit - Ministry", published=a_date("2021-12-01"))
    after = replace(after, reading=replace(after.reading, translations=(Translation(language="fr", url="x"),)))
    assert changed(before, after).marks == {
        title_affix("Another title", "Another title - Ministry"),
        language_digest("fr"),
        field_digest("published", Moved(before="2020-01-01", after="2021-12-01")),
    }
    assert changed(before, after).group == Group("host", "en")


def test_a_title_that_merely_begins_alike_has_no_end_of_its_own() -> None:
    assert title_affix("A visit", "A visitor") is None
    assert title_affix("A visit", "A talk") is None
