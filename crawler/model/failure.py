"""A reason: why an exchange failed, a page was refused or a request was not sent.

A code is stable and meant for tools; the sentence is meant for the operator. Codes are dotted, the part before
the dot says who can act: ``net`` and ``tls`` the network, ``http`` the server, ``robots`` and ``address`` our own
politeness and safety, ``blocked`` a wall, ``content``, ``layout`` and ``listing`` the page, ``document`` a file that it
links, ``stored`` what is read back, ``probe`` a look at a site.
"""

from dataclasses import dataclass
from typing import Final

CODES: Final[dict[str, str]] = {
    "net.dns": "the host's name could not be resolved",
    "net.refused": "the host refused the connection",
    "net.unreachable": "no route to the host",
    "net.reset": "the connection was lost before the answer was whole",
    "net.timeout": "no whole answer within the deadline",
    "net.proxy": "the proxy could not be reached or made no connection",
    "net.proxy_denied": "the proxy refuses the connection",
    "net.stopped": "the crawl was stopped before the answer was whole",
    "tls.verify": "the certificate does not verify",
    "tls.failed": "the TLS handshake failed",
    "address.forbidden": "the address is not a public one",
    "address.invalid": "the address is none that can be asked for",
    "http.garbage": "the answer is not HTTP",
    "http.headers": "the headers are too long",
    "http.underrun": "the body is shorter than declared",
    "http.badchunk": "the chunked framing is broken",
    "http.decode": "the content coding is invalid",
    "http.maxsize": "the answer is larger than the cap",
    "http.status": "the server answered with an error",
    "http.gone": "the page is gone",
    "http.retry_after": "the server asked to come back later than this run waits",
    "redirect.invalid": "the redirect leads nowhere we may go",
    "redirect.loop": "too many redirects",
    "redirect.offsite": "the redirect leaves the source",
    "robots.disallowed": "robots.txt disallows the page",
    "robots.unreachable": "robots.txt could not be read, so nothing may be fetched",
    "blocked.challenge": "a wall against robots answered instead of the site",
    "blocked.forbidden": "the server refuses access",
    "content.empty": "the page has no text",
    "content.soft404": "the page says that it does not exist",
    "content.error": "the server answered with an error, or that it rests, in place of the page",
    "content.listing": "the page is a listing, not a statement",
    "content.login": "the page asks for a login",
    "content.consent": "the page asks for consent to cookies in place of its text",
    "content.browser": "the page's text is made by scripts, in a browser",
    "content.video": "the page shows a video and has no text of its own",
    "content.not_html": "the page is not HTML",
    "content.too_deep": "the page is nested too deeply to be read",
    "content.too_large": "the page is too large to be read",
    "content.charset": "the text cannot be decoded",
    "content.unsafe": "the document declares entities that unfold or lead elsewhere",
    "layout.none": "no layout of the source fits the page",
    "layout.mismatch": "a selector of the layout did not match exactly once",
    "layout.drift": "a layout fills a field on fewer pages than it did",
    "listing.empty": "the listing has no items",
    "listing.browser": "the listing's items are made by scripts, in a browser",
    "listing.fewer": "the listing has fewer items than the source expects",
    "document.unsupported": "no reader is there for the document's format",
    "document.no_reader": "the program that reads the document's format is not installed",
    "document.encrypted": "the document is encrypted",
    "document.damaged": "the document cannot be parsed",
    "document.no_text": "the document holds no text",
    "document.too_large": "the document unfolds to more than its reader may take",
    "document.too_slow": "the document could not be read in the time that its reader has",
    "document.crashed": "the document's reader ended without an answer",
    "stored.missing": "the page is not among what is stored",
    "stored.damaged": "the stored page cannot be read back",
    "probe.enough": "one look at a site has asked for enough",
    "monitor.failed": "a monitor that the operator has set found the run wanting",
    "internal.error": "an error of this program, worth a report",
}


@dataclass(frozen=True, slots=True)
class Failure:
    """One reason: ``code`` is a key of :data:`CODES`, ``sentence`` says what happened here."""

    code: str
    sentence: str

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"unknown reason code {self.code!r}")
