"""Cases as :mod:`gongkai.desk.lists` wants them: for search and for what has ended; no page of their own."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.casework.models import Assignment, Case, Series
from gongkai.desk.casework.queries import SEES_AGENCY, SEES_UNIT, visible_to
from gongkai.desk.casework.stages import Stage
from gongkai.desk.finding.models import CaseRow
from gongkai.desk.lists.listing import Choices, Facet, Listing, Scope, Watch
from gongkai.desk.lists.models import place_of, row_text


def build(records: Collection[int]) -> Iterator[CaseRow]:
    """The rows of these cases, unsaved; voided registrations are found too, for their number stays."""
    running = Assignment.objects.filter(case__in=records, until__isnull=True)
    units = dict(running.values_list("case", "unit"))
    cases = Case.objects.filter(pk__in=records).select_related("registration__matter")
    for case in cases.defer("registration__extras", "registration__content_digest"):
        yield CaseRow(
            record_id=case.pk,
            agency_id=case.registration.agency_id,
            place=place_of(case.opened_on, case.pk),
            text=text_of(case),
            unit_id=units.get(case.pk),
            series=case.registration.series,
            stage=case.stage,
            kind=case.kind,
            line=case.line,
            channel=case.registration.channel,
        )


def text_of(case: Case) -> str:
    """What text filters look in: numbers, the respondent, what it is about."""
    registration, matter = case.registration, getattr(case.registration, "matter", None)
    texts = [registration.number, registration.source_number]
    if matter is not None:
        texts += [matter.respondent, matter.credit_code, matter.category]
    return row_text(*texts)


def reach(officer: Officer, _day: date, duties: Sequence[HeldDuty]) -> tuple[Scope, ...]:
    """What :func:`gongkai.desk.casework.queries.visible_to` lets through, as parts of the row table."""
    agency = {"agency_id": officer.agency_id}
    if any(one.kind in SEES_AGENCY or (one.kind in SEES_UNIT and one.unit_id is None) for one in duties):
        return (agency,)
    units = {one.unit_id for one in duties if one.kind in SEES_UNIT and one.unit_id is not None}
    return tuple(agency | {"unit_id": unit} for unit in sorted(units))


def _series(_officer: Officer, _day: date) -> Choices:
    return [(str(key), str(label)) for key, label in Series.choices]


def _stages(_officer: Officer, _day: date) -> Choices:
    return [(str(key), str(label)) for key, label in Stage.choices]


LISTING = Listing(
    name="cases",
    title=gettext_lazy("案件"),
    row=CaseRow,
    build=build,
    reach=reach,
    gate=lambda officer, day, _duties: visible_to(officer, day),
    facets=(
        Facet("series", gettext_lazy("登记簿"), "series", _series),
        Facet("stage", gettext_lazy("阶段"), "stage", _stages),
    ),
    asks=gettext_lazy("编号、被诉主体"),
    related=("record__registration",),
    heavy=("record__registration__extras", "record__registration__content_digest"),
    scopes=("agency_id", "unit_id"),
    filtered=("kind", "line", "channel"),
    watches=(
        Watch("casework_case", "{row}.id"),
        Watch("casework_assignment", "{row}.case_id"),
        Watch(
            "complaints_matter",
            "SELECT id AS found FROM casework_case WHERE registration_id = {row}.registration_id",
            verbs=("UPDATE",),
        ),
        Watch(
            "casework_registration",
            "SELECT id AS found FROM casework_case WHERE registration_id = {row}.id",
            verbs=("UPDATE",),
        ),
    ),
)
