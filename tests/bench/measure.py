"""What a command costs: wall time, processor time and peak memory of a child process, by wait4.

Run as a script by :func:`measure`, in an interpreter that has imported almost nothing: Linux counts the memory of the
process that forks into the child's peak, so the one that forks must be small.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_EVERY = 0.25  # seconds between two looks at the child's memory


@dataclass(frozen=True)
class Cost:
    """Seconds and MB (of 1,000,000 bytes). ``memory`` is the resident size in the course of the run."""

    wall: float
    cpu: float
    peak: float
    code: int
    memory: tuple[float, ...]

    def tenths(self) -> list[float]:
        """The largest resident size in each tenth of the run; empty where the system does not tell it."""
        count = len(self.memory)
        return (
            [max(self.memory[n * count // 10 : (n + 1) * count // 10 or 1]) for n in range(10)] if count >= 10 else []
        )


def measure(command: Sequence[str], *, cwd: Path, log: Path, environ: dict[str, str]) -> Cost:
    """Runs the command to its end, its output into ``log``."""
    with log.open("wb") as out:
        done = subprocess.run(
            [sys.executable, "-S", "-E", __file__, *command],
            cwd=cwd,
            env=environ,
            stdout=subprocess.PIPE,
            stderr=out,
            check=True,
        )
    result = json.loads(done.stdout)
    return Cost(result["wall"], result["cpu"], result["peak"], result["code"], tuple(result["memory"]))


def _resident(pid: int) -> float | None:
    try:
        with open(f"/proc/{pid}/statm") as file:  # noqa: PTH123  # this process imports as little as it can
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except OSError:
        return None


def _run(command: list[str]) -> None:
    started = time.monotonic()
    pid = os.fork()
    if pid == 0:
        os.dup2(2, 1)
        os.execvp(command[0], command)  # noqa: S606  # no shell is wanted
    memory: list[float] = []
    while True:
        done, status, usage = os.wait4(pid, os.WNOHANG)
        if done:
            break
        if len(memory) < (time.monotonic() - started) / _EVERY and (size := _resident(pid)) is not None:
            memory.append(size)
        time.sleep(0.01)
    print(
        json.dumps(
            {
                "wall": time.monotonic() - started,
                "cpu": usage.ru_utime + usage.ru_stime,
                # kilobytes on Linux, bytes on macOS
                "peak": usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6,
                "code": os.waitstatus_to_exitcode(status),
                "memory": memory,
            }
        )
    )


if __name__ == "__main__":
    _run(sys.argv[1:])
