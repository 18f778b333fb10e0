"""Bytes under a passphrase: Argon2id, then XChaCha20-Poly1305."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nacl import bindings

from gongkai.refusal import Refused
from gongkai.sealing import fields, shapes
from gongkai.sealing.canon import b64u, from_b64u

SALT_BYTES = 16
SHORTEST = 12
"""Fewest characters of a passphrase."""
_MOST_MEMORY_KIB = 1024 * 1024
_MOST_PASSES = 16

BOX = shapes.record(
    {
        "kdf": shapes.one_of("argon2id"),
        "salt": shapes.packed(SALT_BYTES),
        "m": shapes.positive,
        "t": shapes.positive,
        "box": shapes.word,
    }
)
"""Shape of what :func:`lock` gives."""


@dataclass(frozen=True)
class Cost:
    """What one guess costs: memory in KiB and passes."""

    memory_kib: int = 256 * 1024
    passes: int = 3


ESCROW = Cost()
"""256 MiB, three passes: about a second."""


def lock(passphrase: str, plain: bytes, place: bytes, cost: Cost = ESCROW) -> dict[str, Any]:
    """``plain`` under a passphrase as a JSON object; ``place`` says what it is and must be given again."""
    demand_strong(passphrase)
    salt = os.urandom(SALT_BYTES)
    key = _key(passphrase, salt, cost)
    box = b64u(fields.aead_seal(key, plain, place))
    return {"kdf": "argon2id", "salt": b64u(salt), "m": cost.memory_kib, "t": cost.passes, "box": box}


def unlock(passphrase: str, box: Mapping[str, Any], place: bytes) -> bytes:
    """What :func:`lock` locked; ``E_PASSPHRASE`` when the passphrase is another or the box was altered."""
    if not BOX(box) or box["m"] > _MOST_MEMORY_KIB or box["t"] > _MOST_PASSES:
        raise Refused("E_SHAPE", "加密文件的格式或参数不对", "请核对文件是否完整")
    key = _key(passphrase, from_b64u(box["salt"], SALT_BYTES), Cost(box["m"], box["t"]))
    try:
        return fields.aead_open(key, from_b64u(box["box"]), place)
    except Refused as wrong:
        raise Refused("E_PASSPHRASE", "口令不对，或文件已被改动", "请核对口令（区分大小写）和文件") from wrong


def demand_strong(passphrase: str) -> None:
    """Refuse (``E_PASSPHRASE``) a passphrase that is too short."""
    if len(passphrase) < SHORTEST:
        raise Refused("E_PASSPHRASE", f"口令少于 {SHORTEST} 个字符", "请使用更长的口令，例如几个互不相干的词")


def argon2id(secret: bytes, salt: bytes, cost: Cost, size: int) -> bytes:
    """Argon2id version 1.3 with one lane."""
    return bindings.crypto_pwhash_alg(
        size, secret, salt, cost.passes, cost.memory_kib * 1024, bindings.crypto_pwhash_ALG_ARGON2ID13
    )


def _key(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    return argon2id(unicodedata.normalize("NFKC", passphrase).encode(), salt, cost, fields.KEY_BYTES)
