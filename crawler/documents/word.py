"""Word's binary format (before 2007), by a program of the system: ``catdoc``, else ``antiword``."""

import re
import shutil
import subprocess
from typing import IO, Final

from crawler.documents.refused import RefusedError
from crawler.model.document import DocumentText

_PROGRAMS: Final = (
    ("catdoc", ("-w", "-d", "utf-8"), ("-V",)),  # -w: a paragraph is one line
    ("antiword", ("-w", "0", "-m", "UTF-8.txt", "-"), ("-h",)),
)
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")  # [MS-OFFCRYPTO] §2.3.4.4
_DOCUMENT: Final = "WordDocument".encode("utf-16-le")  # [MS-DOC] §2.1.1
_SEARCHED: Final = 64 * 1024 * 1024
_FLAGS: Final = 10  # offset in the FIB, [MS-DOC] §2.5.2
_IS_ENCRYPTED: Final = 0x0100
_FIB: Final = (b"\xec\xa5", b"\xdc\xa5")  # Word 97 and later; Word 95


def read(file: IO[bytes]) -> DocumentText:
    """The text of a Word document. Raises :class:`RefusedError`, also where none of the programs is installed."""
    data = file.read(_SEARCHED)
    if _ENCRYPTED in data:
        raise RefusedError("document.encrypted", "is encrypted")
    if _DOCUMENT not in data:
        raise RefusedError("document.unsupported", "is an office file that is no text document: no text is read")
    if any(_encrypted_at(data, match.start()) for mark in _FIB for match in re.finditer(re.escape(mark), data)):
        raise RefusedError("document.encrypted", "is encrypted")
    found = next(((path, options, ask) for name, options, ask in _PROGRAMS if (path := shutil.which(name))), None)
    if found is None:
        raise RefusedError(
            "document.no_reader",
            "is in Word's format of before 2007: install the system's package catdoc (or antiword) to have it read",
        )
    path, options, ask = found
    ran = subprocess.run([path, *options], input=data, capture_output=True, check=False)
    if ran.returncode != 0 and not ran.stdout:
        said = ran.stderr.decode("utf-8", "replace").strip()[:200]
        raise RefusedError("document.damaged", f"cannot be parsed by {_name(path)}: {said}")
    text = ran.stdout.decode("utf-8", "replace")
    return DocumentText(text.replace("\n", "\n\n"), f"{_name(path)} {_version(path, ask)}".strip())


def _encrypted_at(data: bytes, start: int) -> bool:
    """Whether a FIB stands at ``start`` (streams begin at a sector, [MS-CFB] §2.1) and says so."""
    flags = data[start + _FLAGS : start + _FLAGS + 2]
    return start % 512 == 0 and int.from_bytes(flags, "little") & _IS_ENCRYPTED != 0


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _version(path: str, ask: tuple[str, ...]) -> str:
    ran = subprocess.run([path, *ask], input=b"", capture_output=True, check=False)
    found = re.search(rb"[Vv]ersion:? *v?(\d[\w.]*)", ran.stdout + ran.stderr)
    return found.group(1).decode("ascii", "replace") if found else ""
