"""联合办理 and 管辖争议: other units give their part, one unit answers; whose case it is the centre rules."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from gongkai.desk.agencies.models import Officer, Unit
from gongkai.desk.agencies.rules import holds
from gongkai.desk.casework.flow import Act
from gongkai.desk.casework.models import Case
from gongkai.desk.casework.rules import HANDLES
from gongkai.desk.casework.verbs.assigning import give, running_of, take
from gongkai.desk.complaints.acting import LONGEST_REASON, doing, write
from gongkai.desk.complaints.models import CoUnit, Dispute, Note
from gongkai.desk.complaints.verbs.sorting import settle_unit

LONGEST_PART = 200
"""Characters that say what a co-unit is to do."""


def ask_unit(case: Case, unit: Unit, part: str, *, by: Officer, at: datetime) -> CoUnit:
    """Ask another unit for its part 请求协办; the lead unit stays responsible alone, the clock runs on.

    Raises Refused: ``wrong-unit`` (the lead itself, another agency's), ``no-part``, ``asked``.
    """
    with doing(case, "ask_unit", by=by, at=at) as act:
        same = unit.agency_id == act.case.registration.agency_id
        act.require(same, f"“{unit}”不是本机关的单位", "请选择本机关的单位", "wrong-unit")
        leads = running_of(act.case).unit_id == unit.pk
        act.require(not leads, f"“{unit}”是本件的主办单位", "请选择另一单位", "wrong-unit")
        act.require(bool(part.strip()), "没有写请对方办什么", "请填写协办事项", "no-part")
        act.require(len(part) <= LONGEST_PART, f"协办事项超过 {LONGEST_PART} 字", "请精简", "too-long")
        open_one = _open_parts(act).filter(unit=unit)
        act.require(not open_one.exists(), f"已经请“{unit}”协办", "请等其意见，或者先解除", "asked")
        made = CoUnit.objects.create(
            case=act.case, unit=unit, part=part.strip(), asked_on=act.day, asked_by=by
        )
        act.record("unit-asked", data={"unit": unit.code})
    return made


def give_opinion(case: Case, text: str, *, by: Officer, at: datetime) -> CoUnit:
    """A co-unit gives its opinion 协办意见. Raises Refused: ``no-text``, ``not-allowed``."""
    with doing(case, "give_opinion", by=by, at=at) as act:
        mine = [one for one in _open_parts(act) if holds(by, HANDLES, one.unit, act.day)]
        act.require(bool(mine), f"{by.name}所在单位没有待提的协办意见", "请由协办单位办理", "not-allowed")
        part = mine[0]
        note, commitment = write(act, Note.Kind.OPINION, text)
        part.opinion, part.given_on, part.given_by = note, act.day, by
        part.save(update_fields=["opinion", "given_on", "given_by"])
        act.record("opinion-given", data={"unit": part.unit.code}, commits={"opinion": commitment})
    return part


def release_unit(case: Case, unit: Unit, *, by: Officer, at: datetime) -> CoUnit:
    """End the part of a co-unit without an opinion 解除协办. Raises Refused: ``not-asked``."""
    with doing(case, "release_unit", by=by, at=at) as act:
        part = _open_parts(act).filter(unit=unit).first()
        act.require(part is not None, f"没有请“{unit}”协办", "请核对单位", "not-asked")
        assert part is not None
        part.released_on = act.day
        part.save(update_fields=["released_on"])
        act.record("unit-released", data={"unit": unit.code})
    return part


def dispute(case: Case, reason: str, *, claims: Unit | None = None, by: Officer, at: datetime) -> Dispute:
    """The unit holds that the case is another's 管辖争议. It works on until the ruling; the clock runs on.

    Raises Refused: ``no-reason``, ``too-long``, ``wrong-unit``.
    """
    with doing(case, "dispute", by=by, at=at) as act:
        _demand_reason(act, reason)
        running = running_of(act.case)
        if claims is not None:
            fits = claims.agency_id == running.unit.agency_id and claims.pk != running.unit_id
            act.require(fits, f"“{claims}”不能是应由其办理的单位", "请选择本机关的另一单位", "wrong-unit")
        made = Dispute.objects.create(
            case=act.case,
            unit=running.unit,
            claims=claims,
            reason=reason.strip(),
            raised_on=act.day,
            raised_by=by,
        )
        act.record("dispute-raised", data={"from": running.unit.code} | _code("unit", claims))
    return made


def rule_dispute(case: Case, unit: Unit, reason: str, *, by: Officer, at: datetime) -> Dispute:
    """The centre or a leader says which unit answers 裁定管辖; nobody rules what they raised themselves.

    Raises Refused: ``four-eyes``, ``no-reason``, ``wrong-unit``.
    """
    with doing(case, "rule_dispute", by=by, at=at) as act:
        waiting = Dispute.objects.select_related("unit").get(case=act.case, ruled_on__isnull=True)
        _demand_reason(act, reason)
        running = running_of(act.case)
        if unit.pk != running.unit_id:
            take(act, running)
            give(act, unit)
            settle_unit(act, unit)
        waiting.ruled_for, waiting.ruling = unit, reason.strip()
        waiting.ruled_on, waiting.ruled_by = act.day, by
        waiting.save(update_fields=["ruled_for", "ruling", "ruled_on", "ruled_by"])
        act.record("dispute-ruled", data={"from": running.unit.code, "unit": unit.code})
    return waiting


def _open_parts(act: Act) -> models.QuerySet[CoUnit]:
    found = CoUnit.objects.filter(case=act.case, given_on__isnull=True, released_on__isnull=True)
    return found.select_related("unit").order_by("pk")


def _code(name: str, unit: Unit | None) -> dict[str, str]:
    return {name: unit.code} if unit is not None else {}


def _demand_reason(act: Act, reason: str) -> None:
    act.require(bool(reason.strip()), "没有写理由", "请写明理由", "no-reason")
    act.require(len(reason) <= LONGEST_REASON, f"理由超过 {LONGEST_REASON} 字", "请精简", "too-long")
