"""The play itself: that it gives what the other tests take for granted."""

import json
from pathlib import Path

from sqlalchemy import func, select

from crawler.archive.verify import verify
from crawler.catalogue.database import FILE, read_catalogue
from crawler.catalogue.schema import captures, conversions
from crawler.model.change import CHANGE_KINDS
from tests.archive.play import SITES, play, texts


def told(root: Path) -> dict[str, list[dict[str, object]]]:
    return {name: [json.loads(line) for line in data.splitlines()] for name, data in texts(root)}


def test_a_crawl_leaves_an_archive_without_damage(tmp_path: Path) -> None:
    play(tmp_path / "archive")
    assert list(verify(tmp_path / "archive")) == []
    files = told(tmp_path / "archive")
    assert sorted(files) == [
        "changes.jsonl",
        "quarantine/refused.jsonl",
        "statements/by_mfa/2021-11.jsonl",
        "statements/us_oag/2021-11.jsonl",
    ]
    ours = [(line["url"], line["revision"], line["event"]) for line in files["statements/by_mfa/2021-11.jsonl"]]
    base = "http://by-mfa.example"
    assert sorted(ours) == sorted(
        [
            (f"{base}/1", 1, "published"),
            (f"{base}/2", 1, "published"),
            (f"{base}/3", 1, "published"),
            (f"{base}/1", 2, "revised"),
            (f"{base}/6", 1, "published"),  # could not be reached in the first crawl
            (f"{base}/8", 1, "published"),  # was cut off in the first crawl
            (f"{base}/7", 1, "published"),
            (f"{base}/3", 2, "revised"),  # was gone for days
        ]
    )
    changes = files["changes.jsonl"]
    assert [change["cursor"] for change in changes] == list(range(1, len(changes) + 1))
    assert {change["kind"] for change in changes} == set(CHANGE_KINDS) - {"decided", "reextracted"}
    assert [(change["kind"], change["url"]) for change in changes if change["kind"] in ("withdrawn", "moved")] == [
        ("moved", f"{base}/9"),
        ("withdrawn", f"{base}/3"),
    ]
    assert not list((tmp_path / "archive").rglob("*.open"))


def test_a_crawl_has_answers_of_every_kind(tmp_path: Path) -> None:
    play(tmp_path)
    with read_catalogue(tmp_path / FILE) as connection:
        kinds = connection.execute(
            select(captures.c.type, captures.c.status, captures.c.truncated, func.count()).group_by(
                "type", "status", "truncated"
            )
        )
        assert {tuple(row) for row in kinds} == {
            ("response", 200, None, 6),
            ("response", 200, "disconnect", 1),
            ("response", 301, None, 1),
            ("response", 410, None, 3),
            ("revisit", 200, None, 6),
            ("revisit", 304, None, 1),
        }
        assert connection.execute(select(func.count()).select_from(conversions)).scalar() == 1


def test_a_second_crawl_that_finds_nothing_new_writes_no_line(tmp_path: Path) -> None:
    once = {("us_oag", 1): SITES["us_oag", 1]}
    play(tmp_path, sites=once)
    before = list(texts(tmp_path))
    play(tmp_path, sites={("us_oag", 2): SITES["us_oag", 1]}, start=30)
    assert list(texts(tmp_path)) == before
    assert len(list(tmp_path.rglob("*.warc.gz"))) == 2
    assert list(verify(tmp_path)) == []
