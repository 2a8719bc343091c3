"""Redirects that stay with the source: where another site answers, that is told, and nothing is followed there."""

from scrapy import Request, Spider
from scrapy.http import Response

from crawler.model.failure import Failure
from crawler.model.source import LOOSE, Source
from crawler.wire.redirects import WireRedirectMiddleware
from crawler.wire.refusal import IgnoredError


class ScopedRedirectMiddleware(WireRedirectMiddleware):
    """The wire's redirects, within the sites of the spider's source; ``meta["anywhere"]``: wherever they lead.

    The next hop's ``meta["redirects"]`` are the captures of the redirects that led to it, in order. Raises
    :class:`crawler.wire.refusal.IgnoredError` with ``redirect.offsite``; the redirect itself is in the archive.
    """

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """The next hop, or the response where it is none."""
        following = super().process_response(request, response)
        source: Source = self.crawler.spider.source  # type: ignore[union-attr]
        if isinstance(following, Request):  # beside Scrapy's ``redirect_urls``
            following.meta["redirects"] = (*request.meta.get("redirects", ()), request.meta.get("capture"))
        if not isinstance(following, Request) or source.id == LOOSE or request.meta.get("robots"):
            return following  # robots.txt may lie elsewhere: RFC 9309 §2.3.1.2
        if request.meta.get("anywhere"):  # a document or a page's image: where it lies says nothing of what it is
            return following
        if source.site_of(following.url) is None:
            sentence = f"{request.url} leads to {following.url}, which is on no site of {source.id}"
            raise IgnoredError(Failure("redirect.offsite", sentence), request.meta.get("capture"))
        return following

    def handle_referer(self, request: Request, response: Response) -> None:
        """None is ever sent: what is asked for must not depend on how we came there."""
