"""``verify --extract``: a statement that its bytes do not give is damage, unless another program read it."""

import json

from crawler.rereading.check import ExtractCheck
from crawler.rereading.reextract import Wanted, reextract
from tests.rereading.shelf import LINES, Shelf, page


def check(shelf: Shelf) -> tuple[list[str], list[str], int]:
    one = ExtractCheck(shelf.root, shelf.sources, jobs=1)
    return [str(damage) for damage in one.damages()], one.notes, one.statements


def spoil(shelf: Shelf, old: str, new: str) -> None:
    path = shelf.root / LINES
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_a_sound_archive_gives_every_digest_again(shelf: Shelf) -> None:
    shelf.keep(("a", page("One")), ("b", page("Two")), ("refused", page("X", body="no")))
    assert check(shelf) == ([], [], 2)


def test_a_digest_that_the_bytes_do_not_give_is_damage_with_file_and_place(shelf: Shelf) -> None:
    shelf.keep(("a", page("One")), ("b", page("Two")))
    first, second = shelf.lines()
    spoil(shelf, second["digest"], first["digest"])
    offset = (shelf.root / LINES).read_bytes().index(b"\n") + 1
    damages, notes, _ = check(shelf)
    assert damages == [
        f"{LINES}, byte {offset}: {second['id']}: its page extracts to {second['digest']}, and not to "
        f"{first['digest']} (digest)"
    ]
    assert notes == []


def test_a_page_that_another_definition_refuses_is_noted_and_no_damage(shelf: Shelf) -> None:
    shelf.keep(("a", page("One")))
    shelf.change('body = ".text"', 'body = ".elsewhere"')
    damages, notes, _ = check(shelf)
    assert damages == []
    assert notes == [
        "xx_mfa: 1 statements read differently now than when they were read: `communique reextract --source xx_mfa"
        " --dry-run` shows how"
    ]


def test_a_page_that_extracts_no_more_is_damage_where_nothing_explains_it(shelf: Shelf) -> None:
    shelf.keep(("a", page("One")), ("b", page("Two", body="no")))
    line, refused = shelf.lines()[0], shelf.lines("quarantine/refused.jsonl")[0]
    path = shelf.root / LINES
    path.write_text(json.dumps({**line, "capture": refused["capture"]}) + "\n")
    damages, notes, _ = check(shelf)
    assert notes == []
    assert len(damages) == 1
    assert "its page does not extract any more: layout.mismatch" in damages[0]


def test_another_definition_of_the_source_explains_a_difference_and_a_re_extraction_ends_it(shelf: Shelf) -> None:
    shelf.keep(("a", page("One")))
    shelf.change('title = "h1"', 'title = "title"')
    damages, notes, _ = check(shelf)
    assert (damages, len(notes)) == ([], 1)
    reextract(shelf.root, shelf.sources, Wanted(), min_free=0)
    assert check(shelf) == ([], [], 1)


def test_another_definition_that_reads_the_same_needs_no_word(shelf: Shelf) -> None:
    shelf.keep(("a", page("One")))
    shelf.change('id = "first"', 'id = "first"  # a remark')
    assert check(shelf) == ([], [], 1)


def test_bytes_that_are_gone_are_damage(shelf: Shelf) -> None:
    shelf.keep(("a", page("One")))
    (shelf.root / shelf.lines()[0]["capture"]["warc"]).unlink()
    damages, _, _ = check(shelf)
    assert len(damages) == 1
    assert damages[0].startswith(f"{LINES}, byte 0: ")
    assert "cannot be read" in damages[0]


def test_pages_of_a_source_that_nobody_describes_are_noted(shelf: Shelf) -> None:
    shelf.keep(("a", page("One")))
    (shelf.sources_dir / "xx_mfa.toml").unlink()
    assert check(shelf) == ([], ["xx_mfa: 1 pages were not extracted again: no source has this id"], 0)
