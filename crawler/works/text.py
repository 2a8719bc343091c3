"""A text: of a statement's line, what it is compared by, each worked out when it is first asked for."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any, Final
from urllib.parse import urlsplit

from crawler.extract.dates import Dating, mentions
from crawler.extract.months import base_language
from crawler.model.draft import Draft
from crawler.model.identity import canonical_url
from crawler.works.names import names_in
from crawler.works.words import shingles_of, words_of

_LEAP_YEAR: Final = 2000  # for days that are stated without a year, where nobody knows it
_NEVER: Final = datetime(2999, 12, 31, tzinfo=UTC)  # a text may speak of days to come
_DIGITS: Final = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?")
_STEM: Final = 6  # letters of a word before its endings
_WORDS: Final = 3000  # of them the beginning is enough
_SEARCHED: Final = 12_000  # characters in which names, numbers and days are looked for: a speech goes on for long


@dataclass(frozen=True)
class Text:
    """One statement. ``published`` is a calendar day (ISO 8601), or ``None`` where no whole day is stated.
    ``translations`` are the canonical addresses that its page offers as the same in another language.
    """

    id: str
    source: str
    url: str
    site: str
    title: str | None
    number: str | None
    kind: str | None
    language: str | None
    published: str | None
    paragraphs: tuple[str, ...]
    translations: tuple[str, ...]
    digest: str
    first_seen: str

    @cached_property
    def body(self) -> str:
        """The text without its title."""
        return "\n\n".join(self.paragraphs)

    @cached_property
    def words(self) -> list[str]:
        """The body's words (:func:`crawler.works.words.words_of`)."""
        return words_of(self.body)

    @cached_property
    def ordered(self) -> list[tuple[str, ...]]:
        """The body's shingles in its order."""
        return shingles_of(self.words)

    @cached_property
    def shingles(self) -> frozenset[tuple[str, ...]]:
        """The body's shingles."""
        return frozenset(self.ordered)

    @cached_property
    def tongue(self) -> str | None:
        """The language without script and region."""
        return base_language(self.language) if self.language else None

    @cached_property
    def day(self) -> date | None:
        """The day of publication."""
        return date.fromisoformat(self.published) if self.published else None

    @cached_property
    def days(self) -> frozenset[str]:
        """Days that the text speaks of, as MM-DD: half of all texts leave the year out."""
        text = f"{self.title or ''}\n\n{self.body[:_SEARCHED]}"
        year = self.day.year if self.day else _LEAP_YEAR
        return _days_in(text, self.language or "en", year)

    @cached_property
    def mentioned(self) -> tuple[str, ...]:
        """Every mention of a name in the body, as it sounds (:mod:`crawler.works.names`), in the order of the text."""
        return names_in(self.body[:_SEARCHED])

    @cached_property
    def names(self) -> frozenset[str]:
        """The names that title and body mention."""
        return frozenset(self.mentioned) | frozenset(names_in(self.title or ""))

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Pairs of neighbouring words without their endings: what is left where a sentence is worded anew."""
        stems = [word[:_STEM] for word in self.words[:_WORDS]]
        return frozenset(pairwise(stems))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Numbers of two digits and more in the body, in the digits of today, without what parts thousands."""
        found = (re.sub(r"\D", "", item) for item in _DIGITS.findall(self.body[:_SEARCHED]))
        return frozenset(str(int(item)) for item in found if 2 <= len(item) <= 18)


def text_of(line: Mapping[str, Any]) -> Text:
    """The text of a statement's line, as its JSON says it."""
    published = line["published"]
    return Text(
        id=line["id"],
        source=line["source"],
        url=line["canonical_url"],
        site=line["site"],
        title=line["title"],
        number=line["number"],
        kind=line["kind"],
        language=line["language"],
        published=_day(published["date"] if published else None),
        paragraphs=tuple(line["body"]["paragraphs"]),
        translations=tuple(_addresses(one["url"] for one in line["translations"])),
        digest=line["digest"],
        first_seen=line["first_seen"],
    )


def text_of_draft(draft: Draft) -> Text:
    """The text of a page that was just read; it is seen first when it was captured."""
    reading = draft.reading
    return Text(
        id=draft.id,
        source=draft.source,
        url=draft.canonical_url,
        site=draft.site,
        title=reading.title,
        number=reading.number,
        kind=reading.kind,
        language=reading.language,
        published=_day(reading.published.date if reading.published else None),
        paragraphs=reading.body.paragraphs,
        translations=tuple(_addresses(one.url for one in reading.translations)),
        digest=draft.digest,
        first_seen=draft.capture.date,
    )


def host_of(text: Text) -> str:
    """The host that it was read at."""
    return urlsplit(text.url).hostname or text.site


@lru_cache(maxsize=16)  # a text is looked at twice: as it is read, and as its line
def _days_in(text: str, language: str, year: int) -> frozenset[str]:
    dating = Dating(captured=_NEVER, languages=(language,), year=year)
    return frozenset(found.published.date[5:] for found in mentions(text, dating) if len(found.published.date) == 10)


def _day(stated: str | None) -> str | None:
    return stated if stated is not None and len(stated) == 10 else None


def _addresses(urls: Iterable[str]) -> list[str]:
    found = []
    for url in urls:
        try:
            found.append(canonical_url(url))
        except ValueError:  # a page may offer anything
            continue
    return found
