"""What stands in a body and is no part of the statement."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract import clean
from crawler.extract.html import reread
from crawler.extract.tidy import body_of
from crawler.model.reading import Reading
from crawler.model.statement import Body, Published
from tests.extract.pages import PROSE, paragraphs_html

TITLE = "Statement on the opening of the crossing"
DATE = Published(date="2021-11-08", precision="day", raw="Monday, 8 November 2021", method="selector")


def reading(html: str, **more: object) -> Reading:
    base = Reading(
        title=TITLE, number=None, kind=None, kind_raw=None, language="en", published=DATE, updated=None,
        body=body_of(reread(html)), speakers=(), tags=(), translations=(), attachments=(), images=(), canonical=None,
        charset="utf-8", layout="main",
    )  # fmt: skip
    return replace(base, **more)  # type: ignore[arg-type]


def cleaned(html: str) -> tuple[str, ...]:
    body = clean(reading(html)).body
    assert body.text == "\n\n".join(body.paragraphs)
    assert tuple(clean(reading(body.html)).body.paragraphs) == body.paragraphs
    return body.paragraphs


@pytest.mark.parametrize(
    "junk",
    [
        "<p>&nbsp;</p>",
        "<p>---</p>",
        "<p># # #</p>",
        "<p>###</p>",
        "<p>* * *</p>",
        "<p>———</p>",
        "<p>_________</p>",
        "<hr>",
        "<ul><li>---</li></ul>",
    ],
)
def test_rules_and_empty_paragraphs_go_wherever_they_stand(junk: str) -> None:
    first, second, third = (f"<p>{text}</p>" for text in PROSE)
    assert cleaned(junk + first + junk + second + third + junk) == PROSE


@pytest.mark.parametrize(
    "junk",
    ["Share this page:", "Share", "Facebook", "Share on Twitter", "Print version", "Paylaş", "Çap et", "Поделиться",
     "Версия для печати", "Teilen", "X", "WhatsApp |"],
)  # fmt: skip
def test_share_and_print_labels_go_at_either_end(junk: str) -> None:
    label = f"<p>{junk}</p>"
    assert cleaned(label + paragraphs_html(PROSE) + label + label) == PROSE


def test_a_word_of_a_share_box_within_the_text_stays() -> None:
    texts = (PROSE[0], "Facebook", PROSE[1])
    assert cleaned(paragraphs_html(texts)) == texts


def test_title_and_date_repeated_before_the_text_go() -> None:
    frame = f"<p>2021-11-08</p><h1>{TITLE.upper()}</h1><p>Monday, 8 November 2021</p>"
    assert cleaned(frame + paragraphs_html(PROSE)) == PROSE


def test_the_title_within_the_text_stays() -> None:
    texts = (PROSE[0], TITLE, PROSE[1])
    assert cleaned(paragraphs_html(texts)) == texts


@pytest.mark.parametrize("heading", ["Search in archive", "Arxivdə axtarış", "Поиск в архиве", "SEARCH IN ARCHIVES:"])
def test_the_archives_search_box_goes_with_its_labels(heading: str) -> None:
    box = f"<p>---</p><p>{heading}</p><p>From</p><p>01.01.2021</p><p>To</p><p>Search</p>"
    assert cleaned(paragraphs_html(PROSE) + box) == PROSE


def test_text_after_the_search_box_stays() -> None:
    assert cleaned(f"<p>{PROSE[0]}</p><p>Search in archive</p><p>{PROSE[1]}</p>") == PROSE[:2]


def test_html_and_paragraphs_lose_the_same() -> None:
    body = clean(reading(f"<ul><li>{TITLE}</li></ul><p>{PROSE[0]}</p><table><tr><td>Share</td></tr></table>")).body
    assert body == Body(text=PROSE[0], paragraphs=(PROSE[0],), html=f"<p>{PROSE[0]}</p>")


def test_the_seed_statement_cleans_to_its_eight_paragraphs(shared: object) -> None:
    from pathlib import Path

    assert isinstance(shared, Path)
    lines = (shared / "texts" / "seed-statement-2021-11-08.txt").read_text(encoding="utf-8").split("\n")
    html = "\n".join(f"<p>{line.strip() or '&nbsp;'}</p>" for line in lines)
    title = lines[2].strip()
    published = DATE.model_copy(update={"raw": "2021-11-08"})
    found = clean(replace(reading(html), title=title, published=published)).body.paragraphs
    assert found == tuple(line.strip() for line in lines[3:] if len(line) > 100)
    assert len(found) == 8


def test_a_reading_without_html_is_cleaned_by_its_paragraphs() -> None:
    parts = (TITLE, "\u00a0", PROSE[0] + "\u00ad", "a\n \nb", "---", "Share")
    body = clean(replace(reading(""), body=Body(text="", paragraphs=parts, html=""))).body
    assert body == Body(text=f"{PROSE[0]}\n\na\nb", paragraphs=(PROSE[0], "a\nb"), html="")


def test_the_title_is_spelled_once() -> None:
    assert clean(replace(reading(""), title=" Außen\u00administer\u00a0 trifft\n")).title == "Außenminister trifft"
    assert clean(replace(reading(""), title=" \u00ad ")).title is None


PIECES = st.lists(
    st.sampled_from(
        ["Share", "Facebook", "---", "# # #", TITLE, "2021-11-08", "Search in archive", "From", "\u00ad", "- -",
         "1. Search in archive", *PROSE]
    ),
    max_size=12,
)  # fmt: skip


@given(PIECES, st.sampled_from(["<p>{}</p>", "<ul><li>{}</li></ul>", "<table><tr><td>{}</td><td>x</td></tr></table>"]))
def test_cleaning_twice_changes_nothing(texts: list[str], shape: str) -> None:
    once = clean(reading("".join(shape.format(text) for text in texts)))
    assert clean(once) == once
    plain = clean(replace(once, body=Body(text="", paragraphs=tuple(texts), html="")))
    assert clean(plain) == plain


@given(st.lists(st.text(max_size=30), max_size=5), st.text(max_size=20))
def test_cleaning_any_text_twice_changes_nothing(texts: list[str], title: str) -> None:
    once = clean(replace(reading("".join(f"<p>{text}</p>" for text in texts)), title=title))
    assert clean(once) == once
