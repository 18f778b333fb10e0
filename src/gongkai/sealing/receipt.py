"""Receipt codes 查询码: what a citizen keeps, and everything derived from it.

One random ``sid`` of a form gives code, envelope, box: sending the form again finds the same ones, so a
second click or a lost page loses nothing, and nothing of it is stored. The code opens the box twice: fast
when it is made, slowly (Argon2id) once there was time, which matters when part of a code was seen.
"""

from __future__ import annotations

import hmac
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from gongkai.refusal import Refused
from gongkai.sealing import fields
from gongkai.sealing.canon import b64u, canon
from gongkai.sealing.hpke import Opener
from gongkai.sealing.notes import Signer
from gongkai.sealing.passphrase import Cost, argon2id

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U."""
SYMBOLS = 24
VERSION = "1"
_MODULUS = 1021
_RANDOM_BITS = 105
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)}

SLOW = Cost(memory_kib=19_456, passes=2)
"""What one guess of a code costs on the slow way: 19 MiB, two passes, about 25 ms."""


@dataclass(frozen=True)
class Receipt:
    """All that one form's ``sid`` leads to. Never stored; the code is shown once."""

    code: str
    once: bytes
    envelope_id: bytes
    box_id: bytes
    same: bytes = field(repr=False)
    seed: bytes = field(repr=False)

    def fingerprint(self, form_fields: Any) -> bytes:
        """16 bytes that are equal for the same form content: tells a second click from an edited text."""
        return hmac.digest(self.same, canon(form_fields), "sha256")[:16]


@dataclass(frozen=True)
class Lock:
    """How a code finds its box: ``lid`` is stored to look it up, ``kek`` opens the box's seed."""

    lid: bytes
    kek: bytes = field(repr=False)


@dataclass(frozen=True)
class BoxKeys:
    """The two key pairs of a box: mail is sealed to one, the citizen signs later messages with the other."""

    box_id: bytes
    opener: Opener
    signer: Signer


def derive(sid: bytes) -> Receipt:
    """Everything that follows from the 16 random bytes of a form."""
    raw = hkdf(sid, b"gongkai/receipt/1", 126)
    return Receipt(
        code=_spell(raw[:14]),
        once=raw[14:30],
        envelope_id=raw[30:46],
        box_id=raw[46:62],
        same=raw[62:94],
        seed=raw[94:126],
    )


def form_token(portal_secret: bytes, sid: bytes, csrf_secret: bytes) -> bytes:
    """Proves that a ``sid`` in a form was given out by us to this browser."""
    return hmac.digest(portal_secret, sid + csrf_secret, "sha256")


def grouped(symbols: str) -> str:
    """A code as people read it: six groups of four."""
    return "-".join(symbols[at : at + 4] for at in range(0, SYMBOLS, 4))


def read_code(written: str) -> str:
    """The 24 symbols of a code as typed; ``E_CODE`` with one and the same sentence whatever is wrong.

    Full width, lower case, blanks, dashes and words around it do not matter; O is 0, I and L are 1.
    """
    symbols = symbols_of(written)
    well_formed = len(symbols) == SYMBOLS and symbols[0] == VERSION and all(one in _VALUES for one in symbols)
    if not well_formed or _check_symbols(symbols[:-2]) != symbols[-2:]:
        raise Refused("E_CODE", "没有找到与此查询码对应的来件", "请核对查询码，共 24 位")
    return symbols


def symbols_of(written: str) -> str:
    """What was typed as symbols of a code, whole or in part; nothing is checked."""
    folded = unicodedata.normalize("NFKC", written[:400]).upper()
    return "".join(one for one in folded if one.isascii() and one.isalnum()).translate(_READ_AS)


def fast_lock(symbols: str, portal_salt: bytes) -> Lock:
    """The lock a box is born with: microseconds."""
    raw = hkdf(symbols.encode(), b"gongkai/box/fast/1", 48, portal_salt)
    return Lock(raw[:16], raw[16:])


def slow_lock(symbols: str, portal_salt: bytes) -> Lock:
    """The lock that replaces it: 25 ms and 19 MiB a guess."""
    raw = argon2id(symbols.encode(), portal_salt, SLOW, 48)
    return Lock(raw[:16], raw[16:])


def wrap_seed(lock: Lock, box_id: bytes, seed: bytes, nonce: bytes | None = None) -> bytes:
    """A box's seed under a lock, 72 bytes, bound to the box; ``nonce`` is given by test vectors only."""
    return fields.aead_seal(lock.kek, seed, b"gongkai/box/1\n" + box_id, nonce)


def open_seed(lock: Lock, box_id: bytes, wrapped: bytes) -> bytes:
    """The seed of a box; ``E_OPEN`` when lock or box are others."""
    return fields.aead_open(lock.kek, wrapped, b"gongkai/box/1\n" + box_id)


def box_keys(box_id: bytes, seed: bytes) -> BoxKeys:
    """The key pairs that follow from a box's seed; its notes are signed as ``box/<id>``."""
    raw = hkdf(seed, b"gongkai/box/1", 64)
    return BoxKeys(box_id, Opener(raw[:32]), Signer(box_name(box_id), raw[32:]))


def box_name(box_id: bytes) -> str:
    """The name under which a box signs."""
    return f"box/{b64u(box_id)}"


def hkdf(secret: bytes, info: bytes, size: int, salt: bytes = b"") -> bytes:
    """HKDF-SHA256."""
    return HKDF(algorithm=hashes.SHA256(), length=size, salt=salt or None, info=info).derive(secret)


def _spell(random: bytes) -> str:
    number = int.from_bytes(random, "big") >> (len(random) * 8 - _RANDOM_BITS)
    head = VERSION + _symbols(number, _RANDOM_BITS // 5)
    return grouped(head + _check_symbols(head))


def _check_symbols(head: str) -> str:
    value = 0
    for symbol in head:
        value = value * 32 + _VALUES[symbol]
    return _symbols(value % _MODULUS, 2)


def _symbols(number: int, count: int) -> str:
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(count)))
