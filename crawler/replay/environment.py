"""pywb's environment: a virtual environment of its own in the user's cache, made at the first use."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from crawler.replay.cache import cache_folder, kept
from crawler.replay.errors import ReplayError
from crawler.replay.pins import CONSTRAINTS, PYWB

_NEEDED: Final = f"{CONSTRAINTS}pywb=={PYWB}\n"


def pywb_python(tell: Callable[[str], None], folder: Path | None = None) -> Path:
    """The Python that can import pywb, installed on the way if it is not there; ``tell`` hears of that.

    Another version of Python or other pins are another environment. Raises :class:`ReplayError`.
    """
    mark = hashlib.sha256(f"{sys.version_info[:2]}\n{_NEEDED}".encode()).hexdigest()[:12]
    folder = folder or cache_folder()

    def make(place: Path) -> None:
        tell(f"Installing pywb {PYWB} for replay into {folder} (once, about a minute) …")
        _install(place)

    return kept(folder, f"pywb-{PYWB}-{mark}", _runs, make) / "bin" / "python"


def _runs(place: Path) -> bool:
    return os.access(place / "bin" / "python", os.X_OK)  # false also where the Python it was made with is gone


def _install(place: Path) -> None:
    _step([sys.executable, "-m", "venv", str(place)], "no virtual environment can be made with this Python", _NO_VENV)
    constraints = place / "constraints.txt"
    constraints.write_text(_NEEDED, encoding="ascii")
    python = str(place / "bin" / "python")
    pip = [python, "-I", "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--quiet"]
    _step([*pip, "-c", str(constraints), f"pywb=={PYWB}"], f"pywb {PYWB} cannot be installed", _NO_PIP)
    _step([python, "-I", "-c", "import pywb.apps.frontendapp"], f"pywb {PYWB} does not run here", _NO_PYWB)


_NO_VENV: Final = "install the venv module (on Debian and Ubuntu the package python3-venv), or use --engine replayweb"
_NO_PIP: Final = (
    "it is fetched once, by pip, from the package index that pip is set up for: connect to the network and run this"
    " again, or use --engine replayweb"
)
_NO_PYWB: Final = "use --engine replayweb"


def _step(command: list[str], failed: str, remedy: str) -> None:
    # Without the variables that would lead this environment to the packages of another one.
    environ = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    done = subprocess.run(
        command, capture_output=True, text=True, errors="replace", env=environ, stdin=subprocess.DEVNULL, check=False
    )
    if done.returncode:
        raise ReplayError(f"{failed} ({_reason(done.stdout + done.stderr)}): {remedy}")


def _reason(output: str) -> str:
    """The first line that says ERROR, or the last one."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith(("ERROR", "Error"))]
    return (errors or lines[-1:] or ["it said nothing"])[0][:300]
