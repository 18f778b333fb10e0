"""What the page of retention shows: files that have come due, those held back, lists, what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Agency
from gongkai.desk.casework import filings
from gongkai.desk.casework.models import DestructionList, Filing
from gongkai.desk.foi import keeping
from gongkai.law import retention
from gongkai.law.outcomes import outcome

SHOWN = 100
"""Files of a page."""


@dataclass(frozen=True, slots=True)
class Row:
    """One filed case as the page lists it."""

    filing: Filing

    @property
    def title(self) -> str:
        """What the file is about, without whom: the result of the application."""
        code = self.filing.case.application.outcome
        return _("公开申请：{outcome}").format(outcome=outcome(code).label) if code else _("公开申请")

    @property
    def reason(self) -> str:
        """By which rule of the office its period was chosen."""
        return keeping.REASONS.get(self.filing.reason, self.filing.reason)


def page(agency: Agency, on: date, after: str = "") -> dict[str, Any]:
    """What has come due on a day; ``after`` goes on behind a row (year and key). A few queries."""
    due = filings.due(agency, on)
    rows = due
    year, _dot, key = after.partition(".")
    if year.isdecimal() and key.isdecimal():
        rows = rows.filter(Q(until_year__gt=int(year)) | Q(until_year=int(year), pk__gt=int(key)))
    rows = rows.select_related("case__registration", "case__application", "closing")
    found = list(rows.order_by("until_year", "pk")[: SHOWN + 1])
    shown = found[:SHOWN]
    more = f"{shown[-1].until_year}.{shown[-1].pk}" if len(found) > SHOWN else ""
    held_back = filings.contested(agency, on).select_related("case__registration", "case__application")
    lists = DestructionList.objects.filter(agency=agency).select_related("drawn_by", "decided_by")
    waiting = filings.unfiled(agency).select_related("registration").order_by("pk")
    kept = filings.kept(agency)
    return {
        "rows": [Row(one) for one in shown],
        "more": more,
        "due_count": due.count(),
        "held_back": [Row(one) for one in held_back.order_by("pk")[:SHOWN]],
        "lists": list(lists.annotate(files=Count("entries")).order_by("-pk")[:SHOWN]),
        "waiting": list(waiting[:20]),
        "waiting_count": waiting.count(),
        "kept": list(kept.order_by().values("label").annotate(n=Count("pk")).order_by("-n", "label")),
        "rule": retention.rule(on),
        "on": on,
    }
