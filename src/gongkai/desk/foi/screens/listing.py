"""The list of applications: tabs, a page by key, each row with its clock and what it waits for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.casework.clocks import Due, calendar
from gongkai.desk.casework.models import Assignment, Case, CaseText
from gongkai.desk.casework.stages import ENDED
from gongkai.desk.foi import clocks
from gongkai.desk.foi import rows as rows_of
from gongkai.desk.foi.queries import visible_to
from gongkai.desk.foi.rows import State, Tab
from gongkai.desk.foi.screens.case import short
from gongkai.desk.foi.stages import Stage
from gongkai.desk.lists.own import Reading, seen
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
    """One page of what the officer may see; ``place`` is the query of the request.

    Its rows come through the gate with all that their lines say, in one query.
    """
    chosen = reading.chosen
    tab = _TABS[chosen["tab"]]
    more = {**told(), "leaves_out": rows_of.older_signed(reading)}
    found = rows_of.found(reading, tab, Place.read(place), SHOWN, more)
    leaves_out = found.rows[0].leaves_out if found.rows else rows_of.signed_only(reading)
    words = bool(chosen.get("q"))
    return {
        "rows": [_row(one.record.case, one, reading.day, calendar()) for one in found.rows],
        "tab": chosen["tab"],
        "tabs": tabs(chosen),
        "is_fresh": found.is_fresh,
        "newest_first": not tab.by_due or (words and not tab.is_late),
        "leaves_out": rows_of.SIGNED if leaves_out else 0,
        "pager": found.pager,
    }


def keys(reading: Reading, most: int) -> Iterable[int]:
    """All that the pages show, in their order, up to so many, for exports."""
    return rows_of.keys(reading, _TABS[reading.chosen["tab"]], most)


def told() -> dict[str, Any]:
    """What a line says beside its case and registration, to be annotated where the key is that of a case."""
    texts = CaseText.objects.filter(case=OuterRef("pk"), field=CaseText.Field.CONTENT)
    running = Assignment.objects.filter(case=OuterRef("pk"), until__isnull=True)
    return {
        "content": Subquery(texts.values("masked")[:1]),
        "unit_name": Subquery(running.values("unit__name")[:1]),
        **clocks.told("pk"),
    }


def rows(reading: Reading, keys: Sequence[int]) -> list[Row]:
    """The lines of those of these applications that may be seen, in their order; one query."""
    gate = visible_to(reading.officer, reading.day, reading.duties)
    return lines(seen(with_told(Case.objects.all()), gate, keys), reading.day)


def with_told(cases: QuerySet[Any]) -> QuerySet[Any]:
    """The same cases with all that their lines say."""
    found: QuerySet[Any] = cases.select_related("registration", "application").annotate(**told())
    return found


def lines(cases: Sequence[Any], today: date) -> list[Row]:
    """The lines of cases of :func:`with_told`; no query."""
    days = calendar()
    return [_row(case, case, today, days) for case in cases]


def _row(case: Case, said: Any, today: date, days: Calendar) -> Row:
    """The line of a case; ``said`` has the annotations of :func:`told`."""
    due = Due() if case.stage in ENDED else clocks.due_told(case.application, said, days, False)
    left = None
    if due.on is not None:
        left = (
            days.workdays_between(today, due.on) if due.on >= today else -days.workdays_between(due.on, today)
        )
    known = case.stage in Stage.values
    return Row(
        case=case,
        text=short(said.content or _("台账没有申请内容")),
        unit=said.unit_name or "",
        stage=str(Stage(case.stage).label) if known else case.stage,
        kind=_KINDS[Stage(case.stage)] if known else "calm",
        due=due,
        left=left,
        href=reverse("foi:case", args=[case.uid]),
    )
