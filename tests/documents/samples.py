"""Sample documents, all made here: laid-out PDFs, encrypted and broken ones, office files, bombs."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence

from crawler.demo.pdf import assembled, escaped

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
Placed = tuple[float, float, float, str]  # x, y, size, text


def pdf(pages: Sequence[Iterable[Placed]], *, trailer: bytes = b"", extra: Sequence[bytes] = ()) -> bytes:
    """Pages of text at places, in Courier (a letter is 0.6 sizes wide); ``extra`` objects follow the pages'."""
    count = len(pages)
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        drawn = b"\n".join(
            b"BT /F1 %f Tf %f %f Td (%s) Tj ET" % (size, x, y, escaped(text).encode("windows-1252"))
            for x, y, size, text in page
        )
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * number)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
    return assembled([*objects, *extra], trailer)


def column(lines: Iterable[str], x: float = 72, top: float = 760, size: float = 10, step: float = 12) -> list[Placed]:
    """Lines under each other; an empty one only leaves room."""
    return [(x, top - step * number, size, line) for number, line in enumerate(lines) if line]


def many_pages(count: int) -> bytes:
    """A file that says it has so many pages, all of them one."""
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b"4 0 R " * count, count),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 5 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>",
            b"<< /Length 39 >>\nstream\nBT /F1 10 Tf 1 1 Td (a page) Tj ET      \nendstream",
        ]
    )


def bomb_pdf() -> bytes:
    """One page whose contents unfold from a few hundred bytes to 4 GB, coded twice."""
    inner = zlib.compressobj(9)
    start = inner.flush(zlib.Z_FULL_FLUSH)  # after such a flush a block stands alone, and may be repeated
    block = inner.compress(b"BT (x) Tj ET\n" * 80_000) + inner.flush(zlib.Z_FULL_FLUSH)
    packed = start + 4_000 * block + inner.flush()
    content = zlib.compress(packed, 9)
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>",
            b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%s\nendstream" % (len(content), content),
        ]
    )


def encrypted_pdf() -> bytes:
    """A file under a password that nobody has (standard security handler, revision 3)."""
    keys = b"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <%s> /U <%s> >>" % (b"5a" * 32, b"a5" * 32)
    name = b"00" * 16
    return pdf([column(["secret"])], extra=[keys], trailer=b"/Encrypt 6 0 R /ID [<%s> <%s>]" % (name, name))


def docx(body: str, **parts: str) -> bytes:
    """A word processor's file around the elements of ``w:body``; ``footnotes`` and so on are further parts."""
    xml = f'<w:document xmlns:w="{W}" xmlns:mc="{_MC}"><w:body>{body}</w:body></w:document>'
    held = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "word/document.xml": xml,
        **{f"word/{name}.xml": f'<w:{name} xmlns:w="{W}">{part}</w:{name}>' for name, part in parts.items()},
    }
    return zipped(held)


_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def para(text: str, style: str = "") -> str:
    props = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{props}<w:r><w:t>{text}</w:t></w:r></w:p>"


def odt(text: str, manifest: str = "<manifest/>") -> bytes:
    """An OpenDocument text around the elements of ``office:text``."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table")
    )
    content = f"<office:body><office:text>{text}</office:text></office:body>"
    xml = f"<office:document-content {spaces}>{content}</office:document-content>"
    held = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": xml,
        "META-INF/manifest.xml": manifest,
    }
    return zipped(held)


def zipped(held: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in held.items():
            plain = name == "mimetype"  # ODF 1.3 part 2, §3.3: first, and not compressed
            archive.writestr(name, content, zipfile.ZIP_STORED if plain else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def bomb_docx(size: int) -> bytes:
    """A few hundred kilobytes that unfold to ``size`` bytes of spaces in the body."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w") as part,
    ):
        part.write(f'<w:document xmlns:w="{W}"><w:body>'.encode())
        row = b"<w:p><w:r><w:t>bomb</w:t></w:r></w:p>" * 10_000
        for _ in range(size // len(row)):
            part.write(row)
        part.write(b"</w:body></w:document>")
    return out.getvalue()


def doc(text: str, *, encrypted: bool = False) -> bytes:
    """A Word 97 file: an OLE storage with one stream, its text in one piece of windows-1252 ([MS-DOC], [MS-CFB])."""
    said = text.encode("windows-1252")
    fib = bytearray(1536)
    struct.pack_into("<HHHHHH", fib, 0, 0xA5EC, 193, 0, 0x409, 0, 0x0100 if encrypted else 0)
    struct.pack_into("<II", fib, 24, 1536, 1536 + len(said))
    stream = bytes(fib) + said
    stream += bytes(max(4096, -(-len(stream) // 512) * 512) - len(stream))  # shorter ones lie in a mini stream
    sectors = len(stream) // 512
    fat = [0xFFFFFFFD, 0xFFFFFFFE, *(range(3, sectors + 2)), 0xFFFFFFFE]
    fat += [0xFFFFFFFF] * (128 - len(fat))

    def entry(name: str, kind: int, start: int, size: int, child: int = -1) -> bytes:
        raw = name.encode("utf-16-le") + b"\x00\x00"
        return struct.pack(
            "<64sHBBiii16sIQQIQ", raw, len(raw), kind, 1, -1, -1, child, bytes(16), 0, 0, 0, start & 0xFFFFFFFF, size
        )

    directory = entry("Root Entry", 5, -2, 0, 1) + entry("WordDocument", 2, 2, len(stream)) + bytes(256)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    return header + struct.pack("<128I", *fat) + directory + stream


RTF = (
    rb"{\rtf1\ansi\ansicpg1251\deff0{\fonttbl{\f0 Arial;}}{\info{\title Not the title}}"
    rb"\f0 \'c7\'e0\'ff\'e2\'eb\'e5\'ed\'e8\'e5\par The second paragraph \u8212 ? and no more.\par}"
)
