"""What the names of an element say it is for: its classes, id and role, as authors and systems write them.

Names are evidence, not proof: whoever asks weighs them against the text that stands there.
"""

import re
from functools import lru_cache
from typing import Final, Literal

_LONGEST: Final = 400  # characters of names that are looked at: nobody means more
Purpose = Literal["frame", "side", "aside", "hidden", "body", "lead", "none"]

# Split at what parts words in names, and where camelCase goes on.
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PARTED: Final = re.compile(r"[\s_\-.:/]+")

_HIDDEN: Final = re.compile(
    " (?:sr only|screen reader(?: text| only)?|visually hidden|visuallyhidden|element invisible|is aural|"
    "skip(?: to)?(?: main)?(?: content)?(?: link)?s?|skiplinks?|skipnav|aural|unsichtbar|noprint|no print|"
    "print only|ms hide(?:all)?|d print block|visible print(?: block)?) "
)
# Never part of a text, whatever stands in it.
_FRAME: Final = re.compile(
    r" (?:nav|navbar|navi|navigation|mainmenu|submenu|sitenav|topnav|subnav|leftnav|rightnav|sidenav|nav\w*menu|"
    r"breadcrumbs?|brotkrumen?|crumbs?|crumb trail|breadcrumb\w*|rastro|migas|yah|share|sharing|shares|sharebar|"
    r"sharethis|sharebuttons?|addthis\w*|addtoany|a2a|heateor\w*|jssocials|sns\w*|social|socials|socialmedia|"
    "socialshare|socialbookmarks|bookmarks|sharedaddy|shariff|ya share2?|ssba|comments?|comment list|commentlist|"
    "commentlink|disqus|respond|reply|cookies?|cookiebanner|cookieconsent|consent|gdpr|cmp|onetrust|pager|"
    "pagination|paginator|paging|pagenav|nextprev|prevnext|prev next|next prev|post nav|related|relateds|"
    r"related\w+|relacionad[oa]s?|verwandt\w*|recommend\w*|recommended|outbrain|taboola|yarpp\w*|readmore|"
    "read more|more news|morenews|latest|latestnews|recentposts?|recent posts|most (?:read|viewed|popular)|"
    "popular|trending|othernews|other news|teaserlist|newsletter|subscribe|subscription|signup|tag cloud|"
    "tagcloud|tag list|taglist|post tags|entry tags|tags links|tags|keywords?|print|printer|printlink|print link|"
    "drucken|feedback|survey|rating|ratings|vote|likes?|likebox|toolbar|toolbars|tools|pagetools|page tools|"
    r"actions|buttons|btns|fontsize|font size|textsize|text size|language switch\w*|lang switch\w*|languages|"
    r"languageswitcher|langs|advert|advertisement|ads|adv|adsbygoogle|banner ads|sponsor\w*|promo|promos|"
    r"copyright|disclaimer|impressum|legal notice|site footer|page footer|pagefooter|\w*footer\w*|fusszeile|"
    "rodape|site header|page top|totop|to top|backtotop|back to top|scrolltop|scroll top|go top|modal|popup|"
    "lightbox|overlay|dialog|tooltip|toast|offcanvas|off canvas|search form|searchform|search box|searchbox|"
    "search|suche|login|loginform|user menu|byline|authors?|authorbox|writer ?profile|author ?info|"
    "document ?byline|documentbyline|post meta|postmeta|entry meta|entrymeta|article meta|articlemeta|meta info|"
    "metadata|postmetadata|post ?info|entry ?utility|submitted|dateline|timestamp|published|pubdate|post date|"
    "postdate|entry date|news date|newsdate|article date|posted on|view count|hits|views count|gallery|galleria|"
    "slideshow|carousel|slider|swiper|slick|thumbnails|caption|wp caption text|figcaption|image caption|"
    "img caption|bildunterschrift|credit|credits|copyright info|photo credit) "
)
_FRAME_ROLES: Final = frozenset({
    "navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog", "menu", "menubar",
    "toolbar", "tooltip",
})  # fmt: skip
# Another column of the page, or other people's words.
_SIDE: Final = re.compile(
    r" (?:sidebars?|side bar|sidebar\w+|side ?column|sidecol|widgets?|widget area|textwidget|widget\w+|comments?|"
    "comment list|commentlist|comment area|commentaires?|comentarios?|kommentare?|comform|forum (?:fil|message|"
    r"texte)|disqus\w*|respond|related|related\w+|site footer|page footer|footer|mega ?menu|offcanvas) "
)
# Mostly beside a text; a whole page may stand in one.
_ASIDE: Final = re.compile(
    r" (?:aside|asides|sidebar\w*|side bar|side ?column|sidecol|leftcol\w*|rightcol\w*|left col(?:umn)?|"
    r"right col(?:umn)?|side|marginal\w*|widgets?|widget area|menus?|header|top ?bar|masthead|foot|bottom|banner|"
    "box|infobox|teasers?|cards?|tiles?|portlet|module|list ?view|archive|archives|event ?meta|event ?passed|"
    r"contacts?|kontakt\w*|contact ?(?:box|info)|downloads?|attachments?|links?|linklist|quick ?links|topics|"
    "themes?|categories|category|cat links|filter|filters|facets?|calendar|events?|intro ?image|video|audio|"
    "player|map) "
)
_BODY: Final = re.compile(
    r" (?:article ?body|articlebody\w*|story ?body|entry ?content|post ?content|post ?body|news ?content|"
    "news ?text|news ?body|news ?detail(?:s)?(?: text| content)?|article ?content|article ?text|articletext|"
    "artikel ?text|content ?body|body ?content|body ?text|bodytext|main ?text|maintext|page ?text|text ?body|"
    r"textbody|field (?:name )?body|node ?body|rich ?text(?: content| editor)?|richtext\w*|richhtml|wysiwyg|"
    r"ck content|trs (?:editor|ueditor|paper\w*)|view trs editor|journal content article|e content|"
    "td post content|full ?text|fulltext|item ?full ?text|itemfulltext|press ?release ?(?:body|text|content)|"
    "release ?body|speech ?(?:body|text)|statement ?(?:body|text)|govspeak|prose|content ?inner ?text|"
    "text content|single content|the content|articulo|noticia ?(?:texto|conteudo|contenido)|texto ?noticia|"
    "conteudo ?noticia|cuerpo|corps|news ?single ?text|news ?text ?wrap|detail ?text|detailtext|detail ?content|"
    "zoom|zhengwen|vsb content) "
)
_LEAD: Final = re.compile(
    " (?:lead|leads|lede|intro|introtext|introduction|einleitung|vorspann|teaser ?text|summary|standfirst|"
    "abstract|excerpt|chapo|chapeau|sapo|subtitle|sub ?title|subhead(?:line)?|sub ?heading|sub ?headline|dek|"
    "deck|description|documentdescription|document description|article description|itemintrotext|perex|anons|"
    "preview text|bajada|copete|entradilla|sommario|occhiello|ingress|untertitel|resumo|resumen|ozet) "
)


def purpose_of(names: str, role: str) -> Purpose:
    """The purpose that classes and id (in one string) and the role name; ``none``: they name no such thing."""
    if role in _FRAME_ROLES:
        return "frame"
    return _named(names[:_LONGEST]) if names else "none"


@lru_cache(maxsize=16384)
def _named(names: str) -> Purpose:
    words = f" {' '.join(_PARTED.split(_CAMEL.sub(' ', names))).lower()} "
    if _HIDDEN.search(words):
        return "hidden"
    if _BODY.search(words):
        return "body"
    if _SIDE.search(words):
        return "side"
    if _LEAD.search(words):
        return "lead"
    if _FRAME.search(words):
        return "frame"
    return "aside" if _ASIDE.search(words) else "none"
