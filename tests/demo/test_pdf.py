"""The hand-made PDF keeps the rules of the format."""

import re

import pytest

from crawler.demo.pdf import make_pdf


def test_every_offset_of_the_cross_reference_table_is_right() -> None:
    pdf = make_pdf("A (short) treaty", ["One paragraph.", "Another \\ with a backslash, and “quotes”. " * 9])
    assert pdf.startswith(b"%PDF-1.4\n")
    assert pdf.endswith(b"%%EOF\n")
    start = int(re.search(rb"startxref\n(\d+)\n", pdf)[1])  # type: ignore[index]
    assert pdf[start:].startswith(b"xref\n0 8\n")
    table = pdf[start + len(b"xref\n0 8\n") :]
    entries = [table[n * 20 : n * 20 + 20] for n in range(8)]
    assert entries[0] == b"0000000000 65535 f \n"
    for number, entry in enumerate(entries[1:], 1):
        assert re.fullmatch(rb"\d{10} 00000 n \n", entry)
        assert pdf[int(entry[:10]) :].startswith(b"%d 0 obj\n" % number)
    assert table[8 * 20 :].startswith(b"trailer\n<< /Size 8 /Root 1 0 R")


def test_the_stream_is_as_long_as_it_says() -> None:
    pdf = make_pdf("Title", ["Body text"])
    length = int(re.search(rb"/Length (\d+)", pdf)[1])  # type: ignore[index]
    content = pdf.partition(b"stream\n")[2].partition(b"\nendstream")[0]
    assert len(content) == length
    assert b"(Body text) Tj" in content


def test_brackets_cannot_end_a_string() -> None:
    content = make_pdf("a) Tj (b", ["x"]).partition(b"stream\n")[2]
    assert rb"(a\) Tj \(b) Tj" in content


def test_text_that_the_font_cannot_show_is_an_error_not_a_question_mark() -> None:
    with pytest.raises(UnicodeEncodeError):
        make_pdf("Ленн", ["x"])
