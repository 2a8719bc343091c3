"""A document read: a worker process of its own takes the bytes and gives the text, or is ended.

A document comes from anybody and its readers are large: what a broken or hostile one does stays in that process. Its
time, memory and output are limited, it gets no name of a file and no environment of ours, and no exception of it
reaches the caller: what went wrong is a reason with a code.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, cast
from weakref import WeakKeyDictionary

from crawler.documents import formats
from crawler.model.document import DocumentText
from crawler.model.failure import Failure

_MiB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """``seconds`` of wall time and of computing; ``memory`` bytes of address space; ``output`` bytes of the answer."""

    seconds: int = 10
    memory: int = 256 * _MiB
    output: int = 32 * _MiB


LIMITS: Final = Limits()

Document = Path | IO[bytes] | bytes | Iterable[bytes]


def read_document(
    document: Document,
    media_type: str | None,
    name: str | None = None,
    *,
    limits: Limits = LIMITS,
    folder: Path | None = None,
) -> DocumentText | Failure:
    """The text of a document, or why there is none. Nothing that the document does raises.

    ``document`` is its path, an open file with a descriptor, or its bytes in pieces, which are written to a nameless
    file in ``folder`` (none: the system's own). ``media_type`` is what it is said to be: its first bytes go before
    that. ``name`` stands in sentences. Raises ``OSError`` where the file cannot be opened or written.
    """
    with _opened(document, folder) as file:
        begun = _begin(file, media_type, name, limits, folder)
        return begun if isinstance(begun, Failure) else begun.finish()


async def read_document_async(
    document: Document,
    media_type: str | None,
    name: str | None = None,
    *,
    limits: Limits = LIMITS,
    folder: Path | None = None,
) -> DocumentText | Failure:
    """As :func:`read_document`, without holding the event loop up. Cancelled, it ends the worker at once.

    As many are read at once as there are processors: each has its seconds for itself.
    """
    with await asyncio.to_thread(_opened, document, folder) as file:
        async with _turn():
            begun = _begin(file, media_type, name, limits, folder)  # not in a thread: it could be lost there
            if isinstance(begun, Failure):
                return begun
            try:
                return await asyncio.to_thread(begun.finish)
            finally:
                begun.kill()
                begun.close()  # cancelled early, its thread may never have begun


_TURNS: Final[WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore]] = WeakKeyDictionary()


def _turn() -> asyncio.Semaphore:
    return _TURNS.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(os.cpu_count() or 1))


def _opened(document: Document, folder: Path | None) -> IO[bytes]:
    if isinstance(document, Path):
        return document.open("rb")
    if hasattr(document, "fileno"):
        opened = cast("IO[bytes]", document)
        opened.flush()
        return os.fdopen(os.dup(opened.fileno()), "rb")  # ours to close
    file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - the caller closes it
    try:
        file.writelines([document] if isinstance(document, bytes) else document)
        file.flush()
    except BaseException:
        file.close()
        raise
    return file


def _begin(
    file: IO[bytes], media_type: str | None, name: str | None, limits: Limits, folder: Path | None
) -> "_Worker | Failure":
    file.seek(0)
    head = file.read(formats.HEAD)
    found = formats.media_type_of(head, media_type)
    file.seek(0)
    os.lseek(file.fileno(), 0, os.SEEK_SET)  # the worker reads the descriptor itself
    called = f"the document {name!r}" if name else "the document"
    if found is None or not readable(found):
        kind = "an image" if (found or "").startswith("image/") else found or "of no known format"
        return Failure("document.unsupported", f"{called} is {kind}: no text is read out of it")
    return _Worker(file, found, called, limits, folder)


def readable(media_type: str) -> bool:
    """Whether there is a reader for the format."""
    known = (formats.PDF, formats.DOCX, formats.ODT, formats.RTF, formats.DOC, formats.OLE)
    return media_type in known or formats.is_text(media_type)


class _Worker:
    """One process of :mod:`crawler.documents.worker`. :meth:`finish` waits for it, :meth:`kill` ends it."""

    def __init__(self, file: IO[bytes], media_type: str, called: str, limits: Limits, folder: Path | None) -> None:
        self._ending = threading.Lock()
        self._called = called
        self._limits = limits
        self._answer = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed by finish
        arguments = (media_type, str(limits.seconds), str(limits.memory), str(limits.output))
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "crawler.documents.worker", *arguments],
            stdin=file,
            stdout=self._answer,
            stderr=subprocess.DEVNULL,
            env={
                "PATH": os.environ.get("PATH", os.defpath),
                "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
                "PYTHONDONTWRITEBYTECODE": "1",
                "LANG": "C.UTF-8",
            },
            start_new_session=True,  # a group of its own, with whatever it starts
        )

    def finish(self) -> DocumentText | Failure:
        """Its answer, or why there is none."""
        in_time = self._ended(self._limits.seconds + 0.5)  # its own clock comes first
        self.kill()
        answer = self._read()
        return self._told(answer) if in_time else self._too_slow()

    def kill(self) -> None:
        """End it and what it started. Ending it again does nothing."""
        with self._ending:
            if self._process.returncode is None:  # until it is waited for, the group's number is nobody else's
                with suppress(ProcessLookupError, PermissionError):  # macOS: nobody of the group runs any more
                    os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()

    def _ended(self, seconds: float) -> bool:
        """Wait for its end without collecting it: what it started can still be ended by the group's number."""
        deadline = time.monotonic() + seconds
        pause = 0.001
        with suppress(ChildProcessError):  # ended by another thread
            while os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
                if time.monotonic() > deadline:
                    return False
                time.sleep(pause)
                pause = min(2 * pause, 0.02)
        return True

    def _read(self) -> bytes:
        with self._ending:
            if self._answer.closed:
                return b""
            with self._answer:
                self._answer.seek(0)
                return self._answer.read(self._limits.output + 1)

    def close(self) -> None:
        """Let go of its answer, read or not."""
        with self._ending:
            self._answer.close()

    def _told(self, answer: bytes) -> DocumentText | Failure:
        code = self._process.returncode
        if code in (-signal.SIGALRM, -signal.SIGXCPU):
            return self._too_slow()
        try:
            told = json.loads(answer)
            if "code" in told:
                return Failure(told["code"], f"{self._called} {told['sentence']}")
            return DocumentText(told["text"], told["reader"], told["title"], tuple(told["warnings"]))
        except (ValueError, KeyError, TypeError):
            ended = f"by signal {-code}" if code < 0 else f"with code {code}"
            memory = f"{self._limits.memory // _MiB} MiB of memory were not enough, or the reader has a fault"
            return Failure("document.crashed", f"{self._called} was not read: its reader ended {ended}; {memory}")

    def _too_slow(self) -> Failure:
        return Failure("document.too_slow", f"{self._called} could not be read within {self._limits.seconds} s")
