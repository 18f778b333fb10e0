"""How many may look codes up at once, and how often one address may fail (SEALING.md 4.5)."""

from __future__ import annotations

import hmac
import ipaddress
import os
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from gongkai.refusal import Refused

FAILURES = 20
"""Wrong codes of one address (an IPv6 one: its /64) …"""
WINDOW = 600.0
"""… within so many seconds; shared addresses are common."""
ROOM = 16
"""Look-ups that may wait or run at once; the next is told to come again."""
_MOST_ADDRESSES = 100_000


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


class Failures:
    """A bucket of failures for each address, which is kept as a keyed hash only, and only in memory."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._lock = threading.Lock()
        self._buckets: OrderedDict[bytes, _Bucket] = OrderedDict()

    def may_try(self, address: str, now: float) -> bool:
        """Whether this address has failures left; ``now`` in seconds of a clock that never runs back."""
        with self._lock:
            return self._bucket(address, now).tokens >= 1

    def failed(self, address: str, now: float) -> None:
        """Count one wrong code."""
        with self._lock:
            bucket = self._bucket(address, now)
            bucket.tokens = max(0.0, bucket.tokens - 1)

    def _bucket(self, address: str, now: float) -> _Bucket:
        key = hmac.digest(self._secret, _network(address), "sha256")[:16]
        bucket = self._buckets.pop(key, None) or _Bucket(FAILURES, now)
        bucket.tokens = min(float(FAILURES), bucket.tokens + (now - bucket.at) * FAILURES / WINDOW)
        bucket.at = now
        self._buckets[key] = bucket
        if len(self._buckets) > _MOST_ADDRESSES:
            self._buckets.popitem(last=False)
        return bucket


class WaitingRoom:
    """At most ``room`` look-ups inside, of which only a few hash at the same time."""

    def __init__(self, room: int = ROOM, slots: int | None = None) -> None:
        self._seats = threading.BoundedSemaphore(room)
        self._slots = threading.BoundedSemaphore(slots or max(1, (os.cpu_count() or 2) // 2))

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Take a seat, or be refused (``E_BUSY``) before anything is computed."""
        if not self._seats.acquire(blocking=False):
            raise Refused("E_BUSY", "现在查询的人较多", "请过几秒钟再试")
        try:
            yield
        finally:
            self._seats.release()

    @contextmanager
    def hashing(self) -> Iterator[None]:
        """Wait for a slot in which the slow hash may run."""
        with self._slots:
            yield


def _network(address: str) -> bytes:
    """What counts as one address: an IPv4 address, the /64 of an IPv6 one."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:100].encode()
    return found.packed[:8] if found.version == 6 else found.packed
