"""The command ``import``: what wget makes of the demo's press site, damaged files, and what scripts rely on."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from crawler.archive.verify import verify
from crawler.demo.play import sources_dir
from tests.cli.conftest import Command, Press, changes, environment, ids, lines
from tests.warc import makers

HOSTS = ("mfa.ardania.example", "harbourtown.mfa.ardania.example")


@pytest.fixture
def wget_file(press: Press, tmp_path: Path) -> Path:
    """The press site as wget captures it, with whatever else lies there."""
    if shutil.which("wget") is None:
        pytest.skip("wget is not installed: its files cannot be made")
    starts = [f"http://{HOSTS[0]}/{language}/news" for language in ("en", "fr", "ru")]
    starts += [f"http://{HOSTS[1]}/{language}/news" for language in ("en", "fr")]
    follow = [
        "-r",
        "-l",
        "4",
        "-H",
        "-D",
        ",".join(HOSTS),
        "-nd",
        "--delete-after",
        "--reject-regex",
        "/(about|missions|search)",
        "-e",
        "robots=off",
    ]
    proxy = {"http_proxy": f"http://127.0.0.1:{press.site.port}", "no_proxy": ""}
    subprocess.run(
        ["wget", "-q", *follow, "--warc-file", str(tmp_path / "press"), "-P", str(tmp_path / "pages"), *starts],
        env={**os.environ, **environment(tmp_path), **proxy},
        check=False,  # it ends with 8 where a page answered 404
    )
    return tmp_path / "press.warc.gz"


def test_what_wget_captured_becomes_statements_and_a_crawl_goes_on_from_there(
    communique: Command, press: Press, wget_file: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "archive"
    sources = ("--sources", sources_dir())
    told = communique(*sources, "import", wget_file, "--archive", archive, "--json")
    assert told.returncode == 0, told.stderr
    report = json.loads(told.stdout)
    (one,) = report["files"]
    assert one["outcome"] == "imported"
    assert one["maker"].startswith("Wget/")
    assert (archive / one["file"]).read_bytes() == wget_file.read_bytes()
    read = {line["url"]: line for line in lines(archive)}
    assert report["sources"]["demo"]["published"] == len(read) > 25
    assert {line["capture"]["warc"] for line in read.values()} == {one["file"]}
    crawled = communique(*press.arguments(archive, "--full", "--json"))
    (run,) = json.loads(crawled.stdout)["runs"]
    # The two pages that robots.txt keeps from us, and that wget took, stay as they were imported.
    assert run["revised"] == 0
    assert run["unchanged"] >= len(read) - 3
    assert len(ids(archive)) == len(set(ids(archive)))
    assert communique("verify", "--archive", archive).returncode == 0
    again = communique(*sources, "import", wget_file, "--archive", archive)
    assert again.returncode == 0
    assert "in the archive already, as warc/_imported/" in again.stdout
    assert communique("rebuild", "--archive", archive).returncode == 0
    assert list(verify(archive)) == []


def test_a_damaged_file_is_refused_with_place_and_reason(communique: Command, tmp_path: Path) -> None:
    whole = makers.packed([makers.warcinfo(), makers.response(makers.http())])
    (tmp_path / "bad.warc.gz").write_bytes(whole[:-9])
    archive = tmp_path / "archive"
    told = communique("import", tmp_path / "bad.warc.gz", "--archive", archive)
    assert told.returncode == 1
    begins = len(makers.packed([makers.warcinfo()]))
    assert f"bad.warc.gz: refused at byte {begins}: the file ends inside this gzip member" in told.stdout
    assert not list((archive).rglob("*sha256*"))
    kept = communique("import", tmp_path / "bad.warc.gz", "--archive", archive, "--keep-readable")
    assert kept.returncode == 6
    assert f"left out: {len(whole) - 9 - begins} bytes at byte {begins}" in kept.stdout
    assert "only what could be read is kept" in kept.stdout
    assert list(verify(archive)) == []


def test_a_dry_run_makes_no_archive(communique: Command, tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(makers.warcinfo() + makers.response(makers.http()))
    told = communique("import", tmp_path / "a.warc", "--archive", tmp_path / "archive", "--dry-run", "--json")
    assert told.returncode == 0
    assert json.loads(told.stdout)["files"][0]["outcome"] == "sound"
    assert not (tmp_path / "archive").exists()


def test_wrong_usage_is_a_sentence(communique: Command, tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(makers.response(makers.http()))
    unknown = communique("import", tmp_path / "a.warc", "--source", "no_such")
    assert unknown.returncode == 2
    assert "no source 'no_such'" in unknown.stderr
    missing = communique("import", tmp_path / "none.warc")
    assert missing.returncode == 2
    assert "Traceback" not in missing.stderr + unknown.stderr


def test_a_package_of_ours_gives_the_statements_that_it_was_made_of(
    communique: Command, demo_archive: Path, tmp_path: Path
) -> None:
    package, new = tmp_path / "demo.wacz", tmp_path / "new"
    assert communique("export", "wacz", "--archive", demo_archive, "-o", package).returncode == 0
    demo = ("--sources", sources_dir())
    tried = communique(*demo, "import", package, "--archive", new, "--dry-run")
    assert "1 of no statement's address, 0 of no source" in tried.stdout  # no listing goes along with a package
    done = communique(*demo, "import", package, "--archive", new)
    assert done.returncode == 0, done.stdout + done.stderr
    # A package holds no redirect: the page that has moved is one more statement, at its new address.
    moved = {change["data"]["to"] for change in changes(demo_archive) if change["kind"] == "moved"}
    assert {line["url"] for line in lines(new) if line["id"] not in ids(demo_archive)} == moved
    texts = [{(line["id"], line["digest"]) for line in lines(root)} for root in (new, demo_archive)]
    assert {text for text in texts[0] if text[0] in ids(demo_archive)} == texts[1]
    assert list(verify(new)) == []
