"""What a statement is beside its title, date and text: kind, reference number, speakers, parts, doubts of letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from lxml import etree

from crawler.extract.blocks import Token
from crawler.extract.kinds import Claims, kind_of, labels_near, sections_of
from crawler.extract.mojibake import mojibake_in
from crawler.extract.numbers import number_in
from crawler.extract.paragraphs import paragraphs
from crawler.extract.parts import parts_of
from crawler.extract.people import speakers_in
from crawler.model.reading import Page
from crawler.model.source import Source
from crawler.model.statement import Part


@dataclass(frozen=True, slots=True)
class Particulars:
    """The fields, how each was found, and warnings."""

    kind: str | None
    kind_raw: str | None
    number: str | None
    speakers: tuple[str, ...]
    parts: tuple[Part, ...]
    fields: dict[str, str]
    warnings: tuple[str, ...]


def particulars_of(
    page: Page,
    source: Source | None,
    tokens: Sequence[Token],
    title: str | None,
    language: str | None,
    *,
    labels: Sequence[str] = (),
    root: etree._Element | None = None,
    heading: etree._Element | None = None,
) -> Particulars:
    """Read them. ``labels`` are what the page is known to call the kind; with ``root`` it is looked for besides."""
    items = paragraphs(tokens)
    shown = [item.text for item in items]
    kind = kind_of(
        Claims(
            hint=page.hint.kind if page.hint else None,
            labels=chain(labels, labels_near(root, heading)) if root is not None else labels,
            title=title,
            sections=sections_of(root) if root is not None else (),
            url=page.url,
        ),
        source,
    )
    number = number_in(title, shown, page.url, source)
    speakers = speakers_in(title, shown)
    parts, notes = parts_of(tokens, language, title, items)
    spoiled = mojibake_in("\n".join((title or "", *shown)))
    fields: dict[str, str] = {}
    if kind.raw:
        fields["kind"] = kind.method
    if number:
        fields["number"] = number.method
    if speakers:
        fields["speakers"] = "heuristic"
    return Particulars(
        kind=kind.kind,
        kind_raw=kind.raw,
        number=number.text if number else None,
        speakers=speakers,
        parts=parts,
        fields=fields,
        warnings=(*kind.warnings, *notes, *((spoiled,) if spoiled else ())),
    )
