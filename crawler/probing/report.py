"""A probe's report, for people and as data."""

from collections.abc import Iterator
from typing import Any

from crawler.model.reading import Reading
from crawler.probing.compose import listings_of
from crawler.probing.findings import Findings, Sample


def sure(found: Findings) -> bool:
    """Whether nobody needs to look."""
    return found.source is not None and not found.look and found.stopped is None


def report_text(found: Findings) -> str:
    """The report as lines of text."""
    return "\n".join(_lines(found))


def _lines(found: Findings) -> Iterator[str]:
    if found.stopped:
        yield f"STOPPED  {found.stopped}"
        yield f"  {found.remedy}"
        return
    yield f"{found.name or found.host}"
    about = [
        found.place.country or "country unknown",
        found.place.timezone or "time zone unknown",
        " ".join(found.languages),
    ]
    yield f"  {', '.join(about)}" + (f"; made with {found.family}" if found.family else "")
    yield "LISTINGS"
    for one in listings_of(found):
        form = "" if one.listing.format == "html" else f" ({one.listing.format})"
        paged = one.listing.pagination
        how = (
            f", pages by {paged.parameter if paged.kind != 'next' and not paged.url else paged.url or paged.css}"
            if paged
            else ""
        )
        spoken = f" in {' '.join(one.listing.languages)}" if one.listing.languages else ""
        yield f"  {one.listing.url}{form}{spoken}{how}"
    yield "STATEMENTS READ"
    for sample in found.samples:
        yield from _sample(sample)
    if found.layout is not None:
        yield f"LAYOUT  induced: title {found.layout.title[0].css}, body {found.layout.body[0].css}" + (
            f", date {found.layout.date[0].css}" if found.layout.date else ""
        )
    yield "SURE OF"
    yield from (f"  {sentence}" for sentence in found.sure)
    if found.look:
        yield "LOOK AT"
        yield from (f"  {sentence}" for sentence in found.look)


def _sample(sample: Sample) -> Iterator[str]:
    if sample.document:
        yield f"  document    {sample.hint.title or sample.url}"
    elif isinstance(sample.read, Reading):
        read = sample.read
        stated = read.published.date if read.published else "no date"
        words = sum(len(text.split()) for text in read.body.paragraphs)
        yield f"  {stated:<10}  {(read.title or 'no title')[:80]}"
        yield f"              {read.language or '?'}, {words} words in {len(read.body.paragraphs)} paragraphs"
    else:
        yield f"  not read    {sample.url}"


def report_data(found: Findings) -> dict[str, Any]:
    """The report as data."""
    return {
        "asked": found.asked,
        "id": found.id or None,
        "name": found.name,
        "host": found.host,
        "country": found.place.country,
        "timezone": found.place.timezone,
        "languages": list(found.languages),
        "family": found.family,
        "robots": {"found": found.robots.found, "delay": found.robots.delay, "sitemaps": list(found.robots.sitemaps)},
        "listings": [
            {"why": one.why, **one.listing.model_dump(mode="json", exclude_defaults=True)} for one in listings_of(found)
        ] if found.source else [],
        "channels": [
            {"format": one.format, "url": one.url, "items": len(one.items.items), "shared": one.shared}
            for one in found.channels
        ],
        "statements": [_sample_data(sample) for sample in found.samples],
        "layout": found.layout.model_dump(mode="json", exclude_defaults=True) if found.layout else None,
        "sure": found.sure,
        "look": found.look,
        "stopped": found.stopped,
        "remedy": found.remedy,
        "source": found.source,
    }  # fmt: skip


def _sample_data(sample: Sample) -> dict[str, Any]:
    read = sample.read if isinstance(sample.read, Reading) else None
    refused = sample.read.reason.sentence if sample.read is not None and read is None else None  # type: ignore[union-attr]
    return {
        "url": sample.url,
        "title": read.title if read else None,
        "date": read.published.date if read and read.published else None,
        "language": read.language if read else None,
        "paragraphs": len(read.body.paragraphs) if read else None,
        "document": sample.document,
        "not_read": sample.failure or refused,
    }
