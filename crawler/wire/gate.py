"""The gate: how gently a host is asked, by the whole process, whatever crawlers in it there are."""

import asyncio
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Final

from crawler.model.failure import Failure
from crawler.wire.failing import NotAskedError

MAX_HOLD: Final = 3600.0  # seconds a server can make us wait
_MAX_PAUSE: Final = 60.0
_DOWN: Final = 12  # network failures in a row after which requests no longer wait for the pause to end


class HostGate:
    """The gate of one host. ``members`` are those who ask it; the strictest of their settings holds for all.

    After a network failure everybody pauses, twice as long with each further one, up to a minute. After twelve in a
    row requests fail at once while the pause lasts, and one goes through after it: the host is probed, not hammered.
    """

    def __init__(self, host: str) -> None:
        self.host = host
        self._members: dict[object, tuple[float, int, float]] = {}
        self._first_pause = 0.0
        self._delay = 0.0
        self._limit = 1
        self._active = 0
        self._not_before = 0.0  # as monotonic() counts
        self._refused_until = 0.0
        self._failures = 0
        self._failure: Failure | None = None
        self._waiting: deque[tuple[object, asyncio.Future[None]]] = deque()
        self._timer: asyncio.TimerHandle | None = None

    def join(self, member: object, delay: float, concurrency: int, pause: float = 1.0) -> None:
        """A member says how gently it wants the host to be asked.

        ``delay``: seconds between exchanges; ``concurrency``: exchanges at once; ``pause``: seconds of rest after a
        first network failure.
        """
        self._members[member] = (delay, concurrency, pause)
        self._set_strictest()

    def slow(self, member: object, delay: float) -> None:
        """Raise a member's delay; a lower one changes nothing."""
        mine, concurrency, pause = self._members[member]
        self.join(member, max(mine, delay), concurrency, pause)

    def quit(self, member: object) -> bool:
        """A member is done. Its waiting requests fail. True: there is nothing left to remember of this host."""
        self.dismiss(member)
        self._members.pop(member, None)
        self._set_strictest()
        now = monotonic()
        return not self._members and now >= self._not_before and now >= self._refused_until

    @property
    def delay(self) -> float:
        """Seconds between exchanges, the strictest of all."""
        return self._delay

    def wait(self) -> float:
        """Seconds until the host may be asked again."""
        return max(0.0, self._not_before - monotonic())

    def dismiss(self, member: object) -> None:
        """Fail a member's waiting requests: its crawl is stopping."""
        failure = Failure("net.stopped", "the crawl was stopped before the host was asked")
        mine = [waiting for waiting in self._waiting if waiting[0] == member]
        self._waiting = deque(waiting for waiting in self._waiting if waiting[0] != member)
        for _, future in mine:
            if not future.done():
                future.set_exception(NotAskedError(failure))

    async def enter(self, member: object) -> None:
        """Wait for one's turn; :meth:`leave` must follow. Raises :class:`NotAskedError` where there will be none."""
        if closed := self._closed():
            raise NotAskedError(closed)
        if not self._waiting and self._active < self._limit and monotonic() >= self._not_before:
            self._admit()
            return
        future = asyncio.get_running_loop().create_future()
        self._waiting.append((member, future))
        self._wake()
        try:
            await future
        except asyncio.CancelledError:
            if future.done() and not future.cancelled() and future.exception() is None:
                self.leave()
            raise

    def leave(self, failure: Failure | None = None, retry_after: str | None = None) -> None:
        """The exchange is over. ``failure``: a network failure; ``retry_after``: the header of a 429 or 503."""
        self._active -= 1
        now = monotonic()
        pause = self._delay
        if failure is not None:
            self._failure = failure
            pause = max(pause, min(_MAX_PAUSE, self._first_pause * 2**self._failures))
            self._failures += 1
        else:
            self._failures = 0
        asked = seconds_to_wait(retry_after) if retry_after is not None else None
        if asked is not None and asked > MAX_HOLD:
            self._refused_until = now + MAX_HOLD
        elif asked is not None:
            pause = max(pause, asked)
        self._not_before = max(self._not_before, now + pause)
        self._wake()

    def _admit(self) -> None:
        self._active += 1
        if self._delay:
            self._not_before = monotonic() + self._delay

    def _wake(self) -> None:
        """Let in who may go in, and set the timer for the next."""
        if self._timer:
            self._timer.cancel()
            self._timer = None
        if self._waiting and (closed := self._closed()):
            waiting, self._waiting = self._waiting, deque()
            for _, future in waiting:
                if not future.done():
                    future.set_exception(NotAskedError(closed))
        while self._waiting and self._active < self._limit:
            future = self._waiting[0][1]
            if wait := self.wait():
                self._timer = future.get_loop().call_later(wait, self._wake)
                return
            self._waiting.popleft()
            if not future.done():
                self._admit()
                future.set_result(None)

    def _closed(self) -> Failure | None:
        now = monotonic()
        if now < self._refused_until:
            sentence = f"{self.host} asked to come back in more than {MAX_HOLD / 60:.0f} minutes"
            return Failure("http.retry_after", sentence)
        if self._failures >= _DOWN and self._failure and now < self._not_before:
            sentence = f"{self.host} is down, {self._failures} attempts in a row failed: {self._failure.sentence}"
            return Failure(self._failure.code, sentence)
        return None

    def _set_strictest(self) -> None:
        self._delay = max((delay for delay, _, _ in self._members.values()), default=0.0)
        self._limit = min((concurrency for _, concurrency, _ in self._members.values()), default=1)
        self._first_pause = max((pause for _, _, pause in self._members.values()), default=0.0)


class Gates:
    """The gates of a process, by host. One event loop uses them."""

    def __init__(self) -> None:
        self._gates: dict[str, HostGate] = {}

    def gate(self, host: str) -> HostGate:
        """The gate of a host."""
        gate = self._gates.get(host)
        if gate is None:
            gate = self._gates[host] = HostGate(host)
        return gate

    def quit(self, member: object) -> None:
        """A member is done with all hosts."""
        for host, gate in list(self._gates.items()):
            if gate.quit(member):
                del self._gates[host]


GATES: Final = Gates()  # of this process: crawlers that know nothing of each other must still take turns


def seconds_to_wait(retry_after: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> float | None:
    """Seconds that a ``Retry-After`` asks for (RFC 9110 §10.2.3: seconds or a date); ``None`` for nonsense."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return float(text[:12])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now()).total_seconds())
