"""The BagIt exporter: valid to bagit.py, and an archive again."""

import logging
import shutil
from datetime import UTC, datetime
from pathlib import Path

import bagit
import pytest

from crawler.archive.errors import ArchiveDamaged, ArchiveError, StorageFailed
from crawler.archive.rebuild import rebuild
from crawler.archive.verify import verify
from crawler.exporters import bagit as exporter
from crawler.exporters.bagit import export_bagit
from tests.exporters.shelf import Shelf, make_shelf


@pytest.fixture(autouse=True)
def _quiet() -> None:
    logging.getLogger("bagit").setLevel(logging.CRITICAL)


def clock() -> datetime:
    return datetime(2026, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize("link", [False, True])
def test_a_bag_is_valid_and_holds_every_file_but_the_catalogue(shelf: Shelf, tmp_path: Path, link: bool) -> None:
    done = export_bagit(shelf.root, tmp_path / "bag", link=link, clock=clock)
    bag = bagit.Bag(str(tmp_path / "bag"))
    bag.validate()
    assert bag.info["Bagging-Date"] == "2026-01-02"
    assert bag.info["Payload-Oxum"] == f"{done.bytes}.{done.files}"
    assert done.growing == ()
    data = tmp_path / "bag" / "data"
    for path in data.rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (shelf.root / path.relative_to(data)).read_bytes()
    kept = {path.name for path in data.rglob("*") if path.is_file()}
    wanted = {path.name for path in shelf.root.rglob("*") if path.is_file()}
    assert {name for name in wanted - kept if not name.startswith(("catalogue.sqlite", "archive.lock"))} <= {
        "rewrite.lock"
    }


def test_linked_files_are_those_of_the_archive_and_lines_are_copies(shelf: Shelf, tmp_path: Path) -> None:
    export_bagit(shelf.root, tmp_path / "bag", link=True)
    data = tmp_path / "bag" / "data"
    for warc in data.rglob("*.warc.gz"):
        assert warc.samefile(shelf.root / warc.relative_to(data))
    for lines in data.rglob("*.jsonl"):
        assert not lines.samefile(shelf.root / lines.relative_to(data))


def test_a_bags_data_is_an_archive_again(shelf: Shelf, tmp_path: Path) -> None:
    export_bagit(shelf.root, tmp_path / "bag")
    shutil.copytree(tmp_path / "bag" / "data", tmp_path / "again")
    rebuild(tmp_path / "again")
    assert list(verify(tmp_path / "again")) == []


def test_files_that_grow_are_left_out_and_named(tmp_path: Path) -> None:
    shelf = make_shelf(tmp_path / "archive", seal=False)
    done = export_bagit(shelf.root, tmp_path / "bag")
    bagit.Bag(str(tmp_path / "bag")).validate()
    (growing,) = shelf.root.rglob("*.open")
    assert done.growing == (growing.relative_to(shelf.root).as_posix().removesuffix(".open"),)
    assert not list((tmp_path / "bag").rglob("*.open"))


def test_a_changed_byte_in_a_sealed_file_is_found_and_no_bag_made(own_shelf: Shelf, tmp_path: Path) -> None:
    warc = min(own_shelf.root.rglob("*.warc.gz"))
    data = bytearray(warc.read_bytes())
    data[len(data) // 2] ^= 1
    warc.write_bytes(data)
    with pytest.raises(ArchiveDamaged, match="sealed with"):
        export_bagit(own_shelf.root, tmp_path / "bag")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["archive"]


@pytest.mark.parametrize("link", [False, True])
def test_a_sealed_file_that_is_cut_or_gone_is_found(own_shelf: Shelf, tmp_path: Path, link: bool) -> None:
    warc = min(own_shelf.root.rglob("*.warc.gz"))
    warc.write_bytes(warc.read_bytes()[:-1])
    with pytest.raises(ArchiveDamaged):
        export_bagit(own_shelf.root, tmp_path / "bag", link=link)
    warc.unlink()
    with pytest.raises(ArchiveDamaged):
        export_bagit(own_shelf.root, tmp_path / "bag", link=link)


def test_a_folder_that_is_there_or_was_left_or_lies_within_is_refused(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "bag").mkdir()
    with pytest.raises(FileExistsError, match="exists already"):
        export_bagit(shelf.root, tmp_path / "bag")
    (tmp_path / "other.part").mkdir()
    with pytest.raises(FileExistsError, match="cut off"):
        export_bagit(shelf.root, tmp_path / "other")
    with pytest.raises(FileExistsError, match="within the archive"):
        export_bagit(shelf.root, shelf.root / "bag")


def test_where_links_are_not_possible_it_is_told(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def across(self: Path, _: Path) -> None:
        raise OSError(18, "Invalid cross-device link", str(self))

    monkeypatch.setattr(exporter.Path, "hardlink_to", across)
    with pytest.raises(StorageFailed, match="leave out --link"):
        export_bagit(shelf.root, tmp_path / "bag", link=True)


def test_a_folder_that_is_no_archive_is_told(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no archive"):
        export_bagit(tmp_path / "none", tmp_path / "bag")
