"""The summary of a crawl, for people and for programs."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from crawler.archive import Revised
from crawler.model.draft import Draft
from crawler.model.run import Run
from crawler.schedule.crawling import Crawled

_SHOWN = 10  # problems a source in the text; the JSON has all
_NUMBERS = (
    "listed",
    "captured",
    "extracted",
    "published",
    "revised",
    "unchanged",
    "linked",
    "gone",
    "refused",
    "failed",
    "attachments",
    "attachments_failed",
    "requisites",
    "requisites_failed",
)


def summary_text(runs: Sequence[Run], archive: Path) -> str:
    """One paragraph a source, then where the files are."""
    return "\n\n".join([*(_run_text(run) for run in runs), f"Archive: {archive}"])


def summary_json(crawled: Crawled, archive: Path, code: int) -> dict[str, Any]:
    """Everything: totals and, for each source, numbers and all problems."""
    runs = crawled.runs
    return {
        "archive": str(archive),
        "exit_code": code,
        "error": str(crawled.error) if crawled.error else None,
        "totals": {name: sum(getattr(run, name) for run in runs) for name in (*_NUMBERS, "exchanges", "bytes")},
        "runs": [run.model_dump(mode="json") for run in runs],
    }


def page_text(draft: Draft, revised: Revised) -> str:
    """One statement as it was read."""
    reading = draft.reading
    dated = reading.published.date if reading.published else "no date stated"
    lines = [
        f"{reading.title or '(no title)'}",
        f"{dated} · {reading.language or 'language unknown'} · {draft.canonical_url}",
        f"{draft.id}: {revised.outcome}",
        "",
        *(f"{paragraph}\n" for paragraph in reading.body.paragraphs),
        f"Capture: {draft.capture.warc} offset {draft.capture.offset} length {draft.capture.length}",
    ]
    lines += [f"Warning: {warning}" for warning in reading.warnings]
    return "\n".join(lines) + "\n"


def _run_text(run: Run) -> str:
    lines = [
        f"{run.source}: {run.outcome}" + (f" ({run.reason})" if run.reason and run.outcome != "ok" else ""),
        f"  {run.exchanges} exchanges, {size(run.bytes)} received; {run.listed} links listed, {run.captured} pages"
        f" captured, {run.extracted} read",
        f"  {run.published} new, {run.revised} revised, {run.unchanged} unchanged, {run.linked} linked as copies,"
        f" {run.gone} gone, {run.refused} refused, {run.failed} failed",
    ]
    lines += _beside(run)
    lines += [f"  {p.code}  {p.url}  {p.sentence}" for p in run.problems[:_SHOWN]]
    if len(run.problems) > _SHOWN:
        lines.append(f"  … and {len(run.problems) - _SHOWN} more (--json has them all)")
    return "\n".join(lines)


def _beside(run: Run) -> list[str]:
    """What was fetched beside the pages: a line where there was any."""
    told = []
    if run.attachments or run.attachments_failed:
        told.append(f"{run.attachments} documents fetched, {run.attachments_failed} failed")
    if run.requisites or run.requisites_failed:
        told.append(f"{run.requisites} style sheets, images and the like fetched, {run.requisites_failed} failed")
    return [f"  {'; '.join(told)}"] if told else []


def size(count: float) -> str:
    """Bytes for people: 1,024 is 1.0 KiB."""
    for unit in ("bytes", "KiB", "MiB"):
        if count < 1024 or unit == "MiB":
            break
        count /= 1024
    return f"{count:.0f} {unit}" if unit == "bytes" else f"{count:.1f} {unit}"
