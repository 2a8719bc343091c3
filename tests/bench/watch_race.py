"""The race with oneself: a run over what did not change, in a small archive and in one of ten times the size."""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from tests.spiders.enlarged import enlarge
from tests.spiders.site import PressSite
from tests.spiders.test_watching import Office

SIZES: Final = (1_000, 10_000)
_ROUNDS: Final = 5
_OLD: Final = 22  # statements of long ago …
_DUE: Final = 3  # … and of today, which are looked at


def watch_race() -> str | None:
    """Prints what a run takes in either archive; what is wrong with it, or ``None``."""
    print(
        f"\nWatch: a run over what did not change, a listing and {_DUE} due statements, {_ROUNDS} rounds\n", flush=True
    )
    took: dict[int, list[float]] = {size: [] for size in SIZES}
    with tempfile.TemporaryDirectory(prefix="communique-bench-") as folder, PressSite({}).serve() as site:
        office = Office(site, Path(folder) / "archive")
        office.per_page = 10
        today, office.now = office.now, office.now - timedelta(days=400)
        office.publish(*range(_OLD))
        office.now = today
        office.publish(*range(_OLD, _OLD + _DUE))
        office.crawl()
        for size in SIZES:
            shutil.copytree(office.archive, Path(folder) / str(size))
            enlarge(Path(folder) / str(size), size)
        then = office.now
        for number in range(1, _ROUNDS + 1):
            for size in SIZES:
                office.archive, office.now = Path(folder) / str(size), then + number * timedelta(days=1)
                start = perf_counter()
                run, asked = office.crawl()
                took[size].append(perf_counter() - start)
                if (run.outcome, len(asked), run.unchanged) != ("ok", 1 + _DUE, _DUE):
                    return f"watch: {run.outcome}, {len(asked)} requests, {run.unchanged} unchanged in {size:,}"
    for size in SIZES:
        print(f"  {size:>7,} statements {median(took[size]):6.2f} s, {1 + _DUE} requests, no line written")
    few, many = (median(took[size]) for size in SIZES)
    print(f"Watch: ten times the archive takes {many / few:.2f} times as long")
    return None
