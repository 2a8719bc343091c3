"""Reference numbers as they are compared: ``No:097/22`` and ``97/22`` are one."""

import re
import unicodedata
from typing import Final

_PART: Final = re.compile(r"\d+|[^\W\d_]+")


def number_key(number: str) -> str | None:
    """The number without signs and leading zeros, or ``None`` where there is nothing of a number in it."""
    parts = _PART.findall(unicodedata.normalize("NFKC", number).casefold())
    if parts and parts[0] in {"no", "nr", "n", "num"}:
        del parts[0]
    if not any(part.isdigit() for part in parts):
        return None
    return "/".join(str(int(part)) if part.isdecimal() else part for part in parts)


def has_year(key: str) -> bool:
    """Whether a number is one of a year's sequence, which no other year has: it ends with 2 or 4 digits of a year."""
    parts = [part for part in key.split("/") if part.isdecimal()]
    return len(parts) >= 2 and (len(parts[-1]) == 2 or (len(parts[-1]) == 4 and parts[-1][:2] in {"19", "20"}))
