"""What a trial of a source shows a person: each statement as its reader would see it, and how each field was found."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from crawler.extract.tidy import clean
from crawler.model.reading import Reading, Refusal
from crawler.probing.findings import Sample
from crawler.probing.trial import ListingTried, Trial

_FIELDS: Final = ("title", "published", "body", "number", "kind", "language", "speakers", "attachments", "translations")
_NAMES: Final = {"published": "date", "body": "text"}
_LINE: Final = 100  # characters of a first or last line


def trial_text(trial: Trial) -> str:
    """The trial as lines of text."""
    return "\n".join(_lines(trial))


def _lines(trial: Trial) -> Iterator[str]:
    for listing in trial.listings:
        yield from _listing(listing)
    for number, tried in enumerate(trial.statements, 1):
        yield f"STATEMENT {number} of {len(trial.statements)}  {tried.url}"
        yield from _statement(tried)
    read = [one.read for one in trial.statements if isinstance(one.read, Reading)]
    if read:
        shares = (f"{_NAMES.get(name, name)} {count} of {len(read)}" for name, count in _filled(read).items())
        yield f"FIELDS  {', '.join(shares)}"
    for drift in trial.drifts:
        yield f"DRIFT  {drift.sentence}"


def _listing(listing: ListingTried) -> Iterator[str]:
    if listing.links:
        dated = sum(hint.date is not None for _, hint in listing.links)
        titled = sum(hint.title is not None for _, hint in listing.links)
        on = "it goes on" if listing.goes_on else "it ends here"
        yield f"LISTING  {listing.url}: {len(listing.links)} links, {titled} with a title, {dated} with a date; {on}"
    else:
        yield f"LISTING  {listing.url}: nothing"
    yield from (f"  ! {problem}" for problem in listing.problems)


def _statement(tried: Sample) -> Iterator[str]:
    if tried.failure:
        yield f"  ! {tried.failure}"
        return
    if isinstance(tried.read, Refusal):
        yield f"  ! not read as a statement: {tried.read.reason.code}: {tried.read.reason.sentence}"
        return
    if tried.read is None:
        return
    read = clean(tried.read)
    how = read.fields
    yield f"  title     {read.title or '-'}" + _how(how.get("title"))
    stated = read.published
    shown = (
        f"{stated.date}{' ' + stated.time if stated.time else ''}{_how(stated.method)} {stated.raw!r}"
        if stated
        else "-"
    )
    yield f"  date      {shown}"
    if tried.hint.date:
        yield f"            the listing says {tried.hint.date!r}"
    for name in ("number", "kind", "language"):
        value = getattr(read, name)
        raw = f" {read.kind_raw!r}" if name == "kind" and read.kind_raw else ""
        if value or raw:
            yield f"  {name:<9} {value or '-'}{_how(how.get(name))}{raw}"
    if read.speakers:
        yield f"  speakers  {'; '.join(read.speakers)}"
    paragraphs = read.body.paragraphs
    words = sum(len(text.split()) for text in paragraphs)
    yield f"  text      {len(paragraphs)} paragraphs, {words} words" + _how(how.get("body"))
    if paragraphs:
        yield f"    begins  {_cut(paragraphs[0])}"
        yield f"    ends    {_end(paragraphs[-1])}"
    for file in read.attachments:
        yield f"  document  {file.name or ''} {file.url}"
    for other in read.translations:
        yield f"  also in   {other.language}: {other.url}"
    yield f"  read by   {'layout ' + read.layout if read.layout else 'the generic reading'}"
    yield from (f"  ! {warning}" for warning in read.warnings)


def _how(method: str | None) -> str:
    return f"  ({method})" if method else ""


def _cut(text: str) -> str:
    return text if len(text) <= _LINE else text[: _LINE - 1] + "…"


def _end(text: str) -> str:
    return text if len(text) <= _LINE else "…" + text[1 - _LINE :]


def _filled(read: list[Reading]) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for one in read:
        counted.update(name for name in _FIELDS if _value(one, name))
    return {name: counted[name] for name in _FIELDS}


def _value(read: Reading, name: str) -> object:
    return read.body.paragraphs if name == "body" else getattr(read, name)


def trial_data(trial: Trial) -> dict[str, Any]:
    """The trial as data."""
    return {
        "id": trial.source.id,
        "sound": trial.sound,
        "listings": [
            {"url": one.url, "links": len(one.links), "dated": sum(h.date is not None for _, h in one.links),
             "goes_on": one.goes_on, "problems": one.problems}
            for one in trial.listings
        ],
        "statements": [_statement_data(one) for one in trial.statements],
        "drifts": [drift.sentence for drift in trial.drifts],
    }  # fmt: skip


def _statement_data(tried: Sample) -> dict[str, Any]:
    read = clean(tried.read) if isinstance(tried.read, Reading) else None
    refused = tried.read.reason.sentence if isinstance(tried.read, Refusal) else None
    return {
        "url": tried.url,
        "problem": tried.failure or refused,
        "title": read.title if read else None,
        "published": read.published.model_dump(mode="json") if read and read.published else None,
        "number": read.number if read else None,
        "kind": read.kind if read else None,
        "language": read.language if read else None,
        "first_line": read.body.paragraphs[0] if read and read.body.paragraphs else None,
        "last_line": read.body.paragraphs[-1] if read and read.body.paragraphs else None,
        "attachments": [file.url for file in read.attachments] if read else [],
        "layout": read.layout if read else None,
        "fields": dict(read.fields) if read else {},
        "warnings": list(read.warnings) if read else [],
    }
