"""The cache: programs that are fetched once, in the user's cache folder (XDG Base Directory Specification)."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from crawler.replay.errors import ReplayError


def cache_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """``$XDG_CACHE_HOME/communique``, or ``~/.cache/communique``. A relative XDG_CACHE_HOME is ignored, as it says."""
    base = Path(environ.get("XDG_CACHE_HOME", ""))
    return (base if base.is_absolute() else Path.home() / ".cache") / "communique"


def kept(folder: Path, name: str, whole: Callable[[Path], bool], make: Callable[[Path], None]) -> Path:
    """``folder/name``, made by ``make`` where it is not there or not ``whole`` any more.

    It is made under another name and renamed when ``make`` has returned, so that a killed or failed making leaves
    nothing that could be taken for it; two processes at once make it once. Raises what ``make`` raises, and
    :class:`ReplayError` where the folder cannot be written.
    """
    place = folder / name
    if whole(place):
        return place
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _lock(folder / f"{name}.lock"):
            if not whole(place):  # another process made it while this one waited
                _make(folder, name, make)
    except OSError as error:
        raise ReplayError(f"{error.filename or folder} cannot be written: {error.strerror or error}") from error
    return place


def _make(folder: Path, name: str, make: Callable[[Path], None]) -> None:
    for left in folder.glob(f".{name}.*"):  # of a killed process; under the lock nobody makes it now
        shutil.rmtree(left)
    making = Path(tempfile.mkdtemp(prefix=f".{name}.", dir=folder))
    try:
        make(making / "new")
        if (folder / name).exists():
            (folder / name).rename(making / "old")
        (making / "new").rename(folder / name)
    finally:
        shutil.rmtree(making)


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    """Waits for another process that holds it; ``flock`` ends with the process however it ends."""
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
