"""What changes about a finding that is open: more time 延长整改期限, another unit 移交.

The unit or the office asks with a reason, somebody else who judges findings grants or declines. The rows
stay, so that the ledger and the page tell how a limit and a unit came about.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from gongkai.desk.agencies.models import Officer, Unit
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.oversight import rules
from gongkai.desk.oversight.inspecting import due_of, in_state, note_event
from gongkai.desk.oversight.models import Finding, FindingChange
from gongkai.refusal import Refused

MOST = timedelta(days=366)
"""No extension reaches further from the limit before it."""
LONGEST = 300
"""Characters of a reason."""
Kind = FindingChange.Kind
_OPEN = "只有待整改的问题可以延期或者移交"


def ask_extension(finding: Finding, until: date, reason: str, *, by: Officer, at: datetime) -> FindingChange:
    """Ask for more time 申请延长整改期限, up to a day; the limit stays until somebody else grants it.

    Raises Refused: ``not-held``, ``wrong-state``, ``no-reason``, ``wrong-day``, ``one-at-a-time``.
    """
    with transaction.atomic():
        locked = _asked(finding, reason, by, at)
        before = locked.due_on
        if not before < until <= before + MOST or until < shanghai_date(at):
            raise Refused(
                "wrong-day", f"延长到 {until} 不在原期限 {before} 之后的一年以内，或者早于今天", "请核对日期"
            )
        return _ask(locked, Kind.EXTEND, by, at, reason=reason, until=until, before=before)


def ask_hand_over(finding: Finding, unit: Unit, reason: str, *, by: Officer, at: datetime) -> FindingChange:
    """Ask that another unit mends it 申请移交责任单位; the limit stays.

    Raises Refused: ``not-held``, ``wrong-state``, ``no-reason``, ``foreign-unit``, ``same-unit``,
    ``one-at-a-time``.
    """
    with transaction.atomic():
        locked = _asked(finding, reason, by, at)
        _demand_unit(locked, unit, shanghai_date(at))
        return _ask(locked, Kind.HAND_OVER, by, at, reason=reason, unit=unit, from_unit=locked.unit)


def grant(finding: Finding, *, by: Officer, at: datetime, note: str = "") -> FindingChange:
    """Let the change that waits take place 批准.

    Raises Refused: ``not-held``, ``wrong-state``, ``four-eyes``, ``foreign-unit``, ``same-unit``.
    """
    day = shanghai_date(at)
    with transaction.atomic():
        locked, change = _judged(finding, True, note, by, at)
        if change.kind == Kind.EXTEND:
            locked.extended_to = change.until
            due = due_of(locked).due
            assert due is not None
            locked.due_on = due
            locked.save(update_fields=["extended_to", "due_on"])
            data: dict[str, object] = {"no": change.no, "until": f"{change.until}"}
            note_event(locked, "finding-extended", by, at, data)
        else:
            assert change.unit is not None
            _demand_unit(locked, change.unit, day)
            before, locked.unit = locked.unit, change.unit
            locked.save(update_fields=["unit"])
            data = {"no": change.no, "from": before.code, "unit": change.unit.code}
            note_event(locked, "finding-handed-over", by, at, data)
    return change


def decline(finding: Finding, reason: str, *, by: Officer, at: datetime) -> FindingChange:
    """Leave it as it is 不同意, with a reason.

    Raises Refused: ``not-held``, ``wrong-state``, ``four-eyes``, ``no-reason``.
    """
    if not reason.strip():
        raise Refused("no-reason", "不同意没有理由", "请写明为什么")
    with transaction.atomic():
        locked, change = _judged(finding, False, reason, by, at)
        note_event(locked, "finding-change-declined", by, at, {"no": change.no, "kind": change.kind})
    return change


def _asked(finding: Finding, reason: str, by: Officer, at: datetime) -> Finding:
    locked = in_state(finding, Finding.State.OPEN, _OPEN)
    rules.demand_asks(by, locked, shanghai_date(at))
    if not reason.strip() or len(reason) > LONGEST:
        raise Refused("no-reason", f"没有写理由，或者超过 {LONGEST} 字", "请写明为什么")
    return locked


def _ask(finding: Finding, kind: str, by: Officer, at: datetime, **given: object) -> FindingChange:
    values = given | {"reason": str(given["reason"]).strip()}
    try:
        with transaction.atomic():
            made = FindingChange.objects.create(
                finding=finding, no=finding.changes.count() + 1, kind=kind, by=by, at=at, **values
            )
    except IntegrityError as twice:
        raise Refused("one-at-a-time", "已有一项延期或者移交等批准", "请等它办完，再提出新的") from twice
    note_event(finding, "finding-change-asked", by, at, {"no": made.no, "kind": kind})
    return made


def _judged(
    finding: Finding, granted: bool, note: str, by: Officer, at: datetime
) -> tuple[Finding, FindingChange]:
    day = shanghai_date(at)
    locked = in_state(finding, Finding.State.OPEN, _OPEN)
    rules.demand_judges(by, locked, day)
    waiting = locked.changes.select_related("unit").filter(granted__isnull=True).first()
    if waiting is None:
        raise Refused("wrong-state", f"{locked.number}没有等批准的延期或者移交", "请刷新后再看")
    if waiting.by_id == by.pk:
        raise Refused("four-eyes", "申请人不能自己批准", "请由另一位有复核职责的人批准")
    waiting.granted, waiting.note = granted, note.strip()
    waiting.judged_by, waiting.judged_on = by, day
    waiting.save(update_fields=["granted", "note", "judged_by", "judged_on"])
    return locked, waiting


def _demand_unit(finding: Finding, unit: Unit, day: date) -> None:
    ended = unit.until is not None and unit.until < day
    if unit.agency_id != finding.agency_id or ended:
        raise Refused("foreign-unit", f"{unit.name} 不是本机关现有的单位", "请从列表中选择")
    if unit.pk == finding.unit_id:
        raise Refused("same-unit", f"本来就由{unit.name}整改", "请选择另一个单位")
