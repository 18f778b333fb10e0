"""What of a case lies with others: the platform's worksheet with its own clock, bodies that mediate."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongkai.desk.casework.stages import Stage
from gongkai.desk.complaints import reasoning
from gongkai.desk.complaints.facts import Standing, Step
from gongkai.desk.complaints.marks import Marks
from gongkai.desk.complaints.models import Delegation, PlatformAsk
from gongkai.desk.complaints.verbs.worksheets import return_by
from gongkai.law.calendar import Calendar


def outside(one: Standing, marks: Marks, today: date, days: Calendar) -> dict[str, Any]:
    """The worksheet (null where no platform sent one) and what bodies of the directory mediate."""
    return {
        "sheet": _sheet(one, marks, today, days),
        "delegations": _delegations(one) if marks["delegations"] else [],
    }


def _sheet(one: Standing, marks: Marks, today: date, days: Calendar) -> dict[str, Any] | None:
    matter, number = one.matter, one.case.registration.source_number
    if not (number or matter.feedback_due or matter.forwarded_by):
        return None
    asks = PlatformAsk.objects.filter(case=one.case).select_related("asked_by", "answered_by")
    is_open = one.case.stage == Stage.OPEN and not matter.is_returned
    due = matter.feedback_due
    worked = one.step not in (Step.ANSWER, Step.CLOSE, Step.CLOSED, Step.VOIDED)
    return {
        "number": number,
        "channel": matter.channel,
        "forwarded_by": matter.forwarded_by,
        "forwarded_on": matter.forwarded_on,
        "signed_on": matter.signed_on,
        "due": due,
        "left": reasoning.left(days, today, due) if due and is_open else None,
        "state": "open" if is_open else "done",
        "return_by": return_by(matter, days) if is_open and worked else None,
        "asks": list(asks.order_by("pk")) if marks["asks"] else [],
        "is_returned": matter.is_returned,
        "is_redone": matter.is_redone,
    }


def _delegations(one: Standing) -> list[Delegation]:
    rows = Delegation.objects.filter(case=one.case).select_related("body", "by", "result_by")
    return list(rows.order_by("pk"))
