"""The time of day beside a date, and its zone, as written."""

import re
from typing import Final, Literal, NamedTuple

from crawler.extract.dating import Dating


class Clock(NamedTuple):
    """Local time, its zone (IANA name or ±HH:MM), and the precision that makes."""

    time: str | None = None
    zone: str | None = None
    precision: Literal["day", "minute", "second"] = "day"


_ZONES: Final = {
    "z": "+00:00", "utc": "+00:00", "gmt": "+00:00", "wet": "+00:00", "cet": "+01:00", "mez": "+01:00",
    "cest": "+02:00", "mesz": "+02:00", "eet": "+02:00", "eest": "+03:00", "msk": "+03:00", "jst": "+09:00",
    "kst": "+09:00", "hkt": "+08:00", "sgt": "+08:00", "pkt": "+05:00", "npt": "+05:45", "eat": "+03:00",
    "cat": "+02:00", "sast": "+02:00", "aest": "+10:00", "aedt": "+11:00", "nzst": "+12:00", "nzdt": "+13:00",
    "est": "-05:00", "edt": "-04:00", "cdt": "-05:00", "mst": "-07:00", "mdt": "-06:00",
    "pst": "-08:00", "pdt": "-07:00",
}  # fmt: skip
_WORDS: Final = (
    r"(?:t|at|um|klo|kl|kell|ob|os|ura|u|v|o|w|godz|г|года|в|у|о|об|à|a|as|às|a las|a les|alle|ore|ora|la|saat|soat|saa"
    r"|pukul|jam|lúc|hora|ώρα|στις|ժամը|ساعت|الساعة|בשעה|เวลา|plkst|val|hr|hrs)"
)
_AFTER: Final = re.compile(
    r"[\s.,;|/·@(\[–—-]*(?:\(\w{1,12}\.?\)\s*)?(?:" + _WORDS + r"\b\.?\s*){0,2}"
    r"(?P<hour>[01]?\d|2[0-3])(?::|：|h(?=\d)|(?=.{3}\s*(?:uhr|hrs|น\b|klo))\.)(?P<minute>[0-5]\d)"
    r"(?::(?P<second>[0-5]\d)(?:[.,]\d+)?)?(?![\d:])\s*(?P<half>[ap]\.?m\b\.?)?"
    r"\s*\(?(?P<zone>[a-z]{1,4}\b|[+-]\d{2}:?\d{2}\b|[+-]\d{2}\b)?(?P<offset>[+-]\d{1,2}\b)?"
)
_EASTERN: Final = re.compile(
    r"\s*(?:[(（][^()（）\d]{1,6}[)）]\s*)?(?P<half>午前|午後|上午|下午|오전|오후)?\s*(?P<hour>\d{1,2})\s?[時时點点시]\s?(?P<minute>\d{1,2})\s?[分분]"
)
_BEFORE: Final = re.compile(
    r"(?<![\d:.])(?P<hour>[01]?\d|2[0-3])[:：](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?\s*(?P<half>[ap]\.?m\b\.?)?"
    r"\s*\(?(?P<zone>[a-z]{1,4}\b)?(?P<offset>[+-]\d{1,2}\b)?\)?[\s,;|/·–—-]{0,5}$"
)
_LONGEST: Final = 40
_AFTERNOON: Final = ("p", "午後", "下午", "오후")


def clock_beside(before: str, after: str, dating: Dating) -> Clock:
    """The time that follows a date directly, or else stands directly before it; texts are folded."""
    match = _AFTER.match(after) or _EASTERN.match(after) or _BEFORE.search(before[-_LONGEST:])
    if match is None:
        return Clock()
    parts = match.groupdict()
    hour = int(parts["hour"])
    if parts["half"]:
        if not 1 <= hour <= 12:
            return Clock()
        hour = hour % 12 + (12 if parts["half"].startswith(_AFTERNOON) else 0)
    if hour > 23 or int(parts["minute"]) > 59:
        return Clock()
    time = f"{hour:02}:{int(parts['minute']):02}"
    if parts.get("second"):
        time += f":{parts['second']}"
    return Clock(time, _zone(parts, dating), "second" if parts.get("second") else "minute")


def offset_of(text: str) -> str:
    """±HH:MM of ±HHMM, ±HH:MM or ±HH."""
    return text if ":" in text else f"{text[:3]}:{text[3:5] or '00'}"


def _zone(parts: dict[str, str | None], dating: Dating) -> str | None:
    stated, offset = parts.get("zone"), parts.get("offset")
    if offset and (stated in {None, "utc", "gmt"}):  # "UTC+3"
        return f"{offset[0]}{int(offset[1:]):02}:00"
    if not stated:
        return dating.timezone
    if stated[0] in "+-":
        return offset_of(stated)
    return _ZONES.get(stated, dating.timezone)  # any other word: no zone, or a name that several zones have
