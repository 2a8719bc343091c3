"""One object, one line, valid UTF-8 and valid JSON, whatever the text holds."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.model.line import to_line
from crawler.model.run import Problem

anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters()),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(), max_size=4), inner, max_size=3)
    ),
)


@given(st.dictionaries(st.text(st.characters(), max_size=6), anything, max_size=4))
@example({"a": "one\u2028two\u2029three\u0085four\x0bfive\x0csix\x1cseven"})
@example({"a": "\x00", "\ud800": "\udfff"})
@example({"a": "\ud83d\ude00", "b": "\U0001f600"})
@example({"a": "\u202eevil\u2066"})
def test_any_object_is_one_line_that_reads_back(value: dict[str, Any]) -> None:
    line = to_line(value)
    text = line.decode("utf-8")
    assert text.endswith("\n")
    assert len(text.splitlines()) == 1
    assert line.count(b"\n") == 1
    assert b"\x00" not in line
    assert _paired(json.loads(text)) == _paired(value)


def test_letters_stay_letters() -> None:
    assert to_line({"t": "Bəyanat № 1"}) == '{"t":"Bəyanat № 1"}\n'.encode()


def test_a_model_is_written_as_its_json() -> None:
    problem = Problem(url="https://mfa.example/", code="net.dns", sentence="no such host\u2028")
    assert json.loads(to_line(problem)) == problem.model_dump(mode="json")


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_json_does_not_know_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        to_line({"score": number})


def _paired(value: Any) -> Any:
    """Two halves of a surrogate pair that stand side by side are one letter in JSON."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    if isinstance(value, dict):
        return {_paired(key): _paired(inner) for key, inner in value.items()}
    return [_paired(inner) for inner in value] if isinstance(value, list) else value
