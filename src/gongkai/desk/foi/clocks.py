"""The clock of an application: rows to the typed facts of :mod:`gongkai.law.deadlines`.

The reply is due; while the applicant has to act (correction, payment, confirmation of receipt) no clock of
ours runs, and the pause says by when they have to. A case that was taken up again after its answer counts
anew from that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import JSONField, OuterRef, Subquery

from gongkai.desk.casework.clocks import Due, Source, transition
from gongkai.desk.casework.models import Answer, Case, Closing
from gongkai.desk.foi import facts
from gongkai.desk.foi.facts import clock
from gongkai.desk.foi.models import Application, Consulted
from gongkai.desk.lists.gathering import JSONRows
from gongkai.law.calendar import Calendar
from gongkai.law.deadlines import FoiClock, foi_reply
from gongkai.refusal import Refused

__all__ = ["SOURCE", "answers", "clock", "due_of", "due_told", "fee_due", "told"]

_LETTER = ("pk", "sent_on", "delivered_on", "answered_on", "is_organ")


def answers(cases: Sequence[Case], calendar: Calendar, explain: bool) -> Mapping[int, Due]:
    """The dues of open applications; one query."""
    known = Application.objects.filter(pk__in=[case.pk for case in cases]).annotate(**told("pk"))
    return {one.pk: due_told(one, one, calendar, explain) for one in known}


def told(key: str) -> dict[str, Any]:
    """What the clock of an application asks beside it, to be annotated where ``key`` names its key.

    One expression for each thing, so that a page of a list needs no query more for those whose third parties
    were consulted or that were taken up again.
    """
    letters = Consulted.objects.filter(application=OuterRef(key)).order_by()
    again = Closing.objects.filter(case=OuterRef(key), reopened_on__isnull=False).order_by("-reopened_on")
    given = Answer.objects.filter(case=OuterRef(key), voided_on__isnull=True).order_by("-answered_on")
    return {
        "letters_sent": Subquery(letters.annotate(said=JSONRows(*_LETTER)).values("said"), JSONField()),
        "taken_up_on": Subquery(again.values("reopened_on")[:1]),
        "answered_last_on": Subquery(given.values("answered_on")[:1]),
    }


def due_told(application: Application, said: Any, calendar: Calendar, explain: bool) -> Due:
    """What is due in an application of which ``said`` has the annotations of :func:`told`."""
    letters = [_letter(*one) for one in said.letters_sent or ()]
    again, answered = said.taken_up_on, said.answered_last_on
    if again is not None and answered is not None and answered >= again:
        again = None
    return due_of(application, letters, calendar, explain, again)


def _letter(pk: int, sent: str, delivered: str | None, answered: str | None, is_organ: bool) -> Consulted:
    """A letter as the array of its columns says it; it is read, never saved."""
    return Consulted(
        pk=pk,
        sent_on=date.fromisoformat(sent),
        delivered_on=date.fromisoformat(delivered) if delivered else None,
        answered_on=date.fromisoformat(answered) if answered else None,
        is_organ=bool(is_organ),
    )


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


SOURCE = Source((Case.Kind.APPLICATION,), answers)
"""What :mod:`gongkai.desk.casework.clocks` asks."""
