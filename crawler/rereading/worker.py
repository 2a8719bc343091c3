"""A worker: reads the page of one task again and says what became of it. Runs in a process of its own, or in ours."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Literal, NamedTuple

from pydantic import ValidationError

from crawler.archive.errors import ArchiveDamaged
from crawler.archive.stored import read_response
from crawler.model.capture import Capture
from crawler.model.document import DocumentText
from crawler.model.draft import Draft
from crawler.model.failure import Failure
from crawler.model.identity import is_one_address
from crawler.model.reading import Refusal
from crawler.model.source import Source
from crawler.model.statement import Attachment, Evidence, Statement
from crawler.rereading.compare import Differences, as_the_same, differences
from crawler.rereading.page import Again, read_stored
from crawler.rereading.tasks import Task


class Defined(NamedTuple):
    """A source, and the SHA-256 of the TOML that it was loaded from."""

    source: Source
    definition: str | None


@dataclass(frozen=True, slots=True)
class Reread:
    """What became of a task.

    ``unchanged``; ``changed``: ``fields`` differ between ``before`` and ``draft``; ``read``: it was refused, and
    ``draft`` is what it says; ``refused``: it was read, and is not now; ``still_refused``; ``unreadable``: its bytes or
    its line are not what they should be. ``reason`` is why it was not read. ``elsewhere`` is the address that the page
    names as its own, where that is another than the statement's. ``made`` is the text of a document that had none.
    """

    task: Task
    kind: Literal["unchanged", "changed", "read", "refused", "still_refused", "unreadable"]
    source: str = ""
    id: str | None = None
    url: str = ""
    before: Statement | None = None
    draft: Draft | None = None
    fields: Differences = field(default_factory=dict)
    reason: Failure | None = None
    sentence: str = ""
    elsewhere: str | None = None
    made: DocumentText | None = None


class Worker:
    """Reads tasks of one archive by the present definitions of its sources."""

    def __init__(self, root: Path, sources: Mapping[str, Defined]) -> None:
        self._root = root
        self._sources = sources
        self._lines: tuple[str, IO[bytes]] | None = None  # the file of the last task: most lie in the same one

    def read(self, tasks: Sequence[Task]) -> list[Reread]:
        """What became of each, in order."""
        return [self._refused(task) if task.refused else self._line(task) for task in tasks]

    def _line(self, task: Task) -> Reread:
        try:
            before = Statement.model_validate_json(self._bytes(task))
        except (ValidationError, OSError) as error:
            return Reread(task, "unreadable", sentence=f"not a statement: {error}")
        base = Reread(task, "unchanged", before.source, before.id, before.url, before)
        capture, extraction = before.capture, before.extraction
        known = next((item for item in before.attachments if item.capture == capture), None)  # the statement itself
        again = self._again(before.source, capture, before.url, extraction.evidence, before.also_at, known)
        if isinstance(again, str):
            return replace(base, kind="unreadable", sentence=again)
        result = again.result
        if isinstance(result, Refusal):
            return replace(base, kind="refused", reason=result.reason)
        draft = as_the_same(before, result)
        elsewhere = None if is_one_address(result.canonical_url, before.canonical_url) else result.canonical_url
        found = differences(before, draft)
        if not found:
            return Reread(task, "unchanged", before.source, before.id, before.url, elsewhere=elsewhere)
        return replace(base, kind="changed", draft=draft, fields=found, elsewhere=elsewhere, made=again.made)

    def _refused(self, task: Task) -> Reread:
        try:
            line = json.loads(self._bytes(task))
            capture = Capture.model_validate(line["capture"])
            evidence = Evidence.model_validate(line["evidence"]) if line.get("evidence") else None
            source, url, aliases = line["source"], line.get("answered", line["url"]), tuple(line.get("aliases", ()))
        except (ValueError, KeyError, TypeError, OSError) as error:
            return Reread(task, "unreadable", sentence=f"not a refusal: {error}")
        base = Reread(task, "still_refused", source, None, url)
        again = self._again(source, capture, url, evidence, aliases, None)
        if isinstance(again, str):
            return replace(base, kind="unreadable", sentence=again)
        if isinstance(again.result, Refusal):
            return replace(base, reason=again.result.reason)
        return replace(base, kind="read", id=again.result.id, draft=again.result, made=again.made)

    def _again(
        self,
        source: str,
        capture: Capture,
        url: str,
        evidence: Evidence | None,
        aliases: tuple[str, ...],
        known: Attachment | None,
    ) -> Again | str:
        """What the page says, or (a sentence) why the archive does not give it."""
        read_by, definition = self._sources[source]
        try:
            stored = read_response(self._root, capture)
            return read_stored(
                stored, capture, url, evidence, read_by, definition=definition, aliases=aliases, known=known
            )
        except (ArchiveDamaged, ValueError) as error:
            return str(error)

    def close(self) -> None:
        """Let go of the file that is held open."""
        if self._lines is not None:
            self._lines[1].close()
            self._lines = None

    def _bytes(self, task: Task) -> bytes:
        if self._lines is None or self._lines[0] != task.file:
            self.close()
            self._lines = task.file, (self._root / task.file).open("rb")
        return os.pread(self._lines[1].fileno(), task.length, task.offset)
