"""ZIP files, checked by their directory before anything is unpacked (STYLE.md 3).

Limits: 2,000 members, 200 MB unpacked, 100 times smaller packed. What the directory claims is held while
unpacking too: a member that is longer than it says is refused.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from lzma import LZMAError
from stat import S_ISLNK

from gongkai.refusal import Refused

MOST_MEMBERS = 2_000
MOST_BYTES = 200_000_000
MOST_RATIO = 100
RATIO_FREE = 5_000_000
"""Below so many bytes a high ratio is an empty table, not a bomb."""

_ENTRY = b"PK\x01\x02"
"""Begins each entry of the directory: counted before the directory is read, which takes memory for each."""
_LOCAL, _LAST = b"PK\x03\x04", b"PK\x05\x06"
_HEAD, _LAST_LENGTH = 30, 22
"""Bytes of the head of a member and of the end of the directory, without names and comments."""
_DESCRIBED, _LONGEST = 0x08, 24
"""The flag of a member whose lengths follow it, and the bytes that they take at most, with 64 bits each."""
_BROKEN = (zipfile.BadZipFile, zlib.error, LZMAError, EOFError, OSError, ValueError, NotImplementedError)


class Archive:
    """A ZIP file that passed the checks."""

    def __init__(self, data: bytes) -> None:
        if data.count(_ENTRY) > 10 * MOST_MEMBERS:
            raise Refused("bomb", f"压缩包的成员超过 {MOST_MEMBERS:,} 个", "请核实文件来源")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = self._zip.infolist()
        except (*_BROKEN, KeyError, IndexError) as broken:
            raise Refused("damaged", "压缩结构损坏或者不完整", "请重新导出或者另存一份") from broken
        _check(members, len(data))
        self._members = {member.filename: member for member in members}
        self._left = MOST_BYTES
        self._data = data

    def names(self) -> list[str]:
        """Names of the members, in their order."""
        return list(self._members)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def read(self, name: str) -> bytes:
        """The bytes of a member; refused when it is longer than its directory says or damaged."""
        member = self._members[name]
        try:
            with self._zip.open(member) as stream:
                data = stream.read(min(member.file_size, self._left) + 1)
        except RuntimeError as locked:
            raise Refused("encrypted-member", f"压缩包中的 {name[:80]} 已加密", "请解密后再检查") from locked
        except _BROKEN as broken:
            raise Refused("damaged", f"压缩包中的 {name[:80]} 损坏", "请重新导出或者另存一份") from broken
        self._left -= len(data)
        if len(data) > member.file_size or self._left < 0:
            raise Refused("bomb", "压缩包解开后的大小与目录所写不符或者过大", "请核实文件来源")
        return data

    def outside(self) -> Iterator[bytes]:
        """Bytes that belong to no member: the comment, what lies between members and behind the directory."""
        if self._zip.comment:
            yield self._zip.comment
        end = 0
        for member in sorted(self._members.values(), key=lambda one: one.header_offset):
            at = member.header_offset
            yield self._data[end:at]
            head = self._data[at : at + _HEAD]
            lengths = (int.from_bytes(head[place : place + 2], "little") for place in (26, 28))
            end = at + _HEAD + sum(lengths) + member.compress_size
            if member.flag_bits & _DESCRIBED:
                end = self._described(end)
        yield self._data[end : self._zip.start_dir]
        last = self._data.rfind(_LAST)
        yield self._data[last + _LAST_LENGTH + len(self._zip.comment) :]

    def _described(self, at: int) -> int:
        """The end of the description that follows a member which was written without knowing its length."""
        following = [self._data.find(mark, at, at + _LONGEST + len(mark)) for mark in (_LOCAL, _ENTRY)]
        return min((found for found in following if found >= 0), default=at)

    def under(self, *folders: str) -> Iterator[str]:
        """Members in folders."""
        return (name for name in self._members if name.startswith(folders) and not name.endswith("/"))


def _check(members: list[zipfile.ZipInfo], packed: int) -> None:
    """Refuse an archive by its directory."""
    if len(members) > MOST_MEMBERS:
        raise Refused("bomb", f"压缩包有 {len(members):,} 个成员，超过 {MOST_MEMBERS:,} 个", "请核实文件来源")
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_BYTES:
        raise Refused("bomb", f"压缩包解开后有 {unpacked // 1_000_000:,} MB，超过 200 MB", "请核实文件来源")
    if unpacked > RATIO_FREE and unpacked > MOST_RATIO * max(packed, 1):
        raise Refused("bomb", f"压缩比超过 {MOST_RATIO} 倍，像是压缩炸弹", "请核实文件来源")
    seen: set[str] = set()
    for member in members:
        name = member.filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or ":" in name[:3] or "\x00" in name:
            raise Refused("path-traversal", f"压缩包成员的路径越界：{name[:80]}", "请核实文件来源")
        if S_ISLNK(member.external_attr >> 16):
            raise Refused("symlink", f"压缩包中有符号链接：{name[:80]}", "请核实文件来源")
        if name.casefold() in seen:
            raise Refused("damaged", f"压缩包中有重名成员：{name[:80]}", "请重新导出或者另存一份")
        seen.add(name.casefold())
        ratio = member.file_size / max(member.compress_size, 1)
        if member.file_size > RATIO_FREE and ratio > MOST_RATIO:
            raise Refused("bomb", f"压缩比超过 {MOST_RATIO} 倍，像是压缩炸弹：{name[:80]}", "请核实文件来源")
