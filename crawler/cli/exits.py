"""Exit codes: what an operator's script may rely on."""

from collections.abc import Iterable
from typing import Final

from crawler.model.run import Run

OK: Final = 0
ERROR: Final = 1
USAGE: Final = 2
STORAGE: Final = 3
CONFIGURATION: Final = 4
SOURCES_FAILED: Final = 5
DEGRADED: Final = 6
INTERRUPTED: Final = 11
DAMAGED: Final = 17
BUSY: Final = 75

MEANINGS: Final = {
    OK: "all well",
    ERROR: "an error",
    USAGE: "wrong usage",
    STORAGE: "storage full or not writable; nothing committed is lost",
    CONFIGURATION: "bad configuration, found before the first request",
    SOURCES_FAILED: "some sources failed",
    DEGRADED: "a source gave nothing, its pages changed, or a page was refused",
    INTERRUPTED: "interrupted, consistent; the next crawl goes on",
    DAMAGED: "the storage lied, or verify found damage",
    BUSY: "another crawl holds this archive",
}
_ORDER: Final = (DAMAGED, STORAGE, INTERRUPTED, SOURCES_FAILED, DEGRADED)
_OUTCOMES: Final = {"failed": SOURCES_FAILED, "degraded": DEGRADED, "interrupted": INTERRUPTED}


def worst(codes: Iterable[int]) -> int:
    """The one code that is told where several apply: 17, 3, 11, 5, 6, in this order."""
    seen = {code for code in codes if code != OK}
    return next((code for code in _ORDER if code in seen), max(seen, default=OK))


def of_runs(runs: Iterable[Run]) -> int:
    """The code of a crawl."""
    return worst(_OUTCOMES.get(run.outcome, OK) for run in runs)
