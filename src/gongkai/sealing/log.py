"""The public release log: entries, checkpoints, cosignatures, proofs as text (C2SP tlog formats).

An entry tells nothing of an item but its index number and the digest of a salted object, so that what is
withdrawn leaves no title and no text. Anyone may check: SHA-256 of the release bytes is the entry's object,
the proof leads from the entry to a signed checkpoint, later checkpoints contain earlier ones.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.refusal import Refused
from gongkai.sealing import notes, shapes
from gongkai.sealing.canon import canon, digest_of, parse
from gongkai.sealing.merkle import leaf_hash, verify_inclusion
from gongkai.sealing.notes import COSIGNATURE, Signer, Verifier
from gongkai.sealing.objects import new_salt

ENTRY = "gongkai/log/1"
ANCHOR = "gongkai/anchor/1"
ITEM_KINDS = ("publish", "correct", "expire", "withdraw")
"""Kinds of entry about an item, with its index number."""
HOUSE_KINDS = ("key", "anchor", "epoch")
"""Kinds of entry about the office itself, without one."""
PROOF_HEAD = "c2sp.org/tlog-proof@v1"

_FIELDS: dict[str, shapes.Fits] = {
    "kind": shapes.one_of(*ITEM_KINDS, *HOUSE_KINDS),
    "index": shapes.or_null(shapes.word),
    "object": shapes.sha256_hex,
    "at": shapes.time,
    "prev": shapes.or_null(shapes.count),
}


@dataclass(frozen=True)
class Checkpoint:
    """A signed state of a log: who, how many entries, which root."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def entry(*, kind: str, index: str | None, object: str, at: str, prev: int | None) -> bytes:
    """The bytes of a log entry: the digest ``object`` of a release, tombstone, key or anchor.

    ``prev`` is the leaf number of the index's entry before; null for the first and for the office's own.
    """
    value = {"t": ENTRY, "kind": kind, "index": index, "object": object, "at": at, "prev": prev}
    _check(value)
    return canon(value)


def read_entry(data: bytes) -> dict[str, Any]:
    """The entry in stored bytes, checked in full."""
    value = parse(data)
    _check(value)
    assert isinstance(value, dict)
    return value


def anchor(checkpoint_note: str, salt: str | None = None) -> dict[str, Any]:
    """The object whose digest enters the public log daily: binds the event chains' signed checkpoint."""
    return {"t": ANCHOR, "checkpoint": digest_of(checkpoint_note.encode()), "salt": salt or new_salt()}


def sign_checkpoint(key: Signer, size: int, root: bytes) -> str:
    """The signed checkpoint of a log whose origin is the key's name."""
    return notes.sign_text(Checkpoint(key.name, size, root).text, key)


def open_checkpoint(note: str, key: str | Verifier) -> Checkpoint:
    """The checkpoint that the log's own key signed; ``E_SIGNATURE`` or ``E_CHECKPOINT``."""
    pinned = notes.verifier(key) if isinstance(key, str) else key
    text, _ = notes.verify_text(note, [pinned])
    found = parse_checkpoint(text)
    if found.origin != pinned.name:
        raise Refused("E_CHECKPOINT", f"检查点属于“{found.origin}”，不是“{pinned.name}”", "请核对日志公钥")
    return found


def parse_checkpoint(text: str) -> Checkpoint:
    """The checkpoint in the text of a note (further lines are extensions and passed over)."""
    origin, size, root_text = (*text.split("\n"), "", "", "")[:3]
    try:
        root = base64.b64decode(root_text, validate=True)
    except (ValueError, binascii.Error) as wrong:
        raise _no_checkpoint() from wrong
    if not origin or len(root) != 32 or not size.isascii() or not size.isdigit() or str(int(size)) != size:
        raise _no_checkpoint()
    return Checkpoint(origin, int(size), root)


def cosign(witness: Signer, checkpoint_note: str, seconds: int) -> str:
    """A witness's line for a checkpoint it found consistent at ``seconds`` (Unix time): cosignature/v1."""
    text, _ = notes.split(checkpoint_note)
    key = Verifier(witness.name, witness.verifier.public, COSIGNATURE)
    signature = witness.signature(_cosigned(text, seconds))
    return notes.signature_line(key, seconds.to_bytes(8, "big") + signature)


def cosignatures(note: str, witnesses: Iterable[str | Verifier]) -> dict[str, int]:
    """Which pinned witnesses cosigned a checkpoint, and when (Unix time); ``E_SIGNATURE`` for a false one."""
    keys = [notes.verifier(key) if isinstance(key, str) else key for key in witnesses]
    text, lines = notes.split(note)
    found = {}
    for name, payload in lines:
        for key in keys:
            if key.kind != COSIGNATURE or key.name != name or key.hash4 != payload[:4]:
                continue
            seconds = int.from_bytes(payload[4:12], "big")
            if not key.accepts(_cosigned(text, seconds), payload[12:]):
                raise Refused("E_SIGNATURE", f"见证方“{name}”的签名无效", "请重新获取检查点")
            found[name] = seconds
    return found


def proof_text(index: int, proof: Sequence[bytes], checkpoint_note: str) -> str:
    """A C2SP tlog-proof: entry number, inclusion hashes, signed checkpoint in one text file."""
    hashes = "".join(base64.b64encode(one).decode() + "\n" for one in proof)
    return f"{PROOF_HEAD}\nindex {index}\n{hashes}\n{checkpoint_note}"


def verify_proof(text: str, entry: bytes, key: str | Verifier) -> tuple[int, Checkpoint]:
    """Check a tlog-proof for the bytes of an entry; its number and checkpoint, else ``E_PROOF``."""
    head, gap, note = text.partition("\n\n")
    lines = head.split("\n")
    number = lines[1].removeprefix("index ") if len(lines) > 1 else ""
    if not gap or lines[0] != PROOF_HEAD or not number.isdecimal() or lines[1] != f"index {int(number)}":
        raise _no_proof()
    try:
        proof = [base64.b64decode(line, validate=True) for line in lines[2:]]
    except (ValueError, binascii.Error) as wrong:
        raise _no_proof() from wrong
    checkpoint = open_checkpoint(note, key)
    index = int(number)
    if not verify_inclusion(checkpoint.root, checkpoint.size, index, leaf_hash(entry), proof):
        raise Refused("E_PROOF", "证明不成立：该条目不在此检查点的日志中", "请重新下载条目和证明")
    return index, checkpoint


def _check(value: Any) -> None:
    shapes.require(value, ENTRY, _FIELDS)
    if (value["index"] is not None) != (value["kind"] in ITEM_KINDS):
        raise Refused("E_SHAPE", f"“{value['kind']}”类日志条目的索引号应有而无或应无而有", "请核对条目种类")
    if value["kind"] in HOUSE_KINDS and value["prev"] is not None:
        raise Refused("E_SHAPE", "本单位自身的日志条目没有前一条", "请核对条目种类")


def _cosigned(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def _no_checkpoint() -> Refused:
    return Refused("E_CHECKPOINT", "检查点格式不对", "请重新获取检查点")


def _no_proof() -> Refused:
    return Refused("E_PROOF", "证明文件格式不对", "请重新下载证明文件")
