"""The race of re-reading: an archive's pages read again, beside an lxml parse alone and beside trafilatura."""

import json
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Final

from crawler.model.identity import definition_digest
from crawler.model.reading import Refusal
from crawler.rereading.page import read_again
from crawler.sources import load_sources
from tests.archive.world import an_exchange, open_world
from tests.bench.contenders import ROOT, environment
from tests.bench.pages import Pages

CONTENDERS: Final = ("ours", "parse", "trafilatura")
GOAL: Final = 500  # pages a second and core, on a machine on which the others do so many:
_REFERENCE: Final = {"parse": 1130, "trafilatura": 45}
_SLOW: Final = 10  # trafilatura gets a tenth of the pages: its rate is the same, and the wait is not
_HOST: Final = "press.bench.example"


def reread_race(count: int, rounds: int) -> str | None:
    """Runs all in turn, prints rates and ratios; what is wrong with an output, or ``None``."""
    rates: dict[str, list[float]] = {kind: [] for kind in CONTENDERS}
    with tempfile.TemporaryDirectory(prefix="communique-bench-") as name:
        archive = Path(name) / "archive"
        fill(archive, Pages(count))
        print(f"\nReading again: {count:,} pages of an archive, {rounds} rounds, alternating, one process each\n")
        for turn in range(rounds):
            for kind in (*CONTENDERS[turn % 3 :], *CONTENDERS[: turn % 3]):
                wanted = (count - 1) // (_SLOW if kind == "trafilatura" else 1)
                told = _run(kind, archive, wanted)
                if isinstance(told, str):
                    return f"{kind}: {told}"
                if told["pages"] != wanted:
                    return f"{kind}: {told['pages']:.0f} pages were read, and not {wanted}"
                rates[kind].append(told["pages"] / told["cpu"])
                print(f"  round {turn + 1}  {kind:<12}{rates[kind][-1]:8.0f} pages a second and core", flush=True)
    ours = median(rates["ours"])
    print()
    for kind in CONTENDERS[1:]:
        ratios = [a / b for a, b in zip(rates["ours"], rates[kind], strict=True)]
        spread = f"{median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})"
        goal = GOAL / _REFERENCE[kind]
        verdict = "met" if median(ratios) >= goal else "MISSED"
        print(f"Reading again: {spread} × {_NAMES[kind]} (goal {goal:.2f}: {verdict})")
    print(f"{ours:.0f} pages a second and core (goal {GOAL}: {'met' if ours >= GOAL else 'MISSED'})")
    return None


def fill(root: Path, pages: Pages) -> None:
    """An archive of every article, as a crawl would leave it."""
    sources = load_sources([Path(__file__).parent / "sources"])
    source, text = sources["bench"], sources.definition("bench")
    core, lock = open_world(root)
    started = core.begin_run("bench", text)
    for number in range(1, pages.count + 1):
        url = f"http://{_HOST}/news/{number}"
        when = datetime(2026, 5, 20, tzinfo=UTC) + timedelta(seconds=number)
        capture = core.store(an_exchange(url, pages.render(f"/news/{number}") or b"", source="bench", when=when))
        assert capture is not None
        draft = read_again(root, capture, url, None, source, definition=definition_digest(text))
        if isinstance(draft, Refusal):
            raise SystemExit(f"{url}: {draft.reason.sentence}")
        core.revise(started.run.id, draft, url)
    core.end_run(started.run.model_copy(update={"outcome": "ok"}))
    core.close()
    lock.release()


def _run(kind: str, archive: Path, pages: int) -> dict[str, float] | str:
    command = [sys.executable, "-m", "tests.bench.reread", kind, str(archive), str(pages)]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    told: dict[str, float] = json.loads(done.stdout) if done.returncode == 0 else {}
    return told or f"it ended with exit code {done.returncode}: {done.stderr[-2000:]}"


_NAMES: Final = {
    "parse": "FastWARC and an lxml tree alone",
    "trafilatura": "warcio and trafilatura",
}

if __name__ == "__main__":
    sys.exit(reread_race(1000, 3))
