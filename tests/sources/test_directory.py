"""The directory of foreign ministries: whole, sound, and never more sure than the tests are."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from crawler.discover import starts
from crawler.sources import load_sources
from crawler.sources.directory import DIRECTORY, Ministry, directory_data, load_directory, select_entries
from tests.sources.verified import VERIFIED

SOURCES = load_sources()
ENTRIES = load_directory()

MEMBERS = """
AF AL DZ AD AO AG AR AM AU AT AZ BS BH BD BB BY BE BZ BJ BT BO BA BW BR BN BG BF BI CV KH CM CA CF TD CL CN CO
KM CG CD CR CI HR CU CY CZ DK DJ DM DO EC EG SV GQ ER EE SZ ET FJ FI FR GA GM GE DE GH GR GD GT GN GW GY HT HN
HU IS IN ID IR IQ IE IL IT JM JP JO KZ KE KI KW KG LA LV LB LS LR LY LI LT LU MG MW MY MV ML MT MH MR MU MX FM
MC MN ME MA MZ MM NA NR NP NL NZ NI NE NG KP MK NO OM PK PW PA PG PY PE PH PL PT QA KR MD RO RU RW KN LC VC WS
SM ST SA SN RS SC SL SG SK SI SB SO ZA SS ES LK SD SR SE CH SY TJ TZ TH TL TG TO TT TN TR TM TV UG UA AE GB US
UY UZ VU VE VN YE ZM ZW
"""
UNITED_NATIONS = frozenset(MEMBERS.split())
HEADER = DIRECTORY.read_text(encoding="utf-8").splitlines()[0]
ROW = ("AZ", "Azerbaijan", "Ministry", "", "https://mfa.example/en", "en az", "Asia/Baku", "listed", "", "2022")


def derived(entry: Ministry) -> str:
    """The status that the tests allow: verified where the source's layouts are, or the very listing of the entry."""
    if entry.source is None:
        return "listed"
    verified = VERIFIED.get(entry.source)
    return "verified" if verified and (verified.layouts or entry.url in verified.listings) else "drafted"


def test_there_is_one_entry_for_each_state_and_observer_and_three_beside_them() -> None:
    assert len(UNITED_NATIONS) == 193
    assert {entry.country for entry in ENTRIES} == UNITED_NATIONS | {"VA", "PS", "TW", "XK", "EU"}
    assert len(ENTRIES) == 198
    assert len({entry.state for entry in ENTRIES}) == 198


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.country)
def test_nothing_is_called_what_it_is_not(entry: Ministry) -> None:
    assert entry.status == derived(entry)
    assert entry.source is None or entry.source in SOURCES
    if entry.status == "verified" and not VERIFIED[entry.source or ""].listings.get(entry.url):
        assert entry.note is not None, "how far it is verified"


def test_every_source_of_a_foreign_ministry_is_named_in_the_directory() -> None:
    named = {entry.source: entry for entry in ENTRIES if entry.source}
    for source in SOURCES.values():
        if source.id.endswith(("_mfa", "_mofa", "_aa", "_fcdo", "_bmeia")):
            assert named[source.id].country == source.country
    for source_id, entry in named.items():
        source = SOURCES[source_id or ""]
        assert source.site_of(entry.url) is not None, (source_id, entry.url)
        assert source.timezone == entry.timezone
        assert {ask.url for ask, _ in starts(source, date(2026, 8, 20))}


def test_addresses_are_the_ministries_own_each_once() -> None:
    assert len({entry.url for entry in ENTRIES}) == len(ENTRIES)
    strangers = (
        "un.int",
        "un.org",
        "news.un.org",
        "eurasianet.org",
        "foreignaffairs.com",
        "hungarytoday.hu",
        "iom.int",
    )
    assert [entry.country for entry in ENTRIES if entry.host.endswith(strangers)] == []
    assert [entry.country for entry in ENTRIES if "(" in entry.url or " " in entry.url] == []


def test_every_entry_can_be_probed_from() -> None:
    for entry in ENTRIES:
        assert entry.host
        assert "." in entry.host
        assert entry.languages
        assert entry.as_of in {2022, 2026}


def test_entries_are_chosen_by_country_and_status() -> None:
    assert [entry.country for entry in select_entries(ENTRIES, ["az", "BY"])] == ["AZ", "BY"]
    assert select_entries(ENTRIES, ["az"], ["verified"]) == []
    assert {entry.status for entry in select_entries(ENTRIES, statuses=["drafted", "verified"])} == {
        "drafted",
        "verified",
    }
    assert select_entries(ENTRIES) == list(ENTRIES)


def test_every_field_is_in_the_data() -> None:
    data = directory_data(select_entries(ENTRIES, ["AZ"]))
    assert [sorted(item) for item in data] == [sorted(HEADER.split("\t"))]
    assert data[0]["languages"][0] == "en"


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    def write(*rows: tuple[str, ...]) -> Path:
        path = tmp_path / "directory.tsv"
        lines = ["\t".join((*row, "references", "")) for row in rows]
        path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
        return path

    return write


def test_a_sound_entry_is_read(written: Callable[..., Path]) -> None:
    (entry,) = load_directory(written(ROW))
    assert (entry.country, entry.languages, entry.own_name, entry.note) == ("AZ", ("en", "az"), None, None)


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        (0, "aze", "country"),
        (4, "ftp://mfa.example/", "url"),
        (4, "https://mfa.example/a b", "url"),
        (5, "", "languages"),
        (5, "English", "languages"),
        (6, "Asia/Atlantis", "timezone"),
        (7, "sure", "status"),
        (9, "", "as_of"),
    ],
)
def test_an_unsound_entry_is_told_with_its_line(
    written: Callable[..., Path], column: int, value: str, told: str
) -> None:
    wrong = (*ROW[:column], value, *ROW[column + 1 :])
    with pytest.raises(ValueError, match=rf"^directory\.tsv:3: (?s:.*){told}"):
        load_directory(written(("BY", *ROW[1:]), wrong))


def test_a_country_given_twice_is_told(written: Callable[..., Path]) -> None:
    with pytest.raises(ValueError, match=r"directory\.tsv:3: the country AZ is given twice, first in line 2"):
        load_directory(written(ROW, ROW))
