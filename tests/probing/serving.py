"""Waiting for servers that tests have started."""

import subprocess
import time
from collections.abc import Callable
from typing import Any, Final
from urllib.request import Request, urlopen

HOST: Final = "mfa.ostria.example"


def until(done: Callable[[], bool], process: subprocess.Popen[Any]) -> None:
    """Returns once a server is there. ``RuntimeError`` where its process has ended, or is not there after a minute."""
    for _ in range(600):
        if done():
            return
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended with {process.returncode}")
        time.sleep(0.1)
    raise RuntimeError(f"{process.args!r} does not answer")


def until_answers(port: int, process: subprocess.Popen[Any]) -> None:
    """Returns once the site answers on a port of loopback."""

    def answers() -> bool:
        asked = Request(f"http://127.0.0.1:{port}/", headers={"Host": HOST})
        try:
            with urlopen(asked, timeout=60) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except OSError:
            return False

    until(answers, process)
