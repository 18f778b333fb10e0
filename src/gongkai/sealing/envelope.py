"""A citizen's message sealed to the desk before it is stored 密封来件.

The portal keeps a clear header (which key, which blobs), the sealed bytes and the hour of arrival; kind, unit
and exact time are inside. The header is bound to the ciphertext, sizes are padded to a few classes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from gongkai.refusal import Refused
from gongkai.sealing import hpke, notes, shapes
from gongkai.sealing.canon import b64u, canon, digest, from_b64u, parse, parse_object, tidy
from gongkai.sealing.messages import BLOB
from gongkai.sealing.notes import Signer, Verifier
from gongkai.sealing.receipt import box_name

ENVELOPE = "gongkai/envelope/1"
MESSAGE = "gongkai/message/1"
ID_BYTES = 16
KINDS = (
    *("complaint", "report", "both", "ask", "suggest", "foi", "opinion"),
    *("reply", "supplement", "withdraw", "rate", "seen", "relink", "canary"),
)
"""What a citizen's message can be. ``canary`` is the test message of an outside watcher."""
CLASSES = (4_096, 16_384, 65_536)
LARGEST = 262_144
"""Bytes of the largest padded message."""
MOST_FILES = 20

_ID = shapes.packed(ID_BYTES)
_HEADER: dict[str, shapes.Fits] = {
    "suite": shapes.word,
    "kid": shapes.word,
    "id": _ID,
    "blobs": shapes.list_of(BLOB),
}
_FILE = shapes.record(
    {
        "name": shapes.word,
        "type": shapes.word,
        "size": shapes.count,
        "sha256": shapes.sha256_hex,
        "blob": shapes.sha256_hex,
        "key": shapes.packed(32),
    }
)
FILES = shapes.list_of(_FILE)
"""Shape of attachments: ``size`` and ``sha256`` of the plain file, its ciphertext ``blob``, the ``key``."""
_NEW_BOX = shapes.record({"id": _ID, "seal": shapes.packed(32), "sign": shapes.packed(32)})
_OLD_BOX = shapes.record({"id": _ID})
_FIELDS: dict[str, shapes.Fits] = {
    "kind": shapes.one_of(*KINDS),
    "id": _ID,
    "at": shapes.time,
    "form": shapes.word,
    "fields": shapes.free,
    "identity": shapes.or_null(shapes.free),
    "attachments": FILES,
    "box": shapes.free,
    "n": shapes.count,
    "prev": shapes.or_null(shapes.sha256_hex),
}
_PLAIN = shapes.record({"m": shapes.free, "s": shapes.or_null(shapes.text)})


@dataclass(frozen=True)
class Opened:
    """An opened message: the object, its digest, the box's note over it (null for a first message)."""

    message: dict[str, Any]
    digest: str
    note: str | None


def header(
    kid: str, envelope_id: bytes, blobs: Sequence[Mapping[str, Any]] = (), suite: str = hpke.X1
) -> bytes:
    """The clear header H: id and suite of the intake key, the envelope's id, encrypted files with sizes."""
    value = {
        "t": ENVELOPE,
        "suite": suite,
        "kid": kid,
        "id": b64u(envelope_id),
        "blobs": [dict(blob) for blob in blobs],
    }
    shapes.require(value, ENVELOPE, _HEADER)
    return canon(value)


def message(
    *,
    kind: str,
    envelope_id: bytes,
    at: str,
    form: str,
    fields: Mapping[str, Any],
    box: Mapping[str, str],
    n: int = 0,
    prev: str | None = None,
    identity: Mapping[str, Any] | None = None,
    attachments: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """The message M. First of a box (n = 0): ``box`` brings id and public keys; later ones: the id only."""
    value: dict[str, Any] = {
        "t": MESSAGE,
        "kind": kind,
        "id": b64u(envelope_id),
        "at": at,
        "form": form,
        "fields": tidy(dict(fields)),
        "identity": None if identity is None else tidy(dict(identity)),
        "attachments": tidy([dict(file) for file in attachments]),
        "box": dict(box),
        "n": n,
        "prev": prev,
    }
    _check(value)
    return value


def plain(message: Mapping[str, Any], signer: Signer | None = None) -> bytes:
    """What is sealed: the message and, for later ones, the box's note over it."""
    note = None if signer is None else notes.sign(signer, MESSAGE, digest(message))
    if (message["n"] == 0) != (note is None):
        raise Refused("E_SIGNATURE", "信箱的第一封来件不签名，其后的必须签名", "请核对来件序号")
    return canon({"m": message, "s": note})


def seal(intake_public: bytes, header_bytes: bytes, plain_bytes: bytes, suite: str = hpke.X1) -> bytes:
    """The sealed bytes that are stored beside the header, under the suite that it names."""
    return hpke.seal(intake_public, _info(header_bytes), pad(plain_bytes), suite)


def open_envelope(intake_secret: bytes, header_bytes: bytes, sealed: bytes) -> Opened:
    """The message in an envelope, checked in itself; whether it continues its box says :func:`check_follows`.

    ``E_OPEN`` when header, key and ciphertext do not belong together; any refusal means the envelope is
    parked for a person, never dropped.
    """
    head = read_header(header_bytes)
    value = parse(unpad(hpke.open_sealed(intake_secret, _info(header_bytes), sealed, head["suite"])))
    if not _PLAIN(value):
        raise Refused("E_SHAPE", "来件的结构不对", "请人工处理该来件")
    found, note = value["m"], value["s"]
    _check(found)
    if found["id"] != head["id"]:
        raise Refused("E_ENVELOPE", "来件与信封的编号不同", "请人工处理该来件")
    if (found["n"] == 0) != (note is None):
        raise Refused("E_SIGNATURE", "来件应有而无签名，或应无而有", "请人工处理该来件")
    if {file["blob"] for file in found["attachments"]} != {blob["sha256"] for blob in head["blobs"]}:
        raise Refused("E_BLOB", "来件的附件与信封所列不符", "请人工处理该来件")
    return Opened(found, digest(found), note)


def check_follows(opened: Opened, sign_public: bytes, last_n: int, last_digest: str) -> bool:
    """Whether a later message (n > 0) is the next of its box; false when it is the last one again.

    ``E_SIGNATURE`` the box did not sign it, ``E_FORK`` another message has this n, ``E_GAP`` one is missing.
    Withdrawals 撤回 and ratings 满意度 count only after this: no clerk can invent them.
    """
    found = opened.message
    box = Verifier(box_name(from_b64u(found["box"]["id"], ID_BYTES)), sign_public)
    if opened.note is None:
        raise Refused("E_SIGNATURE", "来件没有信箱的签名", "请人工处理该来件")
    notes.demand(opened.note, MESSAGE, opened.digest, [box])
    if found["n"] == last_n and opened.digest == last_digest:
        return False
    if found["n"] <= last_n:
        raise Refused("E_FORK", f"信箱第 {found['n']} 封来件已有另一内容", "请人工处理该来件")
    if found["n"] > last_n + 1:
        raise Refused("E_GAP", f"信箱缺少第 {last_n + 1} 封来件", "请等待前一封到达")
    if found["prev"] != last_digest:
        raise Refused("E_PREV", "来件所接的前一封不是已收到的那封", "请人工处理该来件")
    return True


def read_header(data: bytes) -> dict[str, Any]:
    """The header in stored bytes, checked in full."""
    value = parse_object(data, ENVELOPE)
    shapes.require(value, ENVELOPE, _HEADER)
    return value


def pad(data: bytes) -> bytes:
    """``data``, 0x80 and zeros up to 4, 16, 64 KiB or the next 64 KiB; ``E_SIZE`` above 256 KiB."""
    needed = len(data) + 1
    size = next((one for one in CLASSES if needed <= one), -(-needed // CLASSES[-1]) * CLASSES[-1])
    if size > LARGEST:
        raise Refused("E_SIZE", "来件文字过长", "请缩短文字，或作为附件提交")
    return data + b"\x80" + bytes(size - needed)


def unpad(padded: bytes) -> bytes:
    """What :func:`pad` padded; ``E_OPEN`` for any other form or size."""
    data = padded.rstrip(b"\x00")
    if not data.endswith(b"\x80") or len(padded) > LARGEST or pad(data[:-1]) != padded:
        raise Refused("E_OPEN", "来件的填充不对", "请人工处理该来件")
    return data[:-1]


def _info(header_bytes: bytes) -> bytes:
    return b"gongkai/envelope/1\n" + sha256(header_bytes).digest()


def _check(value: Any) -> None:
    shapes.require(value, MESSAGE, _FIELDS)
    first = value["n"] == 0
    if not (_NEW_BOX if first else _OLD_BOX)(value["box"]) or first != (value["prev"] is None):
        raise Refused("E_SHAPE", "来件的信箱信息与序号不符", "首封带公钥，其后只带信箱编号和前一封的摘要")
    if len(value["attachments"]) > MOST_FILES:
        raise Refused("E_SIZE", f"附件超过 {MOST_FILES} 个", "请分次提交")
