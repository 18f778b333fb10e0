"""Who may do what about findings of inspections, by duty and unit."""

from __future__ import annotations

from datetime import date

from gongkai.desk.agencies.models import Agency, Duty, Officer, Unit
from gongkai.desk.agencies.rules import held, holds
from gongkai.desk.oversight.models import Finding, PlannedTask
from gongkai.refusal import Refused

ENTERS = (Duty.Kind.OFFICE, Duty.Kind.SECRECY, Duty.Kind.LEADER)
"""Duties that enter what any inspection found, and judge what was done about it."""
MENDS = (Duty.Kind.CLERK, Duty.Kind.HEAD)
"""Duties that say for their unit what was done."""


def enters(officer: Officer, day: date) -> bool:
    """Whether the officer may enter findings at all."""
    return any(one.kind in (*ENTERS, Duty.Kind.HEAD) for one in held(officer, day))


def enters_all(officer: Officer, day: date) -> bool:
    """Whether the officer may enter findings of any inspection, for any unit."""
    return any(one.kind in ENTERS for one in held(officer, day))


def mends(officer: Officer, finding: Finding, day: date) -> bool:
    """Whether the officer says what was done: clerk and head of the unit, or the disclosure office."""
    return holds(officer, MENDS, finding.unit, day) or holds(
        officer, Duty.Kind.OFFICE, None, day, agency=finding.agency
    )


def judges(officer: Officer, finding: Finding, day: date) -> bool:
    """Whether the officer may confirm, send back or void."""
    return holds(officer, ENTERS, None, day, agency=finding.agency)


def demand_enters(officer: Officer, agency: Agency, inspector: str, unit: Unit, day: date) -> None:
    """Refuse (``not-held``) who may not enter this; the head of a unit enters self-checks of the unit."""
    own = inspector == Finding.Inspector.SELF and holds(officer, Duty.Kind.HEAD, unit, day)
    if not own and not holds(officer, ENTERS, None, day, agency=agency):
        raise Refused(
            "not-held",
            f"{officer.name}当日不能登记这一检查问题",
            "单位负责人登记本单位的自查，其余由政务公开办公室或者保密审查员登记",
        )


def demand_mends(officer: Officer, finding: Finding, day: date) -> None:
    """Refuse (``not-held``) who does not mend it."""
    if not mends(officer, finding, day):
        raise Refused("not-held", f"{officer.name}当日没有填报整改的职责", "请由责任单位的信息员或负责人填报")


def asks(officer: Officer, finding: Finding, day: date) -> bool:
    """Whether the officer may ask for more time or another unit: who mends it, and who judges."""
    return mends(officer, finding, day) or judges(officer, finding, day)


def demand_asks(officer: Officer, finding: Finding, day: date) -> None:
    """Refuse (``not-held``) who neither mends nor judges it."""
    if not asks(officer, finding, day):
        raise Refused(
            "not-held",
            f"{officer.name}当日不能申请延期或者移交",
            "请由责任单位的信息员、负责人，或者有复核职责的人提出",
        )


PLANS = (Duty.Kind.OFFICE, Duty.Kind.LEADER)
"""Duties that give tasks of the yearly plan and give them up."""
ENTERS_ACTIVITIES = (Duty.Kind.OFFICE, Duty.Kind.LEADER, Duty.Kind.HEAD, Duty.Kind.CLERK)
"""Duties that enter meetings, trainings and campaigns."""


def plans(officer: Officer, day: date) -> bool:
    """Whether the officer gives tasks of the yearly plan and gives them up."""
    return any(one.kind in PLANS for one in held(officer, day))


def works_on(officer: Officer, task: PlannedTask, day: date) -> bool:
    """Whether the officer shows what was done of a task: clerk and head of its unit, or the office."""
    return holds(officer, MENDS, task.unit, day) or holds(officer, PLANS, None, day, agency=task.agency)


def enters_activities(officer: Officer, day: date) -> bool:
    """Whether the officer enters activities."""
    return any(one.kind in ENTERS_ACTIVITIES for one in held(officer, day))


def demand(allowed: bool, what: str, who: str) -> None:
    """Refuse (``not-held``) unless allowed."""
    if not allowed:
        raise Refused("not-held", f"您没有{what}的职责", f"请由{who}办理")


def demand_judges(officer: Officer, finding: Finding, day: date) -> None:
    """Refuse (``not-held``) who may not confirm."""
    if not judges(officer, finding, day):
        raise Refused(
            "not-held",
            f"{officer.name}当日没有复核整改的职责",
            "请由政务公开办公室、保密审查员或分管领导办理",
        )
