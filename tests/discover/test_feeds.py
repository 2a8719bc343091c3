"""Feeds of our own writing: every dialect, charset and mishap, and nothing that unfolds or leads elsewhere."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discover.feeds import feed_items
from crawler.discover.item import Item, Items
from crawler.model.failure import Failure
from tests.discover.pages import page

URL = "https://mfa.example/press/feed.xml"
RSS = '<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>{}</channel></rss>'

ONE = "<rss><channel><item><title>{}</title><link>/n/1</link></item></channel></rss>"


def read(body: str | bytes, content_type: str = "application/xml") -> Items:
    found = feed_items(page(body, URL, content_type))
    assert isinstance(found, Items), found
    return found


def refused(body: str | bytes) -> Failure:
    found = feed_items(page(body, URL, "application/xml"))
    assert isinstance(found, Failure), found
    return found


def only(body: str | bytes, content_type: str = "application/xml") -> Item:
    (item,) = read(body, content_type).items
    return item


def of_item(inner: str) -> Item:
    return only(RSS.format(f"<item>{inner}</item>"))


def test_rss_says_title_date_kind_language_and_summary() -> None:
    found = read(
        RSS.format(
            "<title>Press</title><language>fr-CH</language><item><title>Un &amp; deux</title>"
            "<link>https://mfa.example/n/1</link><pubDate>20 Aug 2026 03:13:00 +0900</pubDate>"
            "<category>Communiqués</category><category>Europe</category><dc:language>de</dc:language>"
            "<description>&lt;p&gt;Un &amp;eacute;t&amp;eacute;&lt;/p&gt;</description>"
            '<guid isPermaLink="false">item_1</guid></item>'
        )
    )
    assert found.items == (
        Item(
            "https://mfa.example/n/1",
            title="Un & deux",
            date="20 Aug 2026 03:13:00 +0900",
            kind="Communiqués",
            language="de",
            summary="Un été",
        ),
    )
    assert (found.title, found.language, found.met, found.notes) == ("Press", "fr-CH", 1, ())


def test_rdf_keeps_its_items_beside_the_channel() -> None:
    found = read(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="/"><title>News</title>'
        "<dc:language>ja</dc:language><dc:date>2026-08-20</dc:date><items/></channel>"
        '<item rdf:about="https://mfa.example/n/1"><title>One</title><dc:date>2026-08-19T08:50:00+09:00</dc:date>'
        '<dc:subject>Statistics</dc:subject></item><item rdf:about="x"><title>Two</title><link>/n/2</link></item>'
        "</rdf:RDF>"
    )
    assert found.items == (
        Item("https://mfa.example/n/1", title="One", date="2026-08-19T08:50:00+09:00", kind="Statistics"),
        Item("https://mfa.example/n/2", title="Two"),
    )
    assert (found.title, found.language) == ("News", "ja")


def test_atom_parts_publication_from_change_and_the_page_from_the_rest() -> None:
    found = read(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="https://mfa.example/en/"><title>News</title>'
        '<link rel="next" href="feed?page=2"/><entry xml:lang="fr">'
        '<title type="html">&lt;b&gt;One&lt;/b&gt; &amp;amp; 2</title>'
        '<link rel="edit" href="/edit"/><link rel="alternate" type="application/pdf" href="1.pdf"/>'
        '<link rel="alternate" hreflang="ru" href="/ru/1"/><link href="n/1"/>'
        "<published>2026-01-01T10:00:00Z</published><updated>2026-02-02T10:00:00Z</updated>"
        '<category term="press-release" label="Press release"/><summary>Short</summary></entry>'
        "<entry><title>Two</title><id>https://mfa.example/n/2</id><updated>2026-02-02</updated></entry></feed>"
    )
    assert found.items == (
        Item(
            "https://mfa.example/en/n/1",
            title="One & 2",
            date="2026-01-01T10:00:00Z",
            updated="2026-02-02T10:00:00Z",
            kind="Press release",
            language="fr",
            summary="Short",
            alternates=(("ru", "https://mfa.example/ru/1"),),
        ),
        Item("https://mfa.example/n/2", title="Two", updated="2026-02-02"),
    )
    assert found.next == "https://mfa.example/en/feed?page=2"
    assert found.language == "en"


def test_json_feed() -> None:
    found = read(
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": "News",
                "language": "en",
                "next_url": "/feed.json?2",
                "items": [
                    {"id": "1", "url": "/n/1", "title": "One", "date_published": "2026-01-01", "tags": ["Speech"]},
                    {"id": "https://mfa.example/n/2", "content_text": "Text", "date_modified": "2026-01-02"},
                    {"id": "3"},
                    "four",
                ],
            }
        ),
        "application/feed+json",
    )
    assert found.items == (
        Item("https://mfa.example/n/1", title="One", date="2026-01-01", kind="Speech"),
        Item("https://mfa.example/n/2", updated="2026-01-02", summary="Text"),
    )
    assert (found.next, found.met) == ("https://mfa.example/feed.json?2", 4)


@pytest.mark.parametrize(
    ("inner", "url"),
    [
        ("<link>./n/1</link>", "https://mfa.example/press/n/1"),
        ("<link>\n  https://mfa.example/n/1\n</link>", "https://mfa.example/n/1"),
        ("<link><![CDATA[https://mfa.example/n/1?a=1&b=2]]></link>", "https://mfa.example/n/1?a=1&b=2"),
        ("<link/>https://mfa.example/n/1", "https://mfa.example/n/1"),
        ('<link href="/n/1"/>', "https://mfa.example/n/1"),
        ('<guid isPermaLink="true">https://mfa.example/n/1</guid>', "https://mfa.example/n/1"),
        ("<link></link><guid>https://mfa.example/n/1</guid>", "https://mfa.example/n/1"),
        ('<guid isPermaLink="false">https://mfa.example/n/1</guid>', "https://mfa.example/n/1"),
        ('<enclosure url="/f/1.pdf" type="application/pdf"/>', "https://mfa.example/f/1.pdf"),
        (
            '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="/self"/><link>/n/1</link>',
            "https://mfa.example/n/1",
        ),
        (
            '<link>https://feeds.example/~r/1</link><fb:origLink xmlns:fb="http://rssnamespace.org/feedburner/ext/1.0">'
            "https://mfa.example/n/1</fb:origLink>",
            "https://mfa.example/n/1",
        ),
    ],
)
def test_the_address_of_an_item(inner: str, url: str) -> None:
    assert of_item(f"<title>One</title>{inner}").url == url


def test_an_item_without_an_address_is_met_and_left_out() -> None:
    found = read(RSS.format("<item><title>One</title><link/><guid isPermaLink='false'>item_1</guid></item>"))
    assert (found.items, found.met) == ((), 1)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("A &amp; B", "A & B"),
        ("A &amp;amp; B", "A & B"),
        ("<![CDATA[A &#8217; B]]>", "A ’ B"),
        ("<![CDATA[<b>A</b><br>B]]>", "A B"),
        ("A &lt; B", "A < B"),
        ("R&amp;D", "R&D"),
        ("State\u00adment\n of   it", "Statement of it"),
        ("", None),
    ],
)
def test_titles_are_one_line_without_markup(title: str, text: str | None) -> None:
    assert of_item(f"<title>{title}</title><link>/n/1</link>").title == text


def test_a_title_of_another_vocabulary_is_not_the_items() -> None:
    media = '<media:title xmlns:media="http://search.yahoo.com/mrss/">Picture</media:title>'
    assert of_item(f"{media}<link>/n/1</link><title>One</title>").title == "One"


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("Shift_JIS", "外務大臣の談話"),
        ("EUC-JP", "外務大臣の談話"),
        ("ISO-2022-JP", "外務大臣の談話"),
        ("EUC-KR", "외교부 성명"),
        ("gb2312", "外交部声明"),
        ("big5", "外交部聲明"),
        ("windows-1251", "Заявление МИД"),
        ("koi8-r", "Заявление МИД"),
        ("iso-8859-5", "Заявление МИД"),
        ("windows-1255", "הודעת השר"),
        ("windows-1256", "بيان الوزارة"),
        ("iso-8859-9", "Bakanlık açıklaması"),
        ("iso-8859-2", "Prohlášení ministra"),
        ("utf-8", "Ərazi bütövlüyü"),
        ("utf-8-sig", "Ərazi bütövlüyü"),
        ("utf-16", "Ərazi bütövlüyü"),
    ],
)
def test_feeds_are_read_in_their_charset(charset: str, text: str) -> None:
    declared = charset.removesuffix("-sig")
    body = f'<?xml version="1.0" encoding="{declared}"?>{ONE.format(text)}'
    assert only(body.encode(charset), "text/xml").title == text


def test_a_feed_that_declares_another_charset_than_it_has_keeps_its_letters() -> None:
    body = f'<?xml version="1.0" encoding="windows-1251"?>{ONE.format("Заявление")}'
    assert only(body.encode()).title == "Заявление"


def test_broken_xml_is_mended_as_far_as_it_is_whole() -> None:
    found = read(
        "\n\n<?xml version='1.0'?><rss><channel><title>A & B</title>"
        "<item><title>&laquo;One&raquo; &amp; &lt;two&gt; & AT&T \x0b</title>"
        "<link>/n/1?a=1&b=2</link><dc:date>2026-01-01</dc:date></item>"
        "<item><title>Two</b></title><link>/n/2</link></item>"
        "<item><title>Three</title><link>/n/3"
    )
    assert [(item.url, item.title, item.date) for item in found.items] == [
        ("https://mfa.example/n/1?a=1&b=2", "«One» & <two> & AT&T", "2026-01-01"),
        ("https://mfa.example/n/2", "Two", None),
    ]
    assert found.notes == ("the feed is not well-formed XML: it was mended", "its last item is cut off, and left out")


@pytest.mark.parametrize("length", range(60, 260, 7))
def test_a_feed_cut_off_anywhere_never_gives_half_an_item(length: int) -> None:
    body = RSS.format("".join(f"<item><title>Number {n}</title><link>/n/{n}{n}{n}</link></item>" for n in range(1, 5)))
    found = feed_items(page(body[:length], URL))
    if isinstance(found, Items):
        for item in found.items:
            assert item.title in {f"Number {n}" for n in range(1, 5)}
            assert item.url in {f"https://mfa.example/n/{n}{n}{n}" for n in range(1, 5)}
        assert len(found.items) == body[:length].count("</item>")


def test_old_doctypes_are_harmless_and_their_letters_are_read() -> None:
    netscape = (
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'
    )
    assert only(f"<?xml version='1.0'?>{netscape}{ONE.format('Caf&eacute;')}").title == "Café"
    public = '"-//W3C//ENTITIES Latin 1 for XHTML//EN" "x.ent"'
    letters = f'<!DOCTYPE r [<!ENTITY % HTMLlat1 PUBLIC {public}> %HTMLlat1; <!ENTITY min "Ministry">]>'
    assert only(f"{letters}{ONE.format('&min; &agrave;')}").title == "Ministry à"


@pytest.mark.parametrize(
    "declaration",
    [
        '<!ENTITY a "0123456789"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">',
        '<!ENTITY c SYSTEM "file:///etc/passwd">',
        "<!ENTITY c PUBLIC 'x' 'http://127.0.0.1/secret'>",
        '<!ENTITY % p SYSTEM "http://127.0.0.1/x.dtd"> %p;',
        "<!ENTITY % p \"<!ENTITY c SYSTEM 'file:///etc/passwd'>\"> %p;",
        f'<!ENTITY c "{"x" * 10_000}">',
        '<!ENTITY c "<title>x</title>">',
        "<!ENTITY broken",
    ],
)
def test_entities_that_unfold_or_lead_elsewhere_are_refused(declaration: str) -> None:
    failure = refused(f"<!DOCTYPE rss [{declaration}]>{ONE.format('&c;')}")
    assert failure.code == "content.unsafe"
    assert "entit" in failure.sentence


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<html><body><h1>Not found</h1></body></html>", "listing.empty"),
        ("<!doctype html><title>Just a moment...</title><p>Checking your browser before", "blocked.challenge"),
        ("", "listing.empty"),
        ("no markup at all", "listing.empty"),
        ("\x1f\x8b broken", "content.empty"),
        ('{"error": "gone"}', "listing.empty"),
        ('{"items": ', "listing.empty"),
        ("<urlset/>", "listing.empty"),
    ],
)
def test_what_is_no_feed_is_refused(body: str, code: str) -> None:
    assert refused(body.encode("latin-1")).code == code


def test_an_empty_feed_is_a_feed() -> None:
    assert read(RSS.format("<title>Nothing yet</title>")).met == 0


def test_no_more_than_fifty_thousand_items_are_taken_and_that_is_told() -> None:
    found = read("<rss><channel>" + "<item><link>/n/1</link></item>" * 50_001 + "</channel></rss>")
    assert len(found.items) == 50_000
    assert found.left_out == "it holds 50,001 items, of which 50,000 are taken"


def test_deep_nesting_ends_in_a_refusal_or_no_items() -> None:
    found = feed_items(page("<rss>" + "<a>" * 200_000, URL))
    assert isinstance(found, Failure) or not found.items


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading(body: bytes) -> None:
    assert isinstance(feed_items(page(b"<rss><channel><item>" + body, URL)), Items | Failure)


@pytest.mark.parametrize(
    "inner",
    [
        "<!--" * 500_000,
        "<![CDATA[" * 200_000,
        "&lt;!--" * 300_000,
        "<!DOCTYPE " * 200_000,
        "&" * 2_000_000,
        "<a " * 500_000,
        "{{ " * 500_000,
        "x" * 20_000_000,
        "\x00" * 1_000_000,
    ],
    ids=["comments", "cdata", "escaped", "doctypes", "ampersands", "tags", "braces", "a line", "nul"],
)
def test_what_is_made_to_hurt_is_read_in_one_pass(inner: str) -> None:
    """Each takes minutes where a reader looks at everything from everywhere."""
    found = feed_items(page(f"<rss><channel><item><title>{inner}</title><link>/n/1</link></item></channel></rss>", URL))
    assert isinstance(found, Failure) or all(len(item.title or "") <= 2_000 for item in found.items)
    cut = feed_items(page(f"<!DOCTYPE x [{inner}", URL))
    assert isinstance(cut, Failure) or not cut.items


def test_a_title_that_is_no_title_is_none_and_an_address_that_is_none_is_left_out() -> None:
    assert of_item(f"<title>{'x' * 2_001}</title><link>/n/1</link>").title is None
    assert read(RSS.format(f"<item><link>/{'x' * 10_000}</link></item>")).items == ()
