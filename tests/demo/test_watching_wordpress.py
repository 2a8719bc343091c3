"""A month of a real WordPress that an editor works in: what she does is told once, rightly, and nothing else is.

The judge is that of the simulated world. WordPress itself knows nothing of the time that is played; what it says of
itself (dates of posts, of their last change) is set to it by ``edit.php``.
"""

import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest

from crawler.cli.crawl import overrides
from crawler.configuration import Configuration
from crawler.demo.edits import EditClass, edit
from crawler.demo.grammar import Text, write_text
from crawler.demo.life import Promise
from crawler.demo.scoring import score
from crawler.demo.truth import Truth
from crawler.demo.watching import SimulatedClock, changes_of
from crawler.schedule.crawling import Job, crawl
from crawler.sources import load_sources
from crawler.spiders.loader import spider_of
from tests.probing.posts import Post
from tests.probing.wordpress import HERE, missing, wordpress

pytestmark = [pytest.mark.prove, pytest.mark.timeout(1800)]

START: Final = datetime(2020, 4, 6, 6, tzinfo=UTC)
EVERY: Final = timedelta(hours=12)
DAYS: Final = 32
SOURCE: Final = """\
id = "xo_mfa"
name = "Ministry of Foreign Affairs of Ostria"
country = "XA"
languages = ["en"]
timezone = "Europe/Vienna"

[politeness]
delay = 0

[requisites]
fetch = false

[watch]
sweep = 5
slowest = 5

[[sites]]
host = "mfa.ostria.example"

[[listings]]
format = "wordpress"
url = "http://mfa.ostria.example/index.php?rest_route=/wp/v2/posts&per_page=10"
"""


@dataclass
class Desk:
    """The editor's desk: does things in the real system, and enters them into the ledger of truth."""

    folder: Path
    promise: Promise
    now: datetime = START
    posts: dict[str, tuple[int, str]] = field(default_factory=dict)  # by title: id and address
    dates: dict[str, datetime] = field(default_factory=dict)  # by title: of which day it says it is
    origins: dict[str, str] = field(default_factory=dict)
    truths: list[Truth] = field(default_factory=list)

    def do(self, **action: Any) -> list[dict[str, Any]]:
        """One action in WordPress."""
        given = json.dumps([{"at": f"{self.now:%Y-%m-%d %H:%M:%S}", **action}])
        done = subprocess.run(
            ["php", HERE / "edit.php", self.folder / "site", given], check=True, capture_output=True, text=True
        )
        told: list[dict[str, Any]] = json.loads(done.stdout)
        return told

    def find_all(self) -> None:
        """What is there at the beginning."""
        for post in self.do(do="list"):
            self._publish(post, self.promise.due_front(START))

    def publish(self, post: Post, *, back: int = 0) -> None:
        """A new post; ``back``: dated so many days ago."""
        day = self.now - timedelta(days=back)
        (told,) = self.do(
            do="publish", section="en", title=post.title, content=post.html, date=f"{day:%Y-%m-%d %H:%M:%S}"
        )
        self._publish(told, self.promise.due_sweep(self.now) if back else self.promise.due_front(self.now))

    def edit(self, title: str, class_: str, **fields: str) -> None:
        """It says something else."""
        self.do(do="update", id=self.posts[title][0], **fields)
        self._enter("revised", title, class_=class_)

    def touch(self, title: str) -> None:
        """It is saved without a change, which is nothing."""
        self.do(do="touch", id=self.posts[title][0])

    def rename(self, title: str, slug: str) -> None:
        """It has another address, to which WordPress redirects the old one."""
        number, old = self.posts[title]
        (told,) = self.do(do="update", id=number, post_name=slug)
        assert told["url"] != old
        self.posts[title] = (number, told["url"])
        self.origins[told["url"]] = self.origins[old]
        self._enter("moved", title)

    def trash(self, title: str) -> None:
        """It is withdrawn."""
        self.do(do="trash", id=self.posts[title][0])
        self._enter("withdrawn", title, how="404", gone=True)

    def restore(self, title: str) -> None:
        """It is fetched out of the bin."""
        (told,) = self.do(do="restore", id=self.posts[title][0])
        assert told["url"] == self.posts[title][1]
        self._enter("restored", title)

    def theme(self, name: str) -> None:
        """The whole site looks otherwise, which is nothing."""
        self.do(do="theme", theme=name)

    def _publish(self, told: dict[str, Any], due: datetime) -> None:
        url = told["url"]
        self.posts[told["title"]] = (told["id"], url)
        self.dates[told["title"]] = datetime.fromisoformat(told["date"])
        self.origins[url] = url
        self.truths.append(Truth("published", self.now, due, url, url))

    def _enter(self, kind: str, title: str, *, gone: bool = False, **about: str) -> None:
        url = self.posts[title][1]
        due = (self.promise.due_gone if gone else self.promise.due_look)(self.now, self.dates[title])
        self.truths.append(Truth(kind, self.now, due, self.origins[url], url, **about))  # type: ignore[arg-type]


def written(count: int) -> list[tuple[Text, Post]]:
    """So many texts, each of another event, and as posts: a week lies between two of them, the newest first."""
    random = Random("Ostria")
    made = []
    for number in range(count):
        day = START.replace(tzinfo=None) - timedelta(days=3 + 7 * number)
        text = write_text(random, "1/20", day.date())
        text = replace(text, title=f"{text.title} ({number})")
        made.append((text, Post(str(number), "en", text.title, text.paragraphs, day)))
    return made


def plan(made: list[tuple[Text, Post]], further: list[tuple[Text, Post]]) -> dict[int, Callable[[Desk], None]]:
    """What is done before which run. The posts are known by their first titles."""
    title = [post.title for _, post in made]

    def content(place: int, class_: EditClass) -> str:
        text = edit(Random(place), made[place][0], class_)
        assert text is not None
        return replace(made[place][1], paragraphs=text.paragraphs).html

    def edited(place: int, class_: EditClass) -> Callable[[Desk], None]:
        return lambda desk: desk.edit(title[place], class_, post_content=content(place, class_))

    return {
        3: edited(0, "typo"),
        4: lambda desk: desk.publish(further[0][1]),
        6: lambda desk: desk.touch(title[1]),
        8: lambda desk: desk.rename(title[2], "a-better-name"),
        11: lambda desk: desk.publish(further[1][1], back=75),
        13: edited(3, "number"),
        15: lambda desk: desk.trash(title[4]),
        17: lambda desk: desk.publish(further[2][1]),
        19: lambda desk: desk.touch(title[5]),
        21: edited(6, "added"),
        24: lambda desk: desk.rename(title[7], "renamed-once-more"),
        26: edited(11, "name"),
        31: lambda desk: desk.theme("twentytwentythree"),
        37: lambda desk: desk.restore(title[4]),
        40: edited(8, "wording"),
        43: lambda desk: desk.edit(title[9], "title", post_title=f"{title[9]}, corrected"),
        46: lambda desk: desk.trash(title[10]),
    }


def test_what_an_editor_does_in_wordpress_is_told_once_and_nothing_else(tmp_path: Path) -> None:
    if reason := missing():
        pytest.skip(reason)
    every = written(29)
    made, further = every[3:], every[:3]
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "xo_mfa.toml").write_text(SOURCE)
    sources = load_sources([tmp_path / "sources"])
    archive = tmp_path / "archive"
    found = Configuration(contact="tests@example.org", archive=archive, min_free=0)
    promise = replace(Promise.of(sources["xo_mfa"], EVERY), begins=START)
    clock = SimulatedClock(START)
    jobs = [Job(spider_of(sources, "xo_mfa"))]
    with wordpress(tmp_path, "twentytwentyone", [post for _, post in made]) as port:
        desk = Desk(tmp_path, promise)
        desk.find_all()
        assert len(desk.posts) == len(made)
        work = plan(made, further)
        for number in range(2 * DAYS):
            desk.now = START + number * EVERY - timedelta(hours=5)
            if number in work:
                work[number](desk)
            clock.set(START + number * EVERY)
            settings = overrides(found, {"connect_to": [f"::127.0.0.1:{port}"]})
            crawled = crawl(jobs, {**settings, "CLOCK": lambda: clock(), "WIRE_PAUSE": 0})
            assert crawled.error is None
            assert not [p for run in crawled.runs for p in run.problems if p.code == "internal.error"]
    judged = score(desk.truths, desk.origins, changes_of(archive))
    told = "\n".join(f"{fault.what}: {fault.sentence}" for fault in judged.faults)
    print(judged.table())
    assert not judged.faults, f"{judged.table()}\n{told}"
    assert judged.told["published"] == len(made) + 3
