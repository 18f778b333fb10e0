"""The list of applications: tabs, a page by key, each row with its clock and what it waits for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.casework.clocks import Due, calendar
from gongkai.desk.casework.models import Assignment, Case, CaseText, Closing
from gongkai.desk.casework.stages import ENDED
from gongkai.desk.foi import clocks
from gongkai.desk.foi import rows as rows_of
from gongkai.desk.foi.models import Consulted
from gongkai.desk.foi.rows import State, Tab
from gongkai.desk.foi.screens.case import short
from gongkai.desk.foi.stages import Stage
from gongkai.desk.lists.own import Reading
from gongkai.desk.lists.places import Place
from gongkai.law.calendar import Calendar

SHOWN = 30
"""Rows of a page."""
_TABS = {
    "open": Tab((State.OPEN, State.CHAIN)),
    "late": Tab((State.OPEN, State.CHAIN, State.SERVED), is_late=True),
    "chain": Tab((State.CHAIN,)),
    "served": Tab((State.SERVED,)),
    "all": Tab(tuple(State), by_due=False),
}
TABS = tuple(_TABS)
_KINDS = {
    Stage.OPEN: "now",
    Stage.CORRECTING: "calm",
    Stage.PAYING: "calm",
    Stage.CHAIN: "due",
    Stage.SIGNED: "due",
    Stage.SERVED: "due",
    Stage.CLOSED: "done",
    Stage.VOIDED: "calm",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One application in the list."""

    case: Case
    text: str
    unit: str
    stage: str
    kind: str
    due: Due
    left: int | None
    href: str

    @property
    def state(self) -> str:
        """As the chip wants it."""
        return "done" if self.case.stage in ENDED else "paused" if self.due.paused else "open"


def tabs(chosen: Mapping[str, str]) -> list[dict[str, Any]]:
    """The usual views; the other filters stay."""
    words = (_("在办"), _("已逾期"), _("审批、待送达"), _("已答复待归档"), _("全部"))
    return [
        {"label": label, "query": urlencode({**chosen, "tab": key}), "current": key == chosen["tab"]}
        for key, label in zip(TABS, words, strict=True)
    ]


def page(reading: Reading, place: Mapping[str, str]) -> dict[str, Any]:
    """One page of what the officer may see; ``place`` is the query of the request."""
    chosen = reading.chosen
    is_fresh = rows_of.is_fresh()
    tab = _TABS[chosen["tab"]]
    found, pager = rows_of.found(reading, tab, Place.read(place), SHOWN)
    cases = told(Case.objects.all()).in_bulk(found)
    words = bool(chosen.get("q"))
    return {
        "rows": rows([cases[key] for key in found], reading.day, calendar()),
        "tab": chosen["tab"],
        "tabs": tabs(chosen),
        "is_fresh": is_fresh,
        "newest_first": not tab.by_due or (words and not tab.is_late),
        "leaves_out": rows_of.leaves_out(reading),
        "pager": pager,
    }


def keys(reading: Reading, most: int) -> Iterable[int]:
    """All that the pages show, in their order, up to so many, for exports."""
    return rows_of.keys(reading, _TABS[reading.chosen["tab"]], most)


def told(cases: QuerySet[Any]) -> QuerySet[Any]:
    """The same cases with what a line says of each, read at once."""
    texts = CaseText.objects.filter(case=OuterRef("pk"), field=CaseText.Field.CONTENT)
    running = Assignment.objects.filter(case=OuterRef("pk"), until__isnull=True)
    found: QuerySet[Any] = cases.select_related("registration", "application").annotate(
        content=Subquery(texts.values("masked")[:1]),
        unit_name=Subquery(running.values("unit__name")[:1]),
        is_consulted=Exists(Consulted.objects.filter(application=OuterRef("pk"))),
        was_reopened=Exists(Closing.objects.filter(case=OuterRef("pk"), reopened_on__isnull=False)),
    )
    return found


def rows(cases: Sequence[Any], today: date, days: Calendar) -> list[Row]:
    """The lines of cases of :func:`told`; a query more where somebody was consulted, two where reopened."""
    open_ = [case for case in cases if case.stage not in ENDED]
    dues = clocks.answers_of(
        {case.pk: case.application for case in open_},
        [case.pk for case in open_ if case.is_consulted],
        [case.pk for case in open_ if case.was_reopened],
        days,
        False,
    )
    return [_row(case, dues.get(case.pk, Due()), today, days) for case in cases]


def _row(case: Any, due: Due, today: date, days: Calendar) -> Row:
    left = None
    if due.on is not None:
        left = (
            days.workdays_between(today, due.on) if due.on >= today else -days.workdays_between(due.on, today)
        )
    known = case.stage in Stage.values
    return Row(
        case=case,
        text=short(case.content or _("台账没有申请内容")),
        unit=case.unit_name or "",
        stage=str(Stage(case.stage).label) if known else case.stage,
        kind=_KINDS[Stage(case.stage)] if known else "calm",
        due=due,
        left=left,
        href=reverse("foi:case", args=[case.uid]),
    )
