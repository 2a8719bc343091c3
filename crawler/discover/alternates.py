"""Language alternates: where a page says that its text stands in other languages, and what their addresses look like.

Three signs, the strongest first: ``hreflang`` in the head, in the HTTP header Link (RFC 8288, RFC 9110 §8.5) or on a
link; a language switcher, which is a handful of links beside each other that are named by languages; and the form of
an address, in which the language is a part of its own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from lxml import etree

from crawler.discover.addresses import absolute, key_of
from crawler.discover.words import language
from crawler.extract.addresses import base_of
from crawler.extract.text import squeeze
from crawler.extract.tree import text_of
from crawler.model.reading import Hint, Page
from crawler.model.source import Source

Sign = Literal["hreflang", "header", "switcher", "address"]

# Languages that ministries write in, whose own names a switcher may bear.
_CODES: Final = (
    "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi",
    "fil", "fr", "ga", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "km", "ko", "ky",
    "lo", "lt", "lv", "mk", "mn", "ms", "mt", "my", "ne", "nl", "no", "pl", "ps", "pt", "ro", "ru", "si",
    "sk", "sl", "sq", "sr", "sv", "sw", "ta", "tg", "th", "tk", "tr", "uk", "ur", "uz", "vi", "zh",
)  # fmt: skip
_OWN_NAMES: Final = {
    "中文": "zh", "简体": "zh-Hans", "简体中文": "zh-Hans",
    "繁體": "zh-Hant", "繁體中文": "zh-Hant", "繁体中文": "zh-Hant",
    "қазақша": "kk", "казакша": "kk", "кыргызча": "ky", "oʻzbekcha": "uz", "o'zbekcha": "uz", "ўзбекча": "uz",
    "по-русски": "ru", "українською": "uk", "беларуская": "be", "in english": "en", "english version": "en",
    "castellano": "es", "tetum": "tet", "tetun": "tet", "valencià": "ca",
    "bahasa melayu": "ms", "bahasa indonesia": "id",
    "azərbaycanca": "az", "azərbaycan dili": "az", "türkçe": "tr", "հայերեն": "hy", "ქართული": "ka", "日本語": "ja",
}  # fmt: skip
# Codes that sites use beside those of ISO 639-1: three letters, and countries' in the place of languages'.
_ALIASES: Final = {
    "eng": "en", "fra": "fr", "fre": "fr", "ger": "de", "deu": "de", "spa": "es", "esp": "es", "rus": "ru", "ara": "ar",
    "chi": "zh", "zho": "zh", "cn": "zh", "jp": "ja", "jpn": "ja", "kr": "ko", "kor": "ko", "por": "pt", "ita": "it",
    "ua": "uk", "ukr": "uk", "kz": "kk", "kaz": "kk", "aze": "az", "arm": "hy", "geo": "ka", "gr": "el", "cz": "cs",
    "dk": "da", "se": "sv", "tur": "tr", "uzb": "uz", "by": "be", "bel": "be", "rs": "sr", "tj": "tg",
}  # fmt: skip
_LINK: Final = re.compile(r"<([^>]*)>((?:\s*;\s*[\w*-]+\s*=\s*(?:\"[^\"]*\"|[^\",;]*))*)")
_PARAMETER: Final = re.compile(r";\s*([\w*-]+)\s*=\s*(?:\"([^\"]*)\"|([^\",;]*))")
_QUERY: Final = ("lang", "language", "lng", "hl", "locale", "l", "idioma", "langue", "sprache", "lg", "langid")
_SUFFIX: Final = re.compile(r"^(?P<stem>.+?)(?P<mark>[_.-])(?P<code>[a-z]{2,3})(?P<rest>\.[a-z]{3,5})$", re.IGNORECASE)
_FEWEST: Final = 2  # links beside each other that make a switcher
_MOST: Final = 40
_WIDEST: Final = 30  # characters of a language's name
_HOME: Final = re.compile(r"/(?:[a-z]{2,3}(?:[-_][a-z]{2,4})?/?)?(?:(?:index|default|home)\.\w+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Alternate:
    """An address that a page names for its text in another language, and how it was found."""

    language: str
    url: str
    sign: Sign


def page_alternates(root: etree._Element, page: Page) -> tuple[Alternate, ...]:
    """The other languages of a page, one address each, the strongest sign first. Front pages and the page itself are
    none: a switcher that has no translation leads there.
    """
    base = base_of(root, page.url)
    itself = key_of(page.url)
    found: dict[str, Alternate] = {}
    for alternate in (*_in_head(root, base), *_in_header(page), *_switched(root, base)):
        if key_of(alternate.url) == itself or _HOME.fullmatch(urlsplit(alternate.url).path):
            continue
        found.setdefault(alternate.language.lower(), alternate)
    return tuple(found.values())


def translations(root: etree._Element, page: Page, source: Source) -> tuple[tuple[str, Hint], ...]:
    """The statements that a statement's page names as its translations, where the source asks for them: in one of its
    languages, on one of its sites, and of the form that its listings' links have.
    """
    if not source.alternates:
        return ()
    bases = {one.partition("-")[0] for one in source.languages}
    patterns = [re.compile(pattern) for listing in source.listings for pattern in listing.urls]
    return tuple(
        (alternate.url, Hint(listing=page.url, language=alternate.language))
        for alternate in page_alternates(root, page)
        if alternate.language.partition("-")[0].lower() in bases
        and source.site_of(alternate.url) is not None
        and (not patterns or any(pattern.search(alternate.url) for pattern in patterns))
    )


def in_language(url: str, wanted: str) -> str | None:
    """The address as it would be in another language, by its own form; ``None`` where it shows no language.

    The first path segment that is a language's code, a parameter, the host's first label or the end of a file's name:
    ``/en/news/1``, ``?lang=en``, ``en.mfa.example``, ``news_en.html``. Such an address need not be there.
    """
    parts = urlsplit(url)
    segments = parts.path.split("/")
    for index, segment in enumerate(segments[:4]):
        if (shown := _code(segment)) and shown.partition("-")[0] != wanted.partition("-")[0]:
            segments[index] = _like(segment, wanted)
            return urlunsplit(parts._replace(path="/".join(segments)))
    query = parse_qsl(parts.query, keep_blank_values=True)
    for index, (name, value) in enumerate(query):
        if name.lower() in _QUERY and _code(value):
            query[index] = name, _like(value, wanted)
            return urlunsplit(parts._replace(query=urlencode(query)))
    label, dot, rest = parts.netloc.partition(".")
    if dot and "." in rest and _code(label):
        return urlunsplit(parts._replace(netloc=f"{_like(label, wanted)}.{rest}"))
    if (match := _SUFFIX.match(segments[-1])) and _code(match["code"]):
        segments[-1] = f"{match['stem']}{match['mark']}{_like(match['code'], wanted)}{match['rest']}"
        return urlunsplit(parts._replace(path="/".join(segments)))
    return None


def _in_head(root: etree._Element, base: str) -> Iterator[Alternate]:
    for element in root.iter("link", "a", "option"):
        code = language(element.get("hreflang"))
        if code is None or (element.tag == "link" and "alternate" not in (element.get("rel") or "").lower()):
            continue
        if code.lower() != "x-default" and (url := absolute(base, element.get("href") or element.get("value") or "")):
            yield Alternate(code, url, "hreflang")


def _in_header(page: Page) -> Iterator[Alternate]:
    for name, value in page.headers:
        for match in _LINK.finditer(value) if name == "link" else ():
            given = {key.lower(): quoted or bare for key, quoted, bare in _PARAMETER.findall(match.group(2))}
            code, url = language(given.get("hreflang")), absolute(page.url, match.group(1))
            if "alternate" in given.get("rel", "").lower().split() and code and url and code.lower() != "x-default":
                yield Alternate(code, url, "header")


def _switched(root: etree._Element, base: str) -> Iterator[Alternate]:
    """Links that are named by languages, where at least two of different languages stand beside each other."""
    groups: dict[etree._Element, list[Alternate]] = {}
    for element in root.iter("a", "option"):
        href = element.get("href") if element.tag == "a" else element.get("value")
        code = _named(element) if href and not href.startswith("#") else None
        url = absolute(base, href or "") if code else None
        if code and url:
            groups.setdefault(_beside(element), []).append(Alternate(code, url, "switcher"))
    for group in groups.values():
        if len({alternate.language for alternate in group}) >= _FEWEST and len(group) <= _MOST:
            yield from group
    # The page's own language is often no link: then one other stands alone, and says itself that it is one.
    for holder, group in groups.items():
        if len(group) == 1 and re.search(r"\blang|language|locale|sprach|idioma|langue|\btil\b", _labels(holder), re.I):
            yield from group


def _named(element: etree._Element) -> str | None:
    """The language that a link is named by, or says that it leads to."""
    if (spoken := language(element.get("lang"))) and len(squeeze(text_of(element))) <= _WIDEST:
        return spoken
    for text in (squeeze(text_of(element)), element.get("title") or "", element.get("aria-label") or ""):
        text = text.strip(" |·/[]()").lower()
        if 0 < len(text) <= _WIDEST and (code := _code(text) or _OWN_NAMES.get(text) or _names().get(text)):
            return code
    return None


def _beside(element: etree._Element) -> etree._Element:
    """What holds a switcher's links: the list or box that is around the link and, where there are any, its items."""
    holder = element.getparent()
    while holder is not None and holder.tag in ("li", "span", "b", "strong", "em", "td", "small", "i"):
        above = holder.getparent()
        if above is None:
            break
        holder = above
    return element if holder is None else holder


def _labels(element: etree._Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''} {element.get('aria-label') or ''}".replace("_", "-")


def _code(text: str) -> str | None:
    """The language of a code as sites write it (``en``, ``EN``, ``en-US``, ``eng``, ``cn``), or ``None``."""
    text = text.strip().lower()
    base, _, region = text.replace("_", "-").partition("-")
    if region and not re.fullmatch(r"[a-z]{2,4}", region):
        return None
    known = _ALIASES.get(base) or (base if base in _CODES or base == "tet" else None)
    return f"{known}-{region}" if known and region and base in _CODES else known


def _like(written: str, wanted: str) -> str:
    """The code of a language in the spelling of another that was found."""
    base, _, _ = wanted.partition("-")
    if len(written) == 3 and (
        three := next((key for key, code in _ALIASES.items() if code == base and len(key) == 3), "")
    ):
        base = three
    return base.upper() if written.isupper() else base


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Languages by their own names and by their English ones, in lower case."""
    from babel import Locale  # slow to import

    english = Locale.parse("en").languages
    found: dict[str, str] = {}
    for code in _CODES:
        own = Locale.parse(code).languages.get(code)
        for name in (own, english.get(code)):
            if name:
                found.setdefault(name.lower(), code)
    return found
