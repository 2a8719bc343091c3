"""Proxies: how their addresses are read, and what may be named to them. Pure."""

import base64
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.wire.address import AddressPolicy
from crawler.wire.proxy import Proxies, Proxy


def test_an_exception_holds_for_the_names_under_it() -> None:
    proxies = Proxies(Proxy("p", 1), ["Example.org.", "*.mfa.example"])
    direct = [
        host for host in ("example.org", "a.example.org", "badexample.org", "mfa.example") if not proxies.of(host)
    ]
    assert direct == ["example.org", "a.example.org", "mfa.example"]


@pytest.mark.parametrize("entry", ["", " ", "10.0.0.0/8", "a b", "*.*", "**", "*.", "exa*mple.org"])
def test_an_exception_that_is_no_host_is_told(entry: str) -> None:
    with pytest.raises(ValueError, match="no host name"):
        Proxies(None, [entry])


@pytest.mark.parametrize(
    "url",
    [
        *(
            "",
            "proxy:3128",
            "http://",
            "http://proxy.example",
            "http://proxy.example:0",
            "http://u:hidden@proxy.example",
        ),
        *(
            "https://u:hidden@proxy.example:1",
            "socks5://u:hidden@p:1",
            "http://u:hidden@p:99999",
            "http://u:hidden@[::1:1",
        ),
        *("http://u:hidden@p:1/path", "http://u:hidden@p:1?q", "http://u:hidden@p:1#f", "http://u:hid/den@p:1"),
        *("http://:1", "http://prö.example:1", "http://u:hidden@a b:1"),
    ],
)
def test_an_address_that_is_no_proxys_is_told_without_its_password(url: str) -> None:
    with pytest.raises(ValueError, match="the proxy's address") as told:
        Proxy.of(url)
    assert "hidden" not in str(told.value)
    assert "hid/den" not in str(told.value)


def test_a_password_is_not_in_what_is_logged_of_a_proxy() -> None:
    proxy = Proxy.of("http://user:secret@Proxy.example:3128/")
    assert (proxy.host, proxy.port, proxy.name) == ("proxy.example", 3128, "proxy.example:3128")
    assert "secret" not in repr(proxy)
    assert base64.b64encode(b"user:secret").decode() not in repr(proxy)


def test_an_ipv6_proxy_has_brackets_in_its_name() -> None:
    assert Proxy.of("http://[2001:db8::1]:80").name == "[2001:db8::1]:80"


@given(st.text(min_size=1).filter(str.isprintable), st.text().filter(str.isprintable))
def test_any_user_and_password_arrive_as_they_are(user: str, password: str) -> None:
    if ":" in user:
        return
    proxy = Proxy.of(f"http://{quote(user, safe='')}:{quote(password, safe='')}@p.example:1")
    assert proxy.authorization is not None
    assert base64.b64decode(proxy.authorization.removeprefix(b"Basic ")).decode() == f"{user}:{password}"


@given(st.ip_addresses())
def test_an_address_may_be_named_to_a_proxy_if_it_may_be_connected_to(ip: Any) -> None:
    policy = AddressPolicy()
    assert policy.allows_unseen(str(ip)) == policy.allows(str(ip), str(ip))
