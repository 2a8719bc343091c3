"""The kind of a statement: what listing, page, title or address call it, mapped to the vocabulary of ``model.kind``."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

from lxml import etree

from crawler.extract.kind_words import phrases
from crawler.extract.text import squeeze
from crawler.model.source import Source

_LABEL: Final = 60  # characters: a longer text is no label
_TITLE: Final = 600  # characters: a longer one is no title that could tell
_ENOUGH: Final = 5  # letters of a phrase that may begin a longer text
_CJK: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_NUMBER: Final = re.compile(
    r"^(?:press release|no|nr|n[°º]|№|sc|pr|ref)?[\s.:№-]*\d[\d/.\s-]*\d?\s*[,:–—-]\s*", re.IGNORECASE
)
# Titles of languages that put the noun last, and labels after a colon or dash; inflected as titles are.
_ENDINGS: Final = {
    "bəyanatı": "statement", "bəyanat": "statement", "açıqlaması": "statement", "şərhi": "comment",
    "sualına cavabı": "comment", "suallarına cavabı": "comment", "sualına cavab": "comment", "çıxışı": "speech",
    "nitqi": "speech", "müsahibəsi": "interview", "açıklaması": "statement", "hakkında açıklama": "statement",
    "ilişkin açıklama": "statement", "ortak bildirisi": "joint_statement", "konuşması": "speech",
    "röportajı": "interview", "mülakatı": "interview", "mesajı": "message", "basın toplantısı": "briefing",
    "sorusuna cevabı": "comment", "soruya cevabı": "comment", "հայտարարությունը": "statement", "ելույթը": "speech",
    "հարցազրույցը": "interview", "պատասխանը": "comment", "განცხადება": "statement", "კომენტარი": "comment",
    "мәлімдемесі": "statement", "билдирүүсү": "statement", "nyilatkozata": "statement",
    "共同声明": "joint_statement", "共同宣言": "joint_statement", "談話": "statement", "声明": "statement",
    "記者会見": "briefing", "記者会見の概要": "briefing", "会見記録": "briefing", "会見概要": "briefing",
    "会見の概要": "briefing", "演説": "speech", "挨拶": "speech", "スピーチ": "speech", "インタビュー": "interview",
    "联合声明": "joint_statement", "聯合聲明": "joint_statement", "联合公报": "communique", "聲明": "statement",
    "讲话": "speech", "講話": "speech", "致辞": "speech", "致詞": "speech", "演讲": "speech", "答记者问": "comment",
    "答記者問": "comment", "例行记者会": "briefing", "记者会": "briefing", "記者會": "briefing",
    "공동성명": "joint_statement", "성명": "statement", "논평": "comment", "기자회견": "briefing", "브리핑": "briefing",
    "축사": "speech", "연설": "speech", "기조연설": "speech", "개회사": "speech", "인터뷰": "interview",
    "기고": "article", "기고문": "article", "담화": "statement", "담화문": "statement",
}  # fmt: skip
_POSSESSED: Final = re.compile(
    r"^.{0,70}?(?:['’]s|s['’]|\b(?:ministry|spokesperson|spokesman|spokeswoman|government|mfa|cabinet|eu|g7"
    r"|g20|un|uk))"
    r"\s+((?:joint |press |opening |closing |national )?(?:statement|remarks|speech|address|interview|message"
    r"|comments?"
    r"|commentary|press conference|briefing))\b",
    re.IGNORECASE,
)
_TRAILING: Final = re.compile(r"\s*(?:[(（\[【][^)）\]】]*[)）\]】]|[.。!])\s*$")
_AFTER: Final = re.compile(r"[:：–—|-]\s*([^:：–—|]{4,40})$")
_TITLED: Final = frozenset({
    "joint_statement", "communique", "press_release", "briefing", "interview", "speech", "transcript", "comment",
    "statement", "message", "letter", "answer", "travel_advice",
})  # fmt: skip
# What no press release is: many sites keep all their statements in a section of that name.
_FORMS: Final = frozenset({"transcript", "speech", "interview", "briefing"})
# Words that begin titles as verbs or names too.
_NOT_TITLED: Final = frozenset({
    "intervention de", "lecture", "greeting", "greetings", "carta", "lettera", "address to", "protokoll", "vœux",
    "comments", "comment", "commento", "letter", "letters", "messages", "message", "toast", "actualités", "entrevista",
    "palabras de", "intervento", "comunicat", "saksi", "govori", "говори", "runas", "kalbos", "доклад", "обращение",
    "выступ", "позиция", "становище", "خطاب", "بيان", "رسالة",
})  # fmt: skip
_NAMED: Final = frozenset({"dcterms.type", "dc.type", "article:section", "prism.genre", "content-type-name", "doctype"})
# What readers wrote, or a box of other texts: at a heading these are no label of the text.
_OF_OTHERS: Final = frozenset({
    "comment", "comments", "kommentar", "kommentare", "commentaire", "comentario", "comentarios", "comentário",
    "comentários", "commento", "komentar", "komentarz", "komentarze", "комментарии", "коментарі", "yorum",
    "latest news",
    "actualités", "messages", "message", "letters", "related news", "notices",
})  # fmt: skip
_NEAR: Final = 60  # elements around the heading that are looked at


@dataclass(frozen=True, slots=True)
class Claims:
    """What calls a page's text something: the listing, labels of the page (most telling first), title, sections that it
    lies in, address. Asked for in this order, and no further than it needs.
    """

    hint: str | None = None
    labels: Iterable[str] = ()
    title: str | None = None
    sections: Iterable[str] = ()
    url: str | None = None


class KindFound(NamedTuple):
    """The kind, the raw words as shown, how they were found (``listing``, ``label``, ``title``, ``url``)."""

    kind: str | None
    raw: str | None
    method: str
    warnings: tuple[str, ...] = ()


def kind_of(claims: Claims, source: Source | None) -> KindFound:
    """The kind of a page. A source's own mapping comes first; what says only "news", or calls a speech a press release,
    gives way to a title that says more; a label that is not known is reported. Where nothing decides, it is null and
    the first label is kept raw.
    """
    weaker: KindFound | None = None  # "news", or what is not known
    unknown: list[str] = []
    titled = of_title(claims.title) if claims.title and len(claims.title) <= _TITLE else None
    for method, raw in _called(claims):
        kind = of_label(raw, source)
        if kind == "press_release" and titled and titled[0] in _FORMS and not (source and raw.lower() in source.kinds):
            return KindFound(*titled, "title", tuple(unknown))
        if kind and kind != "news":
            return KindFound(kind, raw, method, tuple(unknown))
        if kind is None:
            unknown.append(f"kind: {raw!r} is not among the kinds" + (f" of {source.id}" if source else ""))
        if weaker is None or (kind and not weaker.kind):
            weaker = KindFound(kind, raw, method)
    if titled:
        return KindFound(*titled, "title", tuple(unknown))
    for raw in claims.sections:
        kind = of_label(raw, source)
        if kind and kind != "news":
            return KindFound(kind, raw, "label", tuple(unknown))
        if kind and (weaker is None or not weaker.kind):
            weaker = KindFound(kind, raw, "label")
    addressed = _of_address(claims.url) if claims.url else None
    if addressed:
        return KindFound(*addressed, "url", tuple(unknown))
    return weaker._replace(warnings=tuple(unknown)) if weaker else KindFound(None, None, "")


def _called(claims: Claims) -> Iterator[tuple[str, str]]:
    if claims.hint:
        yield "listing", claims.hint
    yield from (("label", label) for label in claims.labels)


def of_label(raw: str, source: Source | None = None) -> str | None:
    """The kind that a label names: as the source maps it, as a whole, by its beginning, or by its end."""
    mapped = source.kinds.get(raw.lower()) if source else None
    if mapped:
        return mapped
    folded = _fold(raw[: 4 * _LABEL])
    known = phrases()
    if folded in known:
        return known[folded]
    if bare := _plain_phrases().get(_bare(folded)):  # capitals without their dots and accents
        return bare
    if not folded or len(folded) > _LABEL:
        return None
    return _beginning(folded, known) or _ending(folded)


def of_title(title: str) -> tuple[str, str] | None:
    """The kind that a title names, and the word by which it does: first or, where the noun comes last, last."""
    shown = squeeze(title)
    folded = _fold(_NUMBER.sub("", shown))
    begun = _beginning(folded, phrases(), titled=True)
    if begun:
        return begun, _shown(shown, _longest(folded, phrases(), titled=True) or "")
    bare = _TRAILING.sub("", folded)
    ended = _ending(bare)
    if ended:
        return ended, _shown(shown, max((end for end in _ENDINGS if bare.endswith(end)), key=len))
    if after := _AFTER.search(bare):
        kind = phrases().get(after[1].strip())
        if kind in _TITLED:
            return kind, _shown(shown, after[1].strip())
    if possessed := _POSSESSED.match(shown):
        kind = phrases().get(_fold(possessed[1])) or {"address": "speech", "remarks": "speech"}.get(_fold(possessed[1]))
        return (kind or "statement", possessed[1])
    return None


def labels_near(root: etree._Element, heading: etree._Element | None) -> Iterator[str]:
    """Labels of the page itself: its own meta data, what stands at its heading, its body's class.

    Only texts that are a kind's name as a whole: of a page's other boxes nothing is taken for its own label.
    """
    yield from _said(root)
    if heading is not None:
        yield from _around(heading)
    body = root.find("body")
    for name in (body.get("class") or "" if body is not None else "")[:2000].lower().split():
        if (match := _BODY_CLASS.search(name)) and (label := _fold(match[1].replace("-", " "))) in phrases():
            yield label


def sections_of(root: etree._Element) -> Iterator[str]:
    """The kinds' names among the page's breadcrumbs, the innermost first."""
    found = _CRUMBS(root)
    trails = [item for item in found if isinstance(item, etree._Element)] if isinstance(found, list) else []
    for trail in trails:
        texts = (squeeze("".join(item.itertext())[: 4 * _LABEL]) for item in trail.iter("a", "li", "span"))
        yield from reversed([text for text in texts if len(text) <= _LABEL and _fold(text) in phrases()])


def _said(root: etree._Element) -> Iterator[str]:
    head = root.find("head")
    for meta in head.iter("meta") if head is not None else ():
        name = meta.get("property") or meta.get("name")
        if name and name.lower() in _NAMED:
            content = squeeze((meta.get("content") or "")[:_LABEL])
            if _fold(content) in phrases():
                yield content


def _around(heading: etree._Element) -> Iterator[str]:
    """Short texts before the heading and just after it, beside it and beside its two next ancestors."""
    count = 0
    told: set[str] = set()
    for item in (heading, *islice(heading.iterancestors(), 2)):
        for sibling in (*islice(item.itersiblings(preceding=True), 4), *islice(item.itersiblings(), 3)):
            if not isinstance(sibling.tag, str) or sibling.tag in _NO_LABELS:
                continue
            for element in sibling.iter("span", "div", "p", "a", "strong", "li", "h2", "h3", "em", "b"):
                count += 1
                if count > _NEAR:
                    return
                said = _fold(_label_text(element))
                if said in phrases() and said not in _OF_OTHERS and said not in told:
                    told.add(said)
                    yield _label_text(element)


def _label_text(element: etree._Element) -> str:
    """The text of an element that holds little, and is not a part of a sentence."""
    if len(element) > 1 or len(element.text or "") > 4 * _LABEL or (element.tail or "").strip():
        return ""
    text = element.text or ""
    for child in element:
        text += (child.text or "" if not len(child) else "") + (child.tail or "")
    return squeeze(text) if len(text) <= 4 * _LABEL else ""


_NO_LABELS: Final = frozenset({"script", "style", "nav", "form", "ul", "table", "aside", "footer"})
_BODY_CLASS: Final = re.compile(r"(?:node-?-?type|type|single|posttype|content-type|ct)-{1,2}([a-z][a-z0-9_-]{3,40})$")
_CRUMBS: Final = etree.XPath('(descendant::*/@class[contains(., "readcrumb")])[1]/..')


def _of_address(url: str) -> tuple[str, str] | None:
    """By a folder of the path that is a kind's name; the last one counts. "News" holds everything."""
    segments = unquote(urlsplit(url).path).lower().split("/")[:-1]
    for segment in reversed(segments):
        kind = _plain_phrases().get(_bare(re.sub(r"[-_+]", " ", segment)))
        if kind and kind not in {"news", "notice", "message", "letter", "article", "comment"}:
            return kind, segment
    return None


@lru_cache(maxsize=1)
def _plain_phrases() -> dict[str, str]:
    """The phrases as addresses spell them, without accents."""
    found: dict[str, str] = {}
    for phrase, kind in phrases().items():
        found.setdefault(_bare(phrase), kind)
    return found


def _longest(folded: str, known: dict[str, str], *, titled: bool = False) -> str | None:
    """The longest phrase that the text begins with, as whole words."""
    words = folded.split()[:6]
    for count in range(len(words), 0, -1):
        phrase = " ".join(words[:count]).rstrip(" :,.;–—-|")
        kind = known.get(phrase)
        if kind is None or len(phrase) < _ENOUGH or _CJK.search(phrase):
            continue
        if titled and (kind not in _TITLED or (phrase in _NOT_TITLED and len(words) > count)):
            continue
        return phrase
    return None


def _beginning(folded: str, known: dict[str, str], *, titled: bool = False) -> str | None:
    phrase = _longest(folded, known, titled=titled)
    return known[phrase] if phrase else None


def _ending(folded: str) -> str | None:
    for end in sorted(_ENDINGS, key=len, reverse=True):
        if folded.endswith(end):
            before = folded[: -len(end)]
            if not before or _CJK.search(end) or before[-1] in " :–—-":
                return _ENDINGS[end]
    return None


def _fold(text: str) -> str:
    return squeeze(text).lower().replace("i̇", "i").replace("_", " ").strip(" .:;,|»«›>•·-–—[]()")


def _bare(text: str) -> str:
    spread = unicodedata.normalize("NFD", text.replace("ı", "i").replace("ə", "e").replace("ß", "ss").replace("ø", "o"))
    return "".join(char for char in spread if not unicodedata.combining(char)).replace("'", " ").replace("’", " ")


def _shown(title: str, folded: str) -> str:
    """The words of a title as it writes them."""
    start = title.lower().replace("i̇", "i").find(folded)
    return title[start : start + len(folded)] if start >= 0 and folded else folded
