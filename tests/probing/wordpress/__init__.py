"""WordPress as Debian packages it, installed into a folder of its own and filled: a real site on loopback."""

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from tests.probing.posts import SECTIONS, Post
from tests.probing.serving import until, until_answers

HERE: Final = Path(__file__).parent
SHARE: Final = Path("/usr/share/wordpress")
THEMES: Final = Path("/var/lib/wordpress/wp-content/themes")


def missing() -> str | None:
    """Why WordPress cannot be run here, as a sentence."""
    programs = [name for name in ("php", "mariadbd", "mariadb-install-db", "mariadb") if not shutil.which(name)]
    if programs or not SHARE.is_dir():
        return "WordPress is not installed (make debian-prove): " + ", ".join(programs or [str(SHARE)])
    return None


@contextmanager
def wordpress(folder: Path, theme: str, posts: list[Post]) -> Iterator[int]:
    """WordPress with a theme and these posts, served on the port that is given."""
    site = folder / "site"
    shutil.copytree(SHARE, site, ignore=shutil.ignore_patterns("wp-config.php", "wp-content"))
    (site / "wp-content" / "plugins").mkdir(parents=True)
    shutil.copytree(THEMES, site / "wp-content" / "themes", symlinks=False)
    shutil.copy(HERE / "wp-config.php", site)
    data = [
        {"language": post.language, "section": SECTIONS[post.language], "title": post.title, "content": post.html,
         "date": post.published.strftime("%Y-%m-%d %H:%M:%S")}
        for post in posts
    ]  # fmt: skip
    (folder / "posts.json").write_text(json.dumps(data), encoding="utf-8")
    with ExitStack() as stack:
        stack.enter_context(_database(folder))
        for _ in range(2):  # installed, then filled
            subprocess.run(["php", HERE / "install.php", site, theme], check=True, capture_output=True, text=True)
        yield stack.enter_context(_server(site))


@contextmanager
def _database(folder: Path) -> Iterator[None]:
    data, sock = folder / "mariadb", folder / "mariadb.sock"
    user = ["--user=root"] if os.geteuid() == 0 else []
    common = [f"--datadir={data}", "--no-defaults", *user]
    subprocess.run(
        ["mariadb-install-db", "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal", *user],
        check=True, capture_output=True,
    )  # fmt: skip
    program = shutil.which("mariadbd") or "mariadbd"
    process = subprocess.Popen(
        [program, "--no-defaults", *(item for item in common if item != "--no-defaults"), f"--socket={sock}",
         "--skip-networking", f"--pid-file={folder / 'mariadb.pid'}"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        until(lambda: sock.exists() and _made(sock), process)
        yield
    finally:
        process.terminate()
        process.wait(30)


def _made(sock: Path) -> bool:
    asked = ["mariadb", "--no-defaults", f"--socket={sock}", "-uroot", "-e", "CREATE DATABASE IF NOT EXISTS wordpress"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


@contextmanager
def _server(site: Path) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    process = subprocess.Popen(
        ["php", "-S", f"127.0.0.1:{port}", "-t", site, HERE / "router.php"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "PHP_CLI_SERVER_WORKERS": "2"},
    )  # fmt: skip
    try:
        until_answers(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(30)
