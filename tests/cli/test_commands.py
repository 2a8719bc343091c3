"""The other commands: capture, extract, sources, status, verify, rebuild, schema."""

import json
from pathlib import Path

import pytest

from crawler.demo.play import connect_to
from crawler.demo.site import DemoSite
from tests.cli.conftest import Command, Press, lines

PAGE = (
    "<!doctype html><html lang=en><head><title>Statement on the reed beds</title></head><body>"
    "<article><h1>Statement on the reed beds</h1><time datetime=2026-11-08>8 November 2026</time>"
    + "".join(f"<p>Paragraph {n} says that the reed beds are now protected by law.</p>" for n in range(9))
    + "</article></body></html>"
)


def test_capture_keeps_a_page_outside_any_source(communique: Command, press: Press, tmp_path: Path) -> None:
    archive = tmp_path / "kept"
    url = "http://mfa.ardania.example/en/news"  # no source is told of the demo's host here
    mapping = [part for entry in connect_to(press.site.port) for part in ("--connect-to", entry)]
    ran = communique("capture", url, "--archive", archive, *mapping)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert len(list(archive.glob("warc/_loose/*/*.warc.gz"))) == 1
    assert lines(archive) == []
    assert communique("verify", "--archive", archive).returncode == 0


def test_capture_reads_a_page_of_a_source(communique: Command, press: Press, tmp_path: Path) -> None:
    archive = tmp_path / "kept"
    arguments = press.arguments(archive)
    arguments[2:4] = ["capture", "http://mfa.ardania.example/en/news/no1226-coast-ferry"]
    ran = communique(*arguments)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert [line["number"] for line in lines(archive)] == ["12/26"]


def test_capture_of_what_is_no_address_is_wrong_usage(communique: Command) -> None:
    ran = communique("capture", "ftp://example.org/x")
    assert ran.returncode == 2
    assert "ftp://example.org/x" in ran.stderr


def test_extract_prints_one_statement(communique: Command, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    ran = communique("extract", "page.html", "--url", "https://mfa.example/1")
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told["title"] == "Statement on the reed beds"
    assert told["extraction"]["layout"] is None


def test_extract_refuses_what_is_no_statement_with_the_reason(communique: Command, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<html><body></body></html>")
    ran = communique("extract", "page.html", "--url", "https://mfa.example/1")
    assert ran.returncode == 6
    assert "content.empty" in ran.stderr
    assert ran.stdout == ""


def test_sources_are_listed_and_shown(communique: Command) -> None:
    listed = json.loads(communique("sources", "list", "--json").stdout)
    assert {"by_mfa", "az_mfa"} <= {source["id"] for source in listed}
    shown = communique("sources", "show", "az_mfa")
    assert "sofia.mfa.gov.az" in shown.stdout
    assert communique("sources", "show", "nowhere").returncode == 2
    assert communique("sources", "check").returncode == 0


def test_status_and_schema_are_json_for_programs(communique: Command, press: Press, tmp_path: Path) -> None:
    archive = tmp_path / "kept"
    communique(*press.arguments(archive, "--limit", 3))
    status = json.loads(communique("status", "--archive", archive, "--json").stdout)
    assert status["statements"] == len(lines(archive)) > 0
    schema = json.loads(communique("schema").stdout)
    assert set(lines(archive)[0]) == set(schema["$defs"]["Statement"]["properties"])
    assert set(json.loads((archive / "changes.jsonl").read_text().splitlines()[0])) == set(
        json.loads(communique("schema", "change").stdout)["properties"]
    )


@pytest.mark.parametrize("command", ["status", "verify", "rebuild"])
def test_a_missing_archive_is_told(communique: Command, command: str) -> None:
    ran = communique(command, "--archive", "nowhere")
    assert ran.returncode == 2
    assert "nowhere" in ran.stderr


def test_verify_names_file_and_offset_of_a_flipped_byte(communique: Command, press: Press, tmp_path: Path) -> None:
    archive = tmp_path / "kept"
    communique(*press.arguments(archive))
    (warc,) = archive.glob("warc/demo/*/*.warc.gz")
    data = bytearray(warc.read_bytes())
    data[len(data) // 2] ^= 0x10
    warc.write_bytes(data)
    ran = communique("verify", "--archive", archive)
    assert ran.returncode == 17
    assert warc.name in ran.stdout
    assert "offset" in ran.stdout


def test_rebuild_makes_a_lost_catalogue_again(communique: Command, tmp_path: Path) -> None:
    archive = tmp_path / "kept"
    with DemoSite("before").serve() as site:
        press = Press(site, counter=None)  # type: ignore[arg-type]
        communique(*press.arguments(archive))
        (archive / "catalogue.sqlite").unlink()
        assert communique("rebuild", "--archive", archive).returncode == 0
        assert communique("verify", "--archive", archive).returncode == 0
        again = json.loads(communique(*press.arguments(archive, "--full", "--json")).stdout)
    assert again["totals"]["published"] == again["totals"]["revised"] == 0
    assert again["totals"]["unchanged"] == 34
