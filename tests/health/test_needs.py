"""What wants a person and what does not: single odd pages, short outages and a hand-made archive do not."""

from datetime import UTC, datetime, timedelta
from typing import Any

from crawler.archive.audit import FixityStatus
from crawler.archive.source_status import SourceStatus
from crawler.archive.status import DiskStatus, Status
from crawler.health.needs import PATIENCE, Need, needs
from crawler.model.clock import stamp
from crawler.model.run import Run, Verdict
from crawler.watch.habit import Habit
from crawler.watch.silence import Silence

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
HABIT = Habit(runs=20, every=6 * 3600.0, listed=20, captured=3, published=1, lost=0.0)


def ago(**lasting: float) -> str:
    return stamp(NOW - timedelta(**lasting))


def run(**given: Any) -> Run:
    return Run(
        **{"id": "a-1", "source": "a", "started": ago(hours=3), "finished": ago(hours=2), "outcome": "ok"} | given
    )


def source(judged: Run | None, **given: Any) -> SourceStatus:
    return SourceStatus(
        **{
            "source": "a",
            "statements": 20,
            "gone": 0,
            "withdrawn": 0,
            "captures": 40,
            "pending": 0,
            "last_run": judged,
            "judged": judged,
            "first_run": ago(days=100),
            "last_ended": judged.finished if judged else None,
            "last_success": ago(hours=2),
            "failing_since": None,
            "lag": 7200.0,
            "habit": HABIT,
            "fields": {},
            "usual_fields": {},
            "losing": False,
            "blocked": 0,
            "silence": None,
            "next_look": None,
            "due": 0,
        }
        | given
    )


def status(*sources: SourceStatus, fixity: dict[str, Any] | None = None, **disk: float) -> Status:
    sound = {"sealed": 3, "overdue": 0, "age": 3600.0, "damaged": 0}
    room = {"free": 10**12, "least": 2 * 10**9, "a_day": 1e6, "lasts": 10**6}
    return Status(
        archive="kept",
        at=stamp(NOW),
        statements=20,
        revisions=20,
        links=0,
        captures=40,
        files=3,
        open_files=0,
        bytes=1000,
        lines_waiting=0,
        suppressed=0,
        fixity=FixityStatus(**(sound | (fixity or {}))),
        disk=DiskStatus(**(room | disk)),
        sources=list(sources),
    )


def kinds(*sources: SourceStatus) -> list[str]:
    return [need.kind for need in needs(status(*sources))]


def of(kind: str) -> Verdict:
    return Verdict.model_validate({"kind": kind, "sentence": f"it is {kind}"})


def test_a_source_that_is_well_and_one_that_was_never_crawled_want_nobody() -> None:
    assert kinds(source(run()), source(None, source="b")) == []


def test_every_verdict_is_a_need_with_a_key_that_stays() -> None:
    ill = run(outcome="degraded", verdicts=[of("site_changed"), of("emptied")])
    found = needs(status(source(ill, failing_since=ago(hours=9))))
    assert found == (
        Need("a:site_changed", "a", "site_changed", "it is site_changed", ago(hours=9)),
        Need("a:emptied", "a", "emptied", "it is emptied", ago(hours=9)),
    )


def test_an_outage_wants_nobody_until_it_has_lasted() -> None:
    down = run(outcome="failed", reason="no listing could be read", verdicts=[of("unreachable")])
    young = source(down, failing_since=stamp(NOW - PATIENCE + timedelta(minutes=1)))
    old = source(down, failing_since=stamp(NOW - PATIENCE))
    assert (kinds(young), kinds(old)) == ([], ["unreachable"])
    assert kinds(source(down, failing_since=ago(minutes=1), last_success=None)) == ["unreachable"]


def test_silence_begins_with_the_last_day_of_publication() -> None:
    pause = Silence(since="2026-04-01", days=61, pauses=90, usual=1.2, longest=5, chance=0.0001)
    (need,) = needs(status(source(run(verdicts=[of("silent")]), silence=pause)))
    assert (need.kind, need.since) == ("silent", "2026-04-01")


def test_single_refused_pages_want_nobody_and_more_than_usual_do() -> None:
    some = run(outcome="degraded", reason="0 pages failed and 1 were refused", captured=9, refused=1)
    assert kinds(source(some)) == []
    assert kinds(source(some, losing=True)) == ["degraded"]


def test_a_listing_that_gave_less_wants_a_person_though_no_page_was_lost() -> None:
    assert kinds(source(run(outcome="degraded", listings_doubted=1))) == ["degraded"]
    assert kinds(source(run(outcome="degraded", listings_failed=1, refused=1))) == ["degraded"]


def test_statements_that_were_listed_and_not_read_are_told_unless_it_was_meant_so() -> None:
    assert kinds(source(run(outcome="degraded", listed=20, left=3))) == ["incomplete"]
    assert kinds(source(run(listed=20, left=3, limited=True))) == []


def test_a_run_that_failed_without_a_verdict_is_told_with_its_reason() -> None:
    (need,) = needs(status(source(run(outcome="failed", reason="an error of this program, see the problems"))))
    assert need.kind == "failed"
    assert "an error of this program" in need.sentence


def test_a_source_that_nobody_crawls_any_more_is_late_by_its_own_habit() -> None:
    assert kinds(source(run(), last_ended=ago(days=3))) == ["late"]
    assert kinds(source(run(), last_ended=ago(days=1))) == []
    weekly = HABIT.model_copy(update={"every": 7 * 86400.0})
    assert kinds(source(run(), last_ended=ago(days=20), habit=weekly)) == []
    unknown = HABIT.model_copy(update={"every": None})
    assert kinds(source(run(), last_ended=ago(days=300), habit=unknown)) == []  # crawled by hand, once


def test_a_disk_that_is_full_or_soon_will_be() -> None:
    assert [need.key for need in needs(status(free=10**9))] == ["archive:disk"]
    assert [need.key for need in needs(status(lasts=3.0))] == ["archive:disk"]
    assert needs(status(lasts=30.0)) == ()


def test_damaged_files_and_audits_that_nobody_runs() -> None:
    assert [need.kind for need in needs(status(fixity={"damaged": 1}))] == ["fixity"]
    never = {"age": None, "overdue": 3}
    young = source(run(), first_run=ago(days=30))
    assert needs(status(young, fixity=never)) == ()
    old = source(run(), first_run=ago(days=300))
    assert [need.kind for need in needs(status(old, fixity=never))] == ["unaudited"]
