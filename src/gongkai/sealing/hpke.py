"""Sealing to a public key: RFC 9180 HPKE, base mode, output ``enc ‖ ciphertext``.

``info`` binds the place: what was sealed for one envelope, mail or case opens nowhere else. Suite ``x1`` is
X25519 / HKDF-SHA256 / ChaCha20-Poly1305. Suite ``x2`` has ML-KEM-768 beside X25519 (draft-ietf-hpke-pq), so
that what is copied today stays shut when X25519 falls; its code point is a draft, so nothing uses it unless a
key was made for it. The name ``g1`` (national algorithms) is kept in the formats and refused until it is
built.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import shake_256

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from gongkai.refusal import Refused

X1, X2 = "x1", "x2"
"""The usual suite and the post-quantum one."""
KNOWN_SUITES = {
    X1: "X25519, HKDF-SHA256, ChaCha20-Poly1305",
    X2: "ML-KEM-768 + X25519, HKDF-SHA256, ChaCha20-Poly1305",
    "g1": "SM2, SM3, SM4",
}
"""Every suite id that the formats may carry."""
PUBLIC_BYTES = {X1: 32, X2: 1184 + 32}
"""How long a public key is; a secret one has 32 bytes in both."""
_KEMS = {X1: KEM.X25519, X2: KEM.MLKEM768_X25519}
_ENGINES = {name: Suite(kem, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305) for name, kem in _KEMS.items()}
OVERHEAD = {name: kem.enc_length() + 16 for name, kem in _KEMS.items()}
"""How many bytes longer the sealed form is."""
_SEED = 64
"""Of what is drawn from the secret of ``x2`` the part for ML-KEM; 32 bytes for X25519 follow."""


def demand_suite(suite: str) -> None:
    """Refuse (``E_SUITE``) a suite that this version cannot compute."""
    if suite in _ENGINES:
        return
    known = KNOWN_SUITES.get(suite)
    what = f"本版本尚不支持算法套件“{suite}”（{known}）" if known else f"算法套件“{suite}”不存在"
    raise Refused("E_SUITE", what, f"请使用套件 {'、'.join(_ENGINES)}")


def demand_key(public: bytes, suite: str) -> None:
    """Refuse a public key to which this machine cannot seal: ``E_SUITE``, ``E_KEY``.

    Asked before a key is taken: once it is the newest, everything that arrives is sealed to it.
    """
    seal(public, b"", b"", suite)


@dataclass(frozen=True)
class Opener:
    """A secret key (32 bytes) that opens what was sealed to its public half under the same suite."""

    secret: bytes
    suite: str = X1

    @property
    def public(self) -> bytes:
        """32 bytes; with ``x2`` the 1,184 of ML-KEM-768 before them."""
        if self.suite == X1:
            return _private(self.secret).public_key().public_bytes_raw()
        quantum, curve = _both(self.secret)
        return quantum.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()

    def open(self, info: bytes, sealed: bytes) -> bytes:
        """The plain bytes; ``E_OPEN`` when key, place or bytes are not those of the sealing."""
        return open_sealed(self.secret, info, sealed, self.suite)

    def __repr__(self) -> str:
        """Without the secret."""
        return "Opener(…)"


def seal(public: bytes, info: bytes, plain: bytes, suite: str = X1) -> bytes:
    """``plain`` sealed to ``public`` for the place ``info``; ``E_KEY`` for a worthless key."""
    demand_suite(suite)
    try:
        return _ENGINES[suite].encrypt(plain, _recipient(public, suite), info=info)
    except ValueError as wrong:
        raise Refused("E_KEY", "公钥不能用于密封", "对方给出的公钥有误，请人工处理") from wrong


def open_sealed(secret: bytes, info: bytes, sealed: bytes, suite: str = X1) -> bytes:
    """What :func:`seal` sealed; ``E_OPEN`` when key, place or bytes are not those of the sealing."""
    demand_suite(suite)
    try:
        key = _private(secret) if suite == X1 else MLKEM768X25519PrivateKey(*_both(secret))
        return _ENGINES[suite].decrypt(sealed, key, info=info)
    except (InvalidTag, ValueError) as wrong:
        raise Refused("E_OPEN", "密封内容打不开", "密钥、位置或密文不符，请核对来源") from wrong


@lru_cache(maxsize=64)
def _recipient(public: bytes, suite: str) -> X25519PublicKey | MLKEM768X25519PublicKey:
    if len(public) != PUBLIC_BYTES[suite]:
        raise ValueError("length of the public key")
    curve = X25519PublicKey.from_public_bytes(public[-32:])
    if suite == X1:
        return curve
    try:
        return MLKEM768X25519PublicKey(MLKEM768PublicKey.from_public_bytes(public[:-32]), curve)
    except UnsupportedAlgorithm as missing:
        raise _unable() from missing


def _private(secret: bytes) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(secret)


def _both(secret: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    """The two keys that 32 secret bytes stand for, drawn from them as the draft says (SHAKE256)."""
    drawn = shake_256(secret).digest(_SEED + 32)
    try:
        return MLKEM768PrivateKey.from_seed_bytes(drawn[:_SEED]), _private(drawn[_SEED:])
    except UnsupportedAlgorithm as missing:
        raise _unable() from missing


def _unable() -> Refused:
    return Refused("E_SUITE", "这台机器的密码库不支持 ML-KEM-768", f"请使用套件 {X1}")
