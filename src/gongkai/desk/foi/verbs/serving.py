"""送达, 办结: the signed letter goes out by the form the applicant chose; then the case is closed."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework import letters
from gongkai.desk.casework.flow import acting
from gongkai.desk.casework.masking import mask
from gongkai.desk.casework.models import Answer, Case, CaseText, Closing, Delivery, Letter
from gongkai.desk.casework.personal import keep_text
from gongkai.desk.casework.recording import record
from gongkai.desk.casework.verbs import close as close_case
from gongkai.desk.casework.verbs import reopen as reopen_case
from gongkai.desk.foi import queries, telling
from gongkai.desk.foi.flow import FLOW
from gongkai.desk.foi.models import Application, Decision, Link
from gongkai.desk.foi.stages import Stage
from gongkai.desk.foi.verbs.common import application_of, demand, settle
from gongkai.desk.foi.verbs.deciding import third_to_tell
from gongkai.law.outcomes import outcome, outcomes
from gongkai.refusal import Refused

WITHDRAWN = "other.misc"
"""The outcome under which the forms since 2019 count an application that was taken back."""


def deliver(
    case: Case,
    way: str,
    *,
    by: Officer,
    at: datetime,
    sent_on: date | None = None,
    tracking: str = "",
    proof: str = "",
) -> Delivery:
    """Send the signed letter; the day it is handed to the post or the person is the day of the reply.

    What was joined to the case is answered with it. Raises Refused: ``third-not-told``, ``other-way`` when
    it is not what the applicant chose, and what :func:`gongkai.desk.casework.letters.send` refuses.
    """
    demand(case, "deliver", by=by, at=at)
    with acting(case, "deliver", flow=FLOW, by=by, at=at) as act:
        decision = Decision.objects.select_for_update(of=("self",)).get(
            application=act.case.pk, state=Decision.State.SIGNED
        )
        letter = decision.letter
        assert letter is not None
        application = application_of(act.case)
        untold = third_to_tell(application, decision)
        act.require(not untold, "不同意公开的第三方还没有告知", "请先出具决定公开告知书", "third-not-told")
        _demand_chosen(application, way)
        sent = letters.send(letter, way, by=by, at=at, sent_on=sent_on, tracking=tracking, proof=proof)
        decision.state = Decision.State.SERVED
        decision.save(update_fields=["state"])
        _answer(act.case, application, decision, sent, letter)
        act.record("replied", occurred=sent.sent_on, data={"outcome": decision.outcome, "letter": letter.uid})
        telling.replied(act.case, letter, sent, by=by, at=at)
        for link in _joined(application):
            _answer_joined(link.application, decision, sent, letter, by=by, at=at)
    settle(case, at)
    return sent


def redeliver(
    case: Case,
    way: str,
    *,
    by: Officer,
    at: datetime,
    sent_on: date | None = None,
    tracking: str = "",
    proof: str = "",
) -> Delivery:
    """Serve the letter again after it came back 重新送达; the day of the reply stays the first."""
    with acting(case, "redeliver", flow=FLOW, by=by, at=at) as act:
        letter = _letter(act.case)
        sent = letters.send(letter, way, by=by, at=at, sent_on=sent_on, tracking=tracking, proof=proof)
        act.record("sent-again", occurred=sent.sent_on, data={"letter": letter.uid})
    return sent


def served(
    case: Case, result: str, proof: str, *, by: Officer, at: datetime, on: date | None = None
) -> Delivery:
    """Enter what became of the last attempt: 已送达, 他人代收, 退件, 拒收."""
    with acting(case, "served", flow=FLOW, by=by, at=at) as act:
        last = _letter(act.case).deliveries.order_by("-pk").first()
        act.require(last is not None, "还没有送达过", "请先送达", "not-sent")
        assert last is not None
        found = letters.result(last, result, proof=proof, by=by, at=at, on=on)
        act.record("served", occurred=found.result_on, data={"result": result})
    return found


def close(case: Case, *, by: Officer, at: datetime) -> Closing:
    """Close the case with the outcome of its reply 办结. Refuses as casework's closing, ``returned``."""
    decision = queries.current_decision(case)
    is_served = decision is not None and decision.state == Decision.State.SERVED
    code = decision.outcome if decision is not None and is_served else application_of(case).outcome
    with transaction.atomic():
        made = close_case(case, code, by=by, at=at, flow=FLOW)
        telling.closed(case, by=by, at=at)
    return made


def withdraw(case: Case, proof: str, *, by: Officer, at: datetime, on: date | None = None) -> Application:
    """Enter that the applicant took the application back 撤回; it is the answer, counted under 其他处理.

    ``proof`` says what shows it (a signed note, a message from the receipt page). Raises Refused:
    ``no-proof``, ``wrong-day``, ``replied``, ``no-outcome`` where the form of the year has no row for it.
    """
    with acting(case, "withdraw", flow=FLOW, by=by, at=at) as act:
        application = application_of(act.case)
        done = on or act.day
        act.require(bool(proof.strip()), "没有撤回的凭证", "请写明书面撤回、查询页撤回等凭证", "no-proof")
        in_order = application.received_on <= done <= act.day
        act.require(in_order, f"撤回日期 {done} 早于收到之日或在今天之后", "请核对日期", "wrong-day")
        act.require(application.replied_on is None, "已经答复过，不能按撤回办理", "请再次答复", "replied")
        act.require(
            any(one.code == WITHDRAWN for one in outcomes(done)),
            "当年的统计表没有撤回一行",
            "请由办公室作废登记，并写明申请人撤回",
            "no-outcome",
        )
        application.replied_on, application.outcome = done, WITHDRAWN
        application.delivery = "撤回"
        application.save(update_fields=["replied_on", "outcome", "delivery"])
        Answer.objects.create(
            case=act.case, answered_on=done, delivery="撤回", proof=mask(proof.strip())[:200]
        )
        act.record("withdrawn", occurred=done, data={"outcome": WITHDRAWN})
        telling.withdrawn(act.case, done, by=by, at=at)
    settle(case, at)
    return application


def explain_late(case: Case, cause: str, *, by: Officer, at: datetime, note: str = "") -> Application:
    """Say why the reply is late 逾期原因; a later word replaces an earlier one, both stay in the course.

    Raises Refused: ``unknown-cause``, ``no-note`` for 其他 without words, ``not-late``.
    """
    with acting(case, "explain_late", flow=FLOW, by=by, at=at) as act:
        known = cause in Application.LateCause.values
        act.require(known, f"没有“{cause}”这种逾期原因", "请从列表中选择", "unknown-cause")
        said = bool(note.strip()) or cause != Application.LateCause.OTHER
        act.require(said, "原因是其他，没有写明是什么", "请填写说明", "no-note")
        application = application_of(act.case)
        application.late_cause, application.late_note = cause, mask(note.strip())[:200]
        application.save(update_fields=["late_cause", "late_note"])
        act.record("late-explained", data={"cause": cause})
    return application


def reopen(case: Case, reason: str, *, by: Officer, at: datetime) -> Closing:
    """Take a case up again, after a review or a judgment; a new reply is due from that day."""
    with transaction.atomic():
        found = reopen_case(case, reason, by=by, at=at, flow=FLOW)
        telling.reopened(case, by=by, at=at)
    settle(case, at)
    return found


def _demand_chosen(application: Application, way: str) -> None:
    """A copy on the receipt page is no service, unless the applicant chose it."""
    chosen = application.delivery_wanted
    if way == Delivery.Way.PLATFORM and chosen != Delivery.Way.PLATFORM:
        raise Refused(
            "other-way",
            "申请人没有选择网上获取，查询页上的副本不算送达",
            f"请按申请人选择的“{chosen}”送达" if chosen else "请用邮寄、当面等方式送达",
        )


def _joined(application: Application) -> list[Link]:
    """The links of what is answered together with an application."""
    rows = Link.objects.filter(other=application, kind=Link.Kind.JOINED)
    return list(rows.select_related("application__case__registration").order_by("pk"))


def _answer(case: Case, application: Application, decision: Decision, sent: Delivery, letter: Letter) -> None:
    """The reply as a fact of the application and as the answer of its case."""
    if application.replied_on is None:
        application.replied_on, application.outcome = sent.sent_on, decision.outcome
        application.delivery = sent.way
        application.save(update_fields=["replied_on", "outcome", "delivery"])
    said = " ".join(part for part in (letter.number, sent.way, sent.tracking, sent.proof) if part)
    Answer.objects.create(case=case, answered_on=sent.sent_on, delivery=sent.way, proof=said[:200])
    keep_text(
        case, CaseText.Field.ANSWER, f"{letter.title} {letter.number}：{outcome(decision.outcome).label}"
    )


def _answer_joined(
    application: Application, decision: Decision, sent: Delivery, letter: Letter, *, by: Officer, at: datetime
) -> None:
    case = Case.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if case.stage != Stage.OPEN:
        return
    _answer(case, application, decision, sent, letter)
    case.stage = Stage.SERVED
    case.save(update_fields=["stage"])
    data = {"outcome": decision.outcome, "with": decision.application.case.uid}
    record(case.stream, "replied", by=by, occurred=sent.sent_on, at=at, data=data)
    telling.replied(case, letter, sent, by=by, at=at)
    settle(case, at)


def _letter(case: Case) -> Letter:
    """The letter of the newest served decision."""
    decision = queries.current_decision(case)
    if decision is None or decision.letter is None:
        raise Refused("no-letter", "本件没有自己的答复文书", "并案答复的请在主案中办理送达")
    return decision.letter
