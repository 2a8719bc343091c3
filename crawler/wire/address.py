"""Addresses: which ones may be connected to. Public ones, and those that the operator allows by name."""

import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

Address = IPv4Address | IPv6Address

_NAT64: Final = IPv6Network("64:ff9b::/96")
_COMPATIBLE: Final = IPv6Network("::/96")
# Names that mean this machine or this network: RFC 6761 §6.3, RFC 6762 §3, RFC 8375 §3, and ICANN's .internal.
_LOCAL: Final = ("localhost", "localdomain", "local", "home.arpa", "internal")
# Not public, but newer than the tables of Python 3.11: local-use NAT64, documentation, segment routing.
_RESERVED: Final = tuple(IPv6Network(net) for net in ("64:ff9b:1::/48", "3fff::/20", "5f00::/16"))


class AddressPolicy:
    """Only global addresses, but for what is in ``allow``: addresses, networks (``10.0.0.0/8``) or host names.

    An IPv6 address that carries an IPv4 one (mapped, compatible, 6to4, Teredo, NAT64) is judged by that one.
    Raises ``ValueError`` for an entry that is neither.
    """

    def __init__(self, allow: Iterable[str] = ()) -> None:
        self._networks = []
        self._hosts = set()
        for entry in allow:
            text = entry.strip().strip("[]")
            try:
                self._networks.append(ip_network(text, strict=False))
            except ValueError:
                if not text or "/" in text or any(blank in text for blank in " :"):
                    raise ValueError(f"{entry!r} is no address, network or host name") from None
                self._hosts.add(text.lower().rstrip("."))

    def allows(self, host: str, address: str) -> bool:
        """Whether ``address``, to which ``host`` resolved, may be connected to."""
        if host.lower().rstrip(".") in self._hosts:
            return True
        ip = ip_address(address.partition("%")[0])
        carried = _carried(ip)
        if any(form in network for form in (ip, *carried) for network in self._networks):
            return True
        return all(is_global(form) for form in carried or (ip,))

    def allows_unseen(self, host: str) -> bool:
        """Whether ``host`` may be named to a proxy, which looks it up where we do not see what it finds.

        Refused are addresses that are not public, in whatever spelling a resolver reads (``2130706433``, ``0x7f.1``),
        and names that are nowhere in the public tree: of one label, or under ``localhost``, ``.local`` and their like.
        """
        name = host.lower().rstrip(".")
        if address := _literal(name):
            return self.allows(host, address)
        if name in self._hosts:
            return True
        return "." in name and not any(name == local or name.endswith(f".{local}") for local in _LOCAL)


def is_global(ip: Address) -> bool:
    """Reachable from anywhere, and one host: not private, loopback, link-local, shared, multicast or reserved."""
    if ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback or ip.is_link_local:
        return False
    if isinstance(ip, IPv6Address) and (ip.is_site_local or any(ip in net for net in _RESERVED)):
        return False
    return ip.is_global


def _literal(host: str) -> str | None:
    """The address that a host is, where it is one and no name."""
    try:
        return str(ip_address(host))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return None


def _carried(ip: Address) -> tuple[Address, ...]:
    if isinstance(ip, IPv4Address):
        return ()
    if ip.ipv4_mapped:
        return (ip.ipv4_mapped,)
    if ip.sixtofour:
        return (ip.sixtofour,)
    if ip.teredo:
        return ip.teredo
    if ip in _NAT64 or ip in _COMPATIBLE:
        return (IPv4Address(int(ip) & 0xFFFFFFFF),)
    return ()
