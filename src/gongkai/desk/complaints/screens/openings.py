"""Requests to open a secret identity on the page of a case: where each stands and what can be done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints import rules
from gongkai.desk.complaints.models import Opening
from gongkai.desk.complaints.verbs.identity import LASTS, NOT_OPENED, OTHERWISE, SERVES

_SHOWN = 3


def rows(case: Case, officer: Officer, at: datetime) -> list[dict[str, Any]]:
    """The newest requests, with what this officer can do about them; one query and one for the duty."""
    reviews = rules.reviews(officer, case, shanghai_date(at))
    found = Opening.objects.filter(case=case).select_related("asked_by", "approved_by").order_by("-pk")
    return [
        {
            "opening": one,
            "says": _says(one, at),
            "may_approve": reviews and _waits(one, at) and one.asked_by_id != officer.pk,
            "may_open": _serves(one, at) and one.asked_by_id == officer.pk and not one.problem,
        }
        for one in found[:_SHOWN]
    ]


def _waits(one: Opening, at: datetime) -> bool:
    return one.approved_at is None and at - one.asked_at <= LASTS


def _serves(one: Opening, at: datetime) -> bool:
    return one.approved_at is not None and at - one.approved_at <= SERVES


def _says(one: Opening, at: datetime) -> str:
    """Where a request stands, and what comes next."""
    if one.problem:
        return "；".join(NOT_OPENED.get(one.problem, OTHERWISE))
    if one.approved_at is None:
        return _("等待另一位有职责的人批准，一天内有效") if _waits(one, at) else _("一天内没有批准，已失效")
    if not _serves(one, at):
        return _("十分钟已过，内容已清除；再看须重新申请")
    return _("已开启，十分钟内可在申请时的浏览器查看") if one.opened_at else _("正在开启，一般几秒钟")
