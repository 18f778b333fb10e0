"""What waits for a person at the centre: their own cases, what nobody has yet, what is late, signals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.casework.waiting import MOST, SHOWN, Job, Part, first
from gongkai.desk.complaints import queries
from gongkai.desk.complaints.awaiting import awaited
from gongkai.desk.complaints.award_waiting import collecting, rewarding
from gongkai.desk.complaints.listing import Reader, views
from gongkai.desk.complaints.models import Signal
from gongkai.desk.complaints.notice_waiting import supervising
from gongkai.desk.complaints.outside_waiting import outside
from gongkai.desk.complaints.rows import LISTING
from gongkai.desk.complaints.rules import CENTRE, LEADS
from gongkai.desk.complaints.rulings import disputed
from gongkai.desk.complaints.screens.queue import Row, rows
from gongkai.desk.complaints.signals.naming import title_of
from gongkai.desk.lists import marks
from gongkai.desk.lists.listing import Scope
from gongkai.desk.lists.paging import read
from gongkai.desk.lists.places import Asked, Place

_HANDLES = (Duty.Kind.HANDLER, Duty.Kind.CLERK)
_OVERSEES = (Duty.Kind.OFFICE, Duty.Kind.LEADER)
_WHOLE = (*CENTRE, *LEADS)
"""Who sees to the platform's dates of all units."""


def waiting(officer: Officer, today: date, duties: Sequence[HeldDuty]) -> Iterator[Part]:
    """The parts of the centre (see :mod:`gongkai.desk.casework.waiting`)."""
    kinds = {one.kind for one in duties}
    reader = Reader.of(officer, today)
    offered = views(officer, today)
    marks.fresh(LISTING)
    if Duty.Kind.HEAD in kinds or kinds.intersection(_HANDLES):
        ours = replace(reader.asked(offered[""]), scopes=_own(officer, duties), overlaps=True)
        yield _cases("complaints", _("投诉举报"), "", ours, reader)
    if kinds.intersection(CENTRE):
        assign = reader.asked(offered["assign"])
        yield _cases("unassigned", _("投诉举报待分办"), "?view=assign", assign, reader)
    if kinds.intersection(_OVERSEES):
        late = reader.asked(offered["late"])
        yield _cases("late", _("投诉举报已逾期"), "?view=late", late, reader, mine=False, is_late=True)
    sees_all = bool(kinds.intersection(_WHOLE)) or not kinds.intersection((*_HANDLES, Duty.Kind.HEAD))
    scopes = reader.asked(offered[""]).scopes if sees_all else _own(officer, duties)
    yield from outside(officer, today, scopes)
    yield from awaited(officer, today, scopes)
    yield from supervising(officer, today, duties)
    yield from rewarding(officer, today, duties)
    yield from collecting(officer, today, duties)
    yield from disputed(officer, today, duties)
    if kinds.intersection(_WHOLE):
        yield _signals(officer)


def _own(officer: Officer, duties: Sequence[HeldDuty]) -> tuple[Scope, ...]:
    """Of a head all of the unit; of others what they are named for, and what nobody in their unit is."""
    agency = {"agency_id": officer.agency_id}
    units = {one.unit_id for one in duties if one.kind in _HANDLES and one.unit_id}
    led = {one.unit_id for one in duties if one.kind == Duty.Kind.HEAD and one.unit_id}
    return (
        agency | {"handler_id": officer.pk},
        *(agency | {"unit_id": unit} for unit in sorted(led)),
        *(agency | {"unit_id": unit, "is_named": False} for unit in sorted(units - led)),
    )


def _cases(
    key: str,
    label: str,
    query: str,
    asked: Asked,
    reader: Reader,
    *,
    mine: bool = True,
    is_late: bool = False,
) -> Part:
    """The most urgent; two queries and those of the rows."""
    gate = queries.visible_with(reader.officer, reader.day, reader.duties, reader.parts)
    found, pager = read(asked, gate, {}, Place(), MOST + 1, SHOWN)
    jobs = tuple(_job(row) for row in rows([one.record for one in found], reader.day)) if found else ()
    return Part(key, label, reverse("complaints:queue") + query, jobs, pager["total"], mine, is_late)


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
