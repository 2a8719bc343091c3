"""The archive for asyncio: order, batches, waiting, sharing, and how it ends."""

import asyncio
from pathlib import Path

import pytest

from crawler.archive import (
    Archive,
    ArchiveBusy,
    ArchiveDamaged,
    ArchiveError,
    Conversion,
    StorageFailed,
    StoredResponse,
    shared_archive,
)
from crawler.archive.status import read_status, status_text
from crawler.archive.verify import verify
from crawler.model.failure import Failure
from crawler.wire.sink import Sink
from tests.archive.faults import Fate, FatefulDisk
from tests.archive.world import a_draft, a_source, an_exchange

URL = "http://by-mfa.example/1"


async def opened(path: Path, **options: object) -> Archive:
    return await Archive.open(path, min_free=0, **{"batch_seconds": 0.05, **options})  # type: ignore[arg-type]


async def test_an_archive_is_a_sink_for_the_wire(tmp_path: Path) -> None:
    async with await opened(tmp_path) as archive:
        sink: Sink = archive
        assert await sink.store(an_exchange(URL)) is not None


async def test_a_crawl_by_hand(tmp_path: Path) -> None:
    async with await opened(tmp_path) as archive:
        run, resumed = await archive.begin_run(a_source(), 'id = "by_mfa"')
        assert not resumed
        links = await archive.list_links(run.id, "by_mfa", [(URL, None)])
        assert (list(links), links.new) == ([URL], 1)
        await archive.in_flight(run.id, "by_mfa", [URL])
        capture = await archive.store(an_exchange(URL, b"<p>hello</p>", chunked=True))
        assert capture is not None
        await archive.mark_captured(run.id, "by_mfa", URL, capture)
        [(unread, asked, hint)] = await archive.unread(run.id, "by_mfa")
        assert (unread, asked, hint) == (capture, URL, None)
        assert await archive.read_response(capture) == StoredResponse(
            URL,
            200,
            (("content-type", "text/html"), ("etag", '"1"'), ("transfer-encoding", "chunked")),
            b"<p>hello</p>",
        )
        revised = await archive.revise(run.id, a_draft(URL, capture), URL)
        await archive.committed(revised.ticket)
        assert (tmp_path / "changes.jsonl").exists()
        await archive.fail(run.id, "by_mfa", f"{URL}2", Failure("net.dns", "x"))
        run.outcome = "ok"
        await archive.end_run(run)
        assert await archive.read_response(capture) is not None, "also after the file was sealed"
    assert list(verify(tmp_path)) == []


async def test_what_nobody_waits_for_is_committed_too(tmp_path: Path) -> None:
    async with await opened(tmp_path) as archive:
        await archive.store(an_exchange(URL))
        async with asyncio.timeout(5):
            while read_status(tmp_path).captures != 1:  # noqa: ASYNC110 - another connection looks
                await asyncio.sleep(0.01)


async def test_many_at_once_are_kept_in_the_order_of_their_calls(tmp_path: Path) -> None:
    async with await opened(tmp_path) as archive:
        captures = await asyncio.gather(*(archive.store(an_exchange(f"{URL}{n}")) for n in range(100)))
        offsets = [capture.offset for capture in captures if capture is not None]
        assert len(offsets) == 100
        assert offsets == sorted(offsets)
    assert list(verify(tmp_path)) == []


async def test_a_caller_that_is_cancelled_does_not_halve_an_operation(tmp_path: Path) -> None:
    async with await opened(tmp_path) as archive:
        tasks = [asyncio.ensure_future(archive.store(an_exchange(f"{URL}{n}"))) for n in range(20)]
        await asyncio.sleep(0)
        for task in tasks[::2]:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    assert list(verify(tmp_path)) == []


async def test_whoever_waits_hears_of_a_failing_disk(tmp_path: Path) -> None:
    fate = Fate()
    archive = await opened(tmp_path, disk=FatefulDisk(fate), batch_seconds=0.2)
    run, _ = await archive.begin_run(a_source(), "")
    await archive.flush()
    capture = await archive.store(an_exchange(URL))
    assert capture is not None
    revised = await archive.revise(run.id, a_draft(URL, capture), URL)
    waiting = [asyncio.ensure_future(archive.committed(revised.ticket)) for _ in range(3)]
    fate.at, fate.error = fate.count, lambda: OSError(28, "x")
    told = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(error) for error in told] == [StorageFailed] * 3
    with pytest.raises(StorageFailed, match="no space is left"):
        await archive.store(an_exchange(URL))
    with pytest.raises(StorageFailed):
        await archive.committed(revised.ticket)
    await archive.close()
    async with await opened(tmp_path) as again:
        assert (await again.begin_run(a_source(), "")).resumed
    assert list(verify(tmp_path)) == []


async def test_a_closed_archive_takes_nothing(tmp_path: Path) -> None:
    archive = await opened(tmp_path)
    await archive.close()
    await archive.close()
    with pytest.raises(ArchiveError, match="is closed"):
        await archive.store(an_exchange(URL))


async def test_a_capture_that_is_not_there_is_damage(tmp_path: Path) -> None:
    async with await opened(tmp_path) as archive:
        capture = await archive.store(an_exchange(URL))
        assert capture is not None
        for wrong in (
            capture.model_copy(update={"offset": capture.offset + 1}),
            capture.model_copy(update={"record_id": "<urn:uuid:0>"}),
            capture.model_copy(update={"warc": "warc/by_mfa/2021/by_mfa-1-00009-x.warc.gz"}),
        ):
            with pytest.raises(ArchiveDamaged):
                await archive.read_response(wrong)


async def test_all_spiders_of_a_process_share_one_archive(tmp_path: Path) -> None:
    path = tmp_path / "a"
    async with shared_archive(path, min_free=0) as first:
        async with shared_archive(tmp_path / "b" / ".." / "a", min_free=0) as second:
            assert first is second
        await first.store(an_exchange(URL))
    with pytest.raises(ArchiveError, match="is closed"):
        await first.store(an_exchange(URL))
    async with shared_archive(path, min_free=0) as third:
        assert third is not first


async def test_one_may_enter_while_the_last_leaves(tmp_path: Path) -> None:
    async def visit() -> None:
        async with shared_archive(tmp_path, min_free=0) as archive:
            await archive.store(an_exchange(URL))

    for _ in range(5):
        await asyncio.gather(visit(), visit())
        leaving = asyncio.ensure_future(visit())
        await asyncio.sleep(0.005)
        await asyncio.gather(leaving, visit())


async def test_everybody_hears_why_a_shared_archive_cannot_be_opened(tmp_path: Path) -> None:
    async with await opened(tmp_path):
        for _ in range(2):
            with pytest.raises(ArchiveBusy):
                async with shared_archive(tmp_path, min_free=0):
                    pass
    async with shared_archive(tmp_path, min_free=0):
        pass


async def test_status_tells_what_is_there_while_a_crawl_runs(tmp_path: Path) -> None:
    async with await opened(tmp_path, batch_seconds=60) as archive:
        run, _ = await archive.begin_run(a_source(), "")
        await archive.list_links(run.id, "by_mfa", [(URL, None), (f"{URL}2", None)])
        capture = await archive.store(an_exchange(URL))
        assert capture is not None
        await archive.revise(run.id, a_draft(URL, capture), URL)
        assert read_status(tmp_path).statements == 0
        await archive.flush()
        status = read_status(tmp_path)
        assert (status.statements, status.revisions, status.captures, status.files, status.open_files) == (
            1,
            1,
            1,
            1,
            1,
        )
        [source] = status.sources
        assert (source.source, source.statements, source.pending, source.lag) == ("by_mfa", 1, 1, None)
        assert source.last_run is not None
        assert source.last_run.outcome == "running"
        run.outcome, run.published = "ok", 1
        await archive.end_run(run)
    status = read_status(tmp_path)
    assert status.open_files == 0
    assert status.bytes > capture.offset + capture.length
    assert status.sources[0].lag is not None
    text = status_text(status)
    assert "statements   1 in 1 revisions" in text
    assert "ok, begun" in text
    assert "1 new" in text


def test_status_needs_an_archive(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="there is no archive"):
        read_status(tmp_path)


async def test_a_second_look_by_hand(tmp_path: Path) -> None:
    """Conditions, revisits, and the text of a document that two addresses give."""
    async with await opened(tmp_path) as archive:
        run, _ = await archive.begin_run(a_source(), 'id = "by_mfa"')
        document = await archive.store(an_exchange(f"{URL}.pdf", b"%PDF-1.7 text"))
        assert document is not None
        known = await archive.validators("by_mfa", f"{URL}.pdf")
        assert known is not None
        assert (known.etag, known.last_modified, known.capture) == ('"1"', None, document)
        again = await archive.store(
            an_exchange(f"{URL}.pdf", status="304 Not Modified", asked=(f"If-None-Match: {known.etag}",))
        )
        copy = await archive.store(an_exchange(f"{URL}-copy.pdf", b"%PDF-1.7 text"))
        for capture in (again, copy):
            assert capture is not None
            assert capture.payload is not None
            assert capture.payload.record_id == document.record_id
            assert (
                b"".join(await asyncio.to_thread(lambda one: list(archive.open_payload(one)), capture))
                == b"%PDF-1.7 text"
            )
        assert again is not None
        assert (await archive.read_response(again)).status == 200
        assert await archive.conversion_of(document.payload_digest) is None
        record_id = await archive.convert(again, "text", "a reader 1.0")
        assert await archive.conversion_of(document.payload_digest) == Conversion(record_id, "text", "a reader 1.0")
        run.outcome = "ok"
        await archive.end_run(run)
        assert await archive.conversion_of(document.payload_digest) == Conversion(record_id, "text", "a reader 1.0")
    assert list(verify(tmp_path)) == []
