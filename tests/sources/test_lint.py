"""The lint: sound sources that are likely to disappoint."""

from pathlib import Path

import pytest

from crawler.sources import check_source, load_sources, read_source
from tests.sources.writing import SOUND, write


def remarks(folder: Path, old: str, new: str) -> list[str]:
    assert old in SOUND
    source = read_source(write(folder, SOUND.replace(old, new))).source
    return [f"{remark.place}: {remark.sentence}" for remark in check_source(source)]


def test_good_source_gets_no_remark(tmp_path: Path) -> None:
    assert check_source(read_source(write(tmp_path)).source) == []


@pytest.mark.parametrize(
    ("old", "new", "remark"),
    [
        ("delay = 2.0", "delay = 0", "politeness: a delay of 0 s is short"),
        ("delay = 2.0", "concurrency = 4", "politeness: 4 exchanges at once"),
        ("delay = 2.0", 'tls = "archive-anyway"', "politeness: certificates are not verified"),
        ('country = "NO"', 'languages = ["no"]', "site oslo.mfa.example: speaks 'no'"),
        ('country = "NO"', "", "site oslo.mfa.example: is a mission without the country"),
        ('date = "time"\nurls', "urls", "listing https://{host}/{language}/news: gives no date"),
        ("urls = '/news/\\d+$'", "", "listing https://{host}/{language}/news: names no urls"),
        ('[listings.pagination]\nkind = "page"', "", "has no pagination"),
        ('link = "a"', 'languages = ["de"]', "is asked in 'de'"),
        ("{host}/{language}/news", "mfa.example/news", "https://mfa.example/news"),
        ('date = "time"\nnumber', "number", "layout new: gives no date: only the listing's"),
        ('requires = "main"', "until = 2024-12-31", "layouts: none is open: pages captured after 2024-12-31"),
        ("until = 2019-12-31", "", "layout new: is never reached: 'old' before it"),
        ('requires = "main"', 'sites = "mission"', None),
    ],
)
def test_disappointments_are_foreseen(tmp_path: Path, old: str, new: str, remark: str | None) -> None:
    if remark == "https://mfa.example/news":  # one host, one language: then naming them says nothing
        found = remarks(
            tmp_path,
            'url = "https://{host}/{language}/news"',
            'url = "https://mfa.example/news"\nsites = "main"\nlanguages = ["en"]',
        )
        assert any("names languages" in text for text in found)
        assert any("names sites" in text for text in found)
        return
    found = remarks(tmp_path, old, new)
    assert any(remark in text for text in found) if remark else found == []


def test_site_that_no_layout_covers_is_named(tmp_path: Path) -> None:
    text = SOUND.replace('requires = "main"', 'sites = "mission"').replace(
        "until = 2019-12-31", 'sites = "mission"\nuntil = 2019-12-31'
    )
    source = read_source(write(tmp_path, text)).source
    assert [(r.place, r.sentence) for r in check_source(source)] == [
        ("site mfa.example", "has no layout: its pages are read by the generic reading")
    ]


def test_source_of_addresses_alone_is_remarked(tmp_path: Path) -> None:
    text = SOUND.partition("[[listings]]")[0]
    found = [remark.place for remark in check_source(read_source(write(tmp_path, text)).source)]
    assert found == ["listings", "layouts"]


def test_shipped_sources_are_polite_and_verify() -> None:
    for source in load_sources().values():
        assert source.politeness.delay >= 2, source.id
        assert source.politeness.concurrency == 1, source.id
        assert source.politeness.tls == "verify", source.id
