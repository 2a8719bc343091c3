"""Imports end to end: files of other makers, the statements in them by their dates, and crawls before and after."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from crawler.archive import Archive
from crawler.archive.foreign_rows import IMPORTED
from crawler.archive.verify import verify
from crawler.model.source import Source
from crawler.rereading import import_pages, import_trial, imports
from crawler.rereading.import_pages import PageReader
from crawler.rereading.import_report import ImportReport, report_text
from crawler.rereading.imports import import_into, look_through_only
from crawler.sources import SourceFile, Sources
from tests.warc import makers

TOML = """
id = "xx_mfa"
name = "A ministry"
country = "XX"
languages = ["en"]
timezone = "UTC"
[[sites]]
host = "mfa.example"
[[listings]]
url = "https://{host}/en/news"
items = "li"
link = "a"
date = "i"
urls = '/en/news/[a-z-]+$'
[[layouts]]
id = "first"
title = "h1"
body = "article"
"""
URL = "https://mfa.example/en/news/a-statement"
FIRST = "The ministry states in the strongest terms that it has stated this before, and will state it again."
SECOND = "The ministry states in somewhat weaker terms that it may have stated this before, and leaves it at that."


@pytest.fixture
def sources() -> Sources:
    source = Source.model_validate(tomllib.loads(TOML))
    return Sources({"xx_mfa": SourceFile(Path("xx_mfa.toml"), TOML, source)})


def page(text: str, title: str = "A statement") -> bytes:
    return f"<html><body><h1>{title}</h1><article><p>{text}</p></article></body></html>".encode()


def answer(text: str, date: str, *headers: str, url: str = URL, name: str = "a", **more: str) -> bytes:
    return makers.response(makers.http(page(text)), *headers, url=url, date=date, name=name, **more)


def file(path: Path, *records: bytes) -> Path:
    path.write_bytes(makers.packed([makers.warcinfo(), *records]))
    return path


def lines(root: Path) -> list[dict[str, Any]]:
    found = [
        json.loads(line)
        for path in sorted(root.glob("statements/*/*.jsonl"))
        for line in path.read_bytes().splitlines()
    ]
    return sorted(found, key=lambda line: (line["id"], line["revision"]))


def refusals(root: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (root / "quarantine/refused.jsonl").read_bytes().splitlines()]


def contents(root: Path) -> dict[Path, bytes]:
    return {one: one.read_bytes() for one in root.rglob("*") if one.is_file() and "sqlite" not in one.name}


async def take(root: Path, sources: Sources, *paths: Path, **more: Any) -> ImportReport:
    async with await Archive.open(root, min_free=0) as archive:
        report = await import_into(archive, paths, sources, **more)
    assert list(verify(root)) == []
    return report


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "archive"


async def test_a_statement_has_the_dates_and_the_place_of_its_capture(
    root: Path, sources: Sources, tmp_path: Path
) -> None:
    report = await take(root, sources, file(tmp_path / "a.warc.gz", answer(FIRST, "2015-03-04T05:06:07Z")))
    (one,) = report.files
    assert (one.outcome, one.records, one.captures) == ("imported", {"warcinfo": 1, "response": 1}, 1)
    assert report.sources["xx_mfa"].published == 1
    (line,) = lines(root)
    assert (line["first_seen"], line["fetched_at"]) == ("2015-03-04T05:06:07.000000Z",) * 2
    assert (line["capture"]["warc"], line["capture"]["date"]) == (one.file, "2015-03-04T05:06:07.000000Z")
    assert (line["source"], line["url"], line["body"]["text"]) == ("xx_mfa", URL, FIRST)
    assert line["extraction"]["definition"]
    assert (root / "statements/xx_mfa/2015-03.jsonl").exists()
    assert "kept as warc/_imported/" in report_text(report)


async def test_the_same_file_again_adds_nothing(root: Path, sources: Sources, tmp_path: Path) -> None:
    path = file(tmp_path / "a.warc.gz", answer(FIRST, "2015-03-04T05:06:07Z"))
    await take(root, sources, path)
    before = contents(root)
    report = await take(root, sources, path)
    assert [one.outcome for one in report.files] == ["known"]
    assert contents(root) == before


async def test_revisions_come_by_their_dates_whatever_the_order_of_the_files(
    root: Path, sources: Sources, tmp_path: Path
) -> None:
    new = file(tmp_path / "new.warc.gz", answer(SECOND, "2020-01-01T00:00:00Z"))
    old = file(
        tmp_path / "old.warc.gz",
        answer(FIRST, "2015-01-01T00:00:00Z", name="b"),
        answer(FIRST, "2016-01-01T00:00:00Z", name="c"),
    )
    await take(root, sources, new)
    report = await take(root, sources, old)
    assert (report.sources["xx_mfa"].revised, report.sources["xx_mfa"].unchanged) == (1, 1)
    assert [(line["revision"], line["fetched_at"][:4]) for line in lines(root)] == [(1, "2020"), (2, "2015")]


async def test_a_revisit_and_a_304_say_that_the_text_was_there_still(
    root: Path, sources: Sources, tmp_path: Path
) -> None:
    refers = f"WARC-Refers-To: {makers.urn('a')}"
    again = makers.revisit(makers.http(b""), refers, url=URL, date="2016-01-01T00:00:00Z", name="r")
    unmodified = makers.revisit(
        b"HTTP/1.1 304 Not Modified\r\n\r\n", refers, url=URL, date="2017-01-01T00:00:00Z", name="s"
    )
    report = await take(root, sources, file(tmp_path / "a", answer(FIRST, "2015-01-01T00:00:00Z"), again, unmodified))
    pages = report.sources["xx_mfa"]
    assert (pages.published, pages.unchanged) == (1, 2)


async def test_what_is_no_statement_is_counted_and_not_kept_as_one(
    root: Path, sources: Sources, tmp_path: Path
) -> None:
    about = answer(FIRST, "2015-01-01T00:00:00Z", url="https://mfa.example/en/about", name="b")
    other = answer(FIRST, "2015-01-01T00:00:00Z", url="https://elsewhere.example/en/news/x", name="c")
    broken = makers.response(makers.http(b"<p>no article</p>"), url=f"{URL}-x", date="2015-01-01T00:00:00Z", name="d")
    gone = makers.response(makers.http(status="HTTP/1.1 404 Not Found"), url=f"{URL}-y", name="e")
    cut = answer(FIRST, "2015-01-01T00:00:00Z", "WARC-Truncated: length", url=f"{URL}-z", name="f")
    report = await take(root, sources, file(tmp_path / "a", about, other, broken, gone, cut))
    assert (report.others, report.foreign) == (1, 1)
    assert report.sources["xx_mfa"].refused == {"layout.mismatch": 1}
    assert lines(root) == []
    (refused,) = refusals(root)
    assert (refused["url"], refused["code"], refused["run"][:9]) == (f"{URL}-x", "layout.mismatch", IMPORTED)


async def test_listing_pages_give_their_hints(root: Path, sources: Sources, tmp_path: Path) -> None:
    text = b'<ul><li><a href="/en/news/odd-address">t</a><i>3 March 2015</i></li></ul>'
    listing = makers.response(
        makers.http(text), url="https://mfa.example/en/news", date="2015-09-09T00:00:00Z", name="l"
    )
    odd = "https://mfa.example/en/news/odd-address"
    report = await take(root, sources, file(tmp_path / "a", answer(FIRST, "2015-04-01T00:00:00Z", url=odd), listing))
    assert report.listings == 1
    (line,) = lines(root)
    assert line["published"]["date"] == "2015-03-03"
    assert line["extraction"]["evidence"]["listing"] == "https://mfa.example/en/news"


async def test_a_bad_file_is_refused_and_the_others_are_kept(root: Path, sources: Sources, tmp_path: Path) -> None:
    good = file(tmp_path / "good.warc.gz", answer(FIRST, "2015-01-01T00:00:00Z"))
    bad = tmp_path / "bad.warc.gz"
    bad.write_bytes(file(tmp_path / "x", answer(SECOND, "2016-01-01T00:00:00Z", name="b")).read_bytes()[:-9])
    report = await take(root, sources, bad, good)
    told = {one.name: one for one in report.files}
    assert (told["good.warc.gz"].outcome, told["bad.warc.gz"].outcome) == ("imported", "refused")
    assert told["bad.warc.gz"].reason == "the file ends inside this gzip member"
    assert told["bad.warc.gz"].offset
    assert len(lines(root)) == 1
    assert not list((root / "quarantine").glob("*.part"))


async def test_the_readable_part_of_a_bad_file(root: Path, sources: Sources, tmp_path: Path) -> None:
    path = file(tmp_path / "a", answer(FIRST, "2015-01-01T00:00:00Z"), answer(SECOND, "2016-01-01T00:00:00Z", name="b"))
    path.write_bytes(path.read_bytes()[:-9])
    report = await take(root, sources, path, keep_readable=True)
    (one,) = report.files
    assert (one.outcome, one.captures, len(one.left_out)) == ("imported", 1, 1)
    assert [line["body"]["text"] for line in lines(root)] == [FIRST]
    assert "only what could be read is kept" in report_text(report)


async def test_a_package_is_kept_file_by_file(root: Path, sources: Sources, tmp_path: Path) -> None:
    inner = {
        "archive/a.warc.gz": makers.packed([answer(FIRST, "2015-01-01T00:00:00Z")]),
        "archive/b.warc.gz": makers.packed([answer(SECOND, "2016-01-01T00:00:00Z", name="b")]),
    }
    report = await take(root, sources, makers.wacz(tmp_path / "crawl.wacz", inner))
    assert [(one.name, one.package) for one in report.files] == [
        ("a.warc.gz", "crawl.wacz"),
        ("b.warc.gz", "crawl.wacz"),
    ]
    assert len(lines(root)) == 2


async def test_what_browsers_record_is_read(root: Path, sources: Sources, tmp_path: Path) -> None:
    head = ("Content-Type: text/html", "Content-Encoding: br", "Transfer-Encoding: chunked")
    seen = makers.response(
        makers.http(page(FIRST), *head, status="HTTP/2 200"), url=URL, date="2022-01-01T00:00:00.123Z"
    )
    text = makers.record("resource", FIRST.encode(), "Content-Type: text/plain", url=f"urn:text:{URL}", name="t")
    report = await take(root, sources, file(tmp_path / "a", seen, text))
    assert report.sources["xx_mfa"].published == 1
    assert len(report.files[0].notes) == 2
    assert lines(root)[0]["fetched_at"] == "2022-01-01T00:00:00.123000Z"


async def test_only_a_named_source_is_read(root: Path, sources: Sources, tmp_path: Path) -> None:
    path = file(tmp_path / "a", answer(FIRST, "2015-01-01T00:00:00Z"))
    report = await take(root, sources, path, only=["yy_mfa"])
    assert report.files[0].outcome == "imported"
    assert (report.sources, report.foreign, lines(root)) == ({}, 1, [])
    later = await take(root, sources, path, only=["xx_mfa"])  # as for a source that is added later
    assert (later.files[0].outcome, later.sources["xx_mfa"].published) == ("known", 1)
    again = await take(root, sources, path, only=["xx_mfa"])
    assert (again.sources["xx_mfa"].unchanged, len(lines(root))) == (1, 1)


def test_a_dry_run_says_the_same_and_touches_nothing(root: Path, sources: Sources, tmp_path: Path) -> None:
    odd = makers.response(makers.http(page(FIRST)), url="https://mfa.example/en/about", name="o")
    path = file(tmp_path / "a", answer(FIRST, "2015-01-01T00:00:00Z"), odd)
    report = look_through_only([path], sources, archive=root)
    assert report.files[0].outcome == "sound"
    assert (report.sources["xx_mfa"].read, report.others) == (1, 1)
    assert not root.exists()
    assert "dry run" in report_text(report)


async def test_an_import_that_was_cut_off_before_its_pages_were_read_is_finished_by_the_next(
    root: Path, sources: Sources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = file(tmp_path / "a", answer(FIRST, "2015-01-01T00:00:00Z"))

    async def die(self: PageReader, names: list[str]) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(imports.PageReader, "read", die)
        with pytest.raises(KeyboardInterrupt):
            await take(root, sources, path)
    assert lines(root) == []
    other = file(tmp_path / "b", answer(SECOND, "2016-01-01T00:00:00Z", url=f"{URL}-b", name="b"))
    await take(root, sources, other)
    assert sorted(line["body"]["text"] for line in lines(root)) == sorted([FIRST, SECOND])
    report = await take(root, sources, path)
    assert [one.outcome for one in report.files] == ["known"]
    assert report.sources == {}


async def test_an_interrupted_crawl_goes_on_with_its_own_run_after_an_import(
    root: Path, sources: Sources, tmp_path: Path
) -> None:
    async with await Archive.open(root, min_free=0) as archive:
        begun = await archive.begin_run(sources["xx_mfa"], TOML)
        assert list(await archive.list_links(begun.run.id, "xx_mfa", [(URL, None)])) == [URL]
        await archive.end_run(begun.run.model_copy(update={"outcome": "interrupted"}))
    await take(root, sources, file(tmp_path / "a", answer(FIRST, "2015-01-01T00:00:00Z")))
    async with await Archive.open(root, min_free=0) as archive:
        again = await archive.begin_run(sources["xx_mfa"], TOML)
        assert (again.run.id, again.resumed) == (begun.run.id, True)
        assert [url for url, _ in await archive.to_ask(again.run.id, "xx_mfa")] == [URL]


async def test_an_import_keeps_but_does_not_read_what_unfolds_to_too_much(
    root: Path, sources: Sources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (import_pages, import_trial):
        monkeypatch.setattr(module, "LARGEST", 100_000)
    path = file(
        tmp_path / "a", answer(FIRST * 2000, "2015-01-01T00:00:00Z"), answer(FIRST, "2016-01-01T00:00:00Z", name="b")
    )
    for report in (look_through_only([path], sources, archive=root), await take(root, sources, path)):
        assert report.sources["xx_mfa"].refused == {"http.maxsize": 1}
        assert report.sources["xx_mfa"].read == 1
    assert [line["fetched_at"][:4] for line in lines(root)] == ["2016"]
