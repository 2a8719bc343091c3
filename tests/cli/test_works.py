"""``communique works``: what says the same is shown, confirmed and split."""

import json
from pathlib import Path

import pytest

from crawler.archive.judging import confirm, split
from crawler.archive.rebuild import rebuild
from crawler.archive.verify import verify
from tests.archive.desk import Desk
from tests.archive.test_linking import id_of, read
from tests.archive.test_rebuild import rows
from tests.cli.conftest import Command
from tests.works.clusters import BRIDGE, BRIDGE_AGENCY, CALL


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Path, str, str, str]:
    """An archive of a statement, an edited copy of it and another one; their ids."""
    desk = Desk(tmp_path / "kept")
    first = id_of(read(desk, "1", BRIDGE))
    copy = id_of(read(desk, "2", BRIDGE_AGENCY, source="us_oag", host="wire.example", day="2024-03-15"))
    apart = id_of(read(desk, "3", CALL, day="2024-05-03"))
    desk.close()
    return desk.root, first, copy, apart


def kinds(root: Path) -> list[str]:
    return [json.loads(line)["kind"] for line in (root / "changes.jsonl").read_bytes().splitlines()]


def test_a_work_is_shown_to_people_and_to_programs(communique: Command, kept: tuple[Path, str, str, str]) -> None:
    root, first, copy, apart = kept
    shown = communique("works", "show", copy, "--archive", root)
    assert shown.returncode == 0, shown.stderr
    assert "2 statements, the first one first by the days that the pages state" in shown.stdout
    assert shown.stdout.index(first) < shown.stdout.index(copy)
    assert "published 1 day later" in shown.stdout
    assert "copy of" in shown.stdout
    assert "the ministry said" in shown.stdout
    told = json.loads(communique("works", "show", copy, "--archive", root, "--json").stdout)
    assert [member["id"] for member in told["members"]] == [first, copy]
    assert told["members"][1]["took_seconds"] == 86400
    assert told["members"][1]["edits"]
    assert "is alone" in communique("works", "show", apart, "--archive", root).stdout


def test_a_person_splits_and_links(communique: Command, kept: tuple[Path, str, str, str]) -> None:
    root, first, copy, apart = kept
    done = communique("works", "split", first, copy, "--archive", root, "--reason", "two events")
    assert done.returncode == 0, done.stderr
    assert "are apart, and are not linked again: decision 1 (1 ended)" in done.stdout
    done = communique("works", "link", apart, first, "--archive", root, "--kind", "excerpt", "--reason", "by eye")
    assert done.returncode == 0, done.stderr
    assert "are linked as excerpt: decision 2 (1 link added)" in done.stdout
    assert "excerpt of" in communique("works", "show", apart, "--archive", root).stdout
    assert kinds(root)[-4:] == ["decided", "unlinked", "decided", "linked"]
    verified = communique("verify", "--archive", root)
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_what_a_person_decided_of_links_outlives_the_loss_of_the_change_log(kept: tuple[Path, str, str, str]) -> None:
    root, first, copy, apart = kept
    split(root, first, copy, "two events")
    confirm(root, apart, first, "excerpt", "by eye")
    before = links(root)
    assert [(row[0], row[1], row[2]) for row in before] == [(apart, first, "excerpt")]
    decided = kinds(root)[-4:]
    (root / "changes.jsonl").unlink()
    rebuild(root)
    assert [row[:5] for row in links(root)] == [row[:5] for row in before]
    Desk(root).close()  # the next opening writes the lines that were adopted
    assert kinds(root)[-4:] == decided
    assert list(verify(root)) == []
    again = rows(root)
    rebuild(root)
    assert rows(root) == again


def links(root: Path) -> list[tuple[object, ...]]:
    return rows(root)["links"]


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("show", "nobody"), 1, "holds no statement 'nobody'"),
        (("split", "nobody", "nobody2", "--reason", "x"), 1, "holds no statement 'nobody'"),
        (("link", "a", "b"), 2, "--reason"),
        (("link", "a", "b", "--kind", "reply", "--reason", "x"), 2, "reply"),
    ],
    ids=["show", "split", "no reason", "no kind"],
)
def test_what_cannot_be_done_is_said(
    communique: Command, kept: tuple[Path, str, str, str], arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    ran = communique("works", *arguments, "--archive", kept[0])
    assert ran.returncode == code
    assert sentence in ran.stderr
