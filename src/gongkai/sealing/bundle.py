"""Messages as one signed tar file, for networks that are physically apart.

``AGENCY-FROM-TO-EPOCH-FIRST-LAST.gkb`` is a POSIX ustar without compression: the signed manifest first, then
the messages, then the files in the manifest's order. Every header block must be the very bytes that
:func:`write` makes, so there is no second member, link, path or size to be clever with.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, BinaryIO

from gongkai.refusal import Refused
from gongkai.sealing import messages, notes, shapes
from gongkai.sealing.canon import canon, digest, digest_of, parse, parse_object
from gongkai.sealing.messages import Known, Place
from gongkai.sealing.notes import Signer, Verifier

BUNDLE = "gongkai/bundle/1"
_BLOCK = 512
_RECORD = 10_240
_PIECE = 1024 * 1024
_LARGEST_MANIFEST = 16 * 1024 * 1024
_LARGEST_NOTE = 16 * 1024
_LARGEST_MESSAGES = messages.WINDOW_BYTES
_SIDE = shapes.one_of(messages.DESK, messages.PORTAL)
_FIELDS: dict[str, shapes.Fits] = {
    "agency": shapes.word,
    "from": _SIDE,
    "to": _SIDE,
    "epoch": shapes.positive,
    "first": shapes.positive,
    "last": shapes.positive,
    "prev": shapes.or_null(shapes.sha256_hex),
    "messages": shapes.list_of(shapes.sha256_hex),
    "blobs": shapes.list_of(messages.BLOB),
    "made": shapes.time,
}
_LINE = shapes.record({"m": shapes.free, "s": shapes.text})


@dataclass(frozen=True)
class Signed:
    """A message's bytes with the sender's note."""

    data: bytes
    note: str


@dataclass(frozen=True)
class File:
    """A file in a bundle: read its pieces to the end before taking the next."""

    sha256: str
    size: int
    pieces: Iterator[bytes]


def name(manifest: Mapping[str, Any]) -> str:
    """The file name of a bundle."""
    parts = ("agency", "from", "to", "epoch", "first", "last")
    return "-".join(str(manifest[part]) for part in parts) + ".gkb"


def write(
    out: BinaryIO,
    signed: Sequence[Signed],
    files: Mapping[str, Iterable[bytes]],
    *,
    made: str,
    key: Signer,
) -> dict[str, Any]:
    """Write consecutive messages of one epoch and the files they name; returns the manifest.

    ``files`` gives the pieces of each blob by its SHA-256; the caller renames the finished file into place.
    """
    parsed = [parse_object(one.data, messages.MESSAGE) for one in signed]
    blobs = {blob["sha256"]: blob for message in parsed for blob in message["blobs"]}
    first = parsed[0]
    manifest = {
        "t": BUNDLE,
        **{part: first[part] for part in ("agency", "from", "to", "epoch", "prev")},
        "first": first["seq"],
        "last": parsed[-1]["seq"],
        "messages": [digest_of(one.data) for one in signed],
        "blobs": list(blobs.values()),
        "made": made,
    }
    _check(manifest)
    _demand_members(manifest, parsed)
    note = notes.sign(key, BUNDLE, digest(manifest))
    lines = b"".join(
        canon({"m": message, "s": one.note}) + b"\n" for message, one in zip(parsed, signed, strict=True)
    )
    written = 0
    for member, data in (
        ("bundle.json", canon(manifest)),
        ("bundle.note", note.encode()),
        ("messages.jsonl", lines),
    ):
        written += _member(out, member, len(data), [data])
    for blob in manifest["blobs"]:
        pieces = _checked(files[blob["sha256"]], blob["sha256"], blob["size"])
        written += _member(out, f"blobs/{blob['sha256']}", blob["size"], pieces)
    end = -(-(written + 2 * _BLOCK) // _RECORD) * _RECORD
    out.write(bytes(end - written))
    return manifest


class Reader:
    """Reads a bundle as a stream. Nothing is given out before the manifest's note was verified.

    Take ``messages``, then iterate :meth:`files` and store them by their SHA-256, call :meth:`end`, then
    apply each message in a transaction of its own through :func:`gongkai.sealing.messages.receive`.
    """

    def __init__(self, source: BinaryIO, place: Place, vkeys: Iterable[str | Verifier]) -> None:
        self._source = source
        manifest = self._small("bundle.json", _LARGEST_MANIFEST)
        note = self._small("bundle.note", _LARGEST_NOTE)
        notes.demand(_text(note), BUNDLE, digest_of(manifest), vkeys)
        self.manifest = parse(manifest)
        _check(self.manifest)
        messages.demand_address(self.manifest, place)
        self.messages = self._messages()

    def is_new(self, place: Place, known: Known) -> bool:
        """Whether anything is left to apply; ``E_GAP`` when one before is missing, ``E_FORK``, ``E_PREV``."""
        first, last, listed = self.manifest["first"], self.manifest["last"], self.manifest["messages"]
        if first > place.applied + 1:
            raise messages.gap(place, first)
        for seq in range(first, min(last, place.applied) + 1):
            if known(seq) != listed[seq - first]:
                raise Refused(
                    "E_FORK", f"第 {seq} 号消息与已应用的不同", "对方可能用旧备份恢复过，请人工核对"
                )
        if first == place.applied + 1 and self.manifest["prev"] != place.last:
            raise Refused("E_PREV", "交换包所接的前一条消息不是已应用的那条", "请人工核对两边的记录")
        return bool(last > place.applied)

    def files(self) -> Iterator[File]:
        """The files in their order; each is checked while it is read (``E_BLOB``)."""
        for blob in self.manifest["blobs"]:
            self._header(f"blobs/{blob['sha256']}", blob["size"])
            pieces = _checked(self._pieces(blob["size"]), blob["sha256"], blob["size"])
            yield File(blob["sha256"], blob["size"], pieces)
            if next(pieces, None) is not None:
                raise _broken("附件没有读完")

    def end(self) -> None:
        """Demand that nothing follows but the end of the archive."""
        rest = self._source.read(_RECORD + 2 * _BLOCK + 1)
        if not 2 * _BLOCK <= len(rest) <= _RECORD + 2 * _BLOCK or any(rest):
            raise _broken("末尾有多余内容或不完整")

    def pass_over(self) -> None:
        """Check what follows the messages and keep nothing: an applied bundle may not be edited either."""
        for file in self.files():
            for _ in file.pieces:
                pass
        self.end()

    def _messages(self) -> list[Signed]:
        lines = self._small("messages.jsonl", _LARGEST_MESSAGES).split(b"\n")
        if lines.pop() != b"" or len(lines) != len(self.manifest["messages"]):
            raise _broken("消息条数与清单不符")
        signed, parsed = [], []
        for line, listed in zip(lines, self.manifest["messages"], strict=True):
            value = parse(line)
            if not _LINE(value):
                raise _broken("消息行的结构不对")
            data = canon(value["m"])
            if digest_of(data) != listed:
                swapped = digest_of(data) in self.manifest["messages"]
                raise Refused(
                    "E_ORDER" if swapped else "E_DIGEST",
                    "交换包中的消息次序被改动" if swapped else "交换包中的消息被改动",
                    "请重新导出并传送",
                )
            signed.append(Signed(data, value["s"]))
            parsed.append(value["m"])
        _demand_members(self.manifest, parsed)
        return signed

    def _small(self, member: str, largest: int) -> bytes:
        size = self._header(member, None)
        if size > largest:
            raise _broken(f"{member} 过大")
        return b"".join(self._pieces(size))

    def _header(self, member: str, size: int | None) -> int:
        block = self._source.read(_BLOCK)
        if size is None:
            digits = block[124:135]
            if len(block) != _BLOCK or not digits.isdigit() or b"8" in digits or b"9" in digits:
                raise _broken(f"此处应为 {member}")
            size = int(digits, 8)
        if block != _tar_header(member, size):
            raise _broken(f"此处应为 {member}")
        return size

    def _pieces(self, size: int) -> Iterator[bytes]:
        left = size
        while left:
            piece = self._source.read(min(left, _PIECE))
            if not piece:
                raise _broken("文件不完整")
            left -= len(piece)
            yield piece
        fill = self._source.read(-size % _BLOCK)
        if len(fill) != -size % _BLOCK or any(fill):
            raise _broken("文件不完整")


def _member(out: BinaryIO, member: str, size: int, pieces: Iterable[bytes]) -> int:
    out.write(_tar_header(member, size))
    for piece in pieces:
        out.write(piece)
    fill = -size % _BLOCK
    out.write(bytes(fill))
    return _BLOCK + size + fill


def _tar_header(member: str, size: int) -> bytes:
    entry = tarfile.TarInfo(member)
    entry.size = size
    return entry.tobuf(tarfile.USTAR_FORMAT)


def _checked(pieces: Iterable[bytes], sha256_hex: str, size: int) -> Iterator[bytes]:
    hashed, given = sha256(), 0
    for piece in pieces:
        hashed.update(piece)
        given += len(piece)
        yield piece
    if given != size or hashed.hexdigest() != sha256_hex:
        raise Refused("E_BLOB", f"附件 {sha256_hex[:16]}… 与摘要不符", "请重新导出并传送")


def _check(manifest: Any) -> None:
    shapes.require(manifest, BUNDLE, _FIELDS)
    names = [blob["sha256"] for blob in manifest["blobs"]]
    if len(manifest["messages"]) != manifest["last"] - manifest["first"] + 1 or len(set(names)) != len(names):
        raise _broken("清单自相矛盾")


def _demand_members(manifest: Mapping[str, Any], parsed: Sequence[Mapping[str, Any]]) -> None:
    """The messages must be those the manifest speaks of: one epoch, one direction, numbers in a row."""
    named: set[str] = set()
    for seq, message in enumerate(parsed, start=manifest["first"]):
        messages.demand_form(message)
        same = all(message[part] == manifest[part] for part in ("agency", "from", "to", "epoch"))
        if not same or message["seq"] != seq:
            raise _broken(f"第 {seq} 号消息与清单不符")
        named.update(blob["sha256"] for blob in message["blobs"])
    if not {blob["sha256"] for blob in manifest["blobs"]} <= named:
        raise _broken("有不属于任何消息的附件")


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as wrong:
        raise Refused("E_SIGNATURE", "签名文件格式不对", "请索取原件，不要转存或改换行") from wrong


def _broken(what: str) -> Refused:
    return Refused("E_BUNDLE", f"交换包不合格式：{what}", "请重新导出，不要用其他工具改动或重新打包")
