"""Templates: what a page puts around a text, and what is no part of it: paragraphs, ends of titles, links to documents
and languages that all pages have, values that all fields were given. Each is known by a digest.
"""

from collections.abc import Sequence, Set
from typing import Final

from crawler.extract.months import names_of_any
from crawler.model.difference import Moved
from crawler.model.identity import text_digest
from crawler.revisions.words import folded, words

_DATES: Final = ("published", "updated")
_SIGNS: Final = " |-:·•/\"'>"


def template_digest(paragraph: str) -> str:
    """What a template is known by: its words, with every number and month as one, so that a count or today's date
    within it does not matter.
    """
    months = names_of_any()
    found = words(folded(paragraph))
    return text_digest(["0" if word.is_number or word.key.casefold() in months else word.key for word in found])


def template_places(paragraphs: Sequence[str], templates: Set[str]) -> frozenset[int]:
    """Which paragraphs are templates."""
    if not templates:
        return frozenset()
    return frozenset(place for place, one in enumerate(paragraphs) if template_digest(one) in templates)


def affix_digest(affix: str, *, after: bool) -> str:
    """What an end that is put behind all titles (or before them) is known by."""
    return text_digest(["title", "…" + affix if after else affix + "…"])


def document_digest(url: str) -> str:
    """What a document that all pages link is known by."""
    return text_digest(["document", url])


def language_digest(language: str) -> str:
    """What a language that all pages offer is known by."""
    return text_digest(["language", language])


def field_digest(name: str, moved: Moved) -> str:
    """What a field's new value is known by; of a date only what it became, for it was another one everywhere."""
    return text_digest(["field", name, None if name in _DATES else moved.before, moved.after])


def title_affix(one: str, other: str) -> str | None:
    """The digest of what the longer of two titles has more than the other, where that is whole at one of its ends."""
    short, long = sorted((folded(one), folded(other)), key=len)
    if short and short != long:
        if long.startswith(short) and long[len(short)] in _SIGNS:
            return affix_digest(long[len(short) :], after=True)
        if long.endswith(short) and long[-len(short) - 1] in _SIGNS:
            return affix_digest(long[: -len(short)], after=False)
    return None


def same_title(one: str, other: str, templates: Set[str]) -> bool:
    """Whether two titles differ only by what a template puts around them."""
    return bool(templates) and title_affix(one, other) in templates
