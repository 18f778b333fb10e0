"""What pages show of files: files that have come due, those held back, lists, what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from gongkai.desk.agencies.models import Agency
from gongkai.desk.archive import keeping
from gongkai.desk.archive.rooms import Room
from gongkai.desk.casework import filings
from gongkai.desk.casework.models import Case, Filing
from gongkai.desk.casework.stages import Stage
from gongkai.law import retention

SHOWN = 100
"""Files of a page."""
MOST = 10_000
"""So many are counted; a register of millions is not counted through for a hint."""


@dataclass(frozen=True, slots=True)
class Row:
    """One filed case as the page lists it."""

    room: Room
    filing: Filing

    @property
    def title(self) -> str:
        """What the file is about, without whom."""
        return self.room.title_of(self.filing)

    @property
    def reason(self) -> str:
        """By which rule of the office its period was chosen."""
        return keeping.REASONS.get(self.filing.reason, self.filing.reason)


def page(room: Room, agency: Agency, on: date, after: str = "") -> dict[str, Any]:
    """What has come due on a day; ``after`` goes on behind a row (year and key). A few queries."""
    due = filings.due(agency, on, room.kinds)
    rows = due
    year, _dot, key = after.partition(".")
    if year.isdecimal() and key.isdecimal():
        rows = rows.filter(Q(until_year__gt=int(year)) | Q(until_year=int(year), pk__gt=int(key)))
    rows = rows.select_related("case__registration", "closing", *room.related)
    found = list(rows.order_by("until_year", "pk")[: SHOWN + 1])
    shown = found[:SHOWN]
    more = f"{shown[-1].until_year}.{shown[-1].pk}" if len(found) > SHOWN else ""
    held_back = filings.contested(agency, on, room.kinds).select_related("case__registration", *room.related)
    lists = room.lists(agency).select_related("drawn_by", "decided_by")
    waiting = filings.unfiled(agency, room.kinds).select_related("registration").order_by("pk")
    kept = filings.kept(agency, room.kinds)
    return {
        "room": room,
        "rows": [Row(room, one) for one in shown],
        "more": more,
        "due_count": due.count(),
        "held_back": [Row(room, one) for one in held_back.order_by("pk")[:SHOWN]],
        "lists": list(lists.annotate(files=Count("entries", distinct=True)).order_by("-pk")[:SHOWN]),
        "waiting": list(waiting[:20]),
        "waiting_count": waiting.order_by()[: MOST + 1].count(),
        "waiting_most": MOST,
        "kept": list(kept.order_by().values("label").annotate(n=Count("pk")).order_by("-n", "label")),
        "rule": retention.rule(on),
        "on": on,
    }


def facts(room: Room, case: Case) -> dict[str, Any]:
    """How a case is filed and for what it may be: what ``archive/_file.html`` shows on the page of a case."""
    filed = None if case.stage == Stage.OPEN else filings.standing(case)
    periods = keeping.periods(case) if case.stage == Stage.CLOSED else ()
    return {
        "room": room,
        "filed": filed,
        "filed_reason": keeping.REASONS.get(filed.reason, "") if filed else "",
        "periods": [(one.key, one.label) for one in periods],
        "proposed": room.proposed(case)[0] if periods and filed is None else "",
    }
