"""Exit codes: the order in which several are told."""

import pytest

from crawler.cli import exits
from crawler.model.run import Outcome, Run


@pytest.mark.parametrize(
    ("codes", "told"),
    [
        ((), 0),
        ((0, 0), 0),
        ((6, 5), 5),
        ((5, 11), 11),
        ((11, 3, 6), 3),
        ((3, 17), 17),
        ((0, 4), 4),
    ],
)
def test_the_worst_is_told_in_the_documented_order(codes: tuple[int, ...], told: int) -> None:
    assert exits.worst(codes) == told


@pytest.mark.parametrize(
    ("outcomes", "told"),
    [(("ok",), 0), (("ok", "degraded"), 6), (("degraded", "failed"), 5), (("failed", "interrupted"), 11)],
)
def test_a_crawl_is_as_bad_as_its_worst_source(outcomes: tuple[Outcome, ...], told: int) -> None:
    runs = [Run(id=str(n), source="demo", started="", outcome=outcome) for n, outcome in enumerate(outcomes)]
    assert exits.of_runs(runs) == told
