"""A PDF by hand: one page of text, small and valid (ISO 32000-1 §7.5: header, body, cross-reference table, trailer)."""

from collections.abc import Sequence
from textwrap import wrap


def make_pdf(title: str, paragraphs: Sequence[str]) -> bytes:
    """One A4 page with a heading in Helvetica and paragraphs in Courier.

    Text outside windows-1252 raises ``UnicodeEncodeError``; more than about 55 lines of 88 characters run off the page.
    """
    lines = ["BT", "/F1 15 Tf", "56 780 Td", f"({escaped(title)}) Tj", "/F2 9 Tf", "0 -30 Td"]
    for paragraph in paragraphs:
        for line in wrap(paragraph, 88):
            lines += [f"({escaped(line)}) Tj", "0 -14 Td"]
        lines.append("0 -8 Td")
    content = "\n".join([*lines, "ET"]).encode("windows-1252")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
        b"/Resources << /Font << /F1 4 0 R /F2 7 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Title (%s) /Producer (Communique demo) >>" % escaped(title).encode("windows-1252"),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
    ]
    return assembled(objects, b"/Info 6 0 R")


def assembled(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A file of these objects, the first of them the catalogue, with a right cross-reference table. ``trailer`` is what
    its trailer says besides.
    """
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")  # four bytes above 127 mark the file as binary (§7.5.2)
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)  # exactly 20 bytes each (§7.5.4)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


def escaped(text: str) -> str:
    """Text as it stands in a string of a PDF (§7.3.4.2)."""
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
