"""The queue as :mod:`gongkai.desk.lists` wants it: how a row is made, who sees it, by which place it stands.

Only what is open, or closed and still owed something, has a row; closed cases are read from the rows of all
cases (:mod:`gongkai.desk.finding.rows`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.models import Assignment, Case, Pause, Series
from gongkai.desk.casework.stages import Stage
from gongkai.desk.complaints.clocks import check_due, contest_due
from gongkai.desk.complaints.models import (
    Authority,
    Callback,
    Contest,
    FollowUp,
    Matter,
    MoreTime,
    Profile,
    Supervision,
    Violation,
)
from gongkai.desk.complaints.models.authority import WAITS
from gongkai.desk.complaints.models.rows import QueueRow
from gongkai.desk.complaints.queries import visible_to
from gongkai.desk.finding.rows import reach, text_of
from gongkai.desk.lists.listing import Choices, Facet, Listing, Watch
from gongkai.desk.lists.models import PK_BITS, UNDATED, Mark

_LAST_KEY = (1 << PK_BITS) - 1
_KINDS = ", ".join(f"'{kind}'" for kind in (Case.Kind.CONSULTATION, Case.Kind.COMPLAINT, Case.Kind.REPORT))


def urgency(due: date | None, pk: int) -> int:
    """The place of a case in the queue: earliest due first, undated last, of one day the elder first."""
    left = UNDATED.toordinal() - due.toordinal() if due else 0
    return left << PK_BITS | (_LAST_KEY - pk)


def span(first: date | None, last: date | None) -> tuple[int | None, int | None]:
    """The places of dues from ``first`` to ``last``: from, and up to but without; nulls without days."""
    end = UNDATED.toordinal() + 1
    high = (end - first.toordinal()) << PK_BITS if first else None
    if last is None:
        return None, high
    return (end - last.toordinal() - 1) << PK_BITS, high


def build(records: Collection[int]) -> Iterator[QueueRow]:
    """The rows of those of these cases that the queue shows, unsaved; eleven queries."""
    cases = Case.objects.filter(pk__in=records, registration__series=Series.COMPLAINTS)
    found = cases.exclude(stage=Stage.VOIDED).select_related("registration__matter")
    matters = {one.pk: one for one in found if hasattr(one.registration, "matter")}
    units = _pairs(Assignment.objects.filter(case__in=matters, until__isnull=True), "unit")
    handlers = _pairs(Profile.objects.filter(case__in=matters, handler__isnull=False), "handler")
    testing = Pause.objects.filter(case__in=matters, kind=Pause.Kind.TESTING, until__isnull=True)
    watched = Supervision.objects.filter(case__in=matters, lifted_on__isnull=True)
    later = FollowUp.objects.filter(case__in=matters, handled_on__isnull=True)
    bad = Callback.objects.filter(
        closing__case__in=matters, closing__reopened_on__isnull=True, satisfaction=Matter.Satisfaction.BAD
    )
    contests = {one.case_id: one for one in Contest.objects.filter(case__in=matters, settled_on__isnull=True)}
    checks = {one.case_id: one for one in Violation.objects.filter(case__in=matters, settled_on__isnull=True)}
    papers = {one.case_id: one for one in Authority.objects.filter(case__in=matters).filter(WAITS)}
    given = MoreTime.objects.filter(violation__in=[one.pk for one in checks.values()], granted=True)
    more = dict(given.values_list("case", "days"))
    flags = {
        "is_testing": _keys(testing),
        "is_watched": _keys(watched),
        "has_follow_up": _keys(later),
        "is_contested": set(contests),
        "is_checking": set(checks),
        "is_unsatisfied": set(bad.values_list("closing__case", flat=True)),
    }
    for key, case in matters.items():
        said = {name: key in keys for name, keys in flags.items()}
        is_open = case.stage == Stage.OPEN
        lacks = is_open and key in papers and not case.registration.matter.acceptance
        if is_open or said["has_follow_up"] or said["is_unsatisfied"] or said["is_checking"]:
            yield QueueRow(
                record=case,
                agency_id=case.registration.agency_id,
                place=urgency(case.due_on, key),
                text=text_of(case),
                unit_id=units.get(key),
                handler_id=handlers.get(key),
                channel=case.registration.channel,
                kind=case.kind,
                line=case.line,
                opened_on=case.opened_on,
                is_open=is_open,
                is_assigned=key in units,
                is_named=key in handlers,
                feedback_place=_feedback(case) if is_open else None,
                contest_place=_agreement(case, contests[key]) if key in contests else None,
                check_place=_checking(case, checks[key], more.get(key, 0)) if key in checks else None,
                is_lacking=lacks,
                papers_place=urgency(papers[key].asked_until, key) if lacks else None,
                **said,
            )


def _feedback(case: Case) -> int | None:
    """Its place by the platform's date, until it is closed or the platform took its worksheet back."""
    matter = case.registration.matter
    if matter.is_returned or matter.feedback_due is None:
        return None
    return urgency(matter.feedback_due, case.pk)


def _agreement(case: Case, contest: Contest) -> int:
    """Its place by the day until when both bureaus must agree; where none runs it stands last."""
    answer = contest_due(case, case.registration.matter, contest, calendar())
    return urgency(answer.due if answer else None, case.pk)


def _checking(case: Case, found: Violation, more: int) -> int:
    """Its place by the day until when what was found while mediating must be checked."""
    answer = check_due(case, case.registration.matter, found, calendar(), more=more)
    return urgency(answer.due if answer else None, case.pk)


def count_anew() -> int:
    """After a new calendar: let the places by other dates than the case's be counted anew; how many cases."""
    running = Contest.objects.filter(settled_on__isnull=True).values_list("case", flat=True)
    checked = Violation.objects.filter(settled_on__isnull=True).values_list("case", flat=True)
    cases = sorted({*running, *checked})
    Mark.objects.bulk_create([Mark(list=LISTING.name, record=case) for case in cases])
    return len(cases)


def _pairs(rows: QuerySet[Any], of: str) -> dict[int, int]:
    return dict(rows.values_list("case", of))


def _keys(rows: QuerySet[Any]) -> set[int]:
    return set(rows.values_list("case", flat=True))


def _not_offered(_officer: Officer, _day: date) -> Choices:
    return []


def _gate(officer: Officer, day: date, _duties: Sequence[HeldDuty]) -> QuerySet[Case]:
    return visible_to(officer, day)


_ITS_CASE = f"(SELECT id FROM casework_case WHERE id = {{row}}.case_id AND kind IN ({_KINDS}))"  # noqa: S608
_OWED = (
    f"(kind IN ({_KINDS}) AND stage = 'open') "  # noqa: S608 - our own names
    "OR id IN (SELECT case_id FROM complaints_followup WHERE handled_on IS NULL) "
    "OR id IN (SELECT case_id FROM complaints_violation WHERE settled_on IS NULL) "
    "OR id IN (SELECT case_id FROM casework_closing WHERE id IN "
    f"(SELECT closing_id FROM complaints_callback WHERE satisfaction = '{Matter.Satisfaction.BAD}'))"
)
LISTING = Listing(
    name="queue",
    title=gettext_lazy("投诉举报"),
    row=QueueRow,
    build=build,
    reach=reach,
    gate=_gate,
    facets=(Facet("open", gettext_lazy("在办"), "is_open", _not_offered, bool),),
    related=("record__registration",),
    scopes=("agency_id", "unit_id"),
    filling=_OWED,
    watches=(
        Watch(
            "casework_case",
            f"CASE WHEN {{row}}.kind IN ({_KINDS}) AND {{row}}.stage = 'open' THEN {{row}}.id END",
            verbs=("INSERT",),
        ),
        Watch(
            "casework_case",
            f"CASE WHEN {{row}}.kind IN ({_KINDS}) THEN {{row}}.id END",
            verbs=("UPDATE", "DELETE"),
        ),
        Watch("casework_assignment", _ITS_CASE),
        Watch("casework_pause", _ITS_CASE),
        Watch("complaints_profile", "{row}.case_id"),
        Watch("complaints_supervision", "{row}.case_id"),
        Watch("complaints_followup", "{row}.case_id"),
        Watch("complaints_contest", "{row}.case_id"),
        Watch("complaints_callback", "(SELECT case_id FROM casework_closing WHERE id = {row}.closing_id)"),
        Watch(
            "complaints_matter",
            "SELECT id AS found FROM casework_case WHERE registration_id = {row}.registration_id",
            verbs=("UPDATE",),
        ),
        Watch(
            "casework_registration",
            "SELECT id AS found FROM casework_case WHERE registration_id = {row}.id "
            "AND {row}.series = 'complaints'",
            verbs=("UPDATE",),
        ),
        # A trigger bears the number of its place here: new ones go to the end.
        Watch("complaints_violation", "{row}.case_id"),
        Watch("complaints_moretime", "{row}.case_id"),
        Watch("complaints_authority", "{row}.case_id"),
    ),
)
"""What :mod:`gongkai.desk.lists` knows of the queue."""
