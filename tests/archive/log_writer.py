"""A writer as a process of its own: it crawls two sources and imports old pages, for ever, until somebody kills it.

``python -m tests.archive.log_writer ARCHIVE START``: ``START`` counts the starts. The clock goes on with them by days,
so that a page that is gone at every look is called withdrawn in time. It prints a line for every page.
"""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from crawler.archive.core import Core
from crawler.archive.rows import select_captures, to_capture
from crawler.catalogue.database import FILE, read_catalogue
from crawler.catalogue.schema import captures
from crawler.model.capture import Capture
from crawler.warc.record import new_record_id
from tests.archive.importing import incoming
from tests.archive.world import Ticking, a_draft, an_exchange, open_world
from tests.warc import makers

SOURCES = ("by_mfa", "us_oag")
PAGES = 12
TEXTS = tuple(f"The ministry states for the {n}th time what it has stated, and means it. " * 5 for n in range(6))


def write(root: Path, start: int) -> None:
    """Crawl until the end of the process."""
    random = Random(start)
    clock = Ticking(datetime(2021, 11, 8, tzinfo=UTC) + timedelta(days=start))
    core, _ = open_world(root, clock=clock, new_id=new_record_id)
    number = 0
    while True:
        source = random.choice(SOURCES)
        run = core.begin_run(source, f'id = "{source}"\n').run
        for _ in range(random.randint(1, 12)):
            _page(core, run.id, source, random, clock)
            number += 1
            print(number, flush=True)
            if random.random() < 0.3:
                core.commit()
        if random.random() < 0.5:
            core.end_run(run.model_copy(update={"outcome": "ok"}))


def _page(core: Core, run: str, source: str, random: Random, clock: Ticking) -> None:
    name = random.randrange(PAGES)
    url = f"http://{source.replace('_', '-')}.example/{name}"
    if name % 4 == 0 and random.random() < 0.6:
        capture = core.store(an_exchange(url, source=source, status="410 Gone", when=clock()))
        assert capture is not None
        core.gone(run, source, url, capture)
        return
    text = random.choice(TEXTS) + ("" if random.random() < 0.5 else f"It adds number {random.randrange(9)}.")
    title = f"Statement {name}"
    if random.random() < 0.1:
        capture = _imported(core, url, text, random)
        core.revise(None, a_draft(url, capture, text=text, title=title, source=source), url)
        return
    there, led = url, tuple[str, ...]()
    if name % 4 == 1 and random.random() < 0.2:  # to wherever it is to be found now
        there, led = f"{url}/moved-{random.randrange(3)}", (url,)
        found = (f"Location: {there}",)
        core.store(an_exchange(url, source=source, status="301 Moved Permanently", headers=found, when=clock()))
    capture_ = core.store(an_exchange(there, text.encode(), source=source, when=clock()))
    assert capture_ is not None
    core.revise(run, a_draft(there, capture_, text=text, title=title, source=source, also_at=led), url)


def _imported(core: Core, url: str, text: str, random: Random) -> Capture:
    """The page in a file of another maker, of an earlier year."""
    date = f"20{random.randint(10, 20)}-03-04T05:{random.randrange(60):02}:{random.randrange(60):02}Z"
    record = makers.response(makers.http(text.encode()), name=new_record_id(), url=url, date=date)
    file = incoming(f"{random.randrange(10**9)}.warc", record)
    try:
        (taken,) = core.import_files([file])
    finally:
        file.close()
    with read_catalogue(core.root / FILE) as connection:
        row = connection.execute(select_captures().where(captures.c.file == taken.file)).one()
        return to_capture(row)


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
