"""The chain of events of one record: built, sealed with a MAC, read back.

An event is empty of content: codes, ids, dates, numbers. A personal or free value appears as a commitment
(:func:`gongkai.sealing.fields.commit`) that turns blind when the case's data key is shredded, while the chain
stays whole. Verification against the anchored tree is in :mod:`~gongkai.sealing.verifying`.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from gongkai.refusal import Refused
from gongkai.sealing import shapes
from gongkai.sealing.canon import canon, canon_trusted, parse
from gongkai.sealing.merkle import leaf_hash

EVENT = "gongkai/event/1"


def _is_commits(value: Any) -> bool:
    return isinstance(value, dict) and all(shapes.sha256_hex(item) for item in value.values())


FIELDS: dict[str, shapes.Fits] = {
    "stream": shapes.word,
    "n": shapes.positive,
    "prev": shapes.or_null(shapes.sha256_hex),
    "type": shapes.word,
    "by": shapes.word,
    "occurred": shapes.day_or_time,
    "recorded": shapes.time,
    "data": shapes.free,
    "commits": _is_commits,
}
"""The fields of an event beside ``t``. ``occurred`` may be a day where the hour is not known."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """An event as it is stored: its bytes, their SHA-256 (32 bytes), the MAC over that (32 bytes)."""

    body: bytes
    hash: bytes
    mac: bytes


def build(
    key: bytes,
    *,
    stream: str,
    n: int,
    prev: bytes | None,
    type: str,
    by: str,
    occurred: str,
    recorded: str,
    data: Mapping[str, Any] | None = None,
    commits: Mapping[str, str] | None = None,
) -> Sealed:
    """Event ``n`` (from 1) of ``stream`` (``case/<id>``), after the event hashed ``prev``; fully checked."""
    event = {
        "t": EVENT,
        "stream": stream,
        "n": n,
        "prev": prev.hex() if prev else None,
        "type": type,
        "by": by,
        "occurred": occurred,
        "recorded": recorded,
        "data": dict(data or {}),
        "commits": dict(commits or {}),
    }
    shapes.require(event, EVENT, FIELDS)
    if (n == 1) != (prev is None):
        raise Refused(
            "E_CHAIN", f"事件流“{stream}”第 {n} 条与前一条不相接", "第一条没有前一条，其后每条必须有"
        )
    return seal(key, canon(event))


def seal(key: bytes, body: bytes) -> Sealed:
    """Hash and MAC of an event's bytes under ``event.key``."""
    hashed = sha256(body).digest()
    return Sealed(body, hashed, hmac.digest(key, hashed, "sha256"))


class Chain:
    """Appends events to one stream; the quick way for imports, which build hundreds of thousands.

    Trusts its caller about shapes (types, names, times come from code, not from a register's cells) but not
    about ``data``: pass only codes, ids, dates, numbers. Start a known stream with its last ``n`` and hash.
    """

    __slots__ = ("_key", "n", "prev", "stream")

    def __init__(self, key: bytes, stream: str, n: int = 0, prev: bytes | None = None) -> None:
        if not shapes.word(stream) or (n == 0) != (prev is None):
            raise Refused("E_CHAIN", f"事件流“{stream}”的续接位置不对", "请给出最后一条的序号和摘要")
        self._key = key
        self.stream = stream
        self.n = n
        self.prev = prev

    def add(
        self,
        type: str,
        by: str,
        occurred: str,
        recorded: str,
        data: Mapping[str, Any] | None = None,
        commits: Mapping[str, str] | None = None,
    ) -> Sealed:
        """The next event of the stream."""
        body = canon_trusted(
            {
                "t": EVENT,
                "stream": self.stream,
                "n": self.n + 1,
                "prev": self.prev.hex() if self.prev else None,
                "type": type,
                "by": by,
                "occurred": occurred,
                "recorded": recorded,
                "data": data or {},
                "commits": commits or {},
            }
        )
        hashed = sha256(body).digest()
        self.n += 1
        self.prev = hashed
        return Sealed(body, hashed, hmac.digest(self._key, hashed, "sha256"))


def read(body: bytes) -> dict[str, Any]:
    """The event in stored bytes, checked in full."""
    event = parse(body)
    shapes.require(event, EVENT, FIELDS)
    assert isinstance(event, dict)
    return event


def verify(keys: Sequence[bytes], stream: str, rows: Iterable[Sealed]) -> str | None:
    """What is wrong with one stream, given in order: ``"edited 3"``, ``"chain 4"``; null when it holds.

    ``keys`` are the event keys, newest first. Cutting off the end, or rewriting everything with the key, is
    only found against the anchored tree (:mod:`~gongkai.sealing.verifying`).
    """
    prev: bytes | None = None
    for n, row in enumerate(rows, start=1):
        if not is_authentic(keys, row):
            return f"edited {n}"
        event = _fields_of(row.body)
        expected = (stream, n, prev.hex() if prev else None)
        if (event.get("stream"), event.get("n"), event.get("prev")) != expected:
            return f"chain {n}"
        prev = row.hash
    return None


def _fields_of(body: bytes) -> dict[str, Any]:
    """The event in bytes; an empty one, which fits nothing, when it is not a well-formed event."""
    try:
        return read(body)
    except Refused:
        return {}


def is_authentic(keys: Sequence[bytes], row: Sealed) -> bool:
    """Whether hash and MAC of a stored event are those of its bytes under one of the event keys."""
    if sha256(row.body).digest() != row.hash:
        return False
    return any(hmac.compare_digest(hmac.digest(key, row.hash, "sha256"), row.mac) for key in keys)


def leaf(hashed: bytes) -> bytes:
    """The leaf hash of an event in the anchored tree: its entry is the event's hash."""
    return leaf_hash(hashed)
