"""Named queries about agencies and who holds what on a day."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from gongkai.desk.agencies.asking import once
from gongkai.desk.agencies.models import Agency, Duty, Officer, Unit
from gongkai.refusal import Refused

SHANGHAI = ZoneInfo("Asia/Shanghai")


def shanghai_date(at: datetime) -> date:
    """The statutory day of a moment."""
    return at.astimezone(SHANGHAI).date()


def today() -> date:
    """Today in Shanghai; for views, commands and the worker only."""
    return datetime.now(SHANGHAI).date()


def the_agency(code: str = "") -> Agency:
    """The agency with that code, or the only one there is. Raises Refused with the choices."""
    found = list(Agency.objects.filter(Q(code=code) if code else Q()).order_by("code")[:20])
    if len(found) == 1:
        return found[0]
    if not found:
        known = "、".join(Agency.objects.order_by("code").values_list("code", flat=True)[:20])
        if code:
            raise Refused(
                "unknown-agency",
                f"没有代码为“{code}”的机构",
                f"可以是 {known}" if known else "请先导入 organisation",
            )
        raise Refused("no-agency", "还没有机构", "请先运行 gongkai import organisation organisation.toml")
    raise Refused(
        "which-agency", "有多个机构", "请用 --agency 指明：" + "、".join(agency.code for agency in found)
    )


def duties_of(officer: Officer, day: date) -> QuerySet[Duty]:
    """The duties that an officer holds on a day. Never cached."""
    return Duty.objects.filter(Duty.on(day), officer=officer)


def units_of(agency: int) -> list[Unit]:
    """The units of an agency (its key) by their codes; within a request they are looked up once."""
    return list(once(("units", agency), lambda: list(Unit.objects.filter(agency=agency).order_by("code"))))
