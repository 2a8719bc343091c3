"""A stored document: a captured file out of the archive, as it was before it was coded for the way."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from crawler.archive.stored import open_response
from crawler.documents import HEAD, media_type_of
from crawler.model.capture import Capture
from crawler.wire.coding import decode_chunks


class StoredDocument(NamedTuple):
    """A document without content coding, at its beginning. ``sha256`` is hex. ``media_type`` is told by its bytes, else
    as it was declared, else as its address promises.
    """

    file: IO[bytes]
    size: int
    sha256: str
    media_type: str | None


@contextmanager
def open_document(root: Path, capture: Capture, limit: int, expected: str | None = None) -> Iterator[StoredDocument]:
    """The document that a capture answers with, in a nameless file of the archive's folder while it is open.

    Takes constant memory. ``expected`` is the media type that its address promises. Raises ``ArchiveDamaged`` where it
    is not there, :class:`crawler.wire.coding.CodingError` where its coding is broken or it unfolds to more than
    ``limit`` bytes, and ``OSError`` where the file cannot be written.
    """
    with tempfile.TemporaryFile(dir=root) as file, open_response(root, capture) as found:
        declared = next((value for name, value in found.headers if name == "content-type"), None)
        encoding = ",".join(value for name, value in found.headers if name == "content-encoding")
        digest = hashlib.sha256()
        size = 0
        head = b""
        for piece in decode_chunks(found.pieces, encoding, limit):
            if len(head) < HEAD:
                head += piece[: HEAD - len(head)]
            digest.update(piece)
            size += len(piece)
            file.write(piece)
        file.flush()
        file.seek(0)
        yield StoredDocument(file, size, digest.hexdigest(), media_type_of(head, declared, expected))


def head_of(root: Path, capture: Capture, limit: int) -> bytes:
    """The first bytes of a document, by which its format is told. Raises as :func:`open_document` does."""
    with open_response(root, capture) as found:
        encoding = ",".join(value for name, value in found.headers if name == "content-encoding")
        head = b""
        for piece in decode_chunks(found.pieces, encoding, limit):
            head += piece[: HEAD - len(head)]
            if len(head) >= HEAD:
                break
        return head
