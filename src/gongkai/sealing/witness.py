"""A witness of a release log: signs a state only when it grew out of the one it signed before.

The protocol is C2SP tlog-witness (``add-checkpoint``), the line cosignature/v1; both travel over HTTP or as
files. A witness keeps for each log the last state it signed (:class:`Seen`); nothing else is needed to find a
log that shrank, or shows different trees to different people.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.refusal import Refused
from gongkai.sealing import log, notes, shapes
from gongkai.sealing.canon import b64u, canon, from_b64u, parse_object
from gongkai.sealing.log import Checkpoint
from gongkai.sealing.merkle import EMPTY_ROOT, verify_consistency
from gongkai.sealing.notes import COSIGNATURE, Signer, Verifier

KEY = "gongkai/witness-key/1"
STATE = "gongkai/witness/1"
MOST_HASHES = 63
LONGEST = 64 * 1024
"""Bytes of a request."""
_KEEP = "请保存两份检查点，不要签名，告诉该单位和上级机关"
_SEEN = shapes.record(
    {"vkey": shapes.word, "size": shapes.count, "root": shapes.sha256_hex, "note": shapes.text}
)


@dataclass(frozen=True)
class Request:
    """What a log asks a witness: sign ``note``, which grew out of the first ``old`` entries by ``proof``."""

    old: int
    proof: Sequence[bytes]
    note: str


@dataclass(frozen=True)
class Seen:
    """A log that a witness knows: its key and the last state signed; size 0: none yet."""

    vkey: str
    size: int = 0
    root: bytes = EMPTY_ROOT
    note: str = ""


Logs = Mapping[str, Seen]
"""What a witness knows, by the origin of the log."""


def new_key(name: str, seed: bytes) -> bytes:
    """The bytes of a witness's key file. Raises Refused for a name that cannot sign."""
    if not shapes.word(name) or "+" in name or any(letter.isspace() for letter in name):
        raise Refused("E_KEYS", f"“{name}”不能用作见证方的名称", "例如 sjj.example.gov.cn/witness")
    return canon({"t": KEY, "name": name, "secret": b64u(seed)})


def read_key(data: bytes) -> Signer:
    """The key in a file; ``E_KEYS`` for anything else."""
    try:
        found = parse_object(data, KEY)
        shapes.require(found, KEY, {"name": shapes.word, "secret": shapes.packed(32)})
    except Refused as wrong:
        raise Refused("E_KEYS", "不是见证方的密钥文件，或者已损坏", "请核对目录，从备份恢复") from wrong
    return Signer(found["name"], from_b64u(found["secret"], 32), COSIGNATURE)


def pack(logs: Logs) -> bytes:
    """The bytes of a witness's memory."""
    rows = {
        origin: {"vkey": one.vkey, "size": one.size, "root": one.root.hex(), "note": one.note}
        for origin, one in logs.items()
    }
    return canon({"t": STATE, "logs": rows})


def unpack(data: bytes) -> dict[str, Seen]:
    """The memory in a file; ``E_STATE`` for anything else: a witness without memory must not sign."""
    try:
        found = parse_object(data, STATE)
        shapes.require(found, STATE, {"logs": shapes.free})
        rows: Mapping[str, Any] = found["logs"]
    except Refused as wrong:
        raise _no_state() from wrong
    if not all(_SEEN(row) for row in rows.values()):
        raise _no_state()
    return {
        origin: Seen(row["vkey"], row["size"], bytes.fromhex(row["root"]), row["note"])
        for origin, row in rows.items()
    }


def write_request(request: Request) -> bytes:
    """The body of ``add-checkpoint``."""
    hashes = "".join(base64.b64encode(one).decode() + "\n" for one in request.proof)
    return f"old {request.old}\n{hashes}\n{request.note}".encode()


def read_request(data: bytes) -> Request:
    """What was asked; ``E_REQUEST`` for a body of another form."""
    try:
        head, gap, note = data.decode().partition("\n\n")
        first, *lines = head.split("\n")
        number = first.removeprefix("old ")
        proof = [base64.b64decode(line, validate=True) for line in lines]
    except (ValueError, binascii.Error) as wrong:
        raise _no_request() from wrong
    plain = number.isascii() and number.isdecimal() and len(number) < 16
    if not gap or not plain or first != f"old {int(number)}" or len(data) > LONGEST:
        raise _no_request()
    if len(proof) > MOST_HASHES or any(len(one) != 32 for one in proof):
        raise _no_request()
    return Request(int(number), proof, note)


def origin_of(note: str) -> str:
    """The log that a checkpoint says it is of, before anything is verified."""
    text, _ = notes.split(note)
    return log.parse_checkpoint(text).origin


def check(request: Request, logs: Logs) -> Checkpoint:
    """The checkpoint, if a witness that knows ``logs`` may sign it.

    Refusals: ``E_ORIGIN`` the log is unknown, ``E_SIGNATURE`` it did not sign, ``E_ROLLBACK`` it shrank,
    ``E_STALE`` the proof begins at another state than the last one signed (:class:`Stale` tells the size to
    begin with), ``E_FORK`` the tree is another one. An older state that comes late, with a proof from a state
    older still, is stale: it says nothing about what the log is now.
    """
    origin = origin_of(request.note)
    seen = logs.get(origin)
    if seen is None:
        raise Refused("E_ORIGIN", f"没有登记日志“{origin}”", "用 gongkai witness trust 登记它的公钥")
    found = log.open_checkpoint(request.note, seen.vkey)
    if found.size < seen.size == request.old:
        raise Refused("E_ROLLBACK", f"“{origin}”的日志从 {seen.size} 条变成了 {found.size} 条", _KEEP)
    if found.size == seen.size and not hmac.compare_digest(found.root, seen.root):
        raise Refused("E_FORK", f"“{origin}”同样 {found.size} 条，与上次所见的是另一棵树", _KEEP)
    if request.old != seen.size:
        raise Stale(seen.size)
    if not _grew(seen, found, request.proof):
        raise Refused("E_FORK", f"“{origin}”的前 {seen.size} 条与上次所见的不同，证明不成立", _KEEP)
    return found


class Stale(Refused):
    """The proof begins elsewhere; ``size`` is the state that the witness signed last."""

    def __init__(self, size: int) -> None:
        super().__init__("E_STALE", f"上次见证到 {size} 条，证明须从那里开始", "请用这个条数重新给出证明")
        self.size = size


def sign(key: Signer, request: Request, logs: Logs, seconds: int) -> tuple[str, dict[str, Seen]]:
    """The witness's line under the checkpoint, and what it knows then: keep that before you give the line."""
    found = check(request, logs)
    line = log.cosign(key, request.note, seconds)
    seen = logs[found.origin]
    return line, {**logs, found.origin: Seen(seen.vkey, found.size, found.root, request.note)}


def trusted(vkeys: str) -> list[Verifier]:
    """The witnesses' keys of a setting, by commas; ``E_VKEY`` for one that cannot cosign."""
    found = [notes.verifier(one.strip()) for one in vkeys.split(",") if one.strip()]
    for key in found:
        if key.kind != COSIGNATURE:
            raise Refused(
                "E_VKEY", f"“{key.name}”的公钥不是见证方的公钥", "请用 gongkai witness init 显示的公钥"
            )
    return found


def lines_of(note: str, witnesses: Iterable[Verifier]) -> dict[str, tuple[int, str]]:
    """The pinned witnesses' lines under a checkpoint: when (Unix time) and the line; the newest of each.

    ``E_SIGNATURE`` for a line of a pinned key that does not hold.
    """
    text, lines = notes.split(note)
    found: dict[str, tuple[int, str]] = {}
    for key in witnesses:
        for name, payload in lines:
            if name != key.name or payload[:4] != key.hash4:
                continue
            line = notes.signature_line(key, payload[4:])
            seconds = log.cosignatures(f"{text}\n{line}", [key])[name]
            if name not in found or seconds > found[name][0]:
                found[name] = (seconds, line)
    return found


def _grew(seen: Seen, found: Checkpoint, proof: Sequence[bytes]) -> bool:
    if seen.size == 0:
        return not proof and (found.size > 0 or found.root == EMPTY_ROOT)
    return verify_consistency(seen.size, seen.root, found.size, found.root, proof)


def _no_request() -> Refused:
    return Refused(
        "E_REQUEST", "不是提交检查点的请求", "应为 old 条数、证明各行、空行、检查点（C2SP tlog-witness）"
    )


def _no_state() -> Refused:
    return Refused(
        "E_STATE", "见证方的记录损坏或不见了", "没有记录不能再签名：请从备份恢复，或者换密钥重新登记"
    )
