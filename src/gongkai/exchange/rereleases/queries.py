"""Which requests who may see; which releases one is about."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.agencies.rules import held
from gongkai.desk.disclosure.models import Release
from gongkai.exchange.models import Rerelease, RereleaseRefusal
from gongkai.exchange.rereleases.rules import SEES


def visible_to(officer: Officer, day: date) -> QuerySet[Rerelease]:
    """The bureau's requests, for those to whom the door is a matter (DESIGN.md law 6). Never cached."""
    if not any(one.kind in SEES for one in held(officer, day)):
        return Rerelease.objects.none()
    return Rerelease.objects.filter(agency_id=officer.agency_id)


def releases(agency: Agency, category: str = "", year: int | None = None) -> QuerySet[Release]:
    """The releases that are public now and have arrived, oldest first."""
    newer = Release.objects.filter(item=OuterRef("item"), no__gt=OuterRef("no"))
    out = Release.objects.filter(
        ~Exists(newer), withdrawal__isnull=True, delivered_at__isnull=False, item__agency=agency
    )
    if category:
        out = out.filter(item__category=category)
    if year:
        out = out.filter(item__published_on__year=year)
    return out.order_by("pk")


def years(agency: Agency) -> list[int]:
    """The years in which something that is public now was published, newest first."""
    found = releases(agency).order_by().values_list("item__published_on__year", flat=True).distinct()
    return sorted({year for year in found if year}, reverse=True)


def chosen(given: Rerelease) -> QuerySet[Release]:
    """The releases of one request that are still to be dealt with."""
    every = releases(given.agency, given.category, given.year)
    return every.filter(pk__gt=given.after, pk__lte=given.last)


def refusals(given: Rerelease) -> QuerySet[RereleaseRefusal]:
    """What was not sent again, in order, each with its item."""
    return given.refusals.select_related("release__item").order_by("pk")
