"""The report of a re-extraction: what became of the pages of each source, field by field, with samples."""

from pydantic import BaseModel, ConfigDict, Field

from crawler.rereading.compare import shortened
from crawler.rereading.worker import Reread

SAMPLES = 3  # of each field and of each reason


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Sample(_Data):
    """One page on which a field differs; both values shortened, near the first difference."""

    id: str
    url: str
    before: str
    after: str


class FieldReport(_Data):
    """A field: on how many pages it differs, and the first of them."""

    count: int = 0
    samples: list[Sample] = Field(default_factory=list)


class Page(_Data):
    """One page, and what is to be said of it."""

    id: str | None
    url: str
    sentence: str


class PagesReport(_Data):
    """Pages with something in common: how many, and the first of them."""

    count: int = 0
    samples: list[Page] = Field(default_factory=list)

    def add(self, read: Reread, sentence: str) -> None:
        """One more."""
        self.count += 1
        if len(self.samples) < SAMPLES:
            self.samples.append(Page(id=read.id, url=read.url, sentence=sentence))


class SourceReport(_Data):
    """The pages of one source. ``changed`` counts new readings, ``read`` pages that were refused before."""

    pages: int = 0
    unchanged: int = 0
    changed: int = 0
    fields: dict[str, FieldReport] = Field(default_factory=dict)
    read: PagesReport = Field(default_factory=PagesReport)
    refused: dict[str, PagesReport] = Field(
        default_factory=dict, description="statements whose page would be refused now, by code; they stay as they are"
    )
    still_refused: int = 0
    unreadable: PagesReport = Field(default_factory=PagesReport)
    elsewhere: PagesReport = Field(
        default_factory=PagesReport,
        description="pages that name another address as their own now; their statements keep their ids",
    )

    def add(self, read: Reread) -> None:
        """What became of one page."""
        self.pages += 1
        if read.elsewhere is not None:
            self.elsewhere.add(read, read.elsewhere)
        if read.kind == "unchanged":
            self.unchanged += 1
        elif read.kind == "changed":
            self.changed += 1
            for name, values in read.fields.items():
                self._differs(name, read, *values)
        elif read.kind == "read":
            self.read.add(read, (read.draft.reading.title if read.draft else None) or "without a title")
        elif read.kind == "still_refused":
            self.still_refused += 1
        elif read.kind == "refused" and read.reason is not None:
            self.refused.setdefault(read.reason.code, PagesReport()).add(read, read.reason.sentence)
        else:
            self.unreadable.add(read, f"{read.task.file}, byte {read.task.offset}: {read.sentence}")

    def _differs(self, name: str, read: Reread, before: object, after: object) -> None:
        found = self.fields.setdefault(name, FieldReport())
        found.count += 1
        if len(found.samples) < SAMPLES:
            old, new = shortened(before, after)
            found.samples.append(Sample(id=read.id or "", url=read.url, before=old, after=new))


class ReextractReport(_Data):
    """A whole re-extraction. ``undefined`` counts pages of sources that no file describes (any more)."""

    archive: str
    dry_run: bool
    sources: dict[str, SourceReport] = Field(default_factory=dict)
    undefined: dict[str, int] = Field(default_factory=dict)
    damages: list[str] = Field(default_factory=list, description="lines of the archive that cannot be understood")

    def add(self, read: Reread) -> None:
        """What became of one page."""
        self.sources.setdefault(read.source or "?", SourceReport()).add(read)

    @property
    def refused(self) -> int:
        """Statements whose page would be refused now."""
        return sum(pages.count for source in self.sources.values() for pages in source.refused.values())

    @property
    def damaged(self) -> bool:
        """Whether anything in the archive could not be read."""
        return bool(self.damages) or any(source.unreadable.count for source in self.sources.values())


def report_text(report: ReextractReport) -> str:
    """The same for people."""
    lines: list[str] = []
    for name in sorted(report.sources):
        lines += _source_text(name, report.sources[name], dry_run=report.dry_run)
    lines += [
        f"{name}: {count:,} pages are not read: no source has this id" for name, count in report.undefined.items()
    ]
    lines += [f"damaged: {sentence}" for sentence in report.damages]
    if not report.sources:
        lines.append("there is nothing to be read again")
    lines.append("nothing was written: this was a dry run" if report.dry_run else f"archive: {report.archive}")
    return "\n".join(lines)


def _source_text(name: str, source: SourceReport, *, dry_run: bool) -> list[str]:
    changed, read = ("would change", "would be read newly") if dry_run else ("changed", "newly read")
    told = [f"{source.unchanged:,} unchanged", f"{source.changed:,} {changed}", f"{source.read.count:,} {read}"]
    refused = sum(pages.count for pages in source.refused.values())
    for count, what in (
        (source.still_refused, "refused as before"),
        (refused, "would be refused now and stay as they are"),
        (source.unreadable.count, "unreadable"),
    ):
        if count:
            told.append(f"{count:,} {what}")
    lines = [f"{name}: {source.pages:,} pages: {', '.join(told)}"]
    for field in sorted(source.fields):
        found = source.fields[field]
        lines.append(f"  {field}: {found.count:,}")
        for sample in found.samples:
            lines += [f"    {sample.id}  {sample.url}", f"      - {sample.before}", f"      + {sample.after}"]
    for title, pages in (
        (read, source.read),
        *((f"refused now: {code}", pages) for code, pages in sorted(source.refused.items())),
        ("unreadable", source.unreadable),
        ("name another address now", source.elsewhere),
    ):
        if pages.count:
            lines.append(f"  {title}: {pages.count:,}")
            lines += [f"    {page.id or '-'}  {page.url}  {page.sentence}" for page in pages.samples]
    return lines
