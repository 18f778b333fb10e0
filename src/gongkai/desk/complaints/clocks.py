"""The clocks of complaints and reports: rows to the typed facts of :mod:`gongkai.law.deadlines`.

Until a complaint is accepted, acceptance is due, or a refusal that was told; from then on mediation; when
that has ended, the notice of it, where the law asks for one. A report is due to be verified, then its
real-name reporter to be told where the law of the day asks. Consultations have no statutory clock. What is
taken up again runs from that day.
A violation that was found while mediating has a clock of its own beside that of its complaint.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from gongkai.desk.casework.clocks import Due, Source, transition
from gongkai.desk.casework.models import Case
from gongkai.desk.casework.stages import Stage
from gongkai.desk.complaints.facts import Kind, Standing, Step, standings
from gongkai.desk.complaints.house import house
from gongkai.desk.complaints.models import Contest, Delegation, Matter, Violation
from gongkai.law.answer import Also, Answer
from gongkai.law.answer import Step as Reasoned
from gongkai.law.bodies import BodyClock, body_mediation, entrusted, own_limit
from gongkai.law.calendar import Calendar
from gongkai.law.deadlines import (
    ComplaintClock,
    complaint_accept,
    complaint_agreed_notice,
    complaint_end_notice,
    complaint_extension,
    complaint_jurisdiction,
    complaint_mediation,
    complaint_violation_check,
    report_notice,
    report_restarts,
    report_verify,
    testing_pauses,
    violation_check_extension,
)
from gongkai.law.deadlines.complaints import ANY_LINE
from gongkai.law.registry import Extension
from gongkai.refusal import Refused

_LINES = ("12315", "12365", "12331")
"""Hotlines that are a line of business by themselves."""
_FILING = (Kind.FILED, Kind.NOT_FILED)
_TELLS = "告知"
"""Stands in the words of a limit within which the decision is not only made but told."""


def line_of(case: Case, matter: Matter) -> str:
    """The line of business whose rules apply: the case's own, else its hotline's, else any."""
    if case.line:
        return case.line
    return matter.channel if matter.channel in _LINES else ANY_LINE


def answers(cases: Sequence[Case], calendar: Calendar, explain: bool) -> Mapping[int, Due]:
    """The dues of open complaints and reports."""
    return {key: due_of(one, calendar, explain) for key, one in standings(cases).items()}


def due_of(one: Standing, calendar: Calendar, explain: bool = False) -> Due:
    """What is due in a case that stands so; ``explain`` asks for the steps."""
    if one.case.kind == Case.Kind.CONSULTATION:
        return Due()
    try:
        if one.testing and pauses_for_testing(one):
            whose = "合并调解的主案" if one.main_tests else ""
            return Due(paused=f"{whose}检测、鉴定中，期限暂停")
        return _running(one, calendar, explain)
    except Refused as refused:
        return Due(paused=refused.sentence)  # a register's impossible dates are listed, not invented


def return_by(matter: Matter, days: Calendar) -> date:
    """The last day on which a worksheet may be given back: so many working days after it was signed for."""
    start = matter.signed_on or matter.forwarded_on or matter.registered_on
    return days.add_workdays(start, house().days("return_days"))


def respond_by(said_on: date, days: Calendar) -> date:
    """The last day on which what a person said later is answered: a rule of the house."""
    return days.add_workdays(said_on, house().days("follow_up_days"))


def accept_by(received: date, line: str, calendar: Calendar) -> Answer:
    """By when a complaint that comes in on a day must be accepted or refused: what an operator says."""
    return complaint_accept(_counted(received, line, received), calendar)


def verify_by(received: date, line: str, calendar: Calendar) -> Answer:
    """By when a report that comes in on a day must be verified."""
    return report_verify(_counted(received, line, received), calendar)


def tell_by(one: Standing, calendar: Calendar, *, explain: bool = False) -> Answer | None:
    """By when acceptance or refusal must be told to the complainant; null where the rules of the day say
    no more than that it must be decided.
    """
    answer = complaint_accept(_clock(one, one.base), calendar, explain=explain)
    return answer if _TELLS in answer.basis else None


def mediate_by(one: Standing, accepted: date, calendar: Calendar) -> Answer:
    """By when mediation would have to end if the complaint were accepted on a day."""
    return complaint_mediation(_clock(one, accepted), calendar)


def agree_by(one: Standing, arose: date, calendar: Calendar) -> Answer:
    """By when this bureau and another must agree whose case it is, before the common superior is asked."""
    return _agreement(one.case, one.matter, arose, calendar)


def contest_due(case: Case, matter: Matter, contest: Contest, calendar: Calendar) -> Answer | None:
    """By when a dispute with another bureau must be agreed; null once the common superior was asked."""
    if contest.reported_on is not None:
        return None
    try:
        return _agreement(case, matter, contest.arose_on, calendar)
    except Refused:
        return None  # a register's impossible dates


def check_due(
    case: Case, matter: Matter, found: Violation, calendar: Calendar, *, more: int = 0, explain: bool = False
) -> Answer | None:
    """By when a violation found while mediating must be checked, ``more`` days having been given; its clock
    runs beside that of the case, in tests and after the closing too. Null for impossible dates.
    """
    clock = _counted(found.found_on, line_of(case, matter), matter.registered_on)
    if more:
        clock = replace(clock, extended=True, extension_days=more)
    try:
        return complaint_violation_check(clock, calendar, explain=explain)
    except Refused:
        return None


def check_by(one: Standing, found_on: date, calendar: Calendar) -> Answer | None:
    """By when a violation would have to be checked if it were found on a day: what a mediator is told."""
    return check_due(one.case, one.matter, Violation(found_on=found_on), calendar)


def check_of(one: Standing, calendar: Calendar, *, explain: bool = False) -> Answer | None:
    """The same for the check that runs in a case; null where none does."""
    if one.check is None:
        return None
    return check_due(one.case, one.matter, one.check, calendar, more=one.check_more, explain=explain)


def _agreement(case: Case, matter: Matter, arose: date, calendar: Calendar) -> Answer:
    return complaint_jurisdiction(_counted(arose, line_of(case, matter), matter.registered_on), calendar)


def back_by(one: Standing, gone: Delegation, calendar: Calendar, *, explain: bool = False) -> Answer:
    """By when the result of a body of the directory should be there: its own rules say it, or nothing does.

    Mediating for the bureau it also has to be done before the bureau's own limit: the earlier date is due.
    """
    body = gone.body
    own = BodyClock(gone.on, body.name, body.rules, own_limit(body.limit))
    theirs = body_mediation(own, calendar, explain=explain)
    if gone.way != Delegation.Way.ENTRUSTED or one.accepted_on is None:
        return theirs
    ours = due_of(one, calendar, explain).answer
    if ours is None or ours.due is None or (theirs.due is not None and theirs.due <= ours.due):
        return theirs
    also = (Also(theirs.due, theirs.basis),) if theirs.due else ()
    said = f"{entrusted(gone.on).text}。{ours.basis}"
    return replace(ours, basis=said, also=(*ours.also, *also))


def _running(one: Standing, calendar: Calendar, explain: bool) -> Due:
    if one.end:
        return _after(one, calendar, explain)
    if one.case.kind == Case.Kind.REPORT:
        return Due(_again(one, report_verify(_verifying(one), calendar, explain=explain)))
    if one.accepted_on is None:
        return Due(_again(one, complaint_accept(_clock(one, one.base), calendar, explain=explain)))
    clock = _longer(one, _clock(one, _mediating_since(one, one.accepted_on)))
    return Due(_again(one, complaint_mediation(clock, calendar, explain=explain)))


def extension_of(one: Standing) -> Extension | None:
    """By how much the limit that runs may be extended and by whose consent; null where it may not."""
    is_report = one.case.kind == Case.Kind.REPORT
    if not is_report and one.accepted_on is None:
        return None
    start = one.base if one.accepted_on is None or is_report else _mediating_since(one, one.accepted_on)
    try:
        return complaint_extension(_clock(one, start), report=is_report)
    except Refused:
        return None


def check_extension_of(one: Standing) -> Extension | None:
    """The same of the check of a violation found while mediating; null where none runs."""
    if one.check is None:
        return None
    line = line_of(one.case, one.matter)
    try:
        return violation_check_extension(_counted(one.check.found_on, line, one.matter.registered_on))
    except Refused:
        return None


def longer_of(one: Standing) -> tuple[Extension, Violation | None] | None:
    """For which limit more time may be asked now: the case's own while it is worked on, else the check's.

    The rules that give a check its limit give mediation no more time, so at most one of them is open.
    """
    if one.case.stage == Stage.OPEN and one.step in (Step.MEDIATE, Step.CHECK) and not one.more_days:
        own = extension_of(one)
        if own is not None:
            return own, None
    check = check_extension_of(one)
    return (check, one.check) if check is not None and not one.check_more else None


def pauses_for_testing(one: Standing) -> bool:
    """Whether the law of the day lets the limit that runs stand still while something is tested."""
    is_report = one.case.kind == Case.Kind.REPORT
    try:
        return testing_pauses(_clock(one, one.base), report=is_report)
    except Refused:
        return True  # no rules of that day are known: what was written down stands


def restarts(one: Standing) -> bool:
    """Whether new facts would start the limit of this report anew."""
    try:
        return one.case.kind == Case.Kind.REPORT and report_restarts(_clock(one, one.base))
    except Refused:
        return False


def _verifying(one: Standing) -> ComplaintClock:
    clock = _longer(one, _clock(one, one.base))
    if one.merged_on is None or one.merged_on <= one.base or not report_restarts(clock):
        return clock
    return replace(clock, merged_on=one.merged_on)


def _longer(one: Standing, clock: ComplaintClock) -> ComplaintClock:
    return replace(clock, extended=True, extension_days=one.more_days) if one.more_days else clock


def _mediating_since(one: Standing, accepted: date) -> date:
    return accepted if one.round == 0 else max(accepted, one.base)


def _after(one: Standing, calendar: Calendar, explain: bool) -> Due:
    """The notice that is owed after a decision, where the law of the day asks for one."""
    waits = Due(paused=f"已{one.end}，{Step.CLOSE.label if one.answered else Step.ANSWER.label}")
    if one.answered or one.ended_on is None:
        return waits
    if one.end == Kind.REFUSED:
        refused = tell_by(one, calendar, explain=explain)
        return Due(_again(one, refused)) if refused else waits
    clock = replace(_clock(one, one.ended_on), testing=())
    if one.end == Kind.ENDED:
        given = complaint_end_notice(clock, calendar, explain=explain)
    elif one.end == Kind.AGREED:
        given = complaint_agreed_notice(clock, calendar, explain=explain)
    elif one.end in _FILING:
        given = report_notice(replace(clock, real_name=not one.is_anonymous), calendar, explain=explain)
    else:
        return waits
    return Due(given) if given.due else waits


def _clock(one: Standing, on: date) -> ComplaintClock:
    spans = one.spans if one.round == 0 else tuple(span for span in one.spans if span[0] >= on)
    return replace(_counted(on, line_of(one.case, one.matter), one.matter.registered_on), testing=spans)


def _counted(on: date, line: str, received: date) -> ComplaintClock:
    """A limit that runs from a day; the office's policy chooses between an old and a new rule set."""
    return ComplaintClock(on, line, received, policy=transition())


def _again(one: Standing, answer: Answer) -> Answer:
    """The answer of a case that was taken up again says so first."""
    if one.round == 0 or not answer.steps:
        return answer
    return replace(
        answer,
        steps=(Reasoned(one.base, "重新办理，期限自重新办理之日起重新计算（局内规定）"), *answer.steps),
    )


SOURCE = Source((Case.Kind.COMPLAINT, Case.Kind.REPORT), answers)
"""What :mod:`gongkai.desk.casework.clocks` asks."""
