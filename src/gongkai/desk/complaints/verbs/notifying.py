"""督办通知: drafted by the office or a leader, signed by a leader, acknowledged and answered by the unit.

Signing hands the letter to the unit that answers for the case: it stands on the first page of that unit from
then on, and the chain of the case says so. The limit is a rule of the house or what the letter gives.
"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.agencies.rules import holds
from gongkai.desk.casework import masking, numbers, secrecy
from gongkai.desk.casework.models import Case
from gongkai.desk.casework.recording import record
from gongkai.desk.complaints import rules
from gongkai.desk.complaints.house import house
from gongkai.desk.complaints.models import Supervision, SupervisionNotice
from gongkai.desk.complaints.queries import visible_to
from gongkai.refusal import Refused

SERIES = "supervision"
"""The series of numbers of these letters."""
LONGEST, LONGEST_ANSWER, MOST_DAYS = 500, 2000, 60
"""Characters of what is asked and of the answer; working days that a letter may give."""


def draft_notice(
    case: Case, asked: str, *, by: Officer, at: datetime, days: int | None = None
) -> SupervisionNotice:
    """Draft the letter of the supervision that runs; a leader who drafts it has signed it.

    Not inside another transaction, because the number is durable at once. Raises Refused: ``not-found``,
    ``not-allowed``, ``not-supervised``, ``no-unit``, ``no-text``, ``too-long``, ``wrong-days``,
    ``secrecy-mark``, ``one-at-a-time``.
    """
    day = shanghai_date(at)
    _demand_seen(case, by, at)
    if not rules.leads(by, case, day):
        raise Refused("not-allowed", f"{by.name}当日不能拟办督办通知", "请由政务公开办公室或者分管领导办理")
    words, given = _words(asked, LONGEST, "督办要求"), days or house().days("supervise_days")
    if not 1 <= given <= MOST_DAYS:
        raise Refused("wrong-days", f"反馈期限须在 1 到 {MOST_DAYS} 个工作日之间", "请改正天数")
    running = _running(case)
    agency = case.registration.agency
    if SupervisionNotice.objects.filter(
        supervision=running, answered_on__isnull=True, withdrawn_on__isnull=True
    ).exists():
        raise _twice()
    unit = rules.place_of(case).unit
    if unit is None:
        raise Refused("no-unit", "案件还没有责任单位", "请先分办")
    number = f"督办〔{day.year}〕{numbers.allocate(agency, SERIES, day.year)}号"
    with transaction.atomic():
        Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        try:
            with transaction.atomic():
                made = SupervisionNotice.objects.create(
                    agency=agency, supervision=_running(case), number=number, unit=unit, asked=words,
                    days=given, drafted_by=by, drafted_on=day,
                )  # fmt: skip
        except IntegrityError as twice:
            raise _twice() from twice
        _told(made, "notice-drafted", by, at)
        if _is_leader(by, case, at):
            _sign(made, by, at)
    return made


def sign_notice(notice: SupervisionNotice, *, by: Officer, at: datetime) -> SupervisionNotice:
    """A leader signs 签发: from this day the unit has the letter, and its limit runs.

    Raises Refused: ``not-found``, ``not-allowed``, ``settled``, ``not-supervised``.
    """
    case = notice.supervision.case
    _demand_seen(case, by, at)
    if not _is_leader(by, case, at):
        raise Refused("not-allowed", f"{by.name}当日不能签发督办通知", "请由分管领导签发")
    with transaction.atomic():
        Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        notice.refresh_from_db()
        _demand_draft(notice)
        _running(case)
        _sign(notice, by, at)
    return notice


def withdraw_notice(notice: SupervisionNotice, *, by: Officer, at: datetime) -> None:
    """Take back a draft that nobody signed; its number stays and is not used again.

    Raises Refused: ``not-found``, ``not-allowed``, ``settled``.
    """
    case, day = notice.supervision.case, shanghai_date(at)
    _demand_seen(case, by, at)
    if not rules.leads(by, case, day):
        raise Refused("not-allowed", f"{by.name}当日不能撤回督办通知", "请由政务公开办公室或者分管领导办理")
    with transaction.atomic():
        Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        notice.refresh_from_db()
        _demand_draft(notice)
        notice.withdrawn_on = day
        notice.save(update_fields=["withdrawn_on"])
        _told(notice, "notice-withdrawn", by, at)


def receive_notice(notice: SupervisionNotice, *, by: Officer, at: datetime) -> SupervisionNotice:
    """The unit acknowledges the letter 签收, by name and time; late or not, it stays.

    Raises Refused: ``not-found``, ``not-allowed``, ``not-signed``, ``settled``.
    """
    case, day = notice.supervision.case, shanghai_date(at)
    _demand_seen(case, by, at)
    if not rules.handles(by, case, day):
        raise Refused("not-allowed", f"{by.name}当日不能签收本件督办", "请由责任单位的承办人或者负责人签收")
    with transaction.atomic():
        Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        notice.refresh_from_db()
        if notice.signed_on is None:
            raise Refused("not-signed", f"{notice.number}还没有签发", "签发后再签收")
        if notice.received_at is not None or notice.answered_on is not None:
            raise Refused("settled", f"{notice.number}已经签收或者反馈", "无需再办")
        _receive(notice, by, at)
    return notice


def _receive(notice: SupervisionNotice, by: Officer, at: datetime) -> None:
    notice.received_by, notice.received_at = by, at
    notice.save(update_fields=["received_by", "received_at"])
    _told(notice, "notice-received", by, at)


def answer_notice(notice: SupervisionNotice, words: str, *, by: Officer, at: datetime) -> SupervisionNotice:
    """The unit says in writing what was done 督办反馈; late or not, its day stays.

    Who answers has received it. Raises Refused: ``not-found``, ``not-allowed``, ``not-signed``, ``settled``,
    ``no-text``, ``too-long``,
    ``secrecy-mark``.
    """
    case, day = notice.supervision.case, shanghai_date(at)
    _demand_seen(case, by, at)
    if not rules.handles(by, case, day):
        raise Refused("not-allowed", f"{by.name}当日不能反馈本件督办", "请由责任单位的承办人或者负责人反馈")
    said = _words(words, LONGEST_ANSWER, "反馈情况")
    with transaction.atomic():
        Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        notice.refresh_from_db()
        if notice.signed_on is None:
            raise Refused("not-signed", f"{notice.number}还没有签发", "签发后再反馈")
        if notice.answered_on is not None:
            raise Refused("settled", f"{notice.number}已经反馈过", "有新情况的，请写入办理记录")
        if notice.received_at is None:
            _receive(notice, by, at)
        notice.answer, notice.answered_by, notice.answered_on = said, by, day
        notice.save(update_fields=["answer", "answered_by", "answered_on"])
        _told(notice, "notice-answered", by, at)
    return notice


def _sign(notice: SupervisionNotice, by: Officer, at: datetime) -> None:
    """Signed, and so with the unit that answers for the case now."""
    unit = rules.place_of(notice.supervision.case).unit
    notice.unit = unit or notice.unit
    notice.signed_by, notice.signed_on = by, shanghai_date(at)
    notice.save(update_fields=["unit", "signed_by", "signed_on"])
    _told(notice, "notice-issued", by, at, days=notice.days)


def _told(notice: SupervisionNotice, what: str, by: Officer, at: datetime, **more: object) -> None:
    data = {"number": notice.number, "unit": notice.unit.code} | more
    stream = notice.supervision.case.stream
    record(stream, what, by=by, occurred=shanghai_date(at), at=at, data=data)


def _running(case: Case) -> Supervision:
    found = Supervision.objects.filter(case=case, lifted_on__isnull=True).first()
    if found is None:
        raise Refused("not-supervised", "案件没有督办", "请先列入督办")
    return found


def _demand_draft(notice: SupervisionNotice) -> None:
    if notice.signed_on is not None or notice.withdrawn_on is not None:
        raise Refused("settled", f"{notice.number}已经签发或者撤回", "请刷新后再看")


def _demand_seen(case: Case, by: Officer, at: datetime) -> None:
    if not visible_to(by, shanghai_date(at)).filter(pk=case.pk).exists():
        raise Refused("not-found", "没有这一案件", "请核对编号")


def _is_leader(officer: Officer, case: Case, at: datetime) -> bool:
    agency = case.registration.agency
    return holds(officer, Duty.Kind.LEADER, None, shanghai_date(at), agency=agency)


def _words(given: str, most: int, name: str) -> str:
    """What is written, with numbers of persons masked: the letter goes further than the case."""
    words = given.strip()
    if not words:
        raise Refused("no-text", f"没有写{name}", f"请填写{name}")
    if len(words) > most:
        raise Refused("too-long", f"{name}超过 {most} 字", "请精简")
    secrecy.demand_unmarked([words])
    return masking.mask_numbers(words)[:most]


def _twice() -> Refused:
    return Refused("one-at-a-time", "本次督办已有一份督办通知没有反馈", "请先等它签发、反馈，或者撤回")
