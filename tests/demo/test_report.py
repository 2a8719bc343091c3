"""The report tells what the archive's own files say: found, edited, gone, new, moved, and nothing that is not there."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert

from crawler.catalogue.database import FILE, open_catalogue
from crawler.catalogue.schema import aliases, statements
from crawler.demo.pages import Pages
from crawler.demo.play import SOURCE, sources_dir
from crawler.demo.report import report
from crawler.demo.statements import State
from crawler.extract import clean, extract
from crawler.model.capture import Capture
from crawler.model.line import to_line
from crawler.model.reading import Page, Reading
from crawler.model.run import Problem, Run
from crawler.model.statement import Link, Statement
from crawler.pipelines.identify import draft_of
from crawler.sources.loader import load_sources
from crawler.spiders.found import Found

FIRST = "2026-06-10T12:00:00.000000Z"
SECOND = "2026-06-10T12:05:00.000000Z"
EDITED = "http://mfa.ardania.example/en/news/no1226-coast-ferry"
COPY = "http://harbourtown.mfa.ardania.example/en/news/209/coast-ferry"
GONE = "http://mfa.ardania.example/en/news/no1126-visa-rules"
OLD = "http://mfa.ardania.example/en/news/no1525-consular-hours"
MOVED = "http://mfa.ardania.example/en/consular/no1525-consular-hours"
NEW = "http://mfa.ardania.example/en/news/no1526-gull-island-lighthouse"


def lines_of(state: State, moment: str) -> dict[str, Statement]:
    """The statements of a state by address, read by the real extractor; links and events are the caller's to set."""
    source = load_sources([sources_dir()])[SOURCE]
    held = Pages(state, lambda: date(2026, 6, 10))
    made: dict[str, Statement] = {}
    for number, release in enumerate(held.press.releases):
        answer = held.answer(release.host, release.path)
        page = Page(release.url, answer.body, (("content-type", answer.media_type),), datetime(2026, 6, 10, tzinfo=UTC))
        reading = extract(page, source)
        if isinstance(reading, Reading) and "/drafts/" not in release.path:
            capture = Capture(
                warc="warc/demo/2026/demo.warc.gz", offset=1000 * number, length=900, record_id=f"<urn:uuid:{number}>",
                payload_digest="sha256:00", date=moment, status=200, ip="127.0.0.1",
            )  # fmt: skip
            draft = draft_of(Found(source, release.url, release.url, (), capture, clean(reading)))
            made[release.url] = draft.statement(revision=1, event="published", first_seen=moment, links=())
    return made


def second_lines(first: dict[str, Statement]) -> list[Statement]:
    """What the second crawl writes: the revision and the new statement."""
    after = lines_of("after", SECOND)
    revised = after[EDITED].model_copy(update={"revision": 2, "event": "revised", "first_seen": FIRST})
    return [revised, after[NEW]]


def run(started: str, **numbers: object) -> Run:
    return Run.model_validate(
        {"id": f"demo-{started}", "source": "demo", "started": started, "outcome": "ok", **numbers}
    )


@pytest.fixture
def told(tmp_path: Path) -> Callable[..., str]:
    """Writes an archive with these lines and aliases, and gives the report on it."""

    def write(lines: list[Statement], moves: dict[str, Statement], first: Run, second: Run) -> str:
        folder = tmp_path / "an archive" / "statements" / "demo"
        folder.mkdir(parents=True)
        (folder / "2026-06.jsonl").write_bytes(b"".join(map(to_line, lines)))
        catalogue = open_catalogue(tmp_path / "an archive" / FILE)
        try:
            for old, line in moves.items():
                catalogue.connection.execute(insert(aliases).values(source="demo", url=old, statement_id=line.id))
                catalogue.connection.execute(
                    insert(statements).values(
                        id=line.id, source="demo", url=line.url, canonical_url=line.canonical_url, revision=1,
                        current=1, digest=line.digest, body_digest="", first_seen=FIRST, last_seen=SECOND,
                    )
                )  # fmt: skip
            catalogue.commit()
        finally:
            catalogue.close()
        return report(tmp_path / "an archive", first, second)

    return write


def linked(line: Statement, to: Statement) -> Statement:
    link = Link(kind="copy", id=to.id, url=to.url, evidence="equal title and body", score=1.0)
    return line.model_copy(update={"links": (link,)})


def test_the_report_tells_every_thing_that_the_ministry_did(told: Callable[..., str]) -> None:
    found = lines_of("before", FIRST)
    found[COPY] = linked(found[COPY], found[EDITED])
    new_address = lines_of("after", SECOND)[MOVED]
    wall = Problem(url="http://mfa.ardania.example/en/news/x", code="blocked.challenge", sentence="a wall answered")
    gone = Problem(url=GONE, code="http.gone", sentence="the server answered 404")
    text = told(
        [*found.values(), *second_lines(found), new_address],
        {OLD: new_address},
        run(FIRST, exchanges=41, bytes=250_000, published=len(found), problems=[wall]),
        run(SECOND, extracted=33, unchanged=31, revised=1, published=1, gone=1, problems=[wall, gone]),
    )
    words = " ".join(text.split())
    assert f"41 exchanges with the two sites (250.0 kB) and read {len(found)} statements" in words
    assert "mfa.ardania.example 14 en, 6 fr, 9 ru" in words
    assert "harbourtown.mfa.ardania.example 3 en, 1 fr" in words
    assert "with 1 document, known by digest and text" in words
    assert f"{EDITED} {COPY}" in words
    assert "blocked.challenge: a wall answered" in words
    assert "[-120-]{+84+} crossings a month" in words
    assert "- Passengers who held tickets when the line was suspended" in words
    assert "still says 2026-04-28" in words
    assert "between 2026-06-10 12:00:00.0 UTC and 2026-06-10 12:05:00.0 UTC" in words
    assert f"The old text still stands at {COPY}" in words
    assert f"GONE {found[GONE].title} {GONE} The server answered 404" in words
    assert words.count("NEW ") == 1
    assert f"NEW Statement on the transfer of the Gull Island lighthouse to joint keeping {NEW}" in words
    assert f"MOVED Consular sections to open on Saturdays {OLD} -> {MOVED}" in words


def test_the_commands_name_the_capture_before_the_edit_and_quote_the_folder(told: Callable[..., str]) -> None:
    found = lines_of("before", FIRST)
    text = told([*found.values(), *second_lines(found)], {}, run(FIRST), run(SECOND))
    commands = [line.strip() for line in text.splitlines() if line.startswith("     ")]
    assert any("verify --archive '" in line and line.endswith("an archive'") for line in commands)
    offset = found[EDITED].capture.offset
    assert any(f"an archive/warc/demo/2026/demo.warc.gz' {offset} > before.html" in line for line in commands)


def test_a_second_crawl_without_news_says_nothing_changed(told: Callable[..., str]) -> None:
    found = lines_of("before", FIRST)
    text = told(list(found.values()), {}, run(FIRST), run(SECOND, extracted=33, unchanged=33))
    assert "Nothing." in text
    for word in ("EDITED", "GONE", "NEW", "MOVED"):
        assert word not in text


def test_a_dead_link_that_was_never_a_statement_is_not_called_gone(told: Callable[..., str]) -> None:
    dead = Problem(url="http://mfa.ardania.example/en/news/no0", code="http.gone", sentence="the server answered 404")
    text = told(list(lines_of("before", FIRST).values()), {}, run(FIRST), run(SECOND, problems=[dead]))
    assert "GONE" not in text


def test_a_copy_that_follows_the_edit_is_not_said_to_carry_the_old_text(told: Callable[..., str]) -> None:
    found = lines_of("before", FIRST)
    found[COPY] = linked(found[COPY], found[EDITED])
    edited, new = second_lines(found)
    followed = found[COPY].model_copy(
        update={"revision": 2, "event": "revised", "fetched_at": SECOND, "body": edited.body, "links": ()}
    )
    text = told([*found.values(), edited, new, followed], {}, run(FIRST), run(SECOND))
    assert "still stands" not in text


def test_an_archive_without_its_catalogue_is_an_error_and_no_empty_report(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="catalogue"):
        report(tmp_path, run(FIRST), run(SECOND))
