"""``communique history`` and ``communique diff``, as processes on an archive."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.archive.desk import BASE, Desk
from tests.cli.conftest import Command

FIRST = "The ministry received 12 guests in May. They talked at length."
SECOND = "The ministry received 13 guests in May. They talked at length."


def day(number: int) -> datetime:
    return datetime(2021, 11, number, 12, tzinfo=UTC)


@pytest.fixture
def archive(tmp_path: Path) -> tuple[Path, str]:
    """An archive of a statement that was edited and edited back, and its id; at one address two sources have one."""
    desk = Desk(tmp_path / "archive")
    first = desk.read(None, "a", FIRST, when=day(10)).statement
    assert first is not None
    desk.read(None, "a", SECOND, when=day(14))
    desk.read(None, "a", FIRST, when=day(16))
    for source in ("us_oag", "xx_press"):
        desk.read(None, "old", f"Another text, as {source} has it.", source=source, when=day(10))
    desk.close()
    return desk.root, first.id


def test_a_history_is_shown_to_people_and_to_programs(communique: Command, archive: tuple[Path, str]) -> None:
    root, name = archive
    for asked in (name, f"{BASE}/a"):
        shown = communique("history", asked, "--archive", root)
        assert shown.returncode == 0, shown.stderr
        assert shown.stdout.startswith(f"{name}  {BASE}/a\n")
        assert "seen 2021-11-10 12:00 to 2021-11-16 12:00 UTC" in shown.stdout
        assert "revision 3 (current)" in shown.stdout
        assert shown.stdout.count("number since revision") == 2
        assert shown.stdout.count("  proof     warc/by_mfa/") == 3
    told = json.loads(communique("history", name, "--archive", root, "--json").stdout)
    assert [(one["revision"], one["current"]) for one in told["revisions"]] == [(1, False), (2, False), (3, True)]
    assert told["revisions"][0]["difference"] is None
    assert [edit["class"] for edit in told["revisions"][1]["difference"]["edits"]] == ["number"]
    assert [change["kind"] for change in told["changes"]] == ["published", "revised", "revised"]


def test_two_revisions_are_laid_beside_each_other(communique: Command, archive: tuple[Path, str]) -> None:
    root, name = archive
    shown = communique("diff", name, "--archive", root)
    assert shown.returncode == 0, shown.stderr
    assert "revision 3: number since revision 2, silently" in shown.stdout
    assert "[-13-]{+12+}" in shown.stdout
    second = communique("diff", name, "--revision", "2", "--archive", root).stdout
    assert "[-12-]{+13+}" in second
    assert "from      warc/by_mfa/" in second
    first = communique("diff", name, "--revision", "1", "--archive", root).stdout
    assert "revision 1: nothing is known from before it" in first
    same = communique("diff", name, "--since", "1", "--archive", root).stdout
    assert "revision 3 says what revision 1 says" in same
    told = json.loads(communique("diff", name, "--revision", "2", "--archive", root, "--json").stdout)
    assert (told["before"]["revision"], told["after"]["revision"]) == (1, 2)
    [edit] = told["difference"]["edits"]
    assert (edit["class"], edit["before"], edit["after"]) == ("number", "12", "13")


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("history", "by_mfa-0"), 1, "holds no statement by_mfa-0: give its id, or its address"),
        (("diff", f"{BASE}/nothing"), 1, "holds no statement at"),
        (("history", f"{BASE}/old"), 1, "holds 2 statements at"),
        (("diff", f"{BASE}/a", "--revision", "4"), 1, "has no revision 4: it has 3, numbered from 1"),
        (("diff", f"{BASE}/a", "--since", "0"), 2, "--since"),
    ],
    ids=["no id", "no address", "two there", "no revision", "no number"],
)
def test_what_cannot_be_shown_is_said(
    communique: Command, archive: tuple[Path, str], arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    ran = communique(*arguments, "--archive", archive[0])
    assert (ran.returncode, ran.stdout) == (code, "")
    assert sentence in ran.stderr
    assert "Traceback" not in ran.stderr
