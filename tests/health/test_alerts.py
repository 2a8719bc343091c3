"""What needs a person is told once, and once more when it is over, whatever fails in between."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.archive import Archive
from crawler.archive.incidents import Incident, read_incidents
from crawler.archive.snapshot import read_snapshot
from crawler.health.alerts import Teller, is_pending, judge, untold
from crawler.health.channels import Alert, NotDelivered, Webhook
from crawler.health.needs import Need
from tests.health.outlets import Hook

BLOCKED = Need("az_mfa:blocked", "az_mfa", "blocked", "a wall answers", "2026-06-01T00:00:00.000000Z")
DISK = Need("archive:disk", None, "disk", "the disk is full", None)


class Desk:
    """An archive, one webhook, and what was said; each telling opens the archive anew, as each crawl does."""

    def __init__(self, root: Path, hook: Hook) -> None:
        self.root = root
        self.hook = hook
        self.said: list[str] = []
        self.now = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)

    def tell(self, *needs: Need) -> list[str]:
        """What arrived."""
        before = len(self.hook.came)
        self.now += timedelta(hours=1)

        async def once() -> None:
            async with await Archive.open(self.root, min_free=0) as archive:
                await self.teller().tell(archive, needs)

        asyncio.run(once())
        return self.hook.states()[before:]

    def teller(self) -> Teller:
        return Teller([Webhook(self.hook.url, "{sentence}")], self.said.append, lambda: self.now)

    def kept(self) -> list[Incident]:
        with read_snapshot(self.root) as connection:
            return read_incidents(connection)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Hook().serve() as hook:
        yield Desk(tmp_path / "kept", hook)


def test_an_incident_is_told_once_and_once_when_it_is_over(desk: Desk) -> None:
    assert desk.tell() == []
    assert desk.tell(BLOCKED) == ["blocked open"]
    assert desk.tell(BLOCKED) == []
    assert desk.tell(BLOCKED, DISK) == ["disk open"]
    assert desk.tell(DISK) == ["blocked over"]
    assert desk.tell() == ["disk over"]
    assert desk.tell() == []
    assert desk.tell(BLOCKED) == ["blocked open"]  # another one
    assert desk.said == []
    assert desk.hook.came[0]["archive"] == str(desk.root)


def test_a_webhook_that_fails_is_said_and_tried_again(desk: Desk) -> None:
    desk.hook.status = 500
    assert desk.tell(BLOCKED) == []
    assert len(desk.said) == 1
    assert "webhook" in desk.said[0]
    assert is_pending(desk.kept(), [Webhook(desk.hook.url, "")])
    desk.hook.status = 200
    assert desk.tell(BLOCKED) == ["blocked open"]
    assert desk.tell(BLOCKED) == []
    assert not is_pending(desk.kept(), [Webhook(desk.hook.url, "")])


def test_a_channel_that_fails_is_tried_once_a_time_however_much_is_to_be_told(desk: Desk) -> None:
    desk.hook.status = 500
    desk.tell(BLOCKED, DISK)
    assert len(desk.said) == 1


def test_what_was_never_told_is_not_told_to_be_over(desk: Desk) -> None:
    desk.hook.status = 500
    desk.tell(BLOCKED)
    desk.hook.status = 200
    assert desk.tell() == []
    assert desk.tell(BLOCKED) == ["blocked open"]


def test_an_end_that_could_not_be_told_and_a_new_beginning_are_one_incident_to_its_reader(desk: Desk) -> None:
    desk.tell(BLOCKED)
    desk.hook.status = 500
    desk.tell()
    desk.hook.status = 200
    assert desk.tell(BLOCKED) == []
    assert desk.tell() == ["blocked over"]


def test_two_runs_that_end_together_tell_it_once(desk: Desk) -> None:
    async def together() -> None:
        async with await Archive.open(desk.root, min_free=0) as archive:
            teller = desk.teller()
            await asyncio.gather(teller.tell(archive, [BLOCKED]), teller.tell(archive, [BLOCKED]))

    asyncio.run(together())
    assert desk.hook.states() == ["blocked open"]


def test_without_a_channel_nothing_is_noted_so_that_the_first_one_hears_of_what_lasts(desk: Desk) -> None:
    async def nobody() -> None:
        async with await Archive.open(desk.root, min_free=0) as archive:
            await Teller([], desk.said.append).tell(archive, [BLOCKED])

    asyncio.run(nobody())
    assert desk.kept() == []
    assert desk.tell(BLOCKED) == ["blocked open"]


class Ear:
    """A channel that fails when it is told to."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.fails = False
        self.heard: list[tuple[str, bool]] = []

    def deliver(self, alert: Alert) -> None:
        if self.fails:
            raise NotDelivered("deaf")
        self.heard.append((alert.incident.key, alert.incident.closed is None))


steps = st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans(), st.booleans()), max_size=12)


@given(steps)
def test_each_channel_hears_of_each_thing_open_and_over_in_turn_and_at_last_all_that_holds(
    plan: list[tuple[bool, bool, bool, bool]],
) -> None:
    ears = [Ear("one"), Ear("two")]
    known: list[Incident] = []
    for number, (blocked, disk, first, second) in enumerate([*plan, (False, True, False, False)]):
        ears[0].fails, ears[1].fails = first, second
        wanted = [*([BLOCKED] if blocked else []), *([DISK] if disk else [])]
        found = judge(known, wanted, f"{number:04}")
        known = []
        for incident in found:
            told, over = dict(incident.told), dict(incident.over_told)
            for channel in untold(incident, ears):
                try:
                    channel.deliver(Alert(incident, ""))
                except NotDelivered:
                    continue
                (told if incident.closed is None else over)[channel.name] = f"{number:04}"
            known.append(incident.model_copy(update={"told": told, "over_told": over}))
    for ear in ears:
        for key, is_open in ((BLOCKED.key, False), (DISK.key, True)):
            states = [state for heard, state in ear.heard if heard == key]
            assert states == [bool(number % 2 == 0) for number in range(len(states))]  # open, over, open, …
            assert (states[-1] if states else False) is is_open
