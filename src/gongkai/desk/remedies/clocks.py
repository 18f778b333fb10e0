"""What is owed in a remedy: the answer to review organ or court, an appeal; else it waits for others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gongkai.desk.casework.clocks import Due, Source
from gongkai.desk.casework.models import Case
from gongkai.desk.remedies.models import Remedy
from gongkai.law.calendar import Calendar
from gongkai.law.deadlines.remedies import remedy_step

SUITS = (Remedy.Kind.DIRECT, Remedy.Kind.AFTER)


def answers(cases: Sequence[Case], calendar: Calendar, explain: bool) -> Mapping[int, Due]:
    """The dues of open remedies."""
    found = Remedy.objects.in_bulk([case.pk for case in cases])
    return {key: due_of(remedy, calendar, explain) for key, remedy in found.items()}


def due_of(remedy: Remedy, calendar: Calendar, explain: bool = True) -> Due:
    """What is due next in one remedy."""
    if remedy.kind == Remedy.Kind.GRIEVANCE:
        return Due(paused="举报投诉，没有法定的答辩期限")
    if remedy.answered_on is None and remedy.copy_on is not None:
        step = "suit_answer" if remedy.kind in SUITS else "review_answer"
        return Due(remedy_step(step, remedy.copy_on, calendar, explain=explain))
    if remedy.copy_on is None:
        return Due(paused="等待申请书、起诉状副本")
    if remedy.kind in SUITS and remedy.ruling_on is not None and remedy.appealed_on is None:
        return Due(remedy_step("appeal", remedy.ruling_on, calendar, explain=explain))
    return Due(paused="等待裁判")


SOURCE = Source((Case.Kind.REMEDY,), answers)
"""What :mod:`gongkai.desk.casework.clocks` asks."""
