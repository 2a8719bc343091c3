"""Plone as its registry has it, in an environment of its own, filled and served: a real site on loopback."""

import json
import os
import socket
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.probing.posts import Post
from tests.probing.serving import until_answers

HERE: Final = Path(__file__).parent
VERSION: Final = "6.2.2"
CACHE: Final = Path(os.environ.get("COMMUNIQUE_PROVE_CACHE") or Path.home() / ".cache" / "communique-prove")


def python() -> Path | str:
    """The Python of an environment that has Plone, made where there is none; or why it cannot be had, as a sentence."""
    folder = CACHE / f"plone-{VERSION}-{sys.version_info.major}.{sys.version_info.minor}"
    program = folder / "bin" / "python"
    if (folder / "complete").exists():
        return program
    venv.create(folder, with_pip=True, clear=True)
    wanted = [f"Plone=={VERSION}", "-c", str(HERE / "constraints.txt")]
    done = subprocess.run([program, "-m", "pip", "install", "-q", *wanted], capture_output=True, text=True, check=False)
    if done.returncode:
        return f"Plone {VERSION} cannot be installed here: {done.stderr.strip().splitlines()[-1:]}"
    (folder / "complete").touch()
    return program


@contextmanager
def plone(program: Path, folder: Path, posts: list[Post]) -> Iterator[int]:
    """Plone with these posts as news items, served on the port that is given."""
    programs = program.parent
    home = folder / "zope"
    subprocess.run(
        [programs / "mkwsgiinstance", "-d", home, "-u", "admin:unused"], check=True, capture_output=True, text=True
    )
    data = [
        {"language": post.language, "slug": post.slug, "title": post.title, "content": post.html,
         "date": post.published.strftime("%Y/%m/%d %H:%M:%S Europe/Vienna")}
        for post in posts
    ]  # fmt: skip
    told = folder / "posts.json"
    told.write_text(json.dumps(data), encoding="utf-8")
    conf = home / "etc" / "zope.conf"
    filled = subprocess.run(
        [programs / "zconsole", "run", conf, HERE / "fill.py", told], capture_output=True, text=True, check=False
    )
    if filled.returncode:
        raise RuntimeError(f"Plone could not be filled: {filled.stderr[-2000:]}")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    process = subprocess.Popen(
        [program, HERE / "serve.py", conf, str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        until_answers(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(30)
