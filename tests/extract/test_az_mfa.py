"""Both skins of mfa.gov.az, on pages of our own writing after what is published of them."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import pytest

from crawler.extract import clean, extract
from crawler.model.reading import Hint, Page, Reading
from crawler.sources import load_sources

SOURCE = load_sources(None)["az_mfa"]
CAPTURED = datetime(2024, 6, 1, 12, tzinfo=UTC)
TITLE = "No:438/23, Statement of the Ministry of Foreign Affairs of the Republic of Azerbaijan"
TEXTS = (
    "The attempt was prevented, and one member of the group that had made it was detained on the same evening.",
    "We consider such attempts on the day of the meeting as a policy that does not serve peace, and we condemn them.",
    "The responsibility for what follows lies with those who ordered it.",
)


def main_site(
    title: str = TITLE, texts: tuple[str, ...] = TEXTS, date: str = "17 August 2023", kind: str = "Statements"
) -> str:
    """The newer skin: kind and date, then the text, then what every page ends in."""
    body = "\n<p>&nbsp;</p>\n".join(f'<p style="text-align:justify">{escape(text)}</p>' for text in texts)
    return f"""<!DOCTYPE html><html lang="en"><head><title>{escape(title)} | MFA</title></head><body>
<header><ul><li><a href="/az/">AZ</a></li><li><a href="/ru/">RU</a></li></ul></header>
<section class="section_articleInner"><div class="section_articleInner_body">
<div class="section_articleInner_body_content--header"><h1>{escape(title)}</h1></div>
<div class="section_articleInner_body_content_information"><span>{kind}</span>
<span class="section_articleInner_body_content_information--date">{date}</span></div>
<div class="section_articleInner_body_content--description">{body}<p>---</p>
<p>Share this page</p><p>All rights reserved. Contact us to use any licensed material.</p></div></div></section>
<section class="section_newsIn"><a class="section_newsIn_item" href="/en/news/no43723">
<div class="section_newsIn_item_content_information"><span>News</span><span>16 August 2023</span></div></a></section>
</body></html>"""


def mission(title: str, texts: tuple[str, ...], date: str, container: str = "div class=content") -> str:
    """The old skin: ISO date, title, paragraphs parted by empty ones, a rule, the archive's search box."""
    body = "".join(f"<p>{escape(text)}</p>\n<p>&nbsp;</p>\n" for text in texts)
    return f"""<html><head><meta charset=utf-8><title>{escape(title)}</title></head><body>
<div class=menu><a href="/en">Home</a> <a href="/en/news">News</a></div>
<{container}><p>{date}</p><h1>{escape(title)}</h1>{body}<p>---</p><p>&nbsp;</p>
<form><h3>Search in archive</h3><p>From</p><input name=from><p>To</p><input name=to><button>Search</button></form>
</{container.split()[0]}><div class=footer>Last changed 30.05.2024</div></body></html>"""


def read(html: str, url: str, hint: Hint | None = None) -> Reading:
    found = extract(Page(url, html.encode(), (("content-type", "text/html"),), CAPTURED, hint), SOURCE)
    assert isinstance(found, Reading), found
    return clean(found)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.mfa.gov.az/en/news/909/5883",
        "https://mfa.gov.az/en/news/6857/view",
        "https://mfa.gov.az/en/news/no43823",
        "https://mfa.gov.az/index.php/en/news/no43823",
        "https://mfa.gov.az/en/news/statement-of-the-ministry",
    ],
)
def test_the_main_site_under_each_of_its_forms_of_address(url: str) -> None:
    reading = read(main_site(), url)
    assert (reading.layout, reading.title, reading.number, reading.language) == ("article-inner", TITLE, "438/23", "en")
    assert reading.body.paragraphs == TEXTS
    assert reading.published is not None
    assert (reading.published.date, reading.published.method) == ("2023-08-17", "selector")


def test_the_number_stands_in_the_slug_where_the_title_lacks_it() -> None:
    for slug in ("no43823", "no43823-azerbaycan-respublikasinin-xarici-isler-nazirliyinin-beyanati"):
        assert (
            read(main_site("Statement of the Ministry"), f"https://mfa.gov.az/en/news/3605/{slug}").number == "438/23"
        )
    assert read(main_site("Statement of the Ministry"), "https://mfa.gov.az/en/news/november-2023").number is None


def test_the_listings_date_serves_a_page_without_one() -> None:
    html = main_site().replace(
        '<span class="section_articleInner_body_content_information--date">17 August 2023</span>', ""
    )
    reading = read(
        html, "https://mfa.gov.az/en/news/no43823", Hint("https://mfa.gov.az/en/news", date="17 August 2023")
    )
    assert reading.published is not None
    assert (reading.published.date, reading.published.method) == ("2023-08-17", "listing")


def test_azerbaijani_and_russian_dates() -> None:
    for shown in ("17 avqust 2023", "17 августа 2023", "17 Avqust 2023"):
        reading = read(main_site(date=shown), "https://mfa.gov.az/az/news/no43823")
        assert reading.published is not None
        assert reading.published.date == "2023-08-17"


@pytest.mark.parametrize("container", ["div class=content", "main", "article", "div id=content", "div class=unknown"])
def test_the_old_skin_of_missions_whatever_its_container_is_called(container: str) -> None:
    html = mission(TITLE, TEXTS, "2023-08-17", container)
    reading = read(html, "https://sofia.mfa.gov.az/en/news/3605/no43823-azerbaycan-beyanati")
    assert reading.layout == ("mission-old" if "unknown" not in container else None)
    assert (reading.title, reading.language) == (TITLE, "en")
    assert reading.body.paragraphs == TEXTS
    assert reading.published is not None
    assert reading.published.date == "2023-08-17"
    assert "archive" not in reading.body.html.lower()


def test_the_seed_statement_as_its_mission_showed_it(shared: Path) -> None:
    lines = (shared / "texts" / "seed-statement-2021-11-08.txt").read_text(encoding="utf-8").split("\n")
    title, texts = lines[2].strip(), tuple(line.strip() for line in lines[3:] if len(line) > 100)
    reading = read(
        mission(title, texts, lines[0].strip()), "https://sofia.mfa.gov.az/en/news/3333/statement-on-victory-day"
    )
    assert reading.title == title
    assert reading.published is not None
    assert (reading.published.date, reading.published.precision) == ("2021-11-08", "day")
    assert len(reading.body.paragraphs) == 8
    assert reading.body.paragraphs == texts
    assert reading.body.text == "\n\n".join(texts)


def test_real_statements_come_through_both_skins_word_for_word(shared: Path) -> None:
    count = 0
    for line in (shared / "texts" / "statements.jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        if not item["url"] or SOURCE.site_of(item["url"]) is None:
            continue
        texts = tuple(" ".join(part.split()) for part in item["text"].split("\n") if part.strip())
        by_mission = SOURCE.site_of(item["url"]).role == "mission"  # type: ignore[union-attr]
        html = mission(item["title"], texts, "2021-11-08") if by_mission else main_site(item["title"], texts)
        reading = read(html, item["url"])
        assert reading.title == " ".join(item["title"].split()), item["url"]
        assert reading.body.paragraphs == texts, item["url"]
        if item["reference_no"]:
            assert reading.number == item["reference_no"], item["url"]
        count += 1
    assert count >= 10


@pytest.mark.parametrize("host", ["berlin", "thehague", "madrid"])
def test_missions_in_the_newer_skin_read_as_the_main_site_does(host: str) -> None:
    reading = read(main_site(), f"https://{host}.mfa.gov.az/en/news/statement-of-the-ministry")
    assert (reading.layout, reading.title, reading.number) == ("article-inner", TITLE, "438/23")
    assert reading.body.paragraphs == TEXTS
    assert reading.published is not None
    assert reading.published.date == "2023-08-17"


@pytest.mark.parametrize(
    ("shown", "kind"),
    [
        ("Statements", "statement"), ("Bəyanatlar", "statement"), ("Заявления", "statement"),
        ("Press release", "press_release"), ("Mətbuat üçün məlumat", "press_release"), ("Пресс-релиз", "press_release"),
        ("Comments", "comment"), ("Şərhlər", "comment"), ("Комментарии", "comment"),
        ("News", "news"), ("Xəbərlər", "news"), ("Новости", "news"),
        ("Speeches", "speech"), ("Çıxışlar", "speech"), ("Выступления", "speech"),
        ("Interview", "interview"), ("Müsahibə", "interview"), ("Интервью", "interview"),
        ("Joint Statement", "joint_statement"), ("Birgə bəyanat", "joint_statement"),
        ("Совместное заявление", "joint_statement"), ("Brifinqlər", "briefing"), ("Elan", "notice"),
    ],
)  # fmt: skip
def test_kinds_in_the_three_languages_of_the_site(shown: str, kind: str) -> None:
    reading = read(main_site("Məlumat 17", kind=shown), "https://mfa.gov.az/en/news/an-example")
    assert (reading.kind, reading.kind_raw) == (kind, shown)
    html = mission("Məlumat 17", TEXTS, "2023-08-17")
    hinted = read(
        html, "https://sofia.mfa.gov.az/en/news/3605/x-y", Hint("https://sofia.mfa.gov.az/en/news", kind=shown)
    )
    assert (hinted.kind, hinted.kind_raw) == (kind, shown)


@pytest.mark.parametrize(
    ("title", "url", "number"),
    [
        ("No:438/23, Statement of the Ministry", "/en/news/6857/view", "438/23"),
        ("No: 7/24 Comment", "/en/news/6857/view", "7/24"),
        ("№ 438/23, Заявление Министерства", "/ru/news/6857/view", "438/23"),
        ("Statement of the Ministry", "/en/news/no09722", "097/22"),
        ("Statement of the Ministry", "/index.php/en/news/no33122", "331/22"),
        ("Statement of the Ministry", "/az/news/no41620-press-release-enru", "416/20"),
        ("Statement of the Ministry", "/en/news/909/5883", None),
        ("Statement of the Ministry on Resolution No. 822/93 of the Council", "/en/news/909/5883", None),
        ("Statement of the Ministry", "/en/news/north-and-south-12345", None),
    ],
)
def test_the_forms_of_the_reference_number(title: str, url: str, number: str | None) -> None:
    assert read(main_site(title), f"https://mfa.gov.az{url}").number == number
    for host in ("sofia", "madrid"):
        html = mission(title, TEXTS, "2023-08-17", "div class=unknown" if host == "madrid" else "div class=content")
        assert read(html, f"https://{host}.mfa.gov.az{url}").number == number


RUSSIAN = (
    "Попытка была предотвращена, и один из участников группы, которая её предприняла, был задержан в тот же вечер.",
    "Мы считаем, что такие попытки в день встречи не служат миру, и решительно их осуждаем, как осуждали и прежде.",
    "Ответственность за последствия лежит на тех, кто отдал приказ, и мы ещё раз призываем воздержаться от подобного.",
)


@pytest.mark.parametrize(
    "skin", [main_site, lambda title, texts: mission(title, texts, "2023-08-17")], ids=["new", "old"]
)
def test_pages_in_english_and_russian_are_parted(skin: Callable[[str, tuple[str, ...]], str]) -> None:
    html = skin(f"{TITLE} (En/Ru)", (*TEXTS, *RUSSIAN))
    reading = read(html, "https://nato-pfp.mfa.gov.az/en/news/statement-of-the-ministry-enru")
    assert reading.body.paragraphs == (*TEXTS, *RUSSIAN)
    assert [(part.language, part.first, part.last) for part in reading.body.parts] == [("en", 0, 2), ("ru", 3, 5)]
    assert any("2 parts, in en and ru" in warning for warning in reading.warnings)


def test_two_statements_on_one_page_are_told_apart() -> None:
    second = "No:439/23, Comment of the Press Service Department of the Ministry of Foreign Affairs"
    texts = (*TEXTS, *TEXTS, second, *(text.replace("attempt", "second attempt") for text in TEXTS * 2))
    reading = read(mission(TITLE, texts, "2023-08-17"), "https://sofia.mfa.gov.az/en/news/3605/no43823-x")
    assert [(part.first, part.last) for part in reading.body.parts] == [(0, 5), (6, 12)]
    assert any("2 statements" in warning for warning in reading.warnings)
    assert reading.number == "438/23"
