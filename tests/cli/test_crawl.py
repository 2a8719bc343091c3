"""``communique crawl``, the whole of it: what lies in the archive afterwards."""

import gzip
import hashlib
import io
import json
from pathlib import Path

from fastwarc.warc import ArchiveIterator

from crawler.model.line import to_line
from crawler.model.statement import Statement
from tests.cli.conftest import Command, Press, lines


def test_every_line_proves_itself_by_its_capture(communique: Command, press: Press, tmp_path: Path) -> None:
    archive = tmp_path / "kept"
    ran = communique(*press.arguments(archive))
    assert ran.returncode == 6, ran.stderr  # the demo has a soft wall and a page that robots.txt disallows
    found = lines(archive)
    assert len(found) == 34
    for line in found:
        capture = line["capture"]
        with (archive / capture["warc"]).open("rb") as file:
            file.seek(capture["offset"])
            member = file.read(capture["length"])
        alone = gzip.decompress(member)
        record = next(iter(ArchiveIterator(io.BytesIO(member))))
        assert record.headers["WARC-Record-ID"] == capture["record_id"]
        assert record.headers["WARC-Target-URI"] == line["url"]
        assert alone.startswith(b"WARC/1.1\r\n")
        assert Statement.model_validate(line).id == line["id"]


def test_a_second_crawl_of_an_unchanged_site_writes_no_line(communique: Command, press: Press, tmp_path: Path) -> None:
    archive = tmp_path / "kept"
    communique(*press.arguments(archive))
    before = _projections(archive)
    again = communique(*press.arguments(archive, "--full", "--json"))
    run = json.loads(again.stdout)["runs"][0]
    assert (run["published"], run["revised"], run["linked"], run["unchanged"]) == (0, 0, 0, 34)
    assert _projections(archive) == before
    assert communique("verify", "--archive", archive).returncode == 0


def test_an_edit_is_a_revision_and_a_missing_page_is_only_observed(
    communique: Command, press: Press, tmp_path: Path
) -> None:
    archive = tmp_path / "kept"
    communique(*press.arguments(archive))
    press.site.become("after")
    again = communique(*press.arguments(archive, "--full", "--json"))
    run = json.loads(again.stdout)["runs"][0]
    assert (run["revised"], run["gone"]) == (1, 1)
    revised = [line for line in lines(archive) if line["event"] == "revised"]
    assert [line["revision"] for line in revised] == [2]
    assert not any(line["event"] not in ("published", "revised") for line in lines(archive))


def test_with_one_url_alone_that_statement_is_read_again_and_shown(
    communique: Command, press: Press, tmp_path: Path
) -> None:
    archive = tmp_path / "kept"
    url = "http://mfa.ardania.example/en/news/no1226-coast-ferry"
    arguments = [part for part in press.arguments(archive) if part != "demo" or part is None]
    ran = communique(*arguments, "--url", url)
    assert ran.returncode == 0, ran.stderr + ran.stdout
    assert "Ferry line between Port Selm and Harbourtown to resume" in ran.stdout
    assert "Capture: warc/demo/" in ran.stdout
    assert [line["url"] for line in lines(archive)] == [url]


def test_limit_bounds_the_statements_asked_for(communique: Command, press: Press, tmp_path: Path) -> None:
    archive = tmp_path / "kept"
    ran = communique(*press.arguments(archive, "--limit", 5, "--json"))
    assert ran.returncode in (0, 6)
    assert 0 < len(lines(archive)) <= 5


def test_since_stops_at_older_items(communique: Command, press: Press, tmp_path: Path) -> None:
    archive = tmp_path / "kept"
    communique(*press.arguments(archive, "--since", "2026-01-01"))
    dates = [line["published"]["date"] for line in lines(archive)]
    assert dates
    assert min(dates) >= "2026-01-01"


def test_robots_listings_and_dead_pages_are_in_the_warc(communique: Command, press: Press, tmp_path: Path) -> None:
    archive = tmp_path / "kept"
    communique(*press.arguments(archive, "--url", "http://mfa.ardania.example/en/news/no-such-page"))
    seen = {}
    for path in archive.glob("warc/demo/*/*.warc.gz"):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, parse_http=True):
                if record.headers["WARC-Type"] in ("response", "revisit"):  # both sites may have the same
                    seen[record.headers["WARC-Target-URI"]] = record.http_headers.status_code
    assert seen["http://mfa.ardania.example/robots.txt"] == 200
    assert seen["http://mfa.ardania.example/en/news"] == 200
    assert seen["http://mfa.ardania.example/en/news/no-such-page"] == 404
    assert not any("/drafts/" in url for url in seen)  # robots.txt disallows it


def test_a_line_is_written_as_its_types_write_it(communique: Command, press: Press, tmp_path: Path) -> None:
    archive = tmp_path / "kept"
    communique(*press.arguments(archive, "--limit", 4))
    for path in archive.glob("statements/*/*.jsonl"):
        for raw in path.read_bytes().splitlines(keepends=True):
            assert to_line(Statement.model_validate_json(raw)) == raw


def _projections(archive: Path) -> dict[str, str]:
    paths = [*archive.glob("statements/*/*.jsonl"), archive / "changes.jsonl"]
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
