"""Erasure: the records are gone from the WARC files, and everything else in them is as it was and where it was."""

import gzip
import json
import re
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select
from warcio.archiveiterator import ArchiveIterator

from crawler.archive.errors import ArchiveDamaged, ArchiveError
from crawler.archive.foreign_rows import IMPORTED
from crawler.archive.rebuild import rebuild
from crawler.archive.rows import select_captures, to_capture
from crawler.archive.suppress import SuppressReport, suppress
from crawler.archive.verify import verify
from crawler.archive.walk import walk
from crawler.catalogue.database import FILE, read_catalogue
from crawler.catalogue.schema import captures, conversions, files, validators
from crawler.model.statement import Attachment
from crawler.warc.reader import metadata_payload
from tests.archive.desk import BASE, Desk
from tests.archive.importing import URL, foreign_files, incoming
from tests.archive.test_suppress import OTHER, SECRET, TITLE, crawl, read, rows
from tests.archive.world import Counting, Ticking, a_draft, an_exchange, open_world
from tests.warc import makers

WORD = b"prisoner"
Members = dict[str, tuple[str, int, int, str]]  # id: file, offset, length, type


def erase(root: Path, name: str) -> SuppressReport:
    return suppress(root, name, "court order 12/34", erase=True, clock=Ticking())


def members(root: Path) -> Members:
    """Every record of our files."""
    found = {}
    for path in sorted((root / "warc").rglob("*.warc.gz")):
        for record in walk(path, path.stat().st_size, _no):
            found[record.id] = (path.name, record.offset, record.length, record.type)
    return found


def _no(offset: int, sentence: str) -> None:
    raise AssertionError(f"{offset}: {sentence}")


def says(root: Path, word: bytes = WORD) -> list[str]:
    """The files that hold the word, WARC files inflated."""
    found = []
    for path in sorted(root.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            if path.name.endswith(".gz"):
                data = gzip.decompress(data)
            if word in data:
                found.append(path.relative_to(root).as_posix())
    return found


@pytest.fixture
def alone(tmp_path: Path) -> tuple[Path, str]:
    """An archive where nobody else says what the statement says."""
    desk = Desk(tmp_path / "archive")
    run = desk.core.begin_run("by_mfa", "")
    name = read(desk, run.run.id, "1", SECRET, TITLE, also_at=(f"{BASE}/one",))
    read(desk, run.run.id, "2", OTHER, "Of something else")
    desk.end(run)
    run = desk.core.begin_run("by_mfa", "")
    read(desk, run.run.id, "1", SECRET, TITLE)  # a revisit
    read(desk, run.run.id, "2", OTHER, "Of something else")
    read(desk, run.run.id, "1", SECRET + "It was edited.", TITLE)
    desk.end(run)
    desk.close()
    return tmp_path / "archive", name


def test_not_a_word_is_left_anywhere(alone: tuple[Path, str]) -> None:
    root, name = alone
    assert len(says(root)) >= 4
    report = erase(root, name)
    assert says(root) == []
    assert says(root, TITLE.encode()) == []
    assert list(verify(root)) == []
    assert len(report.erased) == 2
    assert report.kept == []


def test_every_other_record_lies_where_it_lay(alone: tuple[Path, str]) -> None:
    root, name = alone
    before, sizes = members(root), {path: path.stat().st_size for path in root.rglob("*.warc.gz")}
    gone = {record for record, place in before.items() if says_of(root, place)}
    erase(root, name)
    after = members(root)
    assert {path: path.stat().st_size for path in root.rglob("*.warc.gz")} == sizes
    kept = {record: place for record, place in before.items() if record in after}
    assert gone.isdisjoint(kept)
    assert {record: after[record] for record in kept} == kept
    new = [place for record, place in after.items() if record not in before]
    assert all(place[3] == "metadata" for place in new)
    assert sum(place[2] for place in new) == sum(before[record][2] for record in before.keys() - after.keys())


def says_of(root: Path, place: tuple[str, int, int, str]) -> bool:
    path = next((root / "warc").rglob(place[0]))
    return WORD in gzip.decompress(path.read_bytes()[place[1] : place[1] + place[2]])


def test_the_filler_says_what_was_there_and_who_decided(alone: tuple[Path, str]) -> None:
    root, name = alone
    before = members(root)
    erase(root, name)
    fillers = [
        metadata_payload(record)
        for path in root.rglob("*.warc.gz")
        for record in walk(path, path.stat().st_size, _no)
        if record.id not in before
    ]
    told = [entry for filler in fillers for entry in filler["records"]]
    assert {filler["kind"] for filler in fillers} == {"erased"}
    assert {before[entry["id"]][3] for entry in told} == {"request", "response", "revisit", "metadata"}
    assert all(before[entry["id"]][3] == entry["type"] for entry in told)
    assert {filler["statement"] for filler in fillers} == {name}


def test_catalogue_manifest_and_decisions_tell_the_new_digests(alone: tuple[Path, str]) -> None:
    root, name = alone
    old = dict(line.split("  ")[::-1] for line in (root / "manifest-sha256.txt").read_text().splitlines())
    report = erase(root, name)
    new = dict(line.split("  ")[::-1] for line in (root / "manifest-sha256.txt").read_text().splitlines())
    decisions = [json.loads(line) for line in (root / "decisions.jsonl").read_bytes().splitlines()]
    assert [line["kind"] for line in decisions] == ["suppress", "erase", "erase"]
    told = {file: entry for line in decisions[1:] for file, entry in line["data"]["files"].items()}
    for erased in report.erased:
        assert (old[erased.file], new[erased.file]) == (erased.old, erased.new)
        assert (told[erased.file]["old"], told[erased.file]["new"]) == (erased.old, erased.new)
        assert erased.old != erased.new
        assert erased.file in str(report)
    with read_catalogue(root / FILE) as connection:
        assert {row.name: row.sha256 for row in connection.execute(select(files))} == new


def test_a_rebuild_gives_the_same_rows(alone: tuple[Path, str]) -> None:
    root, name = alone
    erase(root, name)
    before = rows(root)
    with read_catalogue(root / FILE) as connection:
        urls = set(connection.execute(select(captures.c.url)).scalars())
        assert set(connection.execute(select(validators.c.url)).scalars()) == {f"{BASE}/2"}
    assert urls == {f"{BASE}/2"}
    report = rebuild(root)
    assert (report.adopted, report.damages) == (0, [])
    assert rows(root) == before


def test_it_may_come_after_the_suppression_and_once_more(alone: tuple[Path, str]) -> None:
    root, name = alone
    suppress(root, name, "at first hidden", clock=Ticking())
    assert len(erase(root, name).erased) == 2
    assert erase(root, name).erased == []
    assert says(root) == []


def test_a_file_that_grows_is_sealed_first(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    run = desk.core.begin_run("by_mfa", "").run.id
    name = read(desk, run, "1", SECRET, TITLE)
    desk.close()
    assert list(tmp_path.rglob("*.open"))
    erase(tmp_path, name)
    assert not list(tmp_path.rglob("*.open"))
    assert says(tmp_path) == []
    assert list(verify(tmp_path)) == []


def test_bytes_that_another_statement_refers_to_stay_and_are_told(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    run = desk.core.begin_run("by_mfa", "")
    name = read(desk, run.run.id, "1", SECRET, TITLE)
    read(desk, run.run.id, "3", SECRET, TITLE)  # the same bytes at another address: a revisit
    desk.end(run)
    desk.close()
    before = members(tmp_path)
    report = erase(tmp_path, name)
    assert list(verify(tmp_path)) == []
    ((record_id, url, sentence),) = report.kept
    assert (before[record_id][3], url) == ("response", f"{BASE}/1")
    assert f"{BASE}/3" in sentence
    assert record_id in members(tmp_path)
    told = [
        json.loads(line)["data"]["kept"][0]["record_id"]
        for line in (tmp_path / "decisions.jsonl").read_bytes().splitlines()
        if json.loads(line)["kind"] == "erase"
    ]
    assert told == [record_id]
    kept = rows(tmp_path)
    rebuild(tmp_path)
    assert rows(tmp_path) == kept


def test_documents_that_only_it_has_go_and_shared_ones_stay(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    run = desk.core.begin_run("by_mfa", "")
    documents = {}
    for name in ("own", "shared"):
        url = f"{BASE}/{name}.pdf"
        capture = desk.core.store(an_exchange(url, f"%PDF of the prisoner, {name}".encode(), when=desk.clock()))
        assert capture is not None
        conversion = desk.core.convert(capture, f"text of {name}: prisoner", "a reader/1")
        documents[name] = Attachment(url=url, capture=capture, text="prisoner", conversion=conversion)
    ids = []
    for page, attached in (("1", ("own", "shared")), ("2", ("shared",))):
        capture = desk.core.store(an_exchange(f"{BASE}/{page}", page.encode(), when=desk.clock()))
        assert capture is not None
        draft = a_draft(f"{BASE}/{page}", capture, text=f"{SECRET if page == '1' else OTHER}")
        attachments = tuple(documents[name] for name in attached)
        draft = replace(draft, reading=replace(draft.reading, attachments=attachments))
        desk.core.revise(run.run.id, draft, draft.url)
        ids.append(draft.id)
    desk.end(run)
    desk.close()
    erase(tmp_path, ids[0])
    assert list(verify(tmp_path)) == []
    with read_catalogue(tmp_path / FILE) as connection:
        urls = set(connection.execute(select(captures.c.url)).scalars())
        texts = connection.execute(select(conversions.c.record_id)).scalars().all()
    assert urls == {f"{BASE}/2", f"{BASE}/shared.pdf"}
    assert texts == [documents["shared"].conversion]
    kept = rows(tmp_path)
    rebuild(tmp_path)
    assert rows(tmp_path) == kept


def test_a_damaged_file_is_not_rewritten(alone: tuple[Path, str]) -> None:
    root, name = alone
    path = sorted((root / "warc").rglob("*.warc.gz"))[-1]
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    with pytest.raises(ArchiveError, match=re.escape(path.name)) as told:
        erase(root, name)
    assert isinstance(told.value, ArchiveDamaged) or "damaged" in str(told.value)
    assert path.read_bytes() == bytes(data)


def test_a_very_long_answer_is_replaced_by_several_records(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    run = desk.core.begin_run("by_mfa", "")
    page = SECRET.encode() + Random(1).randbytes(9_000_000)
    capture = desk.core.store(an_exchange(f"{BASE}/1", page, when=desk.clock()))
    assert capture is not None
    draft = a_draft(f"{BASE}/1", capture, text=SECRET, title=TITLE)
    desk.core.revise(run.run.id, draft, draft.url)
    desk.end(run)
    desk.close()
    before = members(tmp_path)
    erase(tmp_path, draft.id)
    new = [place for record, place in members(tmp_path).items() if record not in before]
    assert len(new) == 3
    assert list(verify(tmp_path)) == []
    assert says(tmp_path) == []


def test_the_others_pages_and_copies_are_named(tmp_path: Path) -> None:
    name = crawl(tmp_path)
    report = erase(tmp_path, name)
    assert [url for _, url in report.copies] == [f"{BASE}/3"]
    assert list(verify(tmp_path)) == []


# Files of other makers


def take_in(root: Path, data: bytes, name: str = "made.warc") -> str:
    """Import a file, and read the page at ``URL`` out of it. Returns its statement's id."""
    core, lock = open_world(root, new_id=Counting(20_000), clock=Ticking())
    one = incoming(name, data)
    core.import_files([one])
    one.close()
    with read_catalogue(root / FILE) as connection:
        asked = select_captures().where(captures.c.url == URL, captures.c.source == IMPORTED)
        capture = to_capture(connection.execute(asked).first())
    draft = a_draft(URL, capture, text=SECRET, title=TITLE)
    core.revise(None, draft, URL)
    core.close()
    lock.release()
    return draft.id


PAGE = makers.http(b"<p>The prisoner was named.</p>")
CONCURRENT = f"WARC-Concurrent-To: {makers.urn('page')}"
FOREIGN = [
    makers.warcinfo(),
    makers.record("request", b"GET /1 HTTP/1.1\r\nX: prisoner\r\n\r\n", CONCURRENT, name="asked", url=URL),
    makers.response(PAGE, name="page", url=URL),
    makers.record("metadata", b"outlink: prisoner\r\n", f"WARC-Refers-To: {makers.urn('page')}", name="out", url=URL),
    makers.response(makers.http(b"<p>other</p>"), name="other", url="http://by-mfa.example/2"),
    makers.record(
        "resource",
        b"the prisoner, as text",
        f"WARC-Block-Digest: {makers.sha256(b'the prisoner, as text')}",
        "Content-Type: text/plain",
        name="t",
        url=f"urn:text:{URL}",
    ),
    makers.record(
        "resource", b"of another page", "Content-Type: text/plain", name="u", url="urn:text:http://x.example/"
    ),
]


@pytest.mark.parametrize("compressed", [True, False])
def test_a_file_of_another_maker_keeps_what_is_not_of_the_statement(tmp_path: Path, compressed: bool) -> None:
    data = makers.packed(FOREIGN) if compressed else b"".join(FOREIGN)
    name = take_in(tmp_path, data)
    (file,) = foreign_files(tmp_path)
    assert file.endswith(".gz") == compressed
    report = erase(tmp_path, name)
    assert says(tmp_path) == []
    assert list(verify(tmp_path)) == []
    told = next(erased for erased in report.erased if erased.file == file)
    assert told.records == {"request": 1, "response": 1, "metadata": 1, "resource": 1}
    after = (tmp_path / file).read_bytes()
    assert len(after) == len(data)
    kept = FOREIGN[4] if not compressed else makers.packed([FOREIGN[4]])
    assert after.find(kept) == data.find(kept) > 0
    assert b"of another page" in (gzip.decompress(after) if compressed else after)
    before = rows(tmp_path)
    rebuild(tmp_path)
    assert rows(tmp_path) == before
    with (tmp_path / file).open("rb") as stream:
        read = [(record.rec_type, record.content_stream().read()) for record in ArchiveIterator(stream)]
    assert [kind for kind, _ in read][:2] == ["warcinfo", "metadata"]


def test_an_arc_file_is_not_rewritten_and_the_statement_suppressed_all_the_same(tmp_path: Path) -> None:
    data = b"".join(makers.arc([(URL, "192.0.2.7", "19970102030405", PAGE)]))
    name = take_in(tmp_path, data, "old.arc")
    with pytest.raises(ArchiveError, match="is an ARC file"):
        erase(tmp_path, name)
    (file,) = foreign_files(tmp_path)
    assert (tmp_path / file).read_bytes() == data
    assert list(verify(tmp_path)) == []
    assert file in says(tmp_path)
    assert not [said for said in says(tmp_path) if not said.startswith("warc/")]


def test_where_no_record_fits_the_file_stays_as_it_was(tmp_path: Path) -> None:
    tiny = makers.record("resource", b"prisoner", version="WARC/0.18", name="t", url=f"urn:text:{URL}")
    data = makers.packed([*FOREIGN[:3], FOREIGN[4], tiny])
    name = take_in(tmp_path, data)
    with pytest.raises(ArchiveError, match="no record fits into"):
        erase(tmp_path, name)
    (file,) = foreign_files(tmp_path)
    assert (tmp_path / file).read_bytes() == data
    assert list(verify(tmp_path)) == []
