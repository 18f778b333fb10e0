"""What the rounds of all background processes share: one part's refusal stops no other, and is told once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import OperationalError, close_old_connections

from gongkai.refusal import Refused

Part = Callable[[datetime], object]


class Told:
    """What went wrong in the round before: only what is new is logged."""

    def __init__(self, logger: logging.Logger) -> None:
        self._logger = logger
        self._before: list[str] = []

    def __call__(self, lines: list[str]) -> list[str]:
        """Log what of these was not so in the round before; gives them all."""
        for line in lines:
            if line not in self._before:
                self._logger.warning("%s", line)
        self._before = lines
        return lines


def run(parts: Iterable[Part], at: datetime) -> list[str]:
    """Do the parts of a round, each for itself; gives what was refused.

    Neither a refusal nor a database that is away ends the process.
    """
    refusals = []
    for part in parts:
        try:
            part(at)
        except (Refused, OperationalError, OSError) as wrong:
            refusals.append(said(wrong))
    return refusals


def said(wrong: Refused | OperationalError | OSError) -> str:
    """One line of what a part could not do; a connection that may be broken is not used again."""
    if isinstance(wrong, Refused):
        return f"{wrong.code} {wrong}"
    close_old_connections()
    return f"{type(wrong).__name__} {' '.join(str(wrong).split())}"
