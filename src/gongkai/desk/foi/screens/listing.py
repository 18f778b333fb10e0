"""The list of applications: tabs, a page by key, each row with its clock and what it waits for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Officer, Unit
from gongkai.desk.agencies.rules import HeldDuty, held
from gongkai.desk.casework.clocks import Due, calendar
from gongkai.desk.casework.models import Assignment, Case, CaseText
from gongkai.desk.casework.stages import ENDED
from gongkai.desk.foi import clocks
from gongkai.desk.foi import rows as rows_of
from gongkai.desk.foi.queries import visible_to
from gongkai.desk.foi.rows import State
from gongkai.desk.foi.screens.case import short
from gongkai.desk.foi.stages import Stage
from gongkai.desk.lists.places import Place
from gongkai.law.calendar import Calendar

SHOWN = 30
COUNTED = 1000
_NEVER = date(9999, 12, 31)
TABS = ("open", "late", "chain", "served", "all")
_STATES = {
    "open": (State.OPEN, State.CHAIN),
    "late": (State.OPEN, State.CHAIN, State.SERVED),
    "chain": (State.CHAIN,),
    "served": (State.SERVED,),
    "all": tuple(State),
}
"""The states of rows in which the search of a tab looks."""
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
    unit: Unit | None
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


def page(
    officer: Officer, today: date, chosen: Mapping[str, str], place: Mapping[str, str]
) -> dict[str, Any]:
    """One page of what the officer may see; ``place`` is the query of the request."""
    is_fresh = rows_of.is_fresh() if chosen.get("q") else True
    by_words = _by_words(chosen)
    cases, pager = (_hits if by_words else _by_due)(officer, today, chosen, place)
    return {
        "rows": rows(cases, today, calendar()),
        "tab": chosen["tab"],
        "tabs": tabs(chosen),
        "is_fresh": is_fresh,
        "newest_first": by_words,
        "leaves_out": rows_of.SIGNED if by_words and rows_of.signed_too_many(officer) else 0,
        "pager": pager,
    }


def keys(
    officer: Officer, today: date, duties: Sequence[HeldDuty], chosen: Mapping[str, str], most: int
) -> Iterable[int]:
    """All that the pages show, in their order, up to so many, for exports."""
    if _by_words(chosen):
        return rows_of.keys(officer, today, duties, _STATES[chosen["tab"]], chosen, most)
    seen = _narrowed(visible_to(officer, today, duties), today, chosen)
    found = _sorted(seen).order_by("sort", "-pk").values_list("pk", flat=True)
    return found[:most].iterator()


def _by_words(chosen: Mapping[str, str]) -> bool:
    """Whether the index of tokens is read; the late ones are few and stay by their dues."""
    return bool(chosen.get("q")) and chosen["tab"] != "late"


def _hits(
    officer: Officer, today: date, chosen: Mapping[str, str], place: Mapping[str, str]
) -> tuple[list[Case], dict[str, Any]]:
    """A page of what holds the words, newest first, by the index of tokens."""
    duties = held(officer, today)
    found, pager = rows_of.found(officer, today, duties, _STATES[chosen["tab"]], chosen, Place.read(place))
    cases = Case.objects.select_related("registration", "application").in_bulk(found)
    return [cases[key] for key in found], pager


def _by_due(
    officer: Officer, today: date, chosen: Mapping[str, str], place: Mapping[str, str]
) -> tuple[list[Case], dict[str, Any]]:
    """A page of a tab by its dues; of the late ones, which are few, those that hold the words."""
    seen = _narrowed(visible_to(officer, today), today, chosen)
    total = seen.order_by()[: COUNTED + 1].values("pk").count()
    cases, before, after = _window(seen, place)
    return cases, {
        "previous": _turn(chosen, before=_key(cases[0])) if cases and before else "",
        "next": _turn(chosen, after=_key(cases[-1])) if cases and after else "",
        "shown": len(cases),
        "total": min(total, COUNTED),
        "capped": total > COUNTED,
    }


def rows(cases: list[Case], today: date, days: Calendar) -> list[Row]:
    """What a list says about cases; four queries, however many."""
    keys = [case.pk for case in cases]
    texts = dict(
        CaseText.objects.filter(case__in=keys, field=CaseText.Field.CONTENT).values_list("case", "masked")
    )
    units = {
        one.case_id: one.unit
        for one in Assignment.objects.filter(case__in=keys, until__isnull=True).select_related("unit")
    }
    dues = clocks.answers([case for case in cases if case.stage not in ENDED], days, False)
    return [_row(case, texts, units, dues.get(case.pk, Due()), today, days) for case in cases]


def _row(
    case: Case,
    texts: Mapping[int, str],
    units: Mapping[int, Unit],
    due: Due,
    today: date,
    days: Calendar,
) -> Row:
    left = None
    if due.on is not None:
        left = (
            days.workdays_between(today, due.on) if due.on >= today else -days.workdays_between(due.on, today)
        )
    known = case.stage in Stage.values
    return Row(
        case=case,
        text=short(texts.get(case.pk, "") or _("台账没有申请内容")),
        unit=units.get(case.pk),
        stage=str(Stage(case.stage).label) if known else case.stage,
        kind=_KINDS[Stage(case.stage)] if known else "calm",
        due=due,
        left=left,
        href=reverse("foi:case", args=[case.uid]),
    )


def _narrowed(cases: QuerySet[Case], today: date, chosen: Mapping[str, str]) -> QuerySet[Case]:
    """What a tab and the filters leave."""
    seen = _of_tab(cases, chosen["tab"], today)
    if question := chosen.get("q", ""):
        seen = seen.filter(rows_of.holding(question))
    if unit := chosen.get("unit", ""):
        running = Assignment.objects.filter(case=OuterRef("pk"), until__isnull=True, unit=int(unit))
        seen = seen.filter(Exists(running))
    if year := chosen.get("year", ""):
        seen = seen.filter(opened_on__year=int(year))
    return seen


def _sorted(cases: QuerySet[Case]) -> QuerySet[Any]:
    """The cases with the date by which they are sorted; undated ones come last."""
    return cases.annotate(sort=Coalesce("due_on", Value(_NEVER)))


def _of_tab(cases: QuerySet[Case], tab: str, today: date) -> QuerySet[Case]:
    if tab == "open":
        return cases.exclude(stage__in=(*ENDED, Stage.SERVED))
    if tab == "late":
        return cases.exclude(stage__in=ENDED).filter(due_on__lt=today)
    if tab == "chain":
        return cases.filter(stage__in=(Stage.CHAIN, Stage.SIGNED))
    if tab == "served":
        return cases.filter(stage=Stage.SERVED)
    return cases


def _window(cases: QuerySet[Case], asked: Mapping[str, str]) -> tuple[list[Case], bool, bool]:
    found = _sorted(cases).select_related("registration", "application")
    after, before = _place(asked.get("after", "")), _place(asked.get("before", ""))
    if before is not None:
        sort, key = before
        found = found.filter(Q(sort__lt=sort) | Q(sort=sort, pk__gt=key)).order_by("-sort", "pk")
        part = list(found[: SHOWN + 1])
        return part[:SHOWN][::-1], len(part) > SHOWN, True
    if after is not None:
        sort, key = after
        found = found.filter(Q(sort__gt=sort) | Q(sort=sort, pk__lt=key))
    part = list(found.order_by("sort", "-pk")[: SHOWN + 1])
    return part[:SHOWN], after is not None, len(part) > SHOWN


def _key(case: Case) -> str:
    return f"{(case.due_on or _NEVER).isoformat()}.{case.pk}"


def _place(text: str) -> tuple[date, int] | None:
    day, dot, key = text.partition(".")
    if not dot or not key.isascii() or not key.isdecimal() or len(key) > 18:
        return None
    try:
        return date.fromisoformat(day), int(key)
    except ValueError:
        return None


def _turn(chosen: Mapping[str, str], **place: str) -> str:
    return "?" + urlencode({**chosen, **place})
