"""A line that says which file is looked at: only on a terminal, and gone in the end."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console

Look = Callable[[str, int, int], None]


@contextmanager
def looking() -> Iterator[Look]:
    """Takes (name, number, of how many)."""
    if not sys.stderr.isatty():
        yield lambda name, number, of: None
        return
    console = Console(stderr=True, highlight=False)
    with console.status("") as status:
        yield lambda name, number, of: status.update(f"{number:,} of {of:,}  {name}")
