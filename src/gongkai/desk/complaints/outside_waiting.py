"""What has a date beside the case's: platforms, bureaus, bodies, checks. Shown where there is any."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.rules import held
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.models import CaseText
from gongkai.desk.casework.numbers import short
from gongkai.desk.casework.stages import Stage
from gongkai.desk.casework.waiting import MOST, SHOWN, Job, Part, first
from gongkai.desk.complaints import queries, reasoning
from gongkai.desk.complaints.clocks import back_by, check_due, check_of, contest_due
from gongkai.desk.complaints.facts import standings
from gongkai.desk.complaints.listing import SOON_DAYS
from gongkai.desk.complaints.models import Contest, Delegation, MoreTime, QueueRow, Violation
from gongkai.desk.complaints.rows import span
from gongkai.desk.complaints.rules import REVIEWS
from gongkai.desk.complaints.screens.queue import gist
from gongkai.desk.lists.listing import Scope
from gongkai.law.calendar import Calendar

Row = TypeVar("Row", bound=Model)


def outside(officer: Officer, today: date, scopes: Sequence[Scope]) -> Iterator[Part]:
    """The parts of the first page, for open cases of these scopes; each waits there as a case already."""
    if part := _platform(officer, today, scopes):
        yield part
    if part := _contests(officer, today, scopes):
        yield part
    if part := _bodies(officer, today):
        yield part
    if part := _checks(officer, today, scopes):
        yield part
    if part := _times(officer, today):
        yield part


def _platform(officer: Officer, today: date, scopes: Sequence[Scope]) -> Part | None:
    found, count = _pressing(officer, today, scopes)
    if not found:
        return None
    days = calendar()
    said = CaseText.objects.filter(case__in=[row.record_id for row in found], field=CaseText.Field.CONTENT)
    texts = dict(said.values_list("case", "masked"))
    jobs = []
    for row in found:
        registration = row.record.registration
        on = registration.matter.feedback_due
        assert on is not None
        number = registration.source_number
        jobs.append(
            Job(
                title=f"{short(registration.number)} {gist(texts.get(row.record_id, ''))}".strip(),
                href=reverse("complaints:case", args=[row.record.uid]),
                on=on,
                words=_("平台要求反馈，工单 %(number)s") % {"number": number}
                if number
                else _("平台要求反馈"),
                stands=registration.channel,
                note=registration.matter.forwarded_by,
                left=reasoning.left(days, today, on),
            )
        )
    href = reverse("complaints:queue") + "?view=platform"
    return Part("platform", _("平台时限"), href, tuple(jobs), count, mine=False)


def _pressing(officer: Officer, today: date, scopes: Sequence[Scope]) -> tuple[list[QueueRow], int]:
    """The rows whose platform wants an answer soon, the earliest first, and how many up to the cap."""
    if not scopes:
        return [], 0
    seen = queries.visible_to(officer, today).filter(pk=OuterRef("pk"))
    rows = QueueRow.objects.filter(
        reduce(or_, (Q(**one) for one in scopes)),
        Exists(seen),
        agency=officer.agency_id,
        feedback_place__gte=span(None, today + timedelta(days=SOON_DAYS))[0],
    )
    keys = list(rows.order_by("-feedback_place").values_list("pk", flat=True)[: MOST + 1])
    shown = QueueRow.objects.filter(pk__in=keys[:SHOWN]).select_related("record__registration__matter")
    return list(shown.order_by("-feedback_place")) if keys else [], len(keys)


def _bodies(officer: Officer, today: date) -> Part | None:
    """Disputes whose result a body of the directory owes, of closed cases too; what is due first leads."""
    seen = queries.visible_to(officer, today).filter(pk=OuterRef("case"))
    waiting = Delegation.objects.filter(Exists(seen), result_on__isnull=True).order_by("on", "pk")
    waiting = waiting.exclude(case__stage=Stage.VOIDED)
    rows = list(waiting.select_related("body", "case__registration__matter")[: MOST + 1])
    if not rows:
        return None
    days, how = calendar(), standings([row.case for row in rows])
    answers = [(row, back_by(how[row.case_id], row, days)) for row in rows if row.case_id in how]
    answers.sort(key=lambda pair: (pair[1].due or date.max, pair[0].pk))
    jobs = tuple(
        Job(
            title=f"{short(row.case.registration.number)} {row.body.name}",
            href=reverse("complaints:case", args=[row.case.uid]),
            on=answer.due,
            words=reasoning.words(answer, today, days) if answer.due else _("没有登记它的调解期限"),
            stands=row.get_way_display(),
            note=f"{row.on:%Y-%m-%d}",
            left=reasoning.left(days, today, answer.due) if answer.due else None,
        )
        for row, answer in answers[:SHOWN]
    )
    href = reverse("complaints:directory")
    return Part("bodies", _("等调解组织的结果"), href, jobs, len(rows), mine=False)


def _times(officer: Officer, today: date) -> Part | None:
    """Who asks for more time, for those who may give it; what was asked first leads."""
    duties = [one for one in held(officer, today) if one.kind in REVIEWS]
    whole = any(one.unit_id is None for one in duties)
    mine = Q() if whole else Q(assignments__unit__in={one.unit_id for one in duties}, assignments__until=None)
    seen = queries.visible_to(officer, today).filter(mine, pk=OuterRef("case"))
    asked = MoreTime.objects.filter(Exists(seen), decided_on__isnull=True).exclude(asked_by=officer)
    asked = asked.exclude(case__stage=Stage.VOIDED)
    if not duties:
        return None
    related = asked.select_related("case__registration__matter", "asked_by", "violation")
    found, count = first(related, "asked_on", "pk")
    days = calendar()
    jobs = tuple(
        Job(
            title=f"{short(one.case.registration.number)} {one.reason[:40]}",
            href=reverse("complaints:case", args=[one.case.uid]) + "?do=decide_time",
            on=due,
            words=_("申请延长 %(days)s 日") % {"days": one.days},
            stands=_("待审批"),
            note=f"{one.asked_on:%Y-%m-%d} {one.asked_by.name}",
            left=reasoning.left(days, today, due) if due else None,
        )
        for one, due in ((one, _asked_about(one, days)) for one in found)
    )
    return Part("times", _("延长期限待审批"), reverse("complaints:queue"), jobs, count) if jobs else None


def _asked_about(one: MoreTime, days: Calendar) -> date | None:
    """The date that is to be put off: of the check of a violation, else of the case."""
    if one.violation is None:
        return one.case.due_on
    answer = check_due(one.case, one.case.registration.matter, one.violation, days)
    return answer.due if answer else None


def of_mine(
    rows: QuerySet[Row], officer: Officer, today: date, scopes: Sequence[Scope], **queued: bool
) -> QuerySet[Row]:
    """What hangs on cases that stand in the officer's queue so and may be seen."""
    mine = QueueRow.objects.filter(
        reduce(or_, (Q(**one) for one in scopes), Q(pk__in=[])), record=OuterRef("case"), **queued
    )
    seen = queries.visible_to(officer, today).filter(pk=OuterRef("case"))
    return rows.filter(Exists(mine), Exists(seen))


def _checks(officer: Officer, today: date, scopes: Sequence[Scope]) -> Part | None:
    """Violations found while mediating that must be checked, of closed cases too; what is due first leads."""
    running = of_mine(
        Violation.objects.filter(settled_on__isnull=True), officer, today, scopes, is_checking=True
    )
    running = running.select_related("case__registration__matter")
    found, count = first(running, "-case__queue_row__check_place", "pk")
    if not found:
        return None
    days, how, jobs = calendar(), standings([one.case for one in found]), []
    for one in found:
        stands = how[one.case_id]
        answer = check_of(stands, days)
        due = answer.due if answer else None
        jobs.append(
            Job(
                title=f"{short(one.case.registration.number)} {one.what}",
                href=reverse("complaints:case", args=[one.case.uid]),
                on=due,
                words=reasoning.words(answer, today, days) if answer and due else _("当时没有规定核查期限"),
                stands=_("待复核") if stands.proposal else _("核查"),
                note=stands.unit.name if stands.unit else _("未分办"),
                left=reasoning.left(days, today, due) if due else None,
            )
        )
    href = reverse("complaints:queue") + "?view=check"
    return Part("checks", _("调解中发现的涉嫌违法行为"), href, tuple(jobs), count, mine=False)


def _contests(officer: Officer, today: date, scopes: Sequence[Scope]) -> Part | None:
    open_ones = of_mine(
        Contest.objects.filter(settled_on__isnull=True), officer, today, scopes, is_contested=True
    )
    open_ones = open_ones.select_related("case__registration__matter")
    found, count = first(open_ones, "-case__queue_row__contest_place", "pk")
    if not found:
        return None
    days, jobs = calendar(), []
    for one in found:
        answer = contest_due(one.case, one.case.registration.matter, one, days)
        due, waits = answer.due if answer else None, one.reported_on is not None
        how = reasoning.words(answer, today, days) if answer and due else _("与对方协商")
        jobs.append(
            Job(
                title=f"{short(one.case.registration.number)} {one.body}",
                href=reverse("complaints:case", args=[one.case.uid]),
                on=due,
                words=_("等%(superior)s指定管辖") % {"superior": one.superior} if waits else how,
                stands=_("管辖争议"),
                note=f"{one.arose_on:%Y-%m-%d}",
                left=reasoning.left(days, today, due) if due else None,
            )
        )
    href = reverse("complaints:queue") + "?view=contest"
    return Part("contests", _("跨机关管辖争议"), href, tuple(jobs), count, mine=False)
