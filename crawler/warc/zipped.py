"""A ZIP file of stored entries, framed so that it has only one spelling, and every flipped byte of the frame shows.

Written here and not by the library: the same entries are the same bytes under every version of Python, and a reader
can make each header anew from what the directory says and compare it. The structure is that of PKWARE's APPNOTE 6.3.3
(§4.3), with ZIP64 only where a size, an offset or a count needs it.
"""

import os
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Final
from zipfile import ZipFile, ZipInfo

STORED: Final = 0
_MODE: Final = 0o100644 << 16
_UNIX: Final = 3
_FULL: Final = 0xFFFFFFFF
_MANY: Final = 0xFFFF
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s4B4H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_END_64: Final = struct.Struct("<4sQ2H2L4Q")
_LOCATOR: Final = struct.Struct("<4sLQL")


@dataclass(frozen=True, slots=True)
class Entry:
    """One stored file. ``offset`` is where its header begins; ``stamp`` is (date, time) as DOS spells them."""

    name: str
    size: int
    crc: int
    stamp: tuple[int, int]
    offset: int

    @property
    def data(self) -> int:
        """Where its bytes begin."""
        return self.offset + len(local_header(self))


def dos_stamp(moment: datetime) -> tuple[int, int]:
    """(date, time) of a moment, to two seconds; what lies outside 1980 to 2107 becomes the nearest that is within."""
    year = min(max(moment.year, 1980), 2107)
    date = (year - 1980) << 9 | moment.month << 5 | moment.day
    return date, moment.hour << 11 | moment.minute << 5 | moment.second // 2


def local_header(entry: Entry) -> bytes:
    """What stands before an entry's bytes."""
    wide = entry.size >= _FULL
    extra = struct.pack("<2H2Q", 1, 16, entry.size, entry.size) if wide else b""
    size = _FULL if wide else entry.size
    name = entry.name.encode("ascii")
    date, time = entry.stamp
    version = 45 if wide else 20
    head = _LOCAL.pack(b"PK\x03\x04", version, 0, STORED, time, date, entry.crc, size, size, len(name), len(extra))
    return head + name + extra


def directory_record(entry: Entry) -> bytes:
    """The entry in the directory at the end of the file."""
    wide = [value for value in (entry.size, entry.size, entry.offset) if value >= _FULL]
    extra = struct.pack(f"<2H{len(wide)}Q", 1, 8 * len(wide), *wide) if wide else b""
    size, offset = min(entry.size, _FULL), min(entry.offset, _FULL)
    name = entry.name.encode("ascii")
    date, time = entry.stamp
    version = 45 if wide else 20
    head = _CENTRAL.pack(
        *(b"PK\x01\x02", version, _UNIX, version, 0, 0, STORED, time, date, entry.crc, size, size),
        *(len(name), len(extra), 0, 0, 0, _MODE, offset),
    )
    return head + name + extra


def end_record(count: int, size: int, offset: int) -> bytes:
    """The end of the file: ``count`` entries, and the directory's size and place."""
    wide = b""
    if count >= _MANY or size >= _FULL or offset >= _FULL:
        wide = _END_64.pack(b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, offset)
        wide += _LOCATOR.pack(b"PK\x06\x07", 0, offset + size, 1)
    told = min(count, _MANY)
    return wide + _END.pack(b"PK\x05\x06", 0, 0, told, told, min(size, _FULL), min(offset, _FULL), 0)


class ZipWriter:
    """Adds entries to an empty file that can be read and sought. ``OSError`` comes through."""

    def __init__(self, file: BinaryIO, moment: datetime) -> None:
        """``moment`` stands at every entry."""
        self.entries: list[Entry] = []
        self._file = file
        self._stamp = dos_stamp(moment)
        self._offset = file.tell()

    def add(self, name: str, pieces: Iterable[bytes], size: int) -> None:
        """One entry of exactly ``size`` bytes; ``ValueError`` where it turns out to have another size."""
        entry = Entry(name, size, 0, self._stamp, self._offset)
        self._file.write(local_header(entry))
        taken = crc = 0
        for piece in pieces:
            crc = zlib.crc32(piece, crc)
            taken += self._file.write(piece)
        if taken != size:
            raise ValueError(f"{name} has {taken} bytes and not {size}")
        entry = Entry(name, size, crc, self._stamp, self._offset)
        end = self._file.tell()
        self._file.seek(entry.offset)
        self._file.write(local_header(entry))
        self._file.seek(end)
        self._offset = end
        self.entries.append(entry)

    def finish(self, before: bytes = b"", count: int = 0) -> None:
        """The directory. ``before`` are the records of ``count`` entries that were in the file already."""
        records = before + b"".join(map(directory_record, self.entries))
        self._file.write(records + end_record(count + len(self.entries), len(records), self._offset))


def odd_frame(file: ZipFile, fd: int) -> Iterator[tuple[int, str]]:
    """Every place where the frame of an open ZIP file is not as we write it: (offset, sentence).

    Checked: each header, that nothing lies between the entries, the directory, and the end of the file. The entries'
    bytes are not read.
    """
    place = 0
    size = os.fstat(fd).st_size
    records = b""
    for info in file.infolist():
        if info.header_offset != place:
            yield (
                min(place, size),
                f"{info.filename} begins at byte {info.header_offset}: what lies before it belongs to no entry",
            )
        try:
            entry = _entry(info)
            header = local_header(entry)
            records += directory_record(entry)
        except (UnicodeEncodeError, struct.error):
            yield info.header_offset, f"the name of an entry is not as we write it: {info.filename!r}"
            return
        if os.pread(fd, len(header), info.header_offset) != header:
            yield info.header_offset, f"the header of {info.filename} does not say what the directory says of it"
        place = info.header_offset + len(header) + info.file_size
    tail = records + end_record(len(file.infolist()), len(records), place)
    found = os.pread(fd, len(tail) + 1, place)
    if found != tail:
        different = next((n for n, (one, two) in enumerate(zip(found, tail, strict=False)) if one != two), len(tail))
        yield min(place + different, size), "the directory of the ZIP file is not as it was written"


def data_of(info: ZipInfo, fd: int) -> int:
    """Where the bytes of an entry begin in a file of any maker."""
    head = os.pread(fd, _LOCAL.size, info.header_offset)
    if len(head) < _LOCAL.size or head[:4] != b"PK\x03\x04":
        raise ValueError(f"no header of {info.filename} at byte {info.header_offset}")
    name, extra = _LOCAL.unpack(head)[-2:]
    return info.header_offset + _LOCAL.size + int(name) + int(extra)


def directory_of(file: ZipFile, fd: int, without: str) -> tuple[bytes, int, int]:
    """The directory of a file of any maker as it stands, without one entry: its records, how many they are, and where
    the data of the others end (the directory's own place where no such entry is there).
    """
    start: int = file.start_dir
    records = b""
    count = 0
    end = place = start
    for info in sorted(file.infolist(), key=lambda one: one.orig_filename != without):
        if info.filename == without:
            end = info.header_offset
        elif info.header_offset > end:
            raise ValueError(f"{without} is not the last file in it")
    for info in file.infolist():
        head = os.pread(fd, _CENTRAL.size, place)
        if len(head) < _CENTRAL.size or head[:4] != b"PK\x01\x02":
            raise ValueError("the directory of the ZIP file is broken")
        name, extra, comment = _CENTRAL.unpack(head)[12:15]
        length = _CENTRAL.size + int(name) + int(extra) + int(comment)
        if info.filename != without:
            records += os.pread(fd, length, place)
            count += 1
        place += length
    return records, count, end


def _entry(info: ZipInfo) -> Entry:
    year, month, day, hour, minute, second = info.date_time
    stamp = ((year - 1980) << 9 | month << 5 | day, hour << 11 | minute << 5 | second // 2)
    return Entry(info.filename, info.file_size, info.CRC, stamp, info.header_offset)
