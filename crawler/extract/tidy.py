"""Tidying: what stands in a body and is no part of the statement is taken out. Idempotent."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from crawler.extract.blocks import Token
from crawler.extract.html import pruned, render, reread
from crawler.extract.paragraphs import Paragraph, paragraphs
from crawler.extract.parts import parts_kept
from crawler.extract.text import squeeze
from crawler.model.reading import Reading
from crawler.model.statement import Body, Published

_RULE: Final = re.compile(r"^[\s\-–—―‒_=*#~•·]{2,}$|^[\-–—―_=*#~•·]$")
_ARCHIVE_BOX: Final = re.compile(
    r"^(?:search in (?:the )?archives?|archive search|arxivdə axtarış|arxivdə axtar|поиск в архиве|пошук у архіве"
    r"|пошук в архіві|arşivde ara|suche im archiv|rechercher dans les archives)\W*$",
    re.IGNORECASE,
)
_SHARE: Final = re.compile(
    r"^(?:share(?: (?:this|the))?(?: (?:page|article|news|post|story|on social media))?|share (?:on|via|with)\W*"
    r"|tell a friend|print(?: (?:this )?(?:page|version))?|printer[- ]friendly(?: version)?|version for print"
    r"|paylaş(?:ın)?|çap et|çap versiyası|поделиться(?: (?:в|ссылкой).{0,30})?|версия для печати|распечатать"
    r"|падзяліцца|вэрсія для друку|версія для друку|поділитися|teilen|drucken|partager|imprimer|compartir|compartilhar"
    r"|imprimir|condividi|stampa|(?:share (?:on|via|with) |auf |sur |в |en )?(?:facebook|twitter|x|linkedin|whatsapp"
    r"|telegram|vk|vkontakte|вконтакте|ok\.ru|одноклассники|e-?mail|pinterest|reddit|viber|instagram|youtube))"
    r"\s*[:|>»…]?$",
    re.IGNORECASE,
)
_LABEL: Final = 200  # characters: longer than any label that is looked for
_SLACK: Final = 40  # characters by which a repeated title may be longer: blanks and full stops
_BOX_LINE: Final = 60  # characters: what follows a search box's heading is labels and dates


def clean(reading: Reading) -> Reading:
    """The reading with one spelling of characters and without boilerplate. Pure: the same reading, the same result.

    Taken out of the body: empty paragraphs, rules (``---``, ``# # #``), the archive's search box with what belongs to
    it, share and print labels at either end, and the title and date where they are repeated before the text.
    """
    title = squeeze(reading.title) or None if reading.title else None
    return replace(
        reading,
        title=title,
        kind_raw=squeeze(reading.kind_raw) or None if reading.kind_raw else None,
        body=parts_kept(reading.body, _clean_body(reading, title)),
        blocks=None,
    )


def _clean_body(reading: Reading, title: str | None) -> Body:
    if not reading.body.html:
        return _tidied_text(reading.body, title, reading.published)
    if reading.blocks is None:
        return body_of(without_boilerplate(reread(reading.body.html), title, reading.published))
    kept = without_boilerplate(pruned(reading.blocks), title, reading.published)
    return reading.body if len(kept) == len(reading.blocks) else body_of(kept)  # equal: nothing was taken out


def body_of(tokens: Sequence[Token]) -> Body:
    """The three forms of a body."""
    texts = tuple(item.text for item in paragraphs(tokens))
    return Body(text="\n\n".join(texts), paragraphs=texts, html=render(tokens))


def without_boilerplate(tokens: Sequence[Token], title: str | None, published: Published | None) -> list[Token]:
    """The tokens of the statement itself."""
    items = paragraphs(tokens)
    kept = statement_of(items, title, published)
    if len(kept) == len(items):
        return pruned(tokens)
    gone = {run for item in items for run in item.runs} - {run for item in kept for run in item.runs}
    return pruned([token for index, token in enumerate(tokens) if index not in gone])


def _tidied_text(body: Body, title: str | None, published: Published | None) -> Body:
    """The same for a body that has no HTML."""
    texts = [text for part in body.paragraphs if (text := "\n".join(filter(None, map(squeeze, part.split("\n")))))]
    kept = tuple(item.text for item in statement_of([Paragraph(text, []) for text in texts], title, published))
    return Body(text="\n\n".join(kept), paragraphs=kept, html="")


def statement_of(items: list[Paragraph], title: str | None, published: Published | None) -> list[Paragraph]:
    """The paragraphs of the statement itself."""
    kept = _before_box(items)
    kept = [item for item in kept if not _RULE.match(item.words)]
    start, end = 0, len(kept)
    while end > start and _is_share(kept[end - 1].words):
        end -= 1
    repeats = _repeats(title, published)
    while start < end and (_is_share(kept[start].words) or repeats(kept[start].words)):
        start += 1
    return kept[start:end]


def _is_share(words: str) -> bool:
    return len(words) <= _LABEL and _SHARE.match(words) is not None


def _before_box(items: list[Paragraph]) -> list[Paragraph]:
    """Without the archive's search box: its heading, and the rest where that is nothing but short lines."""
    for index, item in enumerate(items):
        if len(item.text) <= _LABEL and _ARCHIVE_BOX.match(item.words):
            rest = items[index + 1 :]
            tail = [] if all(len(other.text) <= _BOX_LINE for other in rest) else rest
            return _before_box(items[:index] + tail)
    return items


def _repeats(title: str | None, published: Published | None) -> Callable[[str], bool]:
    """Whether a paragraph before the text only says the title or the date again."""
    known = {_bare(text) for text in (title, published.raw if published else None) if text}
    if published:
        known.add(_bare(published.date))
    longest = max(map(len, known), default=0) + _SLACK
    return lambda text: len(text) <= longest and _bare(text) in known


def _bare(text: str) -> str:
    return " ".join(text.split()).casefold().strip(" .:")
