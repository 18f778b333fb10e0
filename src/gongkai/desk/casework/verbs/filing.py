"""归档, 延长保管: a closed case is filed for its period; at its appraisal the period may be made longer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.agencies.rules import holds
from gongkai.desk.casework.models import Case, Closing, DestructionEntry, Extended, Filing
from gongkai.desk.casework.recording import record
from gongkai.law.retention import period
from gongkai.refusal import Refused

KEEPS = (Duty.Kind.OFFICE,)
"""Duties that keep the files: they appraise, draw up lists, carry them out."""


def file(case: Case, key: str, reason: str, *, by: Officer, at: datetime) -> Filing:
    """File a closed case for a period; ``reason`` names the rule of the office by which it was chosen.

    Who may is the caller's rule. Filing again changes the period as long as nothing has come due. Raises
    Refused: ``not-closed``, ``no-retention``, ``on-list``, ``shorter`` than the period it was filed for.
    """
    day = shanghai_date(at)
    with transaction.atomic():
        locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        closing = Closing.objects.filter(case=locked, reopened_on__isnull=True).first()
        if locked.stage != "closed" or closing is None:
            raise Refused("not-closed", "案件没有办结，不能归档", "办结后再归档")
        chosen = period(key, closing.closed_on)
        until = chosen.until(closing.closed_on)
        made = Filing.objects.select_for_update().filter(closing=closing).first()
        if made is None:
            made = Filing(case=locked, closing=closing, filed_on=day, filed_by=by)
        elif made.period == chosen.key:
            return made
        else:
            _demand_free(made)
            if until is not None and (made.until_year is None or until < made.until_year):
                raise Refused("shorter", "已归档的案卷不能缩短保管期限", "只能改为更长的期限")
        made.period, made.label, made.reason, made.until_year = chosen.key, chosen.label, reason, until
        made.save()
        data = {"period": chosen.key, "until": until, "reason": reason}
        record(locked.stream, "filed", by=by, occurred=day, at=at, data=data)
    return made


def keep_longer(
    filing: Filing, until_year: int | None, reason: str, *, by: Officer, at: datetime
) -> Extended:
    """Keep a file longer 延长保管, to the end of a year or (null) for ever.

    Raises Refused: ``not-held``, ``no-reason``, ``not-longer``, ``on-list``, ``destroyed``.
    """
    day = shanghai_date(at)
    with transaction.atomic():
        locked = Filing.objects.select_for_update(of=("self",)).get(pk=filing.pk)
        demand_keeper(by, locked, at)
        if not reason.strip():
            raise Refused("no-reason", "延长保管须写明理由", "请写明鉴定意见")
        _demand_free(locked)
        before = locked.until_year
        if before is None:
            raise Refused("not-longer", "这一卷永久保管，不用延长", "无需再办")
        if until_year is not None and until_year <= max(before, day.year):
            raise Refused(
                "not-longer",
                f"延长到 {until_year} 年没有比现在更长",
                f"请写 {max(before, day.year) + 1} 年以后",
            )
        made = Extended.objects.create(
            filing=locked, from_year=before, until_year=until_year, reason=reason.strip(), on=day, by=by
        )
        locked.until_year = until_year
        if until_year is None:
            permanent = period("permanent", day)
            locked.period, locked.label = permanent.key, permanent.label
        locked.save(update_fields=["until_year", "period", "label"])
        data = {"from": before, "until": until_year}
        record(locked.case.stream, "kept-longer", by=by, occurred=day, at=at, data=data)
    return made


def demand_keeper(by: Officer, filing: Filing, at: datetime) -> None:
    """Refuse (``not-held``) who does not keep the files of the agency."""
    agency = filing.case.registration.agency
    if not holds(by, KEEPS, None, shanghai_date(at), agency=agency):
        raise Refused("not-held", f"{by.name}当日没有管理案卷的职责", "请由政务公开办公室办理")


def _demand_free(filing: Filing) -> None:
    if filing.destroyed_on is not None:
        raise Refused("destroyed", f"这一卷已于 {filing.destroyed_on} 销毁", "无法再办")
    if DestructionEntry.objects.filter(filing=filing, dropped=False).exists():
        raise Refused("on-list", "这一卷在销毁清册上", "请先由批准人退回清册")
