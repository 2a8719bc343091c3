"""The loader: folders, replacement, and one report of everything that is wrong."""

from pathlib import Path

import pytest

from crawler.sources import SHIPPED, SourceErrors, load_sources, read_source
from tests.sources.writing import SOUND, write


def problems(*folders: Path, shipped: Path) -> list[str]:
    with pytest.raises(SourceErrors) as caught:
        load_sources(folders, shipped=shipped)
    assert caught.value.exit_code == 4
    assert str(caught.value).splitlines() == [str(error) for error in caught.value.errors]
    return [str(error) for error in caught.value.errors]


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    folder = tmp_path / "shipped"
    write(folder)
    return folder


def test_sound_file_loads_with_its_text(shipped: Path) -> None:
    sources = load_sources(shipped=shipped)
    assert list(sources) == ["xx_mfa"]
    assert sources["xx_mfa"].sites[1].role == "mission"
    assert sources.definition("xx_mfa") == SOUND
    assert sources.notes == ()


def test_own_file_replaces_the_shipped_one_and_says_so(tmp_path: Path, shipped: Path) -> None:
    own = write(tmp_path / "own", SOUND.replace("delay = 2.0", "delay = 9.0"))
    sources = load_sources([own.parent], shipped=shipped)
    assert sources["xx_mfa"].politeness.delay == 9.0
    assert "delay = 9.0" in sources.definition("xx_mfa")
    assert sources.notes == (f"{own} replaces the source 'xx_mfa' of {shipped}",)


def test_later_folder_wins_over_an_earlier_one(tmp_path: Path, shipped: Path) -> None:
    one = write(tmp_path / "one", SOUND.replace("delay = 2.0", "delay = 3.0")).parent
    two = write(tmp_path / "two", SOUND.replace("delay = 2.0", "delay = 4.0")).parent
    assert load_sources([one, two], shipped=shipped)["xx_mfa"].politeness.delay == 4.0
    assert load_sources([two, one], shipped=shipped)["xx_mfa"].politeness.delay == 3.0


def test_own_sources_are_added_to_the_shipped_ones(tmp_path: Path, shipped: Path) -> None:
    own = write(tmp_path / "own", SOUND.replace("xx_mfa", "aa_mfa"), "aa_mfa.toml").parent
    assert list(load_sources([own], shipped=shipped)) == ["aa_mfa", "xx_mfa"]


def test_same_id_twice_in_one_folder_is_refused(tmp_path: Path, shipped: Path) -> None:
    own = write(tmp_path / "own").parent
    write(own, name="zz_mfa.toml")
    assert problems(own, shipped=shipped) == [
        "zz_mfa.toml:1: the id 'xx_mfa' is given twice in this folder: xx_mfa.toml has it too"
    ]


def test_id_other_than_the_file_name_is_refused(tmp_path: Path, shipped: Path) -> None:
    own = write(tmp_path / "own", "# one\n" + SOUND.replace('"xx_mfa"', '"yy_mfa"')).parent
    assert problems(own, shipped=shipped) == [
        "xx_mfa.toml:2: the id 'yy_mfa' must equal the file's name: 'yy_mfa.toml'"
    ]


def test_all_problems_of_all_files_come_together(tmp_path: Path, shipped: Path) -> None:
    spoiled = SOUND.replace("delay = 2.0", "delai = 2.0").replace('items = "li.news"', 'items = "li[["')
    own = write(tmp_path / "own", spoiled).parent
    write(own, SOUND.replace("xx_mfa", "bb_mfa").replace("Europe/Paris", "Europe/Pariss"), "bb_mfa.toml")
    write(own, "id = ", "cc_mfa.toml")
    write(own, SOUND.replace("xx_mfa", "dd_mfa"), "dd_mfa.toml")
    found = problems(own, shipped=shipped)
    assert [text.partition(" ")[0] for text in found] == [
        "bb_mfa.toml:5:",
        "cc_mfa.toml:1:",
        "xx_mfa.toml:8:",
        "xx_mfa.toml:21:",
    ]
    assert found[2] == "xx_mfa.toml:8: unknown key 'delai' in [politeness]; did you mean 'delay'?"


def test_missing_folder_is_a_problem_and_an_empty_one_a_note(tmp_path: Path, shipped: Path) -> None:
    missing = tmp_path / "nowhere"
    assert problems(missing, shipped=shipped) == [
        f"{missing}: the folder of sources cannot be read: No such file or directory"
    ]
    empty = tmp_path / "empty"
    empty.mkdir()
    assert load_sources([empty], shipped=shipped).notes == (
        f"{empty}: no source file (a file named ID.toml) is in this folder",
    )


def test_editors_leavings_are_no_sources(tmp_path: Path, shipped: Path) -> None:
    own = write(tmp_path / "own", "broken =", ".xx_mfa.toml").parent
    write(own, "broken =", "xx_mfa.toml~")
    write(own, "broken =", "notes.txt")
    assert list(load_sources([own], shipped=shipped)) == ["xx_mfa"]


def test_byte_order_mark_and_windows_line_ends_are_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "xx_mfa.toml"
    path.write_bytes(b"\xef\xbb\xbf" + SOUND.replace("\n", "\r\n").encode())
    assert read_source(path).source.id == "xx_mfa"
    path.write_bytes(b"\xef\xbb\xbf" + SOUND.replace("delay", "delai").replace("\n", "\r\n").encode())
    with pytest.raises(SourceErrors, match=r"^xx_mfa\.toml:8: unknown key 'delai'"):
        read_source(path)


def test_bytes_that_are_not_utf8_are_placed(tmp_path: Path) -> None:
    path = tmp_path / "xx_mfa.toml"
    path.write_bytes(b"# one\n# two \xe9\n")
    with pytest.raises(SourceErrors, match=r"^xx_mfa\.toml:2: is not UTF-8$"):
        read_source(path)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = 1\na = 2\n", 2),
        ("a = [1,\n2\n", 3),
        ("[t]\n[t]\n", 2),
        ("x = 'abc\ny = 'q'", 1),
        ("ok = 1\nwhat is this\n", 2),
    ],
)
def test_toml_errors_are_placed(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(SourceErrors) as caught:
        read_source(write(tmp_path, text))
    assert [error.line for error in caught.value.errors] == [line]
    assert str(caught.value).startswith(f"xx_mfa.toml:{line}: not TOML: ")
    assert "(at" not in str(caught.value)


def test_a_file_nested_without_end_is_a_problem_and_no_traceback(tmp_path: Path) -> None:
    with pytest.raises(SourceErrors, match="nested too deeply"):
        read_source(write(tmp_path, "a = " + "[" * 100_000))


def test_unreadable_file_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(SourceErrors, match=r"xx_mfa\.toml: cannot be read"):
        read_source(tmp_path / "xx_mfa.toml")


def test_shipped_folder_is_the_one_beside_the_loader() -> None:
    assert set(load_sources()) == {path.stem for path in SHIPPED.glob("*.toml")}
