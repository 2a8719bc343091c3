"""Where things lie in an archive: every name under its folder, in one place."""

from pathlib import Path
from typing import Final

from crawler.warc.disk import Disk

CHANGES: Final = "changes.jsonl"
DECISIONS: Final = "decisions.jsonl"
MANIFEST: Final = "manifest-sha256.txt"
REFUSED: Final = "quarantine/refused.jsonl"
STATEMENTS: Final = "statements"
QUARANTINE: Final = "quarantine"
WARC: Final = "warc"
OPEN: Final = ".open"
INDEX: Final = ".cdxj"


def statements_file(source: str, date: str) -> str:
    """The file of a line whose capture has this date: ``statements/<source>/<yyyy-mm>.jsonl``, months in UTC."""
    return f"{STATEMENTS}/{source}/{date[:7]}.jsonl"


def warc_path(root: Path, name: str) -> Path:
    """Where the WARC file of this (sealed) name is now: under it, or with ``.open`` after it while it is written.

    ``FileNotFoundError`` where it is neither.
    """
    sealed = root / name
    if sealed.is_file():
        return sealed
    growing = root / f"{name}{OPEN}"
    if growing.is_file():
        return growing
    if sealed.is_file():  # sealed between the two looks
        return sealed
    raise FileNotFoundError(f"{sealed} does not exist, open or sealed")


def source_of(name: str) -> str:
    """The source in a WARC file's name."""
    return name.split("/")[1]


def serial_of(name: str) -> int:
    """The serial number in a WARC file's name: the order in which the files of an archive were begun."""
    return int(name.rsplit("/", 1)[1].removeprefix(f"{source_of(name)}-").split("-")[1])


def index_of(name: str) -> str:
    """The index beside the sealed WARC file of this name."""
    return f"{name}{INDEX}"


def warc_names(root: Path) -> list[tuple[str, Path]]:
    """(sealed name, path) of every WARC file on the disk, in the order of their names. Indexes are none."""
    found: list[tuple[str, Path]] = []
    for path in sorted((root / WARC).rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_file() and not name.endswith((INDEX, f"{INDEX}.new")):
            found.append((name.removesuffix(OPEN), path))
    return found


def index_names(root: Path) -> list[str]:
    """The name of every whole index on the disk."""
    return sorted(path.relative_to(root).as_posix() for path in (root / WARC).rglob(f"*{INDEX}") if path.is_file())


def sync_up(disk: Disk, root: Path, folder: Path) -> None:
    """Make the names of a folder and of every one above it durable, up to the archive's own.

    Also of folders that are there already: an earlier process may have made one and been killed before it was durable.
    """
    while True:
        disk.sync_dir(folder)
        if folder in (root, folder.parent):
            return
        folder = folder.parent
