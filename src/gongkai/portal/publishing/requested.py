"""What was published because somebody asked for it 依申请公开转主动公开, on a page of its own."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from gongkai.portal.models import Published
from gongkai.portal.publishing import site
from gongkai.portal.store import Rendered

MOST = 200
"""Items that are listed, the newest first; all are found by search and in their columns."""


def page(now: datetime) -> Rendered:
    """The page; before there is an item it says what will stand there."""
    today = site.day_of(now)
    found = list(_requested().order_by("-published", "-log_index").defer("content", "release")[: MOST + 1])
    context = site.context(
        items=[
            {
                "title": one.title,
                "href": site.href(one.path),
                "date": one.published,
                "unit": one.unit,
                "column": one.column_name,
            }
            for one in found[:MOST]
        ],
        capped=MOST if len(found) > MOST else 0,
        crumbs=[{"title": "政府信息公开", "url": "/gk/"}, {"title": "申请后公开的信息", "url": ""}],
        nav="gk",
        meta={
            "column_name": "申请后公开的信息",
            "column_description": "有人申请以后向社会公开的政府信息",
            "column_keywords": "依申请公开,转主动公开,申请答复",
            "column_type": "政府信息公开",
        },
        updated=f"{today:%Y-%m-%d}",
    )
    return site.render("portal/requested.html", context)


def _requested() -> QuerySet[Published]:
    return Published.objects.filter(meta__requested=True)
