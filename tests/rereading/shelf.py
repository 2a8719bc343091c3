"""A shelf: an archive of real pages, read by a source that a test may change and read again by."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawler.archive.core import Core
from crawler.archive.lock import Lock
from crawler.model.exchange import Exchange
from crawler.model.identity import definition_digest
from crawler.model.reading import Hint, Refusal, evidence_of
from crawler.rereading.page import read_again
from crawler.sources import Sources, load_sources
from tests.archive.world import Counting, Ticking, an_exchange, open_world

HOST = "http://mfa.example"
LINES = "statements/xx_mfa/2021-11.jsonl"
DEFINITION = """
id = "xx_mfa"
name = "The ministry"
country = "XA"
languages = ["en"]
timezone = "UTC"

[[sites]]
host = "mfa.example"

[[layouts]]
id = "first"
title = "h1"
date = ".date"
body = ".text"
number = ".number"
tags = { css = ".tag", many = true }
"""
PROSE = "The ministry states in the strongest terms that it has stated this before, and that it stands by it. "


def page(title: str, text: str = PROSE * 3, *, number: str = "No 1", body: str = "text") -> bytes:
    return (
        f"<html><head><title>{title} | MFA</title></head><body><h1>{title}</h1><p class='date'>8 November 2021</p>"
        f"<p class='number'>{number}</p><div class='{body}'><p>{text}</p></div>"
        "<span class='tag'>peace</span></body></html>"
    ).encode()


class Shelf:
    """An archive, and the folder that its source's file lies in."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "archive"
        self.sources_dir = folder / "sources"
        self.sources_dir.mkdir()
        self.clock = Ticking()
        self.ids = Counting()
        self.define(DEFINITION)

    def define(self, definition: str) -> None:
        (self.sources_dir / "xx_mfa.toml").write_text(definition)

    def change(self, old: str, new: str) -> None:
        """The source's file with ``new`` in the place of ``old``."""
        path = self.sources_dir / "xx_mfa.toml"
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))

    @property
    def sources(self) -> Sources:
        nothing = self.sources_dir / "none"
        nothing.mkdir(exist_ok=True)
        return load_sources([self.sources_dir], shipped=nothing)

    def open(self) -> tuple[Core, Lock]:
        return open_world(self.root, clock=self.clock, new_id=self.ids)

    def keep(self, *pages: tuple[str, bytes], day: int = 8, hint: Hint | None = None) -> None:
        """Pages as a crawl keeps them: captured, read, and committed as statements or refused."""
        core, lock = self.open()
        sources = self.sources
        run = core.begin_run("xx_mfa", sources.definition("xx_mfa"))
        for name, body in pages:
            url = f"{HOST}/{name}"
            capture = core.store(self.answer(url, body, day))
            assert capture is not None
            read = read_again(
                self.root,
                capture,
                url,
                evidence_of(hint),
                sources["xx_mfa"],
                definition=definition_digest(sources.definition("xx_mfa")),
            )
            if isinstance(read, Refusal):
                core.refuse(run.run.id, "xx_mfa", url, capture, read, hint=hint)
            else:
                core.revise(run.run.id, read, url)
        core.end_run(run.run.model_copy(update={"outcome": "ok"}))
        core.close()
        lock.release()

    def answer(self, url: str, body: bytes, day: int) -> Exchange:
        when = datetime(2021, 11, day, 9, 30, tzinfo=UTC)
        return an_exchange(url, body, source="xx_mfa", when=when)

    def lines(self, name: str = LINES) -> list[dict[str, Any]]:
        path = self.root / name
        return [json.loads(line) for line in path.read_bytes().splitlines()] if path.exists() else []

    def files(self) -> dict[str, bytes]:
        """Every file that is not the catalogue's or the lock."""
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in sorted(self.root.rglob("*"))
            if path.is_file() and not path.name.startswith(("catalogue.sqlite", "archive.lock"))
        }
