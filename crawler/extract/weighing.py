"""The date of publication, weighed: every voice on the page speaks for a day, and one must outweigh the others.

A false date is worse than none. Voices that differ by a day are one, as two clocks make one day: the day that readers
are shown counts. Where voices of weight differ by more, none is taken unless one side is decisively stronger.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from crawler.model.statement import Published

# Weight of a voice; whether it counts against another day; whether it may decide alone.
_VOICES: Final[dict[str, tuple[float, bool, bool]]] = {
    "labelled": (5, True, True),  # "Published: 8 November 2021"
    "family": (4, True, True),  # where a known system shows its date
    "marked": (3.5, True, True),  # beside the title, in an element that is called a date
    "beside": (3, True, True),  # beside the title
    "said": (3, True, True),  # JSON-LD, article:published_time and their like
    "listed": (3, True, True),  # the listing that led here
    "dateline": (2.5, True, True),  # "Baku, 8 November 2021 –"
    "time": (2, False, True),  # the only <time> in the page's text
    "stamp": (2, False, True),  # near the title, as machines write it: its script did not run
    "url": (2, False, True),  # /2021/11/08/
    "title": (1.5, False, True),  # often the day of the speech, which is published then or the day after
    "signed": (1.5, False, True),  # officials sign with wrong dates, and letters with the day of writing
    "loose": (1, False, False),  # near the title, with other things between: perhaps today's
    "weak": (1, False, False),  # dc.date, a WebPage's date: perhaps of creation
    "token": (1, False, False),  # a number in the address that may be a day
    "month": (1, False, False),  # /2021/11/: it speaks for any day of that month
}
_ORDER: Final = tuple(_VOICES)
_DECISIVE: Final = 2.0


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says which day. Its kind is a key of the table above."""

    kind: str
    published: Published


@dataclass(frozen=True, slots=True)
class Verdict:
    """The date, or why there is none; ``note`` also tells what was outvoted."""

    published: Published | None
    note: str | None


def weigh(voices: Sequence[Voice]) -> Verdict:
    """The date that the voices agree on. Months and years are taken only where nothing says a day."""
    days = [voice for voice in voices if voice.published.precision not in {"year", "month"}]
    if not days:
        return _rough(voices)
    months = [voice for voice in voices if voice.kind == "month"]
    sides = [side + [month for month in months if _is_in(side, month)] for side in _sides(days)]
    sides.sort(key=_weight, reverse=True)
    best = next((side for side in sides if any(_VOICES[voice.kind][2] for voice in side) or _weight(side) >= 3), None)
    if best is None:
        return Verdict(
            None, f"date: {_told(sides[0])} may be the day of creation, of a change or of the visit; not taken"
        )
    against = [side for side in sides if side is not best and any(_VOICES[voice.kind][1] for voice in side)]
    rival = max(against, key=_weight, default=None)
    if rival and _weight(best) - _weight(rival) < _DECISIVE:
        return Verdict(None, f"date: {_told(best)} and {_told(rival)} contradict each other; neither is taken")
    weakest = not any(_VOICES[voice.kind][1] for voice in best)
    other = next((side for side in sides if side is not best and any(_VOICES[voice.kind][2] for voice in side)), None)
    if weakest and other and _weight(best) == _weight(other):
        return Verdict(None, f"date: {_told(best)} and {_told(other)} contradict each other; neither is taken")
    chosen = min(best, key=lambda voice: _ORDER.index(voice.kind)).published
    return Verdict(chosen, f"date: {_told(rival)} says otherwise; {chosen.date} has more for it" if rival else None)


def days_apart(one: Published, other: Published) -> int:
    """Days between two dates that have a day."""
    return abs((date.fromisoformat(one.date) - date.fromisoformat(other.date)).days)


def _sides(days: Sequence[Voice]) -> Iterable[list[Voice]]:
    """Voices that say one day, each side around the strongest of them."""
    left = sorted(days, key=lambda voice: _ORDER.index(voice.kind))
    while left:
        first = left[0]
        side = [voice for voice in left if days_apart(first.published, voice.published) <= 1]
        yield side
        left = [voice for voice in left if voice not in side]


def _is_in(side: Sequence[Voice], month: Voice) -> bool:
    return any(voice.published.date.startswith(month.published.date) for voice in side)


def _weight(side: Sequence[Voice]) -> float:
    """One of a kind counts: a page says the same thing many times over."""
    return sum(_VOICES[kind][0] for kind in {voice.kind for voice in side})


def _told(side: Sequence[Voice]) -> str:
    return f"{side[0].published.date} ({', '.join(dict.fromkeys(voice.kind for voice in side))})"


def _rough(voices: Sequence[Voice]) -> Verdict:
    """A month or a year, where one is shown as the date and nothing says another."""
    shown = [voice.published for voice in voices if voice.kind in {"labelled", "family", "listed"}]
    if len({one.date for one in shown}) == 1:
        return Verdict(shown[0], None)
    return Verdict(None, "date: the page states none")
