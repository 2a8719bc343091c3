"""What an errback sees: Scrapy's exceptions, each with its reason and, where bytes came, its capture."""

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)

from crawler.model.capture import Capture
from crawler.model.failure import Failure


class WireError(Exception):
    """Common to all failures of the wire. ``failure``: why; ``capture``: what was received all the same."""

    def __init__(self, failure: Failure, capture: Capture | None = None) -> None:
        super().__init__(f"{failure.code}: {failure.sentence}")
        self.failure = failure
        self.capture = capture


class NotResolvedError(WireError, CannotResolveHostError):
    """``net.dns``."""


class RefusedError(WireError, DownloadConnectionRefusedError):
    """``net.refused``, ``net.unreachable``."""


class DeadlineError(WireError, DownloadTimeoutError):
    """``net.timeout``."""


class FailedError(WireError, DownloadFailedError):
    """``net.reset``, ``net.proxy``, ``tls.failed``, ``http.garbage``: another attempt may go better."""


class DataLossError(WireError, ResponseDataLossError):
    """``http.underrun``, ``http.badchunk``, ``http.decode``: the answer is cut or damaged."""


class FinalError(WireError, DownloadCancelledError):
    """All others: asking again now would end the same, so Scrapy does not retry it."""


class IgnoredError(WireError, IgnoreRequest):
    """A middleware refused the request (``robots.*``) or where its answer leads (``redirect.*``)."""


_CLASSES: dict[str, type[WireError]] = {
    "net.dns": NotResolvedError,
    "net.refused": RefusedError,
    "net.unreachable": RefusedError,
    "net.timeout": DeadlineError,
    "net.reset": FailedError,
    "net.proxy": FailedError,
    "tls.failed": FailedError,
    "http.garbage": FailedError,
    "http.underrun": DataLossError,
    "http.badchunk": DataLossError,
    "http.decode": DataLossError,
}


def wire_error(failure: Failure, capture: Capture | None) -> WireError:
    """The exception for a reason."""
    return _CLASSES.get(failure.code, FinalError)(failure, capture)
