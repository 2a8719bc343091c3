"""``python -m tests.bench.reread KIND ARCHIVE PAGES``: one contender of the re-reading, on one processor.

``ours`` is the inner loop of ``communique reextract``: each line and its page out of the archive, read by the layout,
compared. ``parse`` is FastWARC and an lxml tree and nothing else; ``trafilatura`` is warcio and trafilatura. Prints how
many pages were read, and the processor and wall seconds of the loop alone, as JSON.
"""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import trafilatura
from fastwarc.warc import ArchiveIterator, WarcRecordType
from lxml import etree
from warcio.archiveiterator import ArchiveIterator as WarcioIterator

from crawler.rereading.reextract import Wanted, defined, tasks_of
from crawler.rereading.worker import Worker
from crawler.sources import load_sources

_SOURCES: Final = Path(__file__).parent / "sources"


def main() -> None:
    """Runs the loop and tells."""
    kind, archive, pages = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    loop = {"ours": _ours, "parse": _parse, "trafilatura": _trafilatura}[kind](archive)
    next(loop)  # what is made once (compiled selectors, tables of languages) is not what is measured
    wall, cpu = time.perf_counter(), time.process_time()
    count = sum(1 for _, _ in zip(loop, range(pages), strict=False))
    print(
        json.dumps({"pages": count, "cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}), flush=True
    )


def _ours(archive: Path) -> Iterator[str]:
    sources = defined(load_sources([_SOURCES]))
    with closing(Worker(archive, sources)) as worker, tasks_of(archive, sources, Wanted()) as tasks:
        for task in tasks:
            (read,) = worker.read([task])
            if read.kind != "unchanged":
                raise SystemExit(f"{read.url} is {read.kind}: {read.reason or read.sentence or read.fields}")
            yield read.url


def _parse(archive: Path) -> Iterator[str]:
    for path in _files(archive):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, record_types=WarcRecordType.response):
                parser = etree.HTMLParser(encoding="utf-8")
                yield etree.fromstring(record.reader.read(), parser).tag


def _trafilatura(archive: Path) -> Iterator[str]:
    for path in _files(archive):
        with path.open("rb") as file:
            for record in WarcioIterator(file):
                if record.rec_type == "response":
                    html = record.content_stream().read().decode()
                    yield trafilatura.extract(html, output_format="json", with_metadata=True) or ""


def _files(archive: Path) -> list[Path]:
    return sorted(archive.glob("warc/bench/*/*.warc.gz"))


if __name__ == "__main__":
    main()
