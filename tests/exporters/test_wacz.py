"""The WACZ exporter: what goes into a package, that it is always the same, and that others can read it."""

import gzip
import hashlib
import json
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.archive.errors import ArchiveDamaged, ArchiveError, StorageFailed
from crawler.archive.suppress import suppress
from crawler.exporters import wacz as exporter
from crawler.exporters.selection import SelectionError, Wanted
from crawler.exporters.wacz import export_wacz
from crawler.warc.cdxj import CdxLine, parse_line
from crawler.warc.package_in import incoming_files
from crawler.warc.reader import ReadRecord, read_records
from crawler.warc.wacz import Package
from crawler.warc.wacz_check import check_package
from tests.archive.desk import Desk
from tests.archive.world import a_draft, an_exchange, open_world
from tests.exporters.shelf import SITE, Shelf, make_shelf


def export(shelf: Shelf, target: Path, **wanted: object) -> Path:
    export_wacz(shelf.root, target, Wanted(**wanted))  # type: ignore[arg-type]
    assert list(check_package(target)) == []
    return target


def lines(path: Path) -> list[CdxLine]:
    with Package(path) as package:
        return [parse_line(text) for text in package.lines("indexes/index.cdx.gz")]


def pages(path: Path) -> list[dict[str, object]]:
    with Package(path) as package:
        header, *found = [json.loads(text) for text in package.lines("pages/pages.jsonl")]
    assert header == {"format": "json-pages-1.0", "id": "pages", "title": "Statements", "hasText": True}
    return found


def held(shelf: Shelf, path: Path) -> set[str]:
    """The names of the captures that a package holds."""
    names = {record_id: name for name, record_id in shelf.captures.items()}
    return {names[record.id] for record in records(path) if record.type in ("response", "revisit")}


def records(path: Path) -> Iterator[ReadRecord]:
    folder = path.with_suffix(".d")
    with zipfile.ZipFile(path) as file:
        for name in file.namelist():
            if name.startswith("archive/"):
                yield from read_records(Path(file.extract(name, folder)))


def test_a_statement_brings_its_captures_and_what_its_pages_need(shelf: Shelf, tmp_path: Path) -> None:
    path = export(shelf, tmp_path / "a.wacz", ids=(shelf.ids["one"],))
    assert held(shelf, path) == {"one", "one again", "one.css", "font", "bg", "moved", "logo"}


def test_a_statement_brings_its_documents_and_their_text(shelf: Shelf, tmp_path: Path) -> None:
    path = export(shelf, tmp_path / "a.wacz", ids=(shelf.ids["two"],))
    assert held(shelf, path) == {"two", "two edited", "pdf", "two.css", "two.css again"}
    assert [record.id for record in records(path) if record.type == "conversion"] == [shelf.texts["pdf"]]


def test_a_revisit_brings_the_response_that_holds_its_bytes(shelf: Shelf, tmp_path: Path) -> None:
    path = export(shelf, tmp_path / "a.wacz", ids=(shelf.ids["four"],))
    assert {"copy", "one"} <= held(shelf, path)


def test_what_was_read_and_what_came_late_goes_along(shelf: Shelf, tmp_path: Path) -> None:
    path = export(shelf, tmp_path / "a.wacz", ids=(shelf.ids["one"],))
    about = {shelf.captures[name] for name in ("one", "one again")}
    findings = [record for record in records(path) if record.type == "metadata"]
    told = [json.loads(record.block.removeprefix(b"json: ")) for record in findings]
    assert sorted(one["kind"] for one in told) == ["reading", "reading", "surplus"]
    assert {one["record_id"] for one in told if one["kind"] == "reading"} == about


def test_every_exchange_is_whole_and_every_file_begins_with_its_warcinfo(shelf: Shelf, tmp_path: Path) -> None:
    path = export(shelf, tmp_path / "a.wacz")
    found = list(records(path))
    requests = {record.id for record in found if record.type == "request"}
    answers = [record for record in found if record.type in ("response", "revisit")]
    assert all(record.header("warc-concurrent-to") in requests for record in answers)
    with zipfile.ZipFile(path) as file:
        for name in file.namelist():
            if name.startswith("archive/"):
                with file.open(name) as warc:
                    first = next(iter(ArchiveIterator(warc)))
                    assert first.rec_type == "warcinfo"


def test_listings_robots_and_pages_that_are_no_statement_stay_out(shelf: Shelf, tmp_path: Path) -> None:
    path = export(shelf, tmp_path / "a.wacz")
    assert held(shelf, path) == set(shelf.captures) - {"robots", "listing", "listing again", "refused", "unrelated"}


def test_records_are_copied_byte_for_byte(shelf: Shelf, tmp_path: Path) -> None:
    path = export(shelf, tmp_path / "a.wacz")
    originals = {}
    for warc in shelf.root.rglob("*.warc.gz"):
        for record in read_records(warc):
            originals[record.id] = warc.read_bytes()[record.offset : record.offset + record.length]
    with zipfile.ZipFile(path) as file:
        for name in file.namelist():
            if name.startswith("archive/"):
                data = file.read(name)
                inner = tmp_path / name.rpartition("/")[2]
                inner.write_bytes(data)
                for record in read_records(inner):
                    assert originals[record.id] == data[record.offset : record.offset + record.length]


def test_the_same_selection_twice_is_the_same_file(shelf: Shelf, tmp_path: Path) -> None:
    first = export(shelf, tmp_path / "a.wacz").read_bytes()
    assert export(shelf, tmp_path / "b.wacz").read_bytes() == first


def test_times_are_those_of_the_content(shelf: Shelf, tmp_path: Path) -> None:
    path = export(shelf, tmp_path / "a.wacz")
    with Package(path) as package:
        told = package.json("datapackage.json")
        latest = max(line.timestamp for line in lines(path))
        assert told["created"].translate({ord(mark): None for mark in "-:TZ"}) == latest
        assert {info.date_time for info in package.zip.infolist()} == {(2021, 11, 9, 9, 0, int(latest[-2:]) // 2 * 2)}


def test_pages_tell_title_text_and_statement_of_each_revision(shelf: Shelf, tmp_path: Path) -> None:
    found = pages(export(shelf, tmp_path / "a.wacz", ids=(shelf.ids["two"],)))
    assert [page["id"] for page in found] == [f"{shelf.ids['two']}.1", f"{shelf.ids['two']}.2"]
    assert all(page["url"] == f"{SITE}/2" and page["title"] == "Statement two" for page in found)
    assert [str(page["text"])[:11] for page in found] == ["Two. The mi", "Two, edited"]
    assert [str(page["ts"])[:10] for page in found] == ["2021-11-08", "2021-11-09"]


def test_a_period_takes_what_was_seen_in_it(shelf: Shelf, tmp_path: Path) -> None:
    first = export(shelf, tmp_path / "a.wacz", until="2021-11-08")
    assert held(shelf, first).isdisjoint({"one again", "two edited", "copy"})
    second = export(shelf, tmp_path / "b.wacz", since="2021-11-09")
    assert [page["statement"] for page in pages(second)] == [shelf.ids["one"], shelf.ids["two"], shelf.ids["four"]]
    assert {"one", "one again", "two edited", "copy"} <= held(shelf, second)  # "one" holds the bytes, and proves
    assert "two" not in held(shelf, second)


def test_a_style_sheet_is_the_one_of_the_pages_time(shelf: Shelf, tmp_path: Path) -> None:
    path = export(shelf, tmp_path / "a.wacz", since="2021-11-09", ids=(shelf.ids["two"],))
    assert "two.css again" in held(shelf, path)
    assert "two.css" not in held(shelf, path)


def test_a_suppressed_statement_and_what_shows_its_bytes_are_left_out(own_shelf: Shelf, tmp_path: Path) -> None:
    suppress(own_shelf.root, own_shelf.ids["one"], "a court says so")
    done = export_wacz(own_shelf.root, tmp_path / "a.wacz", Wanted())
    assert list(check_package(tmp_path / "a.wacz")) == []
    assert held(own_shelf, tmp_path / "a.wacz").isdisjoint({"one", "one again", "copy"})
    assert {page["statement"] for page in pages(tmp_path / "a.wacz")} == {own_shelf.ids["two"]}
    assert done.selected.left_out
    with pytest.raises(SelectionError, match="is suppressed"):
        export_wacz(own_shelf.root, tmp_path / "b.wacz", Wanted(ids=(own_shelf.ids["one"],)))
    with pytest.raises(SelectionError, match="nothing is selected"):
        export_wacz(own_shelf.root, tmp_path / "b.wacz", Wanted(ids=(own_shelf.ids["four"],)))
    assert not (tmp_path / "b.wacz").exists()


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (Wanted(sources=("us_oag",)), "nothing of a source 'us_oag'"),
        (Wanted(ids=("by_mfa-0",)), "no statement 'by_mfa-0'"),
        (Wanted(since="2022-01-01"), "nothing is selected"),
    ],
)
def test_what_selects_nothing_is_told_and_leaves_no_file(
    shelf: Shelf, tmp_path: Path, wanted: Wanted, told: str
) -> None:
    with pytest.raises(SelectionError, match=told):
        export_wacz(shelf.root, tmp_path / "a.wacz", wanted)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_exists_is_not_replaced(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "a.wacz").write_text("mine")
    with pytest.raises(FileExistsError):
        export_wacz(shelf.root, tmp_path / "a.wacz", Wanted())
    assert (tmp_path / "a.wacz").read_text() == "mine"


def test_segments_that_still_grow_are_exported_too(tmp_path: Path) -> None:
    shelf = make_shelf(tmp_path / "archive", seal=False)
    assert list(shelf.root.rglob("*.open"))
    path = export(shelf, tmp_path / "a.wacz")
    assert {"one again", "two edited", "copy"} <= held(shelf, path)


def test_lines_that_wait_in_the_outbox_are_exported_too(own_shelf: Shelf, tmp_path: Path) -> None:
    whole = export(own_shelf, tmp_path / "a.wacz")
    (file,) = (own_shelf.root / "statements").rglob("*.jsonl")
    *kept, last = file.read_bytes().splitlines(keepends=True)
    name = file.relative_to(own_shelf.root).as_posix()
    file.write_bytes(b"".join(kept))
    connection = sqlite3.connect(own_shelf.root / "catalogue.sqlite")
    connection.execute("UPDATE projections SET size = ? WHERE name = ?", (len(b"".join(kept)), name))
    connection.execute("INSERT INTO outbox VALUES (1, ?, ?)", (name, last))
    connection.commit()
    connection.close()
    assert export(own_shelf, tmp_path / "b.wacz").read_bytes() == whole.read_bytes()


def test_a_line_that_is_lost_is_damage(own_shelf: Shelf, tmp_path: Path) -> None:
    (file,) = (own_shelf.root / "statements").rglob("*.jsonl")
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:-1]))
    with pytest.raises(ArchiveDamaged, match="lines"):
        export_wacz(own_shelf.root, tmp_path / "a.wacz", Wanted())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["archive"]


def test_a_segment_that_is_cut_or_gone_is_damage(own_shelf: Shelf, tmp_path: Path) -> None:
    warc = min(own_shelf.root.rglob("*.warc.gz"))
    warc.write_bytes(warc.read_bytes()[:-200])
    with pytest.raises(ArchiveDamaged):
        export_wacz(own_shelf.root, tmp_path / "a.wacz", Wanted())
    warc.unlink()
    with pytest.raises(ArchiveDamaged):
        export_wacz(own_shelf.root, tmp_path / "a.wacz", Wanted())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["archive"]


def test_a_folder_that_is_no_archive_is_told(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no archive"):
        export_wacz(tmp_path / "none", tmp_path / "a.wacz", Wanted())


def test_a_target_that_cannot_be_written_is_told(shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(StorageFailed):
        export_wacz(shelf.root, tmp_path / "missing" / "a.wacz", Wanted())


def test_a_full_disk_leaves_nothing(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exporter.os, "fsync", full)
    with pytest.raises(StorageFailed, match="No space left"):
        export_wacz(shelf.root, tmp_path / "a.wacz", Wanted())
    assert list(tmp_path.iterdir()) == []


def test_wacz_validate_accepts_it(shelf: Shelf, tmp_path: Path) -> None:
    path = export(shelf, tmp_path / "a.wacz")
    run = [sys.executable, "-W", "ignore", "-m", "wacz", "validate", "-f", str(path)]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Validation succeeded" in done.stdout


def test_cdxj_indexer_finds_the_same_captures_in_the_same_places(shelf: Shelf, tmp_path: Path) -> None:
    path = export(shelf, tmp_path / "a.wacz")
    with zipfile.ZipFile(path) as file:
        file.extractall(tmp_path / "out")
    run = [sys.executable, "-W", "ignore", "-c", "from cdxj_indexer.main import main; main()", "-s"]
    done = subprocess.run(
        [*run, *map(str, sorted((tmp_path / "out" / "archive").iterdir()))], capture_output=True, text=True, check=True
    )
    theirs = [parse_line(line) for line in done.stdout.splitlines()]
    assert sorted(map(key, theirs)) == sorted(map(key, lines(path)))


def a_foreign_file(path: Path, url: str) -> Path:
    """As another program writes it: a warcinfo, a response, and a revisit of it a day later."""

    def record(kind: str, number: int, date: str, block: bytes, *more: str) -> bytes:
        lines = [
            "WARC/1.0",
            f"WARC-Type: {kind}",
            f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-9000-{number:012d}>",
            f"WARC-Date: {date}",
            *more,
            f"Content-Length: {len(block)}",
        ]
        return gzip.compress("\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n", mtime=0)

    http = ("Content-Type: application/http; msgtype=response", f"WARC-Target-URI: {url}")
    head, body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"<p>an older page"
    digest = f"WARC-Payload-Digest: sha256:{hashlib.sha256(body).hexdigest()}"
    profile = "WARC-Profile: http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"
    refers = (f"WARC-Refers-To-Target-URI: {url}", "WARC-Refers-To-Date: 2020-01-02T03:04:05Z")
    path.write_bytes(
        record("warcinfo", 1, "2020-01-02T03:04:00Z", b"software: another\r\n", "Content-Type: application/warc-fields")
        + record("response", 2, "2020-01-02T03:04:05Z", head + body, *http, digest)
        + record("revisit", 3, "2020-01-03T03:04:05Z", head, *http, digest, profile, *refers)
    )
    return path


def test_imported_captures_go_along_with_the_record_of_their_import(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "archive")
    url = f"{SITE}/1"
    run = desk.core.begin_run("by_mfa", "")
    desk.read(run.run.id, "1", "as it is now")
    desk.end(run)
    with closing(next(incoming_files(a_foreign_file(tmp_path / "theirs.warc.gz", url)))) as incoming:
        desk.core.import_files([incoming])
    desk.close()
    export_wacz(desk.root, tmp_path / "a.wacz", Wanted())
    assert list(check_package(tmp_path / "a.wacz")) == []
    found = lines(tmp_path / "a.wacz")
    assert [(line.timestamp[:8], line.mime) for line in found] == [
        ("20200102", "text/html"),
        ("20200103", "warc/revisit"),
        ("20211108", "text/html"),
    ]
    told = []
    with zipfile.ZipFile(tmp_path / "a.wacz") as file:
        for name in file.namelist():
            if name.startswith("archive/"):
                with file.open(name) as warc:
                    told += [one.content_stream().read() for one in ArchiveIterator(warc) if one.rec_type == "metadata"]
    assert sum(b'"kind":"import"' in one and b"theirs.warc.gz" in one for one in told) == 1


def key(line: CdxLine) -> tuple[object, ...]:
    return line.urlkey, line.timestamp, line.url, line.mime, line.status, line.offset, line.length, line.filename


def make_large(root: Path, megabytes: int) -> None:
    """A statement a hundred megabytes, each page with pictures of one megabyte that cannot be compressed."""
    core, lock = open_world(root)
    random = Random(7)
    run = core.begin_run("by_mfa", "")
    for number in range(0, megabytes, 100):
        names = [f"{SITE}/{number + n}.jpg" for n in range(min(100, megabytes - number))]
        for name in names:
            core.store(an_exchange(name, random.randbytes(1_000_000)))
        url = f"{SITE}/{number}"
        page = "".join(f"<img src={name}>" for name in names)
        capture = core.store(an_exchange(url, f"<html><p>{number}{page}</p></html>".encode()))
        assert capture is not None
        core.revise(run.run.id, a_draft(url, capture, text=f"Statement {number} " * 40), url)
        core.commit()
    core.end_run(run.run.model_copy(update={"outcome": "ok"}))
    core.close()
    lock.release()


_PEAK = """
import sys
from pathlib import Path
from crawler.exporters.selection import Wanted
from crawler.exporters.wacz import export_wacz
done = export_wacz(Path(sys.argv[1]), Path(sys.argv[2]), Wanted())
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(done.size, done.selected.captures, peak)
"""


def peak_of_export(root: Path, target: Path) -> tuple[int, int, int]:
    """Bytes of the package, captures in it, and the peak of the process's memory in KiB."""
    done = subprocess.run([sys.executable, "-c", _PEAK, root, target], capture_output=True, text=True, check=True)
    size, captures, peak = map(int, done.stdout.split())
    return size, captures, peak


def test_memory_does_not_grow_with_the_archive(tmp_path: Path) -> None:
    make_large(tmp_path / "small", 2)
    make_large(tmp_path / "large", 32)
    _, _, small = peak_of_export(tmp_path / "small", tmp_path / "small.wacz")
    size, captures, large = peak_of_export(tmp_path / "large", tmp_path / "large.wacz")
    assert size > 32_000_000
    assert captures == 33
    assert large - small < 16 * 1024
    assert large < 150 * 1024


@pytest.mark.prove
def test_a_gigabyte_is_exported_under_150_mb(tmp_path: Path) -> None:
    make_large(tmp_path / "archive", 1024)
    size, captures, peak = peak_of_export(tmp_path / "archive", tmp_path / "a.wacz")
    print(f"{size / 1e9:.2f} GB, {captures} captures, peak {peak / 1024:.0f} MiB")
    assert size > 1_000_000_000
    assert peak < 150 * 1024
    assert list(check_package(tmp_path / "a.wacz")) == []


def test_a_304_leads_to_the_page_that_it_confirmed(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "archive")
    run = desk.core.begin_run("by_mfa", "")
    desk.read(run.run.id, "1", "as it is now")
    desk.end(run)
    run = desk.core.begin_run("by_mfa", "")
    url = f"{SITE}/1"
    asked = ('If-None-Match: "1"',)
    moment = desk.clock()
    for _ in range(2):  # in one second: one line is enough for both
        again = desk.core.store(an_exchange(url, status="304 Not Modified", asked=asked, when=moment))
        assert again is not None
    assert again.payload is not None
    desk.core.revise(run.run.id, a_draft(url, again, text="as it is now", title="Statement"), url)
    desk.end(run)
    desk.close()
    export_wacz(desk.root, tmp_path / "a.wacz", Wanted())
    assert list(check_package(tmp_path / "a.wacz")) == []
    first, later = [line for line in lines(tmp_path / "a.wacz") if line.url == url]
    assert first.timestamp < later.timestamp
    assert (later.offset, later.filename, later.status) == (first.offset, first.filename, 200)
    with zipfile.ZipFile(tmp_path / "a.wacz") as file:
        file.extractall(tmp_path / "out")
    kept = [record for path in (tmp_path / "out" / "archive").iterdir() for record in read_records(path)]
    assert [record.type for record in kept if record.id == again.record_id] == ["revisit"]
