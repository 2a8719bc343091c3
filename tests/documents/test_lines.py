"""Lines made paragraphs again, as far as their places tell."""

from hypothesis import given
from hypothesis import strategies as st

from crawler.documents.lines import Line, heading_of, joined

LONG = "these words fill the line up to its very end"  # 44 letters of 6 points


def line(text: str, base: float, left: float = 72, size: float = 10, *, broken: bool = False) -> Line:
    return Line(text, left, left + 6 * len(text), base, size, broken)


def page(*texts: str, left: float = 72) -> list[Line]:
    return [line(text, 700 - 12 * number, left) for number, text in enumerate(texts) if text]


def test_lines_that_were_broken_for_want_of_room_are_joined() -> None:
    assert joined([page(LONG, LONG, "and end.")]) == f"{LONG} {LONG} and end."


def test_a_line_that_ends_where_a_word_would_have_fitted_stays_a_line() -> None:
    assert joined([page(LONG, LONG, "Dear Sir", "Street 1", "City")]) == f"{LONG} {LONG} Dear Sir\nStreet 1\nCity"


def test_a_gap_an_indent_and_another_size_begin_a_paragraph() -> None:
    gap = [*page(LONG, LONG), line("After a gap", 700 - 12 * 3.5)]
    assert joined([gap]) == f"{LONG} {LONG}\n\nAfter a gap"
    indent = [*page(LONG, LONG), line(LONG[:40], 700 - 24, left=96), *[line(LONG, 700 - 36)]]
    assert joined([indent]) == f"{LONG} {LONG}\n\n{LONG[:40]} {LONG}"
    size = [line("A heading", 720, size=16), *page(LONG, LONG)]
    assert joined([size]) == f"A heading\n\n{LONG} {LONG}"


def test_a_sentence_goes_on_over_a_wider_gap_where_its_line_was_full() -> None:
    lines = [*page(*[LONG] * 6), line(LONG, 700 - 12 * 6.9), line("And that.", 700 - 12 * 8.8)]
    assert joined([lines]) == " ".join([LONG] * 7) + "\n\nAnd that."


def test_a_table_of_contents_keeps_its_lines() -> None:
    entries = [f"{n} Name of the chapter " + ". " * 12 + str(n) for n in range(4)]
    assert joined([page(*entries)]).split("\n") == entries


def test_items_of_a_list_begin_lines() -> None:
    items = ["1. " + LONG[3:], "2) " + LONG[3:], "(a) " + LONG[4:], "- " + LONG[2:], "• " + LONG[2:]]
    assert joined([page(LONG, *items)]).split("\n") == [LONG, *items]


def test_two_columns_keep_their_own_edges() -> None:
    left, right = page(LONG[:30], LONG[:30], "ends."), page(LONG[:30], LONG[:30], "ends too.", left=320)
    assert joined([left + right]) == f"{LONG[:30]} {LONG[:30]} ends.\n\n{LONG[:30]} {LONG[:30]} ends too."


def test_a_hyphen_at_the_end_goes_only_where_it_was_the_typesetters() -> None:
    head, rest = LONG[:-4], "tion is over"
    assert joined([page(f"{head} nego-", "tiation is over")]).endswith("negotiation is over")
    assert joined([page(f"{head} Baku-", f"Tbilisi {rest}")]).endswith(f"Baku-Tbilisi {rest}")
    twice = page(f"{head} well-", "known here", "", "as well-known there")
    assert "well-known here" in joined([twice])
    broken = [line(f"{head} nego-", 700, broken=True), line("tiation", 688)]
    assert joined([broken]).endswith("negotiation")


def test_pages_are_paragraphs_apart() -> None:
    assert joined([page(LONG), [], page("goes on")]) == f"{LONG}\n\ngoes on"


def test_the_heading_is_what_stands_largest_at_one_place() -> None:
    large = [line("Statement of", 760, size=16), line("the Ministry", 742, size=16)]
    assert heading_of([[*large, *page(LONG, LONG)]]) == "Statement of the Ministry"
    assert heading_of([page(LONG, LONG)]) is None
    assert heading_of([[*large, *page(LONG), line("Another", 600, size=16)]]) is None
    assert heading_of([large]) is None
    assert heading_of([]) is None
    assert heading_of([[line("PRIME MINISTER", 760, size=16), *page(LONG, LONG)]]) is None  # a letterhead
    assert heading_of([[line(LONG * 9, 760, size=16), *page(LONG)]]) is None


PLACES = st.floats(0, 800, width=32)
LINES = st.builds(
    Line, st.text("abc xyz-.", max_size=12), PLACES, PLACES, PLACES, st.floats(1, 40, width=32), st.booleans()
)


@given(st.lists(st.lists(LINES, max_size=8), max_size=3))
def test_no_letter_is_lost_or_made_wherever_lines_stand(pages: list[list[Line]]) -> None:
    drawn = "".join(item.text for one in pages for item in one if item.text.strip())
    assert letters(joined(pages)) == letters(drawn)


def letters(text: str) -> str:
    return "".join(char for char in text if char.isalpha() or char == ".")
