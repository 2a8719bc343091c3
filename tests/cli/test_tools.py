"""The field's own tools accept what the demo leaves: its segments, and the package that is exported from it."""

import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.exporters.selection import Wanted
from crawler.exporters.wacz import export_wacz
from crawler.warc.cdxj import parse_line
from crawler.warc.reader import read_records


@pytest.fixture(scope="module")
def package(demo_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("package") / "demo.wacz"
    export_wacz(demo_archive, path, Wanted())
    return path


@pytest.fixture(scope="module")
def segments(demo_archive: Path, package: Path) -> list[Path]:
    """The archive's files, and those in the package."""
    with zipfile.ZipFile(package) as file:
        file.extractall(package.parent / "package")
    return [*sorted(demo_archive.rglob("*.warc.gz")), *sorted(package.parent.rglob("*.warc.gz"))]


def run(*command: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", *map(str, command)], capture_output=True, text=True, check=False
    )


def chunked(path: Path) -> Iterator[str]:
    for record in read_records(path):
        if record.type == "response" and re.search(rb"(?i)\r\ntransfer-encoding: *chunked\r\n", record.block[:4096]):
            yield record.id


def test_the_demo_has_all_kinds_of_records(segments: list[Path]) -> None:
    kinds = {record.type for path in segments for record in read_records(path)}
    assert kinds == {"warcinfo", "request", "response", "revisit", "metadata", "conversion"}
    assert any(True for path in segments for _ in chunked(path))


def test_warcio_check_fails_only_at_payload_digests_of_chunked_bodies(segments: list[Path]) -> None:
    """The named exception (warcio #74): it hashes the chunks, WARC 1.1 means what they carry."""
    for path in segments:
        done = run("-m", "warcio.cli", "check", path)
        assert "block digest failed" not in done.stdout
        assert set(re.findall(r"WARC-Record-ID (\S+) ", done.stdout)) == set(chunked(path))
        assert done.stdout.count("payload digest failed") == len(set(chunked(path)))
        assert done.stderr == ""


def test_fastwarc_check_passes(segments: list[Path]) -> None:
    for path in segments:
        done = run("-c", "from fastwarc.cli import main; main()", "check", "-q", path)
        assert done.returncode == 0, done.stdout + done.stderr


def test_wacz_validate_passes(package: Path) -> None:
    done = run("-m", "wacz", "validate", "-f", package)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Validation succeeded" in done.stdout


def test_cdxj_indexer_finds_what_our_index_says(demo_archive: Path) -> None:
    for path in sorted(demo_archive.rglob("*.warc.gz")):
        done = run("-c", "from cdxj_indexer.main import main; main()", "-s", path)
        assert done.returncode == 0, done.stderr
        ours = path.with_name(path.name + ".cdxj").read_text().splitlines()
        assert list(map(parse_line, ours)) == list(map(parse_line, done.stdout.splitlines()))
