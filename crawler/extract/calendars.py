"""Calendars beside the Gregorian one that ministries date by: the Persian (solar Hijri) and the Thai one can be
counted; the lunar Hijri cannot, for it goes by sighting and differs by country.

Months of such a year are told from Gregorian ones by their number: :data:`PERSIAN` + 1 … 12, :data:`LUNAR` + 1 … 12.
"""

from datetime import date, timedelta
from functools import cache
from typing import Final

PERSIAN: Final = 100
LUNAR: Final = 200

PERSIAN_MONTHS: Final = (  # of Iran, then the signs of the zodiac, by which Afghanistan counts, in Dari and in Pashto
    "فروردین/حمل/وری اردیبهشت/ثور/غویی خرداد/جوزا/غبرګولی تیر/سرطان/چنګاښ مرداد/امرداد/اسد/زمری شهریور/سنبله/وږی"
    " مهر/میزان/تله آبان/عقرب/لړم آذر/قوس/لیندۍ دی/جدی/مرغومی بهمن/دلو/سلواغه اسفند/حوت/کب"
)
LUNAR_MONTHS: Final = (
    "محرم/المحرم صفر ربيع_الأول/ربيع_اول/ربیع_الاول ربيع_الآخر/ربيع_الثاني/ربیع_الثانی"
    " جمادى_الأولى/جمادي_الأول/جمادی_الاول جمادى_الآخرة/جمادى_الثانية/جمادی_الثانی"
    " رجب شعبان رمضان شوال ذو_القعدة/ذي_القعدة/ذیقعده/ذوالقعده"
    " ذو_الحجة/ذي_الحجة/ذیحجه/ذوالحجه"
)
PERSIAN_LANGUAGES: Final = ("fa", "ps")
LUNAR_LANGUAGES: Final = ("ar", "ur", "sd")

_BUDDHIST: Final = 543
_NEW_YEAR: Final = date(2021, 3, 21)  # 1 Farvardin 1400
_COUNTED: Final = range(1280, 1470)  # the years in which the rule of 33 years agrees with the astronomical one


def persian(year: int, month: int, day: int) -> date:
    """The Gregorian day of a Persian one. Raises ``ValueError`` for a day that the year does not have."""
    if year not in _COUNTED or not 1 <= month <= 12 or not 1 <= day <= 31:
        raise ValueError("no day of the Persian calendar")
    length = 31 if month <= 6 else 30 if month <= 11 or _is_leap(year) else 29
    if day > length:
        raise ValueError("no day of the Persian calendar")
    before = 31 * (month - 1) if month <= 7 else 186 + 30 * (month - 7)
    return _first_day(year) + timedelta(days=before + day - 1)


def thai(year: int) -> int | None:
    """The Gregorian year of a Thai one; ``None`` before 1941, when the year began in April."""
    return year - _BUDDHIST if year - _BUDDHIST >= 1941 else None


def _is_leap(year: int) -> bool:
    return (8 * year + 29) % 33 < 8


@cache
def _first_day(year: int) -> date:
    days = sum(366 if _is_leap(passed) else 365 for passed in range(min(year, 1400), max(year, 1400)))
    return _NEW_YEAR + timedelta(days=days if year >= 1400 else -days)
