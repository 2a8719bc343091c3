"""Absences: answers that a page is gone, which count once another statement of the same host has answered in this run.

Of a host that answers with no statement it is not known whether the page is gone or the site is ill: a listing may come
from a cache while all that it links is down. Before the run ends other statements of that host are asked for as
witnesses; if none of them answers, nothing is claimed. Only where the archive knows of no other, a listing will do.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from scrapy import Request

from crawler.archive import How
from crawler.model.capture import Capture
from crawler.model.failure import Failure
from crawler.model.reading import Hint, Refusal

if TYPE_CHECKING:
    from crawler.spiders.run import ArchiveRun

_FEW: Final = 2  # absences: that all of more go at once, and nothing else, is an outage sooner than a decision


@dataclass(frozen=True, slots=True)
class Absence:
    """``capture`` shows that what ``asked``, or an address it ``led_to``, was the page of is not there. Where that
    leads ``home`` it is the redirect at the statement's own address, and not the page where it ends.
    """

    asked: str
    led_to: tuple[str, ...]
    capture: Capture
    how: How
    sentence: str


class Absences:
    """Those of one run."""

    def __init__(self, book: "ArchiveRun") -> None:
        self._book = book
        self._answering: set[str] = set()  # hosts
        self._listing: set[str] = set()  # hosts with a listing that answered
        self._waiting: defaultdict[str, list[Absence]] = defaultdict(list)  # by host
        self._redirects: dict[str, list[tuple[str, Capture]]] = {}  # by the address asked, until it is read

    def led(self, asked: str, redirects: Iterable[tuple[str, Capture | None]]) -> None:
        """What ``asked`` led to is about to be read: through these addresses, each with the capture of its answer."""
        if found := [(url, capture) for url, capture in redirects if capture is not None]:
            self._redirects[asked] = found

    def read(self, asked: str) -> None:
        """It was read."""
        self._redirects.pop(asked, None)

    async def missing(self, absence: Absence) -> None:
        """A page is not there. It is kept once its host is known to answer; at once where no statement is known of."""
        if absence.how == "home":
            absence = replace(absence, capture=await self._own(absence))
        host = _host(absence.asked)
        known = await self._book.is_known(absence.asked, *absence.led_to)
        if not known or host in self._answering:  # asked after the wait, in which the host may have answered
            await self._book.gone(absence)
        else:
            self._waiting[host].append(absence)

    def lists(self, url: str) -> None:
        """A listing answered, and was what it should be."""
        self._listing.add(_host(url))

    async def answers(self, url: str) -> None:
        """A statement's page answered, and was what it should be."""
        host = _host(url)
        self._answering.add(host)
        for absence in self._waiting.pop(host, ()):
            await self._book.gone(absence)

    async def _own(self, absence: Absence) -> Capture:
        """The redirect at the address of the statement. An address that only leads there says nothing of it."""
        for url, capture in self._redirects.get(absence.asked, ()):
            if await self._book.is_known(url):
                return capture
        return absence.capture

    async def give_up(self) -> None:
        """The run ends: what nothing vouches for is no evidence."""
        for waiting in list(self._waiting.values()):
            for absence in waiting:
                alone = f"no other statement of {_host(absence.asked)} answered, so nothing is claimed"
                await self._book.failed(absence.asked, Failure("http.gone", f"{absence.sentence}, but {alone}"))
        self._waiting.clear()

    async def witnesses(self) -> list[str]:
        """Addresses of statements that are to be asked for when nothing else is left: one of each host that waits.

        Where all statements of a host that are known to stand are among those that wait, a listing vouches for it.
        """
        found = []
        for host, waiting in sorted(self._waiting.items()):
            url = await self._book.witness(waiting[0].asked)
            if url is not None:
                found.append(url)
            elif host in self._listing and len(waiting) <= _FEW:
                gone = {absence.asked for absence in waiting}
                if await self._book.witness(waiting[0].asked, unlike=gone) is None:
                    await self.answers(waiting[0].asked)
        return found


def absence_of(refusal: Refusal, *, redirected: bool, listing: bool) -> How | None:
    """How a page that is no statement shows that one is not there any more; ``None``: it does not.

    A redirect to a front page or ``listing`` says so. One to a page that cannot be read does not: the site may have
    been built anew, its addresses with it.
    """
    code = refusal.reason.code
    if code == "content.soft404":
        return "soft"
    if code.startswith("blocked."):
        return None
    return "home" if redirected and (listing or code == "content.listing") else None


def look(spider: Any, url: str, hint: Hint | None = None, **more: Any) -> Request:
    """The request for a statement's page, conditional."""
    return Request(
        url,
        callback=spider.parse_statement,
        errback=spider.statement_failed,
        dont_filter=True,
        meta={"asked": url, "hint": hint, "conditional": True},
        **more,
    )


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()
