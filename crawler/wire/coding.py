"""Content coding: gzip, deflate, br and zstd taken off a body, strictly and within a bound."""

from collections.abc import Iterable, Iterator
from typing import Final, Protocol

import brotli
import zstandard
from zlib_ng import zlib_ng

from crawler.model.failure import Failure

_ZLIB_ERROR: Final[type[Exception]] = zlib_ng.error  # type: ignore[assignment]  # its stub calls the class an instance

_STEP: Final = 1024 * 1024  # bytes that a decoder gives at once
_MAGIC: Final = 4  # bytes that tell what begins
_ZSTD_INPUT: Final = 512  # bytes: one block of 4 bytes may unfold to 128 KiB, so this gives at most 16 MiB
_ZSTD_WINDOW: Final = 8 * 1024 * 1024  # RFC 9659 §3

# Registered at IANA and not spoken here. Any other name (utf-8, none, binary) is a server's slip of the pen that
# browsers pass over: there is no such coding, so the body has none.
_UNSPOKEN: Final = {"compress", "x-compress", "dcb", "dcz", "exi", "pack200-gzip", "aes128gcm"}


class CodingError(Exception):
    """The body cannot be decoded: ``failure`` has the code ``http.decode``, or ``http.maxsize`` beyond the bound."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.sentence)
        self.failure = failure


def decode_body(payload: bytes, content_encoding: str | None, limit: int) -> bytes:
    """``payload`` without its content codings (RFC 9110 §8.4; several, in the order they were applied).

    Raises :class:`CodingError` where a stream is cut or invalid, or unfolds to more than ``limit`` bytes.
    """
    if not codings(content_encoding) and len(payload) <= limit:
        return payload
    return b"".join(decode_chunks((payload,), content_encoding, limit))


def decode_chunks(chunks: Iterable[bytes], content_encoding: str | None, limit: int) -> Iterator[bytes]:
    """As :func:`decode_body`, piece by piece in bounded memory: each piece has at most some MiB."""
    for name in reversed(codings(content_encoding)):
        chunks = _decode(chunks, name)
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise CodingError(Failure("http.maxsize", f"the body unfolds to more than {limit} bytes"))
        yield chunk


def codings(content_encoding: str | None) -> list[str]:
    """The codings that a ``Content-Encoding`` names, in the order they were applied; none where it names no real one.

    Raises :class:`CodingError` for a registered coding that is not spoken here.
    """
    names = [name.strip().lower().removeprefix("x-") for name in (content_encoding or "").split(",")]
    for name in names:
        if name in _UNSPOKEN:
            raise CodingError(Failure("http.decode", f"the content coding {name!r} was not asked for"))
    return [name for name in names if name in _DECODERS]


class _Decoder(Protocol):
    """One stream of one coding. ``more`` gives a bounded piece of output for input (later: for no input)."""

    def more(self, data: bytes) -> bytes: ...

    @property
    def starving(self) -> bool:
        """It has given all it can give for the input so far."""

    @property
    def ended(self) -> bool: ...

    @property
    def rest(self) -> bytes:
        """Bytes after the end of the stream."""


class _Inflate:
    def __init__(self, first: bytes, wbits: int) -> None:
        del first
        self._stream = zlib_ng.decompressobj(wbits=wbits)
        self._full = False

    def more(self, data: bytes) -> bytes:
        piece: bytes = self._stream.decompress(self._stream.unconsumed_tail + data, _STEP)
        self._full = len(piece) == _STEP
        return piece

    @property
    def starving(self) -> bool:
        return not self._stream.unconsumed_tail and not self._full

    @property
    def ended(self) -> bool:
        return bool(self._stream.eof)

    @property
    def rest(self) -> bytes:
        return bytes(self._stream.unused_data)


class _Gzip(_Inflate):
    magic = b"\x1f\x8b"

    def __init__(self, first: bytes) -> None:
        super().__init__(first, 31)


class _Deflate(_Inflate):
    """zlib's format, as RFC 9110 §8.4.1.2 says, or the bare stream that some servers send under that name."""

    magic = b""

    def __init__(self, first: bytes) -> None:
        zlib_header = len(first) > 1 and first[0] & 15 == 8 and (first[0] << 8 | first[1]) % 31 == 0
        super().__init__(first, 15 if zlib_header else -15)


class _Brotli:
    magic = b""

    def __init__(self, first: bytes) -> None:
        del first
        self._stream = brotli.Decompressor()

    def more(self, data: bytes) -> bytes:
        return bytes(self._stream.process(data, output_buffer_limit=_STEP))

    @property
    def starving(self) -> bool:
        return bool(self._stream.can_accept_more_data())

    @property
    def ended(self) -> bool:
        return bool(self._stream.is_finished())

    rest = b""


class _Zstd:
    magic = b"\x28\xb5\x2f\xfd"

    def __init__(self, first: bytes) -> None:
        del first
        self._stream = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()
        self._input = b""

    def more(self, data: bytes) -> bytes:
        self._input += data
        piece, self._input = self._input[:_ZSTD_INPUT], self._input[_ZSTD_INPUT:]
        return self._stream.decompress(piece)

    @property
    def starving(self) -> bool:
        return not self._input

    @property
    def ended(self) -> bool:
        return self._stream.eof

    @property
    def rest(self) -> bytes:
        return self._stream.unused_data + self._input


_DECODERS: Final[dict[str, type[_Gzip] | type[_Deflate] | type[_Brotli] | type[_Zstd]]] = {
    "gzip": _Gzip,
    "deflate": _Deflate,
    "br": _Brotli,
    "zstd": _Zstd,
}


def _decode(chunks: Iterable[bytes], name: str) -> Iterator[bytes]:
    """One coding taken off. Streams may follow each other (RFC 1952 §2.2, RFC 8878 §3); junk after one is ignored."""
    make = _DECODERS[name]
    decoder: _Decoder | None = None
    complete = False  # a stream has ended
    held = b""  # too few bytes to know what begins
    try:
        for chunk in chunks:
            data, held = held + chunk, b""
            while data:
                if decoder is None:
                    if len(data) < _MAGIC:
                        held = data
                        break
                    if complete and not _follows(make.magic, data):
                        return
                    decoder = make(data)
                yield from _pour(decoder, data)
                data = b""
                if decoder.ended:
                    data, decoder, complete = decoder.rest, None, True
        if held and not (complete and not _follows(make.magic, held)):
            decoder = make(held)
            yield from _pour(decoder, held)
            if decoder.ended:
                decoder = None
    except (_ZLIB_ERROR, brotli.error, zstandard.ZstdError) as error:
        raise CodingError(Failure("http.decode", f"the {name} stream is invalid: {error}")) from error
    if decoder is not None:
        raise CodingError(Failure("http.decode", f"the {name} stream is cut short"))


def _follows(magic: bytes, data: bytes) -> bool:
    """Whether another stream begins after one that ended; without a mark none is taken for one."""
    return bool(magic) and data.startswith(magic[: len(data)])


def _pour(decoder: _Decoder, data: bytes) -> Iterator[bytes]:
    while True:
        piece = decoder.more(data)
        data = b""
        if piece:
            yield piece
        if decoder.ended or decoder.starving:
            return
