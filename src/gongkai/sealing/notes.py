"""Signatures: Ed25519 in C2SP signed notes, one verifying function for everything.

A note is a text, an empty line, and lines ``— name base64(hash4 ‖ signature)``. For our objects the text is
``t`` LF digest LF, so a signature for one kind of object never passes for another. A public key travels as
a vkey, ``name+hash+base64(type ‖ public)``; any C2SP tool reads both.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256

import nacl.exceptions
from nacl import bindings

from gongkai.refusal import Refused
from gongkai.sealing import shapes

ED25519 = b"\x01"
"""C2SP signature type of plain Ed25519."""
COSIGNATURE = b"\x04"
"""C2SP signature type of a witness's timestamped cosignature/v1."""


@dataclass(frozen=True)
class Verifier:
    """A public key with the name it signs under."""

    name: str
    public: bytes
    kind: bytes = ED25519

    @cached_property
    def hash4(self) -> bytes:
        """The first four bytes of SHA-256(name LF type ‖ public): finds the key of a signature line."""
        return sha256(self.name.encode() + b"\n" + self.kind + self.public).digest()[:4]

    @property
    def vkey(self) -> str:
        """The key as C2SP text."""
        packed = base64.b64encode(self.kind + self.public).decode()
        return f"{self.name}+{self.hash4.hex()}+{packed}"

    def accepts(self, message: bytes, signature: bytes) -> bool:
        """Whether ``signature`` (64 bytes) over ``message`` was made by this key."""
        if (
            len(signature) != bindings.crypto_sign_BYTES
            or len(self.public) != bindings.crypto_sign_PUBLICKEYBYTES
        ):
            return False  # the binding itself does not look at the length of a public key
        try:
            bindings.crypto_sign_open(signature + message, self.public)
        except nacl.exceptions.BadSignatureError:
            return False
        return True


@dataclass(frozen=True)
class Signer:
    """A secret Ed25519 seed (32 bytes) with the name it signs under."""

    name: str
    seed: bytes
    kind: bytes = ED25519

    @cached_property
    def _pair(self) -> tuple[bytes, bytes]:
        public, secret = bindings.crypto_sign_seed_keypair(self.seed)
        return public, secret

    @cached_property
    def verifier(self) -> Verifier:
        """The public half."""
        return Verifier(self.name, self._pair[0], self.kind)

    def signature(self, message: bytes) -> bytes:
        """64 bytes."""
        return bindings.crypto_sign(message, self._pair[1])[: bindings.crypto_sign_BYTES]

    def __repr__(self) -> str:
        """The name only: a seed must not reach a log."""
        return f"Signer({self.name!r})"


@lru_cache(maxsize=256)
def verifier(vkey: str) -> Verifier:
    """The key in a vkey text; ``E_VKEY`` when it is damaged."""
    name, hash_text, rest = (*vkey.split("+", 2), "", "")[:3]  # base64 may hold "+", a name may not
    try:
        packed = base64.b64decode(rest, validate=True)
    except (ValueError, binascii.Error) as wrong:
        raise Refused("E_VKEY", f"公钥文字“{vkey[:40]}”无法解读", "请重新抄录公钥") from wrong
    found = Verifier(name, packed[1:], packed[:1])
    known = packed[:1] in (ED25519, COSIGNATURE) and len(packed) == 33 and _is_name(name)
    if not known or found.hash4.hex() != hash_text:
        raise Refused("E_VKEY", f"公钥文字“{vkey[:40]}”的校验值不符", "请重新抄录公钥")
    return found


def text_of(t: str, digest: str) -> str:
    """The text that is signed for an object of type ``t``."""
    return f"{t}\n{digest}\n"


def sign(key: Signer, t: str, digest: str) -> str:
    """A note by ``key`` over the digest of an object of type ``t``."""
    if not shapes.word(t) or not shapes.sha256_hex(digest):
        raise Refused("E_SHAPE", "签名的对象类型或摘要不合格式", "摘要应为 64 位小写十六进制")
    return sign_text(text_of(t, digest), key)


def verify(note: str, t: str, vkeys: Iterable[str | Verifier]) -> str:
    """The digest that one of ``vkeys`` signed as an object of type ``t``; else ``E_SIGNATURE``.

    The digest is what was signed, **not** a proof about any object: compare it with your own.
    """
    text, _ = verify_text(note, vkeys)
    kind, _, rest = text.partition("\n")
    digest = rest.removesuffix("\n")
    if kind != t or not shapes.sha256_hex(digest):
        raise Refused("E_SIGNATURE", f"签名不是对“{t}”作出的", "请核对签名与对象是否配套")
    return digest


def demand(note: str, t: str, digest: str, vkeys: Iterable[str | Verifier]) -> None:
    """Refuse (``E_SIGNATURE``) unless one of ``vkeys`` signed exactly this digest as ``t``."""
    if verify(note, t, vkeys) != digest:
        raise Refused("E_SIGNATURE", "签名所对应的是另一份内容", "请核对签名与对象是否配套")


def sign_text(text: str, key: Signer) -> str:
    """A note over any text that ends with a line feed (checkpoints)."""
    if not text.endswith("\n") or "\n\n" in text:
        raise Refused("E_SHAPE", "签名文字须以换行结尾且无空行", "请检查文字")
    return f"{text}\n{signature_line(key.verifier, key.signature(text.encode()))}"


def signature_line(key: Verifier, payload: bytes) -> str:
    """One line ``— name base64`` with its line feed."""
    return f"— {key.name} {base64.b64encode(key.hash4 + payload).decode()}\n"


def split(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    """The text of a note and its lines as (name, hash4 ‖ signature); ``E_SIGNATURE`` if malformed."""
    text, gap, tail = note.rpartition("\n\n")
    lines = tail.split("\n")
    if not gap or lines.pop() != "" or not lines or len(note) > 1_000_000:
        raise _malformed()
    found = []
    for line in lines:
        dash, name, packed = (*line.split(" ", 2), "", "")[:3]
        try:
            payload = base64.b64decode(packed, validate=True)
        except (ValueError, binascii.Error) as wrong:
            raise _malformed() from wrong
        one_way = base64.b64encode(payload).decode() == packed  # a decoder passes over bits no byte needs
        if dash != "—" or not _is_name(name) or len(payload) < 5 or not one_way:
            raise _malformed()
        found.append((name, payload))
    return text + "\n", found


def verify_text(note: str, vkeys: Iterable[str | Verifier]) -> tuple[str, list[str]]:
    """The text of a note and the names whose signatures hold; ``E_SIGNATURE`` when there is none.

    Lines of unknown keys are passed over; a line of a known key that does not hold refuses the whole note.
    """
    keys = [verifier(key) if isinstance(key, str) else key for key in vkeys]
    text, lines = split(note)
    names = []
    for name, payload in lines:
        for key in keys:
            if key.kind == ED25519 and key.name == name and key.hash4 == payload[:4]:
                if not key.accepts(text.encode(), payload[4:]):
                    raise Refused("E_SIGNATURE", f"“{name}”的签名无效", "内容在签名后被改动，请索取原件")
                names.append(name)
    if not names:
        raise Refused("E_SIGNATURE", "没有可信密钥的签名", "请核对公钥是否已经更换")
    return text, names


def _is_name(name: str) -> bool:
    return name != "" and "+" not in name and not any(letter.isspace() for letter in name)


def _malformed() -> Refused:
    return Refused("E_SIGNATURE", "签名文件格式不对", "请索取原件，不要转存或改换行")
