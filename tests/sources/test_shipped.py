"""The shipped sources: sound, named alike everywhere, and right about the addresses that are known."""

import re
from collections.abc import Iterator

import pytest

from crawler.model.source import Listing, Source
from crawler.sources import SHIPPED, load_sources

SOURCES = load_sources()

STATEMENTS = {
    "az_mfa": [
        "https://www.mfa.gov.az/en/news/909/5883",
        "http://mfa.gov.az/en/news/909/5883",
        "https://www.mfa.gov.az/en/news/6857/view",
        "https://mfa.gov.az/en/news/no09722",
        "https://mfa.gov.az/index.php/en/news/no33122",
        "https://mfa.gov.az/az/news/no41620-press-release-of-the-press-service",
        "https://mfa.gov.az/ru/news/заявление-министерства",
        "https://sofia.mfa.gov.az/en/news/3605/no43823-azerbaycan-respublikasinin-beyanati",
        "https://london.mfa.gov.az/index.php/en/news/3056/no25620-press-release",
        "https://nato-pfp.mfa.gov.az/en/news/statement-by-the-ministry-enru",
        "https://brasilia.mfa.gov.az/pt/news/3083/no15820-beyanati",
    ],
    "at_bmeia": [
        "https://www.bmeia.gv.at/ministerium/presse/aktuelles/2022/01/an-example/",
        "http://www.eza.gv.at/das-ministerium/presse/aussendungen/2018/07/an-example/",
        "https://www.bmeia.gv.at/ministerium/presse/reden/2022/01/an-example/",
    ],
    "br_jaraguadosul": ["https://www.jaraguadosul.sc.gov.br/news/servi-o-de-atendimento-domiciliar"],
    "by_mfa": ["https://mfa.gov.by/en/press/statements/b7b71aff55bfca76.html"],
    "de_aa": [
        "https://www.auswaertiges-amt.de/de/newsroom/ein-beispiel/2500000",
        "https://www.auswaertiges-amt.de/en/newsroom/news/-/2500000",
    ],
    "de_bmwk": ["https://www.bmwi.de/Redaktion/DE/Meldung/2022/20220124-ein-beispiel.html"],
    "de_bsi": ["https://www.bsi.bund.de/DE/Service-Navi/Presse/Pressemitteilungen/Presse2022/220128_Ein-Beispiel.html"],
    "de_bundespraesident": [
        "https://www.bundespraesident.de/SharedDocs/Reden/DE/Johannes-Rau/Reden/2003/03/20030331_Rede2.html"
    ],
    "de_uba": ["https://www.umweltbundesamt.de/presse/pressemitteilungen/ein-beispiel"],
    "jp_kantei": ["https://www.kantei.go.jp/jp/105/statement/2026/0819kaiken.html"],
    "jp_meti": ["https://www.meti.go.jp/press/2026/08/20260817001.html"],
    "jp_mofa": [
        "https://www.mofa.go.jp/mofaj/press/release/pressit_000001_04063.html",
        "https://www.mofa.go.jp/mofaj/me_a/me2/ye/page7_000121_00003.html",
        "https://www.mofa.go.jp/mofaj/press/release/press4_010038.html",
    ],
    "tl_gov": [
        "http://timor-leste.gov.tl/2021-09-28-discurso-PM-EE-181.pdf",
        "http://timor-leste.gov.tl/?p=30194&lang=en",
    ],
    "us_ct_oag": ["https://portal.ct.gov/ag/press-releases/2026-press-releases/attorney-general-announces-a-thing"],
    "us_md_oag": [
        "https://oag.maryland.gov/News/pages/Attorney-General-Announces-a-Thing--.aspx",
        "https://oag.maryland.gov:443/News/Pages/Attorney-General-Announces-a-Thing.aspx",
    ],
    "us_pa_oag": ["https://www.attorneygeneral.gov/taking-action/attorney-general-announces-a-thing/"],
    "us_va_oag": ["https://www.oag.state.va.us/media-center/news-releases/2985-january-2-2026-a-thing"],
    "us_wa_oag": ["https://www.atg.wa.gov/news/news-releases/attorney-general-announces-a-thing"],
    "us_ca_oag": ["https://oag.ca.gov/news/press-releases/attorney-general-announces-a-thing"],
    "us_ny_oag": ["https://ag.ny.gov/press-release/2026/attorney-general-announces-a-thing"],
    "eu_parliament_press": [
        "https://www.europarl.europa.eu/news/en/press-room/20221014IPR43206",
        "https://www.europarl.europa.eu/news/en/press-room/20221014IPR43206/car-recharging-stations",
        "https://www.europarl.europa.eu/news/fr/press-room/20221014IPR43206/des-bornes",
    ],
}
OTHERS = {
    "az_mfa": [
        "https://www.mfa.gov.az/en/news",
        "https://www.mfa.gov.az/en/news/",
        "https://www.mfa.gov.az/en/news?page=2",
        "https://www.mfa.gov.az/en/news/909",
        "https://www.mfa.gov.az/en/news/909?page=2",
        "https://www.mfa.gov.az/en/category/statements",
        "https://sofia.mfa.gov.az/en/content/3/embassy",
        "https://mfa.gov.az.example.com/en/news/no1-x",
    ],
    "at_bmeia": [
        "https://www.bmeia.gv.at/das-ministerium/presse/aussendungen/",
        "https://www.bmeia.gv.at/oev-new-york/news/statements-and-speeches",
    ],
    "br_jaraguadosul": ["https://www.jaraguadosul.sc.gov.br/noticias.php?cat=19"],
    "de_aa": [
        "https://www.auswaertiges-amt.de/de/newsroom/news",
        "https://www.auswaertiges-amt.de/de/aussenpolitik/laender/italien-node",
    ],
    "de_bmwk": ["https://www.bmwi.de/Navigation/DE/Presse/presse.html"],
    "de_bsi": ["https://www.bsi.bund.de/DE/Service-Navi/Presse/presse_node.html"],
    "de_bundespraesident": ["https://www.bundespraesident.de/SharedDocs/Termine/DE/x.html"],
    "de_uba": ["https://www.umweltbundesamt.de/presse/pressemitteilungen"],
    "jp_kantei": ["https://www.kantei.go.jp/"],
    "jp_meti": ["https://www.meti.go.jp/press/category_01.html", "https://www.meti.go.jp/press/index.html"],
    "jp_mofa": [
        "https://www.mofa.go.jp/mofaj/press/release/8_01_index.html",
        "https://www.mofa.go.jp/mofaj/annai/index.html",
    ],
    "tl_gov": ["http://timor-leste.gov.tl/?cat=10&lang=en", "http://timor-leste.gov.tl/?cat=27&lang=en&page=2"],
    "us_ct_oag": [
        "https://portal.ct.gov/ag/press-releases?page=2",
        "https://portal.ct.gov/ag/press-releases/2026-press-releases",
    ],
    "us_md_oag": ["https://oag.maryland.gov/Pages/oag.aspx"],
    "us_pa_oag": [
        "https://www.attorneygeneral.gov/taking-action/page/2/",
        "https://www.attorneygeneral.gov/taking-action/",
    ],
    "us_va_oag": ["https://www.oag.state.va.us/media-center/news-releases"],
    "us_wa_oag": ["https://www.atg.wa.gov/news/news-releases-rss"],
    "by_mfa": ["https://mfa.gov.by/en/press/statements/2", "https://mfa.gov.by/en/press/video/cc7f6329ab509ab6.html"],
    "us_ca_oag": ["https://oag.ca.gov/media/news?page=1", "https://oag.ca.gov/news/press-releases/"],
    "us_ny_oag": ["https://ag.ny.gov/press-releases?page=1", "https://ag.ny.gov/press-release/archive"],
    "eu_parliament_press": [
        "https://www.europarl.europa.eu/news/en/press-room",
        "https://www.europarl.europa.eu/news/en/press-room/contacts",
        "https://www.europarl.europa.eu/news/en/agenda/briefing/2022-10-17/0",
    ],
}


def listed(source: Source, url: str) -> bool:
    return any(re.search(pattern, url) for listing in source.listings for pattern in listing.urls)


def listings() -> Iterator[tuple[Source, Listing]]:
    return ((source, listing) for source in SOURCES.values() for listing in source.listings)


def test_every_source_is_shipped_under_its_own_name() -> None:
    assert set(SOURCES) == {path.stem for path in SHIPPED.glob("*.toml")}
    assert SOURCES.notes == ()


def test_addresses_are_tried_for_every_source_that_bounds_them() -> None:
    bounded = {source.id for source, listing in listings() if listing.urls}
    assert bounded == set(STATEMENTS) == set(OTHERS)


@pytest.mark.parametrize("source_id", sorted(STATEMENTS))
def test_known_statement_addresses_are_taken(source_id: str) -> None:
    for url in STATEMENTS[source_id]:
        assert listed(SOURCES[source_id], url), url
        assert SOURCES[source_id].site_of(url), url


@pytest.mark.parametrize("source_id", sorted(OTHERS))
def test_other_addresses_are_left_alone(source_id: str) -> None:
    for url in OTHERS[source_id]:
        assert not listed(SOURCES[source_id], url), url


def test_each_source_says_where_its_facts_come_from() -> None:
    for path in SHIPPED.glob("*.toml"):
        head = " ".join(
            line.lstrip("# ") for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")
        )
        assert "Not seen live" in head, path.name
        assert re.search(r"20\d\d", head), path.name


def test_azerbaijan_has_its_main_site_and_at_least_five_missions() -> None:
    sites = SOURCES["az_mfa"].sites
    assert sites[0].host == "www.mfa.gov.az"
    assert "mfa.gov.az" in sites[0].aliases
    assert {"az", "en", "ru"} <= set(sites[0].languages)
    missions = {site.host for site in sites if site.role == "mission"}
    assert {f"{name}.mfa.gov.az" for name in ("sofia", "brussels", "london", "nato-pfp", "berlin")} <= missions
    assert all(site.country and site.name for site in sites if site.role == "mission")
    assert len(missions) == 49  # published ones: of about 75


def test_every_language_of_azerbaijans_sites_is_one_of_its_source() -> None:
    source = SOURCES["az_mfa"]
    assert {language for site in source.sites for language in site.languages} == set(source.languages)


def test_every_page_of_links_is_bounded_to_statements() -> None:
    for source, listing in listings():
        assert listing.urls or listing.format != "html", (source.id, listing.url)


def test_a_listing_of_one_page_is_one_on_purpose() -> None:
    short = {
        source.id
        for source, listing in listings()
        if listing.format == "html" and not (listing.pagination or listing.hub or listing.period)
    }
    # Drafted ones, of which no second page was seen; meti.go.jp's lists of months and Maryland's front page have none.
    assert short == {
        "at_bmeia", "de_aa", "de_bmwk", "de_bsi", "de_bundespraesident", "de_uba", "jp_meti", "us_md_oag",
    }  # fmt: skip
