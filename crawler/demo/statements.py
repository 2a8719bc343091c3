"""What the ministry of the demo has published: its releases, before and after it edits its archive.

The texts lie in ``statements/*.toml``, one event a file, and the edits in ``after.toml``. Everything is of our own
writing; Ardania and its neighbours do not exist.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from importlib.resources import files
from typing import Any, Final, Literal

MAIN: Final = "mfa.ardania.example"
MISSION: Final = "harbourtown.mfa.ardania.example"
LANGUAGES: Final = ("en", "fr", "ru")
RELAUNCH: Final = 2024  # releases of earlier years are still shown in the old skin

State = Literal["before", "after"]
Skin = Literal["new", "old", "mission"]


@dataclass(frozen=True, slots=True)
class File:
    """A document linked from a release: its file name, and what the link says."""

    file: str
    name: str


@dataclass(frozen=True, slots=True)
class Release:
    """One page of the press site: what one address says in one language."""

    host: str
    path: str
    skin: Skin
    language: str
    number: str
    kind: str
    date: date
    title: str
    paragraphs: tuple[str, ...]
    modified: datetime
    attachment: File | None = None
    walled: bool = False
    document: bool = False  # it exists only as a PDF, which the listing links

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://{self.host}{self.path}"


@dataclass(frozen=True, slots=True)
class Press:
    """All that the two sites publish in one state. ``moved`` maps an old ``(host, path)`` to the new path."""

    releases: tuple[Release, ...]
    moved: Mapping[tuple[str, str], str]

    def listed(self, host: str, language: str) -> list[Release]:
        """What the listing of a site shows in one language, newest first."""
        chosen = [r for r in self.releases if (r.host, r.language) == (host, language)]
        return sorted(chosen, key=lambda r: (r.date, r.number), reverse=True)

    def translations(self, release: Release) -> list[Release]:
        """The same release in the site's other languages."""
        return [r for r in self.releases if (r.host, r.number) == (release.host, release.number) and r is not release]


def load_press(state: State) -> Press:
    """Read the releases as they stand before or after the ministry has edited its archive.

    Raises ``ValueError`` where ``after.toml`` names a release, a phrase or a paragraph that is not there.
    """
    folder = files("crawler.demo")
    events = [
        tomllib.loads(item.read_text("utf-8"))
        for item in sorted((folder / "statements").iterdir(), key=lambda item: item.name)
        if item.name.endswith(".toml")
    ]
    releases = [
        release
        for event in events
        if state == "after" or event.get("since") != "after"
        for release in (*_main(event), *_mission(event))
    ]
    if state == "before":
        return Press(tuple(releases), {})
    return _edit(releases, tomllib.loads((folder / "after.toml").read_text("utf-8")))


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in text.strip().split("\n\n"))


def _main(event: Mapping[str, Any]) -> Iterator[Release]:
    day: date = event["date"]
    old = day.year < RELAUNCH
    number = "no" + event["number"].replace("/", "")
    for language in LANGUAGES:
        if language not in event:
            continue
        text = event[language]
        yield Release(
            host=MAIN,
            path=_path(event, language, number, old=old),
            skin="old" if old else "new",
            language=language,
            number=event["number"],
            kind=event["kind"],
            date=day,
            title=text["title"],
            paragraphs=_paragraphs(text["text"]),
            modified=datetime.combine(day, time(9, 30), UTC),
            attachment=File(**text["attachment"]) if "attachment" in text else None,
            walled=event.get("walled", False),
            document=event.get("document", False),
        )


def _path(event: Mapping[str, Any], language: str, number: str, *, old: bool) -> str:
    if event.get("document"):
        return f"/files/{language}/{number}-{event['slug']}.pdf"
    if old:
        return f"/{language}/archive/{event['date'].year}/{number}.html"
    return f"/{language}/{event.get('folder', 'news')}/{number}-{event['slug']}"


def _mission(event: Mapping[str, Any]) -> Iterator[Release]:
    """The embassy's republications: the same text under another roof, sometimes lightly edited."""
    for copy in event.get("mission", ()):
        text = event[copy["language"]]
        body = text["text"]
        for old, new in copy.get("edits", ()):
            body = _exchange(body, old, new)
        yield Release(
            host=MISSION,
            path=f"/{copy['language']}/news/{copy['id']}/{event['slug']}",
            skin="mission",
            language=copy["language"],
            number=event["number"],
            kind=event["kind"],
            date=copy["date"],
            title=copy.get("title", text["title"]),
            paragraphs=_paragraphs(body),
            modified=datetime.combine(copy["date"], time(8, 5), UTC),
        )


def _edit(releases: list[Release], after: Mapping[str, Any]) -> Press:
    def find(entry: Mapping[str, Any]) -> int:
        wanted = (MAIN, entry["number"], entry["language"])
        for index, release in enumerate(releases):
            if (release.host, release.number, release.language) == wanted:
                return index
        raise ValueError(f"after.toml names a release that is not there: {wanted}")

    for entry in after["edited"]:
        index = find(entry)
        paragraphs = "\n\n".join(releases[index].paragraphs)
        for old, new in entry.get("replace", ()):
            paragraphs = _exchange(paragraphs, old, new)
        kept = _paragraphs(paragraphs)
        for start in entry.get("drop", ()):
            if not any(paragraph.startswith(start) for paragraph in kept):
                raise ValueError(f"after.toml drops a paragraph that is not there: {start!r}")
            kept = tuple(paragraph for paragraph in kept if not paragraph.startswith(start))
        releases[index] = replace(releases[index], paragraphs=kept, modified=entry["modified"])
    for entry in after["withdrawn"]:
        del releases[find(entry)]
    moved: dict[tuple[str, str], str] = {}
    for entry in after["moved"]:
        index = find(entry)
        moved[MAIN, releases[index].path] = entry["path"]
        releases[index] = replace(releases[index], path=entry["path"])
    return Press(tuple(releases), moved)


def _exchange(text: str, old: str, new: str) -> str:
    if old not in text:
        raise ValueError(f"a phrase to be edited is not in the text: {old!r}")
    return text.replace(old, new)
