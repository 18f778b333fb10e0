"""What waits for a person at the outlets: what has still to be placed, what must come down elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.waiting import Job, Part, first, left
from gongkai.desk.lists import marks
from gongkai.desk.outlets import queries
from gongkai.desk.outlets.adapters import adapter
from gongkai.desk.outlets.models import Posting, PostingRow
from gongkai.desk.outlets.rows import LISTING, State

COMPARED_IN = 5
"""Working days within which a page of another platform is compared: the bureau's own aim, no rule's."""
_WORKS = (Duty.Kind.CLERK, Duty.Kind.HEAD, Duty.Kind.OFFICE)


def waiting(officer: Officer, today: date, duties: Sequence[HeldDuty]) -> Iterator[Part]:
    """The parts of the outlets (see :mod:`gongkai.desk.casework.waiting`)."""
    if not any(one.kind in _WORKS for one in duties):
        return
    marks.fresh(LISTING)
    seen = queries.visible_to(officer, today, duties)
    for key, label, query, state, task in (
        ("take-down", _("渠道待撤下"), "?view=down", State.DOWN, queries.to_take_down(seen)),
        ("placements", _("渠道待发布"), "", State.WAITING, queries.waiting(seen)),
        ("compare", _("别家平台页面待核对"), "?view=compare", State.COMPARE, queries.to_compare(seen)),
    ):
        # Only what was let out has something to do: the whole agency sees it, one range of its index.
        rows = PostingRow.objects.filter(agency=officer.agency_id, out__in=[True], state=state)
        yield _part(key, label, query, rows.filter(Exists(task.filter(pk=OuterRef("pk")))), today)


def _part(key: str, label: str, query: str, found: QuerySet[PostingRow], today: date) -> Part:
    rows, count = first(found.select_related("record__item__unit", "record__place"), "place")
    jobs = tuple(_job(one.record, key, label, today) for one in rows)
    return Part(key, label, reverse("outlets:tasks") + query, jobs, count)


def _job(one: Posting, key: str, label: str, today: date) -> Job:
    where = adapter(one.outlet).name + (f" · {one.place}" if one.place else "")
    on, words = _said(one, key, today)
    return Job(
        title=one.item.title,
        href=reverse("outlets:posting", args=[one.uid]),
        on=on,
        words=words,
        stands=where,
        note=one.item.unit.name if one.item.unit else label,
        left=left(calendar(), today, on),
    )


def _said(one: Posting, key: str, today: date) -> tuple[date, str]:
    """By when, and what is to be done."""
    if key == "placements":
        return one.planned_on, _("计划 %(day)s 发布") % {"day": f"{one.planned_on:%Y-%m-%d}"}
    if key == "take-down":
        return today, _("信息已停止公开，%(day)s 前应当撤下") % {"day": f"{today:%Y-%m-%d}"}
    on = one.checked_on or one.placed_on or today
    if one.check_result:
        words = _("%(day)s 核对：%(result)s，请改正后再核对")
        return on, words % {"day": f"{on:%Y-%m-%d}", "result": one.get_check_result_display()}
    by = calendar().add_workdays(on, COMPARED_IN)
    return by, _("%(day)s 发布，还没有与审定稿核对") % {"day": f"{on:%Y-%m-%d}"}
