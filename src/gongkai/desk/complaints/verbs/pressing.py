"""Chasing 催办, counted, and supervision 督办: by a rule of the house or by a leader, until lifted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.models import Case
from gongkai.desk.casework.recording import SYSTEM, record
from gongkai.desk.casework.stages import ENDED
from gongkai.desk.complaints.acting import doing
from gongkai.desk.complaints.clocks import check_of
from gongkai.desk.complaints.facts import standings
from gongkai.desk.complaints.house import house
from gongkai.desk.complaints.models import Supervision, Urge
from gongkai.law.calendar import Calendar


def urge(case: Case, *, by: Officer, at: datetime, by_petitioner: bool = True) -> Urge:
    """Count a chase 催办; so many by the person put the case under supervision."""
    with doing(case, "urge", by=by, at=at) as act:
        made = Urge.objects.create(case=act.case, on=act.day, by=by, by_petitioner=by_petitioner)
        count = Urge.objects.filter(case=act.case, by_petitioner=by_petitioner).count()
        act.record("urged", data={"by_petitioner": by_petitioner, "count": count})
        if by_petitioner and count >= house().days("urges"):
            supervise_by_rule(act.case, "urged", act.day)
    return made


def supervise(case: Case, *, by: Officer, at: datetime) -> Supervision:
    """A leader puts a case under supervision 督办."""
    with doing(case, "supervise", by=by, at=at) as act:
        made = Supervision.objects.create(case=act.case, rule="leader", on=act.day, by=by)
        act.record("supervised", data={"rule": "leader"})
    return made


def lift(case: Case, *, by: Officer, at: datetime) -> Supervision:
    """End the supervision 解除督办."""
    with doing(case, "lift", by=by, at=at) as act:
        made = Supervision.objects.get(case=act.case, lifted_on__isnull=True)
        made.lifted_on = act.day
        made.save(update_fields=["lifted_on"])
        act.record("supervision-lifted", data={"rule": made.rule})
    return made


def lift_with(cases: Iterable[Case], *, by: Officer, at: datetime) -> dict[str, str]:
    """End the supervision of cases that are voided, with its event; uid → the rule by which it was."""
    day, found = shanghai_date(at), {}
    running = Supervision.objects.filter(case__in=[case.pk for case in cases], lifted_on__isnull=True)
    for made in running.select_related("case").order_by("pk"):
        made.lifted_on = day
        made.save(update_fields=["lifted_on"])
        data = {"rule": made.rule, "voided": True}
        record(made.case.stream, "supervision-lifted", by=by, occurred=day, at=at, data=data)
        found[made.case.uid] = made.rule
    return found


def supervise_on(case: Case, rule: str, *, by: Officer, at: datetime) -> None:
    """Supervision goes on where a merging, or its taking back, leads the matter; with its event."""
    day = shanghai_date(at)
    if supervise_by_rule(case, rule, day):
        record(case.stream, "supervised", by=by, occurred=day, at=at, data={"rule": rule})


def supervise_by_rule(case: Case, rule: str, day: date) -> bool:
    """Put a case under supervision by a rule of the house, unless it is already; within a transaction."""
    _, made = Supervision.objects.get_or_create(case=case, lifted_on=None, defaults={"rule": rule, "on": day})
    return made


def supervise_overdue(agency: Agency, *, at: datetime) -> int:
    """Every night: what is over its limit by the days of the house comes under supervision; how many.

    The check of a violation that was found while mediating counts as the limit of the case does.
    """
    day, days = shanghai_date(at), calendar()
    late = Case.objects.filter(registration__agency=agency, due_on__lt=day, supervisions__isnull=True)
    count = 0
    for case in late.exclude(stage__in=ENDED).order_by("pk").iterator():
        assert case.due_on is not None
        count += _supervise_late(case, case.due_on, days, at)
    checking = Case.objects.filter(registration__agency=agency, supervisions__isnull=True)
    checking = checking.filter(violations__settled_on__isnull=True, violations__isnull=False)
    for one in standings(list(checking.order_by("pk"))).values():
        answer = check_of(one, days)
        if answer is not None and answer.due is not None and answer.due < day:
            count += _supervise_late(one.case, answer.due, days, at)
    return count


def _supervise_late(case: Case, due: date, days: Calendar, at: datetime) -> bool:
    """Put a case under supervision that is over a limit by more than the days of the house."""
    day = shanghai_date(at)
    if days.workdays_between(due, day) <= house().days("overdue_days"):
        return False
    with transaction.atomic():
        made = supervise_by_rule(case, "overdue", day)
        if made:
            record(case.stream, "supervised", by=SYSTEM, occurred=day, at=at, data={"rule": "overdue"})
    return made
