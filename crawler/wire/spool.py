"""A spool: bytes of unknown number, in memory while they are few, then in a nameless file; hashed as they come."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

MEMORY: Final = 1024 * 1024  # bytes kept in memory before a file is opened
_PIECE: Final = 1024 * 1024  # longest piece that is read back


class SpoolError(Exception):
    """The spool's file cannot be written: its sentence names the directory. Nothing of the exchange is stored."""


class Spool:
    """A :class:`crawler.model.exchange.Block` that can be written.

    ``directory`` takes the temporary file (``None``: the system's own); it has no name there, so a killed process
    leaves nothing. Raises :class:`SpoolError` where that file cannot be written.
    """

    __slots__ = ("_closed", "_directory", "_file", "_hash", "_memory", "_pieces", "_size")

    def __init__(self, directory: Path | None = None, memory: int = MEMORY) -> None:
        self._directory = directory
        self._memory = memory
        self._pieces: list[bytes] = []
        self._file: int | None = None
        self._hash = hashlib.sha256()
        self._size = 0
        self._closed = False

    @property
    def size(self) -> int:
        """Length in bytes."""
        return self._size

    @property
    def digest(self) -> str:
        """``sha256:<hex>`` of the bytes so far."""
        return f"sha256:{self._hash.hexdigest()}"

    def in_memory_with(self, more: int) -> bool:
        """Whether the spool stays in memory when ``more`` bytes come: writing them cannot wait for a disk."""
        return self._file is None and self._size + more <= self._memory

    def write(self, data: bytes) -> None:
        """Add bytes at the end."""
        if self._closed:
            raise ValueError("the spool is closed")
        if self._file is None and self._size + len(data) > self._memory:
            self._to_file()
        if self._file is None:
            self._pieces.append(data)
        else:
            self._write_all(self._file, data)
        self._hash.update(data)
        self._size += len(data)

    def chunks(self) -> Iterator[bytes]:
        """The bytes from the start, in pieces of at most 1 MiB. May be asked for more than once."""
        if self._closed:
            raise ValueError("the spool is closed")
        if self._file is None:
            for piece in self._pieces:
                for start in range(0, len(piece), _PIECE):
                    yield piece[start : start + _PIECE]
            return
        offset = 0
        while piece := os.pread(self._file, _PIECE, offset):
            yield piece
            offset += len(piece)

    def close(self) -> None:
        """Drop the bytes. Closing again does nothing."""
        self._closed = True
        self._pieces = []
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _to_file(self) -> None:
        try:
            with tempfile.TemporaryFile(dir=self._directory) as file:
                self._file = os.dup(file.fileno())
        except OSError as error:
            raise self._failed(error) from error
        for piece in self._pieces:
            self._write_all(self._file, piece)
        self._pieces = []

    def _write_all(self, file: int, data: bytes) -> None:
        view = memoryview(data)
        try:
            while view:
                view = view[os.write(file, view) :]
        except OSError as error:
            raise self._failed(error) from error

    def _failed(self, error: OSError) -> SpoolError:
        place = self._directory or tempfile.gettempdir()
        return SpoolError(
            f"cannot write a temporary file in {place}: {error.strerror}; free space there or choose another"
        )
