"""The report at the end of a watch: the simulated world's truth against what the change log tells of it."""

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from crawler.demo.fewest import Fewest
from crawler.demo.scoring import Score
from crawler.demo.watching import Watched
from crawler.demo.world import World

_SHOWN: Final = 20  # faults


def verdict(archive: Path, world: World, watched: Watched, judged: Score, least: Fewest) -> str:
    """The report as plain text."""
    parts = (_happened(world), _found(judged), _cost(watched, least), _next(archive))
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _happened(world: World) -> Iterator[str]:
    days = (world.end - world.start).days
    yield f"{days} DAYS OF THE PRESS SITE OF ARDANIA AND ITS EMBASSY, SEED {world.seed}"
    yield f"    {len(world.truths)} things happened that a reader must hear of. Of these nothing may be told:"
    for nothing in world.nothings:
        until = f" to {nothing.until:%d %b %H:%M}" if nothing.until > nothing.at else ""
        yield f"    {nothing.at:%d %b %H:%M}{until:<16} {nothing.kind:<14} {nothing.url or ''}".rstrip()


def _found(judged: Score) -> Iterator[str]:
    yield "TRUTH AGAINST WHAT WAS TOLD"
    yield from (f"    {row}" for row in judged.table().splitlines())
    if not judged.faults:
        yield "    Everything was told exactly once, of the right kind, with an interval that holds the moment."
    yield from (f"    {fault.what}: {fault.sentence}" for fault in judged.faults[:_SHOWN])
    if len(judged.faults) > _SHOWN:
        yield f"    and {len(judged.faults) - _SHOWN} more faults"


def _cost(watched: Watched, least: Fewest) -> Iterator[str]:
    made = len(watched.asked)
    yield "WHAT IT COST"
    times = f"{made / least.total:.2f} times the fewest ({least.total})"
    yield f"    {made} requests in {len(watched.runs)} crawls, {times}. These are spent on"
    yield f"    {least.robots} robots.txt, {least.listings} listings, {least.sweep:.0f} older pages of listings,"
    yield f"    {least.found} new statements, {least.looks} looks at known ones, {least.absences} to confirm an absence"


def _next(archive: Path) -> Sequence[str]:
    kept = shlex.quote(str(archive))
    return (
        "WHAT TO TRY NEXT",
        f"    communique changes --archive {kept} --kind withdrawn",
        f"    communique status --archive {kept}",
    )
