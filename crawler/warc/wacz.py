"""WACZ 1.1.1: a web archive in one ZIP file, written in constant memory, and read back.

https://specs.webrecorder.net/wacz/1.1.1/ — every file of ours in it is stored, not deflated: so readers can take any
record by its place, and each byte has its digest. The index is ZipNum: ``index.cdx.gz`` is CDXJ in gzip members of
many lines, and ``index.idx`` names where each begins.
"""

import hashlib
import json
import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final, Self
from zipfile import BadZipFile, ZipFile, ZipInfo

from crawler import __version__
from crawler.warc.zipped import STORED, ZipWriter, data_of, directory_of

VERSION: Final = "1.1.1"
SOFTWARE: Final = f"Communique/{__version__}"
DATAPACKAGE: Final = "datapackage.json"
DIGEST: Final = "datapackage-digest.json"
PAGES: Final = "pages/pages.jsonl"
INDEX: Final = "indexes/index.cdx.gz"
INDEX_LIST: Final = "indexes/index.idx"
ARCHIVE: Final = "archive/"

_BLOCK: Final = 1024  # lines of a member of the index, as py-wacz has it
_PIECE: Final = 1024 * 1024
_LINE_LIMIT: Final = 64 * 1024 * 1024  # bytes: a page with all its text is one line
_JSON_LIMIT: Final = 64 * 1024 * 1024

Sign = Callable[[str, str], Mapping[str, Any]]
"""Makes ``signedData`` of the digest of ``datapackage.json`` (``sha256:…``) and of what it says in ``created``."""


class PackageError(ValueError):
    """The file is no WACZ, or not a whole one. ``offset`` is where that shows, in bytes."""

    def __init__(self, sentence: str, offset: int = 0) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Resource:
    """A file in the package, as ``datapackage.json`` tells of it. ``hash`` is ``sha256:<hex>``."""

    path: str
    hash: str
    bytes: int

    def told(self) -> dict[str, Any]:
        """As it stands there. The name is the file's own in lower case, as Frictionless wants names."""
        name = self.path.rpartition("/")[2].lower()
        return {"name": name, "path": self.path, "hash": self.hash, "bytes": self.bytes}


class PackageWriter:
    """A package that grows. ``moment`` (aware) is the time of every file in it and of the package."""

    def __init__(self, file: BinaryIO, moment: datetime) -> None:
        self._moment = moment.astimezone(UTC).replace(microsecond=0)
        self._zip = ZipWriter(file, self._moment)
        self._resources: list[Resource] = []

    def add(self, path: str, pieces: Iterable[bytes], size: int) -> None:
        """One file of exactly ``size`` bytes."""
        digest = hashlib.sha256()

        def hashed() -> Iterator[bytes]:
            for piece in pieces:
                digest.update(piece)
                yield piece

        self._zip.add(path, hashed(), size)
        self._resources.append(Resource(path, f"sha256:{digest.hexdigest()}", size))

    def add_file(self, path: str, file: BinaryIO) -> None:
        """One file, of all that is in ``file``."""
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        self.add(path, iter(lambda: file.read(_PIECE), b""), size)

    def finish(self, about: Mapping[str, Any], sign: Sign | None = None) -> str:
        """Close it: ``datapackage.json`` with ``about`` (title, description …), its digest, the ZIP's directory.

        Returns the digest of ``datapackage.json``, which stands for the whole.
        """
        created = self._moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        package = {
            "profile": "data-package",
            "wacz_version": VERSION,
            "software": SOFTWARE,
            "created": created,
            **about,
            "resources": [one.told() for one in self._resources],
        }
        data = _json(package)
        digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
        told = _json(digest_file(digest, None if sign is None else sign(digest, created)))
        self._zip.add(DATAPACKAGE, [data], len(data))
        self._zip.add(DIGEST, [told], len(told))
        self._zip.finish()
        return digest


def digest_file(digest: str, signed: Mapping[str, Any] | None) -> dict[str, Any]:
    """What ``datapackage-digest.json`` says."""
    return {"path": DATAPACKAGE, "hash": digest, **({} if signed is None else {"signedData": dict(signed)})}


def write_index(lines: Iterable[str], packed: BinaryIO, listed: BinaryIO) -> None:
    """ZipNum: the sorted ``lines`` of an index into ``packed``, and where they are into ``listed``."""
    listed.write(b'!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}\n')
    remaining = iter(lines)
    offset = 0
    while block := list(islice(remaining, _BLOCK)):
        stream = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
        data = stream.compress("".join(block).encode()) + stream.flush()
        packed.write(data)
        key = " ".join(block[0].split(" ", 2)[:2])
        place = {"offset": offset, "length": len(data), "digest": f"sha256:{hashlib.sha256(data).hexdigest()}"}
        listed.write(f"{key} {json.dumps(place)}\n".encode())
        offset += len(data)


class Package:
    """A package of any maker, open for reading. Everything raises :class:`PackageError` or ``OSError``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("rb")
        try:
            self.zip = ZipFile(self._file)
        except (BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError) as error:
            self._file.close()
            size = path.stat().st_size
            raise PackageError(f"no ZIP file, or not a whole one: {error}", size) from error
        except BaseException:
            self._file.close()
            raise
        self.fd = self._file.fileno()
        self.infos: dict[str, ZipInfo] = {info.filename: info for info in self.zip.infolist()}
        size = path.stat().st_size
        for info in self.infos.values():
            if not 0 <= info.header_offset < size:
                self._close()
                raise PackageError(f"its directory says that {info.filename!r} lies outside of the file", size)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def _close(self) -> None:
        with suppress(OSError):
            self.zip.close()
        self._file.close()

    def info(self, name: str) -> ZipInfo:
        """What the directory says of a file."""
        if name not in self.infos:
            raise PackageError(f"{name} is missing")
        return self.infos[name]

    def stored(self, name: str) -> tuple[int, int] | None:
        """Where the bytes of a file begin and end in the package; none where they are compressed."""
        info = self.info(name)
        if info.compress_type != STORED or info.flag_bits & 1:
            return None
        try:
            start = data_of(info, self.fd)
        except ValueError as error:
            raise PackageError(str(error), info.header_offset) from error
        return start, start + info.file_size

    def pieces(self, name: str) -> Iterator[bytes]:
        """The bytes of a file, in pieces of at most 1 MiB, against the ZIP's own checksum."""
        info = self.info(name)
        try:
            with self.zip.open(info) as file:
                while piece := file.read(_PIECE):
                    yield piece
        except (BadZipFile, EOFError, zlib.error, RuntimeError, NotImplementedError, ValueError) as error:
            raise PackageError(f"{name} cannot be read: {error}", info.header_offset) from error

    def lines(self, name: str) -> Iterator[str]:
        """The lines of a file, unfolded where its name ends in ``.gz``. Bytes that are no UTF-8 are replaced."""
        rest = b""
        for piece in self._unfolded(name) if name.endswith(".gz") else self.pieces(name):
            *lines, rest = (rest + piece).split(b"\n")
            for line in lines:
                yield line.decode("utf-8", "replace")
            if len(rest) > _LINE_LIMIT:
                raise PackageError(f"{name} has a line of {len(rest)} bytes", self.info(name).header_offset)
        if rest:
            yield rest.decode("utf-8", "replace")

    def json(self, name: str) -> dict[str, Any]:
        """A file as one JSON object."""
        info = self.info(name)
        if info.file_size > _JSON_LIMIT:
            raise PackageError(f"{name} has {info.file_size} bytes", info.header_offset)
        try:
            found = json.loads(b"".join(self.pieces(name)))
        except (ValueError, RecursionError) as error:
            if isinstance(error, PackageError):
                raise
            raise PackageError(f"{name} is not JSON: {error}", info.header_offset) from error
        if not isinstance(found, dict):
            raise PackageError(f"{name} is not a JSON object", info.header_offset)
        return found

    def digest(self) -> tuple[str, str]:
        """The digest of ``datapackage.json``, and what it says in ``created``."""
        data = hashlib.sha256()
        for piece in self.pieces(DATAPACKAGE):
            data.update(piece)
        return f"sha256:{data.hexdigest()}", str(self.json(DATAPACKAGE).get("created", ""))

    def signed_data(self) -> dict[str, Any] | None:
        """``signedData``, where the package has it."""
        if DIGEST not in self.infos:
            return None
        signed = self.json(DIGEST).get("signedData")
        if signed is None or isinstance(signed, dict):
            return signed
        raise PackageError(f"{DIGEST}: signedData is not a JSON object", self.info(DIGEST).header_offset)

    def _unfolded(self, name: str) -> Iterator[bytes]:
        """The text of gzip members one after the other."""
        stream: zlib._Decompress | None = None
        for piece in self.pieces(name):
            data, text = piece, b""
            while data or len(text) == _PIECE:  # a full piece of text: more of it may be waiting within
                stream = stream or zlib.decompressobj(zlib.MAX_WBITS | 16)
                try:
                    text = stream.decompress(data, _PIECE)
                except zlib.error as error:
                    raise PackageError(f"{name} is broken: {error}", self.info(name).header_offset) from error
                if text:
                    yield text
                data = stream.unused_data if stream.eof else stream.unconsumed_tail
                if stream.eof:
                    stream, text = None, b""
        if stream is not None:
            raise PackageError(f"{name} ends inside a gzip member", self.info(name).header_offset)


def replace_digest(package: Package, target: BinaryIO, signed: Mapping[str, Any]) -> None:
    """The package again, with ``signedData``; no other file of it changes. ``target`` is an empty file.

    :class:`PackageError` where ``datapackage-digest.json`` is not the last file in it.
    """
    try:
        before, count, end = directory_of(package.zip, package.fd, DIGEST)
    except ValueError as error:
        raise PackageError(f"its {DIGEST} cannot be replaced: {error}") from error
    digest, _ = package.digest()
    offset = 0
    while offset < end:
        piece = os.pread(package.fd, min(_PIECE, end - offset), offset)
        if not piece:
            raise PackageError("the file became shorter while it was read", offset)
        target.write(piece)
        offset += len(piece)
    date = package.info(DATAPACKAGE).date_time
    writer = ZipWriter(target, datetime(*date, tzinfo=UTC))
    told = _json(digest_file(digest, signed))
    writer.add(DIGEST, [told], len(told))
    writer.finish(before, count)


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace") + b"\n"
