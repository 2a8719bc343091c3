"""The gate: counted by those who pass it."""

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.model.failure import Failure
from crawler.wire import gate as module
from crawler.wire.failing import NotAskedError
from crawler.wire.gate import Gates, HostGate, seconds_to_wait

REFUSED = Failure("net.refused", "h:80 refused the connection")


@pytest.fixture
def gate() -> HostGate:
    return Gates().gate("press.example")


async def passing(gate: HostGate, member: object, log: list[str], name: str, hold: asyncio.Event | None = None) -> None:
    await gate.enter(member)
    log.append(f"+{name}")
    try:
        await (hold.wait() if hold else asyncio.sleep(0))
    finally:
        log.append(f"-{name}")
        gate.leave()


async def test_one_at_a_time_in_the_order_of_asking(gate: HostGate) -> None:
    gate.join("a", 0, 1)
    log: list[str] = []
    await asyncio.gather(*(passing(gate, "a", log, str(n)) for n in range(5)))
    assert log == [f"{sign}{n}" for n in range(5) for sign in "+-"]


async def test_the_strictest_member_holds_for_all(gate: HostGate) -> None:
    gate.join("hasty", 0, 8)
    log: list[str] = []
    hold = asyncio.Event()
    tasks = [asyncio.ensure_future(passing(gate, "hasty", log, str(n), hold)) for n in range(3)]
    await asyncio.sleep(0.01)
    assert log == ["+0", "+1", "+2"]
    gate.join("gentle", 0, 1)
    tasks += [asyncio.ensure_future(passing(gate, "hasty", log, "late", hold))]
    await asyncio.sleep(0.01)
    assert "+late" not in log
    hold.set()
    await asyncio.gather(*tasks)
    assert log.index("+late") == 6


async def test_a_member_that_leaves_no_longer_counts(gate: HostGate) -> None:
    gate.join("gentle", 3600, 1)
    gate.join("hasty", 0, 2)
    gate.quit("gentle")
    log: list[str] = []
    await asyncio.wait_for(asyncio.gather(*(passing(gate, "hasty", log, str(n)) for n in range(2))), 5)
    assert len(log) == 4


async def test_the_delay_lies_between_the_end_of_one_and_the_start_of_the_next(gate: HostGate) -> None:
    gate.join("a", 0.1, 1)
    loop = asyncio.get_running_loop()
    ends: list[float] = []
    starts: list[float] = []
    for _ in range(3):
        await gate.enter("a")
        starts.append(loop.time())
        await asyncio.sleep(0.02)
        ends.append(loop.time())
        gate.leave()
    assert all(start - end > 0.095 for end, start in zip(ends, starts[1:], strict=False))


async def test_a_member_is_only_ever_slowed(gate: HostGate) -> None:
    gate.join("a", 5, 1)
    gate.slow("a", 1)
    await gate.enter("a")
    gate.leave()
    assert gate.wait() > 4.5
    gate.slow("a", 50)
    gate.join("b", 0, 1)
    assert gate.delay == 50


async def test_a_host_that_fails_is_left_alone_longer_each_time(
    gate: HostGate, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate.join("a", 0, 1, 1.0)
    clock = _freeze(monkeypatch)
    pauses = []
    for _ in range(9):
        await gate.enter("a")
        gate.leave(REFUSED)
        pauses.append(gate.wait())
        clock[0] += gate.wait()
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    await gate.enter("a")
    gate.leave()
    assert gate.wait() == 0


async def test_a_host_that_is_down_is_probed_and_not_hammered(gate: HostGate, monkeypatch: pytest.MonkeyPatch) -> None:
    gate.join("a", 0, 1)
    clock = _freeze(monkeypatch)
    for _ in range(12):
        await gate.enter("a")
        gate.leave(REFUSED)
        clock[0] += gate.wait()
    clock[0] -= 1
    with pytest.raises(NotAskedError) as caught:
        await gate.enter("a")
    assert caught.value.failure.code == "net.refused"
    assert "12 attempts" in caught.value.failure.sentence
    clock[0] += 1
    await gate.enter("a")
    gate.leave()
    await gate.enter("a")


async def test_those_who_wait_are_told_when_the_host_is_down(gate: HostGate, monkeypatch: pytest.MonkeyPatch) -> None:
    gate.join("a", 0, 1)
    clock = _freeze(monkeypatch)
    for _ in range(11):
        await gate.enter("a")
        gate.leave(REFUSED)
        clock[0] += gate.wait()
    await gate.enter("a")
    waiting = asyncio.ensure_future(gate.enter("a"))
    await asyncio.sleep(0)
    gate.leave(REFUSED)
    with pytest.raises(NotAskedError):
        await waiting


@pytest.mark.parametrize(("asked", "wait"), [("120", 120), ("0", 0), ("soon", 0), ("-5", 0), ("3600", 3600)])
async def test_retry_after_is_obeyed_up_to_an_hour(
    asked: str, wait: float, gate: HostGate, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate.join("a", 0, 1)
    _freeze(monkeypatch)
    await gate.enter("a")
    gate.leave(retry_after=asked)
    assert gate.wait() == wait


async def test_a_server_that_asks_for_a_year_is_left_to_the_next_run(
    gate: HostGate, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate.join("a", 0, 1)
    clock = _freeze(monkeypatch)
    await gate.enter("a")
    waiting = asyncio.ensure_future(gate.enter("a"))
    await asyncio.sleep(0)
    gate.leave(retry_after="31536000")
    for attempt in (waiting, gate.enter("a")):
        with pytest.raises(NotAskedError) as caught:
            await attempt
        assert caught.value.failure.code == "http.retry_after"
    clock[0] += 3600
    await gate.enter("a")


def test_retry_after_may_be_a_date() -> None:
    now = datetime(2021, 11, 8, 9, 0, tzinfo=UTC)
    later = format_datetime(now + timedelta(seconds=90), usegmt=True)
    assert seconds_to_wait(later, lambda: now) == 90
    assert seconds_to_wait("Mon, 08 Nov 2021 08:00:00 GMT", lambda: now) == 0
    assert seconds_to_wait("Monday, 08-Nov-21 09:00:30 GMT", lambda: now) == 30


@given(st.text(max_size=40))
def test_any_retry_after_is_a_number_or_nothing(text: str) -> None:
    seconds = seconds_to_wait(text)
    assert seconds is None or seconds >= 0


async def test_a_stopped_crawl_does_not_wait(gate: HostGate) -> None:
    gate.join("a", 0, 1)
    gate.join("b", 0, 1)
    await gate.enter("a")
    mine, others = (asyncio.ensure_future(gate.enter(member)) for member in "ab")
    await asyncio.sleep(0)
    gate.dismiss("a")
    with pytest.raises(NotAskedError):
        await mine
    gate.leave()
    await asyncio.wait_for(others, 5)


async def test_a_cancelled_request_gives_its_turn_on(gate: HostGate) -> None:
    gate.join("a", 0, 1)
    await gate.enter("a")
    first, second = (asyncio.ensure_future(gate.enter("a")) for _ in range(2))
    await asyncio.sleep(0)
    gate.leave()  # the first has its turn, and is cancelled before it knows
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    await asyncio.wait_for(second, 5)


async def test_a_host_that_nobody_asks_is_forgotten_when_it_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    gates = Gates()
    gate = gates.gate("a.example")
    gate.join("m", 30, 1)
    clock = _freeze(monkeypatch)
    await gate.enter("m")
    gate.leave()
    gates.quit("m")
    assert gates.gate("a.example") is gate  # its delay is not over: the next crawl must wait too
    gate.join("m", 30, 1)
    clock[0] += 31
    gates.quit("m")
    assert gates.gate("a.example") is not gate


def _freeze(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The gate's clock, to be turned by hand."""
    now = [1000.0]
    monkeypatch.setattr(module, "monotonic", lambda: now[0])
    return now
