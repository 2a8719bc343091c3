"""The race of links: what says the same as a new statement, beside datasketch's MinHash LSH on the same texts."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from tests.bench.contenders import ROOT, environment
from tests.bench.works import ASKED

GOAL: Final = 50  # milliseconds for one new statement against 1,000,000
MOST: Final = 50_000  # statements that datasketch gets at most: it holds all of them in memory, and takes long


def works_race(count: int) -> str | None:
    """Fills an archive's tables with ``count`` statements and asks both; what is wrong with an output, or ``None``."""
    fewer = min(count, MOST)
    with tempfile.TemporaryDirectory(prefix="communique-bench-") as folder:
        print(
            f"\nLinks: {ASKED} new statements, half of them edited copies, against {count:,} in a catalogue\n",
            flush=True,
        )
        filled = _run("fill", Path(folder), count)
        ours = _run("ours", Path(folder), count)
        theirs = _run("datasketch", Path(folder), fewer)
    for told in (filled, ours, theirs):
        if isinstance(told, str):
            return told
    for name, told, size in (("ours", ours, count), ("datasketch", theirs, fewer)):
        print(
            f"  {name:<12}{told['took']:8.1f} ms, at most {told['longest']:.1f}, {told['peak']:.0f} MB of memory;"
            f" {told['found']} of {ASKED // 2} copies found among {size:,}"
        )
    print(f"\n  the catalogue has {filled['bytes'] / 1e9:.2f} GB; datasketch names candidates, ours has compared them")
    verdict = "met" if ours["took"] < GOAL else "MISSED"
    print(f"Links: {ours['took']:.1f} ms a statement (goal against 1,000,000: under {GOAL}: {verdict})")
    if ours["found"] < ASKED // 2:
        return f"links: {ours['found']} of {ASKED // 2} edited copies were found"
    return None


def _run(kind: str, folder: Path, count: int) -> Any:
    command = [sys.executable, "-m", "tests.bench.works", kind, str(folder), str(count)]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    return json.loads(done.stdout) if done.returncode == 0 else f"{kind}: {done.stderr[-2000:]}"


if __name__ == "__main__":
    sys.exit(works_race(10_000))
