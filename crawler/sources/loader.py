"""The loader: folders of TOML files to sources, all of them sound, or every problem in one report."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from crawler.model.source import Source
from crawler.sources.lines import line_numbers, line_of
from crawler.sources.meaning import meaning_findings
from crawler.sources.problem import SourceError, SourceErrors
from crawler.sources.shape import shape_findings

SHIPPED: Final = Path(__file__).parent

_AT_LINE: Final = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


class Sources(dict[str, Source]):
    """Sources by id, in the order of their ids. ``notes`` are sentences that an operator should see."""

    def __init__(self, files: Mapping[str, "SourceFile"], notes: Sequence[str] = ()) -> None:
        super().__init__((name, files[name].source) for name in sorted(files))
        self.files = dict(files)
        self.notes = tuple(notes)

    def definition(self, source_id: str) -> str:
        """The TOML text of a source as it was loaded: goes into the ``warcinfo`` of its files."""
        return self.files[source_id].text


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file that was read: where it lies, its text, and the source in it."""

    path: Path
    text: str
    source: Source


def load_sources(dirs: Sequence[Path] | None = None, *, shipped: Path = SHIPPED) -> Sources:
    """The shipped sources and those of ``dirs``, of which a later one replaces an earlier one of the same id.

    Raises :class:`SourceErrors` with every problem of every file; nothing is loaded then.
    """
    files: dict[str, SourceFile] = {}
    notes: list[str] = []
    errors: list[SourceError] = []
    for folder in (shipped, *(dirs or ())):
        found, problems = _read_folder(folder)
        errors += problems
        if not found and not problems:
            notes.append(f"{folder}: no source file (a file named ID.toml) is in this folder")
        for name, file in found.items():
            if name in files:
                notes.append(f"{file.path} replaces the source '{name}' of {files[name].path.parent}")
            files[name] = file
    if errors:
        raise SourceErrors(errors)
    return Sources(files, notes)


def read_source(path: Path) -> SourceFile:
    """One file. Raises :class:`SourceErrors`."""
    file, errors = _read_file(path)
    if file is None:
        raise SourceErrors(errors)
    return file


def _read_folder(folder: Path) -> tuple[dict[str, SourceFile], list[SourceError]]:
    try:
        paths = sorted(p for p in folder.iterdir() if p.suffix == ".toml" and not p.name.startswith("."))
    except OSError as error:
        return {}, [SourceError(str(folder), None, f"the folder of sources cannot be read: {error.strerror}")]
    files: dict[str, SourceFile] = {}
    errors: list[SourceError] = []
    ids: dict[str, str] = {}
    for path in paths:
        file, problems = _read_file(path, ids)
        errors += problems
        if file is not None:
            files[file.source.id] = file
    return files, errors


def _read_file(path: Path, ids: dict[str, str] | None = None) -> tuple[SourceFile | None, list[SourceError]]:
    """The file, or its problems. ``ids`` maps the ids of this folder to the file that gave them first."""
    try:
        text = path.read_text(encoding="utf-8-sig")  # an editor's mark and line ends are no mistake of the author
    except OSError as error:
        return None, [SourceError(path.name, None, f"cannot be read: {error.strerror}")]
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        return None, [SourceError(path.name, line, "is not UTF-8")]
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return None, [_syntax(path.name, text, str(error))]
    except RecursionError:
        return None, [SourceError(path.name, None, "is nested too deeply")]
    source, findings = shape_findings(data)
    findings += meaning_findings(data)
    lines = line_numbers(text)
    errors = [SourceError(path.name, line_of(lines, f.path), f.message, f.nearest) for f in findings]
    errors += _identity(path, data, line_of(lines, ("id",)), {} if ids is None else ids)
    if source is None or errors:
        return None, sorted(errors, key=lambda error: error.line or 0)
    return SourceFile(path, text, source), []


def _identity(path: Path, data: dict[str, Any], line: int, ids: dict[str, str]) -> list[SourceError]:
    """A source is found by its name everywhere: file, id and folder in the archive are one word."""
    name = data.get("id")
    if not isinstance(name, str):
        return []
    if first := ids.get(name):
        return [SourceError(path.name, line, f"the id '{name}' is given twice in this folder: {first} has it too")]
    ids[name] = path.name
    if name != path.stem:
        return [SourceError(path.name, line, f"the id '{name}' must equal the file's name: '{name}.toml'")]
    return []


def _syntax(name: str, text: str, sentence: str) -> SourceError:
    place = _AT_LINE.search(sentence)
    line = int(place.group(1)) if place and place.group(1) else text.count("\n") + 1
    return SourceError(name, line, f"not TOML: {_AT_LINE.sub('', sentence)}")
