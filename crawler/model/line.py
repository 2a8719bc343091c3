"""A line: one object of a JSON Lines file as bytes, the same for the archive and for feeds."""

import json
from typing import Any, Final

from pydantic import BaseModel

# Valid inside JSON strings, but line ends to many readers: one object must stay one line.
_LINE_ENDS: Final = {"\u0085": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def to_line(value: BaseModel | dict[str, Any]) -> bytes:
    """UTF-8 JSON of ``value`` and one newline. A lone surrogate becomes its escape: a line is always valid UTF-8.

    Raises ``ValueError`` for NaN and infinities, which JSON does not know.
    """
    data = value.model_dump(mode="json") if isinstance(value, BaseModel) else value
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for end, escape in _LINE_ENDS.items():
        text = text.replace(end, escape)  # where there is none, it is looked for and no more
    try:
        return text.encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(data, separators=(",", ":")).encode("ascii") + b"\n"
