"""Reading a page without a layout: what it says for machines and what it shows its readers, weighed against each other.

Marked as such: the reading's layout is ``None`` (or ``family.…``), and each field says how it was found: ``json-ld``,
``meta``, ``heuristic`` ….
"""

import re
from dataclasses import replace
from typing import Final

from lxml import etree

from crawler.extract import links, refuse
from crawler.extract.addresses import base_of, country_of
from crawler.extract.barriers import barrier
from crawler.extract.blocks import Token
from crawler.extract.charset import Decoded
from crawler.extract.dates import order_of
from crawler.extract.dating import Dating
from crawler.extract.ends import without_date_lines
from crawler.extract.errors import server_error
from crawler.extract.families import family_of
from crawler.extract.headings import find_title
from crawler.extract.language import language_of
from crawler.extract.lines import Line, lines_of
from crawler.extract.main_text import main_text
from crawler.extract.markup import read_markup
from crawler.extract.missing import not_found
from crawler.extract.nodes import nodes_of
from crawler.extract.paragraphs import paragraphs
from crawler.extract.particulars import particulars_of
from crawler.extract.parts import with_parts
from crawler.extract.publication import Evidence, published_of, settled
from crawler.extract.site_names import SiteNames
from crawler.extract.tidy import body_of, without_boilerplate
from crawler.extract.tree import elements_of
from crawler.extract.updates import updated_of
from crawler.extract.visible_dates import boxes_of
from crawler.extract.walls import wall
from crawler.extract.worth import no_statement
from crawler.model.failure import Failure
from crawler.model.reading import Page, Reading, Refusal
from crawler.model.source import Source

_MOST: Final = 30_000  # elements: trafilatura needs a tenth of a millisecond for each
_DATED: Final = 160  # characters of a line that is a date and its label
# Pages that count years from the founding of the republic.
_TAIWAN: Final = frozenset({"zh-tw", "zh-hant", "zh-hant-tw"})
_REPUBLIC: Final = re.compile(r"民國 ?\d{2,3} ?年")
_NUMBERS: Final = re.compile(r"\d ?[-/.] ?\d{1,2} ?[-/.] ?\d")


def read_generic(page: Page, source: Source | None, root: etree._Element, decoded: Decoded) -> Reading | Refusal:
    """The fields of any page that is a statement, or why it is none."""
    if failure := refuse.front_page(page, root):
        return Refusal(failure)
    if (count := elements_of(root)) > _MOST:
        return Refusal(
            Failure("content.too_large", f"the page has {count:,} elements; without a layout {_MOST:,} are read")
        )
    base = base_of(root, page.url)
    nodes = nodes_of(root)
    markup = read_markup(root, page.url, nodes)
    lines = lines_of(root, nodes)
    site = SiteNames(root, page.url, markup, lines, (source.name,) if source else ())
    if failure := wall(page, root, sum(len(line.text) for line in lines)) or barrier(root, lines):
        return Refusal(failure)
    if failure := server_error(root, lines):
        return Refusal(failure)
    family = family_of(root, page, nodes)
    titled = find_title(root, lines, markup, site, page.hint.title if page.hint else None, family, nodes)
    title, method = (titled.text, titled.method) if titled else (None, None)
    heading = lines[titled.place].element if titled and titled.place is not None else None
    found = main_text(root, decoded, page, base, title, heading, family, nodes)
    tokens = found.tokens
    text = without_boilerplate(tokens, title, None)
    length = sum(len(token.text) for token in text)
    place = titled.place if titled else None
    text_lines = _lines_in(lines, found.element, place)
    failure = not_found(root, length, lines) or no_statement(
        root, lines, text_lines, place, title, text, found, is_article=markup.is_article
    )
    if failure:
        return Refusal(failure)
    fields = {"body": "heuristic"} if text else {}
    warnings = [*decoded.warnings, *found.warnings]
    if title and method:
        fields["title"] = method
    else:
        warnings.append("title: none of the headings agrees with what the page calls itself")
    languages = source.languages if source else ()
    said = paragraphs(tokens)
    shown = [item.text for item in said]
    language, language_method, warning = language_of(root, page.url, "\n".join(shown), languages)
    if language_method:
        fields["language"] = language_method
    if warning:
        warnings.append(warning)
    dating = _dating(page, source, language, root, lines)
    evidence = Evidence(lines, place, text_lines, title, said, markup, nodes, family if found.family else None)
    verdict = published_of(page, source, evidence, dating)
    published, note = verdict.published, verdict.note
    if note:
        warnings.append(note)
    if published:
        fields["published"] = published.method
        if published.method == "body" and shown and shown[-1] == published.raw:
            tokens = _without_last(tokens)
        tokens = without_date_lines(tokens)
    updated = updated_of(
        lines, markup.updated, boxes_of(lines, place, text_lines), settled(page, evidence, dating), published
    )
    if updated:
        fields["updated"] = updated.method
    documents = links.attachments_of(list(found.documents or found.links), base)
    if found.documents:
        warnings.append("body: little or no text; the statement may be the attached document")
    translations = links.translations_of(links.alternates_in(root, nodes), base, page=page.url, language=language)
    for name, value in (("attachments", documents), ("translations", translations)):
        if value:
            fields[name] = "heuristic" if name == "attachments" else "hreflang"
    more = particulars_of(page, source, tokens, title, language, root=root, heading=heading)
    fields |= more.fields
    warnings += more.warnings
    return Reading(
        title=title,
        number=more.number,
        kind=more.kind,
        kind_raw=more.kind_raw,
        language=language,
        published=published,
        updated=updated,
        body=with_parts(body_of(tokens), more.parts),
        speakers=more.speakers,
        tags=(),
        translations=translations,
        attachments=documents,
        images=(),
        canonical=links.canonical_of(root, base),
        charset=decoded.charset,
        layout=f"family.{found.family}" if found.family else None,
        fields=fields,
        warnings=tuple(warnings),
        blocks=tuple(tokens),
    )


def _lines_in(lines: list[Line], element: etree._Element | None, title: int | None) -> range:
    """The lines of the main text: from the first one in its element to the last."""
    first = title + 1 if title is not None else 0
    if element is None:
        return range(first, first)
    inside = set(element.iter())
    places = [place for place, line in enumerate(lines) if place >= first and line.element in inside]
    return range(places[0], places[-1] + 1) if places else range(first, first)


def _dating(page: Page, source: Source | None, language: str | None, root: etree._Element, lines: list[Line]) -> Dating:
    """What is known for the page's dates: the order of numbers is the source's, the listing's, or what the page's own
    dates prove; else language and country tell."""
    languages = (*((language,) if language else ()), *(source.languages if source else ()))
    if language == "zh" and (
        (root.get("lang") or "").lower() in _TAIWAN or any(_REPUBLIC.search(line.text) for line in lines)
    ):
        languages = (*languages, "zh-TW")
    country = source.country if source else country_of(page.url)
    dating = Dating(page.captured, languages, None, (), source.timezone if source else None, None, country)
    order = (source.date_order if source else None) or (page.hint.order if page.hint else None)
    if order is None:
        order = order_of(
            [line.text for line in lines if len(line.text) <= _DATED and _NUMBERS.search(line.text)], dating
        )
    return replace(dating, order=order)


def _without_last(tokens: list[Token]) -> list[Token]:
    gone = set(paragraphs(tokens)[-1].runs)
    return [token for index, token in enumerate(tokens) if index not in gone]
