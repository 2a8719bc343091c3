"""The report at the end of the demo: what was found, what changed, where the files are, what to try next."""

import shlex
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from textwrap import TextWrapper
from typing import Final

from crawler.demo.findings import Findings, read_findings
from crawler.demo.wording import changed_words
from crawler.model.run import Run

_WIDTH: Final = 100
_REFUSALS: Final = ("robots.disallowed", "blocked.challenge")


def report(archive: Path, first: Run, second: Run) -> str:
    """The report as plain text. ``first`` and ``second`` are the runs before and after the ministry's edits.

    Raises ``OSError`` or ``ValueError`` where the archive's own files cannot be read.
    """
    findings = read_findings(archive, first, second)
    parts = (_found(findings), _changed(findings), _files(archive, first.source), _next(archive, findings))
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _found(findings: Findings) -> Iterator[str]:
    run = findings.first
    yield "WHAT WAS FOUND"
    yield from _told(
        f"The first crawl made {run.exchanges} exchanges with the two sites ({_size(run.bytes)}) and read"
        f" {len(findings.found)} statements:"
    )
    counts = Counter((line.site, line.language or "language unknown") for line in findings.found)
    for site in sorted({site for site, _ in counts}, key=len):
        languages = ", ".join(f"{n} {language}" for (host, language), n in sorted(counts.items()) if host == site)
        yield f"    {site:<34} {languages}"
    dated = [line.published.date for line in findings.found if line.published]
    if dated:
        yield f"    dated {min(dated)} to {max(dated)}, {len(findings.found) - len(dated)} without a date"
    if documents := sum(len(line.attachments) for line in findings.found):
        yield f"    with {documents} {'document' if documents == 1 else 'documents'}, known by digest and text"
    if run.requisites:
        yield f"    and {run.requisites} style sheets, images and icons, so that the pages can be seen as they were"
    if findings.copies:
        yield from _told("The embassy repeats what the ministry says. These are linked as copies:")
        for pair in findings.copies:
            first, second = sorted(pair, key=lambda line: len(line.site))
            yield from _item(first.title, first.url)
            yield f"        {second.url}"
    left = [problem for problem in run.problems if problem.code in _REFUSALS]
    if left:
        yield from _told("These were listed and are not among the statements, for a reason that the archive keeps:")
        for problem in left:
            yield from _item(problem.url, f"{problem.code}: {problem.sentence}")


def _changed(findings: Findings) -> Iterator[str]:
    yield "WHAT CHANGED"
    yield from _told(
        f"Between the crawls the ministry edited its archive without a word. The second crawl read"
        f" {findings.second.extracted} pages: {findings.second.unchanged} say what they said, and the rest is this."
    )
    for old, new in findings.edited:
        dated = f"still says {new.published.date}" if new.published else "gives no date"
        yield from _item(f"EDITED  {new.title}", new.url)
        yield from _told(
            f"The page {dated}. Its text changed between {_moment(old.fetched_at)} and {_moment(new.fetched_at)}:", 8
        )
        for words in changed_words(old.body.paragraphs, new.body.paragraphs):
            yield from _told(words, 8)
        for copy in findings.unedited_copies(old):
            yield from _told(f"The old text still stands at {copy.url}", 8)
    for line, problem in findings.gone:
        yield from _item(f"GONE  {line.title}", line.url)
        yield from _told(
            f"{problem.sentence[0].upper()}{problem.sentence[1:]}: observed once, so not called withdrawn yet."
            " Text and bytes of the first crawl stay.",
            8,
        )
    for line in findings.published:
        yield from _item(f"NEW  {line.title}", line.url)
    for line, url in findings.moved:
        yield from _item(f"MOVED  {line.title}", f"{line.url} -> {url}")
    if not (findings.edited or findings.gone or findings.published or findings.moved):
        yield "    Nothing."


def _files(archive: Path, source: str) -> Iterator[str]:
    yield "WHERE THE FILES ARE"
    yield f"    {archive}"
    for pattern, meaning in (
        (f"warc/{source}/**/*.warc.gz", "every exchange, byte for byte"),
        (f"statements/{source}/*.jsonl", "one line a revision of a statement"),
        ("changes.jsonl", "one line a change, in order"),
        ("manifest-sha256.txt", "digests of the sealed files"),
        ("catalogue.sqlite", "what is known; can be rebuilt from the rest"),
    ):
        for path in sorted(archive.glob(pattern)):
            name = path.relative_to(archive).as_posix()
            yield f"    {name:<62} {_size(path.stat().st_size):>9}  {meaning}"


def _next(archive: Path, findings: Findings) -> Iterator[str]:
    communique = _program("communique")
    here = shlex.quote(str(archive))
    yield "WHAT TO TRY NEXT"
    yield "  1. Prove that every byte, line and digest in the archive holds together:"
    yield f"     {communique} verify --archive {here}"
    shown = findings.edited[0][0] if findings.edited else findings.lines[0] if findings.lines else None
    if shown:
        capture = shown.capture
        what = "as it was before the edit" if findings.edited else "as it was captured"
        yield f"  2. Take a page out of the archive {what}:"
        yield (
            f"     {_program('warcio')} extract --payload {shlex.quote(str(archive / capture.warc))}"
            f" {capture.offset} > before.html"
        )
    yield f"  {3 if shown else 2}. Crawl a real ministry (this goes to the internet, slowly, under your name):"
    yield f"     COMMUNIQUE_CONTACT=you@example.org {communique} crawl by_mfa --limit 5"


def _item(head: str | None, detail: str) -> Iterator[str]:
    yield from _told(head or "(no title)")
    yield f"        {detail}"


def _told(text: str, indent: int = 4) -> list[str]:
    # Addresses stay whole, so that they can be copied.
    wrapper = TextWrapper(
        _WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + 2 if text[:2] in ("~ ", "- ", "+ ") else indent),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return wrapper.wrap(text)


def _moment(stamp: str) -> str:
    return f"{stamp[:10]} {stamp[11:21]} UTC"


def _size(count: int) -> str:
    return f"{count} bytes" if count < 1000 else f"{count / 1000:.1f} kB" if count < 1e6 else f"{count / 1e6:.1f} MB"


def _program(name: str) -> str:
    """How a person calls a program of this installation from here."""
    if shutil.which(name):
        return name
    path = Path(sys.executable).parent / name
    inside = path.is_relative_to(Path.cwd())
    return shlex.quote(str(path.relative_to(Path.cwd()) if inside else path))
