"""What a page of GOV.UK's make states of itself, and what is none of that."""

import pytest

from crawler.extract import extract
from crawler.extract.stated import change_notes
from crawler.model.reading import Reading
from crawler.model.statement import Note
from tests.extract.pages import PROSE, page, paragraphs_html

HEAD = (
    '<title>On herring</title></head><body class="govuk-template__body"><main id="content"><div class="gem-c-heading">'
)


def read(before: str = "", after: str = "") -> Reading:
    html = (
        f'<!doctype html><html lang="en"><head>{HEAD}<h1 class="gem-c-heading__text">On herring</h1></div>{before}'
        f'<div class="gem-c-govspeak govuk-govspeak">{paragraphs_html(PROSE)}</div>{after}</main></body></html>'
    )
    found = extract(page(html), None)
    assert isinstance(found, Reading), found
    return found


def notice(title: str, words: str = "") -> str:
    return (
        '<section class="govuk-notification-banner gem-c-notice" aria-label="Notice">'
        f'<div class="govuk-notification-banner__content"><h2 class="gem-c-notice__title">{title}</h2>{words}</div>'
        "</section>"
    )


def history(*changes: tuple[str, str]) -> str:
    items = "".join(
        f'<li class="gem-c-published-dates__change-item"><time class="gem-c-published-dates__change-date timestamp"'
        f' datetime="{when}">some day</time><p class="gem-c-published-dates__change-note"> {note} </p></li>'
        for when, note in changes
    )
    return f'<div class="gem-c-published-dates">Published 8 November 2021<ol>{items}</ol></div>'


def test_a_withdrawal_is_read_with_its_day_and_reason_and_is_none_of_the_text() -> None:
    when = '<time datetime="2022-01-13T13:05:30+00:00">13 January 2022</time>'
    found = read(
        notice(
            f"This news article was withdrawn on {when}", '<div class="gem-c-govspeak"><p>It is out of date.</p></div>'
        )
    )
    assert found.notice is not None
    assert found.notice.text == "It is out of date."
    assert found.notice.date is not None
    assert (found.notice.date.date, found.notice.date.time, found.notice.date.timezone) == (
        "2022-01-13",
        "13:05:30",
        "+00:00",
    )
    assert found.body.paragraphs == tuple(PROSE)
    assert found.fields["notice"] == "selector"


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("This speech was withdrawn", None),
        ('This speech was withdrawn on <time datetime="2022-01-13">13 January</time>', "2022-01-13"),
        ('This speech was withdrawn on <time datetime="soon">some day</time>', None),
    ],
)
def test_a_withdrawal_that_states_less_is_read_as_far_as_it_does(title: str, day: str | None) -> None:
    found = read(notice(title)).notice
    assert found is not None
    assert found.text is None
    assert (found.date and found.date.date) == day


def test_other_notices_and_sentences_of_the_text_are_no_withdrawal() -> None:
    assert read(notice("This was published under the 2010 to 2015 government")).notice is None
    assert read("<p>This speech was withdrawn on 13 January 2022.</p>").notice is None


def test_change_notes_are_read_oldest_first_without_the_first_publication() -> None:
    found = read(
        after=history(
            ("2022-03-01T10:00:00.000+00:00", "Added\n a  table."),
            ("2022-02-01T10:00:00.000+00:00", "Corrected the number of boats."),
            ("2021-11-08T09:30:00.000+00:00", "First published."),
        )
    )
    assert found.notes == (
        Note(date="2022-02-01T10:00:00.000+00:00", text="Corrected the number of boats."),
        Note(date="2022-03-01T10:00:00.000+00:00", text="Added a table."),
    )
    assert found.fields["notes"] == "selector"


def test_notes_are_kept_once_each_and_not_without_end() -> None:
    assert change_notes([("2022", "One."), ("2022", "One."), (None, "Two."), ("2023", "  ")]) == (
        Note(date=None, text="Two."),
        Note(date="2022", text="One."),
    )
    assert len(change_notes((f"2022-{number:04}", "Again.") for number in range(1000))) == 200
