"""The figures of a year and the records behind each."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.desk.agencies.queries import today
from gongkai.desk.reporting.figures import Year, compute
from gongkai.desk.reporting.report import data
from gongkai.desk.reporting.report.writing import TYPES, prepare
from gongkai.desk.reporting.screens import drill as drilling
from gongkai.desk.reporting.screens import figures as screen
from gongkai.desk.reporting.views.common import demand_year, newest, officer_of, reader, shown_years


@require_safe
@reader
def latest(request: HttpRequest) -> HttpResponse:
    """To the newest year."""
    return HttpResponseRedirect(reverse("reporting:figures", args=[newest(officer_of(request).agency)]))


@require_safe
@reader
def figures(request: HttpRequest, year: int) -> HttpResponse:
    """The figures of a year, beside the year before, each leading to its records."""
    demand_year(year)
    return render(request, "reporting/figures.html", _page(request, year))


@require_safe
@reader
def drill(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """The records behind a figure: the part alone for a partial request, else the whole page."""
    demand_year(year)
    officer = officer_of(request)
    htmx = getattr(request, "htmx", None)
    after = request.GET.get("after", "")
    if htmx and not htmx.history_restore_request:
        found = drilling.context(compute(officer.agency, year), key, officer.agency, officer, today(), after)
        if found is None:
            raise Http404
        return render(request, "reporting/drill.html", {"drill": found})
    page = _page(request, year, key)
    page["drill"] = drilling.context(page["computed"], key, officer.agency, officer, today(), after)
    if page["drill"] is None:
        raise Http404
    return render(request, "reporting/figures.html", page)


@require_safe
@reader
def export(request: HttpRequest, year: int) -> HttpResponse:
    """The figures as XLSX, or as ``figures.json`` with ``?format=json``."""
    demand_year(year)
    report = prepare(officer_of(request).agency, year)
    name = "figures.json" if request.GET.get("format") == "json" else "figures.xlsx"
    make = data.json_bytes if name == "figures.json" else data.xlsx_bytes
    return HttpResponse(
        make(report.year, report.checks),
        content_type=TYPES[name],
        headers={"Content-Disposition": f'attachment; filename="{year}-{name}"'},
    )


def _page(request: HttpRequest, year: int, current: str = "") -> dict[str, Any]:
    """The context of ``figures.html``."""
    agency = officer_of(request).agency
    report = prepare(agency, year)
    computed: Year = report.year
    checks, counts = screen.checks(
        one for one in report.checks if not one.rule.startswith(("narrative.", "sections", "deadline"))
    )
    return {
        "computed": computed,
        "year": year,
        "previous_year": year - 1,
        "years": [
            {"year": one, "href": reverse("reporting:figures", args=[one])}
            for one in shown_years(agency, year)
        ],
        "agency": agency,
        "period": {"from": computed.period.first, "to": computed.period.last},
        "computed_at": timezone.now(),
        "export_href": reverse("reporting:export", args=[year]),
        "report_href": reverse("reporting:report", args=[year]),
        "cards": screen.cards(computed),
        "channel_table": screen.channel_table(computed, current),
        "category_table": screen.category_table(computed),
        "checks": checks,
        "check_counts": counts,
        "quality": screen.quality(computed),
        "statutory": screen.statutory(computed),
    }
