"""The format of a document: its bytes go before every name and header."""

import pytest

from crawler.documents import document_type, media_type_of
from tests.documents import samples

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"


@pytest.mark.parametrize(
    ("head", "declared", "expected", "found"),
    [
        (b"%PDF-1.4", "text/html", None, "application/pdf"),
        (b"\r\n \x00%PDF-1.4", None, None, "application/pdf"),
        (samples.docx(""), "application/zip", None, DOCX),
        (samples.odt(""), "application/octet-stream", None, ODT),
        (
            samples.zipped({"xl/workbook.xml": "x"}),
            None,
            None,
            DOCX.replace("wordprocessingml.document", "spreadsheetml.sheet"),
        ),
        (samples.zipped({"a.txt": "x"}), "application/zip", None, "application/zip"),
        (samples.zipped({"a.txt": "x"}), DOCX, None, DOCX),
        (samples.doc("x"), None, None, "application/msword"),
        (samples.RTF, "application/msword", None, "application/rtf"),
        (b"\xff\xd8\xff\xe0", "application/pdf", None, "image/jpeg"),
        (b"  <!DOCTYPE HTML><html>", "application/pdf", "application/pdf", "text/html"),
        (b"a,b\n", "text/csv; charset=utf-8", None, "text/csv"),
        (b"a,b\n", None, "text/csv", "text/csv"),
        (b"no document", "application/pdf", "application/pdf", None),
        (b"", None, None, None),
    ],
)
def test_bytes_then_header_then_address(
    head: bytes, declared: str | None, expected: str | None, found: str | None
) -> None:
    assert media_type_of(head, declared, expected) == found


def test_a_statement_may_consist_of_a_text_document_alone() -> None:
    assert document_type(b"%PDF-1.4", None) == "application/pdf"
    assert document_type(samples.docx(""), None) == DOCX
    for head, declared in ((b"\x89PNG\r\n\x1a\n", None), (b"<html>", "application/pdf"), (b"text", "text/plain")):
        assert document_type(head, declared) is None
