"""Whether a complaint, a report, a publication kept its limit: the records' days put to the law."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Protocol

from gongkai.desk.agencies.models import Line
from gongkai.desk.casework.clocks import calendar, transition
from gongkai.desk.disclosure.due import further_limit
from gongkai.desk.reporting.facts.period import Period
from gongkai.law import registry, scope
from gongkai.law.answer import Answer
from gongkai.law.calendar import Calendar
from gongkai.law.deadlines import (
    ComplaintClock,
    PenaltyClock,
    complaint_accept,
    complaint_mediation,
    item_publication,
    penalty_credit,
    penalty_publicity,
    report_verify,
)
from gongkai.law.deadlines.complaints import ANY_LINE
from gongkai.law.registry import Transition
from gongkai.refusal import Refused

Spans = tuple[tuple[date, date], ...]


class Limited(Protocol):
    """A limit of :mod:`gongkai.law.deadlines.complaints`."""

    def __call__(self, clock: ComplaintClock, calendar: Calendar | None, *, explain: bool) -> Answer:
        """The day, counted from a clock."""


_NEVER = 100_000
"""A floor where no rule has a limit."""
_DAYS = frozenset({"working", "calendar", "open"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A closed registration that took long enough that it may have missed a limit."""

    id: int
    line: str
    kind: str
    acceptance: str
    extended: bool
    registered_on: date
    accepted_on: date | None
    closed_on: date


@dataclass(frozen=True, slots=True)
class Floors:
    """Days within which nothing can be late under any rule of a period.

    ``accept`` for an acceptance; ``mediate`` for closing a complaint, ``verify`` for closing a report, by
    line (the empty line is that of a case of none).
    """

    accept: int
    mediate: Mapping[str, int]
    verify: Mapping[str, int]


def floors(period: Period) -> Floors:
    """The floors of a period: a limit of n days, working or not, never ends before the n-th calendar day."""
    rules = [
        rule
        for name in ("complaint", "complaint.superior")
        for rule in registry.of_field(name)
        if rule.from_ <= period.last and (rule.to is None or rule.to >= period.first)
    ]

    def least(key: str, line: str = "") -> int:
        fit = [rule for rule in rules if not line or not rule.lines or line in rule.lines]
        limits = [limit for rule in fit if (limit := rule.find_limit(key)) and limit.unit != "none"]
        return min((limit.days if limit.unit in _DAYS else 0 for limit in limits), default=_NEVER)

    lines = ("", *Line.values)
    return Floors(
        least("accept"),
        {line: least("mediation", line) for line in lines},
        {line: least("report_verify", line) for line in lines},
    )


def _due(limit: Limited, clock: ComplaintClock, days: Calendar) -> date | None:
    """The day of a limit; ``None`` where no rule of that day knows one.

    A register may hold an extension or testing of which the rule of the day knows nothing: then they do not
    count.
    """
    for tried in (clock, replace(clock, extended=False), replace(clock, extended=False, testing=())):
        try:
            return limit(tried, days, explain=False).due
        except Refused:
            continue
    return None


@lru_cache(maxsize=100_000)
def _accept_by(line: str, received: date, days: Calendar) -> date | None:
    return _due(complaint_accept, ComplaintClock(on=received, line=line or ANY_LINE), days)


@lru_cache(maxsize=100_000)
def _mediate_by(
    line: str,
    received: date,
    accepted: date,
    extended: bool,
    testing: Spans,
    policy: Transition,
    days: Calendar,
) -> date | None:
    clock = ComplaintClock(
        on=accepted,
        received_on=received,
        line=line or ANY_LINE,
        testing=testing,
        extended=extended,
        policy=policy,
    )
    return _due(complaint_mediation, clock, days)


@lru_cache(maxsize=100_000)
def _verify_by(line: str, received: date, extended: bool, testing: Spans, days: Calendar) -> date | None:
    clock = ComplaintClock(on=received, line=line or ANY_LINE, testing=testing, extended=extended)
    return _due(report_verify, clock, days)


def _kept(day: date, due: date | None) -> bool:
    return due is None or day <= due


def in_time(one: Candidate, testing: Spans = (), days: Calendar | None = None) -> bool:
    """Whether acceptance and closing kept the limits of line and day, by the calendar of the home.

    A complaint must be accepted or refused in time; an accepted one must be closed by the end of mediation, a
    report by the end of verification, a 投诉举报 by the later of the two. Days of testing do not count where
    the law leaves them out. No limit: kept.
    """
    days = days or calendar()
    complaint, report = "投诉" in one.kind, "举报" in one.kind
    received, accepted = one.registered_on, one.accepted_on
    if complaint and accepted and not _kept(accepted, _accept_by(one.line, received, days)):
        return False
    dues: list[date | None] = []
    if complaint and accepted and one.acceptance == "受理":
        spans = tuple(span for span in testing if span[0] >= accepted)
        dues.append(_mediate_by(one.line, received, accepted, one.extended, spans, transition(), days))
    if report:
        spans = tuple(span for span in testing if span[0] >= received)
        dues.append(_verify_by(one.line, received, one.extended, spans, days))
    known = [due for due in dues if due is not None]
    return len(known) < len(dues) or not known or one.closed_on <= max(known)


def late(candidates: Iterable[Candidate], testing: Mapping[int, Spans]) -> frozenset[int]:
    """The ids of those that missed a limit; ``testing`` are the days of testing by id."""
    days = calendar()
    return frozenset(one.id for one in candidates if not in_time(one, testing.get(one.id, ()), days))


def published_in_time(
    formed: date | None,
    published: date,
    *,
    category: str = "",
    line: str = "",
    further: date | None = None,
    days: Calendar | None = None,
) -> bool | None:
    """Whether information formed on a day was published in time; ``None`` where the day is not known.

    A penalty decision has the limits of the credit site and of the enterprise register, too, as the rules of
    its day and its line of business have them. ``further`` is the day that the class tells beside: a budget's
    approval 批复 (预算法第十四条), a decision's service 送达, the end of a task of random checks 双随机. The
    earliest counts.
    """
    if formed is None:
        return None
    return published <= _publish_by(formed, category, line, further, days or calendar())


@lru_cache(maxsize=50_000)
def _publish_by(formed: date, category: str, line: str, further: date | None, days: Calendar) -> date:
    """The earliest of the limits of publication; the last day there is where no rule has one."""
    dues = [item_publication(formed, days, explain=False).due]
    more = further_limit(category, formed, further, line, days, explain=False)
    known = scope.category(category)
    if known is not None and known.key == "penalties":
        clock = PenaltyClock(formed, line=line or None)
        dues += [limit(clock, days, explain=False).due for limit in (penalty_credit, penalty_publicity)]
    if more is not None:
        dues.append(more.due)
    return min((due for due in dues if due is not None), default=date.max)
