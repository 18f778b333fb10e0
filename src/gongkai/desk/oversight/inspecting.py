"""检查整改: what inspections find is entered, mended by the unit, confirmed by somebody else; each an event.

The limit is the inspector's own: so many working days after the notice came, or a date. No law of ours sets
it, so it is counted by the calendar alone and the steps say from when.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery

from gongkai.desk.agencies.models import Agency, Officer, Unit
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import numbers
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.masking import mask
from gongkai.desk.casework.recording import record
from gongkai.desk.casework.verifying import MOST, Result
from gongkai.desk.disclosure.models import Item
from gongkai.desk.outlets.columns import names_of
from gongkai.desk.outlets.proofs import Proof
from gongkai.desk.oversight import rules
from gongkai.desk.oversight.models import Finding, FindingChange, Mending
from gongkai.law.answer import Answer, Step
from gongkai.law.calendar import Calendar
from gongkai.law.deadlines.counting import count, narrate
from gongkai.refusal import Refused

SERIES = "inspections"
"""The series of their numbers."""
MOST_DAYS = 250
"""Working days that an inspector may give: a year."""
LONGEST = 1000
"""Characters of a description."""


@dataclass(frozen=True, slots=True)
class Found:
    """What an inspector says. One of ``days`` (working days from ``told_on``) and ``due_on`` is given."""

    inspector: str
    found_on: date
    kind: str
    words: str
    unit: Unit
    told_on: date
    body: str = ""
    reference: str = ""
    item: Item | None = None
    column: str = ""
    address: str = ""
    days: int | None = None
    due_on: date | None = None


def due(told_on: date, days: int | None, due_on: date | None, table: Calendar) -> Answer:
    """By when a finding has to be mended, with the reasoning."""
    if days is None:
        return Answer("rectification", told_on, due_on, "", "检查单位指定的日期")
    counted = count(table, told_on, days, "working")
    return Answer(
        kind="rectification",
        on=told_on,
        due=counted.end,
        ruleset="",
        basis=f"检查单位给了 {days} 个工作日，自收到通报的次日起算",
        steps=tuple(narrate(table, counted, "收到通报", "应当完成整改")),
        provisional=table.crosses_unknown(told_on, counted.end),
        counted=counted.shown,
    )


def due_of(finding: Finding, table: Calendar | None = None) -> Answer:
    """The limit of a finding with its reasoning; an extension that was granted takes its place."""
    given = due(finding.told_on, finding.days, finding.set_due_on, table or calendar())
    if finding.extended_to is None or given.due is None:
        return given
    words = f"{given.basis}，到 {given.due:%Y-%m-%d}；经批准延长"
    last = Step(finding.extended_to, "经批准延长到这一天完成整改")
    return replace(
        given,
        due=finding.extended_to,
        basis=words,
        steps=(*given.steps, last),
        provisional=False,
        counted=None,
    )


def enter(agency: Agency, found: Found, *, by: Officer, at: datetime) -> Finding:
    """Enter what an inspection found 登记检查发现问题; a unit's head may enter self-checks of the unit.

    Raises Refused: ``not-held``, ``no-words``, ``too-long``, ``no-body``, ``foreign-unit``, ``unknown-item``,
    ``unknown-column``, ``wrong-day``, ``no-limit``.
    """
    day = shanghai_date(at)
    rules.demand_enters(by, agency, found.inspector, found.unit, day)
    _demand_sense(agency, found, day)
    limit = due(found.told_on, found.days, found.due_on, calendar())
    assert limit.due is not None
    number = f"检查〔{day.year}〕{numbers.allocate(agency, SERIES, day.year)}号"
    with transaction.atomic():
        made = Finding.objects.create(
            agency=agency,
            number=number,
            inspector=found.inspector,
            body=found.body.strip(),
            reference=found.reference.strip(),
            found_on=found.found_on,
            kind=found.kind,
            words=mask(found.words.strip()),
            item=found.item,
            column=found.column,
            address=found.address.strip(),
            unit=found.unit,
            told_on=found.told_on,
            days=found.days,
            set_due_on=found.due_on,
            due_on=limit.due,
            entered_by=by,
            entered_at=at,
        )
        note_event(
            made,
            "finding-entered",
            by,
            at,
            {"kind": made.kind, "inspector": made.inspector, "unit": made.unit.code, "days": made.days},
        )
    return made


def mend(
    finding: Finding,
    words: str,
    *,
    on: date,
    by: Officer,
    at: datetime,
    proof: str = "",
    scan: Proof | None = None,
) -> Mending:
    """Say what was done 填报整改情况, with a note or a file that proves it.

    Raises Refused: ``not-held``, ``wrong-state``, ``no-words``, ``too-long``, ``no-proof``, ``wrong-day``.
    """
    day = shanghai_date(at)
    with transaction.atomic():
        locked = in_state(finding, Finding.State.OPEN, "已经填报过整改情况，或者已经销号")
        rules.demand_mends(by, locked, day)
        if not words.strip():
            raise Refused("no-words", "没有写整改情况", "请写明怎样改的")
        if len(words) > LONGEST:
            raise Refused("too-long", f"整改情况超过 {LONGEST} 字", "请精简")
        if not proof.strip() and scan is None:
            raise Refused("no-proof", "没有凭证", "请写明凭证（改后的网址、截图编号等），或者上传截图")
        if not locked.found_on <= on <= day:
            raise Refused(
                "wrong-day", f"整改日期 {on} 早于检查日期 {locked.found_on} 或在今天之后", "请核对日期"
            )
        made = Mending.objects.create(
            finding=locked,
            no=locked.mendings.count() + 1,
            on=on,
            words=mask(words.strip()),
            proof=proof.strip(),
            scan=scan.digest if scan else "",
            scan_name=scan.name if scan else "",
            by=by,
            at=at,
        )
        _move(locked, Finding.State.MENDED)
        note_event(locked, "finding-mended", by, at, {"no": made.no, "on": on.isoformat()})
    return made


def confirm(finding: Finding, *, by: Officer, at: datetime, note: str = "") -> Finding:
    """Confirm that it is mended 复核销号; never by who said so (four eyes).

    Raises Refused: ``not-held``, ``wrong-state``, ``four-eyes``.
    """
    with transaction.atomic():
        locked, waiting = _judged(finding, True, note, by, at)
        locked.closed_on = shanghai_date(at)
        _move(locked, Finding.State.CLOSED, "closed_on")
        note_event(locked, "finding-closed", by, at, {"no": waiting.no})
    return locked


def send_back(finding: Finding, reason: str, *, by: Officer, at: datetime) -> Finding:
    """It is not mended yet 退回整改; the limit stays.

    Raises Refused: ``not-held``, ``wrong-state``, ``four-eyes``, ``no-reason``.
    """
    if not reason.strip():
        raise Refused("no-reason", "退回没有理由", "请写明还有什么没有改好")
    with transaction.atomic():
        locked, waiting = _judged(finding, False, reason, by, at)
        _move(locked, Finding.State.OPEN)
        note_event(locked, "finding-sent-back", by, at, {"no": waiting.no})
    return locked


def void(finding: Finding, reason: str, *, by: Officer, at: datetime) -> Finding:
    """Void what was entered by mistake 作废; by another person than entered it. The number stays.

    Raises Refused: ``not-held``, ``wrong-state``, ``four-eyes``, ``no-reason``.
    """
    day = shanghai_date(at)
    with transaction.atomic():
        locked = in_state(finding, Finding.State.OPEN, "只有待整改的问题可以作废")
        rules.demand_judges(by, locked, day)
        if not reason.strip():
            raise Refused("no-reason", "作废没有理由", "请写明误录的情况")
        if locked.entered_by_id == by.pk:
            raise Refused("four-eyes", "录入人不能自己作废", "请由另一位有复核职责的人办理")
        locked.voided_on, locked.void_reason = day, reason.strip()
        _move(locked, Finding.State.VOIDED, "voided_on", "void_reason")
        note_event(locked, "finding-voided", by, at, {})
    return locked


def refresh(table: Calendar) -> int:
    """Bring the cached dates of what is open up to date after a new calendar; how many moved."""
    moved = 0
    waiting = (Finding.State.OPEN, Finding.State.MENDED)
    found = Finding.objects.filter(state__in=waiting, days__isnull=False, extended_to__isnull=True)
    for one in found.order_by("pk"):
        fresh = due_of(one, table).due
        if fresh is not None and fresh != one.due_on:
            one.due_on = fresh
            one.save(update_fields=["due_on"])
            moved += 1
    return moved


def verify() -> Result:
    """``gongkai verify``: limits of what is not closed equal recomputed ones, and what was granted."""
    table, count, faults = calendar(), 0, list[str]()
    newest = FindingChange.objects.filter(finding=OuterRef("pk"), kind="extend", granted=True)
    waiting = Finding.objects.filter(state__in=(Finding.State.OPEN, Finding.State.MENDED))
    granted = Subquery(newest.order_by("-no").values("until")[:1])
    for one in waiting.annotate(granted=granted).order_by("pk").iterator(chunk_size=500):
        count += 1
        wrong = ""
        if one.extended_to != one.granted:
            wrong = f"延长到 {one.extended_to or '无'}，批准的是 {one.granted or '无'}"
        elif (due_on := due_of(one, table).due) != one.due_on:
            wrong = f"期限缓存 {one.due_on}，应为 {due_on}"
        if wrong and len(faults) < MOST:
            faults.append(f"{one.number}：{wrong}")
    return Result("findings", "检查整改期限", count, faults)


def _demand_sense(agency: Agency, found: Found, day: date) -> None:
    if not found.words.strip():
        raise Refused("no-words", "没有写发现了什么", "请写明问题，不照抄个人信息")
    if len(found.words) > LONGEST:
        raise Refused("too-long", f"问题描述超过 {LONGEST} 字", "请精简")
    if found.inspector != Finding.Inspector.SELF and not found.body.strip():
        raise Refused("no-body", "没有写检查单位的名称", "请照通报填写")
    if found.unit.agency_id != agency.pk:
        raise Refused("foreign-unit", f"{found.unit.name} 不是本机关的单位", "请选择本机关的责任单位")
    if found.item is not None and found.item.agency_id != agency.pk:
        raise Refused("unknown-item", "没有这条信息", "请核对索引号")
    if found.column and found.column not in names_of():
        raise Refused("unknown-column", f"没有“{found.column}”这个栏目", "请从列表中选择")
    if not found.found_on <= found.told_on <= day:
        raise Refused("wrong-day", "收到通报的日期早于检查日期，或在今天之后", "请核对两个日期")
    if (found.days is None) == (found.due_on is None):
        raise Refused("no-limit", "整改期限要填工作日数或者日期，只填一项", "请照通报填写")
    if found.days is not None and not 1 <= found.days <= MOST_DAYS:
        raise Refused("no-limit", f"整改期限是 1 到 {MOST_DAYS} 个工作日", "请照通报填写")
    if found.due_on is not None and found.due_on < found.told_on:
        raise Refused("no-limit", "整改日期早于收到通报的日期", "请照通报填写")


def in_state(finding: Finding, state: str, sentence: str) -> Finding:
    """The finding, locked. Raises Refused (``wrong-state``) unless it stands where a verb begins."""
    locked = (
        Finding.objects.select_for_update(of=("self",)).select_related("agency", "unit").get(pk=finding.pk)
    )
    if locked.state != state:
        raise Refused("wrong-state", f"{locked.number}：{sentence}", "请刷新后再看")
    return locked


def _judged(
    finding: Finding, accepted: bool, note: str, by: Officer, at: datetime
) -> tuple[Finding, Mending]:
    day = shanghai_date(at)
    locked = in_state(finding, Finding.State.MENDED, "没有等待确认的整改情况")
    rules.demand_judges(by, locked, day)
    waiting = locked.mendings.get(accepted__isnull=True)
    if waiting.by_id == by.pk:
        raise Refused("four-eyes", "填报整改的人不能自己确认", "请由另一位有复核职责的人确认")
    waiting.accepted, waiting.note = accepted, note.strip()
    waiting.judged_by, waiting.judged_on = by, day
    waiting.save(update_fields=["accepted", "note", "judged_by", "judged_on"])
    return locked, waiting


def _move(finding: Finding, state: str, *also: str) -> None:
    finding.state = state
    finding.save(update_fields=["state", *also])


def note_event(finding: Finding, type: str, by: Officer, at: datetime, data: dict[str, object]) -> None:
    """An event of a finding."""
    record(finding.stream, type, by=by, occurred=shanghai_date(at), at=at, data=data)
