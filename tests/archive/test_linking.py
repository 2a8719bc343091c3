"""Links in an archive: found when a statement is read, ended when it says something else, and as people decided."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.archive.core import Revised
from crawler.archive.errors import ArchiveError
from crawler.archive.judging import confirm, split
from crawler.archive.rebuild import rebuild
from crawler.archive.suppress import suppress
from crawler.archive.work import work_of
from crawler.catalogue.database import FILE
from crawler.model.statement import Body, Published, Translation
from crawler.revisions.templates import template_digest
from tests.archive.desk import BASE, Desk
from tests.archive.world import Ticking, a_draft, an_exchange
from tests.works.clusters import BRIDGE, BRIDGE_AGENCY, BRIDGE_DE, CALL, FUNERAL, OTHER_CALL, VISIT_DE

TABLES = ("links", "marks", "texts", "changes", "decisions", "statements", "revisions")


def read(
    desk: Desk, name: str, text: str, *, source: str = "by_mfa", host: str | None = None, day: str = "2024-03-14",
    when: datetime | None = None, time: str | None = None, **more: Any,
) -> Revised:  # fmt: skip
    """A page of this text at ``name``, read outside a run."""
    url = f"http://{host}/{name}" if host else f"{BASE}/{name}"
    capture = desk.core.store(an_exchange(url, text.encode(), source=source, when=when or desk.clock()))
    assert capture is not None
    draft = a_draft(url, capture, text=text, source=source)
    paragraphs = tuple(part.replace("\n", " ").strip() for part in text.strip().split("\n\n"))
    published = Published(
        date=day, time=time, timezone="UTC" if time else None, precision="minute" if time else "day", raw=day,
        method="selector",
    )  # fmt: skip
    fields = {"number": None, "published": published, **more}
    body = Body(text="\n\n".join(paragraphs), paragraphs=paragraphs, html="")
    draft = replace(draft, site=host or "by-mfa.example", reading=replace(draft.reading, body=body, **fields))
    return desk.core.revise(None, draft, url)


def rows(root: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(root / FILE)) as connection:
        return {name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr) for name in TABLES}  # noqa: S608


def id_of(read: Revised) -> str:
    assert read.statement is not None
    return read.statement.id


def told(desk: Desk, *kinds: str) -> list[dict[str, Any]]:
    return [change for change in desk.lines("changes.jsonl") if change["kind"] in kinds]


def pairs(root: Path) -> set[tuple[object, object, object]]:
    return {(one, other, kind) for one, other, kind, *_ in rows(root)["links"]}


def test_an_edited_copy_in_another_source_is_linked_with_its_evidence(desk: Desk) -> None:
    first = id_of(read(desk, "1", BRIDGE))
    copy = read(desk, "2", BRIDGE_AGENCY, source="us_oag", host="wire.example", day="2024-03-15")
    assert copy.statement is not None
    (link,) = copy.statement.links
    assert (link.id, link.kind, link.url) == (first, "copy", f"{BASE}/1")
    (change,) = told(desk, "linked")
    assert change["id"] == copy.statement.id
    assert change["data"] == {
        "linked": first, "url": f"{BASE}/1", "link": "copy", "evidence": link.evidence, "score": link.score,
    }  # fmt: skip
    assert "published 2024-03-14 and 2024-03-15" in link.evidence


def test_what_only_shares_a_template_is_not_linked(desk: Desk) -> None:
    read(desk, "1", CALL, day="2024-05-03")
    assert read(desk, "2", OTHER_CALL, day="2024-06-21").links == 0


def test_a_rebuild_gives_the_same_links_and_marks(desk: Desk) -> None:
    read(desk, "1", BRIDGE)
    read(desk, "2", BRIDGE_AGENCY, source="us_oag", host="wire.example")
    read(desk, "3", BRIDGE_DE, host="berlin.example", language="de")
    read(desk, "2", FUNERAL, source="us_oag", host="wire.example", day="2024-03-17")
    desk.core.commit()
    before = rows(desk.root)
    desk.close()
    rebuild(desk.root)
    assert rows(desk.root) == before
    assert len(before["marks"]) > 60
    desk.open()


def test_a_text_that_says_something_else_ends_its_links_with_a_reason(desk: Desk) -> None:
    first = id_of(read(desk, "1", BRIDGE))
    read(desk, "2", BRIDGE, host="paris.example")
    again = read(desk, "2", FUNERAL, host="paris.example", day="2024-03-17")
    assert again.statement is not None
    assert again.statement.links == ()
    (change,) = told(desk, "unlinked")
    assert change["data"]["linked"] == first
    assert change["data"]["link"] == "copy"
    assert change["data"]["why"].startswith("its text is another now")
    assert pairs(desk.root) == set()


def test_an_edit_keeps_its_links_and_tells_nothing(desk: Desk) -> None:
    read(desk, "1", BRIDGE)
    read(desk, "2", BRIDGE_DE, host="berlin.example", language="de")
    edited = read(desk, "1", BRIDGE.replace("seven", "eight"))
    assert edited.statement is not None
    assert [link.kind for link in edited.statement.links] == ["translation"]
    assert len(told(desk, "linked")) == 1
    assert told(desk, "unlinked") == []


def test_a_page_that_comes_to_say_it_is_linked_then(desk: Desk) -> None:
    read(desk, "1", BRIDGE)
    read(desk, "2", FUNERAL, host="paris.example", day="2024-03-17")
    assert read(desk, "2", BRIDGE, host="paris.example").links == 1


def test_a_copy_of_what_has_been_edited_since_is_still_found(desk: Desk) -> None:
    read(desk, "1", BRIDGE)
    read(desk, "1", BRIDGE.replace("seven of his", "eight of his") + "\n\n" + FUNERAL)
    assert read(desk, "2", BRIDGE, host="paris.example").links == 1


def test_an_older_capture_changes_nothing_of_what_is_linked_now(desk: Desk) -> None:
    read(desk, "1", BRIDGE)
    read(desk, "2", BRIDGE, host="paris.example")
    before = read(desk, "2", FUNERAL, host="paris.example", when=datetime(2020, 1, 1, tzinfo=UTC))
    assert before.statement is not None
    assert [link.kind for link in before.statement.links] == ["copy"], "as it is linked now"
    assert [change["kind"] for change in told(desk, "linked", "unlinked")] == ["linked"]


def test_what_a_relaunch_put_around_all_texts_of_a_source_is_left_out_of_the_likeness(desk: Desk) -> None:
    around = [f"{number} {sentence} " * 4 for number, sentence in enumerate((
        "Follow the Ministry on the networks and read every day what Norvania does in the world for its citizens.",
        "All texts of this site may be used freely where the Ministry is named as their author and nothing is changed.",
    ))]  # fmt: skip
    edited = BRIDGE.replace("opened fire on", "shot at").replace("grave", "serious").replace("hold", "think")
    run = desk.begin()
    read(desk, "1", BRIDGE + "\n\n" + "\n\n".join(around), day="2024-03-01", title="Shots at Lugansko")
    copy = ("2", edited.replace("14 March 2024", "that day").replace("on 2 March", "in March"))
    assert read(desk, *copy, host="paris.example", day="2024-03-20", title="Of the bridge").links == 0
    desk.core.relaunched(run, "by_mfa", [template_digest(one.strip()) for one in around])
    again = (copy[0], copy[1] + "\n\nIt was issued in Dulcin.")
    assert read(desk, *again, host="paris.example", day="2024-03-20", title="Of the bridge").links == 1


def test_the_translations_of_a_line_bear_the_ids_of_those_that_are_known(desk: Desk) -> None:
    german = id_of(read(desk, "de", VISIT_DE, language="de"))
    offered = (Translation(language="de", url=f"{BASE}/de#text"), Translation(language="fr", url=f"{BASE}/fr"))
    read_now = read(desk, "en", BRIDGE, translations=offered).statement
    assert read_now is not None
    assert [item.id for item in read_now.translations] == [german, None]


def test_a_suppressed_statement_leaves_no_mark(desk: Desk) -> None:
    first = id_of(read(desk, "1", BRIDGE))
    read(desk, "2", FUNERAL, day="2024-03-17")
    desk.close()
    before = rows(desk.root)
    suppress(desk.root, first, "court order", clock=Ticking())
    after = rows(desk.root)
    assert 0 < len(after["marks"]) < len(before["marks"])
    assert [row[1] for row in after["texts"]] == [row[1] for row in before["texts"] if row[1] != first]
    assert not {row[1] for row in after["marks"]} - {row[0] for row in after["texts"]}
    desk.open()
    assert read(desk, "3", BRIDGE, host="paris.example").links == 0


def test_a_confirmed_link_stays_whatever_the_texts_become(desk: Desk) -> None:
    one, other = id_of(read(desk, "1", BRIDGE)), id_of(read(desk, "2", FUNERAL, day="2024-03-17"))
    desk.close()
    with pytest.raises(ArchiveError, match="nothing was found that links"):
        confirm(desk.root, one, other, None, "both are about the same")
    made = confirm(desk.root, other, one, "translation", "both are about the same", clock=desk.clock)
    assert (made.number, made.added, made.ended) == (1, 1, 0)
    desk.open()
    edited = read(desk, "2", CALL, day="2024-05-03").statement
    assert edited is not None
    assert [(link.id, link.kind, link.evidence) for link in edited.links] == [
        (one, "translation", "a person: both are about the same")
    ]
    assert [change["kind"] for change in told(desk, "decided", "linked", "unlinked")] == ["decided", "linked"]


def test_a_link_that_was_found_is_confirmed_as_it_is(desk: Desk) -> None:
    one = id_of(read(desk, "1", BRIDGE))
    other = id_of(read(desk, "2", BRIDGE, host="paris.example"))
    desk.close()
    assert confirm(desk.root, one, other, None, "seen by eye", clock=desk.clock).added == 0
    changed = confirm(desk.root, one, other, "excerpt", "it lacks the annex", clock=desk.clock)
    assert (changed.added, changed.ended) == (1, 1)
    assert {kind for *_, kind in pairs(desk.root)} == {"excerpt"}
    desk.open()


def test_what_a_person_split_is_never_linked_again(desk: Desk) -> None:
    one = id_of(read(desk, "1", BRIDGE))
    other = id_of(read(desk, "2", BRIDGE, host="paris.example"))
    desk.close()
    decided = split(desk.root, other, one, "two events", clock=desk.clock)
    assert decided.ended == 1
    before = rows(desk.root)
    rebuild(desk.root)
    assert rows(desk.root) == before, "a rebuild knows the decision"
    desk.open()
    assert read(desk, "2", BRIDGE + "\n\nMore.", host="paris.example").links == 0
    assert read(desk, "1", BRIDGE + "\n\nMore.").links == 0
    assert read(desk, "3", BRIDGE, host="rome.example").links == 2, "others are linked with both"
    assert pairs(desk.root) & {(one, other, "copy"), (other, one, "copy")} == set()
    (change,) = told(desk, "unlinked")
    assert change["data"]["why"] == "a person decided that they do not say the same: two events"


def test_a_later_decision_of_the_same_two_holds(desk: Desk) -> None:
    one, other = id_of(read(desk, "1", BRIDGE)), id_of(read(desk, "2", BRIDGE, host="paris.example"))
    desk.close()
    split(desk.root, one, other, "an error", clock=desk.clock)
    confirm(desk.root, one, other, "copy", "no error", clock=desk.clock)
    assert len(pairs(desk.root)) == 1
    desk.open()
    read(desk, "2", FUNERAL, host="paris.example", day="2024-03-17")
    assert len(pairs(desk.root)) == 1


@pytest.mark.parametrize(
    ("other", "reason", "sentence"),
    [
        ("nobody", "x", "holds no statement 'nobody'"),
        ("", "x", "holds no statement ''"),
        (None, "x", "is one statement"),
        ("nobody", " ", "needs a reason"),
    ],
    ids=["unknown", "empty", "itself", "no reason"],
)
def test_a_decision_that_cannot_be_is_refused_with_a_sentence(
    desk: Desk, other: str | None, reason: str, sentence: str
) -> None:
    one = id_of(read(desk, "1", BRIDGE))
    desk.close()
    with pytest.raises(ArchiveError, match=sentence):
        split(desk.root, one, one if other is None else other, reason)
    with pytest.raises(ArchiveError, match=sentence):
        confirm(desk.root, one, one if other is None else other, "copy", reason)
    assert rows(desk.root)["decisions"] == []
    desk.open()


def test_a_work_says_who_was_first_how_long_it_took_and_what_was_changed(desk: Desk) -> None:
    late = id_of(read(desk, "2", BRIDGE_AGENCY, source="us_oag", host="wire.example", day="2024-03-15"))
    first = id_of(read(desk, "1", BRIDGE))
    german = id_of(read(desk, "3", BRIDGE_DE, host="berlin.example", language="de", day="2024-03-16"))
    apart = id_of(read(desk, "4", CALL, day="2024-05-03"))
    desk.core.commit()
    work = work_of(desk.root, german)
    assert [member.statement.id for member in work.members] == [first, late, german]
    assert work.stated
    ministry, agency, translation = work.members
    assert ministry.edits is None
    assert (agency.took, agency.to_the_day) == (timedelta(days=1), True)
    assert agency.seen_after.total_seconds() < 0, "the archive saw the copy first"
    assert agency.edits is not None
    assert any("the ministry said" in edit.after for edit in agency.edits)
    assert translation.edits is None
    assert {link.kind for link, _ in translation.links} <= {"translation"}
    assert [member.statement.id for member in work_of(desk.root, apart).members] == [apart]
    with pytest.raises(ArchiveError, match="holds no statement"):
        work_of(desk.root, "nobody")


def test_the_hour_decides_who_was_first_where_all_state_it(desk: Desk) -> None:
    late = id_of(read(desk, "1", BRIDGE, time="18:30"))
    first = id_of(read(desk, "2", BRIDGE, host="paris.example", time="09:15"))
    desk.core.commit()
    work = work_of(desk.root, late)
    assert [member.statement.id for member in work.members] == [first, late]
    assert (work.members[1].took, work.members[1].to_the_day) == (timedelta(hours=9, minutes=15), False)
