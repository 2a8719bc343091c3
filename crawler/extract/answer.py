"""One answer of an API while its fields are read: what the readers of all systems need."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urljoin

from lxml import etree

from crawler.extract import links
from crawler.extract.addresses import absolute
from crawler.extract.blocks import read_blocks
from crawler.extract.language import decide, normal
from crawler.extract.paragraphs import paragraphs
from crawler.extract.particulars import particulars_of
from crawler.extract.parts import with_parts
from crawler.extract.text import squeeze
from crawler.extract.tidy import body_of, without_boilerplate
from crawler.extract.tree import text_of
from crawler.model.failure import Failure
from crawler.model.reading import Page, Reading, Refusal
from crawler.model.source import Source
from crawler.model.statement import Attachment, Published, Translation

METHOD: Final = "json"  # how every field of an answer was found
_AHEAD: Final = timedelta(hours=14)  # the earliest time zone: there it may be tomorrow already


@dataclass(slots=True)
class Answer:
    """A JSON object, and the page that it came as."""

    value: dict[str, Any]
    page: Page
    source: Source | None
    warnings: list[str] = field(default_factory=list)

    def text(self, *path: str) -> str | None:
        """The string at a path of keys, in one spelling; ``None`` for anything else."""
        found = self.at(*path)
        return squeeze(found) or None if isinstance(found, str) else None

    def at(self, *path: str) -> Any:
        """Whatever stands at a path of keys, else ``None``."""
        found: Any = self.value
        for key in path:
            found = found.get(key) if isinstance(found, dict) else None
        return found

    def objects(self, *path: str) -> list[dict[str, Any]]:
        """The objects of the list at a path."""
        found = self.at(*path)
        return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []

    def moment(self, raw: str | None, name: str, zone: str | None = None) -> Published | None:
        """An ISO 8601 moment as it is stated; ``zone``: of one that states none. A warning where it is none."""
        if raw is None:
            return None
        try:
            stated = datetime.fromisoformat(raw)
        except ValueError:
            self.warnings.append(f"date: {name} {raw[:40]!r} is no date")
            return None
        latest = self.page.captured.astimezone(UTC) + _AHEAD
        if stated.replace(tzinfo=None) > latest.replace(tzinfo=None):
            self.warnings.append(f"date: {name} {raw[:40]!r} lies after the capture")
            return None
        day = stated.date().isoformat()
        if len(raw) <= len("2021-11-08"):
            return Published(date=day, precision="day", raw=raw, method=METHOD)
        offset = stated.strftime("%z")
        stated_zone = f"{offset[:3]}:{offset[3:5]}" if offset else zone
        return Published(
            date=day, time=stated.strftime("%H:%M:%S"), timezone=stated_zone, precision="second", raw=raw, method=METHOD
        )


def fragment(html: str) -> etree._Element:
    """The element that holds some HTML of an answer."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    raw = html.encode("utf-8", "replace").replace(b"\x00", b"")
    try:
        root = etree.fromstring(b"<html><body>" + raw + b"</body></html>", parser)
    except etree.XMLSyntaxError:
        root = None
    return etree.Element("body") if root is None else root


def words_of(html: str | None) -> str | None:
    """The text of a title or name that an API gives as HTML."""
    if html is None or ("<" not in html and "&" not in html):
        return squeeze(html) or None if html else None
    return squeeze(text_of(fragment(html))) or None


def documents_in(html: Iterable[str], base: str) -> list[Attachment]:
    """Documents that pieces of HTML link, each once, by the longest text that a link to it shows."""
    found: dict[str, tuple[int, Attachment]] = {}
    for link in (link for piece in html for link in fragment(piece).iter("a")):
        shown = len(squeeze(text_of(link)))
        for one in links.attachments_of([link], base):
            if shown > found.get(one.url, (-1, one))[0]:
                found[one.url] = shown, one
    return [one for _, one in found.values()]


def assemble(
    answer: Answer,
    *,
    family: str,
    title: str | None,
    html: str,
    published: Published | None,
    updated: Published | None,
    canonical: str | None,
    declared: str | None,
    labels: Sequence[str] = (),
    speakers: Sequence[str] = (),
    tags: Sequence[str] = (),
    translations: Sequence[tuple[str, str]] = (),
    attachments: Sequence[Attachment] = (),
    images: Sequence[str] = (),
) -> Reading | Refusal:
    """The reading of an answer, its body given as HTML; refused where there is neither text nor document.

    ``labels`` are the words by which the API calls the kind, the most telling first; ``declared`` its language;
    ``translations`` pairs of language and address.
    """
    page, source, warnings = answer.page, answer.source, answer.warnings
    base = canonical or page.url
    root = fragment(html)
    tokens = read_blocks([root], base)
    documents = list(attachments)
    known = {item.url for item in documents}
    documents += [item for item in documents_in([html], base) if item.url not in known]
    text = without_boilerplate(tokens, title, published)
    if not any(token.kind == "run" for token in text):
        if not documents:
            return Refusal(Failure("content.empty", f"the answer of {family} has a title and no text"))
        warnings.append("body: no text; the statement may be the attached document")
    shown = [item.text for item in paragraphs(text)]
    whole = "\n".join(shown) or title or ""
    language, how, warning = decide(normal(declared), None, whole, source.languages if source else ())
    if warning:
        warnings.append(warning)
    more = particulars_of(page, source, text, title, language, labels=labels)
    warnings += more.warnings
    named = list(dict.fromkeys(filter(None, map(words_of, speakers)))) or list(more.speakers)
    others = _translations(translations, language, base)
    pictures = [*images, *links.images_in([root], frozenset(), base)]
    fields = {
        name: METHOD
        for name, value in (
            ("title", title), ("body", shown), ("published", published), ("updated", updated),
            ("speakers", named), ("tags", tags), ("translations", others), ("attachments", documents),
            ("images", pictures),
        )
        if value
    }  # fmt: skip
    if language and how:
        fields["language"] = METHOD if how == "html" else how
    if more.kind_raw:
        fields["kind"] = METHOD if more.fields["kind"] == "label" else more.fields["kind"]
    if more.number:
        fields["number"] = more.fields["number"]
    return Reading(
        title=title,
        number=more.number,
        kind=more.kind,
        kind_raw=more.kind_raw,
        language=language,
        published=published,
        updated=updated,
        body=with_parts(body_of(text), more.parts),
        speakers=tuple(named),
        tags=tuple(dict.fromkeys(tags)),
        translations=others,
        attachments=tuple(documents),
        images=tuple(dict.fromkeys(pictures)),
        canonical=canonical,
        charset="utf-8",
        layout=f"family.{family}",
        fields=fields,
        warnings=tuple(warnings),
        blocks=tuple(text),
    )


def _translations(pairs: Sequence[tuple[str, str]], language: str | None, base: str) -> tuple[Translation, ...]:
    found: dict[str, Translation] = {}
    for code, address in pairs:
        url = absolute(urljoin(base, address), base)
        if url and code and code.partition("-")[0].lower() != (language or "").partition("-")[0]:
            found.setdefault(code.lower(), Translation(language=code, url=url))
    return tuple(found.values())
