"""How many may look codes up at once, and how often one address may fail (SEALING.md 4.5)."""

from __future__ import annotations

import hmac
import ipaddress
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from gongkai.portal.messages import intake
from gongkai.portal.models import ALIAS, FailedCodes
from gongkai.refusal import Refused

FAILURES = 20
"""Wrong codes of one address (an IPv6 one: its /64) …"""
WINDOW = 600.0
"""… within so many seconds; shared addresses are common."""
ROOM = 16
"""Look-ups that may wait or run at once; the next is told to come again."""
_MOST_ADDRESSES, _SELDOM = 100_000, 500


class Failures:
    """A bucket of failures for each address, shared by all processes of a portal through its database.

    An address is kept as a keyed hash only, and no longer than it takes a bucket to fill again. A code that
    opens a box is only read for; nothing is written.
    """

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def may_try(self, address: str, now: float) -> bool:
        """Whether this address has failures left; ``now`` in seconds since 1970."""
        found = FailedCodes.objects.filter(key=self._key(address)).first()
        return found is None or _left(found, now) >= 1

    def failed(self, address: str, now: float) -> None:
        """Count one wrong code."""
        with intake.turn(), transaction.atomic(using=ALIAS):
            rows = FailedCodes.objects.select_for_update()
            found, is_new = rows.get_or_create(
                key=self._key(address), defaults={"left": FAILURES - 1, "at": now}
            )
            if is_new:
                _forget(now, found.pk)
                return
            found.left, found.at = max(0.0, _left(found, now) - 1), max(now, found.at)
            found.save(update_fields=["left", "at"])

    def _key(self, address: str) -> bytes:
        return hmac.digest(self._secret, _network(address), "sha256")[:16]


def sweep(now: float) -> int:
    """Delete the buckets that are full again; how many."""
    with intake.turn(), transaction.atomic(using=ALIAS):
        return FailedCodes.objects.filter(at__lt=now - WINDOW).delete()[0]


def _left(bucket: FailedCodes, now: float) -> float:
    """What is left in a bucket that fills again while nobody fails; a clock set back fills nothing."""
    return min(float(FAILURES), bucket.left + max(0.0, now - bucket.at) * FAILURES / WINDOW)


def _forget(now: float, newest: int) -> None:
    """Keep the table small while a flood comes from ever new addresses."""
    if newest % _SELDOM == 0:
        FailedCodes.objects.filter(at__lt=now - WINDOW).delete()
        FailedCodes.objects.filter(pk__lte=newest - _MOST_ADDRESSES).delete()


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
