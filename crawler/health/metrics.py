"""Metrics: the state of an archive as a text file for Prometheus' node exporter. Needs the extra ``monitor``."""

import os
import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from crawler.archive.source_status import SourceStatus
from crawler.archive.status import Status
from crawler.health.needs import Need
from crawler.model.run import Run

NOT_INSTALLED: Final = "metrics are asked for, but not installed: pip install 'communique[monitor]'"

# Gauges of a source: name, meaning, value. Names end in their unit, as Prometheus advises.
_SOURCE: Final = (
    ("statements", "statements in the archive", lambda one: one.statements),
    ("statements_gone", "statements that the server last said are gone", lambda one: one.gone),
    ("statements_withdrawn", "statements that are called withdrawn", lambda one: one.withdrawn),
    ("captures", "answers in the archive", lambda one: one.captures),
    ("addresses_waiting", "addresses that wait to be asked or read", lambda one: one.pending),
    ("looks_due", "known statements that are due to be asked again", lambda one: one.due),
    ("last_run_ended_timestamp_seconds", "when the last run ended by itself", lambda one: _time(one.last_ended)),
    ("last_success_timestamp_seconds", "when the last run ended well", lambda one: _time(one.last_success)),
    ("last_run_blocked", "answers of the last run that were a wall", lambda one: one.blocked),
)
_RUN: Final = (
    "listed",
    "exchanges",
    "bytes",
    "captured",
    "extracted",
    "published",
    "revised",
    "withdrawn",
    "restored",
    "moved",
    "looked",
    "put_off",
    "refused",
    "failed",
)
_OUTCOMES: Final = ("ok", "degraded", "failed", "interrupted")


def write_metrics(path: Path, status: Status, needs: Sequence[Need]) -> None:
    """Write the file in one step: whoever reads it finds the old one or the new one, whole.

    Raises ``OSError`` where it cannot be written, ``ImportError`` (:data:`NOT_INSTALLED`) without the extra.
    """
    data = metrics_text(status, needs)
    path.parent.mkdir(parents=True, exist_ok=True)
    # The node exporter reads whatever ends in .prom: until it is whole it must be called otherwise.
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)  # mkstemp lets nobody else read it, and the exporter is somebody else
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def metrics_text(status: Status, needs: Sequence[Need]) -> bytes:
    """The text, in Prometheus' exposition format. Raises ``ImportError`` without the extra."""
    try:
        from prometheus_client import CollectorRegistry, Gauge, generate_latest
    except ImportError as error:
        raise ImportError(NOT_INSTALLED) from error
    registry = CollectorRegistry()

    def gauge(name: str, meaning: str, rows: Iterable[tuple[dict[str, str], float | None]]) -> None:
        known = [(labels, value) for labels, value in rows if value is not None]
        if not known:
            return
        made = Gauge(f"communique_{name}", meaning, tuple(known[0][0]), registry=registry)
        for labels, value in known:
            (made.labels(**labels) if labels else made).set(value)

    for name, meaning, value in _archive(status):
        gauge(name, meaning, [({}, value)])
    for name, meaning, read in _SOURCE:
        gauge(name, meaning, [({"source": one.source}, read(one)) for one in status.sources])
    ended = [(one.source, one.judged) for one in status.sources if one.judged is not None]
    for name in _RUN:
        rows = [({"source": source}, getattr(run, name)) for source, run in ended]
        gauge(f"last_run_{name}", f"of the last run that ended by itself: {name.replace('_', ' ')}", rows)
    gauge("last_run_outcome", "how the last run ended: 1 for the one that holds", _outcomes(ended))
    gauge("field_filled_ratio", "share of the last run's pages that filled the field", _fields(status.sources))
    gauge("needs_person", "what needs a person: 1 while it lasts", _needs(needs))
    gauge("needs", "how many things need a person", [({}, float(len(needs)))])
    found: bytes = generate_latest(registry)
    return found


def _archive(status: Status) -> Iterable[tuple[str, str, float | None]]:
    yield "archive_statements", "statements in the archive", status.statements
    yield "archive_revisions", "revisions in the archive", status.revisions
    yield "archive_captures", "answers in the archive", status.captures
    yield "archive_warc_files", "WARC files", status.files
    yield "archive_warc_bytes", "committed bytes of WARC", status.bytes
    yield "archive_lines_waiting", "lines that may not be in their files yet", status.lines_waiting
    yield "disk_free_bytes", "free bytes on the archive's disk", status.disk.free
    yield "disk_least_bytes", "with fewer no crawl starts", status.disk.least
    yield "fixity_age_seconds", "since the oldest of the last checks of sealed files", status.fixity.age
    yield "fixity_overdue_files", "sealed files whose check is overdue", status.fixity.overdue
    yield "fixity_damaged_files", "files that the last check found changed or missing", status.fixity.damaged
    yield "looked_at_timestamp_seconds", "when this was written", _time(status.at)


def _outcomes(ended: Sequence[tuple[str, Run]]) -> Iterable[tuple[dict[str, str], float]]:
    for source, run in ended:
        for outcome in _OUTCOMES:
            yield {"source": source, "outcome": outcome}, float(run.outcome == outcome)


def _fields(sources: Sequence[SourceStatus]) -> Iterable[tuple[dict[str, str], float]]:
    for one in sources:
        for field, share in one.fields.items():
            yield {"source": one.source, "field": field}, share


def _needs(needs: Sequence[Need]) -> Iterable[tuple[dict[str, str], float]]:
    for source, kind in dict.fromkeys((need.source or "", need.kind) for need in needs):
        yield {"source": source, "kind": kind}, 1.0


def _time(stamped: Any) -> float | None:
    return None if stamped is None else datetime.fromisoformat(stamped).timestamp()
