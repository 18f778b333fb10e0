"""The tables of a year before they go out as open data: looked at by a person, then drafted as an item."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.desk.agencies.models import Agency
from gongkai.desk.agencies.queries import today
from gongkai.desk.complaints.rules import LEADS
from gongkai.desk.complaints.views.common import officer_of, only, status_of
from gongkai.desk.reporting.centre import facts, opening, verbs
from gongkai.refusal import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@only(LEADS)
def centre_open(request: HttpRequest) -> HttpResponse:
    """Look at what would go out; begin the item with exactly that."""
    officer = officer_of(request)
    given = request.POST if request.method == "POST" else request.GET
    context = _context(officer.agency, given.get("year", ""))
    status = 200
    if request.method == "POST":
        try:
            item = verbs.draft_tables(
                officer.agency, context["year"], given.get("seen", ""), by=officer, at=timezone.now()
            )
        except Refused as refused:
            context["refusal"], status = refused, status_of(refused)
        else:
            return HttpResponseRedirect(reverse("disclosure:item", args=[item.uid]))
    return render(request, "reporting/centre_open.html", context, status=status)


@require_POST
@only(LEADS)
def centre_threshold(request: HttpRequest) -> HttpResponse:
    """Set from when on which counts are small."""
    officer, year = officer_of(request), request.POST.get("year", "")
    try:
        least, since = _threshold(request)
        verbs.set_threshold(officer.agency, least, since, by=officer, at=timezone.now())
    except Refused as refused:
        context = _context(officer.agency, year) | {"refusal": refused}
        return render(request, "reporting/centre_open.html", context, status=status_of(refused))
    return HttpResponseRedirect(f"{reverse('reporting:centre-open')}?year={_year(officer.agency, year)}")


def _threshold(request: HttpRequest) -> tuple[int, date]:
    least, since = request.POST.get("least", ""), request.POST.get("since", "")
    try:
        return int(least), date.fromisoformat(since)
    except ValueError as wrong:
        raise Refused("unreadable", "请填件数和日期", "件数如 5，日期如 2026-01-01") from wrong


def _year(agency: Agency, text: str) -> int:
    if text.isascii() and text.isdecimal() and 2008 <= int(text) <= today().year:
        return int(text)
    years = [one for one in facts.years(agency) if one < today().year]
    return years[0] if years else today().year - 1


def _context(agency: Agency, text: str) -> dict[str, Any]:
    year, day = _year(agency, text), today()
    context: dict[str, Any] = {
        "year": year,
        "years": [one for one in facts.years(agency) if one < day.year],
        "least": opening.least_on(agency, day),
        "versions": opening.versions(agency, year),
        "today": day,
        "hidden": opening.HIDDEN,
    }
    try:
        built = opening.build(agency, year, context["least"])
    except Refused as refused:
        return context | {"refusal": refused}
    tables = built.tables
    return context | {
        "built": built,
        "heads": ["、".join(group) for group in tables["columns"]],
        "tables": [
            {"title": opening.TITLES[by], "rows": rows, "totals": tables["totals"], "total": tables["total"]}
            for by, rows in tables["tables"].items()
        ],
    }
