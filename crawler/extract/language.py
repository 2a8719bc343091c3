"""The language of a statement: what the text is in; where that leaves doubt, what page and address declare."""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from lxml import etree

from crawler.extract.detection import chinese_script, could_be, is_known, verdict

_CODE: Final = re.compile(r"^([a-z]{2,3})(?:[-_]([a-z0-9]{2,8}))*$", re.IGNORECASE)
# Codes of countries, of former times, and of three letters (ISO 639-2), that pages declare; none is another language's.
_MEANT: Final = {
    "jp": "ja", "cn": "zh", "ua": "uk", "cz": "cs", "gr": "el", "dk": "da", "vn": "vi", "kz": "kk", "iw": "he",
    "ji": "yi", "mo": "ro",
    "eng": "en", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "spa": "es", "por": "pt", "ita": "it", "rus": "ru",
    "ara": "ar", "aze": "az", "tur": "tr", "ukr": "uk", "bel": "be", "zho": "zh", "chi": "zh", "jpn": "ja", "kor": "ko",
    "fas": "fa", "per": "fa", "nld": "nl", "dut": "nl", "pol": "pl", "ces": "cs", "cze": "cs", "slk": "sk", "slo": "sk",
    "slv": "sl", "hun": "hu", "ron": "ro", "rum": "ro", "bul": "bg", "ell": "el", "gre": "el", "hrv": "hr", "srp": "sr",
    "bos": "bs", "swe": "sv", "dan": "da", "nor": "no", "fin": "fi", "est": "et", "lav": "lv", "lit": "lt", "heb": "he",
    "hin": "hi", "vie": "vi", "tha": "th", "ind": "id", "msa": "ms", "may": "ms", "kat": "ka", "geo": "ka", "hye": "hy",
    "arm": "hy", "kaz": "kk", "uzb": "uz", "kir": "ky", "tgk": "tg", "mon": "mn", "sqi": "sq", "alb": "sq", "mkd": "mk",
}  # fmt: skip
# Languages that a text may not tell apart, or that go by several codes: what is declared or a source's holds.
_KIN: Final = (
    frozenset({"no", "nb", "nn"}), frozenset({"sr", "hr", "bs", "sh", "cnr", "me"}), frozenset({"id", "ms", "in"}),
    frozenset({"fa", "prs"}), frozenset({"tl", "fil"}), frozenset({"zh", "yue"}), frozenset({"am", "ti"}),
    frozenset({"tet", "tdt"}),
)  # fmt: skip
# First segments of paths that name a language wherever no source says which it has; without "it", "is", "no", "my" …
_USUAL: Final = frozenset({
    "en", "eng", "fr", "fra", "de", "es", "pt", "ru", "ar", "zh", "cn", "ja", "jp", "ko", "kr", "uk", "ua",
    "az", "tr", "fa", "he", "pl", "cs", "sk", "hu", "ro", "bg", "el", "hr", "sr", "sl", "lt", "lv", "et", "fi",
    "sv", "da", "nl", "ka", "hy", "kk", "uz", "ky", "tg", "mn", "vi", "th", "sq", "mk",
})  # fmt: skip


def language_of(
    root: etree._Element, url: str, text: str, languages: Sequence[str]
) -> tuple[str | None, str | None, str | None]:
    """Language (ISO 639), how it was found (``html``, ``url``, ``heuristic``), and a warning.

    ``languages`` are the source's; empty: any. As :func:`decide`.
    """
    return decide(normal(root.get("lang") or _meta(root)), in_path(url, languages), text, languages)


def decide(
    declared: str | None, stated: str | None, text: str, languages: Sequence[str]
) -> tuple[str | None, str | None, str | None]:
    """The same of what the page declares and its address states. A text that leaves no doubt weighs more than both:
    templates say "en" on pages in Russian. Where it does leave doubt the declaration holds, then the address."""
    if declared and not is_known(declared.partition("-")[0]) and not (stated and not _same(declared, stated)):
        return declared, "html", None  # a language that a text is not known to be in
    said = [code for code in (declared, stated) if code]
    seen = verdict(text, (*languages, *said))
    contradict = declared and stated and not _same(declared, stated)
    chosen = next((code for code in said if seen.language and _same(code, seen.language)), None)
    if contradict and not seen.sure and not chosen:
        chosen = stated
    if (
        seen.language
        and not chosen
        and (seen.sure or not any(could_be(code.partition("-")[0], seen.language) for code in said))
    ):
        chosen = _spelled(seen.language, languages)
    if contradict:
        chosen = _with_script(chosen or stated, text, languages)
        return (
            chosen,
            "heuristic",
            f"language: the page declares {declared}, its address says {stated}; read as {chosen}",
        )
    if declared or stated:
        first, method = (declared, "html") if declared else (stated, "url")
        if chosen and first and not _same(chosen, first):
            where = "the page declares" if declared else "its address says"
            chosen = _with_script(chosen, text, languages)
            return chosen, "heuristic", f"language: {where} {first}, but the text is {chosen}"
        return _with_script(first, text, languages), method, None
    found = chosen or (_spelled(seen.language, languages) if seen.language else None)
    if found and not seen.sure and languages and not any(_same(found, code) for code in languages):
        return None, None, None
    return _with_script(found, text, languages), "heuristic" if found else None, None


def normal(code: str | None) -> str | None:
    """``en-GB`` as ``en``: a statement's language without its region; scripts (``sr-Latn``, ``zh-Hant``) are kept.

    A country's code that is no language's (``jp``, ``ua``) is taken for the language that it means.
    """
    match = _CODE.match(code.strip()) if code else None
    if match is None:
        return None
    parts = re.split(r"[-_]", match.group(0))
    script = next((part.title() for part in parts[1:] if len(part) == 4 and part.isalpha()), None)
    language = _MEANT.get(parts[0].lower(), parts[0].lower())
    return f"{language}-{script}" if script else language


def detect(text: str, languages: Sequence[str]) -> str | None:
    """The language of a text by itself; ``languages`` are likelier, and one in doubt must be among them."""
    seen = verdict(text, languages)
    if seen.language is None:
        return None
    found = _spelled(seen.language, languages)
    if languages and not seen.sure and not any(_same(found, code) for code in languages):
        return None
    return _with_script(found, text, languages)


def in_path(url: str, languages: Sequence[str]) -> str | None:
    """The first segment of the path (or label of the host) that is one of the source's languages.

    Without a source: a first segment, or a first label, that is nearly always one.
    """
    parts = urlsplit(url)
    label = (parts.hostname or "").split(".")[:1]
    if not languages:
        first = [item for item in parts.path.lower().split("/") if item and item != "index.php"][:1]
        return next((normal(item[:2]) for item in (*first, *label) if item in _USUAL), None)
    known = {code.lower(): code for code in languages}
    known |= {short: known[code] for short, code in _MEANT.items() if code in known and short not in known}
    for segment in [*parts.path.lower().split("/"), *label]:
        if segment in known:
            return known[segment]
    return None


def _same(one: str, other: str) -> bool:
    """One language, or two that a text does not tell apart."""
    first, second = one.partition("-")[0], other.partition("-")[0]
    return first == second or any(first in group and second in group for group in _KIN)


def _spelled(code: str, languages: Sequence[str]) -> str:
    """As the source spells the language: ``sr-Latn``, ``nb``."""
    exact = next((item for item in languages if item.partition("-")[0] == code), None)
    return exact or next((item for item in languages if _same(item, code)), code)


def _with_script(code: str | None, text: str, languages: Sequence[str]) -> str | None:
    """Chinese of a source that has both scripts in the one that the text is in."""
    both = [item for item in languages if item.startswith("zh-")]
    if code is None or code.partition("-")[0] != "zh" or len(both) < 2:
        return code
    script = chinese_script(text)
    return next((item for item in both if script and item.endswith(script)), code)


def _meta(root: etree._Element) -> str | None:
    for body in root.iter("body"):
        if body.get("lang"):
            return body.get("lang")
    for meta in root.iter("meta"):
        name = (meta.get("http-equiv") or meta.get("name") or "").lower()
        if name in {"content-language", "language", "dc.language", "dcterms.language"}:
            return meta.get("content")
    return None
