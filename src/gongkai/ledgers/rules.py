"""Rules between the columns of one row: an end is not before its start; what belongs together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from gongkai.law.outcomes import outcome_named
from gongkai.ledgers.cells import clock, quoted
from gongkai.ledgers.registers import Register, Type
from gongkai.refusal import Refused

_MIDNIGHT = time(0)

Found = list[tuple[str, str]]
"""Columns and what is wrong or odd there."""


class Rules:
    """The rules of one register over the slots of a parsed row (a moment's time is in the slot behind it)."""

    def __init__(self, register: Register, slots: Mapping[str, int]) -> None:
        self._slots = slots
        self._timed = {c.header for c in register.columns if c.type is Type.MOMENT}
        self._orders = [(slots[a], slots[b], a, b) for a, b in register.orders]
        self._softly = [(slots[a], slots[b], a, b) for a, b in register.softly]
        self._together = [(slots[a], slots[b], a, b) for a, b in register.together]
        self._quick = [
            (start, end, first in self._timed and last in self._timed)
            for start, end, first, last in (*self._orders, *self._softly)
        ]
        self._quick_together = [(one, other) for one, other, *_ in self._together]
        self._outcome = register.outcome
        self._against = [(slots[a], word, slots[b], a, b) for a, word, b in register.against]

    def suspect(self, out: list[Any]) -> bool:
        """Whether :meth:`judge` could find anything: a quick look that most rows pass."""
        for start, end, timed in self._quick:
            b = out[end]
            if b is None:
                continue
            a = out[start]
            if a is None or a < b:
                continue
            if b < a:
                return True
            if timed and (a_time := out[start + 1]) is not None:
                b_time = out[end + 1]
                if b_time is None or b_time < a_time:
                    return True
        for one, other in self._quick_together:
            if out[one] and not out[other]:
                return True
        return bool(self._outcome or self._against)

    def judge(self, out: list[Any]) -> tuple[Found, Found]:
        """What is wrong (the row is rejected) and what is odd (a warning)."""
        wrong: Found = []
        odd: Found = []
        for start, end, first, last in self._orders:
            a, b = out[start], out[end]
            if a is not None and b is not None and b <= a:
                self._inverted(out, first, last, wrong, odd)
        for start, end, first, last in self._softly:
            a, b = out[start], out[end]
            if a is not None and b is not None and b <= a:
                self._inverted(out, first, last, odd, [])
        for one, other, header, lacking in self._together:
            if out[one] and not out[other]:
                odd.append((lacking, f"有{header}而没有{lacking}"))
        for one, word, other, header, filled in self._against:
            if out[one] == word and out[other]:
                odd.append((filled, f"{header}为“{word}”而填写了{filled}"))
        if self._outcome:
            self._named(out, self._outcome, wrong)
        return wrong, odd

    def _named(self, out: list[Any], columns: tuple[str, str, str], wrong: Found) -> None:
        """An outcome that the vocabulary of its day does not know is an unknown code."""
        outcome, replied, received = (out[self._slots[header]] for header in columns)
        if outcome:
            try:
                outcome_named(outcome, replied or received)
            except Refused as refused:
                reason = str(refused).replace(f"“{outcome.strip()}”", quoted(outcome))
                wrong.append((columns[0], reason))

    def _inverted(self, out: list[Any], first: str, last: str, wrong: Found, odd: Found) -> None:
        """Two dates of which the later stands first or that are the same.

        Where either side lacks a time, order is judged by date: the same day may be in order, which is
        only a warning when the given time leaves it open.
        """
        a, a_time = self._moment(out, first)
        b, b_time = self._moment(out, last)
        if b < a or (a_time is not None and b_time is not None and b_time < a_time):
            wrong.append((last, f"{last} {_shown(b, b_time)} 早于{first} {_shown(a, a_time)}"))
        elif a_time is not None and b_time is None and a_time > _MIDNIGHT and last in self._timed:
            odd.append((last, f"{last}没有时刻，不能与同日的{first} {clock(a_time)} 核对先后"))

    def _moment(self, out: list[Any], header: str) -> tuple[date, time | None]:
        slot = self._slots[header]
        return out[slot], out[slot + 1] if header in self._timed else None


def _shown(on: date, at: time | None) -> str:
    return on.isoformat() if at is None else f"{on.isoformat()} {clock(at)}"
