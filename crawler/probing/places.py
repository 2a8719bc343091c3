"""Where a host lies: country and time zone by its top-level domain, and a name for its source. Never more than a guess
that says how sure it is.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Final
from zoneinfo import ZoneInfo

from crawler.probing.items import domain_of

_NOT_COUNTRIES: Final = {"uk": "GB", "gov": "US", "mil": "US", "eu": "EU", "su": "RU", "ac": "SH"}
_NO_STATE: Final = frozenset({"io", "co", "tv", "me", "ai", "cc", "ws", "fm", "to", "ly", "gg", "sh", "st", "la"})
_CAPITALS: Final = {  # of countries with several zones: ministries sit there
    "AR": "America/Argentina/Buenos_Aires", "AU": "Australia/Sydney", "BR": "America/Sao_Paulo",
    "CA": "America/Toronto", "CD": "Africa/Kinshasa", "CL": "America/Santiago", "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia", "DE": "Europe/Berlin", "EC": "America/Guayaquil", "ES": "Europe/Madrid",
    "FM": "Pacific/Pohnpei", "GL": "America/Nuuk", "ID": "Asia/Jakarta", "KI": "Pacific/Tarawa", "KZ": "Asia/Almaty",
    "MH": "Pacific/Majuro", "MN": "Asia/Ulaanbaatar", "MX": "America/Mexico_City", "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland", "PG": "Pacific/Port_Moresby", "PT": "Europe/Lisbon", "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv", "US": "America/New_York", "UZ": "Asia/Tashkent", "VN": "Asia/Ho_Chi_Minh",
}  # fmt: skip
_OFFICIAL: Final = re.compile(r"(?:^|\.)(?:gov|gob|gouv|gub|go|govt|government|mil|gv|gok|gos)\.[a-z]{2}$")


@dataclass(frozen=True, slots=True)
class Place:
    """``country`` (ISO 3166-1) and ``timezone`` (IANA), ``None`` where the address does not say; ``doubt`` is a
    sentence on what is only likely, ``None`` where there is no doubt.
    """

    country: str | None
    timezone: str | None
    doubt: str | None


def place_of(host: str) -> Place:
    """What a host name says of where its owner is."""
    last = host.rpartition(".")[2].lower()
    country = _NOT_COUNTRIES.get(last) or (last.upper() if len(last) == 2 else None)
    if country == "EU":
        return Place("EU", "Europe/Brussels", None)
    zones = _zones().get(country or "")
    if country is None or not zones:
        return Place(None, None, f"the address {host} names no country")
    if last in _NO_STATE and not _OFFICIAL.search(host):
        return Place(country, zones[0], f"'.{last}' is used all over the world: {country} may be wrong")
    zone = _CAPITALS.get(country, zones[0])
    if len({_clock(name) for name in zones}) > 1:
        return Place(country, zone, f"{country} has several time zones; {zone} is its capital's")
    return Place(country, zone, None)


def country_name(code: str) -> str | None:
    """The name of a country by its code."""
    return _names().get(code)


def id_of(host: str, country: str | None) -> str:
    """A source's id for a host: ``by_mfa`` for ``mfa.gov.by``, ``ardania_mfa`` for ``mfa.ardania.example``."""
    labels = host.lower().removeprefix("www.").split(".")
    own = domain_of(host).split(".")[0]
    kept = labels[: labels.index(own) + 1] if own in labels else labels[:1]
    parts = [*([country] if country else []), *reversed(kept)]
    name = re.sub(r"[^a-z0-9]+", "_", "_".join(parts).lower()).strip("_")[:41]
    return name if re.fullmatch(r"[a-z][a-z0-9_]{1,40}", name) else f"source_{name}"[:41]


@cache
def _clock(zone: str) -> tuple[timedelta | None, ...]:
    """What tells the clocks of two zones apart: their offsets in a winter and in a summer."""
    return tuple(datetime(2024, month, 1, tzinfo=ZoneInfo(zone)).utcoffset() for month in (1, 7))


@cache
def _zones() -> dict[str, tuple[str, ...]]:
    """The zones of each country as the time zone database lists them, the most populous first."""
    found: dict[str, tuple[str, ...]] = {}
    for line in _lines("zone.tab"):
        code, _, zone = line.split("\t")[:3]
        found[code] = (*found.get(code, ()), zone)
    return found


@cache
def _names() -> dict[str, str]:
    return dict(tuple(line.split("\t")[:2]) for line in _lines("iso3166.tab"))  # type: ignore[misc]


def _lines(name: str) -> list[str]:
    text = files("tzdata.zoneinfo").joinpath(name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
