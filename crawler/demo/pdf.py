"""A PDF by hand: one page of text, small and valid (ISO 32000-1 §7.5: header, body, cross-reference table, trailer)."""

from collections.abc import Sequence
from textwrap import wrap


def make_pdf(title: str, paragraphs: Sequence[str]) -> bytes:
    """One A4 page with a heading in Helvetica and paragraphs in Courier.

    Text outside windows-1252 raises ``UnicodeEncodeError``; more than about 55 lines of 88 characters run off the page.
    """
    lines = ["BT", "/F1 15 Tf", "56 780 Td", f"({_escape(title)}) Tj", "/F2 9 Tf", "0 -30 Td"]
    for paragraph in paragraphs:
        for line in wrap(paragraph, 88):
            lines += [f"({_escape(line)}) Tj", "0 -14 Td"]
        lines.append("0 -8 Td")
    content = "\n".join([*lines, "ET"]).encode("windows-1252")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
        b"/Resources << /Font << /F1 4 0 R /F2 7 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Title (%s) /Producer (Communique demo) >>" % _escape(title).encode("windows-1252"),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
    ]
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")  # four bytes above 127 mark the file as binary (§7.5.2)
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)  # exactly 20 bytes each (§7.5.4)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def _escape(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
