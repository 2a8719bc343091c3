"""What the ministry of the demo has published, before and after its edits."""

import pytest

from crawler.demo import statements
from crawler.demo.statements import MAIN, MISSION, Press, Release, load_press


def _one(press: Press, number: str, language: str = "en", host: str = MAIN) -> Release:
    (found,) = [r for r in press.releases if (r.number, r.language, r.host) == (number, language, host)]
    return found


def test_every_release_has_its_own_address() -> None:
    for state in ("before", "after"):
        urls = [release.url for release in load_press(state).releases]
        assert len(urls) == len(set(urls))


def test_there_are_enough_releases_in_three_languages_and_both_skins() -> None:
    releases = load_press("before").releases
    assert 24 <= sum(release.host == MAIN for release in releases) <= 36
    assert {release.language for release in releases} == {"en", "fr", "ru"}
    assert {(release.skin, release.language) for release in releases} >= {
        ("old", "ru"),
        ("new", "ru"),
        ("mission", "fr"),
    }


def test_the_silent_edit_keeps_the_date_and_changes_a_number_and_a_paragraph() -> None:
    before, after = (_one(load_press(state), "12/26") for state in ("before", "after"))
    assert (before.url, before.date, before.title) == (after.url, after.date, after.title)
    assert len(after.paragraphs) == len(before.paragraphs) - 1
    assert any("120 crossings" in paragraph for paragraph in before.paragraphs)
    assert any("84 crossings" in paragraph for paragraph in after.paragraphs)
    assert after.modified > before.modified


def test_the_embassy_does_not_follow_the_edit() -> None:
    before = _one(load_press("before"), "12/26")
    copy = _one(load_press("after"), "12/26", host=MISSION)
    assert copy.paragraphs == before.paragraphs
    assert (copy.date - before.date).days == 1


def test_one_copy_is_lightly_edited_and_the_others_are_verbatim() -> None:
    press = load_press("before")
    copies = [release for release in press.releases if release.host == MISSION]
    edited = [c.number for c in copies if c.paragraphs != _one(press, c.number, c.language).paragraphs]
    assert len(copies) == 4
    assert edited == ["9/26"]


def test_one_is_withdrawn_one_is_new_one_is_moved_and_nothing_else_changes() -> None:
    before, after = load_press("before"), load_press("after")
    gone = {r.url for r in before.releases} - {r.url for r in after.releases}
    come = {r.url for r in after.releases} - {r.url for r in before.releases}
    (((host, old), new),) = after.moved.items()
    assert gone == {_one(before, "11/26").url, f"http://{host}{old}"}
    assert come == {_one(after, "15/26").url, f"http://{host}{new}"}
    same = [r for r in before.releases if r in after.releases]
    assert len(same) == len(before.releases) - 3
    assert before.moved == {}


def test_listings_are_newest_first() -> None:
    listed = load_press("after").listed(MAIN, "en")
    assert [r.date for r in listed] == sorted((r.date for r in listed), reverse=True)
    assert listed[0].number == "15/26"


def test_translations_are_the_same_number_on_the_same_site() -> None:
    press = load_press("before")
    assert [r.language for r in press.translations(_one(press, "14/26"))] == ["fr", "ru"]
    assert press.translations(_one(press, "4/26")) == []


def test_an_edit_of_what_is_not_there_is_an_error() -> None:

    releases = list(load_press("before").releases)
    nothing: dict[str, list[object]] = {"edited": [], "withdrawn": [], "moved": []}
    with pytest.raises(ValueError, match="phrase"):
        statements._edit(
            releases, {**nothing, "edited": [{"number": "12/26", "language": "en", "replace": [["nowhere", ""]]}]}
        )
    with pytest.raises(ValueError, match="drops a paragraph"):
        statements._edit(
            releases, {**nothing, "edited": [{"number": "12/26", "language": "en", "drop": ["Nobody wrote this"]}]}
        )
    with pytest.raises(ValueError, match="not there"):
        statements._edit(releases, {**nothing, "withdrawn": [{"number": "99/99", "language": "en"}]})
