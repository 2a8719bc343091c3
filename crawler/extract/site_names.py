"""What in a page's name is the site's and not the statement's: names, sections, and words that name kinds of pages."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from lxml import etree

from crawler.extract import labels
from crawler.extract.lines import Line
from crawler.extract.markup import Markup
from crawler.extract.text import squeeze
from crawler.extract.tree import text_of

_HOME: Final = re.compile(
    r"^(?:https?://[^/]+)?/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|default|home)\.\w+)?$", re.I
)
_SECOND_LEVEL: Final = frozenset({"gouv", "govt", "government", "news", "press", "media"})
_CLAIMED: Final = 5  # characters of a name that rights are claimed under
_WORD: Final = re.compile(r"[^\W_]+")
_REMEMBERED: Final = 200  # characters of a text that comes again, on a page and on the site's others
_LONGEST: Final = 45  # characters of a link that names a section: longer ones may be statements

# What pages are called that are many: a statement is never called so. Whole names only.
_GENERAL: Final = re.compile(
    r"^(?:(?:all|latest|recent|our|media|press|official|the|more|other|related) )*(?:"
    + "|".join(
        (
            r"home(?: ?page)?|welcome|untitled(?: document)?|main|start|page|article|index|details?|content|print",
            r"news(?:room| releases?| details?| archives?| ?& ?events| and events| ?& ?updates?| and updates| articles?"
            r"| items?| & media| and media| ?(?:&|and) press(?: releases?)?| stor(?:y|ies)| feed| view)?",
            r"press(?: ?(?:&|and) media| releases?(?: details?| archives?)?| rooms?| service| cent(?:er|re)| corner"
            r"| news| statements?| info(?:rmation)?"
            r"| notes?| notices?| offices?| conferences?| briefings?)?",
            r"releases?|briefings?|media(?: releases?| cent(?:er|re)| rooms?| statements?| advisor(?:y|ies)"
            r"| notes?| hub)?",
            r"statements?(?: ?(?:&|and|/) speeches| ?(?:&|and) releases)?|speech(?:es)?(?: ?(?:&|and|/) statements"
            r"| ?(?:&|and) remarks| details?)?|remarks|transcripts?",
            r"archives?|search(?: results?)?|events?|announcements?|publications?|documents?|notices?|resources?"
            r"|blogs?|posts?|updates?"
            r"|communiqu[eé]s?|interviews?|site ?map|contact(?: us)?|about(?: us)?|faqs?|menu|navigation"
            r"|information|activities",
            r"(?:(?:we value|about|manage|change) )?your privacy(?: (?:choices|matters|settings))?"
            r"|privacy (?:preferences?|settings|overview)(?: cent(?:er|re))?|(?:manage |our use of )?cookies?"
            r"(?: (?:settings|policy|preferences|consent|notice|banner))?|this (?:web ?)?site uses cookies"
            r"|we use cookies|(?:datenschutz|cookie)[- ]?einstellungen|nous respectons votre vie privée"
            r"|gestion (?:des|de vos) cookies|valoramos (?:su|tu) privacidad|configuración de cookies"
            r"|informativa sui cookie",
            r"новост[иь]|новости и события|архив|пресс-служба|пресс-релизы?|пресс-центр|заявлени[яе]"
            r"|выступлени[яе]|главная(?: страница)?|события|публикации|статьи?|документы|комментарии",
            r"навіны|галоўная|новини|головна|прес-служба|заяви|заява|події|пресслужба",
            r"x[əe]b[əe]r(?:l[əe]r)?|b[əe]yanat(?:lar)?|arxiv|m[əe]tbuat|ana s[əe]hif[əe]|haber(?:ler)?|duyurular?"
            r"|açıklamalar?|basın(?: açıklamaları)?|anasayfa|ana sayfa",
            r"pressemitteilung(?:en)?|aktuelles|presse|meldung(?:en)?|nachrichten?|startseite|reden?|artikel"
            r"|navigation und service|navigation",
            r"actualit[ée]s?|communiqu[ée]s?(?: de presse)?|accueil|discours|espace presse|salle de presse",
            r"noticias?|notícias?|comunicados?(?: de prensa| de imprensa)?|prensa|inicio|início|discursos?"
            r"|sala de prensa|sala de imprensa|imprensa|actualidad",
            r"notizie|comunicat[oi](?: stampa)?|sala stampa|nieuws|nieuwsberichten|nieuwsbericht|persberichten"
            r"|aktualności|wiadomości|komunikaty|aktuality|tiskové zprávy|hírek|novice|vijesti|vesti|știri"
            r"|comunicate(?: de presă)?|nyheter|nyhed(?:er)?|pressmeddelanden|pressmeddelande|uutiset|tiedotteet"
            r"|uudised|naujienos|jaunumi|berita|siaran pers|siaran media|kenyataan media|tin tức|habari",
            r"報道発表(?:資料)?|ニュース(?:リリース)?|新着情報|プレスリリース|記者会見|お知らせ|新闻(?:中心|动态"
            r"|资讯|发布)?|新聞(?:稿|中心)?|(?:今日)?要闻(?:动态)?|工作动态|最新动态|动态|时政|首页|正文|详情"
            r"|(?:通知)?公告|通知公告|政务|보도자료|뉴스|ข่าว(?:ประชาสัมพันธ์)?",
            r"(?:ال)?أخبار|الأخبار|بيانات|الرئيسية|بيان صحفي|اخبار|بیانیه‌ها|أحدث الأخبار|المركز الإعلامي|חדשות"
            r"|νέα|ανακοινώσεις|δελτία τύπου|სიახლეები|նորություններ|новини|новина|вести",
        )
    )
    + r")$",
    re.IGNORECASE,
)
_BRACKET: Final = re.compile(r"\s*(?:\([^()]{1,60}\)|（[^（）]{1,60}）)$")
# What sites call themselves.
_SITE: Final = re.compile(
    r"^[^\s|_:：，。、“”《》-]{0,16}(?:官网|官方网站|门户网站|网站|政府网|人民网|ホームページ|公式サイト|홈페이지)$"
    r"|^(?:the |welcome to the )?(?:official )?(?:web ?site|home ?page|web ?portal|portal)(?: of .{0,80})?$"
    r"|^[^|–]{3,80}\s[-|–:]\s(?:the )?(?:official (?:web ?)?(?:site|page|portal)|home ?page|official homepage)$"
    r"|^(?:официальный сайт|site officiel|sitio oficial|site oficial|sito ufficiale|resmi (?:web )?sit\w*"
    r"|rəsmi sayt\w*)\b.{0,80}$",
    re.IGNORECASE,
)


class SiteNames:
    """Which texts of a page name the site or a section of it."""

    def __init__(
        self, root: etree._Element, url: str, markup: Markup, lines: Sequence[Line], names: Iterable[str] = ()
    ) -> None:
        host = (urlsplit(url).hostname or "").lower().removeprefix("www.")
        self._hosts = [label for label in host.split(".")[:-1] if len(label) >= 4 and label not in _SECOND_LEVEL]
        self._sites = {folded(name) for name in (*markup.site_names, *_home_links(root), *names)}
        self._sites.discard("")
        self._rights = [f" {folded(line.text)} " for line in lines if labels.is_rights(line.text)]
        self._sections = {folded(line.text) for line in lines if _names_section(line)}

    def is_site(self, text: str) -> bool:
        """The text is a name of the site: it calls itself so, or claims its rights under that name."""
        low = folded(text)
        return low in self._sites or (len(low) >= _CLAIMED and any(f" {low} " in rights for rights in self._rights))

    def is_host(self, text: str) -> bool:
        """The host's name stands in the text, in one word or in several."""
        joined = folded(text).replace(" ", "")
        return any(
            label.replace("-", "") in joined or all(word in joined for word in label.split("-") if len(word) > 1)
            for label in self._hosts
        )

    def is_chrome(self, text: str) -> bool:
        """The text names the site, one of its sections, or pages in general."""
        low = folded(text)
        return self.is_site(text) or low in self._sections or is_general(low)


def is_general(text: str) -> bool:
    """A name that pages of many sites have, and no statement."""
    text = _BRACKET.sub("", text.strip(" .:!?»«|-–—"))
    return _GENERAL.match(text) is not None or _SITE.search(text) is not None


def folded(text: str) -> str:
    """For comparison: lower case, words alone."""
    return _folded(text) if len(text) <= _REMEMBERED else _folded.__wrapped__(text)


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return " ".join(_WORD.findall(text.replace("’", "'").casefold()))


def _names_section(line: Line) -> bool:
    return len(line.text) <= _LONGEST and line.is_link and (line.frame or line.header or line.aside)


def _home_links(root: etree._Element) -> set[str]:
    """The texts and pictures' descriptions of links to the front page."""
    found: set[str] = set()
    for link in root.iter("a"):
        href = link.get("href")
        if not href or len(href) > 80 or not _HOME.match(href):
            continue
        found.update((squeeze(text_of(link)), link.get("title") or "", link.get("aria-label") or ""))
        found.update(image.get("alt") or "" for image in link.iter("img"))
        if len(found) > 60:
            break
    return found
