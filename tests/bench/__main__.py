"""``python -m tests.bench``: the benchmark that ``make bench`` runs.

Alternates the contenders, at least three rounds, on pages that a process of its own serves on loopback, checks what
each has written, and prints medians and ratios to plain Scrapy (of the same round), with the least and the greatest.
Exit code 1 where an output is wrong.
"""

import argparse
import contextlib
import json
import os
import pstats
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

from tests.bench.contenders import ROOT, Contender, communique_command, contenders, environment
from tests.bench.measure import Cost, measure
from tests.bench.pages import Pages
from tests.bench.reread_race import reread_race
from tests.bench.watch_race import watch_race
from tests.bench.wire_race import wire_race
from tests.bench.works_race import works_race

_WORKS = 10_000  # archived statements, in the race of links
_GOAL = 1.1  # throughput, times plain Scrapy's


class OutputError(Exception):
    """A contender did not do the work that it is measured for."""


def main() -> int:
    """Runs what the flags ask for; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--pages", type=int, default=2000, help="articles on the site (default 2000)")
    parser.add_argument("--rounds", type=int, default=3, help="times that each is run (default 3)")
    parser.add_argument("--only", action="append", metavar="NAME", help="scrapy, communique or wget (repeatable)")
    parser.add_argument(
        "--profile", action="store_true", help="run Communiqué once under cProfile and say where it was"
    )
    parser.add_argument(
        "--works", type=int, metavar="N", help="only: links of new statements against N archived (default 10000)"
    )
    options = parser.parse_args()
    if options.pages < 1 or options.rounds < 1:
        parser.error("--pages and --rounds are at least 1")
    chosen = [c for c in contenders() if not options.only or any(_fits(c, word) for word in options.only)]
    if not chosen:
        parser.error(f"nothing here is called {' or '.join(options.only)}")
    pages = Pages(options.pages)
    try:
        if options.works is not None:
            if problem := works_race(options.works):
                raise OutputError(problem)
            return 0
        with server(options.pages) as port:
            if options.profile:
                _profile(port)
            else:
                _race(chosen, pages, port, options.rounds)
                for race in () if options.only else (partial(wire_race, port), reread_race):
                    if problem := race(options.pages, options.rounds):
                        raise OutputError(problem)
                for last in () if options.only else (partial(works_race, _WORKS), watch_race):
                    if problem := last():
                        raise OutputError(problem)
    except OutputError as error:
        print(f"FAILED: {error}")
        return 1
    return 0


def _fits(contender: Contender, word: str) -> bool:
    return word.lower().replace("é", "e") in contender.name.lower().replace("é", "e")


@contextlib.contextmanager
def server(count: int) -> Iterator[int]:
    command = [sys.executable, "-m", "tests.bench.server", str(count)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield int(server.stdout.readline())
        finally:
            server.terminate()


def _race(chosen: Sequence[Contender], pages: Pages, port: int, rounds: int) -> None:
    size = sum(len(pages.render(f"/news/{n}") or b"") for n in range(1, min(pages.count, 200) + 1)) / min(
        pages.count, 200
    )
    print(f"{pages.count:,} pages of {size / 1000:.0f} KB, {rounds} rounds, alternating\n")
    load = os.getloadavg()[0]
    if load > 0.5:
        print(f"Load {load:.1f} at the start: if something else is at work here, trust the processor times only\n")
    costs: dict[str, list[Cost]] = {contender.name: [] for contender in chosen}
    server_cpu: dict[str, list[float]] = {contender.name: [] for contender in chosen}
    for turn in range(rounds):
        for contender in (*chosen[turn % len(chosen) :], *chosen[: turn % len(chosen)]):
            before = _server_cpu(port)
            cost = _run(contender, pages, port)
            costs[contender.name].append(cost)
            server_cpu[contender.name].append(_server_cpu(port) - before)
            figures = f"{cost.wall:7.2f} s  {cost.cpu:7.2f} s cpu  {cost.peak:6.0f} MB"
            print(f"  round {turn + 1}  {contender.name:<18}{figures}", flush=True)
    print("\n" + _table(costs, server_cpu, pages.count))


def _run(contender: Contender, pages: Pages, port: int) -> Cost:
    with tempfile.TemporaryDirectory(prefix="communique-bench-") as name:
        folder = Path(name)
        contender.prepare(folder, port, pages)
        log = folder / "log.txt"
        cost = measure(contender.command(folder, port), cwd=folder, log=log, environ=environment())
        if cost.code != 0:
            raise OutputError(f"{contender.name} ended with exit code {cost.code}:\n{_tail(log)}")
        try:
            problem = contender.check(folder, pages)
        except OSError as error:
            problem = str(error)
        if problem:
            raise OutputError(f"{contender.name}: {problem}\n{_tail(log)}")
        return cost


def _tail(log: Path) -> str:
    return "\n".join(log.read_text("utf-8", "replace").splitlines()[-20:])


def _server_cpu(port: int) -> float:
    connection = HTTPConnection("127.0.0.1", port)
    try:
        connection.request("GET", "/-/usage")
        return float(json.loads(connection.getresponse().read()))
    finally:
        connection.close()


def _table(costs: dict[str, list[Cost]], server_cpu: dict[str, list[float]], count: int) -> str:
    lines = [f"{'median (min–max)':<18}{'wall s':>22}{'processor s':>22}{'peak MB':>20}{'pages/s':>9}{'server s':>10}"]
    for name, runs in costs.items():
        wall, cpu, peak = ([getattr(run, what) for run in runs] for what in ("wall", "cpu", "peak"))
        lines.append(
            f"{name:<18}{_spread(wall, 2):>22}{_spread(cpu, 2):>22}{_spread(peak, 0):>20}"
            f"{count / median(wall):>9.0f}{median(server_cpu[name]):>10.2f}"
        )
    plain = costs.get("plain Scrapy")
    if plain and len(costs) > 1:
        lines.append(f"\n{'× plain Scrapy':<18}{'wall':>22}{'processor':>22}{'peak':>20}")
        for name, runs in costs.items():
            if runs is not plain:
                wall, cpu, peak = (
                    [getattr(a, what) / getattr(b, what) for a, b in zip(runs, plain, strict=True)]
                    for what in ("wall", "cpu", "peak")
                )
                lines.append(f"{name:<18}{_spread(wall, 2):>22}{_spread(cpu, 2):>22}{_spread(peak, 2):>20}")
    ours = costs.get("Communiqué")
    if ours and (tenths := ours[-1].tenths()):
        lines.append(
            f"\nCommuniqué's memory in each tenth of its last run, MB: {' '.join(f'{mb:.0f}' for mb in tenths)}"
        )
    if ours and plain:
        throughput = median(b.wall / a.wall for a, b in zip(ours, plain, strict=True))
        verdict = "met" if throughput >= _GOAL else "MISSED"
        lines.append(f"Throughput {throughput:.2f} × plain Scrapy (goal {_GOAL}: {verdict})")
    return "\n".join(lines)


def _spread(values: Sequence[float], digits: int) -> str:
    return f"{median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"


def _profile(port: int) -> None:
    """Where the main thread of one crawl spends its time. The writer's thread is not seen by cProfile."""
    with tempfile.TemporaryDirectory(prefix="communique-bench-") as name:
        folder = Path(name)
        command = communique_command(folder, port)
        profiled = [command[0], "-m", "cProfile", "-o", str(folder / "profile"), *command[1:]]
        log = folder / "log.txt"
        cost = measure(profiled, cwd=folder, log=log, environ=environment())
        if cost.code != 0:
            raise OutputError(f"Communiqué ended with exit code {cost.code}:\n{_tail(log)}")
        stats = pstats.Stats(str(folder / "profile"))
        stats.sort_stats("tottime").print_stats(40)
        stats.sort_stats("cumtime").print_stats(r"crawler|scrapy", 60)


if __name__ == "__main__":
    sys.exit(main())
