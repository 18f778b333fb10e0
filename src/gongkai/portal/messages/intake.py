"""The durable store of envelopes: whoever comes while a commit runs shares the next one.

Sealing is done before (:mod:`~gongkai.portal.messages.sealing_up`); here is only one transaction for many
messages. One thread leads: it takes all that wait, commits them, wakes them, and hands the lead to the first
of those that came meanwhile. On SQLite several processes take turns by ``flock``, because its own waiting is
a series of sleeps. A message is acknowledged after the commit that holds it, and only then.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.db import DatabaseError, connections, transaction

from gongkai.portal.messages.sealing_up import Prepared
from gongkai.portal.models import ALIAS, SealedBlob
from gongkai.refusal import Refused

MOST = 64
"""Messages of one commit."""
_ENVELOPE = "INSERT INTO portal_envelope (uid, once, same, header, sealed, hour) VALUES "
_BOX = "INSERT INTO portal_mailbox (uid, lid, wrap, hard, made, n, digest, mail, seen, state) VALUES "
_BOX_ROW = "(%s, %s, %s, %s, %s, 0, %s, 0, 0, '')"


class Outcome(Enum):
    """A message was kept now, or before (the same form again), or its form kept another text before."""

    KEPT = "kept"
    AGAIN = "again"
    OTHER = "other"


@dataclass(eq=False, slots=True)
class _Waiting:
    prepared: Prepared
    called: threading.Event = field(default_factory=threading.Event)
    outcome: Outcome | None = None
    failure: BaseException | None = None


class Committer:
    """Gathers the messages of this process's threads into common commits."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._queue: list[_Waiting] = []
        self._led = False

    def post(self, prepared: Prepared) -> Outcome:
        """Store one message durably. Raises what the database raises; then nothing of it is there."""
        mine = _Waiting(prepared)
        with self._lock:
            self._queue.append(mine)
            leads = not self._led
            self._led = True
        if not leads:
            mine.called.wait()
        if mine.outcome is None and mine.failure is None:
            self._lead()
        if mine.failure is not None:
            raise mine.failure
        assert mine.outcome is not None
        return mine.outcome

    def _lead(self) -> None:
        """Commit what waits (the leader's own is first), then call the others and the next leader."""
        with self._lock:
            batch, self._queue = self._queue[:MOST], self._queue[MOST:]
        try:
            outcomes = commit([one.prepared for one in batch])
            for one, outcome in zip(batch, outcomes, strict=True):
                one.outcome = outcome
        except (DatabaseError, OSError) as failure:
            for one in batch:
                one.failure = failure
        finally:
            with self._lock:
                following = self._queue[0] if self._queue else None
                self._led = following is not None
            for one in batch:
                if one.outcome is None and one.failure is None:
                    one.failure = RuntimeError("the leader of this commit was interrupted")
                one.called.set()
            if following is not None:
                following.called.set()


_committer = Committer()


def post(prepared: Prepared) -> Outcome:
    """Store a message with others of this process, or alone where files or a transaction come with it."""
    if prepared.blobs or connections[ALIAS].in_atomic_block:
        return commit([prepared])[0]
    return _committer.post(prepared)


def commit(batch: Sequence[Prepared]) -> list[Outcome]:
    """Store messages in one transaction, each once; what each one's form came to, in their order."""
    with turn(), transaction.atomic(using=ALIAS):
        return commit_here(batch)


def commit_here(batch: Sequence[Prepared]) -> list[Outcome]:
    """The same inside a transaction of the caller, who holds the :func:`turn`."""
    fresh = _insert_envelopes(batch)
    _insert_boxes([one for one in batch if one.once in fresh and one.box is not None])
    for one in batch:
        if one.blobs and one.once in fresh:
            _attach(one)
    kept = _kept([one for one in batch if one.once not in fresh])
    outcomes: list[Outcome] = []
    for one in batch:
        if fresh.get(one.once) == one.same:
            outcomes.append(Outcome.KEPT)
            kept[one.once] = fresh.pop(one.once)  # the second of two equal ones is kept already
        else:
            outcomes.append(Outcome.AGAIN if kept.get(one.once) == one.same else Outcome.OTHER)
    return outcomes


@contextmanager
def turn() -> Iterator[None]:
    """Wait for our turn to write into SQLite behind other processes; nothing to wait for elsewhere."""
    connection = connections[ALIAS]
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or ":memory:" in name or "mode=memory" in name:
        yield
        return
    descriptor = os.open(f"{name}-turn", os.O_RDWR | os.O_CREAT, 0o660)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _insert_envelopes(batch: Sequence[Prepared]) -> dict[bytes, bytes]:
    """Insert what is not there; gives ``once`` and ``same`` of what was new."""
    rows = [(one.uid, one.once, one.same, one.header, one.sealed, _moment(one)) for one in batch]
    sql = _ENVELOPE + ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(rows))
    parts: list[Any] = [part for row in rows for part in row]
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(sql + " ON CONFLICT (once) DO NOTHING RETURNING once, same", parts)
        return {bytes(once): bytes(same) for once, same in cursor.fetchall()}


def _moment(one: Prepared) -> Any:
    """The hour as this database keeps a time."""
    return connections[ALIAS].ops.adapt_datetimefield_value(one.hour)


def _insert_boxes(batch: Sequence[Prepared]) -> None:
    if not batch:
        return
    parts: list[Any] = []
    for one in batch:
        assert one.box is not None
        parts += [one.box.uid, one.box.lid, one.box.wrap, False, _moment(one), one.box.digest]
    sql = _BOX + ", ".join([_BOX_ROW] * len(batch)) + " ON CONFLICT DO NOTHING"
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(sql, parts)


def _attach(one: Prepared) -> None:
    """Let encrypted files belong to an envelope. ``E_DRAFT`` when one was swept meanwhile."""
    found = SealedBlob.objects.filter(sha256__in=one.blobs, envelope__in=("", one.uid))
    if found.update(envelope=one.uid) != len(set(one.blobs)):
        raise Refused("E_DRAFT", "选好的附件放得太久，已经清除", "请重新选择附件，再提交")


def _kept(batch: Sequence[Prepared]) -> dict[bytes, bytes]:
    if not batch:
        return {}
    keys = [one.once for one in batch]
    sql = f"SELECT once, same FROM portal_envelope WHERE once IN ({', '.join(['%s'] * len(keys))})"  # noqa: S608
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(sql, keys)
        return {bytes(once): bytes(same) for once, same in cursor.fetchall()}
