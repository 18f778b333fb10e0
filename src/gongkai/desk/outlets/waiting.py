"""What waits for a person at the outlets: what has still to be placed, what must come down elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.waiting import Job, Part, first, left
from gongkai.desk.outlets import queries
from gongkai.desk.outlets.adapters import adapter
from gongkai.desk.outlets.models import Posting

_WORKS = (Duty.Kind.CLERK, Duty.Kind.HEAD, Duty.Kind.OFFICE)


def waiting(officer: Officer, today: date, duties: Sequence[HeldDuty]) -> Iterator[Part]:
    """The parts of the outlets (see :mod:`gongkai.desk.casework.waiting`)."""
    if not any(one.kind in _WORKS for one in duties):
        return
    seen = queries.visible_to(officer, today)
    yield _part("take-down", _("渠道待撤下"), "?view=down", queries.to_take_down(seen), today)
    yield _part("placements", _("渠道待发布"), "", queries.waiting(seen), today)


def _part(key: str, label: str, query: str, found: QuerySet[Posting], today: date) -> Part:
    rows, count = first(found.select_related("item__unit", "place"), "planned_on", "pk")
    jobs = tuple(_job(one, key, label, today) for one in rows)
    return Part(key, label, reverse("outlets:tasks") + query, jobs, count)


def _job(one: Posting, key: str, label: str, today: date) -> Job:
    on = one.planned_on if key == "placements" else today
    where = adapter(one.outlet).name + (f" · {one.place}" if one.place else "")
    words = _("计划 %(day)s 发布") if key == "placements" else _("信息已停止公开，%(day)s 前应当撤下")
    return Job(
        title=one.item.title,
        href=reverse("outlets:posting", args=[one.uid]),
        on=on,
        words=words % {"day": f"{on:%Y-%m-%d}"},
        stands=where,
        note=one.item.unit.name if one.item.unit else label,
        left=left(calendar(), today, on),
    )
