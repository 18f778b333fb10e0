"""Sorting and handing out 分办: class and respondent, one unit, who handles it, back to the centre."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gongkai.desk.agencies.models import Officer, Unit
from gongkai.desk.agencies.rules import eligible
from gongkai.desk.casework.flow import Act
from gongkai.desk.casework.models import Assignment, Case
from gongkai.desk.casework.rules import HANDLES
from gongkai.desk.casework.verbs.assigning import give, hand_on, running_of, take
from gongkai.desk.complaints.acting import doing, profile_of
from gongkai.desk.complaints.models import CoUnit, Matter

RETURNS = {
    "not-ours": "不属本单位职责",
    "other-place": "经营地不在本辖区",
    "already": "他单位已在办",
    "mistake": "分办有误",
}
"""Why a unit gives a case back: a closed list."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """What a person makes of class, line and respondent."""

    category: str
    line: str
    respondent: str
    credit_code: str
    respondent_address: str
    area: str


def assign(
    case: Case, unit: Unit, *, by: Officer, at: datetime, handler: Officer | None = None
) -> Assignment:
    """Hand a case out to one unit 分办, and to a handler if one is named. Raises Refused: ``wrong-unit``."""
    with doing(case, "assign", by=by, at=at) as act:
        made = give(act, unit)
        settle_unit(act, unit, handler)
        act.record("assigned", data={"unit": unit.code} | ({"handler": handler.uid} if handler else {}))
    return made


def reassign(
    case: Case, unit: Unit, *, by: Officer, approved_by: Officer, reason: str, at: datetime
) -> Assignment:
    """Take a case from its unit and give it to another 改派: a visible correction, approved by another."""
    with doing(case, "reassign", by=by, at=at) as act:
        made = hand_on(act, unit, approved_by, reason)
        settle_unit(act, unit)
    return made


def give_back(case: Case, reason: str, *, by: Officer, at: datetime) -> None:
    """Give a case back to the centre 退回; nobody passes it on to a third unit. The clock runs on."""
    with doing(case, "give_back", by=by, at=at) as act:
        act.require(
            reason in RETURNS, "请说明退回的理由", "可以是：" + "、".join(RETURNS.values()), "E_REASON"
        )
        running = running_of(act.case)
        take(act, running)
        profile = profile_of(act.case)
        profile.handler, profile.returned_on = None, act.day
        profile.save(update_fields=["handler", "returned_on"])
        act.record("returned", data={"unit": running.unit.code, "reason": reason})


def name_handler(case: Case, handler: Officer, *, by: Officer, at: datetime) -> None:
    """Say who handles the case 指定承办人: somebody of its unit who may. Raises Refused: ``not-eligible``."""
    with doing(case, "name_handler", by=by, at=at) as act:
        _name(act, running_of(act.case).unit, handler)
        act.record("handler-named", data={"handler": handler.uid})


def sort(case: Case, said: Sorted, *, by: Officer, at: datetime) -> list[str]:
    """Change class, line, respondent or place; the names of what changed. Nothing changed is no event."""
    with doing(case, "sort", by=by, at=at) as act:
        matter = Matter.objects.select_for_update().get(registration=act.case.registration_id)
        names = ("category", "respondent", "credit_code", "respondent_address")
        changed = [name for name in names if getattr(matter, name) != getattr(said, name)]
        for name in changed:
            setattr(matter, name, getattr(said, name))
        if changed:
            matter.save(update_fields=changed)
        profile = profile_of(act.case)
        if profile.area != said.area:
            profile.area = said.area
            profile.save(update_fields=["area"])
            changed.append("area")
        if act.case.line != said.line:
            act.case.line = said.line
            act.case.save(update_fields=["line"])
            changed.append("line")
        act.require(bool(changed), "没有改动", "需要改动时再保存", "unchanged")
        act.record("sorted", data={"columns": changed})
    case.line = said.line
    return changed


def people_for(unit: Unit, day: object) -> list[Officer]:
    """Who may handle cases of a unit on a day."""
    found: dict[int, Officer] = {}
    for kind in HANDLES:
        for officer in eligible(kind, unit, day, agency=unit.agency):  # type: ignore[arg-type]
            found.setdefault(officer.pk, officer)
    return list(found.values())


def settle_unit(act: Act, unit: Unit, handler: Officer | None = None) -> None:
    """The unit that now answers: its handler if one is named; what it was asked for as a co-unit is over."""
    _name(act, unit, handler)
    CoUnit.objects.filter(case=act.case, unit=unit, given_on__isnull=True, released_on__isnull=True).update(
        released_on=act.day
    )


def _name(act: Act, unit: Unit, handler: Officer | None) -> None:
    if handler is not None:
        fits = handler.pk in {one.pk for one in people_for(unit, act.day)}
        act.require(fits, f"{handler.name}当日不是“{unit}”的承办人", "请选择该单位的承办人", "not-eligible")
    profile = profile_of(act.case)
    profile.handler = handler
    profile.save(update_fields=["handler"])
