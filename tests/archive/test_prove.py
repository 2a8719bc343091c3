"""The proof: a kill, a loss of power and a failing disk at every operation of the writer and of recovery.

``make prove`` runs every point; the ordinary tests run a sample that is drawn anew from a fixed seed.
"""

import errno
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.archive.trial import fail_storage, kill_again, kill_and_finish, kill_at, lose_power, points

PARTS = ("none", "half", "most")
ERRORS = (errno.ENOSPC, errno.EIO)
prove = pytest.mark.prove


def sample(seed: str, count: int) -> list[tuple[int, str]]:
    random = Random(seed)
    return [(random.randrange(len(points())), random.choice(PARTS)) for _ in range(count)]


def every() -> list[tuple[int, str]]:
    return [(point, part) for point in range(len(points())) for part in PARTS]


def test_the_play_passes_every_kind_of_operation() -> None:
    kinds = {name.split()[0] for name in points()}
    assert kinds == {"create", "write", "fsync", "rename", "make_dir", "sync_dir", "commit"}
    assert 100 < len(points()) < 400


def test_a_kill_loses_nothing_that_was_committed(folders: Iterator[Path]) -> None:
    for point, part in sample("kill", 14):
        kill_and_finish(next(folders), point, part)


def test_a_kill_within_recovery_loses_nothing_either(folders: Iterator[Path]) -> None:
    random = Random("again")
    for point, part in sample("again", 8):
        kill_again(kill_at(next(folders), point, part), next(folders), random, 3)


def test_a_loss_of_power_loses_nothing_that_was_committed(folders: Iterator[Path]) -> None:
    random = Random("power")
    for point, part in sample("power", 14):
        lose_power(next(folders), point, part, random)


def test_a_failing_disk_is_told_and_costs_nothing_that_was_committed(folders: Iterator[Path]) -> None:
    random = Random("disk")
    for point, part in sample("disk", 16):
        number = random.choice(ERRORS)
        fail_storage(
            next(folders), point, part, lambda number=number: OSError(number, "x"), lasting=random.random() < 0.7
        )


@prove
@pytest.mark.timeout(3600)
def test_a_kill_at_every_operation(folders: Iterator[Path]) -> None:
    for point, part in every():
        kill_and_finish(next(folders), point, part)


@prove
@pytest.mark.timeout(7200)
def test_a_kill_at_every_operation_and_three_more_in_recovery(folders: Iterator[Path]) -> None:
    random = Random("every")
    for point, part in every():
        trial = kill_at(next(folders), point, part)
        for depth in (1, 2, 3):
            kill_again(trial, next(folders), random, depth)


@prove
@pytest.mark.timeout(3600)
def test_a_loss_of_power_at_every_operation(folders: Iterator[Path]) -> None:
    random = Random("every")
    for point, part in every():
        lose_power(next(folders), point, part, random)


@prove
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("number", ERRORS)
@pytest.mark.parametrize("lasting", [True, False])
def test_a_disk_that_fails_at_every_operation(folders: Iterator[Path], number: int, lasting: bool) -> None:
    for point, part in every():
        fail_storage(next(folders), point, part, lambda: OSError(number, "x"), lasting=lasting)
