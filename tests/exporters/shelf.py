"""A shelf: an archive with everything that an export must find, made by the archive's own core."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.archive.core import Core
from crawler.model.capture import Capture
from crawler.model.failure import Failure
from crawler.model.reading import Refusal
from crawler.model.statement import Attachment
from tests.archive.world import LONG, a_draft, an_exchange, open_world

SITE = "http://by-mfa.example"
CDN = "http://cdn.example"
START = datetime(2021, 11, 8, 9, tzinfo=UTC)

ONE = (
    f"<html><head><link rel=stylesheet href=/css/one.css><title>One</title></head>"
    f"<body><img src={CDN}/moved.png><p>{LONG}</p></body></html>"
)
TWO = f"<html><head><link rel=stylesheet href=/css/two.css></head><body><p>Two. {LONG}</p></body></html>"


@dataclass(frozen=True)
class Shelf:
    """Where it lies, the ids of its statements, and the record ids of its captures by their names."""

    root: Path
    ids: dict[str, str]
    captures: dict[str, str]
    texts: dict[str, str]  # conversions


class _Maker:
    def __init__(self, root: Path) -> None:
        self.core, self.lock = open_world(root)
        self.moment = START
        self.captures: dict[str, str] = {}
        self.ids: dict[str, str] = {}

    def take(self, name: str, url: str, body: str, *, status: str = "200 OK", headers: tuple[str, ...] = ()) -> Capture:
        self.moment += timedelta(seconds=1)
        exchange = an_exchange(url, body.encode(), status=status, headers=headers, when=self.moment)
        capture = self.core.store(exchange)
        assert capture is not None
        self.captures[name] = capture.record_id
        return capture

    def read(self, run: str, name: str, url: str, capture: Capture, text: str, *documents: Attachment) -> None:
        draft = a_draft(url, capture, text=text, title=f"Statement {name}")
        draft = replace(draft, reading=replace(draft.reading, attachments=documents))
        self.core.revise(run, draft, url)
        self.ids[name] = draft.id


def make_shelf(root: Path, *, seal: bool = True) -> Shelf:
    """Two runs, a day apart. In the first: robots.txt, a listing, two statements with what they need, a document with
    its text, a page that is refused. In the second the first page is the same, the second edited, and its style sheet
    another. Without ``seal`` the second run does not end.
    """
    make = _Maker(root)
    core = make.core
    run = core.begin_run("by_mfa", 'id = "by_mfa"\n')
    make.take("robots", f"{SITE}/robots.txt", "User-agent: *")
    make.take("listing", f"{SITE}/news", "<a href=/1>")
    one = make.take("one", f"{SITE}/1", ONE)
    make.take("one.css", f"{SITE}/css/one.css", "@font-face { src: url(/font.woff) } body { background: url(bg.png) }")
    make.take("font", f"{SITE}/font.woff", "a font")
    make.take("bg", f"{SITE}/css/bg.png", "a picture")
    make.take("moved", f"{CDN}/moved.png", "", status="302 Found", headers=("Location: /logo.png",))
    make.take("logo", f"{CDN}/logo.png", "a logo")
    make.take("unrelated", f"{SITE}/css/other.png", "another picture")
    make.read(run.run.id, "one", f"{SITE}/1", one, f"One. {LONG}")
    core.late(one, b"late bytes")
    pdf = make.take("pdf", f"{SITE}/2.pdf", "%PDF a document")
    conversion = core.convert(pdf, "a document", "test 1")
    two = make.take("two", f"{SITE}/2", TWO)
    make.take("two.css", f"{SITE}/css/two.css", "p { color: red }")
    document = Attachment(url=f"{SITE}/2.pdf", sha256="0" * 64, capture=pdf, text="a document", conversion=conversion)
    make.read(run.run.id, "two", f"{SITE}/2", two, f"Two. {LONG}", document)
    refused = make.take("refused", f"{SITE}/3", "<p>")
    core.refuse(run.run.id, "by_mfa", f"{SITE}/3", refused, Refusal(Failure("content.empty", "no text")))
    core.end_run(run.run.model_copy(update={"outcome": "ok"}))
    _second_run(core, make, seal=seal)
    core.close()
    make.lock.release()
    return Shelf(root, make.ids, make.captures, {"pdf": conversion})


def _second_run(core: Core, make: _Maker, *, seal: bool) -> None:
    make.moment += timedelta(days=1)
    run = core.begin_run("by_mfa", 'id = "by_mfa"\n')
    make.take("listing again", f"{SITE}/news", "<a href=/1><a href=/2>")
    one = make.take("one again", f"{SITE}/1", ONE)
    make.read(run.run.id, "one", f"{SITE}/1", one, f"One. {LONG}")
    two = make.take("two edited", f"{SITE}/2", TWO.replace("Two", "Two, edited"))
    make.take("two.css again", f"{SITE}/css/two.css", "p { color: green }")
    make.read(run.run.id, "two", f"{SITE}/2", two, f"Two, edited. {LONG}")
    copy = make.take("copy", f"{SITE}/4", ONE)
    make.read(run.run.id, "four", f"{SITE}/4", copy, f"Four. {LONG}")
    if seal:
        core.end_run(run.run.model_copy(update={"outcome": "ok"}))
