"""Which charset a page is in."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.charset import SUSPECT, decode

RUSSIAN = "Заявление Министерства иностранных дел о событиях этой недели. " * 20


def html(text: str, charset: str | None) -> str:
    meta = f'<meta http-equiv="content-type" content="text/html; charset={charset}">' if charset else ""
    return f"<html><head>{meta}</head><body><p>{text}</p></body></html>"


def test_a_declared_charset_is_used_and_named_as_the_web_names_it() -> None:
    decoded = decode(html(RUSSIAN, "windows-1251").encode("cp1251"), "text/html")
    assert decoded.charset == "windows-1251"
    assert RUSSIAN in decoded.utf8.decode()
    assert decoded.warnings == ()


def test_a_page_that_declares_windows_1251_and_is_utf8_is_read_as_utf8() -> None:
    decoded = decode(html(RUSSIAN, "windows-1251").encode(), "text/html; charset=windows-1251")
    assert decoded.charset == "utf-8"
    assert RUSSIAN in decoded.utf8.decode()
    assert decoded.warnings == ("charset: declared as windows-1251, but the bytes are UTF-8",)


def test_the_header_weighs_more_than_meta() -> None:
    decoded = decode(html("Où", "windows-1251").encode("cp1252"), "text/html; charset=iso-8859-1")
    assert decoded.charset == "windows-1252"
    assert "Où" in decoded.utf8.decode()


def test_a_charset_in_an_injected_script_is_no_declaration() -> None:
    text = '<script charset="utf-8"></script>' + html("外交部发言人表示。" * 30, "gb2312")
    assert decode(text.encode("gb18030"), None).charset == "gb18030"


@pytest.mark.parametrize(
    ("mark", "codec", "name"),
    [
        (b"\xef\xbb\xbf", "utf-8", "utf-8"),
        (b"\xff\xfe", "utf-16-le", "utf-16le"),
        (b"\xfe\xff", "utf-16-be", "utf-16be"),
        (b"\xff\xfe\x00\x00", "utf-32-le", "utf-32-le"),
    ],
)
def test_a_byte_order_mark_decides(mark: bytes, codec: str, name: str) -> None:
    decoded = decode(mark + html(RUSSIAN, "windows-1251").encode(codec), "text/html; charset=shift_jis")
    assert (decoded.charset, decoded.lost) == (name, 0.0)
    assert decoded.utf8.decode() == html(RUSSIAN, "windows-1251")


def test_utf16_without_a_mark_is_known_by_its_zeros() -> None:
    decoded = decode(html("plain", None).encode("utf-16-le"), None)
    assert (decoded.charset, decoded.utf8.decode()) == ("utf-16le", html("plain", None))


def test_iso_2022_jp_hides_in_seven_bits() -> None:
    decoded = decode(html("外務省報道発表", "iso-2022-jp").encode("iso-2022-jp"), None)
    assert "外務省報道発表" in decoded.utf8.decode()


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (RUSSIAN, "cp1251"),
        ("外務省は本日、次の談話を発表した。" * 20, "cp932"),
        ("أعلنت وزارة الخارجية اليوم في بيان " * 20, "cp1256"),
    ],
)
def test_an_undeclared_charset_is_detected(text: str, codec: str) -> None:
    assert text.strip() in decode(html(text, None).encode(codec), None).utf8.decode()


def test_a_wrong_declaration_gives_way_to_what_decodes() -> None:
    decoded = decode(html(RUSSIAN, "utf-8").encode("cp1251"), "text/html; charset=utf-8")
    assert decoded.charset == "windows-1251"
    assert RUSSIAN in decoded.utf8.decode()
    assert decoded.warnings == ("charset: declared as utf-8, which does not decode; read as windows-1251",)


def test_a_few_broken_bytes_do_not_change_the_charset_but_are_reported_beyond_half_a_percent() -> None:
    once = RUSSIAN.encode() + b"\xff" + RUSSIAN.encode()
    assert decode(once, "text/html; charset=utf-8").charset == "utf-8"
    assert decode(once, "text/html; charset=utf-8").warnings == ()
    often = ("语言 " * 90).encode() + b" \xff" * 3
    decoded = decode(often, "text/html; charset=utf-8")
    assert decoded.lost > SUSPECT
    assert any("the text is suspect" in note for note in decoded.warnings)


def test_a_page_cut_within_a_character_is_still_utf8() -> None:
    assert decode(RUSSIAN.encode()[:-2], None).charset == "utf-8"


def test_a_replacement_character_that_the_page_itself_holds_is_not_counted() -> None:
    assert decode(("�" * 50 + "text " * 10).encode(), "text/html; charset=utf-8").lost == 0.0


def test_an_unknown_charset_name_is_no_obstacle() -> None:
    assert decode(html(RUSSIAN, "x-unknown").encode(), "text/html; charset=none").charset == "utf-8"


@given(
    st.binary(max_size=400),
    st.sampled_from([None, "text/html; charset=utf-16", "text/html; charset=hz", "x; charset=rot13"]),
)
def test_decoding_never_raises_and_gives_utf8_without_nul(body: bytes, content_type: str | None) -> None:
    decoded = decode(body, content_type)
    decoded.utf8.decode()
    assert b"\x00" not in decoded.utf8
    assert 0.0 <= decoded.lost <= 1.0


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufeff\x1b"), max_size=300))
def test_utf8_comes_through_unchanged(text: str) -> None:
    assert decode(text.encode(), "text/html; charset=utf-8").utf8.decode() == text


SENTENCES = {
    "windows-1251": ("cp1251", "Министерство иностранных дел выступило с заявлением о событиях этой недели."),
    "iso-8859-5": ("iso8859-5", "Министерство иностранных дел выступило с заявлением о событиях этой недели."),
    "koi8-r": ("koi8-r", "Министерство иностранных дел выступило с заявлением о событиях этой недели."),
    "windows-1252": (
        "cp1252",
        "Le ministère a déclaré que les négociations étaient achevées à Genève, où l’été est là.",
    ),
    "windows-1250": (
        "cp1250",
        "Ministerstvo zahraničních věcí dnes vydalo prohlášení k událostem tohoto týdne v Evropě.",
    ),
    "iso-8859-2": (
        "iso8859-2",
        "Ministerstwo ogłosiło oświadczenie w sprawie łączności i współpracy, są też śledztwa.",
    ),
    "windows-1254": (
        "cp1254",
        "Dışişleri Bakanlığı görüşmelerin başarıyla sonuçlandığını şimdi açıkladı, çok önemli bir gün.",
    ),
    "windows-1257": (
        "cp1257",
        "Užsienio reikalų ministerija paskelbė pareiškimą dėl šios savaitės įvykių, kurie yra svarbūs.",
    ),
    "windows-1253": (
        "cp1253",
        "Το Υπουργείο Εξωτερικών εξέδωσε σήμερα ανακοίνωση για την υπόθεση αυτής της εβδομάδας.",
    ),
    "windows-1255": ("cp1255", "משרד החוץ פרסם היום הודעה על האירועים של השבוע הזה בבירה."),
    "windows-1256": ("cp1256", "أعلنت وزارة الخارجية اليوم في بيان أن المفاوضات قد انتهت في العاصمة."),
    "windows-874": ("cp874", "กระทรวงการต่างประเทศออกแถลงการณ์เกี่ยวกับเหตุการณ์ในสัปดาห์นี้"),
    "shift_jis": ("cp932", "外務省は本日、今週の出来事に関する談話を発表した。"),
    "euc-jp": ("euc_jp", "外務省は本日、今週の出来事に関する談話を発表した。"),
    "gb18030": ("gb18030", "外交部发言人今日就本周发生的事件发表谈话，表示关注。"),
    "big5": ("big5", "外交部發言人今日就本週發生的事件發表談話，表示關注。"),
    "euc-kr": ("cp949", "외교부는 오늘 이번 주에 있었던 일에 대하여 성명을 발표했다."),
}


@pytest.mark.parametrize("name", SENTENCES)
@pytest.mark.parametrize("declared", ["header", "meta", "nowhere"])
def test_every_charset_of_ministries_is_read_declared_or_not_and_its_name_kept(name: str, declared: str) -> None:
    codec, sentence = SENTENCES[name]
    body = html(sentence * 8, name if declared == "meta" else None).encode(codec)
    decoded = decode(body, f"text/html; charset={name}" if declared == "header" else None)
    assert sentence * 8 in decoded.utf8.decode()
    assert (decoded.charset, decoded.lost, decoded.warnings) == (name, 0.0, ())


def test_the_captured_encodings_are_read_exactly(shared: Path) -> None:
    """As their folder of origin names them; where browsers read a wider charset for the name, as that."""
    known = {
        "chardet_EUC-KR_chisato.info.xml": ("euc-kr", "시일야방성대곡"),
        "chardet_GB2312_softsea.net.xml": ("gb18030", "系统工具"),
        "chardet_SHIFT_JIS_amefoot.net.xml": ("shift_jis", "アメリカンフットボール"),
        "chardet_UTF-16LE_plane1-utf-16le.html": ("utf-16le", "𐌓𐌀𐌔𐌍𐌀"),
        "chardet_iso-8859-5-russian_aviaport.ru.xml": ("iso-8859-5", "АвиаПорт"),
        "chardet_iso-8859-6-arabic__chromium_ISO-8859-6_with_no_encoding_specified.html": ("iso-8859-6", "أعلنت كتائب"),
        "chardet_iso-8859-9-turkish_divxplanet.com.xml": ("windows-1254", "altyazısı"),
        "chardet_windows-1251-russian_aviaport.ru.xml": ("windows-1251", "АвиаПорт"),
        "chardet_windows-1255-hebrew_carshops.co.il.xml": ("windows-1255", "רכב"),
        "kyffhaeuser_iso-8859-1.html": ("windows-1252", "für"),
        "xinhuanet_gb2312.html": ("gb18030", "话剧"),
    }
    folder = shared / "pages" / "encodings"
    assert {path.name for path in folder.iterdir()} == set(known)
    for file, (charset, word) in known.items():
        decoded = decode((folder / file).read_bytes(), None)
        assert (decoded.charset, decoded.lost) == (charset, 0.0), file
        assert word in decoded.utf8.decode(), file
