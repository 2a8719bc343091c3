"""Lines of a TOML document, against what tomllib reads from it."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from crawler.sources.lines import Path, line_numbers, line_of

DOCUMENT = (
    '''\
# comment [not.a.table]
id = "x"                                  # 2
a.b."c.d" = 'q'                           # 3
[ politeness ]                            # 4
delay = 2
"qu\\u0041" = """
multi [x]
"quoted"""""
next = inf                                # 9
[[sites]]
host = "a # b"
[[sites]]                                 # 12
host = 'b'
x = { y = 1, z.w = [
  1,                                      # 15
  # ] } "
  { k = "v" }, ], last = 2 }              # 17
[sites.deep]
v = [[1, 2],
     [3]]                                 # 20
[[sites.more]]
a = 1979-05-27T07:32:00Z
[[sites.more]]
a = 2                                     # 24
[other.table.here]
\'quoted key\' = '''
    + "'''\n\n'it''s'''''\nend = true  # 29\n"
)


def paths(value: Any, at: Path = ()) -> Iterator[Path]:
    yield at
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from paths(inner, (*at, key))


def test_every_path_of_a_rich_document_has_its_line() -> None:
    lines = line_numbers(DOCUMENT)
    assert set(lines) == set(paths(tomllib.loads(DOCUMENT)))
    assert {
        (): 1,
        ("id",): 2,
        ("a", "b", "c.d"): 3,
        ("politeness",): 4,
        ("politeness", "quA"): 6,
        ("politeness", "next"): 9,
        ("sites",): 10,
        ("sites", 1): 12,
        ("sites", 1, "x", "z", "w", 0): 15,
        ("sites", 1, "x", "z", "w", 1, "k"): 17,
        ("sites", 1, "x", "last"): 17,
        ("sites", 1, "deep", "v", 1): 20,
        ("sites", 1, "more", 1, "a"): 24,
        ("other",): 25,
        ("other", "table", "here", "end"): 29,
    }.items() <= lines.items()


@pytest.mark.parametrize(
    ("path", "line"), [(("sites", 1, "nope"), 12), (("sites", 7, "host"), 10), (("zzz",), 1), (("id", 0, "css"), 2)]
)
def test_what_is_not_written_stands_on_what_encloses_it(path: Path, line: int) -> None:
    assert line_of(line_numbers(DOCUMENT), path) == line


keys = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=6)
scalars = st.one_of(
    st.integers(-9, 9**9),
    st.booleans(),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=12),
    st.dates(),
)
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3))


@given(st.dictionaries(keys, values, max_size=5))
def test_no_path_of_any_document_is_missed_or_invented(data: dict[str, Any]) -> None:
    text = tomlkit.dumps(data)
    assert set(line_numbers(text)) == set(paths(tomllib.loads(text)))


@given(st.dictionaries(keys, st.integers(0, 9), max_size=8), st.integers(0, 3))
def test_key_stands_on_the_line_that_holds_it(data: dict[str, int], blank: int) -> None:
    rows = [f"{tomlkit.key([key]).as_string()} = {value}" for key, value in data.items()]
    text = ("\n" * blank) + ("\n" * (blank + 1)).join(rows)
    for number, key in enumerate(data):
        assert line_numbers(text)[(key,)] == blank + 1 + number * (blank + 1)
