"""Applications as :mod:`gongkai.desk.lists` wants them: what is due first by its dues, all else by receipt.

Pages, exports and the search by an index of tokens are read from here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, Exists, F, QuerySet, Value
from django.utils.translation import gettext_lazy

from gongkai import grams
from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.casework.models import Assignment, Case, CaseText
from gongkai.desk.casework.queries import SEES_AGENCY, SEES_UNIT
from gongkai.desk.casework.stages import ENDED
from gongkai.desk.foi.models import Application, ApplicationRow, Decision, Opinion
from gongkai.desk.foi.queries import reviews, visible_to
from gongkai.desk.foi.stages import Stage
from gongkai.desk.lists import paging
from gongkai.desk.lists.listing import Listing, Scope, Watch
from gongkai.desk.lists.models import PK_BITS, UNDATED, place_of, row_text
from gongkai.desk.lists.own import Reading
from gongkai.desk.lists.paging import Page, most_counted, renewed
from gongkai.desk.lists.places import Asked, Place, Sql, span

State = ApplicationRow.State
COUNTED = 1000
"""As many are counted of a tab."""
SIGNED = 500
"""So many signatures of a reviewer are looked through besides, the newest."""
_STATES = {
    Stage.CHAIN: State.CHAIN,
    Stage.SIGNED: State.CHAIN,
    Stage.SERVED: State.SERVED,
} | dict.fromkeys((Stage(one) for one in ENDED), State.ENDED)
_PLAIN = ("channel", "applicant_kind")
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
        due=F("case__due_on"),
        number=F("case__registration__number"),
        source=F("case__registration__source_number"),
    )
    for pk, agency, channel, applicant, stage, opened, due, *numbers in rows.values_list(
        "pk", "agency", "channel", "applicant_kind", "stage", "opened", "due", "number", "source"
    ):
        said = [*numbers, *texts.get(pk, ())]
        state = _STATES.get(Stage(stage), State.OPEN) if stage in Stage.values else State.OPEN
        yield ApplicationRow(
            record_id=pk,
            agency_id=agency,
            place=place_of(opened, pk),
            text=row_text(*said),
            unit_id=units.get(pk),
            state=state,
            channel=channel,
            applicant_kind=applicant,
            due_place=None if state == State.ENDED else urgency(due, pk),
        )


def urgency(due: date | None, pk: int) -> int:
    """The place by the due: the earliest first, undated last, of one day the newer first."""
    left = UNDATED.toordinal() - due.toordinal() if due else 0
    return left << PK_BITS | pk


def reach(officer: Officer, day: date, duties: Sequence[HeldDuty]) -> tuple[Scope, ...]:
    """What :func:`visible_to` lets through, as parts of the row table; what a reviewer signed is beside."""
    agency = {"agency_id": officer.agency_id}
    if any(one.kind in SEES_AGENCY or (one.kind in SEES_UNIT and one.unit_id is None) for one in duties):
        return (agency,)
    units = {one.unit_id for one in duties if one.kind in SEES_UNIT and one.unit_id is not None}
    own = tuple(agency | {"unit_id": unit} for unit in sorted(units))
    return (*own, agency | {"state": State.CHAIN.value}) if reviews(officer, day, duties) else own


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab of the list: the states it shows, whether by their dues, only those that are late."""

    states: tuple[str, ...]
    by_due: bool = True
    is_late: bool = False


def found(reading: Reading, tab: Tab, place: Place, most: int, told: Mapping[str, Any]) -> Page:
    """A page of what a tab and the filters leave, its records with what is ``told``.

    Where words are asked for the newest come first, but for those that are late.
    """
    asked = _asked(reading, tab)
    if asked is None:
        return Page([], {"previous": "", "next": "", "shown": 0, "total": 0, "capped": False})
    cap = most_counted(asked, COUNTED)
    return renewed(asked, _gate_of(reading), reading.chosen, place, cap, most, told)


def keys(reading: Reading, tab: Tab, most: int) -> Iterable[int]:
    """The keys of all of them in the same order, up to so many, for exports."""
    asked = _asked(reading, tab)
    return () if asked is None else paging.keys(asked, most, _gate_of(reading))


def _asked(reading: Reading, tab: Tab) -> Asked | None:
    """The tab, words and filters as a question to the row table; null where the words are none."""
    chosen, day = reading.chosen, reading.day
    words = tuple(grams.terms(chosen.get("q", "")))
    if chosen.get("q") and not words:
        return None
    scopes = reach(reading.officer, day, reading.duties)
    by_due = tab.by_due and (tab.is_late or not words)
    low, high = span(chosen.get("year", ""))
    floors: dict[str, Any] = {"place": low} if by_due and low is not None else {}
    if tab.is_late:  # due yesterday or earlier
        floors["due_place"] = urgency(day, 0) + (1 << PK_BITS)
    conditions: dict[str, Any] = {name: chosen[name] for name in _PLAIN if chosen.get(name)}
    if chosen.get("unit"):
        conditions["unit_id"] = int(chosen["unit"])
    return Asked(
        listing=LISTING,
        scopes=tuple(
            {**one, "state": state}
            for one in scopes
            for state in tab.states
            if one.get("state", state) == state
        ),
        conditions=conditions,
        words=words,
        low=None if by_due else low,
        high=None if by_due else high,
        floors=floors,
        ceilings={"place": high - 1} if by_due and high is not None else {},
        beside=_signed(reading) if signed_only(reading) else ("", ()),
        beside_in={} if set(tab.states) == set(State) else {"state": tuple(tab.states)},
        overlaps=True,
        order="due_place" if by_due else "place",
    )


def signed_only(reading: Reading) -> bool:
    """Whether the officer reviews replies: finds what they signed, beside their unit's and the chain's."""
    scopes = reach(reading.officer, reading.day, reading.duties)
    return not _sees_all(scopes) and reviews(reading.officer, reading.day, reading.duties)


def older_signed(reading: Reading) -> Any:
    """Whether the officer signed so many that the oldest are not looked through, as an expression."""
    if not signed_only(reading):
        return Value(False, BooleanField())
    return Exists(Opinion.objects.filter(officer=reading.officer).order_by("-pk")[SIGNED : SIGNED + 1])


def _signed(reading: Reading) -> Sql:
    """The applications that the officer signed last, as a query for their keys."""
    newest = Opinion.objects.filter(officer=reading.officer).order_by("-pk").values("decision")[:SIGNED]
    return Decision.objects.filter(pk__in=newest).values("application").query.sql_with_params()


def _sees_all(scopes: Sequence[Scope]) -> bool:
    return any(set(one) == {"agency_id"} for one in scopes)


def _gate(officer: Officer, day: date, duties: Sequence[HeldDuty]) -> QuerySet[Case]:
    return visible_to(officer, day, duties)


def _gate_of(reading: Reading) -> QuerySet[Case]:
    return _gate(reading.officer, reading.day, reading.duties)


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
    related=("record__case__registration",),
    asks=gettext_lazy("编号、申请内容"),
    scopes=("agency_id", "unit_id", "state"),
    filtered=_PLAIN,
    watches=(
        Watch("foi_application", "{row}.case_id", verbs=("INSERT", "UPDATE")),
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
