"""How the demo's press site looks: releases and listings as HTML, in three skins.

The new skin names its parts by class, writes the month out and has its style sheet and images in files of their own
(:mod:`crawler.demo.assets`); the old one (releases before the relaunch) is made of
tables, in windows-1251 for Russian, with the number in the title; the embassy's begins with an ISO date and ends the
text with a rule and a search box. All carry today's date in the header, which is no date of any statement.
"""

import tomllib
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from typing import Any, Final

from crawler.demo.statements import LANGUAGES, MAIN, Release, Skin

_POSTS: Final = (
    "Harbourtown", "Hollin", "Taldora", "Orvane", "Greywater Junction", "Eastmark", "Lower Brenn", "Cape Ansel",
    "Marrowdale", "Saint Oda", "Tarnhaven", "Nine Bridges", "Ostrey", "Quell", "Upper Selm", "Rookhaven", "Vell",
)  # fmt: skip


@cache
def labels(language: str) -> dict[str, Any]:
    """What the site says around its statements in one language."""
    return tomllib.loads((files("crawler.demo") / "labels.toml").read_text("utf-8"))[language]  # type: ignore[no-any-return]


def charset(release: Release) -> str:
    """The encoding a release is served in. Only the old skin's is not UTF-8, and only its meta element says so."""
    if release.skin != "old":
        return "utf-8"
    return "windows-1251" if release.language == "ru" else "windows-1252"


def written_date(day: date, skin: Skin, language: str) -> str:
    """A release's date as its page writes it: ``19 May 2026``, ``07.11.2023`` or ``2026-05-20``."""
    if skin == "old":
        return f"{day:%d.%m.%Y}"
    if skin == "mission":
        return day.isoformat()
    number = "1er" if language == "fr" and day.day == 1 else str(day.day)
    return f"{number} {labels(language)['months'][day.month - 1]} {day.year}"


def render_release(release: Release, translations: Sequence[Release], related: Sequence[Release], today: date) -> str:
    """The page of one release."""
    content = {"new": _new_release, "old": _old_release, "mission": _mission_release}[release.skin](release)
    others = {release.language: release.path, **{other.language: other.path for other in translations}}
    return _page(
        release.skin, release.language, release.title, release.url, content, others, related, today, charset(release)
    )


def render_listing(host: str, language: str, items: Sequence[Release], page: int, pages: int, today: date) -> str:
    """One page of a site's listing; the link to the following one is there until the last."""
    text = labels(language)
    skin: Skin = "new" if host == MAIN else "mission"
    rows = "\n".join(_item(item, skin) for item in items)
    if skin == "mission":
        content = f'<h2>{escape(text["news"])}</h2>\n<ul class="newslist">\n{rows}\n</ul>'
    else:
        newer = f'<a rel="prev" href="?page={page - 1}">{escape(text["previous"])}</a>' if page > 1 else ""
        older = f'<a rel="next" href="?page={page + 1}">{escape(text["next"])}</a>' if page < pages else ""
        content = f'<h1>{escape(text["news"])}</h1>\n{rows}\n<nav class="pager">{newer}{older}</nav>'
    others = {other: f"/{other}/news" for other in LANGUAGES}
    return _page(
        skin, language, text["news"], f"http://{host}/{language}/news", content, others, items[:4], today, "utf-8"
    )


def render_missing(host: str, language: str, today: date) -> str:
    """The page that a 404 carries."""
    text = labels(language)
    content = f"<h1>{escape(text['missing'])}</h1>\n<p>{escape(text['missing_text'])}</p>"
    skin: Skin = "new" if host == MAIN else "mission"
    return _page(skin, language, text["missing"], f"http://{host}/{language}/news", content, {}, (), today, "utf-8")


def render_wall(release: Release) -> str:
    """What stands in place of a walled release: a challenge page, answered as 200."""
    return _template("wall.html").substitute(host=release.host, path=release.path)


def _new_release(release: Release) -> str:
    text = labels(release.language)
    body = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in release.paragraphs)
    attachment = release.attachment
    documents = (
        f'<section class="document__files"><h2>{escape(text["files"])}</h2>\n'
        f'<a href="/files/{attachment.file}" type="application/pdf">{escape(attachment.name)}</a> (PDF)</section>'
        if attachment
        else ""
    )
    return f"""<article class="document">
<h1 class="document__title">{escape(release.title)}</h1>
<div class="document__meta"><span class="document__kind">{escape(text["kinds"][release.kind])}</span>
<span class="document__number">No:{release.number}</span>
<time class="document__date">{written_date(release.date, "new", release.language)}</time></div>
<div class="document__text">
{body}
</div>
{documents}
{_share(text, release)}
</article>"""


def _old_release(release: Release) -> str:
    text = labels(release.language)
    body = "\n".join(f"<P>{escape(paragraph)}</P>" for paragraph in release.paragraphs)
    return f"""<SPAN class="rubric">{escape(text["kinds"][release.kind])}</SPAN> <SPAN class="date">{
        written_date(release.date, "old", release.language)
    }</SPAN><BR><BR>
<SPAN class="newshead">No:{release.number}, {escape(release.title)}</SPAN><BR><BR>
<DIV class="newsbody">
{body}
</DIV>
<DIV align="right"><A href="#" onclick="return openPrint('?print=1')">{escape(text["print"])}</A></DIV>"""


def _mission_release(release: Release) -> str:
    text = labels(release.language)
    body = "\n<p>&nbsp;</p>\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in release.paragraphs)
    months = "".join(f"<option>{escape(month)}</option>" for month in text["months"])
    return f"""<div class="newsview"><span class="newsdate">{release.date.isoformat()}</span>
<h2>{escape(release.title)}</h2>
<div class="newstext">
{body}
<p>---</p>
<div class="archivebox"><p>{escape(text["search"])}</p><select name="month">{months}</select></div>
</div></div>
{_share(text, release)}"""


def _share(text: dict[str, Any], release: Release) -> str:
    links = "".join(
        f' <a href="https://{network}.example/share?u={release.url}">{network.title()}</a>'
        for network in ("herald", "pigeon", "foghorn")
    )
    copy = '<a class="share__copy" href="#">&#128279;</a>'
    return f'<div class="share"><span>{escape(text["share"])}</span>{links} {copy}</div>'


def _item(release: Release, skin: Skin) -> str:
    day = written_date(release.date, skin, release.language)
    if skin == "mission":
        return f'<li><span class="newsdate">{day}</span><a href="{release.path}">{escape(release.title)}</a></li>'
    kind = labels(release.language)["kinds"][release.kind]
    return f"""<article class="news-item"><time class="news-item__date">{day}</time>
<span class="news-item__kind">{escape(kind)}</span>
<h2 class="news-item__title"><a href="{release.path}">{escape(release.title)}</a></h2></article>"""


def _page(
    skin: Skin,
    language: str,
    title: str,
    url: str,
    content: str,
    languages: dict[str, str],
    related: Iterable[Release],
    today: date,
    encoding: str,
) -> str:
    text = labels(language)
    values = {key: escape(value) for key, value in text.items() if isinstance(value, str)}
    values |= {
        "language": language,
        "charset": encoding,
        "title": escape(title),
        "url": url,
        "main": MAIN,
        "crest": (files("crawler.demo") / "skins" / "crest.svg").read_text("utf-8").strip(),
        "today_label": values["today"],
        "today": f"{text['days'][today.weekday()]}, {written_date(today, 'new', language)}",
        "related_label": values["related"],
        "missions_label": values["missions"],
        "search_label": values["search"],
        "months": ",".join(text["months"]),
        "content": content,
        "languages": " ".join(
            f'<a hreflang="{code}" href="{path}"{" aria-current" if code == language else ""}>{code}</a>'
            for code, path in languages.items()
        ),
        "alternates": "\n".join(
            f'<link rel="alternate" hreflang="{code}" href="http://{MAIN}{path}">' for code, path in languages.items()
        ),
        "menu": _menu(text, skin, language),
        "related": "\n".join(_related(release, skin) for release in related),
        "missions": _missions(skin, language),
    }
    return _template(f"{skin}.html").substitute(values)


def _menu(text: dict[str, Any], skin: Skin, language: str) -> str:
    parts = []
    for section, (head, items) in enumerate(text["menu"]):
        links = [(f"/{language}/about/{section}-{n}", escape(item)) for n, item in enumerate(items)]
        if skin == "old":
            rows = "\n".join(f'<TR><TD class="menuitem"><A href="{href}">{name}</A></TD></TR>' for href, name in links)
            parts.append(f'<TR><TD class="menuhead">{escape(head)}</TD></TR>\n{rows}')
        elif skin == "mission":
            rows = "\n".join(f'<li><a href="{href}">{name}</a></li>' for href, name in links)
            parts.append(f"<h3>{escape(head)}</h3>\n<ul>\n{rows}\n</ul>")
        else:
            rows = "\n".join(f'      <li><a href="{href}">{name}</a></li>' for href, name in links)
            parts.append(
                f'    <li class="menu__item">{escape(head)}\n    <ul class="menu__sub">\n{rows}\n    </ul></li>'
            )
    return "\n".join(parts)


def _missions(skin: Skin, language: str) -> str:
    links = [f'<a href="/{language}/missions/{post.lower().replace(" ", "-")}">{post}</a>' for post in _POSTS]
    if skin == "new":
        return "\n".join(f"      <li>{link}</li>" for link in links)
    return "<BR>\n".join(links) if skin == "old" else " · ".join(links)


def _related(release: Release, skin: Skin) -> str:
    link = f'<a href="{release.path}">{escape(release.title)}</a>'
    return f"&#149; {link}<BR>" if skin == "old" else f"      <li>{link}</li>"


@cache
def _template(name: str) -> Template:
    return Template((files("crawler.demo") / "skins" / name).read_text("utf-8"))
