"""Pages made to hurt: each must end in a reading or a refusal. Run as a program, it prints the ones that took too long.

``python -m tests.extract.hostile`` measures processor time, which a loaded machine stretches little.
"""

import gzip
import json
import sys
import time
from collections.abc import Callable, Iterator
from typing import Final

from crawler.extract import clean, extract
from crawler.model.reading import Hint, Reading
from tests.extract.pages import CAPTURED, PROSE, article, document, page, source

LONGEST: Final = 5.0  # seconds of processor time for one page
_MEGABYTE: Final = 1_000_000
_ODD: Final = (
    "\u202e", "(", "[", "%", "&", "&amp;", "\\1", "𝕬", "1/", "-", "1 ", "a ", ". ", " | ", "…", "«", "\u00ad", "\u200b",
    "12.", "2021-", "Jan ", "年", "٣", "No:", "№", "/", "@", "#", "' ", '" ', "Ã", "Ð", "x\u0301", "http://", "?", "+",
)  # fmt: skip


def pages() -> Iterator[tuple[str, str | bytes]]:
    """Names and bodies."""
    yield "nested", b"<html><body>" + b"<div>" * 200_000 + b"x"
    yield "nested inline", "<html><body><p>" + "<b><i>" * 100_000 + "x"
    yield "nested tables", "<html><body>" + "<table><tr><td>" * 60_000 + "x"
    yield "nested lists", "<html><body>" + "<ul><li>" * 900 + PROSE[0] * 20
    yield "a line of 20 MB", document(f"<h1>A title of it</h1><p>{'word ' * 4_000_000}</p>")
    yield "20 MB without a blank", document(f"<h1>A title of it</h1><p>{'w' * 20 * _MEGABYTE}</p>")
    yield "20 MB of digits", document(f"<h1>A title of it</h1><p>{'1' * 20 * _MEGABYTE}</p>")
    yield "20 MB of an attribute", document(f'<h1>A title</h1><p title="{"x" * 20 * _MEGABYTE}">{PROSE[0]}</p>')
    yield "20 MB of a class", document(f'<h1>A title</h1><p class="{"date " * 4 * _MEGABYTE}">{PROSE[0]}</p>')
    yield "20 MB of a title", document(f"<h1>A title</h1><p>{PROSE[0]}</p>", title="long " * 4 * _MEGABYTE)
    yield "20 MB of a heading", document(f"<h1>{'long ' * 4 * _MEGABYTE}</h1><p>{PROSE[0]}</p>", title="A title")
    yield "5 MB of a comment", document(f"<!--{'- ' * 2_500_000}--><h1>A title</h1><p>{PROSE[0]}</p>")
    yield "NULs", b"\x00".join([b"<html><body><h1>A title</h1><p>", PROSE[0].encode() * 1000, b"</p>"])
    yield "nothing but NULs", b"\x00" * _MEGABYTE
    yield "nothing but <", b"<" * _MEGABYTE
    yield "nothing but &", b"&" * _MEGABYTE
    yield "many entities", document(f"<h1>A title</h1><p>{'&#x202e;&amp;&notanentity;' * 100_000}</p>")
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "lol"}">' for n in range(10))
    yield "an entity bomb", f"<!DOCTYPE x [{bomb}]><html><body><h1>A title</h1><p>&e9; {PROSE[0]}</p>"
    yield (
        "an XHTML entity bomb",
        f"<?xml version='1.0'?><!DOCTYPE x [{bomb}]><html><body><h1>A</h1><p>&e9;</p></body></html>",
    )
    yield "90,000 paragraphs", document("<h1>A title of it</h1>" + "<p>a b" * 45_000)
    yield "25,000 long paragraphs", document("<h1>A title of it</h1>" + f"<p>{PROSE[0]}</p>" * 25_000)
    yield (
        "30,000 links",
        document("<h1>A title of it</h1>" + '<a href="/news/1">A link that is long enough</a>' * 30_000),
    )
    yield "30,000 headings", document("<h1>A title of it, and more</h1>" * 30_000, title="A title of it, and more")
    yield "30,000 dates", document("<h1>A title of it</h1>" + "<time>8 November 2021</time>" * 30_000)
    yield "30,000 numeric dates", document("<h1>A title of it</h1>" + "<span class=date>1/2/21</span>" * 30_000)
    yield "28,000 breadcrumbs", document("<h1>A title of it</h1>" + "<b class=breadcrumb>x</b>" * 28_000)
    yield "90,000 of one class", document("<h1>A title of it</h1>" + "<b class='date title'>x</b>" * 90_000)
    yield "a class of 90,000 names", document(f"<h1 class='{' '.join(map(str, range(90_000)))}'>A title of it</h1>")
    yield "a paragraph of dates", document(f"<h1>A title of it</h1><p>{'8 November 2021, 9.11.2021 ' * 50_000}</p>")
    yield "20,000 metas", document(f"<h1>A title</h1><p>{PROSE[0]}", head='<meta name="x" content="2021">' * 20_000)
    deep = '{"@type":"NewsArticle","headline":"A","@graph":[' * 900 + "]}" * 900
    scripts = f'<script type="application/ld+json">{deep}</script>'
    yield "deep JSON-LD", document(f"<h1>A title</h1><p>{PROSE[0]}", head=scripts)
    wide = json.dumps([{"@type": "NewsArticle", "headline": "A title", "datePublished": "2021-11-08"}] * 50_000)
    yield (
        "wide JSON-LD",
        document(f"<h1>A title</h1>{PROSE[0]}", head=f'<script type="application/ld+json">{wide}</script>'),
    )
    yield (
        "brackets of JSON-LD",
        document(f"<h1>A title</h1>{PROSE[0]}", head=f'<script type="application/ld+json">{"[" * 500_000}</script>'),
    )
    yield "JSON brackets", "[" * 500_000
    yield "JSON objects", '{"a":' * 500_000
    yield "broken UTF-8", b"<html><body><h1>A title</h1><p>" + b"\xc3\x28\xff" * 300_000
    yield "three charsets", b"<meta charset=utf-16><meta charset=shift_jis><p>" + bytes(range(128, 256)) * 5_000
    yield "gzip in the body", gzip.compress(b"<p>" + b"x" * _MEGABYTE, mtime=0)
    for odd in _ODD:
        name = f"515 times {odd!r} in every field"
        many = odd * 515
        yield name, article(many + "x", (many, *PROSE), date=many, more=f'<a href="{many}">{many}</a>', lang=many)
    for odd in _ODD:
        yield f"100,000 times {odd!r} in the text", article("A title of it", (odd * 100_000, *PROSE), date="1.2.2021")


def too_long(tell: Callable[[str], None] = lambda name: None) -> list[str]:
    """The pages that took longer, with their times; every other ended in a reading or a refusal."""
    found: list[str] = []
    known = source()
    hint = Hint("https://www.mfa.example/news", title="(" * 515, date="1/" * 515, kind="[" * 515, language="en")
    for name, body in pages():
        for by, given in ((None, None), (None, hint), (known, None)):
            started = time.process_time()
            read = extract(page(body, captured=CAPTURED, hint=given), by)
            if isinstance(read, Reading):
                clean(read)
            taken = time.process_time() - started
            if taken > LONGEST:
                found.append(f"{name}: {taken:.1f} s {'with a layout' if by else 'without a layout'}")
        tell(name)
    return found


if __name__ == "__main__":
    slow = too_long()
    sys.stdout.write("\n".join([*slow, f"{len(slow)} too slow"]) + "\n")
    raise SystemExit(bool(slow))
