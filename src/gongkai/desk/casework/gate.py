"""收发登记: mail is entered at the gate, recognised, handed over, registered; what nobody registered alarms.

A guard signed on the 6th, the office had it on the 27th: the date of receipt is the 6th. So the first
signature in the building is entered where it happens, and a letter that is not yet a registration stands on
the office's list from that day on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from gongkai.desk.agencies.models import Agency, Officer, Unit
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.agencies.rules import HeldDuty, held
from gongkai.desk.casework import numbers
from gongkai.desk.casework.models import GateMail, Registration
from gongkai.law.calendar import Calendar
from gongkai.refusal import Refused

SERIES = "gate"
"""The series of numbers of the gate's register."""
BECOMES = (
    GateMail.Recognised.APPLICATION,
    GateMail.Recognised.COMPLAINT,
    GateMail.Recognised.REMEDY,
)
"""Mail that must become a registration."""


@dataclass(frozen=True, slots=True)
class Signed:
    """One piece of mail as it is signed for."""

    agency: Agency
    kind: str
    signed_by: str
    signed_at: datetime
    mail_number: str = ""
    postmark_on: date | None = None


def enter(mail: Signed, *, by: Officer, at: datetime) -> GateMail:
    """Enter signed mail. Refuses: ``not-allowed``, ``wrong-day``, ``no-signature``, ``known``."""
    _demand_duty(by, mail.agency, at)
    signed_on = shanghai_date(mail.signed_at)
    if mail.signed_at > at:
        raise Refused("wrong-day", f"签收时间 {signed_on} 在现在之后", "请核对日期和时间")
    if mail.postmark_on is not None and mail.postmark_on > signed_on:
        raise Refused("wrong-day", f"邮戳日期 {mail.postmark_on} 晚于签收日期 {signed_on}", "请核对邮戳")
    if not mail.signed_by.strip():
        raise Refused("no-signature", "没有写明谁签收", "请填写签收人，如“门卫 王某”")
    same = GateMail.objects.filter(agency=mail.agency, mail_number=mail.mail_number.strip(), voided_on=None)
    if mail.mail_number.strip() and (there := same.first()) is not None:
        raise Refused("known", f"邮件 {mail.mail_number} 已登记为 {there}", "请打开该登记核对")
    n = numbers.allocate(mail.agency, SERIES, signed_on.year)
    return GateMail.objects.create(
        agency=mail.agency,
        no=n,
        year=signed_on.year,
        kind=mail.kind,
        mail_number=mail.mail_number.strip(),
        postmark_on=mail.postmark_on,
        signed_by=mail.signed_by.strip(),
        signed_at=mail.signed_at,
        signed_on=signed_on,
        by=by,
    )


def recognise(mail: GateMail, kind: str, *, by: Officer, at: datetime) -> GateMail:
    """Say as what it was recognised. Raises Refused: ``registered``, ``not-allowed``, ``unknown-kind``."""
    if kind not in GateMail.Recognised.values or not kind:
        raise Refused("unknown-kind", f"没有“{kind}”这一类来文", "可以是 公开申请、投诉举报、复议诉讼、其他")
    with transaction.atomic():
        locked = _locked(mail, by, at)
        if locked.registration is not None:
            raise Refused("registered", f"已登记为 {locked.registration.number}", "识别有误请作废该登记")
        locked.recognised_as = kind
        locked.save(update_fields=["recognised_as"])
    return locked


def hand_over(mail: GateMail, unit: Unit, *, by: Officer, at: datetime) -> GateMail:
    """Hand it to a unit. Raises Refused: ``not-recognised``, ``wrong-unit``, ``not-allowed``."""
    with transaction.atomic():
        locked = _locked(mail, by, at)
        if not locked.recognised_as:
            raise Refused("not-recognised", f"{locked}还没有拆阅", "请先识别是申请、投诉举报还是其他")
        if unit.agency_id != locked.agency_id:
            raise Refused("wrong-unit", f"“{unit}”不是本机关的单位", "请选择本机关的单位")
        locked.handed_to, locked.handed_on = unit, shanghai_date(at)
        locked.save(update_fields=["handed_to", "handed_on"])
    return locked


def registered(mail: GateMail, registration: Registration) -> None:
    """Tie mail to the registration that it became; the registering verb calls it in its transaction."""
    kind = {"applications": "公开申请", "complaints": "投诉举报", "remedies": "复议诉讼"}[registration.series]
    done = GateMail.objects.filter(pk=mail.pk, registration__isnull=True, voided_on=None).update(
        registration=registration, recognised_as=kind
    )
    if not done:
        raise Refused("registered", f"{mail}已经登记过或者已作废", "请打开该登记核对")


def visible_to(officer: Officer, day: date, duties: Sequence[HeldDuty] | None = None) -> QuerySet[GateMail]:
    """The gate's register: for whoever holds a duty that registers or leads in the agency.

    ``duties``: what ``held`` gave in this request.
    """
    rows = GateMail.objects.filter(agency=officer.agency_id)
    return rows if _registers(held(officer, day) if duties is None else duties) else rows.none()


def unregistered(mails: QuerySet[GateMail]) -> QuerySet[GateMail]:
    """What still has to become a registration or has not been opened, the oldest first."""
    waits = Q(recognised_as="") | Q(recognised_as__in=BECOMES)
    return mails.filter(waits, registration__isnull=True, voided_on=None).order_by("signed_on", "pk")


def is_unregistered(mail: GateMail) -> bool:
    """The same of one piece."""
    waits = mail.recognised_as in ("", *BECOMES)
    return waits and mail.registration_id is None and mail.voided_on is None


def days_waiting(mail: GateMail, day: date, calendar: Calendar) -> int:
    """Working days since the first signature, on which a clock may be running already."""
    return calendar.workdays_between(mail.signed_on, day) if day > mail.signed_on else 0


def _registers(duties: Sequence[HeldDuty]) -> bool:
    """Office, operators, leaders, auditors; the guard writes through one of them."""
    return any(one.kind in ("office", "operator", "leader", "auditor") for one in duties)


def _demand_duty(by: Officer, agency: Agency, at: datetime) -> None:
    duties = held(by, shanghai_date(at))
    able = any(one.kind in ("office", "operator") and one.agency_id == agency.pk for one in duties)
    if not able:
        raise Refused("not-allowed", f"{by.name}当日没有收发登记的职责", "请由接线员或政务公开办公室登记")


def _locked(mail: GateMail, by: Officer, at: datetime) -> GateMail:
    locked = GateMail.objects.select_for_update(of=("self",)).select_related("agency").get(pk=mail.pk)
    _demand_duty(by, locked.agency, at)
    if locked.voided_on is not None:
        raise Refused("voided", f"{locked}已作废", "请重新登记")
    return locked
