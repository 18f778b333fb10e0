"""What waits for a person at the centre: their own cases, what nobody has yet, what is late, signals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.casework.models import Case
from gongkai.desk.casework.waiting import SHOWN, Job, Part, first
from gongkai.desk.complaints import queries
from gongkai.desk.complaints.models import Profile, Signal
from gongkai.desk.complaints.rules import CENTRE, LEADS
from gongkai.desk.complaints.screens.queue import Row, rows
from gongkai.desk.complaints.signals.naming import title_of

_HANDLES = (Duty.Kind.HANDLER, Duty.Kind.CLERK)
_OVERSEES = (Duty.Kind.OFFICE, Duty.Kind.LEADER)


def waiting(officer: Officer, today: date, duties: Sequence[HeldDuty]) -> Iterator[Part]:
    """The parts of the centre (see :mod:`gongkai.desk.casework.waiting`)."""
    kinds = {one.kind for one in duties}
    running = queries.open_only(queries.visible_to(officer, today))
    if Duty.Kind.HEAD in kinds or kinds.intersection(_HANDLES):
        yield _cases("complaints", _("投诉举报"), "", _own(running, officer, duties), today)
    if Duty.Kind.OPERATOR in kinds:
        yield _cases("unassigned", _("投诉举报待分办"), "?view=assign", queries.unassigned(running), today)
    if kinds.intersection(_OVERSEES):
        late = running.filter(due_on__lt=today)
        yield _cases("late", _("投诉举报已逾期"), "?view=late", late, today, mine=False)
    if kinds.intersection((*CENTRE, *LEADS)):
        yield _signals(officer)


def _own(running: QuerySet[Case], officer: Officer, duties: Sequence[HeldDuty]) -> QuerySet[Case]:
    """Of a head all of the unit; of others what they are named for, and what nobody in their unit is."""
    units = {one.unit_id for one in duties if one.kind in (*_HANDLES, Duty.Kind.HEAD) and one.unit_id}
    led = {one.unit_id for one in duties if one.kind == Duty.Kind.HEAD and one.unit_id}
    named = Profile.objects.filter(case=OuterRef("pk"), handler__isnull=False)
    ours = Q(Exists(named.filter(handler=officer)))
    ours |= Q(assignments__until__isnull=True, assignments__unit__in=units) & ~Q(Exists(named))
    ours |= Q(assignments__until__isnull=True, assignments__unit__in=led)
    return running.filter(pk__in=running.filter(ours).values("pk"))


def _cases(
    key: str, label: str, query: str, found: QuerySet[Case], today: date, *, mine: bool = True
) -> Part:
    """The dated first: their due dates are one index; undated ones only where there is room."""
    dated, count = first(found.filter(due_on__isnull=False).select_related("registration"), "due_on", "pk")
    bare: list[Case] = []
    more = 0
    if mine:
        bare, more = first(found.filter(due_on__isnull=True).select_related("registration"), "pk")
    listed = [*dated, *bare][:SHOWN]
    jobs = tuple(_job(row) for row in rows(listed, today)) if listed else ()
    return Part(key, label, reverse("complaints:queue") + query, jobs, count + more, mine)


def _job(row: Row) -> Job:
    who = [row.standing.unit.name if row.standing.unit else _("未分办")]
    if row.standing.handler:
        who.append(row.standing.handler.name)
    words = [row.due.title, row.due.words]
    return Job(
        title=f"{row.number} {row.text}".strip(),
        href=reverse("complaints:case", args=[row.case.uid]),
        on=row.due.on,
        words=" ".join(word for word in words if word),
        stands=str(row.standing.step.label),
        note=" ".join(who),
        left=row.due.left,
        provisional=row.due.provisional,
        is_paused=row.due.state == "paused",
    )


def _signals(officer: Officer) -> Part:
    open_ones = Signal.objects.filter(agency=officer.agency_id, state=Signal.State.WAITING)
    found, count = first(open_ones, "-day", "-pk")
    jobs = tuple(
        Job(
            title=title_of(one.key),
            href=reverse("complaints:signal", args=[one.year, one.number]),
            words=_("%(n)d 天内 %(people)d 人，警戒线 %(limit)d 人")
            % {"n": one.window, "people": one.people, "limit": one.limit},
            stands=str(Signal.State.WAITING.label),
            note=f"{one.day:%Y-%m-%d}",
        )
        for one in found
    )
    return Part("signals", _("消费预警"), reverse("complaints:signals"), jobs, count)
