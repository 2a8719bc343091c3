"""Statements that are documents, read again: the text of their conversion record stays theirs."""

from datetime import UTC, datetime

import pytest

from crawler.archive.rebuild import rebuild
from crawler.archive.verify import verify
from crawler.demo.pdf import make_pdf
from crawler.model.capture import Capture
from crawler.model.failure import Failure
from crawler.model.reading import Hint, Refusal
from crawler.rereading.reextract import Wanted, reextract, survey
from tests.archive.test_rebuild import rows
from tests.archive.world import an_exchange
from tests.rereading.shelf import HOST, PROSE, Shelf

URL = f"{HOST}/note.pdf"
HINT = Hint(f"{HOST}/list", title="Note on the lighthouse", date="8 November 2021")


def refused(shelf: Shelf, body: bytes) -> Capture:
    """A document that was refused when it was captured, as a program that reads no documents would."""
    core, lock = shelf.open()
    run = core.begin_run("xx_mfa", shelf.sources.definition("xx_mfa"))
    when = datetime(2021, 11, 8, 9, tzinfo=UTC)
    capture = core.store(an_exchange(URL, body, source="xx_mfa", when=when))
    assert capture is not None
    reason = Refusal(Failure("content.not_html", "the page is a PDF, not HTML"))
    core.refuse(run.run.id, "xx_mfa", URL, capture, reason, hint=HINT)
    core.end_run(run.run)
    core.close()
    lock.release()
    return capture


def test_a_document_that_was_refused_becomes_a_statement_with_its_text_as_a_record(shelf: Shelf) -> None:
    capture = refused(shelf, make_pdf("Note on the lighthouse", [PROSE, "It is ours."]))
    assert survey(shelf.root, shelf.sources, Wanted()).sources["xx_mfa"].read.count == 1
    reextract(shelf.root, shelf.sources, Wanted(), min_free=0)
    (line,) = shelf.lines()
    (document,) = line["attachments"]
    assert line["title"] == "Note on the lighthouse"
    assert "It is ours." in line["body"]["text"]
    assert document["capture"] == capture.model_dump(mode="json")
    assert document["conversion"].startswith("<urn:uuid:")
    assert list(verify(shelf.root)) == []
    before = shelf.files()
    told = reextract(shelf.root, shelf.sources, Wanted(), min_free=0).sources["xx_mfa"]
    assert (told.pages, told.unchanged, told.fields) == (1, 1, {})
    assert shelf.files() == before
    kept = rows(shelf.root)
    assert rebuild(shelf.root).damages == []
    assert rows(shelf.root) == kept


def test_a_document_that_cannot_be_read_now_keeps_the_text_it_has(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused(shelf, make_pdf("Note on the lighthouse", [PROSE]))
    reextract(shelf.root, shelf.sources, Wanted(), min_free=0)
    before = shelf.files()
    slow = Failure("document.too_slow", "the document could not be read within 10 s")
    monkeypatch.setattr("crawler.rereading.page.read_document", lambda *_: slow)
    report = reextract(shelf.root, shelf.sources, Wanted(), min_free=0)
    assert report.sources["xx_mfa"].refused["document.too_slow"].count == 1
    assert shelf.files() == before
