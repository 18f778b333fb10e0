"""意见征集 of one draft: when opinions are taken, in words with weekdays, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from gongkai.face.texts import weekday, zh_date
from gongkai.portal import surroundings
from gongkai.portal.models import Published
from gongkai.portal.publishing import site

Followed = dict[str, dict[str, str]]
"""Title and address of what followed a draft, by ``feedback`` and ``final``."""


@dataclass(frozen=True, slots=True)
class Closed:
    """Why no opinion is taken now: not yet, or no more."""

    is_over: bool
    word: str
    sentence: str
    mend: str


def said(day: date) -> str:
    """A day as running text with its weekday: 2026年5月2日（周六）."""
    return f"{zh_date(day)}（{weekday(day)}）"


def draft(index: str) -> Published | None:
    """The public draft of that index number about which the public is asked."""
    return Published.objects.filter(index=index, asks_until__isnull=False).order_by("pk").first()


def closed(item: Published, today: date) -> Closed | None:
    """Why nothing is taken about a draft today; null in the period, whose first and last day count."""
    first, last = item.asks_from, item.asks_until
    assert first is not None and last is not None
    if today < first:
        sentence = f"征求意见自{said(first)}开始"
        return Closed(False, "尚未开始", sentence, f"{said(first)}至{said(last)}，可以在草案页面提出意见。")
    if today > last:
        sentence = f"征求意见已于{said(last)}截止，不再接收意见"
        return Closed(True, "已截止", sentence, _after(item))
    return None


def of(item: Published, today: date, followed: Mapping[str, Followed] | None = None) -> dict[str, Any] | None:
    """What the page of a draft says about its consultation; null for other items.

    ``followed`` is what :func:`following` gave, for those who ask about many.
    """
    if item.asks_from is None or item.asks_until is None:
        return None
    given = item.meta.get("consultation") or {}
    why = closed(item, today)
    takes = why is None and surroundings.features()["receipt"]
    by = given.get("feedback_by")
    found = (following([item]) if followed is None else followed).get(item.index, {})
    return {
        "state": "open" if why is None else "over" if why.is_over else "coming",
        "first": said(item.asks_from),
        "last": said(item.asks_until),
        "feedback_by": said(date.fromisoformat(by)) if by else "",
        "basis": given.get("basis") or "",
        "short_reason": given.get("short_reason") or "",
        "href": site.href(f"/opinion/{item.index}") if takes else "",
        "feedback": found.get("feedback"),
        "final": found.get("final"),
    }


def following(drafts: Iterable[Published]) -> dict[str, Followed]:
    """What followed some drafts, as far as it is public: the feedback 采纳情况, the document each became."""
    found: dict[str, Followed] = {}
    wanted = [one.index for one in drafts]
    rows = Published.objects.filter(~Q(consulted=""), consulted__in=wanted).order_by("log_index")
    for one in rows.only("agency", "index", "title", "meta", "consulted", "log_index"):
        what = one.meta["consulted"]["as"]
        found.setdefault(one.consulted, {})[what] = {"title": one.title, "href": site.href(one.path)}
    return found


def _after(item: Published) -> str:
    by = (item.meta.get("consultation") or {}).get("feedback_by")
    if "feedback" in following([item]).get(item.index, {}):
        return "采纳情况已经公布，请看草案页面。"
    return f"采纳情况将于{said(date.fromisoformat(by))}前在草案页面公布。" if by else "请看草案页面。"
