"""Reading a page without a layout: what it says for machines, what it shows its readers, then trafilatura for the body.

Marked as such: the reading's layout is ``None``, and each field says ``json-ld``, ``meta`` or ``heuristic``.
"""

from datetime import date
from typing import Final

from lxml import etree

from crawler.extract import links, refuse
from crawler.extract.addresses import base_of
from crawler.extract.blocks import Token
from crawler.extract.charset import Decoded
from crawler.extract.dates import Dating, Order, read_date
from crawler.extract.headings import find_title
from crawler.extract.html import reread
from crawler.extract.language import language_of
from crawler.extract.listed import read_listed
from crawler.extract.markup import Markup, Said, read_markup
from crawler.extract.paragraphs import paragraphs
from crawler.extract.tidy import body_of, without_boilerplate
from crawler.extract.tree import elements_of
from crawler.extract.visible_dates import beside_title, in_title, last_line, only_time
from crawler.extract.walls import wall
from crawler.model.failure import Failure
from crawler.model.reading import Page, Reading, Refusal
from crawler.model.source import Source
from crawler.model.statement import Published

_MOST: Final = 30_000  # elements: trafilatura needs a tenth of a millisecond for each
_LITTLE: Final = 100  # characters that without a title are no statement
_MONTH_FIRST: Final = frozenset({"en"})  # written both ways, by country: numbers alone are not enough


def read_generic(page: Page, source: Source | None, root: etree._Element, decoded: Decoded) -> Reading | Refusal:
    """The fields of any page that is a statement, or why it is none."""
    failure = refuse.front_page(page, root) or wall(page, root)
    if failure:
        return Refusal(failure)
    if (count := elements_of(root)) > _MOST:
        return Refusal(
            Failure("content.too_large", f"the page has {count:,} elements; without a layout {_MOST:,} are read")
        )
    base = base_of(root, page.url)
    markup = read_markup(root)
    title, method, heading = find_title(root, markup, page.hint.title if page.hint else None)
    tokens = _main_text(page.url, decoded, base)
    text = without_boilerplate(tokens, title, None)
    length = sum(len(token.text) for token in text)
    failure = refuse.not_found(root, length) or _no_statement(root, title, text, length)
    if failure:
        return Refusal(failure)
    fields = {"body": "heuristic"}
    warnings = list(decoded.warnings)
    if title and method:
        fields["title"] = method
    else:
        warnings.append("title: none of the headings agrees with what the page calls itself")
    languages = source.languages if source else ()
    shown = [item.text for item in paragraphs(tokens)]
    language, language_method, warning = language_of(root, page.url, "\n".join(shown), languages)
    if language_method:
        fields["language"] = language_method
    if warning:
        warnings.append(warning)
    published = _published(page, source, root, markup, heading, title, shown, language, warnings)
    if published:
        fields["published"] = published.method
        if published.method == "body":
            tokens = _without_last(tokens)
    documents = links.attachments_of(_links_of(tokens, root, base), base)
    translations = links.translations_of(
        links.alternates_in(root, decoded.utf8), base, page=page.url, language=language
    )
    for name, value in (("attachments", documents), ("translations", translations)):
        if value:
            fields[name] = "heuristic" if name == "attachments" else "hreflang"
    return Reading(
        title=title,
        number=None,
        kind=None,
        kind_raw=page.hint.kind if page.hint else None,
        language=language,
        published=published,
        updated=None,
        body=body_of(tokens),
        speakers=(),
        tags=(),
        translations=translations,
        attachments=documents,
        images=(),
        canonical=links.canonical_of(root, base),
        charset=decoded.charset,
        layout=None,
        fields=fields,
        warnings=tuple(warnings),
        blocks=tuple(tokens),
    )


def _main_text(url: str, decoded: Decoded, base: str) -> list[Token]:
    from trafilatura import extract as main_text  # slow to import

    html = main_text(
        decoded.utf8.decode("utf-8", "replace"),
        url=url,
        output_format="html",
        include_comments=False,
        include_formatting=True,
        include_links=True,
        include_tables=True,
        deduplicate=False,
        with_metadata=False,
    )
    return reread(html or "", base)


def _no_statement(root: etree._Element, title: str | None, text: list[Token], length: int) -> Failure | None:
    if length == 0 or (title is None and length < _LITTLE):
        return Failure("content.empty", "the page has no main text")
    return refuse.list_of_links(root, title, text)


def _published(
    page: Page,
    source: Source | None,
    root: etree._Element,
    markup: Markup,
    heading: etree._Element | None,
    title: str | None,
    shown: list[str],
    language: str | None,
    warnings: list[str],
) -> Published | None:
    """The date on which what is shown and what is said for machines agree; where they do not, there is none."""
    languages = (*((language,) if language else ()), *(source.languages if source else ()))
    order: Order | None = "DMY" if language and language.partition("-")[0] not in _MONTH_FIRST else None
    dating = Dating(page.captured, languages, order, (), source.timezone if source else None)
    visible = in_title(title, dating) or beside_title(heading, dating) or only_time(root, dating)
    said = _said(markup.dates, dating, warnings)
    if visible and said and _days_apart(visible, said) > 1:
        warnings.append(f"date: the page shows {visible.date} and says {said.date} ({said.method}); neither is taken")
        return None
    if visible:
        return visible
    if said:
        return said
    if page.hint and page.hint.date:
        listed = read_listed(page.hint.date, source, dating)[0]
        if listed:
            return listed
    signed = last_line(shown, dating)
    if signed is None:
        warnings.append("date: the page states none")
    return signed


def _said(dates: tuple[Said, ...], dating: Dating, warnings: list[str]) -> Published | None:
    """The first date said for machines; none where they differ by more than a day (two clocks make one day)."""
    read = [published for said in dates if (published := read_date(said.text, dating, said.method)[0])]
    days = [item for item in read if item.precision not in {"year", "month"}]
    if not days:
        return None
    if any(_days_apart(days[0], other) > 1 for other in days[1:]):
        warnings.append(f"date: the page says {' and '.join(dict.fromkeys(item.date for item in days))}")
        return None
    return days[0]


def _days_apart(one: Published, other: Published) -> int:
    try:
        return abs((date.fromisoformat(one.date) - date.fromisoformat(other.date)).days)
    except ValueError:  # a month or a year
        return 10_000


def _without_last(tokens: list[Token]) -> list[Token]:
    gone = set(paragraphs(tokens)[-1].runs)
    return [token for index, token in enumerate(tokens) if index not in gone]


def _links_of(tokens: list[Token], root: etree._Element, base: str) -> list[etree._Element]:
    """The page's links that stand in its main text, by address."""
    kept = "\n".join(token.html for token in tokens if token.kind == "run")
    return [link for link in root.iter("a") if (href := link.get("href")) and href.rpartition("/")[2][:60] in kept]
