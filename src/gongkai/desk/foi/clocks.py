"""The clock of an application: rows to the typed facts of :mod:`gongkai.law.deadlines`.

The reply is due; while a correction is awaited, no clock runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gongkai.desk.casework.clocks import Due, Source
from gongkai.desk.casework.models import Case
from gongkai.desk.foi.models import Application
from gongkai.law.calendar import Calendar
from gongkai.law.deadlines import Consultation, FoiClock, foi_reply
from gongkai.refusal import Refused


def clock(application: Application) -> FoiClock:
    """The dated facts that decide when the reply is due."""
    consultations: tuple[Consultation, ...] = ()
    if application.consulted_on is not None:
        consultations = (Consultation(application.consulted_on, application.opinion_on),)
    return FoiClock(
        received_on=application.received_on,
        extended=application.is_extended,
        consultations=consultations,
        corrected_on=application.correction_received_on,
    )


def answers(cases: Sequence[Case], calendar: Calendar, explain: bool) -> Mapping[int, Due]:
    """The dues of open applications."""
    found = {}
    for key, application in Application.objects.in_bulk([case.pk for case in cases]).items():
        found[key] = _due(application, calendar, explain)
    return found


def _due(application: Application, calendar: Calendar, explain: bool) -> Due:
    if application.replied_on is not None:
        return Due(paused="已答复，待归档")
    if application.correction_sent_on is not None and application.correction_received_on is None:
        return Due(paused="等待申请人补正")
    try:
        return Due(foi_reply(clock(application), calendar, explain=explain))
    except Refused as refused:
        return Due(paused=refused.sentence)  # a register's impossible dates are listed, not invented


SOURCE = Source((Case.Kind.APPLICATION,), answers)
"""What :mod:`gongkai.desk.casework.clocks` asks."""
