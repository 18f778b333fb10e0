"""Sealing to a public key: RFC 9180 HPKE, base mode, output ``enc ‖ ciphertext``.

``info`` binds the place: what was sealed for one envelope, mail or case opens nowhere else. Suite ``x1`` is
X25519 / HKDF-SHA256 / ChaCha20-Poly1305; the names ``x2`` (post-quantum) and ``g1`` (national algorithms)
are kept in the formats and refused by name until they are built.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from gongkai.refusal import Refused

X1 = "x1"
"""The suite in use."""
KNOWN_SUITES = {
    X1: "X25519, HKDF-SHA256, ChaCha20-Poly1305",
    "x2": "ML-KEM-768 + X25519",
    "g1": "SM2, SM3, SM4",
}
"""Every suite id that the formats may carry."""

_x1 = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
OVERHEAD = 32 + 16
"""How many bytes longer the sealed form is."""


def demand_suite(suite: str) -> None:
    """Refuse (``E_SUITE``) a suite that this version cannot compute."""
    if suite != X1:
        known = KNOWN_SUITES.get(suite)
        what = f"本版本尚不支持算法套件“{suite}”（{known}）" if known else f"算法套件“{suite}”不存在"
        raise Refused("E_SUITE", what, f"请使用套件 {X1}")


@dataclass(frozen=True)
class Opener:
    """A secret X25519 key (32 bytes) that opens what was sealed to its public half."""

    secret: bytes

    @property
    def public(self) -> bytes:
        """32 bytes."""
        return _private(self.secret).public_key().public_bytes_raw()

    def open(self, info: bytes, sealed: bytes) -> bytes:
        """The plain bytes; ``E_OPEN`` when key, place or bytes are not those of the sealing."""
        return open_sealed(self.secret, info, sealed)

    def __repr__(self) -> str:
        """Without the secret."""
        return "Opener(…)"


def seal(public: bytes, info: bytes, plain: bytes, suite: str = X1) -> bytes:
    """``plain`` sealed to ``public`` (32 bytes) for the place ``info``; ``E_KEY`` for a worthless key."""
    demand_suite(suite)
    try:
        return _x1.encrypt(plain, _public(public), info=info)
    except ValueError as wrong:
        raise Refused("E_KEY", "公钥不能用于密封", "对方给出的公钥有误，请人工处理") from wrong


def open_sealed(secret: bytes, info: bytes, sealed: bytes, suite: str = X1) -> bytes:
    """What :func:`seal` sealed; ``E_OPEN`` when key, place or bytes are not those of the sealing."""
    demand_suite(suite)
    try:
        return _x1.decrypt(sealed, _private(secret), info=info)
    except (InvalidTag, ValueError) as wrong:
        raise Refused("E_OPEN", "密封内容打不开", "密钥、位置或密文不符，请核对来源") from wrong


@lru_cache(maxsize=64)
def _public(public: bytes) -> X25519PublicKey:
    return X25519PublicKey.from_public_bytes(public)


def _private(secret: bytes) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(secret)
