"""Personal data at rest: two data keys a case, sealed fields, commitments for the event chain.

``dek_h`` opens for those who handle the case (wrapped by the ``handling`` key), ``dek_i`` only for the opener
(sealed to the identity public key). A field is ``nonce24 ‖ XChaCha20-Poly1305(dek, canon({"v","salt"}))`` and
bound to its place, so that a ciphertext moved to another table, row or column does not open. Deleting a
case's wrapped keys makes its fields unreadable for good, while the chain of events still verifies.
"""

from __future__ import annotations

import hmac
import os
from json.encoder import encode_basestring
from typing import Any

import nacl.exceptions
from nacl import bindings
from nacl._sodium import ffi, lib

from gongkai.refusal import Refused
from gongkai.sealing import hpke
from gongkai.sealing.canon import b64u, canon, from_b64u, parse

KEY_BYTES = 32
_NONCE = 24
_SALT = 32
RANDOM_BYTES = _NONCE + _SALT
"""Random bytes that sealing a field takes: its nonce and its salt."""
_TAG = 16
_DEK = b"gongkai/dek/1\n"
_FIELD = b"gongkai/field/1\n"
_COMMIT = b"gongkai/commit/1\n"
_decrypt = bindings.crypto_aead_xchacha20poly1305_ietf_decrypt


def new_dek() -> bytes:
    """A fresh data key of a case, 32 random bytes."""
    return os.urandom(KEY_BYTES)


def wrap_dek_h(handling: bytes, case: str, dek: bytes) -> bytes:
    """The handlers' data key of ``case`` wrapped by the ``handling`` key: 72 bytes."""
    return aead_seal(handling, dek, _DEK + case.encode() + b"h")


def open_dek_h(handling: bytes, case: str, wrapped: bytes) -> bytes:
    """The data key that :func:`wrap_dek_h` wrapped; ``E_OPEN`` for another case or key."""
    return aead_open(handling, wrapped, _DEK + case.encode() + b"h")


def wrap_dek_i(identity_public: bytes, case: str, dek: bytes) -> bytes:
    """The identity data key of ``case`` sealed to the identity key: 80 bytes, web can only write it."""
    return hpke.seal(identity_public, _DEK + case.encode() + b"i", dek)


def open_dek_i(identity_secret: bytes, case: str, wrapped: bytes) -> bytes:
    """The data key that :func:`wrap_dek_i` sealed; only the opener's process holds the secret."""
    return hpke.open_sealed(identity_secret, _DEK + case.encode() + b"i", wrapped)


class Sealer:
    """Seals and opens the fields of one case with its data key; keep one while a row is worked on."""

    __slots__ = ("_dek",)

    def __init__(self, dek: bytes) -> None:
        if len(dek) != KEY_BYTES:
            raise Refused("E_OPEN", "数据密钥长度不对", "请核对案件密钥")
        self._dek = dek

    def seal(self, table: str, row: str, field: str, value: Any) -> bytes:
        """``value`` (any canonical JSON value) sealed for this table, row id and field."""
        return self.seal_and_salt(table, row, field, value)[0]

    def seal_and_commit(self, table: str, row: str, field: str, value: Any) -> tuple[bytes, str]:
        """The sealed field and its commitment for ``commits`` of an event: blind without the field's salt."""
        sealed, salt = self.seal_and_salt(table, row, field, value)
        return sealed, commit(salt, value)

    def seal_canonical(self, place: bytes, text: bytes, random: bytes) -> tuple[bytes, str]:
        """:meth:`seal_and_commit` for imports, which seal hundreds of thousands.

        ``place`` is :func:`place_of`, ``text`` the value's canonical bytes, ``random`` 56 fresh random bytes.
        """
        nonce, salt = random[:_NONCE], random[_NONCE:]
        plain = b'{"salt":"' + b64u(salt).encode() + b'","v":' + text + b"}"
        sealed = nonce + _encrypt(plain, place, nonce, self._dek)
        return sealed, hmac.digest(salt, _COMMIT + text, "sha256").hex()

    def seal_and_salt(
        self, table: str, row: str, field: str, value: Any, random: bytes | None = None
    ) -> tuple[bytes, bytes]:
        """The sealed field and its salt; ``random`` (nonce 24 ‖ salt 32) is given by test vectors only."""
        random = random or os.urandom(RANDOM_BYTES)
        nonce, salt = random[:_NONCE], random[_NONCE:]
        plain = f'{{"salt":"{b64u(salt)}","v":'.encode() + canonical(value) + b"}"
        return nonce + _encrypt(plain, place_of(table, row, field), nonce, self._dek), salt

    def open(self, table: str, row: str, field: str, sealed: bytes) -> Any:
        """The value; ``E_OPEN`` when key, table, row, field or bytes are not those of the sealing."""
        return self.open_and_salt(table, row, field, sealed)[0]

    def open_and_salt(self, table: str, row: str, field: str, sealed: bytes) -> tuple[Any, bytes]:
        """The value and its salt, to check a commitment."""
        held = parse(aead_open(self._dek, sealed, place_of(table, row, field)))
        return held["v"], from_b64u(held["salt"], _SALT)


def seal_field(dek: bytes, table: str, row: str, field: str, value: Any) -> bytes:
    """``value`` sealed under ``dek`` for this table, row id and field."""
    return Sealer(dek).seal(table, row, field, value)


def open_field(dek: bytes, table: str, row: str, field: str, sealed: bytes) -> Any:
    """What :func:`seal_field` sealed; ``E_OPEN`` when it was moved, altered or belongs to another key."""
    return Sealer(dek).open(table, row, field, sealed)


def commit(salt: bytes, value: Any) -> str:
    """HMAC-SHA256(salt, …canon(value)) as hex: binds an event to a personal value without telling it."""
    return hmac.digest(salt, _COMMIT + canonical(value), "sha256").hex()


def canonical(value: Any) -> bytes:
    """``canon(value)`` with a short way for plain text, the usual field."""
    if type(value) is str:
        try:
            return encode_basestring(value).encode()
        except UnicodeEncodeError as wrong:
            raise Refused("E_CANON", "文字含有不成对的代理字符", "请重新录入该文字") from wrong
    return canon(value)


def aead_seal(key: bytes, plain: bytes, place: bytes, nonce: bytes | None = None) -> bytes:
    """``nonce24 ‖ XChaCha20-Poly1305``; ``nonce`` is given by test vectors only."""
    nonce = nonce or os.urandom(_NONCE)
    return nonce + _encrypt(plain, place, nonce, key)


def aead_open(key: bytes, sealed: bytes, place: bytes) -> bytes:
    """What :func:`aead_seal` sealed; ``E_OPEN`` when key, place or bytes are others."""
    try:
        if len(sealed) < _NONCE + _TAG:
            raise nacl.exceptions.CryptoError("too short")
        return _decrypt(sealed[_NONCE:], place, sealed[:_NONCE], key)
    except (nacl.exceptions.CryptoError, nacl.exceptions.ValueError, nacl.exceptions.TypeError) as wrong:
        raise Refused("E_OPEN", "密封字段打不开", "密钥、所在记录或密文不符，请核对来源") from wrong


def _encrypt(plain: bytes, place: bytes, nonce: bytes, key: bytes) -> bytes:
    """What PyNaCl's binding of the same name does, without its checks of types, which take twice the time.

    Lengths are checked here, because libsodium reads them from memory: key 32 bytes, nonce 24.
    """
    if len(key) != KEY_BYTES or len(nonce) != _NONCE:
        raise Refused("E_OPEN", "数据密钥或随机数长度不对", "请核对密钥")
    out = bytearray(len(plain) + _TAG)
    box = ffi.from_buffer(out)
    sealing = lib.crypto_aead_xchacha20poly1305_ietf_encrypt
    if sealing(box, ffi.NULL, plain, len(plain), place, len(place), ffi.NULL, nonce, key) != 0:
        raise Refused("E_OPEN", "密封失败", "请检查加密库 libsodium")
    return bytes(out)


def place_of(table: str, row: str, field: str) -> bytes:
    """What a field is bound to: its table, row id and name."""
    if "\n" in table or "\n" in row or "\n" in field:
        raise Refused("E_SHAPE", "表名、编号或字段名含有换行", "请使用不含换行的名称")
    return _FIELD + f"{table}\n{row}\n{field}".encode()
