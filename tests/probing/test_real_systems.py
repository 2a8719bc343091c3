"""The real systems, filled by the tests: what a probe drafts crawls them to the last item, without a hand."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Command, communique, lines
from tests.probing.plone import plone, python
from tests.probing.posts import Post, posts
from tests.probing.wordpress import missing, wordpress

__all__ = ["communique"]

pytestmark = pytest.mark.prove

COUNT = 44
URL = "http://mfa.ostria.example/"


def probed(communique: Command, port: int) -> dict[str, Any]:
    """The report of a probe of the front page, whose source lies in ``mine``."""
    done = communique("probe", URL, "--write", "mine/xo_mfa.toml", "--json", *reached(port), timeout=300)
    assert done.returncode == 6, done.stdout + done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    assert report["look"] == ["country and time zone: the address mfa.ostria.example names no country"]
    return report


def reached(port: int) -> list[str]:
    return ["--connect-to", f"::127.0.0.1:{port}", "--delay", "0"]


def crawl_and_compare(communique: Command, port: int, archive: Path, wanted: Sequence[Post]) -> None:
    """Every post once, with its title, its day, its language and its whole text."""
    done = communique("--sources", "mine", "crawl", "xo_mfa", "--archive", archive, *reached(port), timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    read = {line["title"]: line for line in lines(archive)}
    assert set(read) == {post.title for post in wanted}
    assert len(lines(archive)) == len(wanted)
    for post in wanted:
        line = read[post.title]
        assert line["published"]["date"] == post.published.date().isoformat()
        assert line["language"] == post.language
        assert line["body"]["paragraphs"] == list(post.paragraphs)


@pytest.mark.parametrize("theme", ["twentytwentyone", "twentytwentythree"])
def test_wordpress_is_probed_and_crawled_to_its_last_post(communique: Command, tmp_path: Path, theme: str) -> None:
    if reason := missing():
        pytest.skip(reason)
    made = posts(COUNT)
    with wordpress(tmp_path, theme, made) as port:
        report = probed(communique, port)
        assert report["family"] == "wordpress"
        assert report["layout"] is None
        assert {"wordpress", "feed"} <= {channel["format"] for channel in report["channels"]}
        crawl_and_compare(communique, port, tmp_path / "kept", made)


def test_wordpress_is_crawled_by_its_interface_alone(communique: Command, tmp_path: Path) -> None:
    if reason := missing():
        pytest.skip(reason)
    made = posts(COUNT)
    with wordpress(tmp_path, "twentytwentythree", made) as port:
        by_interface(tmp_path, probed(communique, port), "wordpress")
        crawl_and_compare(communique, port, tmp_path / "kept", made)


def test_plone_is_probed_and_crawled_to_its_last_item(communique: Command, tmp_path: Path) -> None:
    program = python()
    if isinstance(program, str):
        pytest.skip(program)
    made = posts(COUNT)
    with plone(program, tmp_path, made) as port:
        report = probed(communique, port)
        assert report["family"] == "plone"
        assert report["layout"] is None
        crawl_and_compare(communique, port, tmp_path / "kept", made)
        by_interface(tmp_path, report, "plone")
        crawl_and_compare(communique, port, tmp_path / "kept by interface", made)


def by_interface(folder: Path, report: dict[str, Any], form: str) -> None:
    """Make the source rest on the interface that the probe found, and on nothing else."""
    channel = next(channel for channel in report["channels"] if channel["format"] == form)
    head = report["source"].partition("[[sites]]")[0]
    (folder / "mine" / "xo_mfa.toml").write_text(
        f'{head}[[sites]]\nhost = "mfa.ostria.example"\n[[listings]]\nformat = "{form}"\nurl = "{channel["url"]}"\n'
    )
