"""Reasons have a stable code."""

import pytest

from crawler.model.failure import CODES, Failure


def test_an_unknown_code_cannot_be_made() -> None:
    with pytest.raises(ValueError, match=r"net\.dsn"):
        Failure("net.dsn", "a misspelt code")


def test_every_code_is_dotted_and_explained() -> None:
    for code, sentence in CODES.items():
        family, _, name = code.partition(".")
        assert family.isalpha()
        assert name
        assert sentence
        assert Failure(code, sentence).code == code
