"""A failed sample and its second test 复检: who got the conclusion when, was one asked for, what it said.

Until the period of 食品安全法第八十八条 is over, or the second test is known, nothing is final: what is drawn
from the batch says so before it is published. Where the second test let the sample pass, the register keeps
the first result and what is published counts the sample as passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import secrecy
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.recording import record
from gongkai.desk.enforcement import queries
from gongkai.desk.enforcement.models import Recheck, Sample
from gongkai.law.answer import Answer
from gongkai.law.deadlines.sampling import sample_recheck
from gongkai.refusal import Refused

Rechecks = Mapping[tuple[int, str], Recheck]
"""What is entered of second tests, by agency and number of the sample."""
TOLD, ASKED, SETTLED = "sample-told", "sample-recheck-asked", "sample-recheck-settled"
"""Types of the events, in the stream of the sample's first row."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the conclusion of a failed sample is: ``final_on`` null while it is not final.

    ``until`` is the limit of the period where it is known and nobody used it; ``words`` say it in a line.
    """

    number: str
    sample: Sample
    recheck: Recheck | None
    final_on: date | None
    until: Answer | None
    words: str

    @property
    def passed(self) -> bool:
        """Whether the second test let it pass."""
        return self.recheck is not None and self.recheck.outcome == Recheck.Outcome.OVERTURNED


def first_row(sample: Sample) -> Sample:
    """The row of a number that its second test stands with: the one that came first."""
    rows = Sample.objects.filter(agency=sample.agency_id, number=sample.number)
    return rows.order_by("pk").first() or sample


def of_samples(samples: Iterable[Sample], today: date, known: Rechecks | None = None) -> list[Standing]:
    """How far each failed number is, in the order given; one query, none with what is ``known`` of them."""
    failed = [one for one in samples if one.verdict == Sample.Verdict.FAILED and one.voided_on is None]
    known = rechecks(failed) if known is None else known
    found: dict[str, Standing] = {}
    for one in failed:
        if one.number not in found:
            found[one.number] = _standing(one, known.get((one.agency_id, one.number)), today)
    return list(found.values())


def as_final(samples: Sequence[Sample]) -> list[Sample]:
    """The same rows as they are published: what passed the second test stands as passed."""
    known = rechecks([one for one in samples if one.verdict == Sample.Verdict.FAILED])
    over = {key for key, one in known.items() if one.outcome == Recheck.Outcome.OVERTURNED}
    return [_passed(one) if (one.agency_id, one.number) in over else one for one in samples]


def tell(sample: Sample, told_on: date, proof: str, *, by: Officer, at: datetime) -> Recheck:
    """Enter when the conclusion was received; the period for a second test runs from that day.

    Raises Refused: ``not-held``, ``no-proof``, ``secrecy-mark``, ``passed``, ``voided``, ``told``,
    ``wrong-day`` before the report or after today.
    """
    day, proof = shanghai_date(at), proof.strip()
    _demand_acts(by, day)
    if not proof:
        raise Refused("no-proof", "没有凭据", "请填写送达回证编号、邮件号或者签收人")
    secrecy.demand_unmarked([proof])
    with transaction.atomic():
        first = Sample.objects.select_for_update().get(pk=first_row(sample).pk)
        if sample.verdict != Sample.Verdict.FAILED:
            raise Refused("passed", f"{sample.number} 检验合格，没有复检", "无需登记")
        if first.voided_on is not None:
            raise Refused("voided", f"{sample.number} 已经作废", "无需登记")
        if Recheck.objects.filter(sample=first).exists():
            raise Refused("told", f"{sample.number} 已经登记收到检验结论", "请刷新后再看")
        if not (sample.reported_on or told_on) <= told_on <= day:
            raise Refused("wrong-day", "收到日期须不早于报告日期，不晚于今天", "请核对日期")
        made = Recheck.objects.create(sample=first, told_on=told_on, proof=proof[:200], by=by, at=at)
        _note(first, TOLD, by, at, {"told": told_on.isoformat()})
    return made


def ask(recheck: Recheck, asked_on: date, *, by: Officer, at: datetime) -> Recheck:
    """Enter that a second test was asked for 申请复检, within its period.

    Raises Refused: ``not-held``, ``asked``, ``wrong-day`` before the receipt or after today, ``too-late``.
    """
    day = shanghai_date(at)
    _demand_acts(by, day)
    with transaction.atomic():
        locked = _locked(recheck)
        if locked.asked_on is not None:
            raise Refused("asked", "已经登记申请复检", "请刷新后再看")
        if not locked.told_on <= asked_on <= day:
            raise Refused("wrong-day", "申请日期须不早于收到结论之日，不晚于今天", "请核对日期")
        until = sample_recheck(locked.told_on, calendar()).due
        if until is not None and asked_on > until:
            raise Refused("too-late", f"申请复检的期限 {until} 已过", "逾期申请的不予受理，请告知申请人")
        locked.asked_on = asked_on
        locked.save(update_fields=["asked_on"])
        _note(locked.sample, ASKED, by, at, {"asked": asked_on.isoformat()})
    return locked


def settle(
    recheck: Recheck, outcome: str, settled_on: date, proof: str, *, by: Officer, at: datetime
) -> Recheck:
    """Enter what the second test said 复检结论: from that day the conclusion is final.

    Raises Refused: ``not-held``, ``not-asked``, ``settled``, ``unknown-outcome``, ``no-proof``,
    ``secrecy-mark``, ``wrong-day``.
    """
    day, proof = shanghai_date(at), proof.strip()
    _demand_acts(by, day)
    if outcome not in Recheck.Outcome.values:
        raise Refused("unknown-outcome", "请选择复检结论", f"可以是 {'、'.join(Recheck.Outcome.values)}")
    if not proof:
        raise Refused("no-proof", "没有复检报告编号", "请填写复检机构和报告编号")
    secrecy.demand_unmarked([proof])
    with transaction.atomic():
        locked = _locked(recheck)
        if locked.asked_on is None:
            raise Refused("not-asked", "没有登记申请复检", "请先登记申请复检")
        if locked.outcome:
            raise Refused("settled", "复检结论已经登记", "请刷新后再看")
        if not locked.asked_on <= settled_on <= day:
            raise Refused("wrong-day", "复检结论日期须不早于申请之日，不晚于今天", "请核对日期")
        locked.outcome, locked.settled_on, locked.settled_at = outcome, settled_on, at
        locked.outcome_proof = proof[:200]
        locked.save(update_fields=["outcome", "settled_on", "settled_at", "outcome_proof"])
        _note(locked.sample, SETTLED, by, at, {"outcome": outcome, "settled": settled_on.isoformat()})
    return locked


def may_enter(officer: Officer, day: date) -> bool:
    """Whether the officer enters what follows a failed conclusion: who acts on records of enforcement."""
    return queries.uploads(officer, day)


def rechecks(failed: Sequence[Sample]) -> Rechecks:
    """The second tests of these rows by agency and number; one query."""
    numbers = {one.number for one in failed}
    agencies = {one.agency_id for one in failed}
    rows = Recheck.objects.filter(sample__agency__in=agencies, sample__number__in=numbers)
    return (
        {(one.sample.agency_id, one.sample.number): one for one in rows.select_related("sample")}
        if failed
        else {}
    )


def _standing(sample: Sample, recheck: Recheck | None, today: date) -> Standing:
    if recheck is None:
        words = _("还没有登记收到检验结论之日，复检申请期限算不出来")
        return Standing(sample.number, sample, None, None, None, words)
    until = sample_recheck(recheck.told_on, calendar())
    if recheck.outcome:
        words = _("%(on)s 复检结论：%(what)s") % {
            "on": recheck.settled_on,
            "what": recheck.get_outcome_display(),
        }
        return Standing(sample.number, sample, recheck, recheck.settled_on, until, words)
    if recheck.asked_on is not None:
        words = _("%(on)s 申请复检，还没有结论") % {"on": recheck.asked_on}
        return Standing(sample.number, sample, recheck, None, None, words)
    if until.due is None:
        return Standing(sample.number, sample, recheck, recheck.told_on, until, until.basis)
    said = {"on": until.due}
    if until.due >= today:
        words = _("复检申请期限 %(on)s 届满，还没有过") % said
        return Standing(sample.number, sample, recheck, None, until, words)
    words = _("复检申请期限 %(on)s 届满，没有人申请") % said
    return Standing(sample.number, sample, recheck, until.due, until, words)


def _passed(row: Sample) -> Sample:
    found = copy(row)
    found.verdict, found.failed_item = Sample.Verdict.PASSED, ""
    return found


def _locked(recheck: Recheck) -> Recheck:
    return Recheck.objects.select_for_update(of=("self",)).select_related("sample").get(pk=recheck.pk)


def _demand_acts(by: Officer, day: date) -> None:
    if not may_enter(by, day):
        raise Refused("not-held", f"{by.name}当日没有登记复检的职责", "请由承办单位或者政务公开办公室登记")


def _note(sample: Sample, type: str, by: Officer, at: datetime, data: dict[str, object]) -> None:
    record(f"sample/{sample.uid}", type, by=by, occurred=shanghai_date(at), at=at, data=data)
