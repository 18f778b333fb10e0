"""The one shape in which the law answers: a date, and the reasoning behind it.

Command line, case page, letter and the portal's calculator all render an :class:`Answer`; nothing
else in the program says when something is due.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the reasoning: what happens to the count on ``date``, in official Chinese."""

    date: date
    what: str


@dataclass(frozen=True, slots=True)
class Also:
    """A second date that the law leaves open or that the office should aim at, and why."""

    due: date
    why: str


@dataclass(frozen=True, slots=True)
class Counted:
    """The count behind a due date, for a calendar that numbers the days.

    It runs from the day after ``start`` up to ``end``; ``unit`` is ``working`` or ``calendar``. Days after
    the first and up to the second day of a pair in ``left_out`` do not count.
    """

    start: date
    unit: str
    end: date
    left_out: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """When something is due, and why.

    ``due`` is the earliest limit that can be defended; every other date stands in ``also``. It is
    ``None`` where there is no duty or where the clock does not run yet: then ``basis`` says why.
    ``ruleset`` is the id of the rule set (:mod:`gongkai.law.registry`), ``basis`` its title, number
    and article in words. ``provisional`` is true when the date can still move: a year without an
    official calendar was crossed, or an event that ends a pause has not happened yet. ``counted`` is null
    where the due date is a fixed day of the year or there is none.
    """

    kind: str
    on: date
    due: date | None
    ruleset: str
    basis: str
    steps: tuple[Step, ...] = ()
    also: tuple[Also, ...] = ()
    provisional: bool = False
    counted: Counted | None = None

    def as_json(self) -> dict[str, Any]:
        """The answer as the JSON document of ``gongkai deadline --json``; dates are ISO texts."""
        return {
            "kind": self.kind,
            "on": self.on.isoformat(),
            "due": self.due.isoformat() if self.due else None,
            "ruleset": self.ruleset,
            "basis": self.basis,
            "steps": [{"date": step.date.isoformat(), "what": step.what} for step in self.steps],
            "also": [{"due": also.due.isoformat(), "why": also.why} for also in self.also],
            "provisional": self.provisional,
        }
