"""Which addresses may be connected to."""

import pytest

from crawler.wire.address import AddressPolicy
from crawler.wire.mapping import ConnectTo

PRIVATE = [
    "127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104
    "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%lo",
    "fc00::1", "fec0::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::1", "2001:0:a00:1::1", "3fff::1", "5f00::1",
]  # fmt: skip
PUBLIC = ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_public_is_refused(address: str) -> None:
    assert not AddressPolicy().allows("press.example", address)


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_public_is_allowed(address: str) -> None:
    assert AddressPolicy().allows("press.example", address)


@pytest.mark.parametrize("entry", ["127.0.0.1", "127.0.0.0/8", "press.example", "PRESS.example."])
def test_what_the_operator_names_is_allowed(entry: str) -> None:
    policy = AddressPolicy([entry])
    assert policy.allows("Press.Example", "127.0.0.1")
    assert not policy.allows("other.example", "10.0.0.1")


def test_a_network_holds_for_the_address_that_another_carries() -> None:
    assert AddressPolicy(["10.0.0.0/8"]).allows("a", "::ffff:10.0.0.1")
    assert AddressPolicy(["[::1]"]).allows("a", "::1")


@pytest.mark.parametrize("entry", ["", "10.0.0.0/99", "a b", "host/8", "1:2"])
def test_an_entry_that_is_nothing_is_told(entry: str) -> None:
    with pytest.raises(ValueError, match="no address"):
        AddressPolicy([entry])


@pytest.mark.parametrize(
    ("entry", "target"),
    [
        ("press.example:443:127.0.0.1:8443", ("127.0.0.1", 8443, True)),
        ("::127.0.0.1:8443", ("127.0.0.1", 8443, True)),
        (":443:[::1]:", ("::1", 443, True)),
        ("PRESS.example:::8443", ("press.example", 8443, False)),
        ("other.example:443:127.0.0.1:1", ("press.example", 443, False)),
        ("press.example:80:127.0.0.1:1", ("press.example", 443, False)),
        (":::", ("press.example", 443, False)),
    ],
)
def test_connect_to_is_as_curl_has_it(entry: str, target: tuple[str, int, bool]) -> None:
    assert ConnectTo([entry]).target("press.example", 443) == target


def test_the_first_mapping_that_fits_wins() -> None:
    mapping = ConnectTo(["a.example::x.example:", "::y.example:"])
    assert mapping.target("a.example", 80) == ("x.example", 80, True)
    assert mapping.target("b.example", 80) == ("y.example", 80, True)


@pytest.mark.parametrize("entry", ["", "a:b", "a:1:b", "a:x:b:2", "::1:80:x:1", "a:1:b:99999", "a:1:b:2:c"])
def test_a_mapping_that_is_none_is_told(entry: str) -> None:
    with pytest.raises(ValueError, match=r"HOST1:PORT1:HOST2:PORT2|at most 65535"):
        ConnectTo([entry])
