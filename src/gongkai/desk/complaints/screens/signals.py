"""The page of a signal: what was seen, what was expected, whose cases, what a person may make of it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.complaints.house import house
from gongkai.desk.complaints.models import Profile, Signal
from gongkai.desk.complaints.queries import visible_to
from gongkai.desk.complaints.screens.queue import rows
from gongkai.desk.complaints.signals.naming import shop_of, title_of
from gongkai.desk.complaints.signals.scoring import scores

_WIDTH, _HEIGHT, _LEFT, _FOOT = 860, 240, 40, 200


def context(signal: Signal, officer: Officer, today: date) -> dict[str, Any]:
    """What ``signal.html`` shows; only cases that the officer may see are listed."""
    inside = list(signal.cases.values_list("case", "counted"))
    seen = visible_to(officer, today).filter(pk__in=[key for key, _counted in inside])
    shown = rows(list(seen.select_related("registration").order_by("-pk")[:60]), today)
    counted = dict(inside)
    return {
        "signal": signal,
        "title": title_of(signal.key),
        "shop": shop_of(signal.key, signal.agency),
        "rows": [(row, counted.get(row.case.pk, True)) for row in shown],
        "count": len(inside),
        "again": sum(not one for one in counted.values()),
        "why": _why(signal),
        "chart": chart(signal),
        "scores": scores(signal.agency, today),
        "is_open": signal.state in (Signal.State.WAITING, Signal.State.WATCHED),
    }


def chart(signal: Signal) -> SafeString:
    """People in the running window by day, with what was expected and the limit, as SVG by attributes."""
    series = signal.series
    if not series:
        return SafeString("")
    top = max([*(one["people"] for one in series), signal.limit, 1]) * 1.1
    step = (_WIDTH - _LEFT - 60) / len(series)

    def y(value: float) -> str:
        return f"{_FOOT - (_FOOT - 20) * value / top:.1f}"

    bars = []
    for place, one in enumerate(series):
        x = _LEFT + place * step + step * 0.15
        high = (_FOOT - 20) * one["people"] / top
        css = "bar-late" if one["people"] >= signal.limit else "bar"
        bars.append((css, f"{x:.1f}", f"{_FOOT - high:.1f}", f"{step * 0.7:.1f}", f"{high:.1f}"))
    labels = [
        (f"{_LEFT + place * step + step / 2:.1f}", one["day"][5:])
        for place, one in enumerate(series)
        if place % 7 == len(series) % 7
    ]
    right = _WIDTH - 60
    said = "，".join(f"{one['day']} {one['people']}" for one in series)
    return format_html(
        '<svg class="d-chart" viewBox="0 0 {w} {h}" role="img" aria-label="{title}"><title>{title}</title>'
        "<desc>{said}</desc>"
        '<line class="axis" x1="{left}" x2="{right}" y1="{foot}" y2="{foot}"/>{bars}{labels}'
        '<line class="exp" x1="{left}" x2="{right}" y1="{exp}" y2="{exp}" stroke-width="2"/>'
        '<line class="lim" x1="{left}" x2="{right}" y1="{lim}" y2="{lim}" stroke-width="2"'
        ' stroke-dasharray="6 4"/>'
        '<text class="t-strong" x="{after}" y="{exp}">{words_exp}</text>'
        '<text class="t-late" x="{after}" y="{lim}">{words_lim}</text></svg>',
        w=_WIDTH, h=_HEIGHT, left=_LEFT, right=right, foot=_FOOT, after=right + 6,
        title=_("%(n)d 天滚动的人数与预期") % {"n": signal.window}, said=said,
        exp=y(signal.expected), lim=y(signal.limit), words_exp=_("预期"), words_lim=_("警戒线"),
        bars=format_html_join("", '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>', bars),
        labels=format_html_join(
            "", f'<text x="{{}}" y="{_FOOT + 18}" text-anchor="middle">{{}}</text>', labels
        ),
    )  # fmt: skip


def _why(signal: Signal) -> list[tuple[str, str]]:
    """What its cases have in common, counted."""
    products: Counter[str] = Counter()
    for category in signal.cases.values_list("case__registration__matter__category", flat=True):
        products[category or _("未分类")] += 1
    profiles = Profile.objects.filter(case__in_signals__signal=signal)
    areas, problems, words = Counter[str](), Counter[str](), Counter[str]()
    for area, problem, safety in profiles.values_list("area", "problem", "safety"):
        areas[area or _("未说明")] += 1
        known = house().problems.get(problem)
        problems[known[0] if known else _("其他")] += 1
        if safety:
            words[safety] += 1
    named = ((_("商品"), products), (_("地区"), areas), (_("问题"), problems), (_("安全词"), words))
    return [
        (label, "，".join(f"{name} {count}" for name, count in found.most_common(4)))
        for label, found in named
        if found
    ]
