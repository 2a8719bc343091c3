"""Hostile pages end in a statement or a refusal, within five seconds of processor time each."""

import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.timeout(900)
def test_every_hostile_page_ends_in_a_reading_or_a_refusal_in_time() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.extract.hostile"], capture_output=True, text=True, cwd=_ROOT, check=False
    )
    assert (done.returncode, done.stdout) == (0, "0 too slow\n"), done.stdout + done.stderr[-2000:]
