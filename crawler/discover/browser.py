"""Listings that need a browser: signs that a page's items are put into it by scripts."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from crawler.extract.text import squeeze
from crawler.extract.tree import text_of

_SHELLS: Final = frozenset(
    {"root", "app", "__next", "___gatsby", "__nuxt", "main-app", "react-root", "svelte", "ember-app"}
)
_STATES: Final = re.compile(
    r"__NEXT_DATA__|__NUXT__|__INITIAL_STATE__|__PRELOADED_STATE__|__APOLLO_STATE__|__remixContext|drupalSettings\.vue"
)
# What a template engine of the browser would have filled in.
_TEMPLATE: Final = re.compile(r"\{\{[^{}<>]{1,200}\}\}|<%[^<>%]{1,200}%>|\$\{[\w$. ]{1,100}\}")
_REPEATED: Final = ("ng-repeat", "data-ng-repeat", "v-for", "x-for", ":for", "*ngfor", "dir-paginate")
_TEMPLATE_TYPES: Final = re.compile(
    r"text/(x-|ng-)?(template|handlebars|html|mustache|jsrender|jquery-tmpl|x-tmpl)", re.I
)
_NEEDED: Final = re.compile(
    r"javascript|java script|джаваскрипт|جاوا ?اسكريبت|جافا ?سكريبت|ＪａｖａＳｃｒｉｐｔ", re.IGNORECASE
)
_HOLDERS: Final = re.compile(
    r"(?:^|[\s_-])(?:news|press|releases?|results?|listing|list|items?|articles?|posts?|archive|feed|search|content|grid|cards?)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_TOLD: Final = re.compile(
    r"^data-(?:url|src|source|api|endpoint|component|props|config|options|query|feed|list|module|widget|controller|vue|"
    r"react\w*|ng\w*|bind|ajax\w*|view\w*|settings|template|target-url|load\w*|page-size|per-page|service)"
)
_LOADING: Final = re.compile(
    r"^(?:loading|please wait|wird geladen|chargement|cargando|carregando|caricamento|загрузка|завантаження|"
    r"yükleniyor|yüklənir|جاري التحميل|読み込み中|加载中|正在加载|載入中|불러오는 중|đang tải)\W*(?:\.{3}|…)?$",
    re.IGNORECASE,
)
_WIDE: Final = ("div", "section", "main", "ul", "ol", "tbody", "table", "article")
_SHORT: Final = 600  # characters: a page that shows no more than that shows no listing
_TOO_MANY: Final = 20_000  # elements that are looked at


def needs_browser(root: etree._Element) -> str | None:
    """What speaks for items made by scripts, as the end of a sentence; ``None`` where nothing does.

    Asked only of a page on which no item was found.
    """
    return next(_signs(root), None)


def _signs(root: etree._Element) -> Iterator[str]:
    bodies = list(root.iter("body")) or [root]
    shown = squeeze(text_of(bodies[0]))
    for element in _elements(root, *_WIDE):
        name = element.get("id") or ""
        if name.lower() in _SHELLS and not squeeze(text_of(element)):
            yield f"its {_named(element)} is empty: scripts build the page"
    for element in _elements(root):
        tag = str(element.tag)
        if "-" in tag and tag.startswith("app") and not squeeze(text_of(element)):
            yield f"its <{tag}> is empty: scripts build the page"
        if repeated := next((name for name in _REPEATED if name in element.attrib), None):
            yield f"<{tag} {repeated}> is a template that scripts fill"
        if (
            tag == "script"
            and _TEMPLATE_TYPES.match(element.get("type") or "")
            and _TEMPLATE.search(element.text or "")
        ):
            yield "it brings templates that scripts fill"
    if _TEMPLATE.search(shown) and "{{" in shown:
        yield "its text holds placeholders that scripts fill"
    for element in _elements(root, *_WIDE):
        if _waits(element):
            yield f"its {_named(element)} is empty and says where scripts find its content"
    if len(shown) < _SHORT:
        for script in root.iter("script"):
            if found := _STATES.search(f"{script.get('id') or ''} {(script.text or '')[:200]}"):
                yield f"its content is in a script ({found.group()})"
        if any(
            _NEEDED.search(text_of(element)) or _NEEDED.search(_inner(element)) for element in root.iter("noscript")
        ):
            yield "it asks for JavaScript"
    for element in _elements(root, *_WIDE):
        if _LOADING.match(squeeze(text_of(element))[:80] or "-") and _HOLDERS.search(_labels(element)):
            yield f"its {_named(element)} says only that it is loading"


def _waits(element: etree._Element) -> bool:
    """Whether a container of content is empty and has data for a script."""
    if not _HOLDERS.search(_labels(element)) or not any(_TOLD.match(str(name)) for name in element.attrib):
        return False
    return not any(True for _ in element.iter("a", "li", "tr", "img")) and not squeeze(text_of(element))


def _labels(element: etree._Element) -> str:
    return f"{element.get('id') or ''} {element.get('class') or ''}"


def _named(element: etree._Element) -> str:
    name, classes = element.get("id"), (element.get("class") or "").split()
    return f"<{element.tag!s} id={name}>" if name else f"<{element.tag!s} class={' '.join(classes[:1])}>"


def _inner(element: etree._Element) -> str:
    return "".join(str(text) for text in element.itertext())


def _elements(root: etree._Element, *tags: str) -> Iterator[etree._Element]:
    for count, element in enumerate(root.iter(*tags)):
        if count >= _TOO_MANY:
            return
        if isinstance(element.tag, str):
            yield element
