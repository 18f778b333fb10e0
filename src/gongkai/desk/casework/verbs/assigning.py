"""分派 and 改派: exactly one unit answers for a case at a time."""

from __future__ import annotations

from datetime import datetime

from gongkai.desk.agencies.models import Officer, Unit
from gongkai.desk.casework import rules
from gongkai.desk.casework.flow import Act, Flow, acting
from gongkai.desk.casework.handling import HANDLING
from gongkai.desk.casework.models import Assignment, Case, Correction
from gongkai.refusal import Refused


def assign(case: Case, unit: Unit, *, by: Officer, at: datetime, flow: Flow = HANDLING) -> Assignment:
    """Give a case that has no unit to one 分派. Raises Refused: ``assigned``, ``wrong-unit``."""
    with acting(case, "assign", flow=flow, by=by, at=at) as act:
        made = give(act, unit)
        act.record("assigned", data={"unit": unit.code})
    return made


def reassign(
    case: Case,
    unit: Unit,
    *,
    by: Officer,
    approved_by: Officer,
    reason: str,
    at: datetime,
    flow: Flow = HANDLING,
) -> Assignment:
    """Hand a case on to another unit 改派: a visible correction with reason and approver.

    Raises Refused: ``wrong-unit`` (the same one, another agency's, an abolished one), ``four-eyes``,
    ``no-reason``.
    """
    with acting(case, "reassign", flow=flow, by=by, at=at) as act:
        made = hand_on(act, unit, approved_by, reason)
    return made


def hand_on(act: Act, unit: Unit, approved_by: Officer, reason: str) -> Assignment:
    """What every 改派 does within its act: the one unit ends, the other begins, the correction is written."""
    rules.demand_four_eyes(act.case.registration, act.by, approved_by, act.day)
    act.require(bool(reason.strip()), "改派须写明理由", "请填写理由", "no-reason")
    running = running_of(act.case)
    act.require(running.unit_id != unit.pk, f"案件本由“{unit}”承办", "请选择另一单位", "wrong-unit")
    take(act, running)
    made = give(act, unit)
    Correction.objects.create(
        registration=act.case.registration,
        kind=Correction.Kind.REASSIGN,
        on=act.day,
        reason=reason.strip(),
        by=act.by,
        approved_by=approved_by,
    )
    data = {"from": running.unit.code, "unit": unit.code, "approved_by": approved_by.uid}
    act.record("reassigned", data=data)
    return made


def give(act: Act, unit: Unit) -> Assignment:
    """Make a unit of the agency that exists that day answer for the case; there must be none yet."""
    same = unit.agency_id == act.case.registration.agency_id
    act.require(same, f"“{unit}”不是本机关的单位", "请选择本机关的单位", "wrong-unit")
    exists = (unit.since is None or unit.since <= act.day) and (unit.until is None or unit.until >= act.day)
    act.require(exists, f"“{unit}”当日不存在或已撤销", "请选择现有的单位", "wrong-unit")
    running = Assignment.objects.filter(case=act.case, until__isnull=True).select_related("unit").first()
    if running is not None:
        raise Refused("assigned", f"案件已由“{running.unit}”承办", "如需更换承办单位，请办理改派")
    return Assignment.objects.create(case=act.case, unit=unit, since=act.day)


def take(act: Act, running: Assignment) -> None:
    """The unit no longer answers for the case, from this day on."""
    act.require(running.since <= act.day, "日期早于分派日期", "请核对日期", "wrong-day")
    running.until = act.day
    running.save(update_fields=["until"])


def running_of(case: Case) -> Assignment:
    """The running assignment of a case that has one."""
    return Assignment.objects.select_related("unit").get(case=case, until__isnull=True)
