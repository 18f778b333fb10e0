"""行政执法公示: the standing directory of enforcement, each part with its text and day, on one page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from gongkai.papers import blocks as b
from gongkai.portal.models import Page, Published, StalePage
from gongkai.portal.publishing import pages, site, stale
from gongkai.portal.store import Rendered
from gongkai.sealing.canon import parse

PARTS = {
    "subject": "执法主体",
    "staff": "执法人员",
    "duties": "职责权限",
    "basis": "执法依据",
    "procedure": "执法程序",
    "list": "执法事项清单",
    "random": "随机抽查事项清单",
    "discretion": "裁量基准",
    "remedy": "救济渠道",
}
"""The parts by their keys in ``content.meta.standing``, in their order."""
MOST = 60
"""Entries shown with their text; a directory has some dozens."""


def is_there() -> bool:
    """Whether the directory has an entry; the items are asked only while its page waits to be rendered."""
    if StalePage.objects.filter(path=stale.ENFORCEMENT).exists():
        return _entered().exists()
    return Page.objects.filter(path=stale.ENFORCEMENT).exists()


def page(now: datetime) -> Rendered | None:
    """The parts that have an entry; null while none has: an empty column is worse than none."""
    listed = list(_entered().order_by("published", "log_index").prefetch_related("files")[:MOST])
    if not listed:
        return None
    every = [
        {
            "key": key,
            "label": label,
            "entries": _entries(one for one in listed if one.meta["standing"] == key),
        }
        for key, label in PARTS.items()
    ]
    parts = [part for part in every if part["entries"]]
    days = [site.day_of(one.released) for one in listed]
    context = site.context(
        parts=parts,
        newest=max(days, default=None),
        results=[{"title": "行政处罚", "href": "/columns/penalties/"}] if _has_penalties() else [],
        crumbs=[{"title": "政府信息公开", "url": "/gk/"}, {"title": "行政执法公示", "url": ""}],
        nav="gk",
        meta={
            "column_name": "行政执法公示",
            "column_description": "执法主体、人员、职责、依据、程序、清单、随机抽查事项和救济渠道",
            "column_keywords": ",".join(PARTS.values()),
            "column_type": "政府信息公开",
        },
        updated=f"{site.day_of(now):%Y-%m-%d}",
    )
    return site.render("portal/enforcement.html", context)


def _entered() -> QuerySet[Published]:
    return Published.objects.filter(meta__standing__in=list(PARTS))


def _has_penalties() -> bool:
    return Published.objects.filter(column="penalties", kind=Published.Kind.ITEM).exists()


def _entries(listed: Iterable[Published]) -> list[dict[str, Any]]:
    return [
        {
            "title": one.title,
            "href": site.href(one.path),
            "unit": one.unit,
            "updated": site.day_of(one.released),
            "html": pages.body_html(
                b.body_from_json(parse(bytes(one.content))["body"]), list(one.files.all()), f"{one.pk}-"
            ),
        }
        for one in listed
    ]
