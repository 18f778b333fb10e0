"""The page of a year's figures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gongkai.desk.reporting.facts import where
from gongkai.desk.reporting.facts.matters import PETITIONS
from gongkai.desk.reporting.figures import Value, Year
from gongkai.desk.reporting.figures.complaints import MONTHS, TJ
from gongkai.desk.reporting.figures.model import percent
from gongkai.desk.reporting.report import tables
from gongkai.desk.reporting.report.checks import Check
from gongkai.desk.reporting.screens import links
from gongkai.papers import blocks as b
from gongkai.papers import html

_TJ = "complaints.received_tj"
_QUALITY = (
    "complaints.days_to_accept.mean",
    "complaints.days_to_accept.median",
    "complaints.days_to_close.mean",
    "complaints.days_to_close.median",
    "complaints.on_time_rate",
    "complaints.late",
    "complaints.satisfied_rate",
    "complaints.unsatisfied",
    "complaints.redone",
    "complaints.reopened",
    "complaints.mediated",
    "secrecy.reviewed",
)


def difference(now: Value, then: Value) -> Value:
    """The change against the year before; ``None`` where either is not known."""
    return None if now is None or then is None else now - then


def cards(year: Year) -> list[dict[str, Any]]:
    """The year in five numbers."""
    rate, asking = year["complaints.closing_rate_tj"], year["complaints.by_type.咨询"]
    last = year.before["complaints.closing_rate_tj"]
    closed_before = ""
    if last.value is not None:
        share = f"{last.numerator:,} / {last.denominator:,} = {last.text} %"
        closed_before = _("%(y)s 年 %(n)s") % {"y": year.year - 1, "n": share}
    close, mean = year["complaints.days_to_close.median"], year["complaints.days_to_close.mean"]
    return [
        _card(year, "items.total", _("主动公开")),
        _card(year, _TJ, _("投诉举报（不含咨询）"), _("咨询 %(n)s 件另计") % {"n": asking.text}),
        {
            "label": _("年内办结"),
            "value": rate.numerator,
            "unit": f"/ {rate.denominator:,} = {rate.text} %" if rate.value is not None else _("件"),
            "href": links.of(year["complaints.closed_tj"], year.year),
            "hint": closed_before,
        },
        {
            "label": _("办结用时（中位数）"),
            "value": close.value,
            "unit": _("个工作日"),
            "href": links.of(close, year.year),
            "hint": _last(year, close.figure.key) + _("平均 %(n)s") % {"n": mean.text},
        },
        _card(year, "foi.received", _("依申请公开"), _("按时答复 %(n)s") % {"n": year["foi.on_time"].text}),
    ]


def _last(year: Year, key: str) -> str:
    then = year.before[key]
    if then.value is None:
        return ""
    return _("%(y)s 年 %(n)s") % {"y": year.year - 1, "n": then.text} + _("；")


def _card(year: Year, key: str, label: str, more: str = "") -> dict[str, Any]:
    now, then = year.now[key], year.before[key]
    change = difference(now.value, then.value)
    hint = ""
    if change is not None:
        sign = "+" if change > 0 else "−" if change < 0 else "±"
        hint = _("%(y)s 年 %(n)s") % {"y": year.year - 1, "n": then.text} + _("，") + f"{sign}{abs(change):,}"
    return {
        "label": label,
        "value": now.value,
        "unit": now.figure.unit,
        "href": links.of(now, year.year),
        "hint": _("；").join(part for part in (hint, more) if part),
    }


def channel_table(year: Year, current: str = "") -> dict[str, Any]:
    """Complaints and reports by channel and type, beside last year, with their twelve months."""
    channels = [
        key.removeprefix(f"{_TJ}.by_channel.")
        for key in year.now.results
        if key.startswith(f"{_TJ}.by_channel.") and (year.now.value(key) or _known(year.before[key].value))
    ]
    channels.sort(key=lambda one: -_known(year.now.value(f"{_TJ}.by_channel.{one}")))
    rows = [
        _channel_row(
            year,
            channel,
            [f"complaints.by_channel.{channel}.{kind}" for kind in PETITIONS],
            f"{_TJ}.by_channel.{channel}",
            [year.facts.matters.total(TJ & where(channel=channel, month=month))[0] for month in MONTHS],
            current,
        )
        for channel in channels
    ]
    months = [_known(year.now.value(f"{_TJ}.by_month.{month}")) for month in MONTHS]
    keys = [f"complaints.by_type.{kind}" for kind in PETITIONS]
    return {
        "key": _TJ,
        "columns": list(PETITIONS),
        "rows": rows,
        "total_row": _channel_row(year, _("合计"), keys, _TJ, months, current) if rows else None,
    }


def _known(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _channel_row(
    year: Year, label: str, keys: Iterable[str], total: str, months: list[int], current: str
) -> dict[str, Any]:
    now, then = year.now.value(total), year.before[total].value
    change = difference(now, then)
    share = percent(int(change), int(then)) if change is not None and then else None
    return {
        "label": label,
        "cells": [links.cell(year, key, current) for key in keys],
        "total": links.cell(year, total, current),
        "previous": links.before(year, total),
        "delta": change,
        "delta_percent": share,
        "months": months,
    }


def category_table(year: Year) -> dict[str, Any]:
    """The public items by category, beside last year, with how many were in time."""
    rows: list[dict[str, Any]] = []
    for key, result in year.now.results.items():
        if not key.startswith("items.by_category."):
            continue
        then = year.before[key]
        if not result.value and not then.value:
            continue
        name = key.removeprefix("items.by_category.")
        rows.append(
            {
                "values": (result.value, then.value),
                "label": name,
                "href": links.of(result, year.year),
                "value": result.value,
                "previous": then.value,
                "previous_href": links.of(then, year.year - 1),
                "delta": difference(result.value, then.value),
                "on_time": year[f"items.in_time.{name}"].value,
                "within": year[f"items.dated.{name}"].value,
            }
        )
    total, last = year.now.value("items.total"), year.before["items.total"].value
    return {
        "key": "items.by_category",
        "most": max((_known(value) for row in rows for value in row["values"]), default=0),
        "rows": rows,
        "total_row": {
            "value": total,
            "href": links.of(year["items.total"], year.year),
            "previous_href": links.of(year.before["items.total"], year.year - 1),
            "previous": last,
            "delta": difference(total, last),
            "on_time": year["items.in_time"].value,
            "within": year["items.dated"].value,
        }
        if rows
        else None,
    }


def quality(year: Year) -> list[dict[str, Any]]:
    """How quickly and how well, beside last year."""
    return [
        {
            "label": year.now[key].figure.label,
            "previous": year.before[key].value,
            "value": year.now[key].value,
            "unit": year.now[key].figure.unit,
            "href": links.of(year.now[key], year.year),
        }
        for key in _QUALITY
    ]


def checks(found: Iterable[Check]) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """The checks, failed ones first, kept ones of the form as one line; and how many there are of each."""
    shown, kept = [], 0
    counts = {"errors": 0, "hints": 0, "ok": 0}
    ordered = sorted(found, key=lambda one: (one.ok, one.severity != "error"))
    for one in ordered:
        counts["ok" if one.ok else "errors" if one.severity == "error" else "hints"] += 1
        if one.ok and one.rule.startswith("form."):
            kept += 1
            continue
        title, detail = (one.title, one.detail) if one.title else (one.detail, "")
        if one.title and one.ok:
            detail = detail.partition(" = ")[2] or detail
        shown.append(
            {
                "ok": one.ok,
                "severity": "error" if one.severity == "error" else "hint",
                "rule": title,
                "detail": detail,
                "href": f"#{one.section}" if one.section and not one.ok else "",
            }
        )
    if kept:
        shown.append(
            {"ok": True, "severity": "hint", "rule": _("统计表 %(n)s 条勾稽全平") % {"n": kept}, "detail": ""}
        )
    return shown, counts


def statutory(year: Year) -> list[dict[str, Any]]:
    """The statutory tables as the report prints them, every number with its link."""
    return [
        {
            "title": table.title,
            "note": year.form.number + _("；") + _("空格不能代替 0"),
            "html": document_html((tables.table(table, year.now),), year, ident=f"{table.key}-"),
        }
        for table in year.form.tables
    ]


def document_html(blocks: b.Blocks, year: Year, *, ident: str, picture: Any = None) -> SafeString:
    """Blocks as the desk shows them: bound numbers lead to their records and are marked as bound."""

    def link(figure: b.Figure) -> str:
        return links.of(year.find(figure.key), year.year) and links.drill(figure.key, year.year)

    text = html.render(blocks, figure_link=link, picture=picture, heading_offset=2, ident=ident)
    for mark, more in (('class="figure"', 'class="figure d-b"'), ('class="stated"', 'class="d-b d-b--hand"')):
        text = text.replace(mark, more)
    # All words were escaped by the renderer.
    return mark_safe(text)  # noqa: S308
