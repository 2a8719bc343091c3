"""The shape of a source file: its keys and values against the model, in sentences with places."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import UnionType
from typing import Any, Final, Union, get_args, get_origin
from zoneinfo import available_timezones

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from crawler.model.source import Source
from crawler.sources.lines import Path

_QUOTED: Final = re.compile(r"'([^']*)'")


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem at a path of the document; the loader turns paths into lines."""

    path: Path
    message: str
    nearest: str | None = None


def shape_findings(data: dict[str, Any]) -> tuple[Source | None, list[Finding]]:
    """The source that ``data`` describes, or every way in which it does not fit the model."""
    try:
        return Source.model_validate(data), []
    except ValidationError as error:
        return None, [_finding(detail) for detail in error.errors(include_url=False)]


def nearest(word: str, known: Iterator[str] | list[str]) -> str | None:
    """The known word that looks most like ``word``; ``None`` where none does."""
    found = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def table_name(path: Path) -> str:
    """How a person finds a table: ``[politeness]``, ``[[sites]]``, ``[listings.pagination]``, ``the top level``."""
    names = ".".join(part for part in path if isinstance(part, str))
    if not names:
        return "the top level"
    return f"[[{names}]]" if isinstance(path[-1], int) else f"[{names}]"


def _finding(detail: ErrorDetails) -> Finding:
    path: Path = tuple(detail["loc"])
    names = [i for i, part in enumerate(path) if isinstance(part, str)]
    key = str(path[names[-1]]) if names else ""
    table = path[: names[-1]] if names else ()
    place = f"'{key}' in {table_name(table)}"
    match detail["type"]:
        case "extra_forbidden":
            return Finding(path, f"unknown key '{key}' in {table_name(table)}", nearest(key, _keys(table)))
        case "missing":
            return Finding(table, f"{table_name(table)} needs the key '{key}'")
        case "value_error":
            return Finding(path, f"{place}: {detail['ctx']['error']}", _meant(key, detail))
        case _:
            wrong = detail["msg"].removeprefix("Input ").replace("input", "value")
            return Finding(path, f"{place} {wrong}, not {_shown(detail['input'])}", _meant(key, detail))


def _meant(key: str, detail: ErrorDetails) -> str | None:
    given = detail["input"]
    if not isinstance(given, str):
        return None
    if detail["type"] == "literal_error":
        return nearest(given, _QUOTED.findall(detail["ctx"]["expected"]))
    if key == "timezone":
        return {zone.lower(): zone for zone in available_timezones()}.get(
            nearest(given, [zone.lower() for zone in available_timezones()]) or ""
        )
    return None


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _keys(table: Path) -> list[str]:
    """The keys that the model knows in a table."""
    model: type[BaseModel] | None = Source
    for part in table:
        if isinstance(part, str):
            field = model.model_fields.get(part) if model else None
            model = next(_models(field.annotation), None) if field else None
    return list(model.model_fields) if model else []


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in (tuple, Union, UnionType):
        for argument in get_args(annotation):
            yield from _models(argument)
