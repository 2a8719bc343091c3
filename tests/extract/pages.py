"""Pages of our own writing, and a source to read them by."""

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any

from crawler.model.reading import Hint, Page
from crawler.model.source import Source

CAPTURED = datetime(2024, 6, 1, 12, tzinfo=UTC)
URL = "https://www.mfa.example/en/news/statement-1"

PROSE = (
    "The Ministry of Foreign Affairs welcomes the agreement that the two delegations reached in the capital on Tuesday,"
    " and thanks the mediators for the patience with which they brought the parties to one table.",
    "The agreement sets out how the crossing will be opened to travellers and goods, who will keep the road, and how"
    " disputes about tolls are settled, and it names a joint commission that will report to both governments.",
    "The Ministry calls on all sides to carry out what was agreed in good faith and within the time that was set.",
)


def page(
    body: str | bytes,
    *,
    url: str = URL,
    content_type: str | None = "text/html; charset=utf-8",
    captured: datetime = CAPTURED,
    hint: Hint | None = None,
    headers: Sequence[tuple[str, str]] = (),
) -> Page:
    """A captured page."""
    raw = body.encode() if isinstance(body, str) else body
    own = (("content-type", content_type),) if content_type else ()
    return Page(url, raw, (*own, *headers), captured, hint)


def document(body: str, *, title: str = "", head: str = "", lang: str | None = "en") -> str:
    """An HTML document around a body."""
    attribute = f' lang="{lang}"' if lang else ""
    return (
        f"<!DOCTYPE html><html{attribute}><head><meta charset=utf-8><title>{escape(title)}</title>{head}</head>"
        f"<body>{body}</body></html>"
    )


def paragraphs_html(texts: Sequence[str]) -> str:
    """``<p>`` around each text."""
    return "\n".join(f"<p>{escape(text)}</p>" for text in texts)


def article(
    title: str = "Statement on the opening of the crossing",
    texts: Sequence[str] = PROSE,
    *,
    date: str = "8 November 2021",
    more: str = "",
    lang: str | None = "en",
    head: str = "",
) -> str:
    """A ministry's page as the source below reads it, with the frame that such pages have."""
    return document(
        f'<header><nav><a href="/">Home</a> <a href="/en/news">News</a></nav><span class="today">1 June 2024</span>'
        f"</header><main><h1>{escape(title)}</h1><p class=date>{escape(date)}</p>"
        f"<div class=text>{paragraphs_html(texts)}{more}</div></main>"
        f"<footer>Last changed: 30 May 2024</footer>",
        title=f"{title} | Ministry",
        head=head,
        lang=lang,
    )


def source(*layouts: dict[str, Any], **more: Any) -> Source:
    """A source with these layouts (by default one that reads :func:`article`)."""
    return Source.model_validate(
        {
            "id": "xx_mfa",
            "name": "Ministry of Foreign Affairs",
            "country": "XX",
            "languages": ["en", "ru", "be", "az"],
            "timezone": "Asia/Baku",
            "sites": [
                {"host": "www.mfa.example", "aliases": ["mfa.example"]},
                {"host": "sofia.mfa.example", "role": "mission"},
            ],
            "layouts": list(layouts) or [layout()],
            **more,
        }
    )


def layout(**more: Any) -> dict[str, Any]:
    """The layout of :func:`article`, with changes."""
    return {"id": "main", "title": "h1", "date": "p.date", "body": "div.text", **more}
