"""robots.txt, obeyed after RFC 9309 and archived like any other exchange."""

import asyncio
from typing import Final, Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.model.failure import Failure
from crawler.wire.crawl import wire_client
from crawler.wire.refusal import IgnoredError, WireError

PRODUCT: Final = "communique"  # the token that a group of rules may name (RFC 9309 §2.2.1)
_PARSED: Final = 500 * 1024  # bytes (RFC 9309 §2.5)
_HOPS: Final = 5  # redirects followed (RFC 9309 §2.3.1.2)
_MAX_DELAY: Final = 60.0  # seconds that a Crawl-delay may ask for
_PRIORITY: Final = 1000

_Place = tuple[str, str]  # scheme, host and port


class RobotsMiddleware:
    """A downloader middleware that refuses what robots.txt disallows, once a scheme, host and port per crawl.

    400–499 and too many redirects: there are no rules (RFC 9309 §2.3.1.3). 500 and above, no answer, a cut or
    undecodable one: nothing may be fetched (§2.3.1.4). A refusal raises :class:`crawler.wire.refusal.IgnoredError`
    with ``robots.disallowed`` or ``robots.unreachable``. ``Crawl-delay`` may slow the gate, up to a minute.

    ``request.meta["robots"]`` marks the requests for robots.txt themselves, which are let through.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._rules: dict[_Place, asyncio.Future[Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raises :class:`crawler.wire.refusal.IgnoredError` where the request may not be sent."""
        if request.meta.get("robots"):
            return
        rules = await self._rules_for(request)
        if failure := rules.refuse(request.url):
            raise IgnoredError(failure)

    async def _rules_for(self, request: Request) -> "Rules":
        parts = urlsplit(request.url)
        place = (parts.scheme, parts.netloc.rpartition("@")[2].lower())
        found = self._rules.get(place)
        if found is None:
            found = self._rules[place] = asyncio.get_running_loop().create_future()
            try:
                rules = await self._read(place, request)
            except BaseException as error:
                del self._rules[place]  # the next request asks again
                broken_off = Failure("robots.unreachable", f"reading robots.txt of {place[1]} was broken off")
                found.set_exception(error if isinstance(error, Exception) else IgnoredError(broken_off))
                found.exception()  # perhaps nobody waits for it
                raise
            found.set_result(rules)
            if rules.delay and parts.hostname:
                wire_client(self._crawler).slow(parts.hostname.rstrip("."), min(rules.delay, _MAX_DELAY))
        return await asyncio.shield(found)

    async def _read(self, place: _Place, request: Request) -> "Rules":
        url = f"{place[0]}://{place[1]}/robots.txt"
        meta = {"robots": True, "redirect_ttl": _HOPS}
        if "source" in request.meta:
            meta["source"] = request.meta["source"]
        ask = Request(url, callback=NO_CALLBACK, meta=meta, priority=_PRIORITY, dont_filter=True)
        if self._crawler.engine is None:
            raise RuntimeError("there is no engine: the crawl has not begun")
        try:
            response = await self._crawler.engine.download_async(ask)
        except IgnoreRequest as error:
            too_far = isinstance(error, IgnoredError) and error.failure.code.startswith("redirect.")
            return Rules() if too_far else Rules(unreachable=f"{url}: {error}")
        except WireError as error:
            if error.failure.code == "net.stopped":
                raise
            return Rules(unreachable=f"{url}: {error.failure.sentence}")
        return _rules(url, response)


class Rules:
    """What a robots.txt says to us. ``unreachable``: why it could not be read; ``delay``: seconds it asks for."""

    def __init__(self, text: str = "", unreachable: str | None = None) -> None:
        self._protego = Protego.parse(text)
        self._unreachable = unreachable
        self.delay: float | None = self._protego.crawl_delay(PRODUCT)

    def refuse(self, url: str) -> Failure | None:
        """Why a URL may not be fetched, or ``None``."""
        if self._unreachable is not None:
            return Failure("robots.unreachable", self._unreachable)
        if not self._protego.can_fetch(url, PRODUCT):
            return Failure("robots.disallowed", f"robots.txt disallows {url}")
        return None


def _rules(url: str, response: Response) -> Rules:
    if response.status >= 500:
        return Rules(unreachable=f"{url} was answered with status {response.status}")
    if not 200 <= response.status < 300:
        return Rules()
    body = response.body
    if len(body) > _PARSED:
        body = body[:_PARSED].rpartition(b"\n")[0]  # a rule cut in two would be another rule
    return Rules(body.decode("utf-8-sig", "replace"))
