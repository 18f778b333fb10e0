"""The register of the gate 收发登记 as :mod:`gongkai.desk.lists` wants it: all mail, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.queries import SHANGHAI
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.casework import gate
from gongkai.desk.casework.models import GateMail
from gongkai.desk.lists import choices
from gongkai.desk.lists.listing import Choices
from gongkai.desk.lists.short import Filter, Short, iso

_UNREAD = "unread"


def opens(_officer: Officer, _day: date, duties: Sequence[HeldDuty]) -> bool:
    """Whether the page is open with these duties: to those who enter mail."""
    return any(one.kind in (Duty.Kind.OFFICE, Duty.Kind.OPERATOR) for one in duties)


def _gate(officer: Officer, day: date, _duties: Sequence[HeldDuty]) -> QuerySet[GateMail]:
    return gate.visible_to(officer, day).select_related("handed_to", "registration")


def _recognised(_officer: Officer, _day: date) -> Choices:
    return [(key or _UNREAD, str(label)) for key, label in GateMail.Recognised.choices]


def _as(seen: QuerySet[Any], value: str, _day: date) -> QuerySet[Any]:
    return seen.filter(recognised_as="" if value == _UNREAD else value)


def _minute(one: GateMail) -> str:
    return f"{timezone.localtime(one.signed_at, SHANGHAI):%H:%M}"


LISTING = Short(
    name="mail",
    title=gettext_lazy("收发登记"),
    address="foi:mail",
    gate=_gate,
    opens=opens,
    facets=(
        Filter("recognised", gettext_lazy("识别为"), _recognised, _as),
        Filter("kind", gettext_lazy("邮件种类"), choices.of(GateMail.Kind.choices)),
        Filter(
            "unit",
            gettext_lazy("移交"),
            choices.units,
            lambda seen, value, _day: seen.filter(handed_to=value),
        ),
    ),
    period=gettext_lazy("签收年份"),
    dated="signed_on",
    day="signed_on",
    asks=gettext_lazy("邮件号、签收人、登记编号"),
    words=("mail_number", "signed_by", "registration__number"),
    columns=(
        ("收文号", str),
        ("邮件种类", lambda one: one.kind),
        ("邮件号", lambda one: one.mail_number),
        ("邮戳日期", lambda one: iso(one.postmark_on)),
        ("签收日期", lambda one: one.signed_on.isoformat()),
        ("签收时刻", _minute),
        ("签收人", lambda one: one.signed_by),
        ("识别为", lambda one: str(one.get_recognised_as_display())),
        ("登记编号", lambda one: one.registration.number if one.registration else ""),
        ("移交单位", lambda one: one.handed_to.name if one.handed_to else ""),
        ("移交日期", lambda one: iso(one.handed_on)),
        ("作废日期", lambda one: iso(one.voided_on)),
    ),
)
"""What the page, saved views and exports know of it."""
