"""One run of the exchange: door, log, push, apply, mark. The process around it tells the time."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import OperationalError, close_old_connections

from gongkai.desk.agencies.models import Agency
from gongkai.desk.casework import anchoring
from gongkai.desk.casework.models import Anchor, Event, Leaf
from gongkai.desk.jobs import running
from gongkai.exchange import binding, door, facts, guard, log, outbox, serving
from gongkai.exchange.door import Progress
from gongkai.exchange.models import OutMessage
from gongkai.exchange.transports import database
from gongkai.portal import publishing
from gongkai.refusal import Refused
from gongkai.sealing.messages import Place

ANCHOR_EVERY = timedelta(seconds=60)
"""Events are anchored after this time …"""
ANCHOR_AT = 1000
"""… or when so many wait (SEALING.md 6)."""
_LOGGER = logging.getLogger(__name__)
_said: list[str] = []


@dataclass(frozen=True, slots=True)
class Pushed:
    """What one push did: what passed the door, how many messages went and arrived, where the portal is."""

    passage: door.Passage
    sent: int
    delivered: int
    waiting: int
    place: Place
    checkpoint: int


def push(at: datetime, progress: Progress | None = None) -> Pushed:
    """Let out what is cleared, and bring the portal up to date. Doing it again sends nothing.

    Raises Refused: ``E_ROLLBACK`` before anything is signed, or the portal's own refusal of a message, after
    what went before it was marked.
    """
    agency = serving.agency()
    guard.demand_forward(database.place(agency.code))
    facts.tell(agency, at)
    passage = door.run(agency, at, progress)
    size = log.sign_off(agency, at)
    sent, delivered = deliver(agency, at, progress)
    return Pushed(
        passage=passage,
        sent=sent,
        delivered=delivered,
        waiting=outbox.undelivered().count(),
        place=database.place(agency.code),
        checkpoint=size,
    )


def deliver(agency: Agency, at: datetime, progress: Progress | None = None) -> tuple[int, int]:
    """Send what the portal lacks, window by window, and mark what it has; how many were sent and marked."""
    sent = 0
    marked = outbox.settle(database.place(agency.code), at)
    total = outbox.undelivered().count()
    applied = 0
    while True:
        place = database.place(agency.code)
        fresh = database.send(agency.code, outbox.after(place.applied), place)
        sent += fresh
        done = 0
        if not database.is_remote():
            try:
                done = database.apply(serving.trust(), at)
            finally:
                marked += outbox.settle(database.place(agency.code), at)
        applied += done
        if progress is not None and done:
            progress("送达门户", applied, total)
        if not fresh and not done:
            break
    if applied and not database.is_remote():
        publishing.refresh(at)
    return sent, marked


def status() -> dict[str, Any]:
    """Where outbox, log and portal stand."""
    agency = serving.agency()
    place = database.place(agency.code)
    last = outbox.last()
    checkpoint = log.newest_checkpoint()
    return {
        "agency": agency.code,
        "outbox": {
            "epoch": last.epoch if last else None,
            "last": last.seq if last else 0,
            "undelivered": OutMessage.objects.filter(delivered_at__isnull=True).count(),
        },
        "log": {"size": checkpoint.size, "at": checkpoint.at.isoformat()} if checkpoint else None,
        "portal": {"epoch": place.epoch, "applied": place.applied, "digest": place.last},
    }


def tick(at: datetime) -> list[str]:
    """One round of the background work: push, re-render, anchor. Gives what was refused, logs it when new.

    A refusal of one part does not stop the others, and never the process: a home without an agency yet waits,
    and so does a database that a long import has locked or that is away, and a full disk.
    """
    parts: list[Callable[[datetime], object]] = [push, _refresh, _anchor]
    refusals = []
    for part in parts:
        try:
            part(at)
        except Refused as refused:
            refusals.append(f"{refused.code} {refused}")
        except (OperationalError, OSError) as problem:
            refusals.append(f"{type(problem).__name__} {' '.join(str(problem).split())}")
            close_old_connections()
    for line in refusals:
        if line not in _said:
            _LOGGER.warning("%s", line)
    _said[:] = refusals
    return refusals


def between(clock: running.Clock, until: datetime | None = None) -> int:
    """Use the time between two rounds for background work; gives the steps done. Never ends the process."""
    try:
        running.sweep(clock())
        return running.work(clock, until)
    except (OperationalError, OSError) as problem:
        _LOGGER.warning("%s %s", type(problem).__name__, " ".join(str(problem).split()))
        close_old_connections()
        return 0


def _refresh(at: datetime) -> None:
    """A new day changes pages without any message."""
    if not database.is_remote():
        publishing.refresh(at)


def _anchor(at: datetime) -> None:
    """Anchor the event chains when it is time, and daily bind them to the public log."""
    last = Anchor.objects.order_by("-size").first()
    leaf = Leaf.objects.order_by("-number").values_list("event_id", flat=True).first() or 0
    waiting = Event.objects.filter(pk__gt=leaf)
    if last is None or at - last.at >= ANCHOR_EVERY or waiting[:ANCHOR_AT].count() >= ANCHOR_AT:
        anchoring.anchor(at)
    binding.bind(serving.agency(), at)
