"""What all pages of reporting share: who may open them, which years there are."""

from __future__ import annotations

from django.db.models import Max, Min
from django.http import Http404

from gongkai.desk.agencies.guarding import guarded, officer_of
from gongkai.desk.agencies.models import Agency
from gongkai.desk.agencies.queries import today
from gongkai.desk.complaints.models import Matter
from gongkai.desk.disclosure.models import Item
from gongkai.desk.reporting import gate
from gongkai.desk.reporting.facts.period import FIRST_YEAR
from gongkai.desk.reporting.models import Narrative

__all__ = ["demand_year", "newest", "officer_of", "reader", "shown_years", "years_of"]
_YEARS_SHOWN = 6


reader = guarded(lambda officer: gate.holds(officer, gate.READERS, today()))
"""Only for those who hold a duty in the bureau (not the keeper of the system)."""


def demand_year(year: int) -> None:
    """404 for a year that no report can be about."""
    if not FIRST_YEAR <= year <= today().year:
        raise Http404


def years_of(agency: Agency) -> list[int]:
    """The years with anything in them, oldest first: registers or a narrative."""
    days = [
        *Matter.objects.filter(agency=agency).aggregate(Min("registered_on"), Max("registered_on")).values(),
        *Item.objects.filter(agency=agency).aggregate(Min("published_on"), Max("published_on")).values(),
    ]
    told = Narrative.objects.filter(agency=agency).values_list("year", flat=True).distinct()
    found = {day.year for day in days if day} | set(told)
    if not found:
        return []
    first, last = max(min(found), FIRST_YEAR), min(max(found), today().year)
    return list(range(first, last + 1))


def newest(agency: Agency) -> int:
    """The year that is shown first: the newest one with a narrative, else with records, else this year."""
    told = (
        Narrative.objects.filter(agency=agency, year__lte=today().year)
        .order_by("-year")
        .values_list("year", flat=True)
        .first()
    )
    years = years_of(agency)
    return told or (years[-1] if years else today().year)


def shown_years(agency: Agency, year: int) -> list[int]:
    """The years of the chooser: around the one that is shown."""
    years = sorted({*years_of(agency), year})
    at = years.index(year)
    first = max(0, min(at - _YEARS_SHOWN // 2, len(years) - _YEARS_SHOWN))
    return years[first : first + _YEARS_SHOWN]
