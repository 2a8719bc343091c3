"""Country, time zone and id by the address: right where there is no doubt, and with the doubt said where there is."""

import re
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.model.source import Source
from crawler.probing.places import id_of, place_of


@pytest.mark.parametrize(
    ("host", "country", "zone", "doubtful"),
    [
        ("mfa.gov.by", "BY", "Europe/Minsk", False),
        ("www.gov.uk", "GB", "Europe/London", False),
        ("www.auswaertiges-amt.de", "DE", "Europe/Berlin", False),
        ("mid.ru", "RU", "Europe/Moscow", True),
        ("oag.ca.gov", "US", "America/New_York", True),
        ("www.dfat.gov.au", "AU", "Australia/Sydney", True),
        ("mfa.gov.tv", "TV", "Pacific/Funafuti", False),
        ("press.example.tv", "TV", "Pacific/Funafuti", True),
        ("www.europarl.europa.eu", "EU", "Europe/Brussels", False),
        ("mfa.ardania.example", None, None, True),
        ("www.un.int", None, None, True),
        ("127.0.0.1", None, None, True),
    ],
)
def test_a_host_says_where_its_owner_is(host: str, country: str | None, zone: str | None, doubtful: bool) -> None:
    place = place_of(host)
    assert (place.country, place.timezone, place.doubt is not None) == (country, zone, doubtful)


@given(st.from_regex(r"[a-z0-9-]{1,20}(\.[a-z0-9-]{1,20}){1,3}", fullmatch=True))
def test_every_host_gives_an_id_and_a_zone_that_a_source_may_have(host: str) -> None:
    place = place_of(host)
    pattern = next(item.pattern for item in Source.model_fields["id"].metadata if hasattr(item, "pattern"))
    assert re.fullmatch(pattern, id_of(host, place.country))
    assert place.timezone is None or ZoneInfo(place.timezone)


@pytest.mark.parametrize(
    ("host", "country", "name"),
    [
        ("www.mofa.go.jp", "JP", "jp_mofa"),
        ("oag.ca.gov", "US", "us_ca_oag"),
        ("www.auswaertiges-amt.de", "DE", "de_auswaertiges_amt"),
        ("mfa.ardania.example", None, "ardania_mfa"),
        ("1.example", None, "source_1"),
    ],
)
def test_an_id_begins_with_the_country_and_ends_with_the_narrowest_name(
    host: str, country: str | None, name: str
) -> None:
    assert id_of(host, country) == name
