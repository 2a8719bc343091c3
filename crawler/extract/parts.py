"""Parts of a body: one text in two languages, or two statements under one address. Told apart, or flagged."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from crawler.extract.blocks import Token
from crawler.extract.detection import verdict
from crawler.extract.labels import is_date_line
from crawler.extract.numbers import number_in
from crawler.extract.paragraphs import Paragraph, paragraphs
from crawler.extract.scripts import main_script, scripts_in
from crawler.model.statement import Body, Part

_PROSE: Final = 200  # letters that a part has at least
_SHARE: Final = 0.12  # of the whole, too: a quotation is less
_JUDGED: Final = 60  # characters of a paragraph whose language is asked for
_HEADING: Final = 220  # characters
_DATE_LINE: Final = 60
_LONGEST: Final = 3000  # paragraphs: a book
_MOST: Final = 6  # parts; more are a chronicle or a list
_WINDOW: Final = 700  # characters of the first and the last paragraph, by which most bodies are in one language
_NUMBERED: Final = re.compile(r"\D{1,60}\d")  # what may begin with a reference number; asked first as it is quick


class _Stretch(NamedTuple):
    first: int
    last: int
    language: str | None
    letters: int


def parts_of(
    tokens: Sequence[Token], language: str | None, title: str | None, items: list[Paragraph] | None = None
) -> tuple[tuple[Part, ...], list[str]]:
    """The parts of a body, none where it is one text in one language; and warnings.

    Languages first: stretches of paragraphs each of which is clearly in another language than the one before. Then
    statements: headings that come again with a date or a reference number of their own. Paragraphs are counted as
    :func:`crawler.extract.paragraphs.paragraphs` gives them; ``items``: where they were made already.
    """
    if items is None:
        items = paragraphs(tokens)
    if not 2 <= len(items) <= _LONGEST:
        return (), []
    spoken = _languages([item.text for item in items], language)
    if spoken:
        names = " and ".join(dict.fromkeys(part.language or "?" for part in spoken))
        return spoken, [f"body: holds {len(spoken)} parts, in {names}"]
    return _statements(items, tokens, title)


def with_parts(body: Body, parts: tuple[Part, ...]) -> Body:
    """The body with its parts."""
    return body.model_copy(update={"parts": parts}) if parts else body


def parts_kept(before: Body, after: Body) -> Body:
    """``after``, a body of which paragraphs were taken out, with the parts of ``before`` where they now stand.

    A part that lost all its paragraphs is gone, and one part alone is none.
    """
    if not before.parts:
        return after
    places: list[int] = []  # of each paragraph that stays, the one it was before
    old = 0
    for text in after.paragraphs:
        if text in before.paragraphs[old:]:
            old = before.paragraphs.index(text, old) + 1
        places.append(old - 1)
    found = []
    for part in before.parts:
        within = [new for new, place in enumerate(places) if part.first <= place <= part.last]
        if within:
            found.append(part.model_copy(update={"first": within[0], "last": within[-1]}))
    return with_parts(after.model_copy(update={"parts": ()}), tuple(found) if len(found) > 1 else ())


def _languages(texts: list[str], language: str | None) -> tuple[Part, ...]:
    likely = (language,) if language else ()
    judged = [text[:_WINDOW] for text in texts if len(text) >= _JUDGED]
    if len(judged) < 2:
        return ()
    tail = verdict(judged[-1], likely)
    if not tail.sure or (
        tail.language == (language or "").partition("-")[0] and verdict(judged[0], likely).language == tail.language
    ):
        return ()  # nearly every body: it ends in the language that it began in
    stretches = _stretches(texts, likely)
    every = sum(item.letters for item in stretches) or 1
    solid = [item for item in stretches if item.letters >= max(_PROSE, every * _SHARE)]
    if len({item.language for item in solid}) < 2 or len(stretches) > len(solid) + 2 or len(solid) > _MOST:
        return ()
    starts = [item.first for item in solid]
    ends = [first - 1 for first in starts[1:]] + [len(texts) - 1]
    starts[0] = 0
    return tuple(
        Part(first=first, last=last, language=item.language)
        for first, last, item in zip(starts, ends, solid, strict=True)
    )


def _stretches(texts: list[str], likely: Sequence[str]) -> list[_Stretch]:
    """Runs of paragraphs in one language; short ones, and those that leave doubt, go with what is around them."""
    found: list[_Stretch] = []
    waiting: int | None = None
    for index, text in enumerate(texts):
        seen = verdict(text, likely) if len(text) >= _JUDGED else None
        letters = sum(map(str.isalpha, text))
        if seen is None or not seen.sure or not seen.language:
            if found and letters:
                found[-1] = found[-1]._replace(letters=found[-1].letters + letters)
            waiting = index if waiting is None else waiting
            continue
        if found and found[-1].language == seen.language:
            found[-1] = found[-1]._replace(last=index, letters=found[-1].letters + letters)
        else:
            first = index if waiting is None else _own_heading(texts, waiting, index, seen.language)
            found.append(_Stretch(first, index, seen.language, letters))
        waiting = None
    return found


def _own_heading(texts: list[str], waiting: int, index: int, language: str) -> int:
    """The first of the short paragraphs before a stretch that is its own: a heading in its language or its script."""
    own, before = _script(texts[index]), _script(texts[waiting - 1]) if waiting else None
    first = index
    for place in range(index - 1, waiting - 1, -1):
        if verdict(texts[place], (language,)).language != language and (own == before or _script(texts[place]) != own):
            break
        first = place
    return first


def _script(text: str) -> str | None:
    return main_script(scripts_in(text))


def _statements(
    items: list[Paragraph], tokens: Sequence[Token], title: str | None
) -> tuple[tuple[Part, ...], list[str]]:
    marks = [index for index in range(len(items)) if _opens(items, tokens, index)]
    if not marks:
        return (), []
    starts = [index - 1 if index and _is_date(items[index - 1].text) else index for index in marks]
    names: list[str | None] = [items[index].text for index in marks]
    if starts[0] > 0 and _prose(items[: starts[0]]):
        starts.insert(0, 0)
        names.insert(0, title)
    ends = [start - 1 for start in starts[1:]] + [len(items) - 1]
    whole = all(_prose(items[first : last + 1]) for first, last in zip(starts, ends, strict=True))
    distinct = len({(name or "").casefold() for name in names}) == len(names)
    if len(starts) < 2 or not whole or not distinct:
        return (), []
    shown = "; ".join((name or "")[:60] for name in names[:_MOST])
    if len(starts) > _MOST or (len(marks) == 1 and not _dated_start(items)):
        return (), [f"body: may hold {len(starts)} statements: {shown}"]
    starts[0] = 0
    return (
        tuple(Part(first=first, last=last, title=name) for first, last, name in zip(starts, ends, names, strict=True)),
        [f"body: holds {len(starts)} statements: {shown}"],
    )


def _opens(items: list[Paragraph], tokens: Sequence[Token], index: int) -> bool:
    """Whether a statement begins here: a reference number, or a heading with a date of its own at its side."""
    text = items[index].text
    if len(text) > _HEADING or _is_date(text):
        return False
    if _NUMBERED.match(text) and number_in(text, (), "", None):
        return True
    if not _is_heading(items[index], tokens):
        return False
    around = items[max(0, index - 1) : index] + items[index + 1 : index + 2]
    return any(_is_date(item.text) for item in around)


def _is_heading(item: Paragraph, tokens: Sequence[Token]) -> bool:
    token = tokens[item.runs[0]]
    if len(item.runs) > 1 or token.kind != "run":
        return False
    bold = token.html.startswith("<strong>") and token.html.endswith("</strong>") and token.html.count("<strong>") == 1
    return token.tag in {"h1", "h2", "h3", "h4"} or bold


def _is_date(text: str) -> bool:
    return len(text) <= _DATE_LINE and any(char.isdigit() for char in text) and is_date_line(text)


def _dated_start(items: list[Paragraph]) -> bool:
    return any(_is_date(item.text) for item in items[:2])


def _prose(items: list[Paragraph]) -> bool:
    return sum(len(item.text) for item in items if not _is_date(item.text)) >= _PROSE
