"""The opener alone (``gongkai worker --opener``), as another user of the system who holds the identity keys.

Its home has the keys ``identity``, ``index-identity``, ``handling`` and ``event``; the keys of the web and of
the worker hold the public half of the first (setting ``identity_apart``).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import OperationalError, close_old_connections

from gongkai.desk.complaints import opener
from gongkai.refusal import Refused

_LOGGER = logging.getLogger(__name__)
_said: list[str] = []


def tick(at: datetime) -> list[str]:
    """One round: open what was approved, put a few reporters into the index.

    Gives what went wrong, logs it when new, never ends the process.
    """
    refusals: list[str] = []
    try:
        opener.open_approved(at)
        opener.index_reporters()
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


def newest() -> tuple[int, ...]:
    """Nothing calls for a round before its time (see :func:`gongkai.exchange.worker.newest`)."""
    return ()


def between(clock: Callable[[], datetime], until: datetime | None = None) -> int:
    """Between two rounds the same again: who was approved a moment ago does not wait. Gives no work left."""
    if until is not None:
        tick(clock())
    return 0
