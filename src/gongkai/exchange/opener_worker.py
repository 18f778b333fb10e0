"""The opener alone (``gongkai worker --opener``), as another user of the system who holds the identity keys.

Its home has the keys ``identity``, ``index-identity``, ``handling`` and ``event``; the keys of the web and of
the worker hold the public half of the first (setting ``identity_apart``).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from gongkai.desk.complaints import opener
from gongkai.exchange import rounds

_told = rounds.Told(logging.getLogger(__name__))


def tick(at: datetime) -> list[str]:
    """One round: open what was approved, put a few reporters into the index.

    Gives what went wrong, logs it when new, never ends the process.
    """
    return _told(rounds.run((opener.open_approved, _index), at))


def newest() -> tuple[int, ...]:
    """Nothing calls for a round before its time (see :func:`gongkai.exchange.worker.newest`)."""
    return ()


def between(clock: Callable[[], datetime], until: datetime | None = None) -> int:
    """Between two rounds the same again: who was approved a moment ago does not wait. Gives no work left."""
    if until is not None:
        tick(clock())
    return 0


def _index(_at: datetime) -> None:
    opener.index_reporters()
