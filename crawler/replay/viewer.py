"""ReplayWeb.page's two scripts: out of its npm package, fetched at the first use into the user's cache."""

import base64
import hashlib
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from crawler.replay.cache import cache_folder, kept
from crawler.replay.errors import ReplayError
from crawler.replay.pins import REPLAYWEBPAGE, REPLAYWEBPAGE_INTEGRITY

_NAME: Final = f"replaywebpage-{REPLAYWEBPAGE}"
_FILES: Final = ("ui.js", "sw.js", "LICENSE")


def viewer_files(tell: Callable[[str], None], folder: Path | None = None) -> Path:
    """The folder that holds ``ui.js``, ``sw.js`` and their LICENSE; ``tell`` hears of it where they are fetched first.

    The package comes from the registry that npm is set up for, or, where that cannot be asked, is put into ``folder``
    by hand as ``replaywebpage-<version>.tgz``. Its SHA-512 must be the pinned one. Raises :class:`ReplayError`.
    """
    folder = folder or cache_folder()

    def make(place: Path) -> None:
        given = folder / f"{_NAME}.tgz"
        if given.is_file():
            unpack(given, place)
            return
        tell(f"Fetching ReplayWeb.page {REPLAYWEBPAGE} into {folder} (once) …")
        unpack(_fetch(place.parent, given), place)

    return kept(folder, _NAME, lambda place: all((place / name).is_file() for name in _FILES), make)


def unpack(package: Path, place: Path) -> None:
    """Check the tarball and put the three files of it into ``place``. Raises :class:`ReplayError`."""
    with package.open("rb") as file:
        digest = base64.b64encode(hashlib.file_digest(file, "sha512").digest()).decode("ascii")
    if f"sha512-{digest}" != REPLAYWEBPAGE_INTEGRITY:
        raise ReplayError(
            f"{package.name} is not the package that this program was tried with (its SHA-512 differs): remove it and"
            " look at who gave it to you"
        )
    place.mkdir()
    with tarfile.open(package) as tar:
        for name in _FILES:
            member = tar.extractfile(f"package/{name}")
            if member is None:
                raise ReplayError(f"{package.name} holds no {name}")
            with member, (place / name).open("wb") as file:
                shutil.copyfileobj(member, file)


def _fetch(folder: Path, by_hand: Path) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        raise ReplayError(
            f"npm is not installed, and ReplayWeb.page is fetched with it: install npm (Node.js), or run `npm pack"
            f" replaywebpage@{REPLAYWEBPAGE}` on another machine and put the file here as {by_hand}"
        )
    done = subprocess.run(
        [npm, "pack", f"replaywebpage@{REPLAYWEBPAGE}", "--ignore-scripts", "--pack-destination", str(folder)],
        capture_output=True,
        text=True,
        errors="replace",
        stdin=subprocess.DEVNULL,
        cwd=folder,  # where no package.json or .npmrc of somebody is read
        check=False,
    )
    package = folder / f"{_NAME}.tgz"
    if done.returncode or not package.is_file():
        said = [line.strip() for line in done.stderr.splitlines() if line.startswith("npm error")]
        raise ReplayError(
            f"ReplayWeb.page {REPLAYWEBPAGE} cannot be fetched ({(said or ['npm said nothing'])[0][:300]}): connect to"
            f" the network and run this again, or put the file of `npm pack replaywebpage@{REPLAYWEBPAGE}` here as"
            f" {by_hand}"
        )
    return package
