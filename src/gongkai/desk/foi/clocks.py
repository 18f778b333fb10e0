"""The clock of an application: rows to the typed facts of :mod:`gongkai.law.deadlines`.

The reply is due; while the applicant has to act (correction, payment, confirmation of receipt) no clock of
ours runs, and the pause says by when they have to. A case that was taken up again after its answer counts
anew from that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from gongkai.desk.casework.clocks import Due, Source, transition
from gongkai.desk.casework.models import Answer, Case, Closing
from gongkai.desk.foi import facts
from gongkai.desk.foi.facts import clock
from gongkai.desk.foi.models import Application, Consulted
from gongkai.law.calendar import Calendar
from gongkai.law.deadlines import FoiClock, foi_reply
from gongkai.refusal import Refused

__all__ = ["SOURCE", "answers", "clock", "due_of", "fee_due"]


def answers(cases: Sequence[Case], calendar: Calendar, explain: bool) -> Mapping[int, Due]:
    """The dues of open applications."""
    keys = [case.pk for case in cases]
    return answers_of(Application.objects.in_bulk(keys), keys, keys, calendar, explain)


def answers_of(
    applications: Mapping[int, Application],
    consulted: Sequence[int],
    reopened: Sequence[int],
    calendar: Calendar,
    explain: bool,
) -> Mapping[int, Due]:
    """The dues of applications by key; somebody was consulted, or they were reopened, at most in these."""
    asked: dict[int, list[Consulted]] = {}
    for one in Consulted.objects.filter(application__in=consulted):
        asked.setdefault(one.application_id, []).append(one)
    again = taken_up_again(reopened)
    return {
        key: due_of(application, asked.get(key, ()), calendar, explain, again.get(key))
        for key, application in applications.items()
    }


def due_of(
    application: Application,
    consulted: Iterable[Consulted],
    calendar: Calendar,
    explain: bool = True,
    again: date | None = None,
) -> Due:
    """What is due in one application; ``again`` is the day on which it was taken up after its answer."""
    if again is not None:
        return Due(foi_reply(_anew(application, again), calendar, explain=explain))
    if application.replied_on is not None:
        return Due(paused="已答复，待归档")
    if application.correction_sent_on is not None and application.correction_received_on is None:
        until = application.correction_due_on
        return Due(paused=f"等待申请人补正{f'（至 {until}）' if until else ''}")
    if application.fee_notified_on is not None and application.paid_on is None and not application.is_waived:
        until = fee_due(application, calendar)
        if until is not None:  # costs of before 2017-04-01 have no limit and stop no clock
            return Due(paused=f"等待申请人缴费（至 {until}）")
    try:
        if not facts.is_received(application, calendar):
            return Due(paused="等待与申请人确认，收到之日未定")
        return Due(foi_reply(clock(application, consulted), calendar, explain=explain))
    except Refused as refused:
        return Due(paused=refused.sentence)  # a register's impossible dates are listed, not invented


def _anew(application: Application, again: date) -> FoiClock:
    """The clock of a case that was taken up again: a new count, by the rule set of the first receipt."""
    first = min(application.received_on, again)
    return FoiClock(received_on=again, ruled_on=first, policy=transition())


def fee_due(application: Application, calendar: Calendar) -> date | None:
    """By when the applicant must pay; null where no rule sets a limit."""
    if application.fee_notified_on is None:
        return None
    return facts.limit("foi-fee-payment", application.fee_notified_on, application, calendar).due


def taken_up_again(keys: Sequence[int]) -> dict[int, date]:
    """The cases that were reopened and have no answer since, with the day."""
    found: dict[int, date] = {}
    rows = Closing.objects.filter(case__in=keys, reopened_on__isnull=False)
    for key, day in rows.order_by("reopened_on").values_list("case", "reopened_on"):
        if day is not None:
            found[key] = day
    given = Answer.objects.filter(case__in=found, voided_on__isnull=True)
    for key, day in given.values_list("case", "answered_on"):
        if key in found and day >= found[key]:
            del found[key]
    return found


SOURCE = Source((Case.Kind.APPLICATION,), answers)
"""What :mod:`gongkai.desk.casework.clocks` asks."""
