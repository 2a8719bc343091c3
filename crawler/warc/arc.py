"""ARC: the format before WARC, as the Internet Archive and Heritrix 1 wrote it.

One line a record (URL, IP address, date, content type, length; version 2 has more between the last two), then the
answer as it was received, then a line end. The first record is ``filedesc://``, which names the file and the version.
https://archive.org/web/researcher/ArcFileFormat.php
"""

import re
from typing import Final

_LINE: Final = re.compile(
    rb"(?P<url>[A-Za-z][A-Za-z0-9+.-]*:.*?) (?P<ip>[0-9A-Fa-f.:]+|-) (?P<date>\d{8,17}) "
    rb"(?P<type>.*?) ?(?P<length>\d{1,18})\r?\n?"
)
_HTTP: Final = (b"http:", b"https:")

Headers = dict[str, tuple[str, ...]]


def arc_head(line: bytes) -> tuple[str, Headers] | None:
    """The type of the record that a line begins, and what the line says, by the names that WARC has for it.

    ``response`` for an address of the web, ``filedesc`` for the first record, ``resource`` for any other. ``None``
    where it is no such line.
    """
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    url = found["url"]
    kind = "response" if url.lower().startswith(_HTTP) else "filedesc" if url.startswith(b"filedesc:") else "resource"
    headers: Headers = {
        "warc-target-uri": (url.decode("utf-8", "backslashreplace"),),
        "warc-date": (found["date"].decode(),),
        "content-length": (found["length"].decode(),),
    }
    if found["ip"] not in (b"-", b"0.0.0.0"):  # what writers put where they knew none
        headers["warc-ip-address"] = (found["ip"].decode(),)
    if media := found["type"].split(b" ")[0]:
        headers["content-type"] = (media.decode("latin-1"),)
    return kind, headers
