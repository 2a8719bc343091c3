"""The plan of a simulated world: from a seed, what is published, edited, withdrawn, moved and copied, and when.

Events on one statement lie so far apart that a watcher which keeps the promise of its policy can tell each of them:
what is undone before anybody can have looked is no truth that a crawler could be held to.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Final

from crawler.demo.edits import EditClass, edit
from crawler.demo.grammar import write_text
from crawler.demo.life import Life, Promise
from crawler.demo.truth import Nothing
from crawler.demo.world import EMBASSY, PRESS, Trouble, Weather, World

START: Final = datetime(2026, 1, 5, 6, tzinfo=UTC)  # a Monday
_OLD: Final = 40  # statements that are there when the watch begins
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_LIGHT: Final[tuple[EditClass, ...]] = ("typo", "number", "name", "wording", "added", "title", "metadata")
_LIVES: Final = {
    (): 40,
    ("edit",): 22,
    ("edit", "revert"): 6,
    ("edit", "edit"): 6,
    ("withdraw",): 7,
    ("withdraw", "restore"): 7,
    ("flap",): 4,
    ("move",): 6,
    ("move and edit",): 4,
    ("edit", "move"): 3,
    ("save",): 8,
}


@dataclass(frozen=True, slots=True)
class _Issue:
    """A publication on the main site."""

    at: datetime
    day: date  # what it says of itself
    back: bool = False  # put in behind the newer ones, where no first page ever shows it


def plan_world(seed: int, days: int, promise: Promise) -> World:
    """The world of a seed from :data:`START` on; always the same. Raises ``ValueError`` for less than 20 days."""
    if days < 20:
        raise ValueError(f"{days} days are too few: a withdrawal takes more than two weeks to be seen and undone")
    random = Random(f"Ardania {seed} {days}")  # noqa: S311 - a play, no secret
    end = START + days * _DAY
    relaunch = START + round(days * random.uniform(0.4, 0.6)) * _DAY + timedelta(hours=9, minutes=20)
    weather = _weather(random, days, relaunch)
    promise = replace(promise, begins=START, weather=tuple(weather))
    lives: list[Life] = []
    for number, issue in enumerate(_issues(random, days, promise, end), start=1):
        text = write_text(random, f"{number}/{issue.day:%y}", issue.day)
        if random.random() < 0.15:
            text = replace(text, annex=True)
        life = Life(PRESS, f"/en/news/no{number:04}-{_slug(text.title)}", issue.at, text, promise, back=issue.back)
        copied = random.random() < 0.3 and not issue.back
        _live(random, life, end, _LIGHT if copied else (*_LIGHT, "removed"))
        lives.append(life)
        if copied and (copy := _copied(random, life, number, promise, end)):
            lives.append(copy)
    truths = sorted((truth for life in lives for truth in life.truths), key=lambda truth: (truth.at, truth.url))
    nothings = [nothing for life in lives for nothing in life.nothings]
    nothings += [Nothing(storm.kind, storm.start, storm.end) for storm in weather]
    nothings.append(Nothing("relaunch", relaunch, relaunch))
    return World(
        seed=seed,
        start=START,
        end=end,
        annexes={place: moments for life in lives for place, moments in life.annexes()},
        addresses=tuple(address for life in lives for address in life.addresses()),
        weather=tuple(weather),
        relaunch=relaunch,
        truths=tuple(truths),
        nothings=tuple(sorted(nothings, key=lambda nothing: nothing.at)),
        origins={address.url: life.origin for life in lives for address in life.addresses()},
    )


def _weather(random: Random, days: int, relaunch: datetime) -> list[Weather]:
    """Troubles two weeks apart or more, each of another kind than the one before, and none around a relaunch."""
    kinds: list[Trouble] = random.sample(["down", "busy", "wall", "forbidden"], 4)
    found: list[Weather] = []
    start = START + random.uniform(4, 8) * _DAY
    while start < START + (days - 6) * _DAY:
        hours = random.uniform(5, 30)
        storm = Weather(
            kinds[len(found) % 4], random.choice(((PRESS, EMBASSY), (PRESS,))), start, start + hours * _HOUR
        )
        if abs(storm.start - relaunch) > 3 * _DAY:
            found.append(storm)
            start += 14 * _DAY
        start += random.uniform(1, 5) * _DAY
    return found


def _issues(random: Random, days: int, promise: Promise, end: datetime) -> list[_Issue]:
    found = [
        _Issue(START - (4 * n + random.uniform(1, 4)) * _DAY, (START - (4 * n + 1) * _DAY).date()) for n in range(_OLD)
    ]
    for n in range(days):
        morning = START + n * _DAY
        for _ in range(random.choice((0, 1, 1, 2)) if morning.weekday() < 5 else 0):
            at = morning + random.uniform(1.2, 11.5) * _HOUR
            if promise.due_front(at) <= end:
                found.append(_Issue(at, at.date()))
    for _ in range(max(2, days // 20)):
        at = START + random.uniform(2, days) * _DAY
        if promise.due_sweep(at) <= end:
            found.append(_Issue(at, at.date() - random.randint(35, 110) * _DAY, back=True))
    return sorted(found, key=lambda issue: issue.at)


def _live(random: Random, life: Life, end: datetime, classes: Sequence[EditClass]) -> None:
    """What becomes of a statement: one of the lives, as far as it can be seen before the end."""
    events = random.choices(list(_LIVES), list(_LIVES.values()))[0]
    born = max(life.born, START)
    at = born + random.uniform(3, 30) * _DAY
    if events and events[0] == "edit" and life.born > START and not life.back and random.random() < 0.4:
        early = born + random.uniform(14, 40) * _HOUR
        at = early if life.promise.calm(born, early + _DAY) else at
    at = max(at, life.truths[0].due)  # what happens to a statement that nobody has found yet cannot be known
    for event in events:
        if (due := life.due(event, at)) > end or not life.promise.calm(at - _HOUR, at + _HOUR):
            return
        _happen(random, life, event, at, due, classes)
        at += life.promise.apart + random.uniform(0, 6) * _DAY


def _happen(random: Random, life: Life, event: str, at: datetime, due: datetime, classes: Sequence[EditClass]) -> None:
    if event == "edit" and life.text.annex and random.random() < 0.6:
        life.swap(at, due)
    elif event in ("edit", "move and edit"):
        kind = random.choice(classes)
        text = edit(random, life.text, kind)
        if text is None:
            return
        if event == "move and edit":
            life.move(at, due)
            life.edit(at, due, text, kind, dated=False)
        else:
            life.edit(at, due, text, kind, dated=kind not in ("title", "metadata") and random.random() < 0.25)
    elif event == "revert":
        life.revert(at, due)
    elif event == "withdraw":
        life.withdraw(at, due, random.choice(("404", "410", "home", "soft")))
    elif event == "restore":
        life.restore(at, due)
    elif event == "flap":
        life.flap(at, at + random.uniform(6, 30) * _HOUR)
    elif event == "move":
        life.move(at, due)
    else:
        life.save(at)


def _copied(random: Random, life: Life, number: int, promise: Promise, end: datetime) -> Life | None:
    """What the embassy makes of a statement: the same text some time later, as it is or edited."""
    days = random.uniform(0.1, 4) if random.random() < 0.8 else random.uniform(15, 25)
    at = life.born + days * _DAY
    said = life.text_at(at)
    if said is None or promise.due_front(at) > end:
        return None
    how = random.choice(("verbatim", "edited"))
    text = replace(said, date=at.date(), annex=False)
    if how == "edited":
        changes: tuple[EditClass, ...] = ("wording", "number", "added", "typo")
        for kind in random.sample(changes, 2):
            text = edit(random, text, kind) or text
    copy = Life(EMBASSY, f"/en/news/{300 + number}/{_slug(text.title)}", at, text, promise)
    copy.repeats(life, how)
    if random.random() < 0.3:
        _live(random, copy, end, _LIGHT[:-1])  # the embassy's pages show no kind
    return copy


def _slug(title: str) -> str:
    words = "".join(letter if letter.isalnum() else " " for letter in title.lower()).split()
    return "-".join(words[:6])
