"""延期, 信息处理费: more time with the head's consent; fees by the regime of the day, payment, waiver."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import letters
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.flow import acting
from gongkai.desk.casework.models import Case, Letter
from gongkai.desk.foi import facts, telling
from gongkai.desk.foi.chain import demand_main_consent
from gongkai.desk.foi.clocks import clock, fee_due
from gongkai.desk.foi.flow import FLOW
from gongkai.desk.foi.models import Application, Consulted
from gongkai.desk.foi.rules import consents
from gongkai.desk.foi.stages import Occasion
from gongkai.desk.foi.verbs.common import (
    application_of,
    content,
    demand,
    number_for,
    settle,
    spoken,
    write,
)
from gongkai.law.deadlines import foi_reply
from gongkai.law.fees import COSTS, Fee, charges_costs, fee_for_costs, fee_for_pages, fee_for_pieces
from gongkai.papers import numerals
from gongkai.refusal import Refused

PAY_BY = "缴费期限"
"""Ends the name of the content that says by when to pay."""
WAIVERS = {
    "hardship": "经济确有困难，经本人申请",
    "small": "数额较小，本机关决定不收",
    "mistake": "收费有误，予以撤销",
}
"""Why a fee is waived: a closed list, because an event holds no free text."""


def extend(
    case: Case, reason: str, consent: Officer, *, by: Officer, at: datetime, days: int | None = None
) -> Letter:
    """Give the reply more time, once, with the consent of the office's head; tell the applicant.

    ``days`` working days, at most what the law allows (the default). Raises Refused: ``once``, ``too-late``,
    ``no-reason``, ``no-consent``, ``extension-too-long``.
    """
    day = shanghai_date(at)
    demand(case, "extend", by=by, at=at)
    if not reason.strip():
        raise Refused("no-reason", "延期没有写明理由", "请填写理由，告知书要写")
    agency = case.registration.agency
    if consent.pk == by.pk or not consents(consent, agency, day):
        raise Refused(
            "no-consent",
            f"{consent.name}不能同意这次延期",
            "须由政府信息公开工作机构负责人或者分管领导同意，并且不是经办人本人",
        )
    demand_main_consent(Occasion.EXTEND, consent.pk, agency, day)
    application = application_of(case)
    due = _extended_due(application, day, days)
    said = {"延期的理由": reason.strip(), "新的答复期限": f"延长至{spoken(due)}"}
    told = content(case, "extend", said, on=day)
    number = number_for(case, told, day)
    with acting(case, "extend", flow=FLOW, by=by, at=at) as act:
        application = application_of(act.case)
        application.is_extended, application.extended_on, application.extension_days = True, day, days
        application.save(update_fields=["is_extended", "extended_on", "extension_days"])
        letter = write(act.case, told, number, "extension", by=by, at=at)
        data = {"consent": consent.uid, "due": due.isoformat(), "letter": letter.uid}
        act.record("extended", data=data)
        telling.extended(act.case, letter, by=by, at=at)
    settle(case, at)
    return letter


def _extended_due(application: Application, day: date, days: int | None) -> date:
    """The new limit, as the law counts it."""
    application.is_extended, application.extended_on, application.extension_days = True, day, days
    rows = Consulted.objects.filter(application=application.pk)
    due = foi_reply(clock(application, rows), calendar()).due
    assert due is not None
    return due


def _named(case: Case, said: dict[str, str], day: date) -> dict[str, str]:
    """What the fee notice says, under the names that the law of the day gives its contents."""
    rule = facts.rules(application_of(case), day)
    names = {name.rpartition(PAY_BY)[1] or name: name for name, _ in letters.contents_of(rule.id, "fee")}
    return {names.get(name, name): text for name, text in said.items() if text or name in names}


@dataclass(frozen=True, slots=True)
class Costs:
    """Costs 检索、复制、邮寄 in 分 by a local standard: what was charged until 2017-03-31."""

    search: int = 0
    copy: int = 0
    post: int = 0
    standard: str = ""

    @property
    def named(self) -> dict[str, int]:
        """The amounts under the law's names."""
        return dict(zip(COSTS, (self.search, self.copy, self.post), strict=True))


def quote(
    application: Application,
    *,
    pieces: int = 0,
    pages: int = 0,
    already: int = 0,
    costs: Costs | None = None,
) -> Fee:
    """What an application costs by the regime of its day: by pieces of the month, or by pages, never both.

    One that was received before 2017-04-01 costs what searching, copying and posting cost (2008 art. 27).
    Raises Refused: ``one-method``, and those of :func:`~gongkai.law.fees.fee_for_costs`.
    """
    if charges_costs(application.received_on):
        given = costs or Costs()
        return fee_for_costs(given.named, given.standard, application.received_on)
    if bool(pieces) == bool(pages):
        raise Refused("one-method", "按件和按量只能选一种", "请只填件数或者只填页数")
    on = application.received_on
    return fee_for_pieces(pieces, on, already=already) if pieces else fee_for_pages(pages, on)


def charge(
    case: Case,
    how_to_pay: str,
    *,
    by: Officer,
    at: datetime,
    pieces: int = 0,
    pages: int = 0,
    already: int = 0,
    costs: Costs | None = None,
    notified_on: date | None = None,
) -> Letter:
    """Tell the applicant what to pay 收费通知; the reply clock waits, and starts again after the payment.

    Costs of before 2017-04-01 stop no clock: the law of that day says nothing of it. Raises Refused:
    ``no-fee`` where the regime of the day has none or the amount is zero, ``one-method``, ``too-late``,
    ``no-way``, and those of :func:`quote`.
    """
    day = shanghai_date(at)
    demand(case, "charge", by=by, at=at)
    application = application_of(case)
    fee = quote(application, pieces=pieces, pages=pages, already=already, costs=costs)
    if not fee.amount:
        raise Refused("no-fee", f"这件申请没有可收的费用：{fee.basis}", "请直接办理")
    if not how_to_pay.strip():
        raise Refused("no-way", "没有写明缴纳方式", "请写明账户、窗口或者二维码所在")
    application.fee_notified_on = notified_on or day
    until = fee_due(application, calendar())
    steps = "；".join(step.what for step in fee.steps)
    missed = facts.if_missed(facts.fee_rules(application, day), "payment").rstrip("。")
    said = {
        "收费的依据、标准、数额": f"{fee.basis}。{steps}。共计{numerals.yuan(fee.amount)}元。",
        "缴纳方式": f"{how_to_pay.strip().rstrip('。')}。",
        PAY_BY: f"请于{spoken(until)}前缴纳。" if until else "",
        "逾期不缴纳的后果": f"{missed}。" if missed else "",
    }
    told = content(case, "fee", _named(case, said, day), on=day)
    number = number_for(case, told, day)
    with acting(case, "charge", flow=FLOW, by=by, at=at) as act:
        application = application_of(act.case)
        application.fee_notified_on, application.fee_fen = notified_on or day, fee.amount
        application.paid_on = None
        application.save(update_fields=["fee_notified_on", "fee_fen", "paid_on"])
        letter = write(act.case, told, number, "fee", by=by, at=at)
        act.record("charged", data={"fen": fee.amount, "ruleset": fee.ruleset, "letter": letter.uid})
        telling.charged(act.case, letter, until, by=by, at=at)
    settle(case, at)
    return letter


def pay(case: Case, *, by: Officer, at: datetime, on: date | None = None) -> Application:
    """Enter that the fee was paid; the reply limit runs again from the day after.

    Raises Refused: ``too-late`` (then the application counts as given up), ``wrong-day``.
    """
    with acting(case, "pay", flow=FLOW, by=by, at=at) as act:
        application = application_of(act.case)
        paid = on or act.day
        notified = application.fee_notified_on
        assert notified is not None
        in_order = notified <= paid <= act.day
        act.require(in_order, f"缴费日期 {paid} 早于通知 {notified} 或在今天之后", "请核对日期", "wrong-day")
        until = fee_due(application, calendar())
        act.require(
            until is None or paid <= until,
            f"缴费期限 {until} 已过",
            "逾期缴费的不再处理，请按“逾期不缴费”答复并退还款项",
            "too-late",
        )
        application.paid_on = paid
        application.save(update_fields=["paid_on"])
        act.record("paid", occurred=paid, data={"fen": application.fee_fen})
        telling.paid(act.case, paid, by=by, at=at)
    settle(case, at)
    return application


def waive(case: Case, reason: str, *, by: Officer, at: datetime) -> Application:
    """Waive the fee 减免; the clock goes on as if none had been asked. Refuses: ``E_REASON``, ``no-fee``."""
    if reason not in WAIVERS:
        raise Refused("E_REASON", "请说明减免的理由", "可以是：" + "、".join(WAIVERS.values()))
    with acting(case, "waive", flow=FLOW, by=by, at=at) as act:
        application = application_of(act.case)
        act.require(application.fee_fen > 0, "这件申请没有收费", "无需减免", "no-fee")
        act.require(application.paid_on is None, "费用已经缴纳", "请办理退还", "paid")
        act.record("waived", data={"reason": reason, "fen": application.fee_fen})
        application.is_waived, application.fee_fen = True, 0
        application.save(update_fields=["is_waived", "fee_fen"])
        telling.waived(act.case, by=by, at=at)
    settle(case, at)
    return application


def extension_of(application: Application, day: date) -> int:
    """How many working days the law of the day allows for an extension; 0: none."""
    extension = facts.rules(application, day).limit("reply").extension
    return extension.days if extension is not None else 0
