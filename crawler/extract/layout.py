"""Reading a page by its source's layout: the selectors that held when it was captured."""

import re
from datetime import UTC, date
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from lxml import etree

from crawler.extract import links, rules
from crawler.extract.addresses import base_of
from crawler.extract.blocks import Token, read_blocks
from crawler.extract.charset import Decoded
from crawler.extract.dates import Dating, read_date
from crawler.extract.language import language_of, normal
from crawler.extract.listed import read_listed
from crawler.extract.markup import said_modified
from crawler.extract.missing import is_not_found
from crawler.extract.paragraphs import paragraphs
from crawler.extract.particulars import particulars_of
from crawler.extract.parts import with_parts
from crawler.extract.rules import Sheet
from crawler.extract.tidy import body_of, statement_of
from crawler.extract.tree import Lookup
from crawler.extract.updates import updated_about
from crawler.model.failure import Failure
from crawler.model.reading import Page, Reading, Refusal
from crawler.model.source import Layout, Source
from crawler.model.statement import Attachment, Published, Translation

_LAST_DAY: Final = date.max


def choose(source: Source, page: Page, lookup: Lookup) -> Layout | None:
    """The layout that fits: not ended before the capture, for this site and address, and its required element there.

    Where several fit, the one that ended first after the capture is the one that held then.
    """
    day = page.captured.astimezone(UTC).date()
    fitting = [item for item in source.layouts if item.until is None or day <= item.until]
    for item in sorted(fitting, key=lambda one: one.until or _LAST_DAY):
        if claims(item, source, page.url) and (item.requires is None or lookup.select(item.requires)):
            return item
    return None


def claims(layout: Layout, source: Source, url: str) -> bool:
    """Whether the layout is for the address's site and form, whatever the page looks like."""
    site = source.site_of(url)
    host = (urlsplit(url).hostname or "").lower()
    names = {host, *((site.host, site.role, *site.aliases) if site else ())}
    if layout.sites and not names.intersection(layout.sites):
        return False
    return not layout.urls or any(_compiled(pattern).search(url) for pattern in layout.urls)


def read_layout(page: Page, source: Source, layout: Layout, lookup: Lookup, decoded: Decoded) -> Reading | Refusal:
    """The fields of a page by the layout's rules. Without a body it is no reading: the page is built otherwise."""
    root = lookup.root
    skip = frozenset(element for css in layout.remove for element in lookup.select(css))
    sheet = Sheet(lookup, page.url, base_of(root, page.url), page.hint, skip, warnings=list(decoded.warnings))
    body = _outermost(rules.elements(sheet, "body", layout.body))
    if not body:
        found = "; ".join(item for item in sheet.warnings if item.startswith("body: "))
        return Refusal(Failure("layout.mismatch", f"layout {layout.id} of {source.id}: {found} on {page.url}"))
    sheet.tokens = _until_stop(read_blocks(body, sheet.base, skip), layout)
    sheet.paragraphs = paragraphs(sheet.tokens)
    if sheet.paragraphs:
        sheet.fields["body"] = "selector"
    sheet.title = _title(sheet, layout)
    documents = _attachments(sheet, layout, body)
    text = statement_of(sheet.paragraphs, sheet.title, None)
    if is_not_found(sheet.title, sum(len(sheet.tokens[run].text) for item in text for run in item.runs)):
        return Refusal(Failure("content.soft404", f"the page says that it does not exist: {sheet.title!r}"))
    if not text:
        if not documents:
            return Refusal(Failure("content.empty", f"{layout.body[0].css} holds no text on {page.url}"))
        sheet.warnings.append("body: no text; the statement may be the attached document")
    language = _language(sheet, layout, source)
    published = _published(sheet, layout, source, page, language)
    updated = _updated(sheet, layout, source, page, language, published, body)
    called = rules.value(sheet, "kind", layout.kind, optional=True)
    number = rules.value(sheet, "number", layout.number, optional=True)
    speakers = _texts(sheet, "speakers", layout)
    more = particulars_of(page, source, sheet.tokens, sheet.title, language, labels=(called.text,) if called else ())
    sheet.fields |= {name: how for name, how in more.fields.items() if name not in sheet.fields}
    for name, found_value in (
        ("kind", called if called and called.text == more.kind_raw else None),
        ("number", number),
    ):
        if found_value:
            sheet.fields[name] = found_value.method
    sheet.warnings += more.warnings
    return Reading(
        title=sheet.title,
        number=number.text if number else more.number,
        kind=more.kind,
        kind_raw=more.kind_raw,
        language=language,
        published=published,
        updated=updated,
        body=with_parts(body_of(sheet.tokens), more.parts),
        speakers=speakers or more.speakers,
        tags=_texts(sheet, "tags", layout),
        translations=_translations(sheet, layout, language),
        attachments=documents,
        images=_images(sheet, layout, body),
        canonical=links.canonical_of(root, sheet.base),
        charset=decoded.charset,
        layout=layout.id,
        fields=sheet.fields,
        warnings=tuple(sheet.warnings),
        blocks=tuple(sheet.tokens),
    )


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _outermost(found: list[etree._Element]) -> list[etree._Element]:
    """Without elements that lie within another of them: their text would be read twice."""
    if len(found) < 2:
        return found
    every = set(found)
    return [item for item in found if not any(parent in every for parent in item.iterancestors())]


def _until_stop(tokens: list[Token], layout: Layout) -> list[Token]:
    """The tokens before the first paragraph that a ``stop`` pattern matches."""
    if not layout.stop:
        return tokens
    stops = [re.compile(pattern) for pattern in layout.stop]
    for item in paragraphs(tokens):
        if any(stop.search(item.text) for stop in stops):
            first = min(item.runs)
            return [token for index, token in enumerate(tokens) if token.kind != "run" or index < first]
    return tokens


def _title(sheet: Sheet, layout: Layout) -> str | None:
    found = rules.value(sheet, "title", layout.title) or _hinted(sheet, "title")
    if found is None:
        return None
    sheet.fields["title"] = found.method
    return found.text


def _hinted(sheet: Sheet, name: str) -> rules.Value | None:
    """What the listing says of a field on which the page is silent."""
    stated = getattr(sheet.hint, name, None) if sheet.hint else None
    return rules.Value(stated, "listing", True, "listing") if isinstance(stated, str) and stated else None


def _language(sheet: Sheet, layout: Layout, source: Source) -> str | None:
    stated = rules.value(sheet, "language", layout.language, optional=True)
    code = normal(stated.text) if stated else None
    if code and stated:
        sheet.fields["language"] = stated.method
        return code
    text = "\n".join(item.text for item in sheet.paragraphs) or sheet.title or ""
    language, method, warning = language_of(sheet.lookup.root, sheet.url, text, source.languages)
    if method:
        sheet.fields["language"] = method
    if warning:
        sheet.warnings.append(warning)
    return language


def _published(sheet: Sheet, layout: Layout, source: Source, page: Page, language: str | None) -> Published | None:
    """The first rule whose text is a date; then the listing's. A paragraph that is only the date leaves the body."""
    dating = _dating(layout, source, page, language)
    stated = rules.alternatives(sheet, "date", layout.date)
    hinted = _hinted(sheet, "date")
    first: Published | None = None
    problems: list[str] = []
    for found in [*stated, *([hinted] if hinted else [])]:
        if found.of == "listing" and page.hint:
            published, problem = read_listed(page.hint, source, dating)
        else:
            published, problem = read_date(found.text, dating, found.method)
        if published is None:
            problems.append(f"date: {problem} ({found.method})")
            continue
        if found.whole and found.of in {"first_paragraph", "last_paragraph"}:
            _drop_paragraph(sheet, -1 if found.of == "last_paragraph" else 0)
        if first is None:
            first = published
        elif found.of != "listing" and published.date != first.date:
            sheet.warnings.append(f"date: {first.date} ({first.method}) and {published.date} ({found.method}) disagree")
    if first:
        sheet.fields["published"] = first.method
        return first
    sheet.warnings += problems or ["date: the page states none"]
    return None


def _updated(
    sheet: Sheet,
    layout: Layout,
    source: Source,
    page: Page,
    language: str | None,
    published: Published | None,
    body: list[etree._Element],
) -> Published | None:
    """The last change: by the layout's rules, else as it is shown about the body, else as it is said for machines."""
    dating = _dating(layout, source, page, language)
    stated = rules.alternatives(sheet, "updated", layout.updated) if layout.updated else []
    read = (read_date(found.text, dating, found.method)[0] for found in stated)
    updated = next((found for found in read if found), None)
    updated = updated or updated_about(body[0], said_modified(sheet.lookup.root), dating, published)
    if updated:
        sheet.fields["updated"] = updated.method
    return updated


def _dating(layout: Layout, source: Source, page: Page, language: str | None) -> Dating:
    return Dating(
        captured=page.captured,
        languages=(*((language,) if language else ()), *source.languages),
        order=layout.date_order,
        formats=layout.date_formats,
        timezone=source.timezone,
    )


def _drop_paragraph(sheet: Sheet, index: int) -> None:
    gone = set(sheet.paragraphs.pop(index).runs)
    sheet.tokens = [token for number, token in enumerate(sheet.tokens) if number not in gone]


def _texts(sheet: Sheet, name: str, layout: Layout) -> tuple[str, ...]:
    found = rules.values(sheet, name, getattr(layout, name), optional=True)
    if found:
        sheet.fields[name] = found[0].method
    return tuple(dict.fromkeys(item.text for item in found))


def _attachments(sheet: Sheet, layout: Layout, body: list[etree._Element]) -> tuple[Attachment, ...]:
    """Documents linked in the body, and whatever the layout's own rules select."""
    found = links.attachments_of(links.links_in(body, sheet.skip), sheet.base)
    for rule in layout.attachments:
        chosen = sheet.lookup.select(rule.css) if rule.css else []
        found += links.attachments_of(chosen, sheet.base, all_links=True)
    if found:
        sheet.fields["attachments"] = "selector"
    return tuple({item.url: item for item in reversed(found)}.values())[::-1]


def _translations(sheet: Sheet, layout: Layout, language: str | None) -> tuple[Translation, ...]:
    chosen = [item for rule in layout.translations if rule.css for item in sheet.lookup.select(rule.css)]
    method = "selector" if chosen else "hreflang"
    found = links.translations_of(
        chosen or links.alternates_in(sheet.lookup.root), sheet.base, page=sheet.url, language=language
    )
    if found:
        sheet.fields["translations"] = method
    return found


def _images(sheet: Sheet, layout: Layout, body: list[etree._Element]) -> tuple[str, ...]:
    chosen = [item for rule in layout.images if rule.css for item in sheet.lookup.select(rule.css)]
    found = links.images_in(chosen or body, frozenset() if chosen else sheet.skip, sheet.base)
    if found:
        sheet.fields["images"] = "selector"
    return found
