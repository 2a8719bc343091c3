"""A corpus of our own writing: press pages of invented ministries, each with what is true of it.

``texts/*.txt`` holds what a ministry says in one language: the words of its frame, and statements. ``skeletons/*.html``
are pages as known systems write them; ``nothing/*.html`` are pages that are no statement. :mod:`tests.truth.made.pages`
says which text stands in which skeleton, under which address. Nothing here is drawn by chance.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from html import escape
from itertools import product
from pathlib import Path
from string import Template
from typing import Final
from urllib.parse import urlsplit

from crawler.model.reading import Hint, Page
from tests.truth.index import EITHER, Truth

CAPTURED: Final = datetime(2026, 11, 1, 7, 30, tzinfo=UTC)
_HERE: Final = Path(__file__).parent
_EACH: Final = re.compile(r"<!--each (menu|teaser)-->(.*?)<!--end-->", re.DOTALL)
_IF: Final = re.compile(r"<!--if (\w+)-->(.*?)<!--fi-->", re.DOTALL)
_BLOCKS: Final = frozenset({"p", "h", "li", "q", "row", "sign"})
_STAMPED: Final = re.compile(r"published_time|datePublished\":|first-published|PubDate")
UNDATED: Final = "none"
_UNSPACED: Final = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Voice:
    """The frame of a ministry's site in one language."""

    code: str
    words: dict[str, str]
    menu: tuple[str, ...]
    teasers: tuple[tuple[str, str], ...]  # date as shown, title


@dataclass(frozen=True, slots=True)
class Text:
    """A statement: ``words`` are its title, date as shown, iso and more; ``blocks`` its body as (tag, text)."""

    words: dict[str, str]
    blocks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One page: what stands in what. ``words`` replaces words of the voice and the text, and adds others."""

    name: str
    skeleton: str
    text: str  # language, or language/statement
    url: str
    form: str = "p"
    hint: Hint | None = None
    date: str | None = None  # the true one where it is not the text's; empty: the page states none
    words: dict[str, str] = field(default_factory=dict)
    charset: str = "utf-8"
    header: str = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Nothing:
    """A page that is no statement, and the codes of the reasons that say so."""

    name: str
    url: str
    codes: tuple[str, ...]
    language: str = "en"
    status_header: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """A page and its truth. ``codes``: the reasons, one of which refuses it; empty for a statement."""

    truth: Truth
    page: Page
    number: str | None = None
    kind: str | None = None
    codes: tuple[str, ...] = ()


def statement(row: Row) -> Made:
    """The page of a row."""
    language, _, name = row.text.partition("/")
    voice, texts = _read(language)
    text = texts[name or "main"]
    iso = text.words["iso"] if row.date is None else row.date
    words = {**_defaults(row, voice), **voice.words, **text.words, **_stamps(text.words["iso"]), **row.words}
    words.setdefault("page_title", voice.words["section"] if words.get("field_title") else words["title"])
    body = FORMS[row.form](text.blocks)
    html = fill((_HERE / "skeletons" / f"{row.skeleton}.html").read_text("utf-8"), voice, words, body)
    shown = [said for _tag, said in text.blocks]
    signed = text.blocks[-1][0] == "sign"
    truth = _truth(row.name, row.url, voice.code, words.get("true_title", words["title"]), iso, shown, signed)
    page = Page(row.url, html.encode(row.charset), (("content-type", row.header),), CAPTURED, row.hint)
    return Made(truth, page, words["number"] or None, words.get("kind"))


def nothing(row: Nothing) -> Made:
    """A page that is no statement."""
    voice, texts = _read(row.language)
    words = {**texts["main"].words, **voice.words, "lang": voice.code, "url": row.url}
    html = fill((_HERE / "nothing" / f"{row.name}.html").read_text("utf-8"), voice, words, "")
    truth = Truth(_HERE, row.name, row.url, "none", row.name, None, None, None, None, None, None)
    headers = (("content-type", "text/html; charset=utf-8"), *row.status_header)
    return Made(truth, Page(row.url, html.encode(), headers, CAPTURED), codes=row.codes)


def fill(html: str, voice: Voice, words: dict[str, str], body: str) -> str:
    """A skeleton with its words: ``<!--each menu-->``, ``<!--each teaser-->`` and ``<!--if word-->`` unfolded."""
    known = {name: escape(value) for name, value in words.items()}
    known.update({f"m{index}": escape(item) for index, item in enumerate(voice.menu)})
    known["body"] = body

    def each(found: re.Match[str]) -> str:
        items = [{"item": item} for item in voice.menu]
        if found[1] == "teaser":
            items = [{"t_date": shown, "t_title": title} for shown, title in voice.teasers]
        return "".join(
            Template(found[2]).safe_substitute({**{k: escape(v) for k, v in item.items()}, "n": str(index + 1)})
            for index, item in enumerate(items)
        )

    html = _IF.sub(lambda found: found[2] if known.get(found[1]) else "", html)
    return Template(_EACH.sub(each, html)).substitute(known)


def _defaults(row: Row, voice: Voice) -> dict[str, str]:
    """What a skeleton may ask for and a text need not say."""
    parts = urlsplit(row.url)
    host = (parts.hostname or "").removeprefix("www.")
    known = {"host": host, "path": parts.path, "url": row.url, "lang": voice.code, "charset_name": row.charset}
    known["caption"] = f"© {voice.words['ministry']}"
    return {**dict.fromkeys(("summary", "slug", "number", "doc_number", "field_title", "modified"), ""), **known}


def _stamps(iso: str) -> dict[str, str]:
    """Times as systems write them: of the day, and of the evening before."""
    day = date.fromisoformat(iso)
    eve = day - timedelta(days=1)
    return {
        "stamp": f"{iso}T09:30:00+00:00",
        "eve": f"{eve.isoformat()}T21:05:00Z",
        "year": str(day.year),
        "month": f"{day.month:02}",
        "compact": iso.replace("-", ""),
    }


def _truth(name: str, url: str, language: str, title: str, iso: str, shown: list[str], signed: bool) -> Truth:
    first, last = _ends(shown[0])[0], _ends(shown[-1])[1]
    if signed:  # a sign-off that is place and date may be kept as text or taken as the date
        last = EITHER.join((last, _ends(shown[-2])[1]))
    return Truth(_HERE, name, url, "article", name, language, title, iso, first, last, None)


def _ends(text: str) -> tuple[str, str]:
    """The first and the last ten words; twenty characters where words are not parted by blanks."""
    if _UNSPACED.search(text):
        return text[:20], text[-20:]
    words = text.split()
    return " ".join(words[:10]), " ".join(words[-10:])


def _read(language: str) -> tuple[Voice, dict[str, Text]]:
    sections: dict[str, list[tuple[str, str]]] = {"": []}
    name = ""
    for line in (_HERE / "texts" / f"{language}.txt").read_text("utf-8").splitlines():
        if line.startswith("# "):
            name = line[2:].strip()
            sections[name] = []
        elif line.strip():
            key, parted, value = line.partition(": ")
            if not parted:
                raise ValueError(f"texts/{language}.txt: no key in {line!r}")
            sections[name].append((key, value.strip()))
    frame = sections.pop("")
    single = {key: value for key, value in frame if key != "teaser"}
    teasers = tuple((shown.strip(), title.strip()) for shown, _, title in _teasers(frame))
    voice = Voice(single.get("code", language), {"dir": "ltr", **single}, tuple(_menu(single)), teasers)
    return voice, {name: _text(pairs) for name, pairs in sections.items()}


def _menu(words: dict[str, str]) -> list[str]:
    return [item.strip() for item in words["menu"].split("|")]


def _teasers(frame: list[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    return (value.partition("|") for key, value in frame if key == "teaser")


def _text(pairs: list[tuple[str, str]]) -> Text:
    return Text(
        {key: value for key, value in pairs if key not in _BLOCKS},
        tuple((key, value) for key, value in pairs if key in _BLOCKS),
    )


def _plain(blocks: tuple[tuple[str, str], ...], start: str, end: str) -> str:
    """Each block between two tags; items of a list, headings, quotations and rows of a table as such."""
    made: list[str] = []
    for index, (tag, said) in enumerate(blocks):
        if tag in ("li", "row"):
            opened = index == 0 or blocks[index - 1][0] != tag
            closed = index + 1 == len(blocks) or blocks[index + 1][0] != tag
            outer = "ul" if tag == "li" else "table"
            cells = "".join(f"<td>{escape(cell.strip())}</td>" for cell in said.split("|"))
            inner = f"<li>{escape(said)}</li>" if tag == "li" else f"<tr>{cells}</tr>"
            made.append(f"<{outer}>" * opened + inner + f"</{outer}>" * closed)
        elif tag == "h":
            made.append(f"<h3>{escape(said)}</h3>")
        elif tag == "q":
            made.append(f"<blockquote><p>{escape(said)}</p></blockquote>")
        else:
            made.append(f"{start}{escape(said)}{end}")
    return "\n".join(made)


FORMS: Final = {
    "p": lambda blocks: _plain(blocks, "<p>", "</p>"),
    "justify": lambda blocks: _plain(
        blocks, '<p style="text-align: justify;"><span style="font-size: 12pt;">', "</span></p>"
    ),
    "mso": lambda blocks: _plain(
        blocks, '<p class="MsoNormal" style="margin-bottom:.0001pt"><span lang="EN-GB">', "<o:p></o:p></span></p>"
    ),
    "div": lambda blocks: _plain(blocks, "<div>", "</div>\n<div><br></div>"),
    "nbsp": lambda blocks: _plain(blocks, "<p>", "</p>\n<p>&nbsp;</p>"),
    "br": lambda blocks: "<br />\n<br />\n".join(escape(said) for _tag, said in blocks),
    "br1": lambda blocks: "<br>\n".join(f"&nbsp;&nbsp;&nbsp; {escape(said)}" for _tag, said in blocks),
    "fullwidth": lambda blocks: "".join(f"<p>　　{escape(said)}</p>" for _tag, said in blocks),
    "font": lambda blocks: _plain(blocks, '<p align="justify"><font face="Arial" size="2">', "</font></p>"),
}


def crossed() -> Iterator[Made]:
    """Every statement in every skeleton that can show it: an undated one only where a skeleton hides the date."""
    skeletons = sorted((_HERE / "skeletons").glob("*.html"))
    for path in sorted((_HERE / "texts").glob("*.txt")):
        voice, texts = _read(path.stem)
        capitals = {"ministry_caps": voice.words["ministry"].upper()}
        for (name, text), skeleton in product(texts.items(), skeletons):
            dated = text.words["date"] != UNDATED
            html = skeleton.read_text("utf-8")
            if not dated and (_STAMPED.search(html) or ("$date" in html and "<!--if date-->" not in html)):
                continue
            words = capitals if dated else {**capitals, "date": ""}
            url = "https://www.foreign.example/news/item-a"
            row = Row(f"{path.stem}/{name}@{skeleton.stem}", skeleton.stem, f"{path.stem}/{name}", url)
            yield statement(replace(row, words=words, date=None if dated else ""))
