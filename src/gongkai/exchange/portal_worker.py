"""The background work on the portal's own machine (``gongkai worker --portal``).

Runs on the portal's settings and knows nothing of the desk but its public keys.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import OperationalError, close_old_connections

from gongkai.exchange import rounds
from gongkai.portal import baking, left_over, publishing
from gongkai.portal.messages import leaving, secrets, sweeping
from gongkai.portal.models import DoorIn

_LOGGER = logging.getLogger(__name__)
_told = rounds.Told(_LOGGER)


def tick(at: datetime) -> list[str]:
    """One round: apply what the desk laid into the inbox, number envelopes, render, sweep.

    Gives what was refused, logs it when new. A message that is refused does not keep envelopes and pages
    waiting; neither that nor a database that is away ends the process.
    """
    return _told(rounds.run((_apply, _number, _refresh), at))


def newest() -> tuple[int, ...]:
    """The message that the desk laid into the inbox last (see :func:`gongkai.exchange.worker.newest`)."""
    try:
        return (DoorIn.objects.order_by("-pk").values_list("pk", flat=True).first() or 0,)
    except (OperationalError, OSError):
        close_old_connections()
        return ()


def between(clock: Callable[[], datetime], until: datetime | None = None) -> int:
    """Use the time between two rounds: render pages of an older version, a few at a time; gives how many.

    Without ``until`` all of them. Never ends the process.
    """
    done = 0
    try:
        while until is None or clock() < until:
            count = publishing.renew(clock(), publishing.RENEWED_AT_ONCE)
            if not count:
                break
            done += count
    except (OperationalError, OSError) as problem:
        _LOGGER.warning("%s %s", type(problem).__name__, " ".join(str(problem).split()))
        close_old_connections()
    return done


def _apply(at: datetime) -> None:
    """Apply what waits, a window after the other until nothing is left."""
    while publishing.drain(trust=secrets.trust(), now=at):
        pass


def _number(at: datetime) -> None:
    leaving.number(secrets.trust().agency, at)


def _refresh(at: datetime) -> None:
    baking.keep(at, rendered=publishing.refresh(at))
    sweeping.sweep(at)
    left_over.sweep(at)
