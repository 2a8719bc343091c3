"""An item: what a listing, feed, sitemap or API says of one statement. The same shape for every format."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """``url`` is absolute, without fragment. Texts are as found, markup and superfluous blanks gone.

    ``date`` is the day that the format calls the day of publication, ``updated`` that of the last change. ``kind`` is
    the raw word (a category, a document type). ``alternates`` are (language, url) of the same text elsewhere.
    """

    url: str
    title: str | None = None
    date: str | None = None
    updated: str | None = None
    kind: str | None = None
    language: str | None = None
    summary: str | None = None
    alternates: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Child:
    """A further sitemap that an index names."""

    url: str
    updated: str | None = None


@dataclass(frozen=True, slots=True)
class Items:
    """What one answer holds. ``items`` are in its order; ``met`` counts also those that name no address.

    ``next`` is the absolute address of the following page where the answer names it, ``more`` whether it says that
    there is one (``None``: it says nothing). ``children`` are those of a sitemap index. ``title`` and ``language``
    are those of the whole; ``notes`` say what was mended, ``left_out`` how many items were one too many. ``total`` is
    how many the answer says that there are on all its pages.
    """

    items: tuple[Item, ...]
    met: int
    next: str | None = None
    more: bool | None = None
    children: tuple[Child, ...] = ()
    title: str | None = None
    language: str | None = None
    notes: tuple[str, ...] = ()
    left_out: str | None = None
    total: int | None = None


def left_out(found: int, what: str, most: int) -> str | None:
    """The sentence for more of them than are taken; ``None`` where all are."""
    return f"it holds {found:,} {what}, of which {most:,} are taken" if found > most else None
