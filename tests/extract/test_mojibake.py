"""Text that was decoded wrongly before it came to us."""

import pytest

from crawler.extract.mojibake import mojibake_in

RUSSIAN = (
    "Заявление Министерства иностранных дел о событиях этой недели в стране и в мире, для всех и для каждого из нас."
)


@pytest.mark.parametrize(
    ("text", "written", "read"),
    [
        ("Le ministère a été invité à Genève", "utf-8", "cp1252"),
        ("It’s “peace” — at last", "utf-8", "latin-1"),
        (RUSSIAN, "utf-8", "cp1251"),
        (RUSSIAN, "utf-8", "latin-1"),
        (RUSSIAN, "cp1251", "cp1252"),
        ("Dışişleri Bakanlığı görüştü", "utf-8", "latin-1"),
    ],
)
def test_it_is_flagged(text: str, written: str, read: str) -> None:
    told = mojibake_in(text.encode(written).decode(read, "ignore"))
    assert told is not None
    assert told.endswith("kept as it is")
    assert mojibake_in(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "NÃO É ASSIM, ÂMBITO; a União",
        "РСФСР и СССР: ТАСС сообщает, Россия",
        "déjà vu à l’été",
        "không được Ðại hội ÐẠI",
        "“Â” is a letter",
        "Ísland á Þingi",
        "Ärger, Öl, Übel: ÄÖÜ",
        "price: £5 — 10 °C",
        "",
        "plain",
        "Şubat ÇAĞRI ÜÇÜNCÜ",
    ],
)
def test_whole_text_is_not(text: str) -> None:
    assert mojibake_in(text) is None


def test_lost_characters_are_counted_and_shown_where_they_were() -> None:
    assert (
        mojibake_in("记者胡�础⒑钗睦ぃ�")
        == "text: 2 characters were lost before or in decoding (U+FFFD), first at '记者胡�础⒑钗睦ぃ�'; kept as they are"
    )
    assert "锟斤拷" in (mojibake_in("外交部锟斤拷") or "")
