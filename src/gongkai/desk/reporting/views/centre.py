"""The centre's statistics: the page, the records behind a number, the download, the analysis."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import today
from gongkai.desk.complaints.rules import LEADS
from gongkai.desk.complaints.views.common import officer_of, only, reader, status_of
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.verbs import Draft, draft
from gongkai.desk.reporting import gate
from gongkai.desk.reporting.centre import analysis, facts, screen
from gongkai.desk.reporting.centre.screen import Chosen
from gongkai.desk.reporting.facts import Period
from gongkai.desk.reporting.figures import Source
from gongkai.desk.reporting.figures.records import page
from gongkai.desk.reporting.screens.drill import MAKERS
from gongkai.refusal import Refused

_SIZE = 30
_QUARTER = re.compile("(20[0-9]{2})-Q([1-4])")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@reader
def centre(request: HttpRequest) -> HttpResponse:
    """A year or a month side by side; without a choice the newest year that has cases."""
    officer = officer_of(request)
    years = facts.years(officer.agency)
    chosen = chosen_of(request.GET, years)
    now = facts.cube(officer.agency, chosen.span)
    then = facts.cube(officer.agency, facts.year_before(chosen.span))
    year = chosen.span.first.year
    context = {
        "chosen": chosen,
        "years": years if year in years else sorted({*years, year}, reverse=True),
        "year": year,
        "query": urlencode(chosen.query),
        "months": [
            {"value": f"{year}-{month:02}", "label": _("%(month)s 月") % {"month": month},
             "current": chosen.is_month and chosen.span.first.month == month}
            for month in range(1, 13)
        ],
        "quarters": [
            {"value": f"{year}-Q{number}", "label": _("%(number)s 季度") % {"number": number}}
            for number in range(1, 5)
            if screen.quarter_span(year, number).first <= today()
        ],
        "cards": screen.cards(chosen, now, then) if now.total.received or now.consultations else [],
        "table": screen.table(chosen, now, then),
        "tabs": screen.tabs(chosen),
        "rates": screen.rates(now, then),
        "charts": screen.charts(chosen, now, then) if now.total.received else [],
        "may_draft": any(officer.duties.filter(kind__in=LEADS)),
    }  # fmt: skip
    return render(request, "reporting/centre.html", context)


@require_safe
@reader
def centre_records(request: HttpRequest) -> HttpResponse:
    """The registrations behind one number, as far as the officer may see them."""
    officer = officer_of(request)
    chosen = chosen_of(request.GET, facts.years(officer.agency))
    measure = request.GET.get("measure", "")
    by, value = request.GET.get("by", ""), request.GET.get("value", "")[:60]
    if measure not in facts.MEASURES or by not in ("", *facts.DIMENSIONS):
        raise Http404
    now = facts.cube(officer.agency, chosen.span)
    counted = now.by[by].get(value, facts.Counts()) if by else now.total
    rows, more = _records(officer, chosen, (measure, by, value), request.GET.get("after", ""))
    where = f"{screen.WORDS[by]}：{screen.label(now, by, value)}" if by else ""
    asked = request.GET.copy()
    asked["after"] = more
    context = {
        "chosen": chosen,
        "label": screen.LABELS[measure],
        "where": where,
        "value": counted.of(measure),
        "rows": rows,
        "more": asked.urlencode() if more else "",
        "back": f"{reverse('reporting:centre')}?{chosen_query(chosen, by)}",
    }
    return render(request, "reporting/centre_records.html", context)


def _records(
    officer: Officer, chosen: Chosen, number: tuple[str, str, str], after: str
) -> tuple[list[dict[str, Any]], str]:
    measure, by, value = number
    found = gate.matters(officer, today()).filter(
        pk__in=facts.ids(officer.agency, chosen.span, measure, by, value)
    )
    if measure in ("on_time", "late"):
        missed = facts.late_ids(officer.agency, chosen.span)
        found = found.filter(pk__in=missed) if measure == "late" else found.exclude(pk__in=missed)
    ordered = found.select_related("registration").order_by("registered_on", "pk")
    rows, more = page(ordered, Source.MATTERS, after, _SIZE)
    return MAKERS[Source.MATTERS](rows), more


@require_safe
@reader
def centre_export(request: HttpRequest) -> HttpResponse:
    """All counts of the span as CSV or XLSX."""
    officer = officer_of(request)
    chosen = chosen_of(request.GET, facts.years(officer.agency))
    now = facts.cube(officer.agency, chosen.span)
    rows = list(screen.sheet(now, facts.cube(officer.agency, facts.year_before(chosen.span))))
    name = f"complaints-{'-'.join(chosen.query.values())}"
    if request.GET.get("format") == "xlsx":
        return _file(f"{name}.xlsx", _XLSX, _book(rows))
    out = io.StringIO()
    csv.writer(out).writerows([_plain(cell) for cell in row] for row in rows)
    return _file(f"{name}.csv", "text/csv; charset=utf-8", b"\xef\xbb\xbf" + out.getvalue().encode())


def _plain(cell: str | int) -> str | int:
    """No formula for a spreadsheet."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _book(rows: list[tuple[str | int, ...]]) -> bytes:
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = _("投诉举报统计")
    for row in rows:
        first.append(row)
        for cell in first[first.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # never a formula
    first.freeze_panes = "C2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _file(name: str, kind: str, data: bytes) -> HttpResponse:
    return HttpResponse(
        data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@require_POST
@only(LEADS)
def centre_analysis(request: HttpRequest) -> HttpResponse:
    """Begin the analysis of a month or a quarter as an item; it goes the way of all items."""
    officer, at = officer_of(request), timezone.now()
    try:
        span = _analysed(request.POST, facts.years(officer.agency))
        fields = Draft(
            title=analysis.title(span),
            category="业务工作",
            means=Item.Means.OPEN,
            unit=None,
            text=analysis.text(officer.agency, span),
            formed_on=today(),
        )
        item = draft(officer.agency, fields, officer, at)
    except Refused as refused:
        context = {"refusal": refused}
        return render(request, "complaints/refused.html", context, status=status_of(refused))
    return HttpResponseRedirect(reverse("disclosure:item", args=[item.uid]))


def _analysed(given: QueryDict, years: list[int]) -> Period:
    """The month or the quarter ``2017-Q1`` of a form. Raises Refused (``no-month``)."""
    quarter = _QUARTER.fullmatch(given.get("quarter", ""))
    if quarter is not None:
        return screen.quarter_span(int(quarter[1]), int(quarter[2]))
    chosen = chosen_of(given, years)
    if not chosen.is_month:
        raise Refused("no-month", "没有选月份或者季度", "在统计页点月份，或者用起草季度分析的按钮")
    return chosen.span


def chosen_of(given: QueryDict, years: list[int]) -> Chosen:
    """The month ``2017-03`` or year ``2017`` of an address; else the newest year that has cases."""
    by = given.get("by") or ""
    dimension = by if by in facts.DIMENSIONS else "channel"
    text = given.get("month") or given.get("year") or ""
    year, _dash, month = text.partition("-")
    if year.isascii() and year.isdecimal() and 2000 <= int(year) <= 2100:
        if month.isascii() and month.isdecimal() and 1 <= int(month) <= 12:
            return Chosen(screen.month_span(int(year), int(month)), dimension)
        return Chosen(Period(date(int(year), 1, 1), date(int(year), 12, 31)), dimension)
    newest = years[0] if years else today().year
    return Chosen(Period(date(newest, 1, 1), date(newest, 12, 31)), dimension)


def chosen_query(chosen: Chosen, by: str) -> str:
    """The span and the dimension as the query of an address."""
    asked = QueryDict(mutable=True)
    asked.update({**chosen.query, "by": by or chosen.by})
    return asked.urlencode()
