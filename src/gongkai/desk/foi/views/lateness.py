"""The late ones of a year by unit and month, on screen and as CSV."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.desk.agencies.queries import today
from gongkai.desk.foi import lateness
from gongkai.desk.foi.lateness import Late, Table
from gongkai.desk.foi.views.common import officer_of, worker

SHOWN = 100
_FORMULA = "=+-@\t\r"
"""What a spreadsheet would take for a formula at the beginning of a cell."""
_YEARS_BACK = 20
"""As many earlier years are offered."""


@require_safe
@worker
def late(request: HttpRequest) -> HttpResponse:
    """何件逾期、谁、为何: ``?year=``, ``&unit=``, ``&month=`` narrow the list, ``&format=csv``: the file."""
    officer, day = officer_of(request), today()
    year = _number(request, "year", day.year)
    if not day.year - _YEARS_BACK <= year <= day.year:
        raise Http404
    table = lateness.table(officer, day, year)
    unit, month = request.GET.get("unit", ""), _number(request, "month", 0)
    rows = [one for one in table.rows if _fits(one, unit, month)]
    if request.GET.get("format") == "csv":
        return _csv(rows, year)
    start = _number(request, "from", 0)
    context: dict[str, Any] = {
        "table": table,
        "lines": _lines(table),
        "rows": rows[start : start + SHOWN],
        "more": _query(year, unit, month, start + SHOWN) if len(rows) > start + SHOWN else "",
        "csv": _query(year, unit, month) + "&format=csv",
        "narrowed": bool(unit or month),
        "count": len(rows),
        "month": month,
        "year": year,
        "years": range(day.year, day.year - _YEARS_BACK - 1, -1),
        "heads": [_("%(n)d月") % {"n": one} for one in lateness.MONTHS],
        "causes": [(cause or _("尚未登记原因"), n) for cause, n in table.causes],
        "days": sum(line.days for line in table.lines),
    }
    return render(request, "foi/late.html", context)


def _lines(table: Table) -> list[dict[str, Any]]:
    """The table's lines with an address for each number."""
    return [
        {
            "line": line,
            "cells": [
                (n, _query(table.year, _code(line.unit), month) if n else "")
                for month, n in zip(lateness.MONTHS, line.months, strict=True)
            ],
            "query": _query(table.year, _code(line.unit), 0),
        }
        for line in table.lines
    ]


def _code(unit: Any) -> str:
    return unit.code if unit is not None else "-"


def _fits(one: Late, unit: str, month: int) -> bool:
    return (not unit or _code(one.unit) == unit) and (not month or one.due.month == month)


def _query(year: int, unit: str, month: int, start: int = 0) -> str:
    said = {"year": year, "unit": unit, "month": month, "from": start}
    return "?" + urlencode({name: value for name, value in said.items() if value})


def _csv(rows: list[Late], year: int) -> HttpResponse:
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [_("登记编号"), _("承办单位"), _("拟稿人"), _("收到日期"), _("答复期限"), _("答复日期"),
         _("逾期工作日"), _("原因"), _("说明"), _("收到至拟稿"), _("审批"), _("签发至送达")]
    )  # fmt: skip
    for one in rows:
        application = one.application
        cells = [
            application.case.registration.number,
            one.unit.name if one.unit else "",
            one.drafted_by,
            application.received_on,
            one.due,
            one.replied or "",
            one.days,
            one.cause,
            application.late_note,
            *("" if n is None else n for n in (one.drafting, one.chain, one.sending)),
        ]
        writer.writerow([_plain(cell) for cell in cells])
    headers = {"Content-Disposition": f'attachment; filename="late-{year}.csv"'}
    return HttpResponse(
        b"\xef\xbb\xbf" + out.getvalue().encode(), content_type="text/csv; charset=utf-8", headers=headers
    )


def _plain(cell: object) -> str:
    text = str(cell)
    return f"'{text}" if text.startswith(tuple(_FORMULA)) else text


def _number(request: HttpRequest, name: str, default: int) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 6 else default
