"""What was found while mediating a case: the check with its date and how it is counted, what it led to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.models import CaseText
from gongkai.desk.complaints import reasoning
from gongkai.desk.complaints.clocks import check_of
from gongkai.desk.complaints.facts import Standing
from gongkai.desk.complaints.models import Decision, Violation
from gongkai.desk.enforcement import queries as enforcement
from gongkai.law.calendar import Calendar


@dataclass(frozen=True, slots=True)
class Checked:
    """One violation: ``due`` while it is checked, ``decision`` afterwards (or what waits, or was sent back).

    ``href``: the investigation, where the officer may see it.
    """

    found: Violation
    gist: str
    due: reasoning.Shown | None
    decision: Decision | None
    href: str = ""


def checks(
    one: Standing, texts: dict[str, CaseText], officer: Officer, today: date, days: Calendar
) -> list[Checked]:
    """The violations of a case, the oldest first; three queries."""
    rows = Violation.objects.filter(case=one.case).select_related("gist", "recorded_by", "investigation")
    decided = Decision.objects.filter(case=one.case, violation__isnull=False).order_by("pk")
    last = {made.violation_id: made for made in decided.select_related("proposed_by", "approved_by")}
    keys = [row.investigation_id for row in rows if row.investigation_id]
    seen = enforcement.investigations(officer, today).filter(pk__in=keys) if keys else ()
    hrefs = {made.pk: reverse("enforcement:investigation", args=[made.uid]) for made in seen}
    return [
        Checked(
            row,
            texts[row.gist.field].masked if row.gist.field in texts else "",
            _due(one, today, days) if row.settled_on is None else None,
            last.get(row.pk),
            hrefs.get(row.investigation_id or 0, ""),
        )
        for row in sorted(rows, key=lambda row: row.pk)
    ]


def _due(one: Standing, today: date, days: Calendar) -> reasoning.Shown | None:
    answer = check_of(one, days, explain=True)
    if answer is None:
        return None
    if answer.due is None:
        return reasoning.Shown(None, "open", answer.basis, answer=answer)
    return reasoning.dated(answer, today, days)
