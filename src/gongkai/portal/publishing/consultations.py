"""意见征集 as one page: what the public is asked about now, what was asked, and what came of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from gongkai.portal.models import Published
from gongkai.portal.publishing import asking, site
from gongkai.portal.store import Rendered

MOST = 200
"""Consultations that are listed, the newest first."""


def note(today: date) -> str:
    """What the front page says beside the link."""
    count = _asked().filter(asks_from__lte=today, asks_until__gte=today).count()
    return f"正在征集 {count} 件" if count else "草案、意见采纳情况"


def page(now: datetime) -> Rendered:
    """The page; while the public was asked about nothing it says what will stand there."""
    today = site.day_of(now)
    listed = list(_asked().order_by("-asks_until", "-log_index")[:MOST])
    followed = asking.following(listed)
    rows = [_row(one, today, followed) for one in listed]
    groups = (("open", "正在征集"), ("coming", "即将开始"), ("over", "已经截止"))
    context = site.context(
        groups=[
            {"key": key, "label": label, "rows": found}
            for key, label in groups
            if (found := [row for row in rows if row["asks"]["state"] == key])
        ],
        crumbs=[{"title": "意见征集", "url": ""}],
        nav="gk",
        meta={
            "column_name": "意见征集",
            "column_description": "公开征求意见的草案、征集期限和采纳情况反馈",
            "column_keywords": "意见征集,采纳情况,草案",
            "column_type": "互动交流",
        },
        updated=f"{today:%Y-%m-%d}",
    )
    return site.render("portal/consultations.html", context)


def _asked() -> QuerySet[Published]:
    return Published.objects.filter(asks_until__isnull=False)


def _row(one: Published, today: date, followed: dict[str, asking.Followed]) -> dict[str, Any]:
    return {
        "title": one.title,
        "href": site.href(one.path),
        "unit": one.unit,
        "asks": asking.of(one, today, followed),
    }
