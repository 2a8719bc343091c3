"""The lines of one statement: finding them, and the files that hold a tombstone in the place of each."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from crawler.archive.changes import captures_in
from crawler.archive.decided import bare_change, is_bare, refused_tombstone, tombstone
from crawler.archive.outbox import sizes_of
from crawler.archive.places import CHANGES, REFUSED, STATEMENTS
from crawler.model.decision import Decision
from crawler.model.line import to_line


@dataclass(slots=True)
class Told:
    """Where a statement is told of. ``files`` are those that hold lines of it (how many); ``attachments`` the captures
    of documents that its lines name and no other statement's do.
    """

    files: dict[str, int] = field(default_factory=dict)
    attachments: list[str] = field(default_factory=list)


def find_lines(root: Path, connection: Connection, source: str, statement_id: str, addresses: Collection[str]) -> Told:
    """Look through every file of lines, as far as it is committed."""
    told = Told()
    attached: set[str] = set()
    for name in _files(connection, source):
        for _, value in _lines_of(root, connection, name, statement_id):
            told.files[name] = told.files.get(name, 0) + 1
            attached.update(_captures_of(value))
    refused = sum(_refuses(line, source, addresses) for line in committed_lines(root, connection, REFUSED))
    if refused:
        told.files[REFUSED] = refused
    changed = sum(
        1 for line in committed_lines(root, connection, CHANGES) if _change_of(line, statement_id) is not None
    )
    if changed:
        told.files[CHANGES] = changed
    told.attachments = sorted(attached - captures_of_others(root, connection, statement_id, attached))
    return told


def captures_of_others(root: Path, connection: Connection, statement_id: str, captures: Collection[str]) -> set[str]:
    """Those of the record ids ``captures`` that a line of another statement names, as its own or an attachment's."""
    found: set[str] = set()
    needles = {name: name.encode() for name in captures}
    if needles:
        for file in _files(connection):
            for line in committed_lines(root, connection, file):
                met = [name for name, needle in needles.items() if needle in line]
                if met and (value := json.loads(line))["id"] != statement_id:
                    found.update(set(met) & (_captures_of(value) | {value.get("capture", {}).get("record_id")}))
        for line in committed_lines(root, connection, CHANGES):  # what a change rests on, in whatever place of it
            met = [name for name, needle in needles.items() if needle in line]
            if met and (value := json.loads(line))["id"] != statement_id:
                named = (one if isinstance(one, str) else one["record_id"] for one in captures_in(value["data"]))
                found.update(set(met) & set(named))
    return found


def committed_lines(root: Path, connection: Connection, name: str) -> Iterator[bytes]:
    """The lines of a file as far as they are committed and known to be in it."""
    size = sizes_of(connection).get(name, 0)
    if size:
        with (root / name).open("rb") as file:
            while size and (line := file.readline(size)):
                size -= len(line)
                yield line


def without_statement(root: Path, connection: Connection, name: str, decision: Decision) -> Iterator[bytes]:
    """The lines of a file of statements, tombstones in the place of those of one statement."""
    needle = _needle(decision.id)
    for line in committed_lines(root, connection, name):
        if needle in line and (value := json.loads(line))["id"] == decision.id:
            yield tombstone(decision, value["revision"], value.get("reading", 1))
        else:
            yield line


def without_refusals(
    root: Path, connection: Connection, decision: Decision, addresses: Collection[str]
) -> Iterator[bytes]:
    """The lines of ``refused.jsonl``, tombstones in the place of those about the addresses of one statement."""
    for line in committed_lines(root, connection, REFUSED):
        mine = _refuses(line, decision.data["source"], addresses)
        yield to_line(refused_tombstone(decision)) if mine else line


def without_changes(root: Path, connection: Connection, decision: Decision) -> Iterator[bytes]:
    """The lines of ``changes.jsonl``; those of one statement say nothing but that there was a change."""
    for line in committed_lines(root, connection, CHANGES):
        mine = _change_of(line, decision.id)
        yield line if mine is None else to_line(bare_change(mine, decision.number))


def refuses(value: dict[str, Any], source: str, addresses: Collection[str]) -> bool:
    """Whether a refusal (its line, or its record) is about one of these addresses of a source."""
    told = (value.get("url"), value.get("asked"), value.get("answered"), *value.get("aliases", ()))
    return value.get("source") == source and any(url in addresses for url in told if url is not None)


def _refuses(line: bytes, source: str, addresses: Collection[str]) -> bool:
    return refuses(json.loads(line), source, addresses)


def _lines_of(
    root: Path, connection: Connection, name: str, statement_id: str
) -> Iterator[tuple[bytes, dict[str, Any]]]:
    """The lines of a statement that are not tombstones yet."""
    needle = _needle(statement_id)
    for line in committed_lines(root, connection, name):
        if needle in line:
            value = json.loads(line)
            if value["id"] == statement_id and value["event"] != "suppressed":
                yield line, value


def _change_of(line: bytes, statement_id: str) -> dict[str, Any] | None:
    """The change of a line, where it says something of the statement."""
    if _needle(statement_id) in line:
        value: dict[str, Any] = json.loads(line)
        if value["id"] == statement_id and not is_bare(value):
            return value
    return None


def _needle(statement_id: str) -> bytes:
    return json.dumps(statement_id).encode()


def _captures_of(value: dict[str, Any]) -> set[str]:
    captures = (attachment.get("capture") for attachment in value.get("attachments", ()))
    return {capture["record_id"] for capture in captures if capture is not None}


def _files(connection: Connection, source: str | None = None) -> list[str]:
    folder = f"{STATEMENTS}/" if source is None else f"{STATEMENTS}/{source}/"
    return sorted(name for name in sizes_of(connection) if name.startswith(folder))
