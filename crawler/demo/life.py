"""The life of one simulated statement: its addresses, its versions, and the truth about it as it goes along."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Final, Self

from crawler.demo.grammar import Text
from crawler.demo.truth import Nothing, Truth
from crawler.demo.world import Address, Gone, Version, Weather
from crawler.model.source import Source
from crawler.watch.policy import SHARE

_EVER: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Promise:
    """By when a watcher that keeps to its source's policy knows of something.

    ``every``: the longest time between two runs; ``look``: between two looks at a statement, however old (of a younger
    one it is a share of its age, see :mod:`crawler.watch.policy`); ``sweep``: between two readings of any page of a
    listing; ``confirm``: over how long a page must be seen gone.
    """

    every: timedelta
    look: timedelta
    sweep: timedelta
    confirm: timedelta
    begins: datetime = _EVER  # what was there before is new then
    weather: tuple[Weather, ...] = ()

    @classmethod
    def of(cls, source: Source, every: timedelta) -> Self:
        """The promise of a source that is crawled so often."""
        watch = source.watch
        look, sweep, confirm = (timedelta(days=n) for n in (watch.slowest, watch.sweep, watch.withdrawn_after))
        return cls(every, look, sweep, confirm)

    def due_front(self, at: datetime) -> datetime:
        """What stands on a listing's first page: at the next run."""
        return self._past(at, self.every)

    def due_sweep(self, at: datetime) -> datetime:
        """What stands behind it: when the sweep has come round; a day more, for pages shift while it goes."""
        return self._past(at, self.sweep + self.every + timedelta(days=1))

    def due_look(self, at: datetime, since: datetime) -> datetime:
        """What is to be seen on the page of a statement that is there ``since`` then: when a share of its age is over,
        and the next run comes.
        """
        return self._past(at, self._pause(at, since) + self.every)

    def due_gone(self, at: datetime, since: datetime) -> datetime:
        """That a page is gone for good: seen, and confirmed at some of the runs that follow."""
        return self._past(at, self._pause(at, since) + self.confirm + 3 * self.every)

    @property
    def apart(self) -> timedelta:
        """How far two events on one statement must lie apart."""
        return self.look + self.confirm + timedelta(days=5)

    def calm(self, start: datetime, end: datetime) -> bool:
        """Whether all is well between two moments."""
        return not any(storm.start < end and start < storm.end for storm in self.weather)

    def _pause(self, at: datetime, since: datetime) -> timedelta:
        return min(SHARE * (at - since), self.look)

    def _past(self, at: datetime, need: timedelta) -> datetime:
        """``at`` and ``need``, and as long again as the site could not be asked: what failed is put off once more."""
        at = max(at, self.begins)
        due = at + need
        for storm in self.weather:
            if storm.start < due and at < storm.end:
                due += 2 * (storm.end - max(at, storm.start)) + self.every
        return due


class Life:
    """One statement from its publication on."""

    def __init__(
        self, host: str, path: str, born: datetime, text: Text, promise: Promise, *, back: bool = False
    ) -> None:
        self.promise = promise
        self.born = born
        self.back = back
        self._host = host
        self._path = path
        self._versions: dict[str, list[Version]] = {path: [Version(born, text)]}
        self._texts = [text]
        self._editions = [born]
        self.origin = f"http://{host}{path}"
        due = promise.due_sweep(born) if back else promise.due_front(born)
        self.truths = [Truth("published", born, due, self.origin, self.origin)]
        self.nothings: list[Nothing] = []

    @property
    def text(self) -> Text:
        """What it says now."""
        return self._texts[-1]

    @property
    def url(self) -> str:
        """Its address now."""
        return f"http://{self._host}{self._path}"

    def text_at(self, moment: datetime) -> Text | None:
        """What its page said at a moment, wherever it was; ``None``: there was none."""
        found = [address.at(moment) for address in self.addresses()]
        return next((version.text for version in found if version is not None and version.text is not None), None)

    def addresses(self) -> list[Address]:
        """All that it had."""
        return [Address(self._host, path, tuple(versions)) for path, versions in self._versions.items()]

    def due(self, event: str, at: datetime) -> datetime:
        """By when an event is known."""
        since = min(self.born, datetime.combine(self._texts[0].date, time(), UTC))
        due = self.promise.due_gone if event in ("withdraw", "flap") else self.promise.due_look
        return due(at, since)

    def edit(self, at: datetime, due: datetime, text: Text, class_: str, *, dated: bool) -> None:
        """It says something else; ``dated``: and says so by another date."""
        self._say(at, replace(text, date=at.date()) if dated else text)
        self._tell("revised", at, due, class_=class_, dated=dated)

    def revert(self, at: datetime, due: datetime) -> None:
        """It says again what it said before the last edit."""
        edited = next(truth for truth in reversed(self.truths) if truth.kind == "revised")
        class_ = {"added": "removed", "removed": "added"}.get(edited.class_ or "", edited.class_)
        if edited.class_ == "attachment":
            self._editions.append(at)
        else:
            self._say(at, self._texts[-2])
        self._tell("revised", at, due, class_=class_, dated=edited.dated)

    def swap(self, at: datetime, due: datetime) -> None:
        """Its document is another one, at the same address; not a byte of its page changes."""
        self._editions.append(at)
        self._tell("revised", at, due, class_="attachment")

    def annexes(self) -> list[tuple[tuple[str, str], tuple[datetime, ...]]]:
        """Host and path of its document, and when the editions of it came."""
        return [((self._host, self.text.annex_path), tuple(self._editions))] if self.text.annex else []

    def withdraw(self, at: datetime, due: datetime, gone: Gone) -> None:
        """Its page is not there any more."""
        self._versions[self._path].append(Version(at, gone=gone))
        self._tell("withdrawn", at, due, how=gone)

    def restore(self, at: datetime, due: datetime) -> None:
        """It is there again, as it was."""
        self._versions[self._path].append(Version(at, self.text))
        self._tell("restored", at, due)

    def flap(self, at: datetime, until: datetime) -> None:
        """It is gone for some hours, which is nothing."""
        self._versions[self._path] += [Version(at, gone="404"), Version(until, self.text)]
        self.nothings.append(Nothing("gone and back", at, until, self.url))

    def move(self, at: datetime, due: datetime) -> None:
        """It has another address, and the old one leads there."""
        old, self._path = self._path, f"/en/archive/{self.text.number.replace('/', '-')}.html"
        self._versions[old].append(Version(at, to=self._path))
        self._versions[self._path] = [Version(at, self.text)]
        self._tell("moved", at, due)

    def save(self, at: datetime) -> None:
        """The ministry's system saves it without a change."""
        self._versions[self._path].append(Version(at, self.text, saves=1))
        self.nothings.append(Nothing("saved anew", at, at, self.url))

    def repeats(self, other: "Life", how: str) -> None:
        """It is a copy of another statement."""
        known = max(self.truths[0].due, other.truths[0].due)
        at = max(self.born, other.born)
        self.truths.append(Truth("linked", at, known, self.origin, self.url, how=how, other=other.origin))

    def _say(self, at: datetime, text: Text) -> None:
        self._texts.append(text)
        versions = self._versions[self._path]
        if versions[-1].since == at:  # it has moved here at the same moment
            versions.pop()
        versions.append(Version(at, text))

    def _tell(self, kind: str, at: datetime, due: datetime, **about: object) -> None:
        self.truths.append(replace(Truth(kind, at, due, self.origin, self.url), **about))  # type: ignore[arg-type]
