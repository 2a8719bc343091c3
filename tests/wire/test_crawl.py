"""The settings of the wire: every wrong one is told by its name."""

from typing import Any

import pytest
from scrapy.settings import Settings

from crawler.wire.crawl import client_options
from crawler.wire.proxy import Proxy


def options(**settings: Any) -> dict[str, Any]:
    return client_options(Settings(settings))


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("WIRE_TLS", "off", "'off', not verify"),
        ("WIRE_TIMEOUT", "nan", "'nan', not a number"),
        ("WIRE_TIMEOUT", 0, "0: too small"),
        ("WIRE_MAX_SIZE", "inf", "'inf', not a number"),
        ("WIRE_DELAY", "soon", "'soon', not a number"),
        ("WIRE_DELAY", [1], "not a number"),
        ("WIRE_DELAY", -1, "-1: too small"),
        ("WIRE_CONCURRENCY", 0.5, "0.5: too small"),
        ("WIRE_CONNECT_TO", ["a:b"], "a:b"),
        ("WIRE_ALLOW_ADDRESS", ["10.0.0.0/99"], "10.0.0.0/99"),
        ("WIRE_CACERT", "/nowhere/ca.pem", "No such file"),
        ("WIRE_PROXY", "socks5://u:hushhush@p:1", "http://host:port"),
        ("WIRE_NO_PROXY", ["a b"], "'a b' is no host name"),
    ],
)
def test_a_wrong_setting_is_told_by_its_name(name: str, value: Any, words: str) -> None:
    with pytest.raises(ValueError, match=name) as told:
        options(**{name: value})
    assert words in str(told.value)
    assert "hushhush" not in str(told.value)


@pytest.mark.parametrize("name", ["WIRE_DELAY", "WIRE_PAUSE", "WIRE_BODY_COPY"])
def test_nothing_is_a_number_too_where_it_means_something(name: str) -> None:
    assert options(**{name: "0"})


def test_what_is_not_set_has_a_default_and_no_proxy() -> None:
    found = options()
    assert (found["delay"], found["concurrency"], found["trust"], found["cacert"]) == (2.0, 1, "verify", None)
    assert found["proxies"].of("press.example") is None


def test_a_proxy_and_its_exceptions_come_from_their_settings() -> None:
    found = options(WIRE_PROXY="http://u:p@proxy.example:3128", WIRE_NO_PROXY="one.example,two.example")
    assert found["proxies"].of("press.example") == Proxy.of("http://u:p@proxy.example:3128")
    assert (found["proxies"].of("one.example"), found["proxies"].of("a.two.example")) == (None, None)
