"""A problem in a source file: where it is, what is wrong, and what was probably meant."""

from collections.abc import Iterable
from typing import Final

CONFIGURATION_EXIT: Final = 4


class SourceError(ValueError):
    """One problem. ``line`` counts from 1; ``None`` where the problem is the file's or the folder's as a whole.

    ``nearest`` is the known name that looks most like the unknown one, where there is one.
    """

    exit_code = CONFIGURATION_EXIT

    def __init__(self, file: str, line: int | None, message: str, nearest: str | None = None) -> None:
        self.file = file
        self.line = line
        self.message = message
        self.nearest = nearest
        place = file if line is None else f"{file}:{line}"
        super().__init__(f"{place}: {message}" + (f"; did you mean '{nearest}'?" if nearest else ""))


class SourceErrors(ValueError):  # noqa: N818 (a list of them)
    """Every problem of every file, in the order of files and lines: an operator mends them in one go."""

    exit_code = CONFIGURATION_EXIT

    def __init__(self, errors: Iterable[SourceError]) -> None:
        self.errors = tuple(errors)
        super().__init__("\n".join(str(error) for error in self.errors))
