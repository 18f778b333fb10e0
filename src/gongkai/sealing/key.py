"""One key: its kinds, its file, its id.

A key file is canonical JSON with ``t, use, suite, kid, created, not_after, name, public, secret``: ``name``
is what an Ed25519 key signs under (``<origin>/desk/clear``), else null; ``public`` of a symmetric key is a
check value that tells nothing about it. ``secret`` may be ``wrapped`` in a passphrase instead.
"""

from __future__ import annotations

import hmac
import os
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any, Literal

from gongkai.refusal import Refused
from gongkai.sealing import passphrase, shapes
from gongkai.sealing.canon import b64u, canon, from_b64u, parse_object
from gongkai.sealing.hpke import PUBLIC_BYTES, X1, X2, Opener, demand_suite
from gongkai.sealing.notes import Signer, Verifier
from gongkai.sealing.times import moment, stamp

KEY = "gongkai/key/1"
PUBLIC = "gongkai/public/1"
SECRET_BYTES = 32

Sort = Literal["x25519", "ed25519", "symmetric"]


@dataclass(frozen=True)
class Use:
    """A kind of key: what it is, how long one serves (null: until a leak), whether several lie together,
    with which suites of algorithms it can be made."""

    sort: Sort
    days: int | None
    folder: bool = False
    suffix: str = ""
    suites: tuple[str, ...] = (X1,)


USES: dict[str, Use] = {
    "intake": Use("x25519", 90, folder=True, suites=(X1, X2)),
    "identity": Use("x25519", 365, folder=True),
    "handling": Use("symmetric", 365, folder=True),
    "index-handling": Use("symmetric", None),
    "index-identity": Use("symmetric", None),
    "event": Use("symmetric", 365),
    "clear": Use("ed25519", 365, suffix="/desk/clear"),
    "door": Use("ed25519", 365, suffix="/desk/door"),
    "answer": Use("ed25519", 365, suffix="/desk/answer"),
    "anchor": Use("ed25519", 365, suffix="/desk/anchor"),
    "log": Use("ed25519", None, suffix="/log"),
}
"""All keys of a desk. The portal's own transport key is ``PORTAL_USE``."""
PORTAL_USE = Use("ed25519", 365, suffix="/portal")

_FIELDS: dict[str, shapes.Fits] = {
    "use": shapes.word,
    "suite": shapes.word,
    "kid": shapes.word,
    "created": shapes.time,
    "not_after": shapes.or_null(shapes.time),
    "name": shapes.or_null(shapes.word),
    "public": shapes.text,
}


@dataclass(frozen=True)
class Key:
    """One key with its secret; never printed, logged or put into a database."""

    use: str
    suite: str
    created: str
    not_after: str | None
    name: str | None
    public: bytes
    secret: bytes = field(repr=False)

    @property
    def kid(self) -> str:
        """Key id: the first 16 hex digits of SHA-256("gongkai/kid/1" LF public)."""
        return kid(self.public)

    @property
    def signer(self) -> Signer:
        """For an Ed25519 key: signs notes under its name."""
        if self.name is None:
            raise Refused("E_KEYS", f"密钥“{self.use}”不能用于签名", "请使用签名密钥")
        return Signer(self.name, self.secret)

    @property
    def verifier(self) -> Verifier:
        """For an Ed25519 key: the public half; its ``vkey`` is what others pin."""
        return self.signer.verifier

    @property
    def opener(self) -> Opener:
        """For an X25519 key: opens what was sealed to it."""
        return Opener(self.secret, self.suite)


@dataclass(frozen=True)
class PublicKey:
    """What everybody may know of a key: enough to seal to it, nothing to open with."""

    use: str
    suite: str
    created: str
    not_after: str | None
    public: bytes

    @property
    def kid(self) -> str:
        """Key id, as of the whole key."""
        return kid(self.public)


def half(key: Key) -> PublicKey:
    """The public half of a key."""
    return PublicKey(key.use, key.suite, key.created, key.not_after, key.public)


def pack_public(key: Key) -> bytes:
    """The bytes of the file that holds the public half alone (``<kid>.pub``)."""
    return canon(
        {
            "t": PUBLIC,
            "use": key.use,
            "suite": key.suite,
            "kid": key.kid,
            "created": key.created,
            "not_after": key.not_after,
            "public": b64u(key.public),
        }
    )


def unpack_public(data: bytes) -> PublicKey:
    """What :func:`pack_public` wrote; ``E_KEYS`` when id and key do not belong together."""
    document = parse_object(data, PUBLIC)
    shapes.require(document, PUBLIC, {name: fits for name, fits in _FIELDS.items() if name != "name"})
    public = _public_bytes(document)
    if kid(public) != document["kid"]:
        raise Refused("E_KEYS", f"公钥“{document['use']}”与其编号不相符", "文件已损坏，请从托管文件恢复")
    return PublicKey(document["use"], document["suite"], document["created"], document["not_after"], public)


def kid(public: bytes) -> str:
    """Key id of a public key."""
    return sha256(b"gongkai/kid/1\n" + public).hexdigest()[:16]


def generate(use: str, kind: Use, origin: str, at: str, suite: str = X1) -> Key:
    """A fresh key of a kind, made at ``at``, that signs (if it does) under ``origin`` + its suffix.

    ``E_SUITE`` for a suite that this kind of key cannot have.
    """
    demand_suite(suite)
    if suite not in kind.suites:
        raise Refused(
            "E_SUITE", f"“{use}”密钥不能用套件“{suite}”", f"这种密钥可用的套件：{'、'.join(kind.suites)}"
        )
    secret = os.urandom(SECRET_BYTES)
    not_after = None if kind.days is None else stamp(moment(at) + timedelta(days=kind.days))
    name = origin + kind.suffix if kind.sort == "ed25519" else None
    return Key(use, suite, at, not_after, name, _public(kind.sort, secret, suite), secret)


def pack(key: Key, secret: str | None = None, wrap_cost: passphrase.Cost = passphrase.ESCROW) -> bytes:
    """The bytes of a key file; with a passphrase ``secret`` the key lies wrapped in it."""
    document: dict[str, Any] = {
        "t": KEY,
        "use": key.use,
        "suite": key.suite,
        "kid": key.kid,
        "created": key.created,
        "not_after": key.not_after,
        "name": key.name,
        "public": b64u(key.public),
    }
    if secret is None:
        document["secret"] = b64u(key.secret)
    else:
        document["wrapped"] = passphrase.lock(secret, key.secret, _wrap_place(key.kid), wrap_cost)
    return canon(document)


def unpack(data: bytes, secret: str | None = None) -> Key:
    """The key in a key file; ``E_KEYS`` when its parts do not belong together."""
    document = parse_object(data, KEY)
    wrapped = "wrapped" in document
    holds: dict[str, shapes.Fits] = (
        {"wrapped": passphrase.BOX} if wrapped else {"secret": shapes.packed(SECRET_BYTES)}
    )
    shapes.require(document, KEY, _FIELDS | holds)
    if wrapped:
        if secret is None:
            raise Refused("E_PASSPHRASE", f"密钥“{document['use']}”受口令保护", "请提供口令")
        raw = passphrase.unlock(secret, document["wrapped"], _wrap_place(document["kid"]))
    else:
        raw = from_b64u(document["secret"], SECRET_BYTES)
    kind = PORTAL_USE if document["use"] == "portal" else USES.get(document["use"])
    if kind is None:
        raise Refused("E_KEYS", f"不认识的密钥用途“{document['use']}”", "请核对密钥文件")
    demand_suite(document["suite"])
    public = _public(kind.sort, raw, document["suite"])
    if public != _public_bytes(document) or kid(public) != document["kid"]:
        raise Refused("E_KEYS", f"密钥“{document['use']}”的公私两部分不相符", "文件已损坏，请从托管文件恢复")
    return Key(
        document["use"],
        document["suite"],
        document["created"],
        document["not_after"],
        document["name"],
        public,
        raw,
    )


def _public_bytes(document: dict[str, Any]) -> bytes:
    demand_suite(document["suite"])
    return from_b64u(document["public"], PUBLIC_BYTES[document["suite"]])


def _public(sort: Sort, secret: bytes, suite: str) -> bytes:
    if sort == "x25519":
        return Opener(secret, suite).public
    if sort == "ed25519":
        return Signer("-", secret).verifier.public
    return hmac.digest(secret, b"gongkai/public/1\n", "sha256")


def _wrap_place(kid_text: str) -> bytes:
    return f"gongkai/key/1\n{kid_text}".encode()
