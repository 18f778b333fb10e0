"""The verbs of a remedy 复议、诉讼、举报投诉: dates, what was owed, how it ended, what was changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from gongkai.desk.agencies.models import Agency, Officer, Unit
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import numbers
from gongkai.desk.casework.clocks import refresh_due
from gongkai.desk.casework.flow import acting
from gongkai.desk.casework.models import Answer, Case, Closing, Party, Registration, Series
from gongkai.desk.casework.personal import keep_person
from gongkai.desk.casework.recording import record
from gongkai.desk.casework.verbs import Entry, enter
from gongkai.desk.casework.verbs import close as close_case
from gongkai.desk.remedies.clocks import SOURCE, SUITS
from gongkai.desk.remedies.flow import FLOW
from gongkai.desk.remedies.models import Remedy
from gongkai.refusal import Refused


@dataclass(frozen=True, slots=True)
class Arrival:
    """A remedy as it becomes known. ``number`` is the organ's 案号; without one the desk numbers it."""

    agency: Agency
    kind: str
    received_on: date
    organ: str
    unit: Unit
    number: str = ""
    application: Registration | None = None
    person: Mapping[str, str] | None = None
    copy_on: date | None = None


def register(arrival: Arrival, *, by: Officer, at: datetime) -> Case:
    """Enter a remedy. Refuses: ``wrong-day``, ``no-organ``, ``unknown-kind``, ``known``, ``not-allowed``."""
    day = shanghai_date(at)
    if arrival.kind not in Remedy.Kind.values:
        raise Refused(
            "unknown-kind", f"没有“{arrival.kind}”这一类", f"可以是 {'、'.join(Remedy.Kind.values)}"
        )
    for name, one in (("收案", arrival.received_on), ("收到副本", arrival.copy_on)):
        if one is not None and one > day:
            raise Refused("wrong-day", f"{name}日期 {one} 在今天之后", "请核对日期")
    if arrival.kind != Remedy.Kind.GRIEVANCE and not arrival.organ.strip():
        raise Refused("no-organ", "没有写明复议机关或者法院", "请填写")
    if arrival.application is not None and arrival.received_on < arrival.application.registered_on:
        raise Refused("wrong-day", "收案日期早于所针对的申请的登记日期", "请核对日期和编号")
    number = arrival.number.strip() or _numbered(arrival.agency, day)
    entry = Entry(
        agency=arrival.agency,
        series=Series.REMEDIES,
        number=number,
        channel=arrival.kind[:16],
        registered_on=day,
        kinds=(Case.Kind.REMEDY,),
        unit=arrival.unit,
    )
    with transaction.atomic():
        case = enter(entry, by=by, at=at).cases.get()
        case.opened_on = arrival.received_on
        case.save(update_fields=["opened_on"])
        Remedy.objects.create(
            case=case,
            agency=arrival.agency,
            kind=arrival.kind,
            application=arrival.application,
            application_number=arrival.application.number if arrival.application else "",
            received_on=arrival.received_on,
            result=Remedy.Result.OPEN,
            organ=arrival.organ.strip(),
            copy_on=arrival.copy_on,
        )
        commits = {}
        if arrival.person and arrival.person.get("name", "").strip():
            _, person = keep_person(case, Party.Role.APPLICANT, arrival.person)
            commits = {"person": person} if person else {}
        data = {"kind": arrival.kind, "received": arrival.received_on.isoformat()}
        record(
            case.stream,
            "remedy-received",
            by=by,
            occurred=arrival.received_on,
            at=at,
            data=data,
            commits=commits,
        )
        _settle(case, at)
    return case


def copy(case: Case, on: date, *, by: Officer, at: datetime) -> Remedy:
    """Enter on which day the copy of application or suit arrived: the limit to answer runs from it."""
    return _dated(case, "copy", "copy_on", on, by=by, at=at)


def submit(case: Case, on: date, *, by: Officer, at: datetime) -> Remedy:
    """Enter that answer and evidence were handed in. Raises Refused: ``no-copy``, ``wrong-day``."""
    remedy = _remedy(case)
    if remedy.copy_on is None:
        raise Refused("no-copy", "还没有登记收到副本的日期", "请先登记收到副本")
    return _dated(case, "submit", "answered_on", on, by=by, at=at, earliest=remedy.copy_on)


def hear(case: Case, on: date, head_attended: bool, *, by: Officer, at: datetime) -> Remedy:
    """Enter the hearing, and whether the head of the bureau attended 负责人出庭. It may lie ahead."""
    with acting(case, "hear", flow=FLOW, by=by, at=at) as act:
        remedy = _remedy(act.case)
        act.require(on >= remedy.received_on, "开庭日期早于收案日期", "请核对日期", "wrong-day")
        remedy.hearing_on, remedy.head_attended = on, head_attended
        remedy.save(update_fields=["hearing_on", "head_attended"])
        act.record("heard", data={"on": on.isoformat(), "head": head_attended})
    return remedy


def rule(case: Case, on: date, number: str, *, by: Officer, at: datetime) -> Remedy:
    """Enter the ruling that arrived; from that day the limit of an appeal runs. It is the case's answer."""
    with acting(case, "rule", flow=FLOW, by=by, at=at) as act:
        remedy = _remedy(act.case)
        act.require(bool(number.strip()), "没有裁判文书号", "请填写决定书、判决书的文号", "no-number")
        in_order = remedy.received_on <= on <= act.day
        act.require(in_order, f"裁判日期 {on} 早于收案或在今天之后", "请核对日期", "wrong-day")
        remedy.ruling_on, remedy.ruling_no, remedy.appealed_on = on, number.strip(), None
        remedy.save(update_fields=["ruling_on", "ruling_no", "appealed_on"])
        Answer.objects.create(case=act.case, answered_on=on, delivery="裁判文书", proof=number.strip()[:200])
        act.record("ruled", occurred=on)
    _settle(case, at)
    return remedy


def appeal(case: Case, on: date, by_us: bool, *, by: Officer, at: datetime) -> Remedy:
    """Enter an appeal, ours or the other side's. Raises Refused: ``no-ruling``, ``no-suit``, ``too-late``."""
    with acting(case, "appeal", flow=FLOW, by=by, at=at) as act:
        remedy = _remedy(act.case)
        act.require(remedy.kind in SUITS, "行政复议没有上诉", "不服的另行起诉，请登记为诉讼", "no-suit")
        act.require(remedy.ruling_on is not None, "还没有收到第一审裁判", "请先登记裁判", "no-ruling")
        late = by_us and act.case.due_on is not None and on > act.case.due_on
        act.require(not late, f"上诉期限 {act.case.due_on} 已过", "不能再上诉", "too-late")
        remedy.appealed_on, remedy.appealed_by_us = on, by_us
        remedy.save(update_fields=["appealed_on", "appealed_by_us"])
        act.record("appealed", occurred=on, data={"by_us": by_us})
    _settle(case, at)
    return remedy


def close(case: Case, result: str, *, by: Officer, at: datetime, change: str = "") -> Closing:
    """Close a remedy with its result. Raises Refused: ``unknown-result``, ``no-answer``, ``no-change``.

    When the decision was corrected 纠正, what the office changed has to be said.
    """
    if result not in Remedy.Result.values or result == Remedy.Result.OPEN:
        raise Refused("unknown-result", f"没有“{result}”这种结果", "可以是 维持、纠正、其他")
    if result == Remedy.Result.CORRECTED and not change.strip():
        raise Refused("no-change", "结果是纠正，没有写明本机关因此改变了什么", "如：撤销原答复，重新答复")
    with transaction.atomic():
        remedy = _remedy(case)
        made = close_case(case, result, by=by, at=at, flow=FLOW)
        remedy.result, remedy.closed_on = result, made.closed_on
        if change.strip():
            remedy.change, remedy.change_on = change.strip(), made.closed_on
        remedy.save(update_fields=["result", "closed_on", "change", "change_on"])
        _settle(case, at)
    return made


def change(case: Case, text: str, *, by: Officer, at: datetime) -> Remedy:
    """Enter what the office changed because of a closed remedy."""
    with acting(case, "change", flow=FLOW, by=by, at=at) as act:
        act.require(bool(text.strip()), "没有写明改变了什么", "请填写", "no-text")
        remedy = _remedy(act.case)
        remedy.change, remedy.change_on = text.strip(), act.day
        remedy.save(update_fields=["change", "change_on"])
        act.record("changed-because", data={"on": act.day.isoformat()})
    return remedy


def _dated(
    case: Case, verb: str, field: str, on: date, *, by: Officer, at: datetime, earliest: date | None = None
) -> Remedy:
    with acting(case, verb, flow=FLOW, by=by, at=at) as act:
        remedy = _remedy(act.case)
        first = earliest or remedy.received_on
        in_order = first <= on <= act.day
        act.require(in_order, f"日期 {on} 早于 {first} 或在今天之后", "请核对日期", "wrong-day")
        setattr(remedy, field, on)
        remedy.save(update_fields=[field])
        act.record({"copy": "copy-received", "submit": "answer-submitted"}[verb], occurred=on)
    _settle(case, at)
    return remedy


def _remedy(case: Case) -> Remedy:
    found = Remedy.objects.filter(pk=case.pk).first()
    if found is None:
        raise Refused("not-found", "没有这一复议诉讼案件", "请核对案号")
    return found


def _numbered(agency: Agency, day: date) -> str:
    n = numbers.allocate(agency, Series.REMEDIES, day.year)
    prefix = numbers.prefix_of(agency, Series.REMEDIES)
    return numbers.format_number(Series.REMEDIES, day.year, n, prefix)


def _settle(case: Case, at: datetime) -> None:
    refresh_due([SOURCE], at=at, cases=Case.objects.filter(pk=case.pk))
    case.refresh_from_db(fields=["due_on", "stage"])
