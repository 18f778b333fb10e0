"""登记 and 补录: a registration with its case; entered late, occurred is not recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import IntegrityError, transaction

from gongkai.desk.agencies.models import Agency, Officer, Unit
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.agencies.rules import holds
from gongkai.desk.casework import rules
from gongkai.desk.casework.models import Assignment, Case, Correction, Registration, Series
from gongkai.desk.casework.recording import record
from gongkai.desk.casework.stages import Stage
from gongkai.refusal import Refused


@dataclass(frozen=True, slots=True)
class Entry:
    """What is registered. ``number`` comes from :mod:`gongkai.desk.casework.numbers`, taken before."""

    agency: Agency
    series: str
    number: str
    channel: str
    registered_on: date
    kinds: tuple[str, ...]
    registered_time: time | None = None
    line: str = ""
    source_number: str = ""
    unit: Unit | None = None

    @property
    def key(self) -> str:
        """What makes it the same when a register is read again: in the register of complaints source and
        source number, where there is one, else source and our number; elsewhere our number.
        """
        if self.series == Series.COMPLAINTS:
            return f"{self.channel}\n{self.source_number or self.number}"
        return self.number


def enter(entry: Entry, *, by: Officer, at: datetime) -> Registration:
    """Register what came in today 登记.

    Raises Refused: ``late`` for an earlier day, ``known``, ``not-allowed``, ``no-kind``, ``wrong-unit``.
    """
    day = shanghai_date(at)
    if entry.registered_on != day:
        raise Refused(
            "late", f"登记日期 {entry.registered_on} 不是今天 {day}", "以前漏登的请办理补录，须另一人批准"
        )
    return _enter(entry, by=by, at=at, late=False)


def enter_late(entry: Entry, *, by: Officer, approved_by: Officer, reason: str, at: datetime) -> Registration:
    """Register what came in earlier and was missed 补录: a visible correction with reason and approver.

    The events bear the day on which it happened and the moment of entry. Raises Refused as :func:`enter`
    does, and ``not-late``, ``four-eyes``, ``no-reason``.
    """
    day = shanghai_date(at)
    if entry.registered_on >= day:
        raise Refused("not-late", f"登记日期 {entry.registered_on} 不早于今天", "当天收到的请直接登记")
    if not reason.strip():
        raise Refused("no-reason", "补录须写明理由", "请填写理由")
    with transaction.atomic():
        made = _enter(entry, by=by, at=at, late=True, approved_by=approved_by)
        rules.demand_four_eyes(made, by, approved_by, day)
        Correction.objects.create(
            registration=made,
            kind=Correction.Kind.LATE,
            on=day,
            reason=reason.strip(),
            by=by,
            approved_by=approved_by,
        )
    return made


def _enter(
    entry: Entry, *, by: Officer, at: datetime, late: bool, approved_by: Officer | None = None
) -> Registration:
    day = shanghai_date(at)
    if not holds(by, rules.REGISTERS, None, day, agency=entry.agency):
        raise Refused("not-allowed", f"{by.name}当日没有登记的职责", "请由接线员或政务公开办公室登记")
    if not entry.kinds or len(set(entry.kinds)) != len(entry.kinds):
        raise Refused("no-kind", "登记没有案件种类，或种类重复", "请选择诉求类型")
    if entry.unit is not None and entry.unit.agency_id != entry.agency.pk:
        raise Refused("wrong-unit", f"“{entry.unit}”不是本机关的单位", "请选择本机关的单位")
    with transaction.atomic():
        made = _registration(entry, at, late)
        for kind in entry.kinds:
            case = Case.objects.create(
                registration=made,
                kind=kind,
                line=entry.line,
                stage=Stage.OPEN,
                opened_on=entry.registered_on,
            )
            data = {"kind": kind, "channel": entry.channel, "late": late}
            if approved_by is not None:
                data["approved_by"] = approved_by.uid
            record(case.stream, "registered", by=by, occurred=entry.registered_on, at=at, data=data)
            if entry.unit is not None:
                Assignment.objects.create(case=case, unit=entry.unit, since=entry.registered_on)
                record(
                    case.stream,
                    "assigned",
                    by=by,
                    occurred=entry.registered_on,
                    at=at,
                    data={"unit": entry.unit.code},
                )
    return made


def _registration(entry: Entry, at: datetime, late: bool) -> Registration:
    try:
        with transaction.atomic():
            return Registration.objects.create(
                agency=entry.agency,
                series=entry.series,
                number=entry.number,
                key=entry.key,
                channel=entry.channel,
                source_number=entry.source_number,
                registered_on=entry.registered_on,
                registered_time=entry.registered_time,
                recorded_at=at,
                is_late_entry=late,
            )
    except IntegrityError as wrong:
        same = Registration.objects.filter(agency=entry.agency, series=entry.series)
        there = same.filter(key=entry.key).first() or same.filter(number=entry.number).first()
        if there is None:
            raise
        raise Refused(
            "known", f"“{entry.source_number or entry.number}”已经登记为 {there.number}", "请打开该登记核对"
        ) from wrong
