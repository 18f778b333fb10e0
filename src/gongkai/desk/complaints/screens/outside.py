"""What of a case lies with others: the platform's worksheet with its own clock, bodies that mediate."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongkai.desk.casework.stages import Stage
from gongkai.desk.complaints import reasoning
from gongkai.desk.complaints.clocks import back_by, return_by
from gongkai.desk.complaints.facts import Standing, Step
from gongkai.desk.complaints.grounds import ruleset_of
from gongkai.desk.complaints.marks import Marks
from gongkai.desk.complaints.models import Delegation, PlatformAsk
from gongkai.desk.complaints.needs import has_worksheet
from gongkai.law.bodies import Afterwards, afterwards, entrusted, nature
from gongkai.law.calendar import Calendar


def outside(one: Standing, marks: Marks, today: date, days: Calendar) -> dict[str, Any]:
    """The worksheet (null where no platform sent one) and what bodies of the directory mediate."""
    return {
        "sheet": _sheet(one, marks, today, days),
        "delegations": _delegations(one, today, days) if marks["delegations"] else [],
    }


def _sheet(one: Standing, marks: Marks, today: date, days: Calendar) -> dict[str, Any] | None:
    matter, number = one.matter, one.case.registration.source_number
    if not has_worksheet(one):
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


def _delegations(one: Standing, today: date, days: Calendar) -> list[dict[str, Any]]:
    """What went to bodies: by when the result should be back and why, and what follows from a failure."""
    rows = Delegation.objects.filter(case=one.case).select_related("body", "by", "result_by")
    return [
        {
            "gone": row,
            "due": _back(one, row, today, days) if not row.result else None,
            "nature": nature(row.on).text if row.way == Delegation.Way.HANDED else entrusted(row.on).text,
            "after": _after(one, row) if row.result and row.result != Delegation.Result.AGREED else None,
        }
        for row in rows.order_by("pk")
    ]


def _back(one: Standing, row: Delegation, today: date, days: Calendar) -> reasoning.Shown:
    answer = back_by(one, row, days, explain=True)
    if answer.due is None:
        return reasoning.Shown(None, "open", answer.basis, answer=answer)
    return reasoning.dated(answer, today, days)


def _after(one: Standing, row: Delegation) -> Afterwards | None:
    """What the rules of the day say of complaining about the same dispute to the bureau now.

    What a body did for the bureau goes on here; what it would not take it has not handled.
    """
    if row.way != Delegation.Way.HANDED or row.result == Delegation.Result.DECLINED:
        return None
    return afterwards(ruleset_of(one, row.result_on), row.body.kind)
