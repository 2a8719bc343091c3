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
    "by_mfa": ["https://mfa.gov.by/en/press/statements/b7b71aff55bfca76.html"],
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


def test_the_five_first_sources_are_shipped_under_their_own_names() -> None:
    assert set(SOURCES) == set(STATEMENTS) == {path.stem for path in SHIPPED.glob("*.toml")}
    assert SOURCES.notes == ()


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
    assert all(site.country for site in sites if site.role == "mission")


def test_every_listing_is_paginated_and_bounded_to_statements() -> None:
    for source, listing in listings():
        assert listing.pagination, (source.id, listing.url)
        assert listing.urls, (source.id, listing.url)
