"""Applications as :mod:`gongkai.desk.lists` wants them: the search of their list, by an index of tokens.

The list itself is read by its dues; what is searched for is read page by page from here, newest first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy

from gongkai import grams
from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.casework.models import Assignment, Case, CaseText
from gongkai.desk.casework.queries import SEES_AGENCY, SEES_UNIT
from gongkai.desk.casework.stages import ENDED
from gongkai.desk.foi.models import Application, ApplicationRow, Opinion
from gongkai.desk.foi.queries import reviews, visible_to
from gongkai.desk.foi.stages import Stage
from gongkai.desk.lists import marks, paging
from gongkai.desk.lists.listing import Listing, Scope, Watch
from gongkai.desk.lists.models import place_of
from gongkai.desk.lists.paging import COUNTED_WORDS, read
from gongkai.desk.lists.places import Asked, Place, span

State = ApplicationRow.State
SIGNED = 5000
"""Applications that a reviewer signed and that are found besides, the newest."""
_STATES = {
    Stage.CHAIN: State.CHAIN,
    Stage.SIGNED: State.CHAIN,
    Stage.SERVED: State.SERVED,
} | dict.fromkeys((Stage(one) for one in ENDED), State.ENDED)
_TEXTS = (CaseText.Field.CONTENT, CaseText.Field.CORRECTION)


def build(records: Collection[int]) -> Iterator[ApplicationRow]:
    """The rows of these applications, unsaved; three queries."""
    running = Assignment.objects.filter(case__in=records, until__isnull=True)
    units = dict(running.values_list("case", "unit"))
    texts: dict[int, list[str]] = {}
    kept = CaseText.objects.filter(case__in=records, field__in=_TEXTS).order_by("case", "field")
    for case, masked in kept.values_list("case", "masked"):
        texts.setdefault(case, []).append(masked)
    rows = Application.objects.filter(pk__in=records).annotate(
        stage=F("case__stage"),
        opened=F("case__opened_on"),
        number=F("case__registration__number"),
        source=F("case__registration__source_number"),
    )
    for pk, agency, stage, opened, *numbers in rows.values_list(
        "pk", "agency", "stage", "opened", "number", "source"
    ):
        said = [*numbers, *texts.get(pk, ())]
        yield ApplicationRow(
            record_id=pk,
            agency_id=agency,
            place=place_of(opened, pk),
            text="\n".join(grams.normal(one) for one in said if one),
            unit_id=units.get(pk),
            state=_STATES.get(Stage(stage), State.OPEN) if stage in Stage.values else State.OPEN,
        )


def reach(officer: Officer, day: date, duties: Sequence[HeldDuty]) -> tuple[Scope, ...]:
    """What :func:`visible_to` lets through, as parts of the row table; what a reviewer signed is beside."""
    agency = {"agency_id": officer.agency_id}
    if any(one.kind in SEES_AGENCY or (one.kind in SEES_UNIT and one.unit_id is None) for one in duties):
        return (agency,)
    units = {one.unit_id for one in duties if one.kind in SEES_UNIT and one.unit_id is not None}
    own = tuple(agency | {"unit_id": unit} for unit in sorted(units))
    return (*own, agency | {"state": State.CHAIN.value}) if reviews(officer, day, duties) else own


def found(
    officer: Officer,
    day: date,
    duties: Sequence[HeldDuty],
    states: Collection[str],
    chosen: Mapping[str, str],
    place: Place,
) -> tuple[list[int], dict[str, Any]]:
    """The keys of a page of applications in these states that hold every word of ``q``, and the pager.

    The newest come first; every hit is on some page, however many there are.
    """
    asked = _asked(officer, day, duties, states, chosen)
    if not asked.words:
        return [], {"previous": "", "next": "", "shown": 0, "total": 0, "capped": False}
    rows, pager = read(asked, _gate(officer, day, duties), chosen, place, COUNTED_WORDS)
    return [one.record_id for one in rows], pager


def keys(
    officer: Officer,
    day: date,
    duties: Sequence[HeldDuty],
    states: Collection[str],
    chosen: Mapping[str, str],
    most: int,
) -> Iterable[int]:
    """The keys of all of them in the same order, up to so many, for exports."""
    asked = _asked(officer, day, duties, states, chosen)
    return paging.keys(asked, most, _gate(officer, day, duties)) if asked.words else ()


def _asked(
    officer: Officer,
    day: date,
    duties: Sequence[HeldDuty],
    states: Collection[str],
    chosen: Mapping[str, str],
) -> Asked:
    """The words and filters as a question to the row table."""
    scopes = reach(officer, day, duties)
    parts = [
        {**one, "state": state} for one in scopes for state in states if one.get("state", state) == state
    ]
    signed = Opinion.objects.filter(officer=officer).order_by("-decision__application")
    also = signed.values_list("decision__application", flat=True)[:SIGNED]
    sees_all = any(set(one) == {"agency_id"} for one in scopes)
    low, high = span(chosen.get("year", ""))
    return Asked(
        listing=LISTING,
        scopes=tuple(parts),
        conditions={"unit_id": int(chosen["unit"])} if chosen.get("unit") else {},
        words=tuple(grams.terms(chosen.get("q", ""))),
        low=low,
        high=high,
        also=() if sees_all else tuple(dict.fromkeys(also)),
        overlaps=True,
    )


def holding(question: str) -> Q:
    """Which cases hold every word of a question; for lists that are short by themselves."""
    words = grams.terms(question)
    rows = ApplicationRow.objects.all() if words else ApplicationRow.objects.none()
    for word in words:
        rows = rows.filter(text__contains=word)
    return Q(pk__in=rows.values("record_id"))


def signed_too_many(officer: Officer) -> bool:
    """Whether a reviewer signed so many that a search leaves out the oldest of them."""
    return Opinion.objects.filter(officer=officer)[SIGNED : SIGNED + 1].exists()


def is_fresh() -> bool:
    """Renew what changed since; ``False``: the worker is still at it."""
    return marks.fresh(LISTING)


def _gate(officer: Officer, day: date, duties: Sequence[HeldDuty]) -> QuerySet[Case]:
    return visible_to(officer, day, duties)


_KIND = Case.Kind.APPLICATION.value
_ITS_CASE = f"(SELECT id FROM casework_case WHERE id = {{row}}.case_id AND kind = '{_KIND}')"  # noqa: S608
LISTING = Listing(
    name="applications",
    title=gettext_lazy("依申请公开"),
    row=ApplicationRow,
    build=build,
    reach=reach,
    gate=_gate,
    facets=(),
    related=(),
    asks=gettext_lazy("编号、申请内容"),
    scopes=("agency_id", "unit_id", "state"),
    watches=(
        Watch("foi_application", "{row}.case_id", verbs=("INSERT",)),
        Watch("casework_case", f"CASE WHEN {{row}}.kind = '{_KIND}' THEN {{row}}.id END", verbs=("UPDATE",)),
        Watch("casework_assignment", _ITS_CASE),
        Watch("casework_casetext", _ITS_CASE),
        Watch(
            "casework_registration",
            f"SELECT id AS found FROM casework_case WHERE registration_id = {{row}}.id AND kind = '{_KIND}'",  # noqa: S608
            verbs=("UPDATE",),
        ),
    ),
)
"""What :mod:`gongkai.desk.lists` knows of applications."""
