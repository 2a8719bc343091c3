"""What the names of an element say it is for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.names import purpose_of


@pytest.mark.parametrize(
    ("names", "purpose"),
    [
        ("entry-content", "body"),
        ("field field--name-body field--type-text-with-summary", "body"),
        ("articleBody", "body"),
        ("TRS_Editor", "body"),
        ("node-teaser__summary lead", "lead"),
        ("main-navigation", "frame"),
        ("breadcrumbs", "frame"),
        ("shareButtons", "frame"),
        ("relatedArticles", "side"),
        ("sidebar-first", "side"),
        ("comments", "side"),
        ("visually-hidden", "hidden"),
        ("col-md-9 col-sm-12", "none"),
        ("", "none"),
    ],
)
def test_names_as_sites_have_them(names: str, purpose: str) -> None:
    assert purpose_of(names, "") == purpose


def test_a_role_counts_for_more_than_a_name() -> None:
    assert purpose_of("entry-content", "navigation") == "frame"


@given(st.text(max_size=3000), st.text(max_size=20))
def test_any_names_have_a_purpose(names: str, role: str) -> None:
    assert purpose_of(names, role) in {"frame", "side", "aside", "hidden", "body", "lead", "none"}
