"""Redirects: where an answer may lead, each hop an exchange of its own."""

from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.model.failure import Failure
from crawler.wire.refusal import IgnoredError

_STATUSES = (301, 302, 303, 307, 308)


class WireRedirectMiddleware(RedirectMiddleware):
    """Scrapy's, which drops ``Authorization`` and ``Cookie`` on the way to another host, and stricter on three points.

    A target that is no http or https address is a failure ``redirect.invalid`` and not the spider's page; more hops
    than ``REDIRECT_MAX_TIMES`` are ``redirect.loop``; a target that was already asked is asked again, so that every
    chain ends in an answer. The gate, the address policy and robots.txt see each hop as a request like any other.
    Raises :class:`crawler.wire.refusal.IgnoredError`.
    """

    def process_response(  # type: ignore[override]  # Scrapy no longer passes a spider
        self, request: Request, response: Response
    ) -> Request | Response:
        """The next hop, or the response where it is none."""
        if response.status in _STATUSES and response.headers.get("Location") is not None:
            _check(request, response)
        try:
            following = super().process_response(request, response)
        except IgnoreRequest as error:
            hops = request.meta.get("redirect_times", 0)
            failure = Failure("redirect.loop", f"{hops} redirects, and {request.url} leads on")
            raise IgnoredError(failure, request.meta.get("capture")) from error
        except ValueError as error:
            raise _invalid(request, response, str(error)) from error
        if isinstance(following, Request):
            following.dont_filter = True
        return following


def _check(request: Request, response: Response) -> None:
    location = (response.headers.get("Location") or b"").decode("latin-1").strip()
    try:
        written = urlsplit(location)
        target = urlsplit(urljoin(request.url, location))
        _ = target.port  # checked by the standard library when it is read
    except ValueError as error:
        raise _invalid(request, response, str(error)) from error
    if not location:
        raise _invalid(request, response, "it is empty")
    if target.scheme not in ("http", "https"):
        raise _invalid(request, response, f"{target.scheme} is not followed")
    hostless = bool(written.scheme) and not written.netloc and not written.path
    if hostless or not target.hostname or any(char.isspace() for char in target.netloc):
        raise _invalid(request, response, "it has no host that could be asked")


def _invalid(request: Request, response: Response, reason: str) -> IgnoredError:
    location = (response.headers.get("Location") or b"")[:200].decode("latin-1")
    failure = Failure("redirect.invalid", f"{request.url} leads to {location!r}: {reason}")
    return IgnoredError(failure, request.meta.get("capture"))
