"""A source's sites, and values that no source may have."""

from typing import Any

import pytest
from pydantic import ValidationError

from crawler.model.source import Layout, Politeness, Source

PLAIN: dict[str, Any] = {
    "id": "xx_mfa",
    "name": "Ministry",
    "country": "XX",
    "languages": ["en"],
    "timezone": "Europe/Paris",
    "sites": [{"host": "mfa.example", "aliases": ["www.mfa.example"]}, {"host": "oslo.mfa.example", "role": "mission"}],
}


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://mfa.example/x", "mfa.example"),
        ("http://WWW.mfa.example:8080/x", "mfa.example"),
        ("https://oslo.mfa.example", "oslo.mfa.example"),
        ("https://mfa.example.evil.example/", None),
        ("https://evil.example/mfa.example", None),
        ("mailto:a@mfa.example", None),
    ],
)
def test_an_address_belongs_to_the_site_of_its_host(url: str, host: str | None) -> None:
    site = Source.model_validate(PLAIN).site_of(url)
    assert (site.host if site else None) == host


@pytest.mark.parametrize(
    "change",
    [
        {"id": "Bad-Id"},
        {"id": "../x"},
        {"country": "xx"},
        {"languages": []},
        {"sites": []},
        {"timezone": "Mars/Olympus"},
        {"timezone": "../../etc/passwd"},
        {"timezone": ""},
        {"surprise": 1},
        {"layouts": [{"id": "a", "title": 3, "body": "p"}]},
        {"layouts": [{"id": "a", "title": [3], "body": "p"}]},
        {"layouts": [{"id": "a", "title": "h1", "body": {"css": "p", "pattern": "("}}]},
    ],
)
def test_what_a_source_may_not_be_is_a_validation_error(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Source.model_validate({**PLAIN, **change})


@pytest.mark.parametrize("delay", [-1, float("inf"), float("nan")])
def test_a_delay_is_a_finite_number_of_seconds(delay: float) -> None:
    with pytest.raises(ValidationError):
        Politeness(delay=delay)


def test_a_rule_may_be_a_selector_alone_or_a_list() -> None:
    layout = Layout.model_validate(
        {"id": "a", "title": "h1", "body": ["p", {"css": "div", "many": True}], "remove": ".x"}
    )
    assert layout.title[0].css == "h1"
    assert [rule.many for rule in layout.body] == [False, True]
    assert layout.remove == (".x",)
