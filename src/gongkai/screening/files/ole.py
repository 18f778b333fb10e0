"""The directory of an OLE compound file (.doc, .xls, .wps, .et, encrypted OOXML): which streams it holds.

Only what decides is read: names of entries, and the beginning of a stream for flags and the list of sheets.
Layout: [MS-CFB]; every chain is bounded, a broken one is refused.
"""

from __future__ import annotations

import struct
from itertools import chain

from gongkai.refusal import Refused

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFE
_MOST_SECTORS = 200_000
_SMALL, _SMALL_SECTOR = 4_096, 64
"""A stream of fewer bytes lies in small sectors inside the stream of the root."""


class Compound:
    """An OLE file: ``names`` of all entries, ``head`` of a stream."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            shift = struct.unpack_from("<H", data, 30)[0]
            if shift not in (9, 12):
                raise _damaged()
            self._size = 1 << shift
            self._table = self._sectors_table()
            self._entries = list(self._directory())
        except struct.error as broken:
            raise _damaged() from broken
        self.names = [name for name, *_ in self._entries]

    def _sector(self, at: int) -> bytes:
        begin = (at + 1) * self._size
        return self._data[begin : begin + self._size]

    def _sectors_table(self) -> tuple[int, ...]:
        """The FAT: which sector follows which."""
        places: list[int] = [at for at in struct.unpack_from("<109I", self._data, 76) if at < _END - 2]
        following, count = struct.unpack_from("<2I", self._data, 68)
        for _ in range(min(count, _MOST_SECTORS)):
            if following >= _END - 2:
                break
            more = struct.unpack_from(
                f"<{self._size // 4}I", self._sector(following).ljust(self._size, b"\xff")
            )
            places += [at for at in more[:-1] if at < _END - 2]
            following = more[-1]
        if len(places) * self._size > len(self._data) + self._size:
            raise _damaged()
        width = self._size // 4
        full = (self._sector(at) for at in places)
        return tuple(
            chain.from_iterable(struct.unpack(f"<{width}I", raw) for raw in full if len(raw) == self._size)
        )

    def _chain(self, at: int, most: int = _MOST_SECTORS) -> list[int]:
        found: list[int] = []
        while at < len(self._table) and len(found) < min(most, len(self._table) + 1):
            found.append(at)
            at = self._table[at]
        return found

    def _directory(self) -> list[tuple[str, int, int]]:
        first = struct.unpack_from("<I", self._data, 48)[0]
        raw = b"".join(self._sector(at) for at in self._chain(first))
        entries = []
        for at in range(0, len(raw) - 127, 128):
            length, kind = struct.unpack_from("<HB", raw, at + 64)
            if kind and 2 <= length <= 64:
                name = raw[at : at + length - 2].decode("utf-16-le", "replace")
                start, size = struct.unpack_from("<IQ", raw, at + 116)
                entries.append((name, int(start), int(size)))
        return entries

    def head(self, name: str, most: int = 512) -> bytes:
        """The first bytes of a stream, empty when there is none."""
        for entry, start, size in self._entries:
            if entry == name:
                return (
                    self._small(start, min(size, most))
                    if size < _SMALL
                    else self._large(start, min(size, most))
                )
        return b""

    def _large(self, start: int, size: int) -> bytes:
        count = -(-size // self._size)
        return b"".join(self._sector(at) for at in self._chain(start, count))[:size]

    def _small(self, start: int, size: int) -> bytes:
        """A stream in small sectors: the root's stream holds them, a table of their own chains them."""
        if not self._entries or not self._entries[0][2]:
            return self._large(start, size)
        _, root, length = self._entries[0]
        table_at, tables = struct.unpack_from("<2I", self._data, 60)
        raw = b"".join(self._sector(at) for at in self._chain(table_at, min(tables, _MOST_SECTORS)))
        width = len(raw) // 4
        table = struct.unpack(f"<{width}I", raw[: width * 4])
        holder = self._large(root, min(length, _MOST_SECTORS * _SMALL_SECTOR))
        found, at = bytearray(), start
        while at < len(table) and len(found) < size:
            found += holder[at * _SMALL_SECTOR : (at + 1) * _SMALL_SECTOR]
            at = table[at]
        return bytes(found[:size])


def _damaged() -> Refused:
    return Refused("damaged", "文件结构损坏或者不完整", "请重新导出或者另存一份")
