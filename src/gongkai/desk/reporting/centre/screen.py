"""The page of the centre's statistics: cards, a table side by side, charts; each number with its records."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.reporting.centre.facts import DIMENSIONS, MEASURES, Counts, Cube
from gongkai.desk.reporting.facts import Period
from gongkai.desk.reporting.figures.model import percent

WORDS = {
    "channel": gettext_lazy("来源渠道"),
    "kind": gettext_lazy("诉求类型"),
    "unit": gettext_lazy("承办单位"),
    "category": gettext_lazy("商品服务类别"),
    "month": gettext_lazy("月份"),
}
"""How the dimensions are called."""
LABELS = {
    "received": gettext_lazy("收到"),
    "accepted": gettext_lazy("受理"),
    "refused": gettext_lazy("不予受理"),
    "closed": gettext_lazy("办结"),
    "on_time": gettext_lazy("按期办结"),
    "late": gettext_lazy("超期办结"),
    "mediated": gettext_lazy("调解成功"),
    "refunded": gettext_lazy("退赔"),
    "satisfied": gettext_lazy("满意"),
    "unsatisfied": gettext_lazy("不满意"),
    "rated": gettext_lazy("已评价"),
    "reopened": gettext_lazy("重新办理"),
    "repeated": gettext_lazy("重复"),
    "fresh": gettext_lazy("收到（重复除外）"),
    "taken": gettext_lazy("受理（重复除外）"),
    "done": gettext_lazy("受理并办结"),
}
"""How the measures are called."""
COLUMNS = (
    "received", "accepted", "refused", "closed", "on_time", "mediated", "refunded", "satisfied", "reopened",
)  # fmt: skip
"""The measures that stand side by side."""
RATES = (
    ("closed", "received"),
    ("taken", "fresh"),
    ("done", "accepted"),
    ("on_time", "closed"),
    ("mediated", "accepted"),
    ("satisfied", "rated"),
    ("reopened", "closed"),
)
"""Shares, always shown with both numbers."""
NAMES = {("taken", "fresh"): gettext_lazy("受理率"), ("done", "accepted"): gettext_lazy("办结率")}
"""Shares that rules or practice have a name for."""
SHOWN = 40
"""Rows of the table; the download has all."""
CHARTED = 12


@dataclass(frozen=True, slots=True)
class Chosen:
    """What an address asks for: a span of days, the year of it, and the dimension of the table."""

    span: Period
    by: str = "channel"

    @property
    def is_month(self) -> bool:
        """Whether it is one month."""
        return (self.span.first.month, self.span.first.year) == (self.span.last.month, self.span.last.year)

    @property
    def words(self) -> str:
        """The span as a heading says it."""
        said = {"year": self.span.first.year, "month": self.span.first.month}
        return (_("%(year)s 年 %(month)s 月") if self.is_month else _("%(year)s 年")) % said

    @property
    def query(self) -> dict[str, str]:
        """The span in an address."""
        first = self.span.first
        return {"month": f"{first:%Y-%m}"} if self.is_month else {"year": f"{first.year}"}


def month_span(year: int, month: int) -> Period:
    """The days of a month."""
    return Period(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def quarter_span(year: int, quarter: int) -> Period:
    """The days of a quarter, the first being 1."""
    return Period(month_span(year, 3 * quarter - 2).first, month_span(year, 3 * quarter).last)


def records_href(chosen: Chosen, measure: str, by: str = "", value: str = "") -> str:
    """The page of the records behind a number."""
    asked = {**chosen.query, "measure": measure}
    if by:
        asked |= {"by": by, "value": value}
    return f"{reverse('reporting:centre-records')}?{urlencode(asked)}"


def label(cube: Cube, by: str, value: str) -> str:
    """A value of a dimension in words."""
    if by == "month":
        return _("%(month)s 月") % {"month": int(value)}
    if by == "unit":
        return cube.units.get(value, _("未分办")) if value else _("未分办")
    if by == "category":
        return value or _("未分类")
    return value or "—"


def cards(chosen: Chosen, now: Cube, then: Cube) -> list[dict[str, Any]]:
    """The span in six numbers, with those of a year before."""
    made = [
        _card(chosen, now, then, measure)
        for measure in ("received", "closed", "on_time", "mediated", "unsatisfied")
    ]
    made[0]["hint"] += _("；咨询 %(n)s 件另计") % {"n": f"{now.consultations:,}"}
    share = percent(now.total.closed, now.total.received)
    if share is not None:
        made[1]["unit"] = f"/ {now.total.received:,} =\u00a0{share}\u00a0%"
    money = Decimal(now.total.recovered_fen) / 100
    made.append(
        {
            "label": _("挽回损失"),
            "value": f"{money:,.2f}",
            "unit": _("元"),
            "href": records_href(chosen, "refunded") if now.total.refunded else "",
            "hint": _("%(n)s 件退赔") % {"n": f"{now.total.refunded:,}"},
        }
    )
    return made


def _card(chosen: Chosen, now: Cube, then: Cube, measure: str) -> dict[str, Any]:
    value, before = now.total.of(measure), then.total.of(measure)
    hint = _("上年同期 %(n)s") % {"n": f"{before:,}"}
    if then.total.received:
        change = value - before
        hint += f"，{'+' if change > 0 else '−' if change < 0 else '±'}{abs(change):,}"
    return {
        "label": LABELS[measure],
        "value": value,
        "unit": _("件"),
        "href": records_href(chosen, measure) if value else "",
        "hint": hint,
    }


def table(chosen: Chosen, now: Cube, then: Cube) -> dict[str, Any]:
    """The measures side by side by the chosen dimension, beside last year."""
    by = chosen.by
    found = now.rows(by)
    gone = [(value, Counts()) for value, _counts in then.rows(by) if value not in now.by.get(by, {})]
    listed = [*found, *gone] if by != "month" else sorted([*found, *gone])
    rows = [_row(chosen, now, then, value, counts) for value, counts in listed[:SHOWN]]
    total = _cells(chosen, now.total, "", "")
    return {
        "title": _("按%(dimension)s") % {"dimension": WORDS[by]},
        "heads": [LABELS[measure] for measure in COLUMNS],
        "first": WORDS[by],
        "rows": rows,
        "more": max(len(listed) - SHOWN, 0),
        "total": {"cells": total, "previous": then.total.received,
                  "delta": now.total.received - then.total.received} if now.total.received else None,
    }  # fmt: skip


def _row(chosen: Chosen, now: Cube, then: Cube, value: str, counts: Counts) -> dict[str, Any]:
    before = then.by.get(chosen.by, {}).get(value, Counts()).received
    names = now if value in now.by.get(chosen.by, {}) else then
    return {
        "label": label(names, chosen.by, value),
        "cells": _cells(chosen, counts, chosen.by, value),
        "previous": before,
        "delta": counts.received - before,
    }


def _cells(chosen: Chosen, counts: Counts, by: str, value: str) -> list[dict[str, Any]]:
    return [
        {
            "label": LABELS[measure],
            "value": counts.of(measure),
            "href": records_href(chosen, measure, by, value) if counts.of(measure) else "",
        }
        for measure in COLUMNS
    ]


def rates(now: Cube, then: Cube) -> list[dict[str, Any]]:
    """Shares with numerator and denominator, beside last year."""
    return [
        {
            "label": f"{LABELS[part]} / {LABELS[whole]}",
            "name": NAMES.get((part, whole), ""),
            "part": now.total.of(part),
            "whole": now.total.of(whole),
            "share": percent(now.total.of(part), now.total.of(whole)),
            "before": percent(then.total.of(part), then.total.of(whole)),
        }
        for part, whole in RATES
    ]


def charts(chosen: Chosen, now: Cube, then: Cube) -> list[dict[str, Any]]:
    """Charts of what was received, with their numbers and those of last year."""
    made = []
    for by in ("month", "channel", "category", "unit"):
        if by == "month" and chosen.is_month:
            continue
        rows = _charted(now, by)
        if rows:
            made.append(
                {
                    "title": _("收到，按%(dimension)s") % {"dimension": WORDS[by]},
                    "kind": "columns" if by == "month" else "bars",
                    "rows": [(words, n) for _value, words, n in rows],
                    "data": [
                        (words, n, then.by.get(by, {}).get(value, Counts()).received)
                        for value, words, n in rows
                    ],
                }
            )
    return made


def _charted(now: Cube, by: str) -> list[tuple[str, str, int]]:
    if by == "month":
        months = [f"{month:02}" for month in range(1, 13)]
        held = now.by["month"]
        return [(one, str(int(one)), held[one].received if one in held else 0) for one in months]
    return [(value, label(now, by, value), counts.received) for value, counts in now.rows(by)[:CHARTED]]


def tabs(chosen: Chosen) -> list[dict[str, Any]]:
    """The dimensions to choose from."""
    return [
        {"label": WORDS[by], "href": f"?{urlencode({**chosen.query, 'by': by})}", "current": by == chosen.by}
        for by in DIMENSIONS
        if not (by == "month" and chosen.is_month)
    ]


def sheet(now: Cube, then: Cube) -> Iterable[tuple[str | int, ...]]:
    """All counts as rows of a download, heads first: dimension, value, measures, last year's received."""
    names = [*MEASURES, "recovered_fen"]
    yield (
        _("口径"), _("取值"), *(str(LABELS[name]) for name in MEASURES),
        _("挽回损失（分）"), _("上年同期收到"),
    )  # fmt: skip
    yield (_("合计"), _("合计"), *(now.total.of(name) for name in names), then.total.received)
    for by in DIMENSIONS:
        for value, counts in now.rows(by):
            before = then.by.get(by, {}).get(value, Counts()).received
            yield (str(WORDS[by]), label(now, by, value), *(counts.of(name) for name in names), before)
