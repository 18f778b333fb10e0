"""The clocks of complaints and reports: rows to the typed facts of :mod:`gongkai.law.deadlines`.

Until a complaint is accepted, acceptance is due; from then on mediation. A report is due to be verified.
Consultations have no statutory clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from gongkai.desk.casework.clocks import Due, Source, testing_spans
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints.models import Matter
from gongkai.law.calendar import Calendar
from gongkai.law.deadlines import ComplaintClock, complaint_accept, complaint_mediation, report_verify
from gongkai.law.deadlines.complaints import ANY_LINE
from gongkai.refusal import Refused

Acceptance = Matter.Acceptance

_LINES = ("12315", "12365", "12331")
"""Hotlines that are a line of business by themselves."""


def line_of(case: Case, matter: Matter) -> str:
    """The line of business whose rules apply: the case's own, else its hotline's, else any."""
    if case.line:
        return case.line
    return matter.channel if matter.channel in _LINES else ANY_LINE


def answers(cases: Sequence[Case], calendar: Calendar, explain: bool) -> Mapping[int, Due]:
    """The dues of open complaints and reports."""
    matters = Matter.objects.in_bulk([case.registration_id for case in cases])
    spans, running = testing_spans(cases)
    found = {}
    for case in cases:
        matter = matters.get(case.registration_id)
        if matter is None:
            continue
        if case.pk in running:
            found[case.pk] = Due(paused="检测、鉴定中，期限暂停")
        else:
            found[case.pk] = _due(case, matter, tuple(spans.get(case.pk, ())), calendar, explain)
    return found


def _due(
    case: Case, matter: Matter, testing: tuple[tuple[date, date], ...], calendar: Calendar, explain: bool
) -> Due:
    line = line_of(case, matter)
    received = ComplaintClock(case.opened_on, line, matter.registered_on, testing)
    try:
        if case.kind == Case.Kind.REPORT:
            return Due(report_verify(received, calendar, explain=explain))
        if matter.acceptance in (Acceptance.REFUSED, Acceptance.TRANSFERRED, Acceptance.TOLD):
            return Due(paused=f"已{matter.acceptance}，待办结")
        if matter.accepted_on is None:
            return Due(complaint_accept(received, calendar, explain=explain))
        accepted = ComplaintClock(matter.accepted_on, line, matter.registered_on, testing)
        return Due(complaint_mediation(accepted, calendar, explain=explain))
    except Refused as refused:
        return Due(paused=refused.sentence)  # a register's impossible dates are listed, not invented


SOURCE = Source((Case.Kind.COMPLAINT, Case.Kind.REPORT), answers)
"""What :mod:`gongkai.desk.casework.clocks` asks."""
