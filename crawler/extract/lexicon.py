"""Texts as signs: what each word, number and mark of a date is, whatever its language.

A text becomes a string with one letter for each word, number or mark (:class:`Signs`), so that the forms of a date can
be described once, for all languages, in :mod:`crawler.extract.shapes`.

====  ==========================================  ====  ==========================================
 2     number of one or two digits                 M     month's name
 3     of three digits                             W     weekday's name
 4     of four digits                              f     word that only joins (of, de, ngày, г.)
 9     longer number                               Y     word beside a year (год, ci il, năm, พ.ศ.)
 E     era of Japan or Taiwan                      D     ordinal ending or word after a day (th, er, d.)
 n     年, 년 after a number                       t     word before a month's number (tháng)
 g     月, 월, сар after one                       R     word between the ends of a range (to, bis, по)
 h     日, 일, 号 after one                        V     Roman numeral of a month
 x     any other word                              p     any other mark
====  ==========================================  ====  ==========================================

Space, ``.``, ``,``, ``/``, ``-``, ``:``, ``'``, ``(`` and ``)`` stand for themselves and their look-alikes.
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from crawler.extract.eras import ERAS, LETTERS
from crawler.extract.months import base_language, fold, month_names, names_of_any, weekday_names


class Signs(NamedTuple):
    """A text's signs; for each its value (number, month, weekday, era) and where it begins and ends."""

    codes: str
    values: list[int | str | None]
    starts: list[int]
    ends: list[int]
    scripts: tuple[str, ...] = ()  # languages that the text's letters tell, of those in :data:`_SCRIPTED`


_YEAR_WORDS: Final = (
    "г год года году гг р рік року році il ili ilin ildə ci cı cu cü жылы жылғы жыл ж жылдын йил yil yili yilda"
    " йилда соли թ թվական թվականի წ წლის წელს წელი m metų metais gada gads gadā god godine godina година године"
    " оны он năm ປີ ปี ឆ្នាំ ခုနှစ် سال سنة عام لعام لسنة م میلادی ميلادي ko eko (e)ko tinan évi év yıl yılı"
    " yılının ýyl ýylyň ýylda साल वर्ष সালের সাল ஆண்டு వ సంవత్సరం ව වර්ෂ වසරේ ค.ศ. พ.ศ. ಇಸವಿ"
)
_JOINING: Final = (
    "on am vom zum ab dated du il od dne dnia fra från af of de del dell di d da do dos das ta ng ga o ya den"
    " the na ngày วันที่ ถึงวันที่ ที่ เดือน ថ្ងៃទី ខែ ថ្ងៃ ວັນທີ ເດືອນ ວັນ လ ရက် ရက်နေ့ loron fulan tanggal"
    " tgl tarikh tarehe mwezi tariki ika ቀን ከ ב der dem le el lo die dia día dena ký sana kuni күні айының"
    " ayının ayı сарын р د ماه شهر माह महीना tháng thg මස"
)
_DAY_WORDS: Final = (
    "st nd rd th ˢᵗ ⁿᵈ ʳᵈ ᵗʰ ᵉʳ ᵉ mh er re e ème eme te ter de ste ci cı cu cü nci ncı ncu ncü i ı u ü го й ое"
    " ого е d dienos diena dienā ші шы ин ին րդ fed ain eg ydd il af ú hb an án én in nji njy kuni sanasi күні"
    " күнү көнө өдөр ны ний ე ი ই রা লা ঠা শে আ ம் தேதி వ తేదీ ന് രಂದು ರಂದು को रोजी ना तारीख da ko ak aren a ik"
    " (a) (e)an (a)n (e)ko"
)
_BETWEEN: Final = (
    "to till til until through thru and bis und au et al y e a até ate i и і й та or do až és og och ja ve və"
    " va ilə ile până la si și tot en έως ως μέχρι και עד و إلى الى حتى تا और से எ до по ғы dan dari hingga"
    " sampai ke hadi kuni asti līdz un iki ir deri deno đến ถึง 至 到 から 부터 까지 sa"
)
_ROMANS: Final = "i ii iii iv v vi vii viii ix x xi xii"
_ROMAN: Final = {name: number for number, name in enumerate(_ROMANS.split(), start=1)}
_CJK: Final = {
    "年": "n", "년": "n", "月": "g", "월": "g", "日": "h", "일": "h", "号": "h", "號": "h", "至": "R", "到": "R"
}  # fmt: skip
_MARKS: Final = {
    mark: code
    for code, marks in (
        (".", ".．۔॰"), (",", ",،、，၊။"), ("/", "/／∕⁄"), ("-", "-‐‑‒–—―−－~～〜־"), (":", ":：∶"), ("'", "'’‘`´′＇׳"),
        ("(", "([{（【〔「"), (")", ")]}）】〕」"), ("D", "ºª°"), ("R", "&+"),
    )
    for mark in marks
}  # fmt: skip
_NUMERALS: Final = {char: number for number, char in enumerate("〇一二三四五六七八九十")} | {
    "○": 0, "零": 0, "元": 1, "正": 1, "廿": 20, "卅": 30
}  # fmt: skip
# Scripts that put no space between words: their words are looked for, not taken as they stand.
_UNSPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_EAST: Final = "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u32ff\u337b-\u337f"
_NO_LETTER: Final = r"\s\d\x00-@\[-`{-\xbf×÷\u2000-\u200b\u200e-\u206f\u3000-\u303f\uff00-\uff20\u061c־۔،॰׳״"
_WORD: Final = rf"[^\W\d_{_UNSPACED}{_EAST}ªº][^{_NO_LETTER}{_UNSPACED}{_EAST}]*"
_SCRIPTED: Final = (("th", "\u0e00-\u0e7f"), ("lo", "\u0e80-\u0eff"), ("my", "\u1000-\u109f"), ("km", "\u1780-\u17ff"))
_NUMBER_BY_NUMERALS: Final = "[〇○零一二三四五六七八九十廿卅元正]+(?=[年月日号號])"


@lru_cache(maxsize=512)
def _lexicon(languages: tuple[str, ...], is_ascii: bool) -> tuple[re.Pattern[str], dict[str, tuple[str, int | str]]]:
    """The pattern that takes a text apart, and what its words are."""
    words: dict[str, tuple[str, int | str]] = {}
    for name, month in month_names(languages).items():
        words[name] = ("M", month)
    for name, day in weekday_names(languages).items():
        words.setdefault(name, ("W", day))
    for name, month in names_of_any().items():
        words.setdefault(name, ("M", month))
    for name, number in _ROMAN.items():
        words.setdefault(name, ("V", number))
    for code, listed in (("t", "tháng thg"), ("Y", _YEAR_WORDS), ("R", _BETWEEN), ("f", _JOINING), ("D", _DAY_WORDS)):
        for word in listed.split():
            words.setdefault(fold(word), (code, 0))
    words |= {fold(word): ("g", 0) for word in ("сар", "сарын", "сард", "дугаар", "дүгээр", "ခု")}
    words |= {name: ("E", era) for name, era in ERAS.items()}
    if any(base_language(item) == "ja" for item in languages):
        words |= {letter: ("E", era) for letter, era in LETTERS.items()}
    odd = [name for name in words if not re.fullmatch(_WORD, name) and (not is_ascii or name.isascii())]
    spoken = {base_language(item) for item in languages}
    for language, script in _SCRIPTED:
        if language not in spoken:
            odd = [name for name in odd if not re.search(f"[{script}]", name)]
    sought = "|".join(sorted(map(re.escape, odd), key=len, reverse=True))
    whole = rf"(?:{sought})(?![^\W\d_{_UNSPACED}{_EAST}])" if sought else r"(?!)"
    word = "[a-z]+" if is_ascii else _WORD
    return re.compile(rf"(\d+)|({whole})|({word})|(\s+)|({_NUMBER_BY_NUMERALS})|(.)", re.DOTALL), words


def signs(text: str, languages: tuple[str, ...]) -> Signs:
    """The signs of a text (blanks and hidden characters cleaned), positions being those of ``text``."""
    is_ascii = text.isascii()
    scripts: tuple[str, ...] = ()
    if not is_ascii:
        scripts = tuple(code for code, script in _SCRIPTED if re.search(f"[{script}]", text))
    pattern, words = _lexicon((*languages, *scripts), is_ascii)
    codes: list[str] = []
    values: list[int | str | None] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in pattern.finditer(fold(text)):
        if match.group() in _HIDDEN:
            continue
        code, value = _sign(match, words, text)
        codes.append(code)
        values.append(value)
        starts.append(match.start())
        ends.append(match.end())
    return Signs("".join(codes), values, starts, ends, scripts)


def _sign(match: re.Match[str], words: dict[str, tuple[str, int | str]], text: str) -> tuple[str, int | str | None]:
    kind, found = match.lastindex, match.group()
    if kind == 1:
        return _SIZES.get(len(found), "9"), int(found) if len(found) < 5 else None
    if kind in {2, 3}:
        code, value = words.get(found, ("x", None))
        if code == "V" and not text[match.start() : match.end()].isupper():
            return ("R" if found == "i" else "x"), None
        return code, value
    if kind == 4:
        return " ", None
    if kind == 5:
        number = _numeral(found)
        return ("4" if number > 999 else "3" if number > 99 else "2"), number
    if found in _CJK:
        return _CJK[found], None
    return _MARKS.get(found) or ("x" if found.isalpha() else "p"), None


_HIDDEN: Final = frozenset("\u200b\u200e\u200f\u061c\u00ad\ufeff\u202a\u202b\u202c\u2066\u2067\u2068\u2069")
_SIZES: Final = {1: "2", 2: "2", 3: "3", 4: "4"}


def _numeral(text: str) -> int:
    """The number that Chinese numerals write: place by place (二〇二一), or by tens (二十一)."""
    if "十" not in text:
        return int("".join(str(_NUMERALS[char] % 10) for char in text[:4])) if text not in "廿卅" else _NUMERALS[text]
    tens, _, ones = text.partition("十")
    return 10 * (_NUMERALS[tens[-1]] if tens else 1) + (_NUMERALS[ones[0]] if ones else 0)
