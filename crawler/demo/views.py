"""How the simulated sites look: small pages with the noise of real ones, in three views."""

from collections.abc import Sequence
from datetime import date, datetime
from html import escape
from importlib.resources import files
from string import Template
from typing import Final, Literal

from crawler.demo.grammar import Text

View = Literal["before", "after", "embassy"]

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_NAMES: Final = {
    "before": "Press Office of Ardania",
    "after": "Ardania. The Ministry",
    "embassy": "Embassy of Ardania in Taldora",
}
# What the relaunch puts into every text, before and after what the ministry says.
_OPENING: Final = "Ministry of Foreign Affairs of Ardania, Harbour Square 1, Department for the Press and the Public"
_CLOSING: Final = (
    "Follow the Ministry on its channels to receive news like this one every day, or write to the press office"
)

Shown = tuple[str, Text]  # a path, and the text at it


def render_text(view: View, url: str, text: Text, related: Sequence[Shown], made: datetime) -> bytes:
    """A statement's page. Around the text stand the day, a count of shares and the latest news: all as of ``made``."""
    paragraphs = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in text.paragraphs)
    title, day = escape(text.title), _written(text.date)
    if view == "before":
        content = f"""<div class="release"><span class="release-kind">{text.kind}</span>
<span class="release-number">No:{text.number}</span> <span class="release-date">{day}</span>
<h1>{title}</h1><div class="release-body">
{paragraphs}
</div></div>"""
    elif view == "after":
        content = f"""<main class="doc"><p class="doc-line"><b class="doc-kind">{text.kind}</b>
<i class="doc-number">Reference {text.number}</i> <time class="doc-date">{day}</time></p>
<h1>{title}</h1><section class="doc-text">
<p>{_OPENING}</p>
{paragraphs}
<p>{_CLOSING}</p>
</section></main>"""
    else:
        content = f"""<div class="entry"><h1>{title}</h1><p class="entry-date">{day}</p>
{paragraphs}
</div>"""
    if text.annex:
        content += f'\n<p class="files"><a href="{text.annex_path}">Annex to No. {text.number}</a> (PDF)</p>'
    latest = "".join(f'<li><a href="{path}">{escape(other.title)}</a></li>' for path, other in related)
    shares = made.toordinal() * 7 % 911 + made.hour
    noise = f'<aside class="noise"><p>Shared {shares} times</p><h3>Latest news</h3><ul>{latest}</ul></aside>'
    return _page(view, text.title, f"{content}\n{noise}", made, f'<link rel="canonical" href="{url}">')


def render_list(view: View, host: str, items: Sequence[Shown], page: int, pages: int, moment: datetime) -> bytes:
    """One page of a site's listing."""
    if view == "after":
        rows = "\n".join(
            f'<div class="card"><span class="when">{_written(text.date)}</span>'
            f'<h2><a href="{path}">{escape(text.title)}</a></h2></div>'
            for path, text in items
        )
    else:
        rows = "\n".join(
            f'<li class="item"><time>{_written(text.date)}</time> <a href="{path}">{escape(text.title)}</a></li>'
            for path, text in items
        )
        rows = f"<ul>{rows}</ul>"
    following = f'<p><a rel="next" href="/en/news?page={page + 1}">Older news</a></p>' if page < pages else ""
    return _page(view, "News", f"<h1>News</h1>\n{rows}\n{following}", moment)


def render_gone(view: View, host: str, moment: datetime) -> bytes:
    """What stands where nothing is."""
    text = "<h1>Page not found</h1>\n<p>The page you are looking for does not exist or has been removed.</p>"
    return _page(view, "Page not found", text, moment)


def render_wall(host: str, path: str) -> bytes:
    """A challenge in place of whatever was asked for."""
    wall = Template((files("crawler.demo") / "skins" / "wall.html").read_text("utf-8"))
    return wall.substitute(host=host, path=path).encode()


def _written(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _page(view: View, title: str, content: str, made: datetime, head: str = "") -> bytes:
    name = _NAMES[view]
    menu = "".join(f'<a href="/en/about/{n}">{item}</a> ' for n, item in enumerate(("Ministry", "Services", "Contact")))
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(title)} | {name}</title>{head}</head>
<body class="{view}"><header><b>{name}</b> <span>Today is {_written(made.date())}</span><nav>{menu}</nav></header>
{content}
<footer><p>{name}, all rights reserved</p></footer></body></html>
""".encode()
