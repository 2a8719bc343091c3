"""The demo's channels for machines: a feed of its newest releases, and a sitemap that knows their languages."""

from datetime import datetime, time, timedelta, timezone
from email.utils import format_datetime
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from crawler.demo.skins import labels
from crawler.demo.statements import LANGUAGES, Press, Release

NEWEST: Final = 20  # releases in the feed
_ZONE: Final = timezone(timedelta(hours=1))  # where the ministry stands
_OFFICE_HOURS: Final = time(9, 30)


def render_feed(press: Press, host: str) -> str:
    """RSS 2.0 of the site's newest releases in English."""
    text = labels("en")
    items = "\n".join(_item(release) for release in press.listed(host, "en")[:NEWEST])
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>{escape(text["ministry"])}</title><link>http://{host}/en/news</link>
<description>{escape(text["news"])}</description><language>en</language>
{items}
</channel></rss>
"""


def render_sitemap(press: Press, host: str) -> str:
    """Every release of the site, when it was changed, and the same in other languages."""
    urls = "\n".join(_url(press, release) for language in LANGUAGES for release in press.listed(host, language))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
<url><loc>http://{host}/en/news</loc></url>
{urls}
</urlset>
"""


def changed(press: Press, host: str) -> datetime:
    """When one of the site's releases was changed last."""
    return max(release.modified for release in press.releases if release.host == host)


def _item(release: Release) -> str:
    published = format_datetime(datetime.combine(release.date, _OFFICE_HOURS, _ZONE))
    return (
        f"<item><title>{escape(release.title)}</title><link>{escape(release.url)}</link>"
        f'<guid isPermaLink="true">{escape(release.url)}</guid><pubDate>{published}</pubDate>'
        f"<category>{escape(labels(release.language)['kinds'][release.kind])}</category></item>"
    )


def _url(press: Press, release: Release) -> str:
    same = [release, *press.translations(release)]
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{each.language}" href={quoteattr(each.url)}/>' for each in same
    )
    return (
        f"<url><loc>{escape(release.url)}</loc><lastmod>{release.modified.isoformat()}</lastmod>"
        f"{links if len(same) > 1 else ''}</url>"
    )
