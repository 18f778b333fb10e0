"""What pages show of files: files that have come due, those held back, lists, what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from gongkai.desk.agencies.models import Agency
from gongkai.desk.archive import keeping
from gongkai.desk.archive.rooms import Room
from gongkai.desk.casework.models import Case, Closing, Filing
from gongkai.desk.casework.stages import Stage
from gongkai.law import retention

SHOWN = 100
"""Files of a page."""
WAITING = 6
"""Matters to be filed that are named."""
MOST = 10_000
"""So many are counted; a register of millions is not counted through for a hint."""


@dataclass(frozen=True, slots=True)
class Row:
    """One file as the page lists it."""

    room: Room
    filing: Any

    @property
    def number(self) -> str:
        """Under which number it is known."""
        return self.room.number_of(self.filing)

    @property
    def href(self) -> str:
        """The page of its matter."""
        return self.room.page_of(self.filing)

    @property
    def closed_on(self) -> date:
        """When the matter ended."""
        return self.room.closed_of(self.filing)

    @property
    def title(self) -> str:
        """What the file is about, without whom."""
        return self.room.title_of(self.filing)

    @property
    def reason(self) -> str:
        """By which rule of the office its period was chosen."""
        return keeping.REASONS.get(self.filing.reason, str(self.filing.reason))


def page(room: Room, agency: Agency, on: date, after: str = "") -> dict[str, Any]:
    """What has come due on a day; ``after`` goes on behind a row (year and key). A few queries."""
    due = room.due(agency, on)
    rows = due
    year, _dot, key = after.partition(".")
    if year.isdecimal() and key.isdecimal():
        rows = rows.filter(Q(until_year__gt=int(year)) | Q(until_year=int(year), pk__gt=int(key)))
    found = list(room.loaded(rows).order_by("until_year", "pk")[: SHOWN + 1])
    shown = found[:SHOWN]
    more = f"{shown[-1].until_year}.{shown[-1].pk}" if len(found) > SHOWN else ""
    held_back = room.loaded(room.contested(agency, on)).order_by("pk")
    lists = room.lists(agency).select_related("drawn_by", "decided_by")
    kept = room.kept(agency)
    return {
        "room": room,
        "rows": [Row(room, one) for one in shown],
        "more": more,
        "due_count": due.count(),
        "held_back": [Row(room, one) for one in held_back[:SHOWN]],
        "lists": list(lists.annotate(files=Count(room.listed_as, distinct=True)).order_by("-pk")[:SHOWN]),
        "waiting": room.unfiled(agency, WAITING),
        "waiting_count": room.waiting(agency).order_by()[: MOST + 1].count(),
        "waiting_most": MOST,
        "kept": list(kept.order_by().values("label").annotate(n=Count("pk")).order_by("-n", "label")),
        "rule": retention.rule(on),
        "on": on,
    }


def facts(room: Room, case: Case, closing: Closing | None, filed: Filing | None) -> dict[str, Any]:
    """How a case is filed and for what it may be: what ``archive/_file.html`` shows on the page of a case.

    ``closing``: the one that stands; ``filed``: its filing, where it has one.
    """
    periods = retention.periods(closing.closed_on) if closing and case.stage == Stage.CLOSED else ()
    return {
        "room": room,
        "filed": filed,
        "filed_reason": keeping.REASONS.get(filed.reason, "") if filed else "",
        "periods": [(one.key, one.label) for one in periods],
        "proposed": room.proposed(case)[0] if periods and filed is None else "",
    }
