"""Documents read in their own process: every format, and everything that a hostile one can do."""

import asyncio
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from crawler.demo.pdf import make_pdf
from crawler.documents import LIMITS, Limits, read_document, read_document_async
from crawler.documents.word import _PROGRAMS
from crawler.model.document import DocumentText
from crawler.model.failure import Failure
from tests.documents import samples
from tests.documents.samples import column, docx, odt, para, pdf


def text_of(data: bytes, media_type: str | None = None, limits: Limits = LIMITS) -> DocumentText:
    found = read_document([data], media_type, "a name", limits=limits)
    assert isinstance(found, DocumentText), found
    return found


def failure_of(data: bytes, media_type: str | None = None, limits: Limits = LIMITS) -> Failure:
    found = read_document([data], media_type, "a name", limits=limits)
    assert isinstance(found, Failure), found
    assert "a name" in found.sentence
    return found


def test_the_paragraphs_of_a_pdf_are_those_that_were_set() -> None:
    paragraphs = [
        "The first of two paragraphs that is long enough to be broken over several lines. " * 4,
        "A second one.",
    ]
    found = text_of(make_pdf("A heading in larger letters", paragraphs))
    assert found.text.split("\n\n") == ["A heading in larger letters", *(" ".join(part.split()) for part in paragraphs)]
    assert found.title == "A heading in larger letters"
    assert found.reader.startswith("pdfium ")
    assert found.warnings == ()


def test_the_sentences_of_a_real_speech_are_whole_though_each_word_of_it_was_placed_alone(shared: Path) -> None:
    folder = shared / "pages"
    found = read_document(folder / "timor-leste.gov.tl" / "2021-09-28-discurso-PM-EE-181.pdf", None)
    assert isinstance(found, DocumentText)
    paragraphs = found.text.split("\n\n")
    assert paragraphs[1] == "DISCURSO\nDO PRIMEIRO-MINISTRO DE TIMOR-LESTE"
    (sentence,) = [item for item in paragraphs if item.startswith("Eu sou testemunha viva")]
    assert sentence.endswith("ascendem presentemente a mais de um milhar.")
    assert found.title is None  # "PRIMEIRO MINISTRO" is a letterhead
    scan = read_document(folder / "misc" / "resolution_jun09_1995.pdf", None)
    assert isinstance(scan, Failure)
    assert scan.code == "document.no_text"


def test_pages_are_parted_by_an_empty_line() -> None:
    found = text_of(pdf([column(["one page"]), column(["another page"]), []]))
    assert found.text == "one page\n\nanother page"


def test_a_pdf_that_pdfium_cannot_open_is_read_by_the_second_reader_and_says_so() -> None:
    whole = pdf([column(["still there"])])
    broken = whole[: whole.index(b"xref")].replace(b"/Type /Catalog", b"/Type /Xatalog")
    found = read_document([broken], None, "a name")
    if isinstance(found, DocumentText):  # what either reader makes of it, the text is there and the reader is named
        assert "still there" in found.text
        assert found.reader.startswith("pdfium") or found.warnings
    else:
        assert found.code == "document.damaged"


def test_a_word_document_is_read_with_tables_changes_and_notes() -> None:
    cells = "".join(f"<w:tc>{para(name)}</w:tc>" for name in ("north", "south"))
    body = (
        para("The title", "Title")
        + para("A &amp; B")
        + f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
        + "<w:p><w:r><w:t>kept </w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
        + "<w:ins><w:r><w:t>put in</w:t><w:br/><w:t>next line</w:t></w:r></w:ins></w:p>"
    )
    found = text_of(docx(body, footnotes=f"<w:footnote>{para('a note')}</w:footnote>"))
    assert found.text == "The title\n\nA & B\n\nnorth | south\n\nkept put in\nnext line\n\na note"
    assert found.title == "The title"


def test_a_text_box_is_read_once_though_it_is_written_twice() -> None:
    box = "<w:txbxContent>{}</w:txbxContent>".format(para("boxed"))
    body = (
        f"<w:p><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert text_of(docx(body)).text == "boxed"


def test_an_open_document_is_read_with_its_notes_at_the_end() -> None:
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>the note</text:p>"
        "</text:note-body></text:note>"
    )
    body = (
        "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>"
        '<text:h text:outline-level="1">Head</text:h>'
        f"<text:p>One<text:s/>two <text:span>three</text:span>\n four{note} five</text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
        "<table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>"
    )
    found = text_of(odt(body))
    assert found.text == "Head\n\nOne two three four five\n\na | b\n\nthe note"
    assert found.title == "Head"


def test_long_text_survives_the_parsers_pieces() -> None:
    words = [f"word{number}" for number in range(60_000)]
    body = "".join(f"<text:p>{' '.join(words[start : start + 50])}</text:p>" for start in range(0, len(words), 50))
    assert text_of(odt(body)).text.split() == words


def test_rich_text_is_read_in_its_code_page_and_without_its_properties() -> None:
    assert text_of(samples.RTF).text == "Заявление\n\nThe second paragraph — and no more."


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xef\xbb\xbfone\r\n\r\n\r\ntwo \xe2\x80\x94 three", "one\n\ntwo — three"),
        ("Пресс-служба сообщает о переговорах".encode("windows-1251"), "Пресс-служба сообщает о переговорах"),
        (b"a longer text with\x00 one\x07 bell \x1b[31mred", "a longer text with one bell [31mred"),
    ],
)
def test_plain_text_is_decoded_and_holds_no_control_character(data: bytes, text: str) -> None:
    assert text_of(data, "text/plain").text == text


@pytest.mark.skipif(
    not any(shutil.which(name) for name, _, _ in _PROGRAMS), reason="neither catdoc nor antiword is installed"
)
def test_a_document_of_before_2007_is_read_by_the_systems_program() -> None:
    found = text_of(samples.doc("First paragraph, long enough to be one.\rSecond one.\r"))
    assert found.text == "First paragraph, long enough to be one.\n\nSecond one."
    assert found.reader.split()[0] in ("catdoc", "antiword")


def test_without_such_a_program_the_package_to_install_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    failure = failure_of(samples.doc("Text"))
    assert failure.code == "document.no_reader"
    assert "catdoc" in failure.sentence


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (samples.encrypted_pdf(), "document.encrypted"),
        (samples.doc("x", encrypted=True), "document.encrypted"),
        (odt("<text:p>x</text:p>", "<m><encryption-data/></m>"), "document.encrypted"),
        (pdf([[]]), "document.no_text"),
        (samples.many_pages(100_000), "document.too_large"),
        (samples.bomb_docx(100_000_000), "document.too_large"),
        (docx("<w:p>" * 300), "document.damaged"),
        (docx("<w:p/>")[:-30], "document.damaged"),
        (b"%PDF-1.7 and nothing else", "document.damaged"),
        (samples.zipped({"word/document.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "document.damaged"),
        (samples.zipped({"anything": "else"}), "document.unsupported"),
        (b"\x89PNG\r\n\x1a\n....", "document.unsupported"),
        (b"<!doctype html><p>not found", "document.unsupported"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "document.unsupported"),
        (b"", "document.unsupported"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_has_a_reason(data: bytes, code: str) -> None:
    assert failure_of(data, "application/pdf").code == code


def test_a_bomb_in_a_pdf_ends_its_reader_and_nothing_else() -> None:
    failure = failure_of(samples.bomb_pdf())
    assert failure.code in ("document.crashed", "document.too_large", "document.too_slow")


def test_every_cut_of_a_document_is_a_text_or_a_reason() -> None:
    for data in (make_pdf("Heading", ["Some text."]), docx(para("Some text."))):
        for end in range(1, len(data), len(data) // 5):
            assert isinstance(read_document([data[:end]], None), DocumentText | Failure)


def test_a_reader_that_takes_too_long_is_ended() -> None:
    rows = "".join(para("x" * 20) for _ in range(300_000))
    assert failure_of(docx(rows), limits=Limits(seconds=1)).code == "document.too_slow"


def test_more_text_than_the_answer_may_hold_is_refused() -> None:
    assert failure_of(b"word " * 1000, "text/plain", Limits(output=500)).code == "document.too_large"


def test_a_reader_has_no_more_memory_than_it_is_given() -> None:
    failure = failure_of(b"word " * 1_600_000, "text/plain", Limits(memory=96 * 1024 * 1024))
    assert failure.code in ("document.too_large", "document.crashed")
    assert "MiB" in failure.sentence


def test_a_path_an_open_file_and_pieces_are_read_alike(tmp_path: Path) -> None:
    data = docx(para("Some text."))
    path = tmp_path / "x.bin"
    path.write_bytes(data)
    with tempfile.TemporaryFile() as file:
        file.write(data)
        assert text_of(data) == read_document(path, None, "a name") == read_document(file, None, "a name")
        assert not file.closed
    assert text_of(data) == read_document((data[:9], data[9:]), None, "a name", folder=tmp_path)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="the processes of a process are listed by Linux alone")
async def test_a_reader_that_is_not_waited_for_any_more_is_ended() -> None:
    data = docx("".join(para("x" * 20) for _ in range(300_000)))
    before = children()
    reading = asyncio.ensure_future(read_document_async([data], None, limits=Limits(seconds=60)))
    while not (begun := children() - before):  # noqa: ASYNC110 - a process tells nobody that it has begun
        await asyncio.sleep(0)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert not begun & children()


async def test_many_documents_are_read_at_once_and_each_has_its_own_answer() -> None:
    found = await asyncio.gather(*(read_document_async([b"text %d" % n], "text/plain") for n in range(6)))
    assert [item.text for item in found if isinstance(item, DocumentText)] == [f"text {n}" for n in range(6)]


def test_the_worker_imports_neither_scrapy_nor_pydantic() -> None:
    heavy = ("scrapy", "twisted", "pydantic", "lxml")
    code = f"import crawler.documents.worker, sys; print([n for n in {heavy} if n in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def children() -> set[int]:
    """Ids of this process's children."""
    return {int(pid) for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()}
