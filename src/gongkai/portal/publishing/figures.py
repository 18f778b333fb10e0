"""The year in five figures on the front page, from the newest annual report."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Any

from gongkai.papers import blocks as b
from gongkai.portal.models import Published
from gongkai.portal.publishing import site
from gongkai.sealing.canon import parse

FIGURES = 5
_LEAST_COMMON = 4
"""Characters that the label of a figure and the title of a chart must share to belong together."""
_KINDS = {"bar": "bars", "column": "columns"}


def year_figures(report: Published) -> dict[str, Any]:
    """What the front page shows of a report: its first five figures, each with the chart that tells it."""
    figures = shown(report)
    body = b.body_from_json(parse(bytes(report.content))["body"])
    charts = [block for block in b.walk(body) if isinstance(block, b.Chart) and _drawable(block)]
    chosen = _matched(figures, charts)
    period = report.meta.get("period")
    note = f"统计时限 {period['from']} 至 {period['to']}" if period else ""
    return {
        "year": report.year,
        "note": note,
        "report_href": site.href(report.path),
        "figures": [
            {
                "label": figure["label"],
                "value": figure["value"],
                "unit": figure["unit"],
                "note": figure.get("note") or (chosen[place].description if place in chosen else ""),
                "source_href": f"/data/figures-{report.year}.csv",
                "chart": _spec(chosen[place]) if place in chosen else _share(figure),
            }
            for place, figure in enumerate(figures)
        ],
    }


def shown(report: Published) -> list[dict[str, Any]]:
    """The first five figures of a report; whole numbers as numbers, so that their thousands stand apart."""
    given = report.meta.get("figures", [])[:FIGURES]
    return [
        figure | {"value": int(figure["value"]) if figure["value"].isdecimal() else figure["value"]}
        for figure in given
    ]


def _drawable(chart: b.Chart) -> bool:
    return chart.kind in _KINDS and len(chart.series) == 1


def _matched(figures: Iterable[dict[str, Any]], charts: list[b.Chart]) -> dict[int, b.Chart]:
    """Each figure's chart by the words they share, the closest pairs first; a chart is shown once."""
    pairs = sorted(
        (
            (-_common(figure["label"], chart.title), place, number)
            for place, figure in enumerate(figures)
            for number, chart in enumerate(charts)
            if not chart.unit or chart.unit == figure["unit"]
        )
    )
    chosen: dict[int, b.Chart] = {}
    used: set[int] = set()
    for common, place, number in pairs:
        if -common >= _LEAST_COMMON and place not in chosen and number not in used:
            chosen[place] = charts[number]
            used.add(number)
    return chosen


def _common(label: str, title: str) -> int:
    return SequenceMatcher(None, label, title, autojunk=False).find_longest_match().size


def _spec(chart: b.Chart) -> dict[str, Any]:
    labels = [_short_month(label) for label in chart.labels] if chart.kind == "column" else chart.labels
    rows = list(zip(labels, chart.series[0].values, strict=True))
    return {"kind": _KINDS[chart.kind], "title": chart.title, "unit": chart.unit, "rows": rows}


def _share(figure: dict[str, Any]) -> dict[str, Any] | None:
    if not figure.get("whole"):
        return None
    return {"kind": "rate", "title": figure["label"], "part": figure.get("part"), "whole": figure["whole"]}


def _short_month(label: str) -> str:
    """Twelve months beside one another have room for a number only."""
    return label.removesuffix("月") if label.removesuffix("月").isdecimal() else label
