"""Alerts: tells people what needs one of them, once when it begins and once when it is over, on every channel.

What was told stands in the archive's catalogue. An alert is delivered first and noted then: where the power fails
between the two it is told again; never is one lost. A channel that fails is tried again with the next run.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from crawler.archive import Archive
from crawler.archive.incidents import Incident, read_incidents
from crawler.health.channels import Alert, Channel, NotDelivered
from crawler.health.needs import Need
from crawler.model.clock import Clock, stamp, utc_now

logger = logging.getLogger(__name__)


@dataclass
class Teller:
    """Tells on ``channels``; ``say`` takes a sentence for each alert that could not be delivered."""

    channels: Sequence[Channel]
    say: Callable[[str], None]
    clock: Clock = utc_now
    _one: asyncio.Lock = field(default_factory=asyncio.Lock)  # two runs that end together must not tell the same twice

    async def tell(self, archive: Archive, needs: Iterable[Need]) -> None:
        """Opens an incident for each need that is new, closes those that are over, and tells what is untold.

        Without a channel nothing is noted: what lasts is told when there is one. Raises as the archive does.
        """
        if not self.channels:
            return
        async with self._one:
            known = await archive.look(read_incidents)
            broken: set[str] = set()
            for incident in judge(known, needs, stamp(self.clock())):
                told = await self._deliver(incident, str(archive.path.resolve()), broken)
                if told not in known:
                    await archive.keep_incidents([told])

    async def _deliver(self, incident: Incident, archive: str, broken: set[str]) -> Incident:
        for channel in untold(incident, self.channels):
            if channel.name in broken:
                continue
            try:
                await asyncio.to_thread(channel.deliver, Alert(incident, archive))
            except NotDelivered as error:
                broken.add(channel.name)
                self.say(f"an alert could not be delivered by {channel.name}, and will be tried again: {error}")
            except Exception as error:  # a fault in one channel must not keep the others from telling
                logger.exception("%s", channel.name)
                broken.add(channel.name)
                self.say(f"an alert could not be delivered by {channel.name}: {type(error).__name__}")
            else:
                incident = _noted(incident, channel.name, stamp(self.clock()))
        return incident


def judge(known: Iterable[Incident], needs: Iterable[Need], now: str) -> list[Incident]:
    """The incidents as they are with these ``needs``: those known, opened or closed by them, and the new ones."""
    earlier = {incident.key: incident for incident in known}
    found: dict[str, Incident] = {}
    for need in needs:
        if need.key not in found:
            found[need.key] = _opened(need, earlier.get(need.key), now)
    for key, incident in earlier.items():
        if key not in found:
            found[key] = incident if incident.closed else incident.model_copy(update={"closed": now})
    return [found[key] for key in sorted(found)]


def untold(incident: Incident, channels: Iterable[Channel]) -> Iterator[Channel]:
    """The channels that still have to tell of it. That it is over is told where it was told that it began."""
    for channel in channels:
        if incident.closed is None:
            if channel.name not in incident.told:
                yield channel
        elif channel.name in incident.told and channel.name not in incident.over_told:
            yield channel


def is_pending(known: Iterable[Incident], channels: Sequence[Channel]) -> bool:
    """Whether something is left to be told."""
    return any(next(untold(incident, channels), None) is not None for incident in known)


def _opened(need: Need, earlier: Incident | None, now: str) -> Incident:
    if earlier is not None and earlier.closed is None:
        return earlier
    # Where nobody could be told that it was over, it never was for who reads that channel.
    told = {} if earlier is None else {name: at for name, at in earlier.told.items() if name not in earlier.over_told}
    return Incident(
        key=need.key,
        source=need.source,
        kind=need.kind,
        sentence=need.sentence,
        since=need.since,
        opened=now,
        told=told,
    )


def _noted(incident: Incident, channel: str, now: str) -> Incident:
    if incident.closed is None:
        return incident.model_copy(update={"told": {**incident.told, channel: now}})
    return incident.model_copy(update={"over_told": {**incident.over_told, channel: now}})
