"""The report of an import: what became of each file, and of the pages in them."""

from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from crawler.model.failure import Failure

PAGES: Final = ("text/html", "application/xhtml+xml", "application/pdf")  # media types of what is read
LARGEST: Final = 64 * 1024 * 1024  # bytes of a payload: what an import reads lies in memory, whoever made the file
_SHOWN: Final = 10


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid")


def too_large(url: str) -> Failure:
    """Why a page is not read."""
    return Failure("http.maxsize", f"{url} has more than {LARGEST:,} bytes: an import does not read so much at once")


class Note(_Data):
    """An oddity that was met and tolerated: how often, and where first."""

    sentence: str
    count: int
    offset: int


class LeftOut(_Data):
    """Bytes that were not kept because they cannot be read."""

    offset: int
    length: int
    sentence: str


class FileReport(_Data):
    """One WARC or ARC file. ``file`` is where it lies in the archive; a refused one has ``offset`` and ``reason``."""

    name: str
    package: str | None = None
    outcome: Literal["imported", "known", "refused", "sound"] = Field(description="sound: looked through by a dry run")
    file: str | None = None
    format: str | None = None
    size: int | None = None
    sha256: str | None = None
    unpacked: bool = False
    maker: str | None = None
    records: dict[str, int] = Field(default_factory=dict)
    captures: int = 0
    unresolved: int = Field(0, description="revisits whose original is not in the archive")
    notes: list[Note] = Field(default_factory=list)
    left_out: list[LeftOut] = Field(default_factory=list)
    offset: int | None = None
    reason: str | None = None


class Refused(_Data):
    """A page that was not read as a statement."""

    url: str
    code: str
    sentence: str


class Pages(_Data):
    """The pages of one source, or of all."""

    read: int = 0
    published: int = 0
    revised: int = 0
    unchanged: int = 0
    linked: int = 0
    refused: dict[str, int] = Field(default_factory=dict, description="pages by code")


class ImportReport(_Data):
    """Everything that an import did. ``others`` are HTML and PDF pages on a source's site whose address is no
    statement's, ``foreign`` those that lie on no source's site.
    """

    archive: str
    dry_run: bool
    files: list[FileReport] = Field(default_factory=list)
    sources: dict[str, Pages] = Field(default_factory=dict)
    others: int = 0
    foreign: int = 0
    listings: int = Field(0, description="listing pages whose links were read")
    refusals: list[Refused] = Field(default_factory=list)

    def read(self, source: str, outcome: str | None, links: int) -> None:
        """Count a page that was read; ``outcome`` is published, revised or unchanged, or ``None``: only tried."""
        pages = self.sources.setdefault(source, Pages())
        pages.read += 1
        pages.linked += links
        if outcome is not None:
            setattr(pages, outcome, getattr(pages, outcome) + 1)

    def refused(self, source: str, url: str, reason: Failure) -> None:
        """Count a page that was not."""
        pages = self.sources.setdefault(source, Pages())
        pages.refused[reason.code] = pages.refused.get(reason.code, 0) + 1
        self.refusals.append(Refused(url=url, code=reason.code, sentence=reason.sentence))


def report_text(report: ImportReport) -> str:
    """The same for people."""
    lines: list[str] = []
    for one in report.files:
        lines += _file_text(one)
    for name, pages in report.sources.items():
        would = "would be read" if report.dry_run else "read"
        told = f"{name}: {pages.read} pages {would} as statements"
        if not report.dry_run:
            told += (
                f": {pages.published} new, {pages.revised} revised, {pages.unchanged} known,"
                f" {pages.linked} linked as copies"
            )
        lines.append(told)
        if pages.refused:
            counts = ", ".join(f"{count} {code}" for code, count in sorted(pages.refused.items()))
            lines.append(f"  {sum(pages.refused.values())} refused: {counts}")
    lines += [f"  {one.code}  {one.url}  {one.sentence}" for one in report.refusals[:_SHOWN]]
    if len(report.refusals) > _SHOWN:
        lines.append(f"  … and {len(report.refusals) - _SHOWN} more (--json has them all)")
    if report.others or report.foreign:
        lines.append(
            f"pages that were not read: {report.others} of no statement's address, {report.foreign} of no source"
        )
    lines.append("Nothing was kept: this was a dry run" if report.dry_run else f"Archive: {report.archive}")
    return "\n".join(lines)


def _file_text(one: FileReport) -> list[str]:
    name = one.name if one.package is None else f"{one.package}/{one.name}"
    if one.outcome == "refused":
        return [f"{name}: refused at byte {one.offset}: {one.reason}"]
    if one.outcome == "known":
        return [f"{name}: in the archive already, as {one.file}"]
    records = ", ".join(f"{count} {kind}" for kind, count in one.records.items())
    kept = f"kept as {one.file}" if one.file else "sound"
    lines = [f"{name}: {kept}", f"  {records}; {one.captures} captures" + (f"; {one.maker}" if one.maker else "")]
    if one.unpacked:
        lines.append("  it was not compressed by the record, so what it unpacks to is kept instead")
    lines += [
        f"  left out: {part.length} bytes at byte {part.offset}: {part.sentence}" for part in one.left_out[:_SHOWN]
    ]
    if len(one.left_out) > _SHOWN:
        lines.append(f"  … and {len(one.left_out) - _SHOWN} more places left out")
    if one.left_out:
        lines.append("  only what could be read is kept: it is not the file that was given")
    if one.unresolved:
        lines.append(f"  {one.unresolved} revisits equal a response that is not in the archive")
    lines += [f"  {note.count} × {note.sentence} (first at byte {note.offset})" for note in one.notes]
    return lines
