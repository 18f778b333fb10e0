"""The night's work: read the cases of ten weeks, find what stands out, write signals; safety words at one.

Memory is bounded by the cases of the baseline and the window. A group that is still waiting or watched is
not written twice; its figures are brought up to date.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max

from gongkai.desk.agencies.models import Agency
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.models import Case, CaseText, PersonKey, ReporterKey, Series
from gongkai.desk.casework.stages import Stage
from gongkai.desk.complaints import hints
from gongkai.desk.complaints.house import house
from gongkai.desk.complaints.models import Profile, Signal, SignalCase
from gongkai.desk.complaints.signals.counting import Group, Report, groups
from gongkai.desk.complaints.signals.detecting import BASELINE, GUARD, WINDOWS, Finding, night

BACK = timedelta(days=BASELINE + GUARD + max(WINDOWS))
SHOWN_DAYS = 40
"""Days that a signal's chart shows."""
_OPEN = (Signal.State.WAITING, Signal.State.WATCHED)
_BATCH = 2000


def run(agency: Agency, *, at: datetime, until: date | None = None) -> list[Signal]:
    """Find the signals of an agency up to and including ``until`` (or yesterday); those that are new."""
    day = until or shanghai_date(at) - timedelta(days=1)
    reports = list(read(agency, day - BACK, day))
    found = groups(reports)
    totals = Counter(one.day for one in reports)
    days = calendar()
    findings, compared = night(found, totals, day, lambda one: not days.is_workday(one))
    made = []
    with transaction.atomic():
        for finding in findings:
            signal = _keep(agency, finding, found[finding.key], compared, at)
            if signal is not None:
                made.append(signal)
        for report in reports:
            if report.safety and report.day == day:
                signal = _alarm(agency, report, at)
                if signal is not None:
                    made.append(signal)
    return made


def read(agency: Agency, first: date, last: date) -> Iterable[Report]:
    """The complaints and reports of these days as the detector sees them.

    The same person is told by the keyed hash of the phone, reporters by that of the opener's index; where
    there is none, the registration counts as a person.
    """
    cases = Case.objects.filter(
        registration__agency=agency,
        registration__series=Series.COMPLAINTS,
        registration__matter__registered_on__range=(first, last),
    ).exclude(stage=Stage.VOIDED)
    cases = cases.exclude(kind=Case.Kind.CONSULTATION).order_by("pk")
    after, seen = 0, set[int]()
    while batch := list(cases.filter(pk__gt=after).select_related("registration__matter")[:_BATCH]):
        after = batch[-1].pk
        keys = [case.pk for case in batch]
        texts = dict(
            CaseText.objects.filter(case__in=keys, field=CaseText.Field.CONTENT).values_list("case", "masked")
        )
        people = dict(
            row
            for model in (PersonKey, ReporterKey)
            for row in model._default_manager.filter(case__in=keys)
            .order_by("-kind")
            .values_list("case", "digest")
        )
        profiles = Profile.objects.in_bulk(keys)
        for case in batch:
            if case.registration_id in seen:
                continue
            seen.add(case.registration_id)
            digest = people.get(case.pk)
            person: object = bytes(digest) if digest is not None else case.registration_id
            yield _report(case, texts.get(case.pk, ""), person, profiles.get(case.pk))


def _report(case: Case, text: str, person: object, profile: Profile | None) -> Report:
    matter = case.registration.matter
    traits = hints.traits(text, matter.category, matter.respondent_address)
    return Report(
        case=case.pk,
        day=matter.registered_on,
        person=person,
        product=matter.category or traits.category,
        wider=house().parent_of(matter.category or traits.category),
        shop=matter.credit_code or matter.respondent,
        area=profile.area if profile and profile.area else traits.area,
        problem=profile.problem if profile and profile.problem else traits.problem,
        safety=traits.safety,
    )


def _keep(agency: Agency, finding: Finding, group: Group, compared: int, at: datetime) -> Signal | None:
    """Write a signal, or bring the open one of the same group up to date; null for the latter."""
    first = finding.day - timedelta(days=finding.window - 1)
    values = {
        "day": finding.day,
        "window": finding.window,
        "people": finding.people,
        "expected": round(finding.expected, 2),
        "limit": finding.limit,
        "q": finding.q,
        "compared": compared,
        "series": _series(group, finding),
    }
    recent = Signal.objects.filter(agency=agency, key=finding.key, is_safety=False)
    running = recent.filter(state__in=_OPEN).first()
    if running is not None:
        for name, value in values.items():
            setattr(running, name, value)
        running.save(update_fields=list(values))
        _attach(running, group.cases(first, finding.day))
        return None
    if recent.filter(decided_on__gt=finding.day - timedelta(days=14)).exists():
        return None  # a person judged this group lately; what they said stands for two weeks
    crossed = _crossed(group, finding)
    signal = _new(agency, finding.key, at, crossed_on=crossed, **values)
    _attach(signal, group.cases(first, finding.day))
    return signal


def _alarm(agency: Agency, report: Report, at: datetime) -> Signal | None:
    """A safety word alarms at one; once a case."""
    if SignalCase.objects.filter(case=report.case, signal__is_safety=True).exists():
        return None
    key = f"safety={report.safety}" + (f"|product={report.product}" if report.product else "")
    signal = _new(
        agency, key, at, is_safety=True, day=report.day, window=1, people=1, expected=0.0, limit=1, q=0.0,
        compared=1, crossed_on=report.day, series=[],
    )  # fmt: skip
    _attach(signal, [report])
    return signal


def _new(agency: Agency, key: str, at: datetime, **values: object) -> Signal:
    year = shanghai_date(at).year
    last = Signal.objects.filter(agency=agency, year=year).aggregate(last=Max("number"))["last"] or 0
    return Signal.objects.create(
        agency=agency, year=year, number=last + 1, key=key[:200], found_at=at, **values
    )


def _attach(signal: Signal, cases: list[Report]) -> None:
    """The cases of a signal; a person's second one is there, but does not count."""
    there = set(signal.cases.values_list("case", flat=True))
    people = set[object]()
    for one in cases:
        if one.case not in there:
            SignalCase.objects.create(signal=signal, case_id=one.case, counted=one.person not in people)
        people.add(one.person)


def _series(group: Group, finding: Finding) -> list[dict[str, object]]:
    """For the chart: people in the window that ends on each of the last days."""
    made: list[dict[str, object]] = []
    for back in range(SHOWN_DAYS, -1, -1):
        day = finding.day - timedelta(days=back)
        first = day - timedelta(days=finding.window - 1)
        made.append({"day": day.isoformat(), "people": len(group.people(first, day))})
    return made


def _crossed(group: Group, finding: Finding) -> date:
    """The first day of this rise on which the group was over its limit."""
    day = finding.day
    while (finding.day - day).days < SHOWN_DAYS:
        before = day - timedelta(days=1)
        if len(group.people(before - timedelta(days=finding.window - 1), before)) < finding.limit:
            return day
        day = before
    return day
