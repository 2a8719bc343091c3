"""The form of statements' addresses: it fits every one of them, and no link of a menu."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.probing.addresses import patterns_of

MENU = [
    f"https://mfa.example/{path}" for path in ("about", "about/minister", "contact", "visas", "en/news", "policy/eu")
]


@pytest.mark.parametrize(
    ("urls", "pattern"),
    [
        ([f"https://mfa.example/en/news/{n}/view" for n in (101, 2202, 33)], r"/en/news/\d+/view$"),
        ([f"https://mfa.example/news/no{n}23" for n in (4, 11, 207)], r"/news/no\d+$"),
        ([f"https://mfa.example/press/2026/0{n}/a-{n}.html" for n in (1, 2, 3)], r"/press/\d{4}/\d{2}/[^/?]+\.html$"),
        ([f"https://mfa.example/index.php?id={n}" for n in (5, 6, 712)], r"/index\.php.*[?&]id=\d+"),
        ([f"https://mfa.example/{c}/press/x{c}" for c in ("en", "fr", "ru")], "/[a-z]{2}/press/[^/?]+$"),
        ([f"https://mfa.example/x/2026-releases/{n}-a/" for n in "abc"], r"/x/\d{4}-releases/[^/?]+/$"),
        ([f"https://mfa.example/a/{n}.html?nn=4711" for n in ("one", "two", "three")], r"/a/[^/?]+\.html(?:\?|$)"),
    ],
    ids=["number", "reference number", "dates", "query", "language", "year in a folder", "junk in the query"],
)  # fmt: skip
def test_a_form_is_as_wide_as_its_examples_and_no_wider(urls: list[str], pattern: str) -> None:
    assert patterns_of(urls, MENU) == (pattern,)


def test_a_form_that_menus_share_is_none() -> None:
    assert patterns_of([f"https://mfa.example/{slug}" for slug in ("visit", "talks", "treaty")], MENU) == ()
    menu = [f"https://mfa.example/about/{slug}" for slug in ("minister", "deputy")]
    assert patterns_of([f"https://mfa.example/about/{slug}" for slug in ("a", "b", "c")], menu) == ()


def test_too_many_forms_are_no_form() -> None:
    urls = [f"https://mfa.example/{'x/' * depth}news/{depth}" for depth in range(6)]
    assert patterns_of(urls, MENU) == ()


SEGMENT = st.from_regex(r"[a-z0-9-]{1,12}", fullmatch=True)


@given(st.lists(st.lists(SEGMENT, min_size=1, max_size=4), min_size=1, max_size=8), st.sampled_from(["", "/", ".html"]))
def test_every_statement_fits_one_of_the_forms(paths: list[list[str]], end: str) -> None:
    urls = [f"https://mfa.example/{'/'.join(path)}{end}" for path in paths]
    found = patterns_of(urls, ())
    assert not found or all(any(re.search(pattern, url) for pattern in found) for url in urls)
