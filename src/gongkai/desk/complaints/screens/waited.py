"""What a case waits for: that its acceptance is told, laboratories and who pays them, late papers,
replies to what was said later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.models import Case, Pause
from gongkai.desk.casework.stages import Stage
from gongkai.desk.complaints import grounds, reasoning
from gongkai.desk.complaints.clocks import pauses_for_testing, respond_by, tell_by
from gongkai.desk.complaints.facts import Standing
from gongkai.desk.complaints.marks import Marks
from gongkai.desk.complaints.models import Authority, Decision, FollowUp, LabTest, Mediation
from gongkai.law.calendar import Calendar
from gongkai.refusal import Refused


@dataclass(frozen=True, slots=True)
class Tested:
    """One span of testing; ``row`` is null where nobody asked who tests, ``left`` while it runs."""

    pause: Pause
    row: LabTest | None
    left: int | None


@dataclass(frozen=True, slots=True)
class Tests:
    """All of a case, what the law of its day says, and whether the limit stands still."""

    rows: tuple[Tested, ...]
    law: str
    stops: bool


def tests(one: Standing, today: date, days: Calendar) -> Tests | None:
    """The spans of testing of a case, the oldest first; null without any."""
    spans = Pause.objects.filter(case=one.case, kind=Pause.Kind.TESTING).order_by("since", "pk")
    rows = tuple(_tested(pause, today, days) for pause in spans.select_related("testing__by"))
    if not rows:
        return None
    law = grounds.testing(one) if one.case.kind == Case.Kind.COMPLAINT else None
    return Tests(rows, law.in_words if law else "", pauses_for_testing(one))


def meetings(one: Standing) -> list[Mediation]:
    """The meetings that both sides were called to, the next or last first."""
    return list(Mediation.objects.filter(case=one.case).select_related("mediator").order_by("-pk"))


def _tested(pause: Pause, today: date, days: Calendar) -> Tested:
    row = getattr(pause, "testing", None)
    expected = row.expected_on if row is not None and pause.until is None else None
    left = reasoning.left(days, today, expected) if expected else None
    return Tested(pause, row, left)


def untold(one: Standing, marks: Marks, days: Calendar) -> date | None:
    """By when the acceptance must be told, while nothing here shows that it was: no receipt of the portal,
    no letter that was sent, no call that was answered since. What a register brought is not asked.
    """
    decided = any(made.kind == Decision.Kind.ACCEPTED for made in one.decisions)
    if not decided or one.round or one.end or one.case.stage != Stage.OPEN:
        return None
    if marks["boxes"] or marks["accept_sent"] or marks["accept_called"]:
        return None
    try:
        answer = tell_by(one, days)
    except Refused:
        return None  # a day of which no rules are known
    return answer.due if answer else None


def owed_replies(case: Case, marks: Marks) -> dict[str, Any]:
    """How many replies are owed to what was said later, and by when the first."""
    owed = FollowUp.objects.filter(case=case, handled_on__isnull=True) if marks["owed_reply"] else ()
    said = [one.on for one in owed]
    return {"follow_ups": len(said), "follow_up_by": respond_by(min(said), calendar()) if said else None}


def late_papers(one: Standing, today: date) -> Authority | None:
    """The papers of an agent whose day has passed, while nothing was decided."""
    if one.accepted_on is not None or one.end or one.pending is not None:
        return None
    made = one.case.authority
    late = made.needed and made.asked_until is not None and made.asked_until < today
    return made if late else None
