"""What the words of a date mean in a language: months and weekdays, from our own tables and from CLDR by babel."""

import unicodedata
from functools import cache, lru_cache
from typing import Final

from crawler.extract.calendars import LUNAR, LUNAR_LANGUAGES, LUNAR_MONTHS, PERSIAN, PERSIAN_LANGUAGES, PERSIAN_MONTHS
from crawler.extract.month_words import ENDINGS, NAMES

KNOWN: Final = frozenset(NAMES)
_OTHER_CODES: Final = {
    "iw": "he", "in": "id", "no": "nb", "mo": "ro", "sh": "sr", "cnr": "sr", "prs": "fa", "fil": "tl", "pes": "fa",
    "nno": "nn", "nob": "nb", "arb": "ar", "zsm": "ms", "ind": "id", "swa": "sw", "gsw": "de", "pus": "ps", "arz": "ar",
}  # fmt: skip
_NOT_CLDR: Final = frozenset({"am", "ti", "dz", "ckb", "ku", "rw", "rn"}) | {
    "zh",
    "ja",
    "ko",
    "yue",
}  # other calendars; numbers
_SCRIPTS: Final = {"sr": ("sr", "sr_Latn"), "uz": ("uz", "uz_Cyrl"), "az": ("az", "az_Cyrl"), "bs": ("bs", "bs_Cyrl")}
_WIDE: Final = frozenset({"en", "fr", "es", "pt", "de", "ru", "ar"})  # often beside the language of a page
_SHORTEST: Final = 4  # letters of a short form that is read in any language
_LONG: Final = 5  # letters of a name of one language that is no word of others
_LOOK_ALIKE: Final = str.maketrans(
    "يىكأإآٱةۀ", "ییکااااهه"
)  # one letter for those that Arabic and Persian keyboards mix
_MARKS: Final = str.maketrans("", "", "\u200c\u200d")


def fold(text: str) -> str:
    """Lower case for comparison, one character for one: the dotted İ becomes i, as in Azerbaijani and Turkish, and
    letters that Arabic and Persian keyboards mix become one."""
    if text.isascii():
        return text.lower()
    return text.replace("İ", "i").lower().translate(_LOOK_ALIKE)


def base_language(code: str) -> str:
    """The language of a tag (``sr-Latn`` is ``sr``), by its usual code (``iw`` is ``he``)."""
    base = code.replace("_", "-").partition("-")[0].lower()
    return _OTHER_CODES.get(base, base)


@lru_cache(maxsize=256)
def month_names(languages: tuple[str, ...]) -> dict[str, int]:
    """Folded names in these languages to the month's number; the first language's meaning wins, English is always
    there. Months of the Persian and the lunar year have the numbers of :mod:`crawler.extract.calendars`."""
    names: dict[str, int] = {}
    for language in dict.fromkeys((*map(base_language, languages), "en")):
        for name, number in _names_of(language).items():
            names.setdefault(name, number)
    return names


@cache
def names_of_any() -> dict[str, int]:
    """Names of one word that mean the same month in every language that has them, and are no short word besides."""
    meanings: dict[str, set[int]] = {}
    spoken: dict[str, int] = {}
    for language in NAMES:
        for name, number in _names_of(language, by_itself=True).items():
            meanings.setdefault(name, set()).add(number)
            spoken[name] = spoken.get(name, 0) + (2 if language in _WIDE else 1)
    return {
        name: numbers.pop()
        for name, numbers in meanings.items()
        if len(numbers) == 1 and (len(name) >= _LONG or spoken[name] > 1)
    }


@lru_cache(maxsize=256)
def weekday_names(languages: tuple[str, ...]) -> dict[str, int]:
    """Folded names of days to their number, Monday being 0, as CLDR has them; the first language's meaning wins."""
    names: dict[str, int] = {}
    for language in dict.fromkeys((*map(base_language, languages), "en")):
        for width in ("wide", "abbreviated"):
            for number, name in _cldr(language, "days", width):
                if len(name.strip(".॰׳")) > 2 and not any(char.isdigit() for char in name):
                    for spelling in _spellings(name.strip(".॰׳")):
                        names.setdefault(spelling, number)
        for name, number in _MORE_DAYS.get(language, {}).items():
            names.setdefault(fold(name), number)
    return names


def _in_order(words: str) -> dict[str, int]:
    return {
        form.replace("_", " "): day
        for day, forms in enumerate(words.split())
        if forms != "-"
        for form in forms.split("/")
    }


_MORE_DAYS: Final[dict[str, dict[str, int]]] = {
    "en": _in_order("- tues - thur/thurs - - -"),
    "zh": _in_order(
        "星期一/周一/週一/礼拜一/禮拜一 星期二/周二/週二/礼拜二/禮拜二 星期三/周三/週三/礼拜三/禮拜三"
        " 星期四/周四/週四/礼拜四/禮拜四 星期五/周五/週五/礼拜五/禮拜五"
        " 星期六/周六/週六/礼拜六/禮拜六 星期日/星期天/周日/週日/周天/礼拜天/禮拜天"
    ),
    "ja": _in_order("月曜日/月曜 火曜日/火曜 水曜日/水曜 木曜日/木曜 金曜日/金曜 土曜日/土曜 日曜日/日曜"),
    "ar": _in_order("الاثنين/الإثنين/اثنين الثلاثاء الأربعاء/الاربعاء الخميس الجمعة السبت الأحد/الاحد"),
    "fa": _in_order("دوشنبه/دو_شنبه سه_شنبه/سه‌شنبه چهارشنبه/چهار_شنبه پنجشنبه/پنج_شنبه جمعه/آدینه شنبه یکشنبه/یک_شنبه"),
    "pt": _in_order("segunda/segunda_feira terça/terça_feira quarta/quarta_feira quinta/quinta_feira"
                    " sexta/sexta_feira - -"),
    "tet": _in_order("segunda/segunda-feira tersa/tersa-feira kuarta/kuarta-feira kinta/kinta-feira sesta/sesta-feira"
                     " sábadu domingu"),
    "az": _in_order("bazar_ertəsi çərşənbə_axşamı çərşənbə cümə_axşamı cümə şənbə bazar"),
    "he": _in_order("יום_שני יום_שלישי יום_רביעי יום_חמישי יום_שישי/יום_ששי שבת/יום_שבת יום_ראשון"),
    "de": _in_order("- - - - - sonnabend -"),
    "tl": _in_order("lunes martes miyerkules huwebes/huebes biyernes sabado linggo"),
}  # fmt: skip


@cache
def _names_of(language: str, *, by_itself: bool = False) -> dict[str, int]:
    """Our own names of a language's months, then CLDR's. ``by_itself``: only ours, of one word, none short."""
    names: dict[str, int] = {}
    for number, forms in enumerate(NAMES.get(language, "").split(), start=1):
        for place, form in enumerate(forms.split("/")):
            if form == "-" or (by_itself and ("_" in form or (place and len(form) < _SHORTEST))):
                continue
            for ending in ("", *ENDINGS.get(language, ())):
                for spelling in _spellings(form.replace("_", " ") + ending):
                    names.setdefault(spelling, number)
                    if language == "he":
                        names.setdefault("ב" + spelling, number)  # "in", as dates have it
    if by_itself:
        return names
    _add_years_of_others(language, names)
    if language not in _NOT_CLDR:
        for width in ("wide", "abbreviated"):
            for index, name in _cldr(language, "months", width):
                if not any(char.isdigit() for char in name) and len(name) > 1:
                    for spelling in _spellings(name.rstrip(".॰׳")):
                        names.setdefault(spelling, index)
    return names


def _add_years_of_others(language: str, names: dict[str, int]) -> None:
    for languages, words, first in (
        ((*PERSIAN_LANGUAGES,), PERSIAN_MONTHS, PERSIAN),
        ((*LUNAR_LANGUAGES, *PERSIAN_LANGUAGES), LUNAR_MONTHS, LUNAR),
    ):
        if language in languages:
            for number, forms in enumerate(words.split(), start=first + 1):
                for form in forms.split("/"):
                    for spelling in _spellings(form.replace("_", " ")):
                        names.setdefault(spelling, number)


def _spellings(name: str) -> list[str]:
    """A name as it may stand in a text: also without accents and joiners, as capitals and keyboards leave it."""
    whole = fold(unicodedata.normalize("NFC", name.strip()))
    bare = whole.translate(_MARKS)
    spaced = whole.replace("\u200c", " ")
    plain = whole
    if whole and unicodedata.name(whole[0], "").startswith(("LATIN", "GREEK")):
        parts = unicodedata.normalize("NFD", whole.replace("ı", "i").replace("ł", "l"))
        plain = "".join(char for char in parts if not unicodedata.combining(char)).replace("'", "'")
    return list(dict.fromkeys((whole, bare, spaced, plain)))


def _cldr(language: str, kind: str, width: str) -> list[tuple[int, str]]:
    """CLDR's names as they stand in dates. Not those that stand alone: what babel says of these depends on which
    locales were loaded before."""
    from babel import Locale, UnknownLocaleError  # slow to import, and not needed where dates are numbers

    found: list[tuple[int, str]] = []
    for code in _SCRIPTS.get(language, (language,)):
        try:
            named = getattr(Locale.parse(code), kind)["format"][width]
        except (UnknownLocaleError, ValueError):
            continue
        found += [(int(number), str(name)) for number, name in named.items()]
    return found
