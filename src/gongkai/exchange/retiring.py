"""Old keys that nothing needs any more are erased: what they opened once stays shut (SEALING.md 2.1, 2.2).

Without this an ``intake`` key that leaks years later would open every envelope that somebody copied from the
portal. The keys that sign stay: mails and notes of long ago are still verified.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import pairwise

from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import keyring, rewrapping
from gongkai.desk.casework.recording import SYSTEM, record
from gongkai.desk.mailbox.models import Arrival
from gongkai.refusal import Refused
from gongkai.sealing.key import Key
from gongkai.sealing.times import moment

AFTER = timedelta(days=45)
"""So long after the next key was made: longer than backups live (35 days)."""
DESTROYED = "key-destroyed"
"""Type of the event in the stream ``keys/<use>``."""


def retire(at: datetime) -> int:
    """Erase the old keys whose time is over and that nothing lies under; gives how many. The worker's part.

    Keys that belong to another user of the system are left to that user's process.
    """
    count = 0
    for use in ("intake", *rewrapping.USES):
        with suppress(OSError, Refused):
            due = list(_due(use, at))
            if due and use in rewrapping.USES and rewrapping.rewrap(use)[1]:
                continue  # something is opened by no key: nothing is erased before a person has looked
            for key in due:
                if use != "intake" or not _is_awaited(key):
                    _destroy(key, at)
                    count += 1
    return count


def _due(use: str, at: datetime) -> Iterator[Key]:
    """The keys whose successor is old enough."""
    keys = keyring.store().all(use)
    for successor, key in pairwise(keys):
        if moment(successor.created) + AFTER <= at:
            yield key


def _is_awaited(key: Key) -> bool:
    """Whether a message that is not taken yet is sealed to it."""
    waiting = Arrival.objects.filter(kid=key.kid).exclude(state=Arrival.State.TAKEN)
    return waiting.exclude(sealed=b"").exists()


def _destroy(key: Key, at: datetime) -> None:
    """The event first: a key that is gone without a word would look like a loss."""
    record(f"keys/{key.use}", DESTROYED, by=SYSTEM, occurred=shanghai_date(at), at=at, data={"kid": key.kid})
    keyring.store().destroy(key.use, key.kid)
    keyring.forget()
