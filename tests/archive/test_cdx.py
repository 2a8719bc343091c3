"""The index of a segment: the lines that cdxj-indexer makes of the file."""

import io
import json
from pathlib import Path
from typing import Any

from cdxj_indexer.main import CDXJIndexer

from crawler.archive.cdx import segment_lines
from tests.archive.desk import Desk


def test_a_segments_lines_are_those_of_cdxj_indexer(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "archive")
    run = desk.core.begin_run("by_mfa", "")
    desk.read(run.run.id, "1?b=2&a=1", "one")
    desk.read(run.run.id, "2", "two")
    desk.read(run.run.id, "1?b=2&a=1", "one")
    desk.end(run)
    (warc,) = desk.root.rglob("*.warc.gz")
    ours = segment_lines(desk.core._batch.connection, warc.relative_to(desk.root).as_posix())
    desk.close()
    out = io.StringIO()
    CDXJIndexer(out, [str(warc)], sort=True).process_all()
    assert [_fields(line) for line in ours] == [_fields(line) for line in out.getvalue().splitlines()]
    assert any('"warc/revisit"' in line for line in ours)


def _fields(line: str) -> tuple[str, str, dict[str, Any]]:
    key, stamp, told = line.split(" ", 2)
    return key, stamp, json.loads(told)
