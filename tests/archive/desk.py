"""A desk: an open core and short words for what is done with it."""

import json
from datetime import datetime
from pathlib import Path

from crawler.archive.core import Core, Revised
from crawler.archive.runs import RunStart
from tests.archive.world import Counting, Ticking, a_draft, an_exchange, open_world

BASE = "http://by-mfa.example"


class Desk:
    """A core, a run of one source, and short words for what is done with them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.clock = Ticking()
        self.ids = Counting()
        self.open()

    def open(self) -> None:
        self.core, self.lock = open_world(self.root, clock=self.clock, new_id=self.ids)

    def close(self) -> None:
        self.core.close()
        self.lock.release()

    def again(self) -> Core:
        self.close()
        self.open()
        return self.core

    def begin(self, source: str = "by_mfa") -> str:
        return self.core.begin_run(source, "").run.id

    def end(self, started: RunStart, outcome: str = "ok") -> None:
        self.core.end_run(started.run.model_copy(update={"outcome": outcome}))

    def read(
        self,
        run: str | None,
        name: str,
        text: str,
        title: str = "Statement",
        source: str = "by_mfa",
        when: datetime | None = None,
        **more: object,
    ) -> Revised:
        """A page of this text, captured now, or ``when`` it is said to have been."""
        url = f"{BASE}/{name}"
        capture = self.core.store(an_exchange(url, text.encode(), source=source, when=when or self.clock()))
        assert capture is not None
        draft = a_draft(url, capture, text=text, title=title, source=source, **more)  # type: ignore[arg-type]
        return self.core.revise(run, draft, url)

    def lines(self, name: str) -> list[dict[str, object]]:
        self.core.commit()
        path = self.root / name
        return [json.loads(line) for line in path.read_bytes().splitlines()] if path.exists() else []

    def changes(self) -> list[tuple[object, object]]:
        return [(change["kind"], str(change["url"]).removeprefix(f"{BASE}/")) for change in self.lines("changes.jsonl")]
