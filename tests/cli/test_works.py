"""``communique works``: what says the same is shown, confirmed and split."""

import json
from pathlib import Path

import pytest

from tests.archive.desk import Desk
from tests.archive.test_linking import id_of, read
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
