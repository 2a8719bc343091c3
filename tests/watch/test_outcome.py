"""How a run went: a success only where all that was listed is read or known."""

from typing import Any

import pytest

from crawler.model.run import Problem, Run, Verdict
from crawler.watch.outcome import outcome_of


def run(**counts: Any) -> Run:
    return Run(id="x-1", source="x", started="2026-01-01T00:00:00.000000Z", **counts)


WELL = {"listings_read": 1, "listed": 20}
CHANGED = Verdict(kind="site_changed", sentence="it has another form")


@pytest.mark.parametrize(
    ("counts", "outcome"),
    [
        pytest.param(WELL, "ok", id="nothing-new"),
        pytest.param(WELL | {"captured": 3, "published": 3}, "ok", id="something-new"),
        pytest.param({}, "degraded", id="nothing-at-all"),
        pytest.param({"captured": 1}, "ok", id="one-address-alone"),
        pytest.param({"listings_failed": 1}, "failed", id="no-listing"),
        pytest.param(WELL | {"listings_failed": 1}, "degraded", id="one-listing-of-two"),
        pytest.param(WELL | {"listings_doubted": 1}, "degraded", id="a-listing-with-less"),
        pytest.param(WELL | {"failed": 3}, "failed", id="no-new-page"),
        pytest.param(WELL | {"failed": 1, "unreachable": 1}, "degraded", id="a-known-page-that-does-not-answer"),
        pytest.param(WELL | {"captured": 5, "refused": 1}, "degraded", id="a-page-refused"),
        pytest.param(WELL | {"left": 2}, "degraded", id="listed-and-not-read"),
        pytest.param(WELL | {"left": 2, "limited": True}, "ok", id="listed-and-not-to-be-read"),
        pytest.param(WELL | {"verdicts": [CHANGED]}, "degraded", id="a-verdict"),
        pytest.param(WELL | {"verdicts": [Verdict(kind="silent", sentence="for long")]}, "ok", id="silence"),
        pytest.param(
            WELL | {"problems": [Problem(url="", code="internal.error", sentence="KeyError")]}, "failed", id="our-error"
        ),
    ],
)
def test_an_outcome_follows_from_the_counts(counts: dict[str, Any], outcome: str) -> None:
    assert outcome_of(run(**counts))[0] == outcome


def test_the_reason_says_what_is_left_and_whose_doing_it_is() -> None:
    told = outcome_of(run(**WELL, left=2))[1]
    assert told == "2 of the statements that it lists were not read"
    assert "2 statements are left" in outcome_of(run(**WELL, left=2, limited=True))[1]
    assert outcome_of(run(listings_failed=1, verdicts=[CHANGED]))[1] == (
        "no listing could be read; the site has changed"
    )
