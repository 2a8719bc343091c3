"""A statement that exists only as a document (PDF, DOCX …): its fields from the listing and the document's text."""

from html import escape
from typing import Final
from urllib.parse import unquote, urlsplit

from crawler.extract.blocks import Token
from crawler.extract.datelines import is_date_line
from crawler.extract.dates import Dating, Order, read_date
from crawler.extract.language import detect, in_path, normal
from crawler.extract.listed import read_listed
from crawler.extract.particulars import particulars_of
from crawler.extract.parts import with_parts
from crawler.extract.text import squeeze
from crawler.extract.tidy import body_of
from crawler.model.document import DocumentText
from crawler.model.failure import Failure
from crawler.model.reading import Page, Reading, Refusal
from crawler.model.source import Source
from crawler.model.statement import Attachment, Published

_FIRST: Final = 6  # paragraphs at the beginning that may be the date
_LONGEST_DATE: Final = 70  # characters, with the place or house where it was said
_OURS: Final = frozenset({
    "document.too_slow", "document.crashed", "document.too_large", "document.no_reader", "document.unsupported",
})  # fmt: skip
_MONTH_FIRST: Final = "en"  # written both ways, by country: numbers alone are not enough


def read_document_page(page: Page, text: DocumentText | Failure, source: Source | None) -> Reading | Refusal:
    """What a document says that is a statement by itself, or why it is none. Pure.

    ``page`` is the document's address, capture date and hint (its body is not looked at), ``text`` what was read out
    of it, or why nothing was. The title is the listing's, else the document's first heading; the date the listing's,
    else one that stands in the text by itself. Its properties (author, dates) are never used: they tell of templates
    and of who printed it. The reading's one attachment is the document itself, to be completed with its capture.

    Without a text and a title from the listing there is nothing to say, and it is refused. So it is where our reader
    failed and not the document: its text, once it is read, would pass for a revision.
    """
    hint = page.hint
    read = text if isinstance(text, DocumentText) else None
    listed = squeeze(hint.title) if hint and hint.title else ""
    title, method = (listed, "listing") if listed else (_heading(read, source), "document")
    if isinstance(text, Failure) and (not title or text.code in _OURS):
        return Refusal(text)
    fields: dict[str, str] = {"attachments": "document"}
    warnings = list(read.warnings) if read else []
    if title:
        fields["title"] = method
    else:
        warnings.append("title: the listing gives none, and the document has no heading that is one for certain")
    if isinstance(text, Failure):
        warnings.append(f"body: {text.code} {text.sentence}")
    shown = _paragraphs(read.text) if read else []
    language = _language(page, source, read.text if read else title or "", fields)
    published = _published(page, source, shown, language, warnings)
    if published:
        fields["published"] = published.method
    if shown:
        fields["body"] = "document"
    tokens = _tokens(shown)
    more = particulars_of(page, source, tokens, title, language)
    fields |= more.fields
    warnings += more.warnings
    return Reading(
        title=title,
        number=more.number,
        kind=more.kind,
        kind_raw=more.kind_raw,
        language=language,
        published=published,
        updated=None,
        body=with_parts(body_of(tokens), more.parts),
        speakers=more.speakers,
        tags=(),
        translations=(),
        attachments=(Attachment(url=page.url, name=listed or file_name(page.url), text=read.text if read else None),),
        images=(),
        canonical=None,
        charset="utf-8",  # of the text that the reader gave
        layout=None,
        fields=fields,
        warnings=tuple(warnings),
    )


def _heading(read: DocumentText | None, source: Source | None) -> str | None:
    """The document's own heading, where it is not the name of who issues it: that is a letterhead."""
    if read is None or read.title is None:
        return None
    heading = squeeze(read.title)
    issuer = source.name.casefold() if source else ""
    return None if not heading or heading.casefold() in issuer or (issuer and issuer in heading.casefold()) else heading


def file_name(url: str) -> str | None:
    """The last part of an address's path, as people read it: a name to be shown, never one of a file of ours."""
    return squeeze(unquote(urlsplit(url).path.rpartition("/")[2])) or None


def _paragraphs(text: str) -> list[list[str]]:
    """Paragraphs, each a list of lines."""
    found = ([squeeze(line) for line in part.split("\n")] for part in text.split("\n\n"))
    return [lines for part in found if (lines := [line for line in part if line])]


def _tokens(shown: list[list[str]]) -> list[Token]:
    return [
        Token("run", "p", "\n".join(lines), "<br>".join(escape(line, quote=False) for line in lines)) for lines in shown
    ]


def _language(page: Page, source: Source | None, text: str, fields: dict[str, str]) -> str | None:
    languages = source.languages if source else ()
    stated = normal(page.hint.language) if page.hint else None
    placed = in_path(page.url, languages)
    language, method = next(
        (
            (code, how)
            for code, how in ((stated, "listing"), (placed, "url"), (detect(text, languages), "document"))
            if code
        ),
        (None, ""),
    )
    if language:
        fields["language"] = method
    return language


def _published(
    page: Page, source: Source | None, shown: list[list[str]], language: str | None, warnings: list[str]
) -> Published | None:
    """The listing's date, else the one that the text states; where the two differ, the listing's, which is told."""
    languages = (*((language,) if language else ()), *(source.languages if source else ()))
    order: Order | None = "DMY" if language and language.partition("-")[0] != _MONTH_FIRST else None
    dating = Dating(page.captured, languages, order, (), source.timezone if source else None)
    stated = _stated(shown, dating, warnings)
    if page.hint and page.hint.date:
        listed, problem = read_listed(page.hint, source, dating)
        if listed:
            if stated and not stated.date.startswith(listed.date):
                warnings.append(f"date: {listed.date} (listing) and {stated.date} (document) disagree")
            return listed
        warnings.append(f"date: {problem}")
    if stated is None and not any(warning.startswith("date: ") for warning in warnings):
        warnings.append("date: neither the listing nor the document states one")
    return stated


def _stated(shown: list[list[str]], dating: Dating, warnings: list[str]) -> Published | None:
    """The one date among the lines that are nothing but a date (and a place), first and last of the text."""
    lines = [line for lines in (*shown[:_FIRST], *shown[_FIRST:][-1:]) for line in lines]
    found: dict[str, Published] = {}
    for line in lines:
        if is_date_line(line, _LONGEST_DATE):
            published = read_date(line, dating, "document")[0]
            if published and published.precision not in {"year", "month"}:
                found.setdefault(published.date, published)
    if len(found) > 1:
        warnings.append(f"date: the document states {' and '.join(found)}; none is taken")
        return None
    return next(iter(found.values()), None)
