"""What of the shipped sources is verified: which layouts and listings are tried on which real captured pages.

``test_verified.py`` reads every page named here where the captured pages are present; the directory's statuses and the
word "drafted" in the source files are held against this table. Nothing else makes a source verified.
"""

from typing import Final, NamedTuple


class Verified(NamedTuple):
    """Of one source: pages of the captured folder by the layout that reads them, and listings by their address.

    ``family.govuk`` reads answers of GOV.UK's Content API, which need no layout of a source's own.
    """

    layouts: dict[str, tuple[str, ...]]
    listings: dict[str, str]


_CA: Final = tuple(
    f"oag.ca.gov/detail_{name}.html"
    for name in (
        *("000_settlement_dollar", "002_multistate", "004_statute_citation", "006_environmental"),
        *("008_consumer_alert", "010_wage_theft", "012_opioid", "014_telecom"),
    )
)
_GOVUK: Final = tuple(
    f"gov.uk-content-api/{name}.json"
    for name in (
        *("fatality_notice__fatality_notice", "fatality_notice__withdrawn_fatality_notice"),
        *("news_article__best-practice-event", "news_article__best-practice-news-story", "news_article__news_article"),
        *("news_article__news_article_history_mode", "news_article__news_article_press_release"),
        *("publication__best-practice-notice", "publication__withdrawn_publication"),
        *("speech__best-practice-speaking-notes", "speech__speech-authored-article"),
        *("speech__speech-speaker-without-profile", "speech__speech-transcript"),
        "speech__speech-written-statement-parliament",
    )
)

VERIFIED: Final[dict[str, Verified]] = {
    "br_jaraguadosul": Verified({"2018": ("jaraguadosul.sc.gov.br/arrombamento.html",)}, {}),
    "by_mfa": Verified(
        {
            "2022": tuple(
                f"mfa.gov.by/{name}.html"
                for name in ("b7b71aff55bfca76", "cf70e7349e4f19db", "dad9272a52869cef", "f179725988c80350")
            )
        },
        {"https://mfa.gov.by/en/press/statements/": "mfa.gov.by/listing.html"},
    ),
    "de_aa": Verified({"advice-2021": ("auswaertiges-amt.de/reisewarnung_italien.html",)}, {}),
    "de_bmwk": Verified({"2022": ("bmwi.de/20220124_kfw.html",)}, {}),
    "de_bsi": Verified({"gsb-2022": ("bsi.bund.de/220128_ki.html",)}, {}),
    "de_bundespraesident": Verified({"gsb-singleview": ("bundespraesident.de/20030331_rede.html",)}, {}),
    "de_uba": Verified({"drupal7": ("umweltbundesamt.de/eu-taxonomie.html",)}, {}),
    "eu_parliament_press": Verified(
        {"2020": ("europarl.europa.eu/20201217IPR94207.html", "europarl.europa.eu/20221014IPR43206.html")}, {}
    ),
    "gb_fcdo": Verified({"family.govuk": _GOVUK}, {}),
    "gb_govuk": Verified({"family.govuk": _GOVUK}, {}),
    "jp_cao": Verified({}, {"https://www.cao.go.jp/rss/news.rdf": "cao.go.jp/feed.xml"}),
    "jp_kantei": Verified({}, {"https://www.kantei.go.jp/index-jnews.rdf": "kantei.go.jp/feed.xml"}),
    "jp_meti": Verified({}, {"https://www.meti.go.jp/press/index.html": "meti.go.jp/meti.html"}),
    "jp_mext": Verified({}, {"https://www.mext.go.jp/b_menu/news/index.rdf": "mext.go.jp/feed.xml"}),
    "jp_mof": Verified({}, {"https://www.mof.go.jp/news.rss": "mof.go.jp/feed.xml"}),
    "jp_mofa": Verified({}, {"https://www.mofa.go.jp/mofaj/press/release/index.html": "mofa.go.jp/mofa.html"}),
    "tl_gov": Verified({}, {"http://timor-leste.gov.tl/?cat=27&lang=en": "timor-leste.gov.tl/listing.html"}),
    "us_ca_oag": Verified({"drupal7": _CA}, {"https://oag.ca.gov/media/news": "oag.ca.gov/listing_page_0.html"}),
    "us_ct_oag": Verified({}, {"https://portal.ct.gov/ag/press-releases": "portal.ct.gov/listing_page_0.html"}),
    "us_md_oag": Verified({}, {"https://oag.maryland.gov/Pages/oag.aspx": "oag.maryland.gov/listing_page_0.html"}),
    "us_ny_oag": Verified(
        {
            "drupal10": (
                "ag.ny.gov/detail_000_recovers_47m_truck_rental.html",
                "ag.ny.gov/detail_002_stops_gun_accessory.html",
            )
        },
        {"https://ag.ny.gov/press-releases": "ag.ny.gov/listing_page_0.html"},
    ),
    "us_pa_oag": Verified(
        {
            "2026": (
                "attorneygeneral.gov/detail_000_gambling_conviction.html",
                "attorneygeneral.gov/detail_002_kids_online_safety.html",
            )
        },
        {"https://www.attorneygeneral.gov/taking-action/": "attorneygeneral.gov/listing_page_0.html"},
    ),
    "us_va_oag": Verified(
        {
            "letterhead": (
                "oag.state.va.us/detail_000_pharmaceutical.html",
                "oag.state.va.us/detail_001_big_polluters.html",
            )
        },
        {},
    ),
}

DRAFTED: Final = frozenset({"at_bmeia", "az_mfa", "us_co_oag", "us_wa_oag"})
"""Shipped, but no page of theirs is at hand on which a layout or a listing of theirs could be tried."""
