"""Gaps in reference numbers and dates: told where the sequence is plain, and nowhere else."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crawler.watch.ledger import date_gaps, number_gaps


def gaps(*numbers: tuple[str, str | None]) -> list[tuple[str, int, int, int]]:
    return [(gap.numbering, gap.year, gap.first, gap.last) for gap in number_gaps(numbers)]


def test_a_missing_number_of_a_year_is_named() -> None:
    there = [(f"No:{n}/25", "2025-05-01") for n in (11, 12, 13, 16, 17)]
    assert gaps(*there) == [("no:#/YEAR", 2025, 14, 15)]


def test_each_kind_of_numbering_and_each_year_is_its_own_sequence() -> None:
    press = [(f"PR {n}/2025", "2025-02-02") for n in (1, 2, 3, 5, 6)]
    notes = [(f"Note {n}-2025", "2025-02-02") for n in (40, 41, 42, 43, 44)]
    next_year = [(f"PR {n}/2026", "2026-01-05") for n in (1, 2, 3, 4, 5)]
    assert gaps(*press, *notes, *next_year) == [("pr #/YEAR", 2025, 4, 4)]


def test_a_number_that_carries_its_date_is_taken_apart() -> None:
    there = [(f"{n}-30-01-2022", "2022-01-30") for n in (213, 214, 215, 217, 218)]
    assert gaps(*there) == [("#-DATE-DATE-YEAR", 2022, 216, 216)]


def test_a_number_without_a_year_belongs_to_the_year_of_publication() -> None:
    assert gaps(*[(str(n), "2024-03-03") for n in (7, 8, 9, 10, 12)]) == [("#", 2024, 11, 11)]


def test_a_number_of_two_figures_that_could_both_be_it_counts_nowhere() -> None:
    assert gaps(*[(f"{n}/7/2024", "2024-03-03") for n in (1, 2, 3, 4, 6)]) == []


def test_a_sequence_that_is_shared_with_papers_never_published_is_not_told() -> None:
    assert gaps(*[(f"{n}/2024", "2024-03-03") for n in (3, 40, 77, 120, 180, 260)]) == []


def test_one_misread_number_far_away_does_not_make_a_thousand_gaps() -> None:
    there = [(f"{n}/2024", "2024-03-03") for n in (*range(1, 30), 4711)]
    assert gaps(*there) == []


def test_the_first_numbers_of_a_year_are_missed_where_numbering_begins_anew() -> None:
    former = [(f"{n}/2024", "2024-03-03") for n in range(1, 21)]
    there = [(f"{n}/2025", "2025-01-20") for n in range(4, 21)]
    assert gaps(*former, *there) == [("#/YEAR", 2025, 1, 3)]
    assert gaps(*there) == []  # nothing shows where the archive of this source begins


def test_numbers_that_run_on_over_the_turn_of_the_year_are_one_sequence() -> None:
    former = [(f"{n}/25", "2025-11-03") for n in range(31, 40)]
    there = [(f"{n}/26", "2026-01-20") for n in range(40, 50)]
    assert gaps(*former, *there) == []
    assert gaps(*former, *there[3:]) == [("#/YEAR", 2026, 40, 42)], "over the turn: of the year behind it"
    assert gaps(*former[:4], *former[5:], *there) == [("#/YEAR", 2025, 35, 35)]
    assert gaps(*former, *there[:2]) == [], "a year that has hardly begun"


def test_a_paper_of_a_running_number_that_is_dated_back_over_the_turn_makes_no_gap() -> None:
    former = [(f"{n}/25", "2025-11-03") for n in range(31, 40)]
    late = [("49/25", "2025-12-30")]
    there = [(f"{n}/26", "2026-01-20") for n in range(40, 52) if n != 49]
    assert gaps(*former, *late, *there) == []


def test_numbers_that_begin_anew_are_not_joined_although_the_year_before_has_few() -> None:
    former = [(f"{n}/2024", "2024-12-03") for n in range(1, 4)]
    there = [(f"{n}/2025", "2025-03-20") for n in range(6, 20)]
    assert gaps(*former, *there) == []


@given(st.integers(1, 500), st.integers(5, 60), st.integers(5, 60), st.integers(5, 60))
def test_a_running_number_without_a_hole_has_no_gap_wherever_the_years_turn(first: int, a: int, b: int, c: int) -> None:
    years = [2023] * a + [2024] * b + [2025] * c
    there = [(f"No {n} of {y}", f"{y}-06-06") for n, y in enumerate(years, first) if n not in (23, 24, 25, 2023)]
    assert [gap for gap in gaps(*there) if gap[2] not in (23, 24, 25) and gap[1] == 2024 and gap[3] - gap[2] > 2] == []


def test_equal_numbers_of_translations_and_undated_ones_do_no_harm() -> None:
    there = [(f"{n}/2024", "2024-03-03") for n in (1, 1, 2, 2, 3, 4, 5)]
    assert gaps(*there, ("8/2024", None)) == []


@given(st.sets(st.integers(1, 400), min_size=5), st.sampled_from(["No {n}/{y}", "{n}-{y}", "PR-{n}"]))
def test_what_is_missing_is_never_there(numbers: set[int], form: str) -> None:
    stated = [(form.format(n=n, y=2023), "2023-06-06") for n in sorted(numbers) if n not in (23, 2023)]
    for gap in number_gaps(stated):
        assert gap.count == gap.last - gap.first + 1 > 0
        assert not numbers & set(range(gap.first, gap.last + 1)) - {23, 2023}


def test_a_pause_far_beyond_the_habit_is_told_with_its_days() -> None:
    first = date(2025, 1, 1)
    days = [first + timedelta(days=n) for n in (*range(0, 60, 2), *range(90, 150, 2))]
    (gap,) = date_gaps(days)
    assert (gap.first, gap.last, gap.days, gap.usual) == ("2025-03-01", "2025-03-31", 31, 1)
    assert date_gaps(days[:10]) == []
