"""What `communique sources list|show|check` say."""

import json
from pathlib import Path

import pytest

from crawler.sources import load_sources
from crawler.sources.describe import check_data, check_text, list_data, list_text, show_data, show_text
from tests.sources.writing import SOUND, write


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    write(tmp_path / "shipped")
    own = write(tmp_path / "own", SOUND.replace("delay = 2.0", "delay = 0.5")).parent
    write(
        own, SOUND.replace("xx_mfa", "yy_mfa").replace('["en", "fr"]', '["en", "fr", "de", "it", "es"]'), "yy_mfa.toml"
    )
    return tmp_path / "shipped", own


def test_list_has_a_line_a_source_and_says_what_was_replaced(folders: tuple[Path, Path]) -> None:
    sources = load_sources([folders[1]], shipped=folders[0])
    lines = list_text(sources).splitlines()
    assert lines[0].split() == ["ID", "COUNTRY", "LANGUAGES", "SITES", "NAME"]
    assert lines[1].split()[:5] == ["xx_mfa", "XX", "en", "fr", "2"]
    assert "en fr de it +1" in lines[2]
    assert lines[3].startswith("note: ")
    assert "replaces the source 'xx_mfa'" in lines[3]


def test_list_data_is_json(folders: tuple[Path, Path]) -> None:
    rows = json.loads(json.dumps(list_data(load_sources([folders[1]], shipped=folders[0]))))
    assert [(row["id"], row["sites"], row["missions"], row["shipped"]) for row in rows] == [
        ("xx_mfa", 2, 1, False),
        ("yy_mfa", 2, 1, False),
    ]
    assert rows[0]["file"] == str(folders[1] / "xx_mfa.toml")


def test_show_names_all_that_an_operator_asks_for(folders: tuple[Path, Path]) -> None:
    sources = load_sources([folders[1]], shipped=folders[0])
    text = show_text(sources, "xx_mfa")
    for part in (
        "Exampleland",
        "Europe/Paris",
        "0.5 s",
        "oslo.mfa.example (mission): NO",
        "until 2019-12-31",
        "{language}/news",
    ):
        assert part in text
    assert show_data(sources["xx_mfa"])["layouts"][0]["until"] == "2019-12-31"
    json.dumps(show_data(sources["xx_mfa"]))
    with pytest.raises(KeyError):
        show_text(sources, "nope")


def test_check_tells_remarks_of_the_named_or_of_all(folders: tuple[Path, Path]) -> None:
    sources = load_sources([folders[1]], shipped=folders[0])
    assert [row["id"] for row in check_data(sources)] == ["xx_mfa", "yy_mfa"]
    (row,) = check_data(sources, ["xx_mfa"])
    assert row["remarks"][0]["place"] == "politeness"
    text = check_text(sources)
    assert "xx_mfa: sound, remarks: 1" in text
    assert "yy_mfa: sound\n" in text + "\n"
    assert "note: " in text
