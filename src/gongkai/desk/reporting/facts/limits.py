"""Whether a complaint, a report, a reply, a publication kept its limit: the records' days put to the law."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Protocol

from gongkai.desk.reporting.facts.period import Period
from gongkai.law import registry
from gongkai.law.answer import Answer
from gongkai.law.deadlines import (
    ComplaintClock,
    Consultation,
    FoiClock,
    complaint_accept,
    complaint_mediation,
    foi_reply,
    item_publication,
    report_verify,
)
from gongkai.law.deadlines.complaints import ANY_LINE
from gongkai.refusal import Refused

Spans = tuple[tuple[date, date], ...]


class Limited(Protocol):
    """A limit of :mod:`gongkai.law.deadlines.complaints`."""

    def __call__(self, clock: ComplaintClock, *, explain: bool) -> Answer:
        """The day, counted from a clock."""


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


def floors(period: Period) -> tuple[int, int]:
    """Days within which an acceptance, a closing cannot be late under any rule of the period.

    A limit of n days, working or not, never ends before the n-th calendar day.
    """
    rules = [
        rule
        for name in ("complaint", "complaint.superior")
        for rule in registry.of_field(name)
        if rule.from_ <= period.last and (rule.to is None or rule.to >= period.first)
    ]

    def least(*keys: str) -> int:
        limits = [limit for rule in rules for key in keys if (limit := rule.find_limit(key))]
        counted = [limit.days if limit.unit in _DAYS else 0 for limit in limits if limit.unit != "none"]
        return min(counted, default=0)

    return least("accept"), least("mediation", "report_verify")


@lru_cache(maxsize=50_000)
def _due(limit: Limited, clock: ComplaintClock) -> date | None:
    """The day of a limit; ``None`` where no rule of that day knows one.

    A register may hold an extension or testing of which the rule of the day knows nothing: then they do not
    count.
    """
    for tried in (clock, replace(clock, extended=False), replace(clock, extended=False, testing=())):
        try:
            return limit(tried, explain=False).due
        except Refused:
            continue
    return None


def _kept(day: date | None, due: date | None) -> bool:
    return day is None or due is None or day <= due


def in_time(one: Candidate, testing: Spans = ()) -> bool:
    """Whether acceptance and closing kept the limits of line and day.

    A complaint must be accepted or refused in time; an accepted one must be closed by the end of mediation, a
    report by the end of verification, a 投诉举报 by the later of the two. Days of testing do not count where
    the law leaves them out. No limit: kept.
    """
    line = one.line or ANY_LINE
    complaint, report = "投诉" in one.kind, "举报" in one.kind
    received = ComplaintClock(on=one.registered_on, line=line)
    if complaint and not _kept(one.accepted_on, _due(complaint_accept, received)):
        return False
    dues: list[date | None] = []
    if complaint and one.acceptance == "受理" and one.accepted_on:
        spans = tuple(span for span in testing if span[0] >= one.accepted_on)
        clock = replace(
            received, on=one.accepted_on, received_on=one.registered_on, extended=one.extended, testing=spans
        )
        dues.append(_due(complaint_mediation, clock))
    if report:
        spans = tuple(span for span in testing if span[0] >= one.registered_on)
        dues.append(_due(report_verify, replace(received, extended=one.extended, testing=spans)))
    known = [due for due in dues if due is not None]
    return len(known) < len(dues) or not known or one.closed_on <= max(known)


def late(candidates: Iterable[Candidate], testing: Mapping[int, Spans]) -> frozenset[int]:
    """The ids of those that missed a limit; ``testing`` are the days of testing by id."""
    return frozenset(one.id for one in candidates if not in_time(one, testing.get(one.id, ())))


@lru_cache(maxsize=50_000)
def published_in_time(formed: date | None, published: date) -> bool | None:
    """Whether information formed on a day was published in time; ``None`` where the day is not known."""
    if formed is None:
        return None
    due = item_publication(formed, explain=False).due
    return due is None or published <= due


def replied_in_time(
    received: date, replied: date, *, events: Mapping[str, date | None], extended: bool
) -> bool:
    """Whether a reply came by the day that the law gives with the application's own events.

    ``events``: ``corrected``, ``consulted``, ``opinion``. Where the events contradict each other (a register
    may hold an opinion before its letter) the plain limit decides.
    """
    asked, answered = events.get("consulted"), events.get("opinion")
    letters = (Consultation(asked, answered),) if asked else ()
    clock = FoiClock(
        received_on=received, extended=extended, consultations=letters, corrected_on=events.get("corrected")
    )
    try:
        due = foi_reply(clock, explain=False).due
    except Refused:
        due = foi_reply(FoiClock(received_on=received, extended=extended), explain=False).due
    return due is None or replied <= due
