"""Files to be imported, as they are given: WARC and ARC files by themselves, and those in WACZ packages."""

import hashlib
import json
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, Final

from crawler.warc.foreign_text import ForeignError
from crawler.warc.incoming import Incoming, look_through

_INNER: Final = (".warc.gz", ".warc", ".arc.gz", ".arc")
_PACKAGE: Final = ".wacz"
_LISTING: Final = "datapackage.json"
_LISTING_LIMIT: Final = 64 * 1024 * 1024
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)  # as zipfile tells it


def incoming_files(path: Path, *, folder: Path | None = None, keep_readable: bool = False) -> Iterator[Incoming]:
    """What is to be kept of the file at ``path``, each inner file of a package by itself. To be closed one by one.

    Raises as :func:`crawler.warc.incoming.look_through`, for a package at any of its files.
    """
    file = path.open("rb")
    if file.read(4) in (b"PK\x03\x04", b"PK\x05\x06"):
        with file:
            yield from _package(file, path.name, folder, keep_readable)
    else:
        yield look_through(file, path.name, folder=folder, keep_readable=keep_readable)


def _package(file: IO[bytes], name: str, folder: Path | None, keep_readable: bool) -> Iterator[Incoming]:
    try:
        package = zipfile.ZipFile(file)
    except _BROKEN as error:
        raise ForeignError(f"the package cannot be read: {error}", 0) from error
    with package:
        digests = _digests(package)
        found = False
        for info in package.infolist():
            inner = info.filename.lower()
            if info.is_dir() or not inner.endswith((*_INNER, _PACKAGE)):
                continue
            found = True
            copy = _copy(package, info, None if keep_readable else digests.get(info.filename), folder)
            if inner.endswith(_PACKAGE):
                with copy:
                    yield from _package(copy, f"{name}/{info.filename}", folder, keep_readable)
                continue
            try:
                yield look_through(
                    copy, info.filename.rpartition("/")[2], package=name, folder=folder, keep_readable=keep_readable
                )
            except ForeignError as error:
                raise ForeignError(
                    f"{info.filename}, byte {error.offset}: {error.sentence}", info.header_offset
                ) from error
        if not found:
            raise ForeignError("the package holds no WARC file", 0)


def _copy(package: zipfile.ZipFile, info: zipfile.ZipInfo, digest: str | None, folder: Path | None) -> IO[bytes]:
    copy: IO[bytes] = TemporaryFile(dir=folder)  # noqa: SIM115 - closed with what is made of it
    try:
        try:
            with package.open(info) as inner:
                shutil.copyfileobj(inner, copy, 1024 * 1024)
        except _BROKEN as error:
            raise ForeignError(f"{info.filename} in the package is broken: {error}", info.header_offset) from error
        copy.flush()
        copy.seek(0)
        if digest is not None and hashlib.file_digest(copy, "sha256").hexdigest() != digest:  # type: ignore[arg-type]
            sentence = f"{info.filename} does not have the SHA-256 that {_LISTING} declares"
            raise ForeignError(sentence, info.header_offset)
        copy.seek(0)
        return copy
    except BaseException:
        copy.close()
        raise


def _digests(package: zipfile.ZipFile) -> dict[str, str]:
    """What the package's own listing declares: SHA-256, hex, by name. An unreadable listing declares none."""
    try:
        info = package.getinfo(_LISTING)
        if info.file_size > _LISTING_LIMIT:
            return {}
        listed: Any = json.loads(package.read(info))
        resources = listed["resources"]
        told = [(one["path"], one["hash"]) for one in resources]
    except (*_BROKEN, KeyError, TypeError, ValueError, RecursionError):
        return {}
    return {
        path: digest.partition(":")[2].lower()
        for path, digest in told
        if isinstance(path, str) and isinstance(digest, str) and digest.startswith("sha256:")
    }
