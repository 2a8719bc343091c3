"""The pages of the benchmark: about 80 KB each, of our own writing, made from a number and nothing else.

Of a page 3 to 4 KB are the statement, in a dozen paragraphs, and the rest is what stands around it: so are real press
pages (medians of 41 captured ones: 75 KB, 3.4 KB of text, 13 paragraphs). Words are drawn with the skewed frequencies
of a real language, so that the pages compress as real ones do (to about 0.28 of their size with gzip). A page is put
together from fragments made once, so that serving one costs the server a copy of 80 KB and little more.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Final

PER_LISTING: Final = 100
_STEMS: Final = (  # noqa: SIM905  # eighty quoted syllables are no easier to read
    "har bour riv er treat y min is ter ferr y light house gul f sel m len n coast pil ot bor der school mus eum map "
    "tram ter min al con sul vis a let ter bird crane reed orch ard ap ple fish boat rail tun nel wat er gauge rain "
    "coun cil vot e law pa per stamp post of fice teach er win ter sum mer spring au tumn morn ing eve ning"
).split()

_FILLING: Final = b" ".join(b"%s%d" % (stem.encode(), n) for n in range(3) for stem in _STEMS) * 2


@dataclass(frozen=True)
class Article:
    """What a page says, for the check of the outputs."""

    title: str
    date: str
    first_words: str


class Pages:
    """All pages of one site of ``count`` articles. Paths: ``/news?page=N`` and ``/news/N``, both from 1."""

    def __init__(self, count: int) -> None:
        self.count = count
        chance = random.Random(20260519)
        self._words = _vocabulary(chance)
        self._weights = list(accumulate(1 / (rank + 60) for rank in range(len(self._words))))  # Zipf's law
        self._paragraphs = [self._paragraph(chance) for _ in range(1500)]
        self._sections = [self._section(chance) for _ in range(600)]
        self._top = self._header(chance).encode()
        self._bottom = self._footer(chance).encode()

    def paths(self) -> Iterator[str]:
        """Every path, listings first."""
        for page in range(1, self.listings + 1):
            yield listing_path(page)
        for number in range(1, self.count + 1):
            yield f"/news/{number}"

    @property
    def listings(self) -> int:
        """How many listing pages there are."""
        return -(-self.count // PER_LISTING)

    def article(self, number: int) -> Article:
        """The title, date and first words of article ``number``."""
        chance = random.Random(number)
        title = " ".join(chance.choices(self._words, k=9)).capitalize()
        day = date(2026, 5, 19) - timedelta(days=number % 3000)
        return Article(f"No:{number}/26, {title}", f"{day:%d %B %Y}", f"Release {number} of the press office")

    def render(self, path: str) -> bytes | None:
        """The page at a path; ``None`` where there is none."""
        if path == "/robots.txt":
            return b"User-agent: *\nAllow: /\n"
        if path == "/news" or path.startswith("/news?page="):
            text = path.removeprefix("/news").removeprefix("?page=") or "1"
            page = int(text) if text.isdigit() else 0
            return self._listing(page) if 1 <= page <= self.listings else None
        if path.startswith("/small/"):
            return small_page(int(path.removeprefix("/small/")))
        text = path.removeprefix("/news/")
        number = int(text) if text.isdigit() else 0
        return self._page(number) if 1 <= number <= self.count else None

    def _page(self, number: int) -> bytes:
        chance = random.Random(-number)
        article = self.article(number)
        opening = (
            f'<div class="release"><h1 class="release-title">{article.title}</h1>\n'
            f'<p class="release-meta"><span class="release-date">{article.date}</span> '
            f'<span class="release-kind">Press release</span></p>\n<div class="release-body">\n'
            f"<p>{article.first_words} concerns matter {number * 7919}.</p>\n"
        )
        head = f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{article.title}</title>\n'
        return b"".join(
            (
                head.encode(),
                self._top,
                opening.encode(),
                *chance.choices(self._paragraphs, k=12),
                b"</div></div>\n<aside>",
                *chance.choices(self._sections, k=52),
                b"</aside>",
                self._bottom,
            )
        )

    def _listing(self, page: int) -> bytes:
        first = (page - 1) * PER_LISTING + 1
        rows = []
        for number in range(first, min(first + PER_LISTING, self.count + 1)):
            article = self.article(number)
            rows.append(
                f'<li class="item"><span class="item-date">{article.date}</span> '
                f'<a href="/news/{number}">{article.title}</a></li>'
            )
        older = f'<a rel="next" href="{listing_path(page + 1)}">Older</a>' if page < self.listings else ""
        head = '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>News</title>\n'
        body = f'<ul class="items">\n{chr(10).join(rows)}\n</ul><nav class="pager">{older}</nav>'
        return b"".join((head.encode(), self._top, body.encode(), self._bottom))

    def _paragraph(self, chance: random.Random) -> bytes:
        sentences = [self._sentence(chance) for _ in range(chance.randint(1, 4))]
        sentences[0] = f"<strong>{sentences[0]}</strong>" if chance.random() < 0.1 else sentences[0]
        if chance.random() < 0.3:
            sentences[-1] = f'<a href="/topics/{chance.randint(1, 900)}"><em>{sentences[-1]}</em></a>'
        text = " ".join(sentences)
        return (f"<blockquote><p>{text}</p></blockquote>\n" if chance.random() < 0.1 else f"<p>{text}</p>\n").encode()

    def _section(self, chance: random.Random) -> bytes:
        links = "".join(
            f'<li><a href="/news/{chance.randint(1, 99999)}" data-id="{chance.randrange(16**10):010x}">'
            f"<span>{chance.randint(1, 28)}.{chance.randint(1, 12)}.2026</span> "
            f"{self._sentence(chance)}</a></li>\n"
            for _ in range(5)
        )
        title = " ".join(chance.choices(self._words, k=3))
        return (
            f'<section class="related"><h2 class="related__title">{title}</h2><ul>\n{links}</ul></section>\n'.encode()
        )

    def _sentence(self, chance: random.Random) -> str:
        words = chance.choices(self._words, cum_weights=self._weights, k=chance.randint(8, 22))
        return " ".join(words).capitalize() + "."

    def _header(self, chance: random.Random) -> str:
        rules = "\n".join(
            f".{'-'.join(chance.choices(_STEMS, k=2))} {{ margin: {chance.randint(0, 40)}px; "
            f"color: #{chance.randrange(16**6):06x} }}"
            for _ in range(170)
        )
        menu = "\n".join(
            f'<li class="menu__item"><a href="/{word}" class="menu__link">{word.capitalize()}</a></li>'
            for word in chance.sample(self._words, 60)
        )
        return f'<style>\n{rules}\n</style></head><body><nav class="menu"><ul>\n{menu}\n</ul></nav><main>\n'

    def _footer(self, chance: random.Random) -> str:
        posts = "\n".join(
            f'<li><a href="/missions/{word}">Embassy in {word.capitalize()}</a></li>'
            for word in chance.sample(self._words, 60)
        )
        return f'</main><footer class="footer"><ul>\n{posts}\n</ul></footer></body></html>\n'


def small_page(number: int) -> bytes:
    """A page of 2 KiB, for what measures the way and not the load."""
    head = f"<!DOCTYPE html><html><title>Small {number}</title><p>".encode()
    return head + (_FILLING * 2)[number % 700 :][: 2048 - len(head)]


def listing_path(page: int) -> str:
    """The path of a listing page; the first has no number."""
    return "/news" if page == 1 else f"/news?page={page}"


def _vocabulary(chance: random.Random) -> list[str]:
    words: dict[str, None] = {}
    while len(words) < 9000:
        words["".join(chance.choices(_STEMS, k=chance.randint(1, 3)))] = None
    return list(words)
