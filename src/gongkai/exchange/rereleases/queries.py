"""Which requests who may see; which releases one is about."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.agencies.rules import held
from gongkai.desk.agencies.words import official
from gongkai.desk.disclosure.models import Release
from gongkai.exchange.models import Rerelease, RereleaseLack, RereleaseRefusal
from gongkai.exchange.rereleases.rules import SEES
from gongkai.refusal import Refused
from gongkai.sealing.times import stamp

STATES = {
    "asked": gettext_lazy("等待批准"),
    "going": gettext_lazy("进行中"),
    "paused": gettext_lazy("已暂停"),
    "broken": gettext_lazy("已中断"),
    "stopped": gettext_lazy("已停止"),
    "ended": gettext_lazy("已办结"),
}
"""Where a request may stand."""
_TOLD = 20


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


def lacks(given: Rerelease) -> QuerySet[RereleaseLack]:
    """What went out as it is although its item says more today, in order, each with its item."""
    return given.lacks.select_related("release__item").order_by("pk")


def state(given: Rerelease) -> str:
    """Where a request stands: a key of :data:`STATES`."""
    if given.ended_at:
        return "ended"
    if given.stopped_at:
        return "stopped"
    if given.approved_at is None:
        return "asked"
    if given.job is None or not given.job.is_open:
        return "broken"
    return "paused" if given.job.state == given.job.State.PAUSED else "going"


def officer(agency: Agency, login: str) -> Officer:
    """The officer with a login name. Raises Refused (``unknown-officer``)."""
    found = Officer.objects.filter(agency=agency, username=login, is_active=True).first()
    if found is None:
        raise Refused("unknown-officer", f"没有登录名为“{login}”的在职人员", "请核对登录名")
    return found


def told(agency: Agency) -> list[dict[str, Any]]:
    """The newest requests with what came of them, in official words, for the command line."""
    found = Rerelease.objects.filter(agency=agency).select_related("job").order_by("-pk")[:_TOLD]
    return [
        {
            "id": one.uid,
            "category": one.category,
            "year": one.year,
            "only_missing": one.only_missing,
            "reason": one.reason,
            "requested_at": stamp(one.requested_at),
            "state": state(one),
            "words": official(STATES[state(one)]),
            "total": one.total,
            "sent": one.sent,
            "unchanged": one.unchanged,
            "refused": one.refused,
            "lacking": [
                {"index": row.release.item.index, "fields": row.fields.split(",")} for row in lacks(one)
            ],
            "stopped": [
                {"index": row.release.item.index, "code": row.code, "reason": row.sentence}
                for row in refusals(one)
            ],
        }
        for one in found
    ]
