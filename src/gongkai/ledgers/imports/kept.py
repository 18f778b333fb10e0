"""What a later row of a hotline leaves as the desk made it.

A platform exports a case again and again while the desk works on it and knows nothing of that work. So a cell
that the export leaves empty takes nothing away from a case that somebody of the desk has worked on, and what
the desk decided or put right (受理决定、登记更正、改类别和主体) stands against an export that says otherwise.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from gongkai.desk.casework.models import Case, Event
from gongkai.desk.casework.recording import IMPORT, SYSTEM
from gongkai.desk.complaints.models import Decision
from gongkai.ledgers.registers import COMPLAINTS
from gongkai.ledgers.rows import ComplaintRow

_NO_WORK = (
    *("imported", "changed", "person-opened", "text-opened", "file-opened"),
    *("opening-asked", "opening-approved", "opening-shown"),
)
"""Events that change nothing of what a register says."""
_PUT_RIGHT = ("sorted", "corrected")
"""Events that name the columns which somebody set."""
_NAMES = {"name": "person"}
_DECIDED = frozenset({"acceptance", "accepted_on", "accepted_time", "refusal_reason"})
_NOT_CONTENT = frozenset({"key", "digest", "row_number", "extras"})
_EMPTY: tuple[Any, ...] = ("", None)
_HEADERS = {column.name: column.header for column in COMPLAINTS.columns}


def kept(registration: int, before: ComplaintRow, row: ComplaintRow) -> tuple[ComplaintRow, list[str]]:
    """``row`` with what the desk made of it, and the headers of the cells that say otherwise."""
    events = Event.objects.filter(stream__in=_streams(registration)).exclude(type__in=_NO_WORK)
    work = list(events.exclude(by__in=(IMPORT, SYSTEM)))
    if not work:
        return row, []
    fixed = {_NAMES.get(name, name) for one in work if one.type in _PUT_RIGHT for name in _columns(one)}
    if Decision.objects.filter(case__registration=registration, on__isnull=False).exists():
        fixed |= _DECIDED
    said: dict[str, Any] = {}
    against: list[str] = []
    for field in fields(ComplaintRow):
        name = field.name
        ours, theirs = getattr(before, name), getattr(row, name)
        if name in _NOT_CONTENT or ours == theirs or (ours in _EMPTY and name not in fixed):
            continue
        if theirs in _EMPTY or name in fixed:
            said[name] = ours
            if theirs not in _EMPTY and name in _HEADERS:
                against.append(_HEADERS[name])
    return replace(row, **said), against


def _streams(registration: int) -> list[str]:
    cases = Case.objects.filter(registration=registration)
    return [f"case/{uid}" for uid in cases.values_list("uid", flat=True)]


def _columns(event: Event) -> list[str]:
    return list(event.data.get("columns", ()))
