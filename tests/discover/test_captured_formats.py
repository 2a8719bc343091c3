"""Real captured listings and feeds: every item's link, title and date. Counted and read by hand."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

import pytest

from crawler.discover import ListingPage, read_listing
from crawler.discover.feeds import feed_items
from crawler.discover.govuk import govuk_items
from crawler.discover.html_listing import html_items
from crawler.discover.item import Items
from crawler.discover.sitemaps import sitemap_items
from crawler.extract.dates import Dating, read_date
from crawler.model.failure import Failure
from crawler.model.reading import Page
from crawler.model.source import Listing
from tests.discover.pages import source

CAPTURED = datetime(2026, 8, 21, tzinfo=UTC)


def captured(shared: Path, name: str, url: str = "https://captured.example/feed") -> Page:
    return Page(url, (shared / "pages" / name).read_bytes(), (), CAPTURED)


@dataclass(frozen=True)
class Feed:
    """What a person counted in a feed: items, those without a link, without a date; some of them, by position."""

    items: int
    spots: dict[int, tuple[str, str, str | None]]
    unlinked: int = 0
    undated: int = 0
    languages: tuple[str, ...] = ("ja",)
    timezone: str = "Asia/Tokyo"
    language: str | None = None


FEEDS = {
    "cao.go.jp/feed.xml": Feed(
        10,
        {
            0: (
                "https://www.esri.cao.go.jp/jp/stat/juchu/juchu.html",
                "機械受注統計調査報告（令和8年6月実績および令和8年7～9月見通し）",
                "2026-08-19",
            ),
            8: (
                "https://www.cao.go.jp/consumer/kabusoshiki/syokuhinhyouji/bukai/082/shiryou/index.html",
                "第82回食品表示部会【8月6日開催】",
                "2026-08-06",
            ),
        },
        language="ja",
    ),
    "kantei.go.jp/feed.xml": Feed(
        25,
        {
            0: (
                "https://www.kantei.go.jp/jp/105/statement/2026/0819kaiken.html",
                "高市総理はエルドアン・トルコ共和国大統領との電話会談及び国際刑事裁判所（ＩＣＣ）に対する米国の制裁"
                "についての会見を行いました",
                "2026-08-20",
            ),
            2: (
                "https://www.kantei.go.jp/jp/105/actions/202608/18hijoukaigi_chibagouu.html",
                "高市総理は第１１回令和８年熊本地震非常災害対策本部会議・第１回令和８年８月千葉豪雨に関する関係閣僚会議"
                "に出席しました",
                "2026-08-19",
            ),
        },
        unlinked=1,  # a note with <link/> alone
    ),
    "mext.go.jp/feed.xml": Feed(
        21,
        {
            0: (
                "https://www.mext.go.jp/b_menu/shingi/chukyo/chukyo4/055/kaisai/1422340_00014.html",
                "中央教育審議会大学分科会質向上・質保証システム部会（第11回）を開催します",
                "2026-08-19",
            ),
        },
        language="ja",
    ),
    "mof.go.jp/feed.xml": Feed(
        100,
        {
            0: (
                "https://www.mof.go.jp/insideLink/20260818170645.html",
                "昭和100年記念貨幣の販売要領が公表されました【造幣局ホームページ】",
                "2026-08-19",
            ),
            3: (
                "https://www.mof.go.jp/jgbs/auction/calendar/tbill/tbill_nyusatsu/resul20260819.htm",
                "国庫短期証券（第1401回）の入札結果",
                "2026-08-19",
            ),
        },
        language="ja",
    ),
    "au-gov-rss/qld-gov.rss": Feed(
        24,
        {0: ("https://statements.qld.gov.au/statements/96535", "Premier’s Anzac Prize Winners", None)},
        languages=("en",),
        timezone="Australia/Brisbane",
        language="en-AU",
    ),
    "au-gov-rss/nsw-gov.rss": Feed(0, {}, languages=("en",), language="en-AU"),
    "encodings/chardet_EUC-KR_chisato.info.xml": Feed(
        20,
        {
            0: (
                "http://chisato.info/blog/index.php?pl=673",
                "황우석, 그리고 피디수첩 - 시일야방성대곡(是日也放聲大哭)",
                "2005-12-08",
            )
        },
        languages=("ko",),
        timezone="Asia/Seoul",
        language="ko",
    ),
    "encodings/chardet_GB2312_softsea.net.xml": Feed(
        100,
        {0: ("http://www.softsea.net/soft/136695.htm", "Trojan Remover 6.4.5 Date 12.28", None)},
        languages=("zh",),
        timezone="Asia/Shanghai",
    ),
    "encodings/chardet_SHIFT_JIS_amefoot.net.xml": Feed(
        15,
        {
            0: ("http://www.amefoot.net/archives/2005/07/29_001450.html", "宇都宮ブレイカーズ", "2005-07-29"),
            14: (
                "http://www.amefoot.net/archives/2005/06/07_001321.html",
                "「ウィッシュボーンフォーメーション」の由来",
                None,
            ),
        },
        language="ja",
    ),
    "encodings/chardet_iso-8859-9-turkish_divxplanet.com.xml": Feed(
        30,
        {
            0: ("http://divxplanet.com/sub/s/307345/Arctic-Air.html", "Arctic Air English 1 CD altyazısı", None),
            1: (
                "http://divxplanet.com/sub/s/307344/Two-Lane-Blacktop.html",
                "Two-Lane Blacktop Türkçe 1 CD altyazısı",
                None,
            ),
        },
        undated=30,
        languages=("tr",),
    ),
    "encodings/chardet_windows-1251-russian_aviaport.ru.xml": Feed(
        30,
        {
            0: (
                "http://www.aviaport.ru/news/2006/01/02/99278.html",
                "Найдены тела двух погибших в авиакатастрофе под Харьковом",
                "2006-01-02",
            )
        },
        languages=("ru",),
        timezone="Europe/Moscow",
    ),
    # The same, cut off within its 23rd item: that one is not whole.
    "encodings/chardet_iso-8859-5-russian_aviaport.ru.xml": Feed(
        22,
        {
            0: (
                "http://www.aviaport.ru/news/2006/01/02/99278.html",
                "Найдены тела двух погибших в авиакатастрофе под Харьковом",
                "2006-01-02",
            )
        },
        languages=("ru",),
        timezone="Europe/Moscow",
    ),
    "encodings/chardet_windows-1255-hebrew_carshops.co.il.xml": Feed(
        338,
        {0: ("http://www.carshops.co.il/products/532.html", "מוט מייצב OMP", "2005-12-28")},
        languages=("he",),
        timezone="Asia/Jerusalem",
        language="he",
    ),
}


@pytest.mark.parametrize("name", sorted(FEEDS))
def test_a_captured_feed_is_read_to_its_last_item(shared: Path, name: str) -> None:
    known = FEEDS[name]
    found = feed_items(captured(shared, name))
    assert isinstance(found, Items)
    assert (found.met, len(found.items)) == (known.items, known.items - known.unlinked)
    assert found.language == known.language
    assert all(
        item.title and "\ufffd" not in item.title and not re.search(r"&#?\w+;|&#|<\w", item.title)
        for item in found.items
    )
    assert [item.date for item in found.items].count(None) == known.undated
    assert len({item.url for item in found.items}) == len(found.items) or name.startswith(("mof", "encodings"))
    dating = Dating(CAPTURED, languages=known.languages, timezone=known.timezone)
    for item in found.items:
        if item.date is not None:
            published, why = read_date(item.date, dating, "listing")
            assert published is not None, (item.date, why)
            assert published.date in (_day(item.date), _day(item.date, known.timezone))
    for position, (url, title, day) in known.spots.items():
        item = found.items[position]
        assert (item.url, item.title) == (url, title)
        if day is not None and item.date is not None:
            assert _day(item.date) == day


def _day(stated: str, zone: str | None = None) -> str:
    """The day of a feed's date by the standard library, as stated or in a time zone: another reader than ours."""
    moment = datetime.fromisoformat(stated) if re.match(r"\d{4}-", stated) else parsedate_to_datetime(stated)
    return (moment.astimezone(ZoneInfo(zone)) if zone and moment.tzinfo else moment).date().isoformat()


SITEMAPS = {
    "sitemaps/sitemap.xml": (84, 84, "https://www.sitemaps.org/", "2016-11-21"),
    "sitemaps/sitemap.xml.gz": (84, 84, "https://www.sitemaps.org/", "2016-11-21"),
    "sitemaps/sitemap-hreflang.xml": (3, 0, "http://www.example.com/english/page.html", None),
}


@pytest.mark.parametrize("name", sorted(SITEMAPS))
def test_a_captured_sitemap_is_read_to_its_last_address(shared: Path, name: str) -> None:
    count, changed, first, day = SITEMAPS[name]
    found = sitemap_items(captured(shared, name))
    assert isinstance(found, Items)
    assert (found.met, len(found.items), sum(item.updated is not None for item in found.items)) == (
        count,
        count,
        changed,
    )
    assert (found.items[0].url, found.items[0].updated) == (first, day)
    assert not any(item.date for item in found.items)


def test_a_captured_index_names_the_newest_sitemap_first(shared: Path) -> None:
    found = sitemap_items(captured(shared, "sitemaps/sitemap2.xml"))
    assert isinstance(found, Items)
    assert [(child.url, child.updated) for child in found.children] == [
        ("http://www.example.com/sitemap2.xml.gz", "2005-01-01"),
        ("http://www.example.com/sitemap1.xml.gz", "2004-10-01T18:23:17+00:00"),
    ]


def test_captured_languages_are_known_by_hreflang(shared: Path) -> None:
    found = sitemap_items(captured(shared, "sitemaps/sitemap-hreflang.xml"))
    assert isinstance(found, Items)
    assert [item.language for item in found.items] == ["en", "de", "de-ch"]
    assert all(len(item.alternates) == 2 for item in found.items)


@dataclass(frozen=True)
class Captured:
    """A captured listing, the selectors that a person would write, and what a person reads in it, by position."""

    url: str
    listing: dict[str, Any]
    items: int
    spots: dict[int, tuple[str, str, str | None]]
    dated: bool = True


LISTINGS = {
    "oag.ca.gov/listing_page_0.html": Captured(
        "https://oag.ca.gov/media/news",
        {"items": ".views-row", "date": "time, .date-display-single", "title": ".views-field-title a, h3 a"},
        30,
        {
            0: (
                "/news/press-releases/tell-everyone-attorney-general-bonta-warns-consumers-surge-text-based-toll-scam",
                "Tell Everyone: Attorney General Bonta Warns Consumers of Surge in Text-Based Toll Scam Activity",
                "January 2, 2025",
            ),
            29: (
                "/news/press-releases/attorney-general-bonta-demands-better-customer-service-californians",
                "Attorney General Bonta Demands Better Customer Service for Californians",
                "December 11, 2024",
            ),
        },
    ),
    "ag.ny.gov/listing_page_0.html": Captured(
        "https://ag.ny.gov/press-releases",
        {"items": ".views-row", "date": "time", "title": "h3, h2, .views-field-title a"},
        25,
        {
            0: (
                "/press-release/2026/attorney-general-james-urges-congress-pass-senates-kids-online-safety-act",
                "Attorney General James Urges Congress to Pass Senate’s Kids Online Safety Act",
                "February 11, 2026",
            ),
            24: (
                "/press-release/2026/attorney-general-james-warns-new-yorkers-about-price-gouging-ahead-major-winter",
                "Attorney General James Warns New Yorkers About Price Gouging Ahead of Major Winter Storm",
                "January 23, 2026",
            ),
        },
    ),
    "attorneygeneral.gov/listing_page_0.html": Captured(
        "https://www.attorneygeneral.gov/taking-action/",
        {"items": "tr:has(td.title)", "date": "td.date", "title": "td.title"},
        30,
        {
            0: (
                "/taking-action/teens-from-dallas-high-school-capture-pennsylvania-state-lifesmarts-title/",
                "Teens from Dallas High School Capture Pennsylvania State LifeSmarts Title",
                "02/11/2026",
            ),
        },
    ),
    "portal.ct.gov/listing_page_0.html": Captured(
        "https://portal.ct.gov/ag/press-releases",
        {"items": "ul.list--desc > li", "date": "time, .date"},
        15,
        {
            1: (
                "/ag/press-releases/2026-press-releases/"
                "attorney-general-tong-announces-investigation-into-concierge-apartments",
                "Attorney General Tong Announces Investigation Into Concierge Apartments",
                "2/9/2026",
            ),
        },
    ),
    "mofa.go.jp/mofa.html": Captured(
        "https://www.mofa.go.jp/mofaj/press/release/index.html",
        {"items": "dl.title-list ul.link-list li", "date": "dl.title-list > dt"},  # a day above its items
        121,
        {
            0: (
                "/mofaj/me_a/me2/sa/pageit_000001_03140.html",
                "第3回日・サウジアラビア外相級戦略対話の開催",
                "8月19日付",
            ),
            120: (
                "/mofaj/press/release/pressit_000001_03969.html",
                "カンボジア陸軍及び海軍に対する通信機材及び警備艇の供与（令和8年度OSA案件）に関する書簡の署名・交換",
                "7月19日付",
            ),
        },
    ),
    "meti.go.jp/meti.html": Captured(
        "https://www.meti.go.jp/press/index.html",
        {"items": "li.clearfix", "date": "p", "title": "a.cut_txt"},
        20,
        {
            0: (
                "/press/2026/08/20260817001.html",
                "「健康経営銘柄2027」・「健康経営優良法人2027」の申請受付を開始しました",
                "2026年8月17日",
            ),
            19: (
                "/press/2026/07/20260731003.html",
                "経済産業省組織令の一部を改正する政令が閣議決定されました",
                "2026年7月31日",
            ),
        },
    ),
    "mfa.gov.by/listing.html": Captured(
        "https://mfa.gov.by/en/press/statements/",
        {"items": "a.tabs-content__item", "title": "h2"},
        5,
        {
            4: (
                "http://localhost/dad9272a52869cef.html",
                "Statement by the Minister of Foreign Affairs of the Republic of Belarus, Vladimir Makei, at the OSCE "
                "26th Ministerial Council (Bratislava, December 5, 2019)",
                None,
            ),
        },
        dated=False,
    ),
    "timor-leste.gov.tl/listing.html": Captured(
        "http://timor-leste.gov.tl/?cat=27&lang=en",
        {"items": "ul.docs_list li", "title": "a.title", "date": "span.date"},
        1,
        {
            0: (
                "http://localhost/2021-09-28-discurso-PM-EE-181.pdf",
                "Brief words on the Debate on the Authorization for the Renewal of the Declaration of the 18th State "
                "of Emergency",
                "28 of September of 2021",
            ),
        },
    ),
}


@pytest.mark.parametrize("name", sorted(LISTINGS))
def test_a_captured_listing_is_read_to_its_last_item(shared: Path, name: str) -> None:
    known = LISTINGS[name]
    found = html_items(captured(shared, name, known.url), Listing.model_validate({"url": known.url, **known.listing}))
    assert isinstance(found, Items), found
    assert (found.met, len(found.items)) == (known.items, known.items)
    assert len({item.url for item in found.items}) == known.items
    assert all(item.title for item in found.items)
    assert all((item.date is not None) is known.dated for item in found.items)
    for position, (url, title, stated) in known.spots.items():
        item = found.items[position]
        assert (item.url, item.title, item.date) == (urljoin(known.url, url), title, stated)


def test_the_order_of_a_captured_listings_numbers_is_proved_by_its_dates(shared: Path) -> None:
    """``2/9/2026`` alone may be either; thirty of them on one page are not."""
    name = "attorneygeneral.gov/listing_page_0.html"
    known = LISTINGS[name]
    of = source(
        {"url": known.url, **known.listing}, sites=[{"host": "www.attorneygeneral.gov"}], country="XX", languages=["en"]
    )
    found = read_listing(captured(shared, name, known.url), of, of.listings[0])
    assert isinstance(found, ListingPage)
    assert {hint.order for _, hint in found.links} == {"MDY"}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("coag.gov/listing_page_0.html", "listing.empty"),
        ("oag.maryland.gov/listing_page_0.html", "listing.empty"),
        ("atg.wa.gov/listing_page_0.html", "listing.empty"),
    ],
)
def test_a_captured_listing_whose_items_are_elsewhere_is_no_empty_success(shared: Path, name: str, code: str) -> None:
    found = html_items(captured(shared, name), Listing(url="https://captured.example/", items=".press-release-item"))
    assert isinstance(found, Failure)
    assert found.code in (code, "listing.browser")


def test_a_captured_topical_event_without_links_has_none(shared: Path) -> None:
    name = "gov.uk-content-api/topical_event__ebola-virus-government-response.json"
    found = govuk_items(captured(shared, name, "https://www.gov.uk/api/content/x"))
    assert isinstance(found, Items)
    assert (found.items, found.title, found.language) == ((), "Ebola virus: UK government response", "en")
