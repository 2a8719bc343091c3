"""How the wire fails: exceptions that carry a reason with a code."""

import errno
import ssl

from crawler.model.failure import Failure


class ConnectError(Exception):
    """No connection was made, so nothing was sent."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.sentence)
        self.failure = failure


class NotAskedError(Exception):
    """The host was not asked: it wants to be left alone, it is down, or the crawl is stopping. There is no exchange."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.sentence)
        self.failure = failure


def connect_failure(error: OSError, place: str) -> Failure:
    """The reason for an error while connecting to ``place`` or shaking hands with it."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return Failure("tls.verify", f"the certificate of {place} does not verify: {error.verify_message}")
    if isinstance(error, ssl.SSLError):
        return Failure("tls.failed", f"TLS with {place} failed: {error.reason or error}")
    if isinstance(error, ConnectionRefusedError):
        return Failure("net.refused", f"{place} refused the connection")
    if isinstance(error, TimeoutError):
        return Failure("net.timeout", f"{place} did not answer")
    if isinstance(error, ConnectionError):
        return Failure("net.reset", f"{place} closed the connection before anything was sent")
    unreachable = error.errno in (errno.EHOSTUNREACH, errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL)
    reason = error.strerror or str(error)
    return Failure("net.unreachable" if unreachable else "net.refused", f"no connection to {place}: {reason}")
