"""What waits of 检查整改 on the first page: what my unit has to mend, what I may confirm."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.waiting import Job, Part, first, left, reasons
from gongkai.desk.oversight.inspecting import due_of
from gongkai.desk.oversight.models import Finding, FindingChange, Mending, PlannedTask
from gongkai.desk.oversight.queries import tasks, visible_to
from gongkai.desk.oversight.rules import ENTERS, MENDS

NEAR = 30
"""So many days before its limit a task of the yearly plan is on the first page."""


def waiting(officer: Officer, today: date, duties: Sequence[HeldDuty]) -> Iterator[Part]:
    """The parts of this room (see :mod:`gongkai.desk.casework.waiting`)."""
    seen = visible_to(officer, today, duties)
    if any(one.kind in MENDS for one in duties):
        units = {one.unit_id for one in duties if one.kind in MENDS}
        mine = seen.filter(state=Finding.State.OPEN)
        mine = mine if None in units else mine.filter(unit__in=units)
        yield _part("to-mend", _("检查问题待整改"), "?state=open", mine, today)
        yield _planned(officer, today, units)
    if any(one.kind in ENTERS for one in duties):
        own = Mending.objects.filter(finding=OuterRef("pk"), accepted__isnull=True, by=officer)
        done = seen.filter(~Exists(own), state=Finding.State.MENDED)
        yield _part("to-confirm", _("整改待确认"), "?state=mended", done, today)
        asked = FindingChange.objects.filter(finding=OuterRef("pk"), granted__isnull=True).exclude(by=officer)
        changing = seen.filter(Exists(asked), state=Finding.State.OPEN)
        yield _part("to-grant", _("延期、移交待批准"), "?state=asked", changing, today)


def _planned(officer: Officer, today: date, units: set[int | None]) -> Part:
    """Tasks of the yearly plan whose limit is near or over, for those who show what was done."""
    near = tasks(officer, today).filter(
        state=PlannedTask.State.OPEN, due_on__lte=today + timedelta(days=NEAR)
    )
    near = near if None in units else near.filter(unit__in=units)
    rows, count = first(near.select_related("unit"), "due_on", "pk")
    table = calendar()
    jobs = tuple(
        Job(
            title=one.task,
            href=reverse("planning:task", args=[one.uid]),
            on=one.due_on,
            words=one.source,
            stands=str(one.get_state_display()),
            note=one.unit.name,
            left=left(table, today, one.due_on),
        )
        for one in rows
    )
    return Part(
        "planned",
        _("工作要点任务"),
        f"{reverse('planning:tasks')}?{urlencode({'state': PlannedTask.State.OPEN.value})}",
        jobs,
        count,
    )


def _part(key: str, label: str, query: str, found: QuerySet[Finding], today: date) -> Part:
    rows, count = first(found.select_related("unit"), "due_on", "pk")
    jobs = tuple(_job(one, today) for one in rows)
    return Part(key, label, reverse("oversight:findings") + query, jobs, count)


def _job(one: Finding, today: date) -> Job:
    table = calendar()
    limit = due_of(one, table)
    return Job(
        title=one.words,
        href=reverse("oversight:finding", args=[one.uid]),
        on=one.due_on,
        words=reasons(limit, today),
        stands=str(one.get_kind_display()),
        note=f"{one.number} {one.unit.name}",
        left=left(table, today, one.due_on),
        provisional=limit.provisional,
    )
