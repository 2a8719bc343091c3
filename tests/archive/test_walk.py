"""The walk: which records of a file belong together, also where some are broken."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from crawler.archive.walk import groups
from crawler.warc.reader import ReadRecord


def record(number: int, *concurrent: int) -> ReadRecord:
    headers = {"warc-concurrent-to": tuple(f"<{other}>" for other in concurrent)} if concurrent else {}
    return ReadRecord(f"<{number}>", "metadata", headers, b"", number * 10, 10)


def told(records: list[ReadRecord], broken: dict[int, int] | None = None) -> list[tuple[list[int], bool]]:
    """Numbers and wholeness of each group. ``broken``: how many records were broken before the one of this number."""
    passed = 0

    def walk() -> Iterator[ReadRecord]:
        nonlocal passed
        for one in records:
            passed += (broken or {}).get(one.offset // 10, 0)
            yield one

    return [([one.offset // 10 for one in group.records], group.whole) for group in groups(walk(), lambda: passed)]


def test_an_exchange_is_one_group_with_what_was_found_about_it() -> None:
    records = [record(0), record(1, 2), record(2, 1), record(3, 1, 2), record(4, 1, 2), record(5, 6), record(6, 5)]
    assert told(records) == [([0], True), ([1, 2, 3, 4], True), ([5, 6], True)]


def test_what_names_nobody_stands_alone() -> None:
    assert told([record(1), record(2), record(3)]) == [([1], True), ([2], True), ([3], True)]


def test_an_exchange_that_was_cut_off_is_not_whole() -> None:
    assert told([record(0), record(1, 2)]) == [([0], True), ([1], False)]
    assert told([record(1, 2), record(3)]) == [([1], False), ([3], True)]


def test_an_exchange_whose_other_half_is_broken_was_committed() -> None:
    assert told([record(1, 2), record(3)], {3: 1}) == [([1], True), ([3], True)]


def test_a_span_is_from_the_first_to_the_end_of_the_last() -> None:
    [group] = groups([record(1, 2), record(2, 1), record(3, 1, 2)], lambda: 0)
    assert group.span == (10, 40)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 3)), max_size=12))
def test_exchanges_come_back_as_they_were_written(written: list[tuple[bool, int]]) -> None:
    """Each of one or two messages that name each other, and any number of findings."""
    records: list[ReadRecord] = []
    wanted: list[tuple[list[int], bool]] = []
    for answered, findings in written:
        number = len(records)
        both = [number, number + 1] if answered else [number]
        records += [record(one, *(other for other in both if other != one)) for one in both]
        found = range(len(records), len(records) + findings)
        records += [record(one, *both) for one in found]
        wanted.append(([*both, *found], True))
    assert told(records) == wanted
