"""Due dates of cases: pure answers of the law over dated facts, cached for lists (DESIGN.md law 2).

An app gives a :class:`Source`: which kinds of case it has clocks for, and how the facts of many cases become
:class:`Due` in a few queries. ``Case.due_on`` is a cache of that; recomputing all of them changes nothing,
and after a new year's calendar :func:`refresh_due` moves every open clock and records why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from gongkai.desk.casework.bulk import Store, Table
from gongkai.desk.casework.models import Case, Event, Pause
from gongkai.desk.casework.recording import COLUMNS, SYSTEM, Draft, heads, seal_many
from gongkai.desk.casework.stages import ENDED
from gongkai.desk.casework.verifying import MOST, Result
from gongkai.law.answer import Answer
from gongkai.law.calendar import Calendar
from gongkai.law.calendar_file import read_calendar
from gongkai.law.registry import Transition

BATCH = 2000
"""Cases looked at together."""


@dataclass(frozen=True, slots=True)
class Due:
    """When the next statutory step of a case is due; ``paused`` says why no clock runs, else empty."""

    answer: Answer | None = None
    paused: str = ""

    @property
    def on(self) -> date | None:
        """The date, if a clock runs."""
        return self.answer.due if self.answer is not None and not self.paused else None


Answers = Callable[[Sequence[Case], Calendar, bool], Mapping[int, Due]]
"""The dues of open cases by their primary keys; the flag asks for the steps of the reasoning."""


@dataclass(frozen=True, slots=True)
class Source:
    """An app's clocks: the kinds of case it answers for."""

    kinds: tuple[str, ...]
    answers: Answers


def calendar() -> Calendar:
    """The calendar of this home (``calendar.toml`` or ``calendar.csv``), else the shipped one."""
    for name in ("calendar.toml", "calendar.csv"):
        file = Path(settings.GONGKAI_HOME) / name
        if file.is_file():
            found = file.stat()
            return _read_once(file, found.st_mtime_ns, found.st_size)
    return Calendar.default()


@lru_cache(maxsize=4)
def _read_once(file: Path, written: int, size: int) -> Calendar:
    """One calendar as long as its file stays as it is, so that what is counted with it can be kept."""
    return read_calendar(file)


def transition() -> Transition:
    """Which day chooses the rule set of a case pending when the law changed, as the office set it."""
    return Transition(str(settings.GONGKAI_VALUES["transition_policy"]))


def due(case: Case, sources: Sequence[Source], days: Calendar | None = None) -> Due:
    """What is due in one case, with its reasoning; nothing for one that has ended or has no clock."""
    for _, found in _dues([case], sources, days or calendar(), explain=True):
        return found
    return Due()


def refresh_due(
    sources: Sequence[Source],
    *,
    at: datetime,
    cases: QuerySet[Case] | None = None,
    reason: str = "",
    days: Calendar | None = None,
) -> int:
    """Bring the cached due dates up to date; how many moved. Call it after an import and after a verb.

    With a ``reason`` (a code such as ``calendar-2018``) every case whose date moved gets an event
    ``due-moved`` with the old and the new date; without one (after an import, a verb) the cache is only
    filled. A case that has ended has no date. Looks at the open cases and those that still bear a date,
    unless ``cases`` says which.
    """
    days = days or calendar()
    moved = 0
    if cases is None:
        cases = Case.objects.filter(~Q(stage__in=ENDED) | Q(due_on__isnull=False))
    for batch in _batches(cases):
        with transaction.atomic():
            changed = []
            for case, found in _dues(batch, sources, days):
                if case.due_on != found.on:
                    changed.append((case, case.due_on, found.on))
                    case.due_on = found.on
            _write(changed)
            if reason and changed:
                _record(changed, at, reason)
            moved += len(changed)
    return moved


def verify_due(sources: Sequence[Source]) -> Result:
    """Cached due dates equal recomputed ones; each open case with a clock has it running or paused."""
    days = calendar()
    count = 0
    faults: list[str] = []
    listed: list[str] = []
    for batch in _batches(Case.objects.exclude(stage__in=ENDED).select_related("registration")):
        for case, found in _dues(batch, sources, days):
            count += 1
            name = f"{case.registration.number}（{case.kind}）"
            if case.due_on != found.on and len(faults) < MOST:
                faults.append(f"{name}期限缓存 {case.due_on or '无'}，应为 {found.on or '无'}")
            if found.paused and len(listed) < MOST:
                listed.append(f"{name}{found.paused}")
    return Result("clocks", "办理期限", count, faults, listed)


def testing_spans(cases: Sequence[Case]) -> tuple[dict[int, list[tuple[date, date]]], set[int]]:
    """The finished spans of testing of cases, and the cases whose testing still goes on."""
    spans: dict[int, list[tuple[date, date]]] = {}
    running: set[int] = set()
    rows = Pause.objects.filter(case__in=cases, kind=Pause.Kind.TESTING).order_by("since")
    for case, since, until in rows.values_list("case", "since", "until"):
        if until is None:
            running.add(case)
        else:
            spans.setdefault(case, []).append((since, until))
    return spans, running


def _batches(cases: QuerySet[Case]) -> Iterator[list[Case]]:
    last = 0
    while batch := list(cases.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk


def _dues(
    cases: Sequence[Case], sources: Sequence[Source], days: Calendar, *, explain: bool = False
) -> Iterator[tuple[Case, Due]]:
    """Each case with its due: none where it has ended, or where no source knows its kind."""
    found: dict[int, Due] = {}
    for source in sources:
        open_ones = [case for case in cases if case.kind in source.kinds and case.stage not in ENDED]
        if open_ones:
            found.update(source.answers(open_ones, days, explain))
    for case in cases:
        yield case, found.get(case.pk, Due())


def _write(changed: Sequence[tuple[Case, date | None, date | None]]) -> None:
    """The new dates, one statement for each: many cases share a day, and far less is built than a case's."""
    by_day: dict[date | None, list[int]] = {}
    for case, _, day in changed:
        by_day.setdefault(day, []).append(case.pk)
    for day, keys in by_day.items():
        Case.objects.filter(pk__in=keys).update(due_on=day)


def _record(changed: Sequence[tuple[Case, date | None, date | None]], at: datetime, reason: str) -> None:
    drafts = [
        Draft(
            case.stream,
            "due-moved",
            SYSTEM,
            at,
            at,
            {
                "reason": reason,
                "from": old.isoformat() if old else None,
                "to": new.isoformat() if new else None,
            },
        )
        for case, old, new in changed
    ]
    rows = seal_many(drafts, heads((draft.stream for draft in drafts), BATCH))
    Store().insert(Table(Event._meta.db_table, COLUMNS), list(rows))
