"""The list of consultations 意见征集 as :mod:`gongkai.desk.lists` wants it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.casework.waiting import left
from gongkai.desk.disclosure import consulting, due
from gongkai.desk.disclosure.models import Consultation
from gongkai.desk.lists import choices
from gongkai.desk.lists.short import Filter, Short


def row(one: Consultation, day: date) -> dict[str, Any]:
    """A consultation as lists show it: where it stands, and what is due until when."""
    standing = consulting.standing(one, day)
    on = one.closes_on if standing.key in ("planned", "open") else one.feedback_by
    return {
        "one": one,
        "standing": standing,
        "on": None if standing.key == "done" else on,
        "left": left(due.calendar(), day, on),
        "opens": consulting.said(one.opens_on),
        "closes": consulting.said(one.closes_on),
        "feedback": consulting.said(one.feedback_by),
        "came": getattr(one, "came", None),
    }


def _gate(officer: Officer, day: date, duties: Sequence[HeldDuty]) -> QuerySet[Consultation]:
    counted = Count("opinions", filter=Q(opinions__withdrawn_on__isnull=True))
    return consulting.consultations(officer, day, duties).annotate(came=counted)


def _opens(_officer: Officer, _day: date, duties: Sequence[HeldDuty]) -> bool:
    return any(one.kind != Duty.Kind.KEEPER for one in duties)


def _by_state(seen: QuerySet[Any], value: str, day: date) -> QuerySet[Any]:
    """As :func:`~gongkai.desk.disclosure.consulting.standing` tells the states apart."""
    if value == "done":
        return seen.filter(is_answered=True)
    seen = seen.filter(is_answered=False)
    if value == "weighing":
        return seen.filter(closes_on__lt=day)
    is_open = Q(is_out=True, opens_on__lte=day)
    return seen.filter(is_open if value == "open" else ~is_open, closes_on__gte=day)


LISTING = Short(
    name="consultations",
    title=gettext_lazy("意见征集"),
    address="disclosure:consultations",
    gate=_gate,
    opens=_opens,
    facets=(
        Filter(
            "state",
            gettext_lazy("状态"),
            choices.of([(key, label) for key, (label, _kind) in consulting.STATES.items()]),
            _by_state,
        ),
        Filter("subject", gettext_lazy("事项"), choices.of(Consultation.Subject.choices)),
        Filter(
            "unit",
            gettext_lazy("责任单位"),
            choices.units,
            lambda seen, value, _day: seen.filter(item__unit=value),
        ),
    ),
    period=gettext_lazy("征集年份"),
    dated="opens_on",
    asks=gettext_lazy("标题、索引号"),
    words=("item__title", "item__index"),
    made=lambda rows, _officer, day: [row(one, day) for one in rows],
    key=lambda one: one["one"].pk,
    columns=(
        ("草案", lambda one: one["one"].item.title),
        ("索引号", lambda one: one["one"].item.index),
        ("事项", lambda one: str(one["one"].get_subject_display())),
        ("责任单位", lambda one: one["one"].item.unit.name if one["one"].item.unit else ""),
        ("状态", lambda one: one["standing"].label),
        ("征集开始", lambda one: one["one"].opens_on.isoformat()),
        ("征集截止", lambda one: one["one"].closes_on.isoformat()),
        ("意见", lambda one: str(one["came"])),
        ("反馈期限", lambda one: one["one"].feedback_by.isoformat()),
    ),
)
"""What the page, saved views and exports know of it."""
