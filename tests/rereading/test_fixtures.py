"""Fixtures: a statement out of the archive as files, read again, and what is told where the source no longer fits."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.cli.main import main
from crawler.rereading.fixtures import (
    FixtureError,
    accept_fixture,
    check_fixture,
    find_fixtures,
    read_golden,
    save_fixture,
)
from tests.rereading.shelf import Shelf, page


def saved(shelf: Shelf, folder: Path, *, revision: int | None = None) -> Path:
    return save_fixture(shelf.root, shelf.lines()[0]["id"], folder, revision=revision)


def test_a_fixture_needs_no_archive_and_reads_as_it_should(shelf: Shelf, tmp_path: Path) -> None:
    shelf.keep(("1", page("A statement")))
    folder = saved(shelf, tmp_path / "kept")
    shelf.root.rename(tmp_path / "gone")
    assert folder.relative_to(tmp_path).parts[:2] == ("kept", "xx_mfa")
    checked = check_fixture(folder, shelf.sources)
    assert checked.right, checked
    assert read_golden(folder).title == "A statement"


def test_a_revisit_takes_the_bytes_that_it_refers_to_along(shelf: Shelf, tmp_path: Path) -> None:
    shelf.keep(("1", page("A statement")), day=8)
    shelf.keep(("2", page("A statement")), day=9)
    line = next(line for line in shelf.lines() if line["url"].endswith("/2"))
    assert line["capture"]["payload"] is not None
    folder = save_fixture(shelf.root, line["id"], tmp_path / "kept")
    shelf.root.rename(tmp_path / "gone")
    assert check_fixture(folder, shelf.sources).right


def test_a_source_that_reads_otherwise_is_told_field_by_field_and_may_be_accepted(shelf: Shelf, tmp_path: Path) -> None:
    shelf.keep(("1", page("A statement")))
    folder = saved(shelf, tmp_path / "kept")
    shelf.change('number = ".number"\n', "")
    checked = check_fixture(folder, shelf.sources)
    assert checked.differences["number"] == ("No 1", None)
    assert not checked.right
    accept_fixture(checked)
    assert check_fixture(folder, shelf.sources).right
    assert read_golden(folder).number is None


def test_a_page_that_is_refused_now_says_why(shelf: Shelf, tmp_path: Path) -> None:
    shelf.keep(("1", page("A statement")))
    folder = saved(shelf, tmp_path / "kept")
    shelf.change('body = ".text"', 'body = ".prose"')
    reason = check_fixture(folder, shelf.sources).reason
    assert reason is not None
    assert reason.startswith("layout.mismatch: ")


def test_the_revision_that_is_asked_for_is_saved(shelf: Shelf, tmp_path: Path) -> None:
    shelf.keep(("1", page("A statement")), day=8)
    shelf.keep(("1", page("A corrected statement")), day=9)
    assert read_golden(saved(shelf, tmp_path / "newest")).title == "A corrected statement"
    assert read_golden(saved(shelf, tmp_path / "first", revision=1)).title == "A statement"


def test_nothing_is_written_over_and_what_is_not_there_is_named(shelf: Shelf, tmp_path: Path) -> None:
    shelf.keep(("1", page("A statement")))
    saved(shelf, tmp_path / "kept")
    with pytest.raises(FixtureError, match="exists: delete it"):
        saved(shelf, tmp_path / "kept")
    with pytest.raises(FixtureError, match="does not hold a statement nobody"):
        save_fixture(shelf.root, "nobody", tmp_path / "kept")
    with pytest.raises(FixtureError, match="does not hold revision 7"):
        saved(shelf, tmp_path / "other", revision=7)
    with pytest.raises(FixtureError, match="no fixture in"):
        find_fixtures((shelf.root,))


def test_a_flipped_byte_of_a_fixture_is_found(shelf: Shelf, tmp_path: Path) -> None:
    shelf.keep(("1", page("A statement")))
    folder = saved(shelf, tmp_path / "kept")
    capture = folder / "capture.warc.gz"
    place = read_golden(folder).capture
    data = bytearray(capture.read_bytes())
    data[place.offset + place.length // 2] ^= 1
    capture.write_bytes(data)
    with pytest.raises(FixtureError, match="cannot be read"):
        check_fixture(folder, shelf.sources)


def test_the_command_saves_checks_and_fails_where_one_reads_differently(shelf: Shelf, tmp_path: Path) -> None:
    shelf.keep(("1", page("A statement")))
    kept = tmp_path / "kept"
    runner = CliRunner()
    common = ["--sources", str(shelf.sources_dir)]
    made = runner.invoke(
        main, [*common, "fixture", "save", shelf.lines()[0]["id"], "--archive", str(shelf.root), "--to", str(kept)]
    )
    assert (made.exit_code, made.output.strip()) == (0, str(find_fixtures((kept,))[0])), made.output
    right = runner.invoke(main, [*common, "fixture", "check", str(kept)])
    assert (right.exit_code, right.output.splitlines()[-1]) == (0, "1 of 1 fixtures read as they should")
    golden = find_fixtures((kept,))[0] / "statement.json"
    golden.write_text(golden.read_text().replace('"A statement"', '"Another statement"'))
    wrong = runner.invoke(main, [*common, "fixture", "check", str(kept)])
    assert wrong.exit_code == 6
    assert "should be Another statement" in wrong.output
    told = json.loads(runner.invoke(main, [*common, "fixture", "check", str(kept), "--json"]).output)
    assert told["differences"]["title"] == {"should": "Another statement", "reads": "A statement"}
