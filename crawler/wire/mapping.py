"""Connection mapping: another machine in place of the one a URL names, as curl's ``--connect-to`` has it."""

import re
from collections.abc import Iterable
from typing import Final

_PART: Final = r"(\[[0-9A-Fa-f:.]+\]|[^:\[\]\s]*)"
_FORM: Final = re.compile(rf"{_PART}:(\d*):{_PART}:(\d*)")


class ConnectTo:
    """Entries ``HOST1:PORT1:HOST2:PORT2``; the first that fits wins.

    An empty HOST1 or PORT1 fits all, an empty HOST2 or PORT2 leaves that part as it is. Only the connection is
    changed: the ``Host`` header and the name in TLS stay those of the URL. Raises ``ValueError`` for a bad entry.
    """

    def __init__(self, entries: Iterable[str] = ()) -> None:
        self._rules = [_rule(entry) for entry in entries]

    def target(self, host: str, port: int) -> tuple[str, int, bool]:
        """Host and port to connect to for a URL's host and port, and whether an entry names that host."""
        for from_host, from_port, to_host, to_port in self._rules:
            if from_host in ("", host) and from_port in (0, port):
                return to_host or host, to_port or port, bool(to_host)
        return host, port, False


def _rule(entry: str) -> tuple[str, int, str, int]:
    match = _FORM.fullmatch(entry.strip())
    if not match:
        raise ValueError(f"{entry!r} is not HOST1:PORT1:HOST2:PORT2 (parts may be empty; IPv6 in brackets)")
    from_host, from_port, to_host, to_port = match.groups()
    ports = int(from_port or 0), int(to_port or 0)
    if max(ports) > 65535:
        raise ValueError(f"{entry!r}: a port is at most 65535")
    return from_host.strip("[]").lower(), ports[0], to_host.strip("[]").lower(), ports[1]
