"""登记: an application is entered with its days kept apart; when the clock begins follows from the law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from gongkai.desk.agencies.models import Agency, Officer, Unit
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import gate, numbers, secrecy
from gongkai.desk.casework.clocks import calendar, due
from gongkai.desk.casework.flow import acting
from gongkai.desk.casework.models import Case, CaseText, GateMail, Letter, Party, Series
from gongkai.desk.casework.personal import keep_person, keep_text
from gongkai.desk.casework.recording import record
from gongkai.desk.casework.verbs import Entry, enter
from gongkai.desk.foi import telling
from gongkai.desk.foi.clocks import SOURCE
from gongkai.desk.foi.facts import WAYS, receipt
from gongkai.desk.foi.flow import FLOW
from gongkai.desk.foi.models import Application
from gongkai.desk.foi.verbs.common import application_of, content, number_for, settle, spoken, write
from gongkai.law.receipt import ReceiptClock, date_of_receipt
from gongkai.refusal import Refused
from gongkai.screening.text import has_mark

LONGEST = 20_000
"""Characters of the longest application taken."""


@dataclass(frozen=True, slots=True)
class Intake:
    """An application as it comes in. ``channel`` is the register's word, ``way`` the law's channel.

    ``person``: ``name``, ``phone``, ``id``, ``address``, ``email``. Days that are not known stay null.
    """

    agency: Agency
    channel: str
    way: str
    submitted_on: date
    applicant_kind: str
    person: Mapping[str, str]
    text: str
    arrived_on: date | None = None
    signed_on: date | None = None
    confirmed_on: date | None = None
    unit: Unit | None = None
    is_oral: bool = False
    has_identity_proof: bool = False
    form_wanted: str = ""
    delivery_wanted: str = ""
    source_number: str = ""
    mail: GateMail | None = None
    names: tuple[str, ...] = field(default=())

    @property
    def days(self) -> dict[str, date | None]:
        """The four days that the law tells apart."""
        return {
            "submitted": self.submitted_on,
            "arrived": self.arrived_on,
            "signed": self.signed_on,
            "confirmed": self.confirmed_on,
        }


def register(intake: Intake, *, by: Officer, at: datetime) -> Case:
    """Enter an application 登记; its number is taken first. Raises Refused with what is missing or wrong.

    Codes: ``future``, ``wrong-channel``, ``no-text``, ``no-applicant``, ``too-long``, ``not-allowed``,
    ``secrecy-mark`` before anything is stored,
    ``known``, ``events-out-of-order``.
    """
    day = shanghai_date(at)
    received = check(intake, day)
    n = numbers.allocate(intake.agency, Series.APPLICATIONS, day.year)
    prefix = numbers.prefix_of(intake.agency, Series.APPLICATIONS)
    number = numbers.format_number(Series.APPLICATIONS, day.year, n, prefix)
    return put(intake, number, received, by=by, at=at)


def check(intake: Intake, day: date) -> date:
    """The date of receipt of what is to be entered, or what stands in for it until it is confirmed."""
    for name, one in intake.days.items():
        if one is not None and one > day:
            raise Refused("future", f"{_DAYS[name]}日期 {one} 在今天之后", "请核对日期")
    if intake.way not in WAYS.get(intake.channel, ()):
        raise Refused(
            "wrong-channel", f"“{intake.channel}”没有“{intake.way}”这种收到方式", "请重新选择提交方式"
        )
    if not intake.text.strip():
        raise Refused("no-text", "没有申请内容", "请照申请书填写；口头申请由受理人代为填写")
    if len(intake.text) > LONGEST:
        raise Refused("too-long", f"申请内容超过 {LONGEST} 字", "请摘录申请内容，原件作为附件")
    if has_mark(intake.text):
        raise secrecy.refusal(
            "申请内容中有密级标志，没有保存",
            "本系统为非涉密系统：请把原件交保密办公室，登记时不要写密级标志及其内容",
        )
    if not intake.person.get("name", "").strip():
        raise Refused("no-applicant", "没有申请人姓名或者名称", "请填写；确实没有的，请要求补正")
    if not any(intake.person.get(name, "").strip() for name in ("phone", "address", "email")):
        raise Refused("no-contact", "没有任何联系方式", "请至少填写电话、地址、邮箱中的一项，否则无法送达")
    found = date_of_receipt(ReceiptClock(intake.way, *_order(intake)), calendar())
    return found.due or intake.signed_on or intake.arrived_on or intake.submitted_on


def put(intake: Intake, number: str, received: date, *, by: Officer, at: datetime) -> Case:
    """Enter a checked application under a number that was taken."""
    day = shanghai_date(at)
    entry = Entry(
        agency=intake.agency,
        series=Series.APPLICATIONS,
        number=number,
        channel=intake.channel,
        registered_on=day,
        kinds=(Case.Kind.APPLICATION,),
        source_number=intake.source_number,
        unit=intake.unit,
    )
    with transaction.atomic():
        case = enter(entry, by=by, at=at).cases.get()
        fill(case, intake, received, by=by, at=at)
        if intake.mail is not None:
            gate.registered(intake.mail, case.registration)
    return case


def fill(case: Case, intake: Intake, received: date, *, by: Officer | str, at: datetime) -> Application:
    """The facts, the person and the text of a case that was just made, and its clock."""
    with transaction.atomic():
        case.opened_on = received
        case.save(update_fields=["opened_on"])
        made = Application.objects.create(
            case=case,
            agency=intake.agency,
            submitted_on=intake.submitted_on,
            arrived_on=intake.arrived_on,
            signed_on=intake.signed_on,
            confirmed_on=intake.confirmed_on,
            received_on=received,
            channel=intake.channel,
            way=intake.way,
            applicant_kind=intake.applicant_kind,
            is_oral=intake.is_oral,
            has_identity_proof=intake.has_identity_proof,
            form_wanted=intake.form_wanted,
            delivery_wanted=intake.delivery_wanted,
        )
        commits = _keep(case, intake)
        days = {name: one.isoformat() if one else None for name, one in intake.days.items()}
        data = {"way": intake.way, "received": received.isoformat(), **days}
        record(case.stream, "received", by=by, occurred=received, at=at, data=data, commits=commits)
        settle(case, at)
    return made


def confirm(case: Case, on: date, *, by: Officer, at: datetime) -> Case:
    """Enter that the receipt was confirmed with the applicant 双方确认; the clock begins with that day.

    Raises Refused: ``confirmed``, ``future``, ``events-out-of-order``, ``no-need``.
    """
    with acting(case, "confirm", flow=FLOW, by=by, at=at) as act:
        application = application_of(act.case)
        act.require(bool(application.way), "台账中的申请没有收到方式", "无需确认", "no-need")
        act.require(application.confirmed_on is None, "已经登记过确认日期", "有误请办理日期更正", "confirmed")
        act.require(on <= act.day, f"确认日期 {on} 在今天之后", "请核对日期", "future")
        application.confirmed_on = on
        found = receipt(application, calendar())
        assert found is not None
        if found.due is not None:
            application.received_on = found.due
            act.case.opened_on = found.due
            act.case.save(update_fields=["opened_on"])
        application.save(update_fields=["confirmed_on", "received_on"])
        act.record("confirmed", occurred=on, data={"received": application.received_on.isoformat()})
        telling.confirmed(act.case, on, by=by, at=at)
        settle(act.case, at)
    case.refresh_from_db()
    return case


def give_receipt(case: Case, *, by: Officer, at: datetime) -> Letter:
    """The receipt 登记回执, to print or to send; once. Raises Refused: ``not-confirmed``."""
    day = shanghai_date(at)
    if not FLOW.gate(by, day).filter(pk=case.pk).exists():
        raise Refused("not-found", "没有这一案件", "请核对编号")
    application = application_of(case)
    limit = due(case, [SOURCE]).on
    if limit is None:
        raise Refused("not-confirmed", "答复期限还没有起算，不能出具回执", "请先登记与申请人确认的日期")
    told = content(
        case,
        "receipt",
        {
            "登记编号": case.registration.number,
            "收到日期和方式": f"{spoken(application.received_on)}，{application.channel}",
            "答复期限": spoken(limit),
        },
        on=day,
    )
    present = Letter.objects.filter(case=case, key="receipt", cause="receipt", voided_on__isnull=True).first()
    if present is not None:
        return present
    number = number_for(case, told, day)
    return write(case, told, number, "receipt", by=by, at=at)


def _keep(case: Case, intake: Intake) -> dict[str, str]:
    """Person and text, sealed; their commitments."""
    _, person = keep_person(case, Party.Role.APPLICANT, intake.person, kind=intake.applicant_kind)
    names = (intake.person.get("name", ""), *intake.names)
    _, text = keep_text(case, CaseText.Field.CONTENT, intake.text.strip(), names)
    commits = {"text": text}
    if person is not None:
        commits["person"] = person
    return commits


def _order(intake: Intake) -> tuple[date, date | None, date | None, date | None]:
    return intake.submitted_on, intake.arrived_on, intake.signed_on, intake.confirmed_on


_DAYS = {"submitted": "提交", "arrived": "到达", "signed": "签收", "confirmed": "确认"}
