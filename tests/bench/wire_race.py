"""The race of the wire alone: our handler with a WARC written, beside plain Scrapy without one, on pages of 2 KiB."""

import hashlib
import json
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Final

from fastwarc.warc import ArchiveIterator, WarcRecordType

from tests.bench.contenders import ROOT, environment
from tests.bench.measure import Cost, measure
from tests.bench.pages import small_page

CONTENDERS: Final = ("plain", "wire")
_GOAL: Final = 1.0  # throughput, times plain Scrapy's


def wire_race(port: int, count: int, rounds: int) -> str | None:
    """Runs both in turn, prints their figures and ratios; what is wrong with an output, or ``None``."""
    print(f"\nThe wire alone: {count:,} pages of 2 KiB, {rounds} rounds, alternating\n")
    costs: dict[str, list[Cost]] = {kind: [] for kind in CONTENDERS}
    for turn in range(rounds):
        for kind in CONTENDERS[:: 1 if turn % 2 else -1]:
            with tempfile.TemporaryDirectory(prefix="communique-bench-") as name:
                cost = run(kind, Path(name), port, count)
                if problem := check(kind, Path(name), port, count):
                    return f"{kind}: {problem}"
            costs[kind].append(cost)
            print(
                f"  round {turn + 1}  {kind:<8}{cost.wall:7.2f} s  {cost.cpu:7.2f} s cpu  {cost.peak:6.0f} MB",
                flush=True,
            )
    for what, word in (("wall", "Throughput"), ("cpu", "Per processor second")):
        pairs = zip(costs["plain"], costs["wire"], strict=True)
        ratios = [getattr(plain, what) / getattr(wire, what) for plain, wire in pairs]
        spread = f"{median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})"
        verdict = f" (goal {_GOAL}: {'met' if median(ratios) >= _GOAL else 'MISSED'})" if what == "wall" else ""
        print(f"{word} of the wire with a WARC: {spread} × plain Scrapy without{verdict}")
    return None


def run(kind: str, folder: Path, port: int, count: int) -> Cost:
    """One contender, to its end; its output is in ``folder``."""
    command = [sys.executable, "-m", "tests.bench.wire", kind, _url(port), str(count), str(folder / "out.json")]
    return measure([*command, str(folder)], cwd=ROOT, log=folder / "log.txt", environ=environment())


def check(kind: str, folder: Path, port: int, count: int) -> str | None:
    """What is wrong with a contender's output: both hashed every page, and the wire has kept each as it came."""
    wanted = {f"{_url(port)}/{n}": hashlib.sha256(small_page(n)).hexdigest() for n in range(1, count + 1)}
    out = folder / "out.json"
    if not out.exists() or json.loads(out.read_text(encoding="utf-8")) != wanted:
        return "it did not hash every page:\n" + (folder / "log.txt").read_text("utf-8", "replace")[-2000:]
    if kind == "plain":
        return None
    asked, kept = set(), {}
    for path in folder.glob("warc/bench/*/*.warc.gz"):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, parse_http=True):
                url = record.headers.get("WARC-Target-URI", "")
                if record.record_type == WarcRecordType.request:
                    asked.add(url)
                elif record.record_type == WarcRecordType.response:
                    kept[url] = hashlib.sha256(record.reader.read()).hexdigest()
    return None if kept == wanted and asked == set(wanted) else "its WARC does not hold every exchange"


def _url(port: int) -> str:
    return f"http://127.0.0.1:{port}/small"
