"""Verify, the change log: whatever does not follow from it, or what it rests on and is not there, is named."""

import json
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crawler.archive.changes import captures_in, read_changes
from crawler.catalogue.database import FILE
from crawler.model.change import Change, ChangeKind
from crawler.model.line import to_line
from tests.archive.play import play
from tests.archive.test_verify import found, sql

CHANGES = "changes.jsonl"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    play(tmp_path / "archive")
    return tmp_path / "archive"


def the(root: Path, kind: ChangeKind) -> Change:
    """The first change of a kind."""
    return next(change for change in read_changes(root) if change.kind == kind)


def told_otherwise(root: Path, cursor: int, alter: Callable[[dict[str, Any]], object]) -> None:
    """A change with other data, in the file and in the catalogue alike."""
    lines = []
    for change in read_changes(root):
        data = change.data
        if change.cursor == cursor:
            data = json.loads(json.dumps(data))
            alter(data)
            sql(root, "UPDATE changes SET data = ? WHERE cursor = ?", json.dumps(data), cursor)
        lines.append(to_line(change.model_copy(update={"data": data})))
    (root / CHANGES).write_bytes(b"".join(lines))
    sql(root, "UPDATE projections SET size = ? WHERE name = ?", sum(map(len, lines)), CHANGES)


def sentences(root: Path, file: str) -> list[str]:
    return [sentence for name, _, sentence in found(root) if name == file]


def test_a_log_told_anew_without_a_difference_is_sound(root: Path) -> None:
    told_otherwise(root, 1, lambda data: None)
    assert found(root) == []


def test_every_kind_rests_on_captures_or_is_about_links(root: Path) -> None:
    resting = {change.kind for change in read_changes(root) if any(captures_in(change.data))}
    assert resting == {"published", "revised", "withdrawn", "restored", "moved"}


@pytest.mark.parametrize("kind", ["published", "revised", "withdrawn", "restored", "moved"])
def test_a_proof_that_is_not_there_or_lies_elsewhere_is_damage(root: Path, kind: ChangeKind) -> None:
    change = the(root, kind)
    proof = next(one for one in captures_in(change.data) if isinstance(one, dict))
    lost = {**proof, "record_id": "<urn:uuid:ffffffff-0000-4000-8000-000000000000>"}
    for other, sentence in ((lost, "is not in the archive"), ({**proof, "offset": 1}, "its capture has the offset 1")):

        def alter(data: dict[str, Any], other: dict[str, Any] = other) -> None:
            next(one for one in captures_in(data) if isinstance(one, dict)).update(other)

        told_otherwise(root, change.cursor, alter)
        assert any(sentence in one for one in sentences(root, CHANGES)), sentence


def test_a_change_that_lacks_what_became_true_is_damage(root: Path) -> None:
    told_otherwise(root, the(root, "withdrawn").cursor, lambda data: data.pop("interval"))
    assert any("does not say all of what became true" in one for one in sentences(root, CHANGES))


def test_a_withdrawal_that_the_log_does_not_know_is_damage_and_one_that_the_catalogue_forgot(root: Path) -> None:
    page = the(root, "published").id
    sql(root, "UPDATE statements SET withdrawn = '2021-11-09' WHERE id = ?", page)
    assert sentences(root, FILE) == [f"{page} is withdrawn since 2021-11-09 here, but stands after the changes"]
    sql(root, "UPDATE statements SET withdrawn = NULL")
    assert found(root) == []
    told_otherwise(root, the(root, "restored").cursor, lambda data: data.update(suppressed=1))
    assert any("stands here, but is withdrawn since" in one for one in sentences(root, FILE))


def test_a_move_into_another_that_the_log_does_not_know_is_damage(root: Path) -> None:
    page = the(root, "published").id
    sql(root, "UPDATE statements SET moved_into = 'by_mfa-other' WHERE id = ?", page)
    assert sentences(root, FILE) == [f"{page} has moved into by_mfa-other here, but into none after the changes"]


def test_a_link_too_many_or_too_few_is_damage(root: Path) -> None:
    one, other, kind = sql(root, "SELECT statement_id, other_id, kind FROM links")[0]
    sql(root, "DELETE FROM links WHERE statement_id = ? AND other_id = ?", one, other)
    assert sentences(root, FILE) == [f"{one} is linked with {other} as {kind} after the changes, but not here"]
    sql(root, "INSERT INTO links VALUES (?, ?, ?, 'none', 1, '2021')", one, other, kind)
    assert found(root) == []
    sql(root, "INSERT INTO links VALUES (?, ?, 'excerpt', 'none', 1, '2021')", one, other)
    assert sentences(root, FILE) == [f"{one} is linked with {other} as excerpt here, but not after the changes"]


def test_a_link_that_ended_and_is_there_is_damage(root: Path) -> None:
    ended = the(root, "unlinked")
    sql(root, "INSERT INTO links VALUES (?, ?, 'copy', 'none', 1, '2021')", ended.data["linked"], ended.id)
    assert sentences(root, FILE) == [
        f"{ended.data['linked']} is linked with {ended.id} as copy here, but not after the changes"
    ]


def test_a_revision_that_was_never_told_or_told_twice_is_damage(root: Path) -> None:
    change = the(root, "revised")
    told_otherwise(root, change.cursor, lambda data: data.update(revision=1))
    damages = sentences(root, CHANGES)
    assert any("reading 1 of revision 1 was told before" in one for one in damages)
    assert f"revision 2 of {change.id}, reading 1, was never told" in damages


def test_another_line_in_the_catalogue_than_in_the_file_is_damage(root: Path) -> None:
    name = the(root, "published").id
    (data,) = sql(root, "SELECT data FROM lines WHERE statement_id = ? AND revision = 1", name)[0]
    for wrong in (zlib.compress(b"{}\n"), b"no deflated line"):
        sql(root, "UPDATE lines SET data = ? WHERE statement_id = ? AND revision = 1", wrong, name)
        assert any("holds another line of revision 1" in damage for _, _, damage in found(root))
    sql(root, "UPDATE lines SET data = ? WHERE statement_id = ? AND revision = 1", data, name)
    assert found(root) == []
    sql(root, "INSERT INTO lines VALUES ('by_mfa-nobody', 1, 1, ?)", data)
    assert sentences(root, FILE) == ["it holds a line of revision 1 of by_mfa-nobody, which is not to be here"]
