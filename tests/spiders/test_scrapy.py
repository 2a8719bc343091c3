"""The sources as Scrapy spiders: ``scrapy list`` and ``scrapy crawl`` behave as a Scrapy user expects."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.demo.play import connect_to, sources_dir
from tests.cli.conftest import Press, environment, lines

ROOT = Path(__file__).resolve().parent.parent.parent


def scrapy(folder: Path, *arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=ROOT,  # where scrapy.cfg is
        env=environment(folder, **extra),
        check=False,
    )


def crawl(folder: Path, press: Press, *more: str, **extra: str) -> subprocess.CompletedProcess[str]:
    return scrapy(
        folder,
        "crawl",
        "demo",
        *("-s", f"WIRE_CONNECT_TO={','.join(connect_to(press.site.port))}"),
        *("-s", f"ARCHIVE_DIR={folder / 'kept'}"),
        *more,
        COMMUNIQUE_SOURCES=str(sources_dir()),
        **extra,
    )


def test_scrapy_list_names_the_sources(tmp_path: Path) -> None:
    listed = scrapy(tmp_path, "list", COMMUNIQUE_SOURCES=str(sources_dir()))
    assert {"az_mfa", "by_mfa", "us_ca_oag", "us_ny_oag", "eu_parliament_press", "demo"} <= set(listed.stdout.split())


@pytest.mark.parametrize("reactor", ["False", "True"])
def test_scrapy_crawl_writes_the_archive_and_the_same_lines_to_its_feed(
    press: Press, tmp_path: Path, reactor: str
) -> None:
    feed = tmp_path / "out.jsonl"
    ran = crawl(tmp_path, press, "-s", f"TWISTED_REACTOR_ENABLED={reactor}", "-O", str(feed))
    assert ran.returncode == 0, ran.stderr
    assert "Traceback" not in ran.stderr
    kept = lines(tmp_path / "kept")
    fed = [json.loads(line) for line in feed.read_bytes().splitlines()]
    assert len(fed) == 34
    assert sorted(line["id"] for line in fed) == sorted(line["id"] for line in kept)
    assert set(feed.read_bytes().splitlines()) == {
        line for path in (tmp_path / "kept").glob("statements/*/*.jsonl") for line in path.read_bytes().splitlines()
    }


def test_since_and_other_feed_formats_work_as_in_any_spider(press: Press, tmp_path: Path) -> None:
    feed = tmp_path / "out.csv"
    ran = crawl(tmp_path, press, "-a", "since=2026-05-01", "-O", str(feed))
    assert ran.returncode == 0, ran.stderr
    head, *rows = feed.read_text(encoding="utf-8").splitlines()
    assert head.startswith("schema,id,revision,reading,event,")
    assert len(rows) >= len(lines(tmp_path / "kept")) > 0
    assert all(line["published"]["date"] >= "2026-05-01" for line in lines(tmp_path / "kept"))


def test_a_spider_without_a_contact_is_refused_with_the_remedy(press: Press, tmp_path: Path) -> None:
    ran = crawl(tmp_path, press, COMMUNIQUE_CONTACT="")
    assert ran.returncode != 0
    assert "COMMUNIQUE_CONTACT" in ran.stderr + ran.stdout
    assert press.counter.served == 0
    assert not (tmp_path / "kept").exists()


def test_an_archive_that_cannot_be_opened_closes_the_spider_with_a_sentence(press: Press, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file")
    ran = crawl(tmp_path, press)
    assert "cannot be written" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert press.counter.served == 0


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("WIRE_DELAY=soon", "WIRE_DELAY is 'soon', not a number"),
        ("WIRE_PROXY=socks5://u:hushhush@p:1", "WIRE_PROXY: the proxy's address does not begin with http://"),
    ],
)
def test_a_wrong_setting_is_told_in_a_sentence_before_the_first_request(
    setting: str, words: str, press: Press, tmp_path: Path
) -> None:
    ran = crawl(tmp_path, press, "-s", setting)
    assert ran.returncode != 0
    assert words in ran.stderr
    assert "Traceback" not in ran.stderr
    assert "hushhush" not in ran.stderr
    assert press.counter.served == 0
