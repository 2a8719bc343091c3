"""The worker: one document from standard input, its text as JSON on standard output, within limits.

``python -m crawler.documents.worker MEDIA_TYPE SECONDS MEMORY OUTPUT``; standard input is a file. The answer is
``{"text", "reader", "title", "warnings"}`` or ``{"code", "sentence"}``. Only what the format needs is imported.
"""

import json
import os
import resource
import signal
import sys
from typing import Any

from crawler.documents import formats
from crawler.documents.refused import RefusedError
from crawler.documents.text import storable


def main(media_type: str, seconds: int, memory: int, output: int) -> None:
    """Read one document. Ends by a signal where a limit is met."""
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_AS, memory)
    _limit(resource.RLIMIT_CPU, seconds, spare=1)  # else it is killed, and nobody knows what for
    _limit(resource.RLIMIT_FSIZE, output)
    signal.alarm(seconds)
    answer: dict[str, Any]
    try:
        answer = _read(media_type)
    except RefusedError as error:
        answer = {"code": error.code, "sentence": storable(error.sentence)}
    except MemoryError:
        answer = {"code": "document.too_large", "sentence": f"needs more than {memory // 1024**2} MiB to be read"}
    except RecursionError:
        answer = {"code": "document.damaged", "sentence": "is nested too deeply to be read"}
    except Exception as error:  # noqa: BLE001 - a reader's own way to say that it does not understand the bytes
        said = f"{type(error).__name__}: {error}"[:300]
        answer = {"code": "document.damaged", "sentence": storable(f"cannot be parsed: {said}")}
    told = json.dumps(answer).encode("ascii")
    if len(told) > output:
        answer = {"code": "document.too_large", "sentence": f"holds more than {output:,} bytes of text"}
        told = json.dumps(answer).encode("ascii")
    sys.stdout.buffer.write(told)
    sys.stdout.flush()
    os._exit(0)  # a damaged document must not crash its reader while that is being taken down


def _read(media_type: str) -> dict[str, Any]:
    file = os.fdopen(0, "rb", closefd=False)
    if media_type == formats.PDF:
        from crawler.documents import pdf

        read = pdf.read(file)
    elif media_type in (formats.DOCX, formats.ODT):
        from crawler.documents import office

        read = office.read(file, media_type)
    elif media_type in (formats.DOC, formats.OLE):
        from crawler.documents import word

        read = word.read(file)
    else:
        from crawler.documents import plain

        read = plain.read(file, media_type)
    text = storable(read.text).strip("\n")
    if not text.strip():
        raise RefusedError("document.no_text", "holds no text; it may be a scanned image")
    title = storable(read.title).strip() if read.title else None
    return {"text": text, "reader": read.reader, "title": title or None, "warnings": list(read.warnings)}


def _limit(kind: int, value: int, *, spare: int = 0) -> None:
    """A signal comes at ``value``; ``spare`` more, and the system ends the process."""
    hard = resource.getrlimit(kind)[1]
    most = value + spare if hard == resource.RLIM_INFINITY else min(value + spare, hard)
    try:
        resource.setrlimit(kind, (min(value, most), most))
    except (ValueError, OSError):  # a system that does not know this limit: the others hold
        return


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:5]))
