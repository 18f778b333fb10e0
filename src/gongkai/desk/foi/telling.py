"""What an applicant of the portal reads on the receipt page: what happened, what comes next, by when.

Each state that a citizen should see is a sealed mail to the box of the application, sent in the transaction
of its verb; letters travel with it as PDF, encrypted for the receipt code (SEALING.md 4). An application
that came another way has no box: nothing is sealed, nothing is rendered. A copy in the box is no service,
unless the applicant chose the page as the way of delivery.
"""

from __future__ import annotations

from datetime import date, datetime

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import clocks
from gongkai.desk.casework.models import Case, Delivery, Letter
from gongkai.desk.casework.stages import ENDED
from gongkai.desk.foi import facts, stamping
from gongkai.desk.foi.clocks import SOURCE
from gongkai.desk.foi.models import Application
from gongkai.desk.mailbox import answering
from gongkai.desk.mailbox.answering import Enclosure
from gongkai.desk.mailbox.queries import boxes
from gongkai.law.registry import RuleSet
from gongkai.papers import numerals

PDF = "application/pdf"
ASK_AGAIN = "如有疑问，可在本页补充说明，或者拨打本机关的电话。"
"""Ends a message after which nothing is asked of the applicant."""


def registered(case: Case, application: Application) -> str:
    """The words of the first mail 已登记: the number, and how the limit of the reply comes about."""
    number = case.registration.number
    if case.due_on is not None:
        return f"您的公开申请已登记，编号 {number}。{_reply_by(case.due_on)}{ASK_AGAIN}"
    rule = facts.rules(application, application.received_on)
    channel = next((one["text"] for one in rule.data.get("channel", ()) if one["key"] == application.way), "")
    days = rule.limit("reply").days
    return (
        f"您的公开申请已登记，编号 {number}。{_ended(channel)}"
        f"工作人员会按您留的联系方式与您确认，自确认之日起{days}个工作日内答复。{ASK_AGAIN}"
    )


def confirmed(case: Case, on: date, *, by: Officer, at: datetime) -> None:
    """The receipt was confirmed with the applicant: from now on the limit runs."""
    words = f"已于{_said(on)}与您确认收到申请。{_until(case)}{ASK_AGAIN}"
    _tell(case, "status", "办理中", words, by=by, at=at)


def asked_to_correct(case: Case, letter: Letter, until: date, *, by: Officer, at: datetime) -> None:
    """A correction is asked for, with the letter; the applicant has to act."""
    rule = _rules(case, at)
    given_up = _ended(facts.if_missed(rule, "correction.once"))
    restart = found.text if (found := rule.find_fact("restart.corrected")) else ""
    words = (
        f"您的申请内容不够明确，需要补正，要求见所附《{letter.title}》。请于{_said(until)}前在本页“回复”中"
        f"写明补正的内容，或者用您提交申请的其他方式补正。{_ended(restart)}{given_up}"
    )
    _tell(case, "question", "请您补正", words, by=by, at=at, letter=letter)


def corrected(case: Case, on: date, *, by: Officer, at: datetime) -> None:
    """The correction arrived; the limit of the reply begins anew."""
    words = f"已于{_said(on)}收到您的补正，答复期限重新计算。{_until(case)}"
    _tell(case, "status", "办理中", words, by=by, at=at)


def consulting(case: Case, is_organ: bool, *, by: Officer, at: datetime) -> None:
    """A third party or another organ was asked; never who it is."""
    whom = "其他机关" if is_organ else "可能受影响的第三方"
    why = "需要征求其他机关的意见" if is_organ else "可能涉及第三方的合法权益"
    day = shanghai_date(at)
    stops = _rules(case, at).find_fact(f"pause.{'consult_organ' if is_organ else 'consult_third_party'}")
    words = f"您申请的信息{why}，已于{_said(day)}书面征求{whom}的意见，没有告知对方您是谁。" + (
        f"{stops.text}，收到意见后，本页会告知新的期限。" if stops else _until(case)
    )
    _tell(case, "status", "征求意见", words, by=by, at=at)


def consulted(case: Case, *, by: Officer, at: datetime) -> None:
    """Every opinion came, or its limit passed."""
    _tell(case, "status", "办理中", f"征求意见已经结束。{_until(case)}", by=by, at=at)


def extended(case: Case, letter: Letter, *, by: Officer, at: datetime) -> None:
    """The limit was extended, with the letter."""
    words = f"经负责人同意，答复期限延长一次，理由见所附《{letter.title}》。{_until(case)}"
    _tell(case, "status", "已延期", words, by=by, at=at, letter=letter)


def charged(case: Case, letter: Letter, until: date | None, *, by: Officer, at: datetime) -> None:
    """A fee is due, with the letter; the applicant has to act."""
    fee = facts.fee_rules(Application.objects.get(pk=case.pk), shanghai_date(at))
    missed = _ended(facts.if_missed(fee, "payment"))
    when = f"请于{_said(until)}前缴纳。{missed}" if until is not None else "请及时缴纳。"
    again = "缴清的次日起重新计算答复期限。" if _restarts(case, at) else ""
    words = f"这件申请须缴纳费用，依据、数额和缴纳方式见所附《{letter.title}》。{when}{again}"
    _tell(case, "status", "请您缴费", words, by=by, at=at, letter=letter)


def paid(case: Case, on: date, *, by: Officer, at: datetime) -> None:
    """The fee was paid."""
    again = "，答复期限重新计算" if _restarts(case, at) else ""
    words = f"已于{_said(on)}收到您缴纳的费用{again}。{_until(case)}"
    _tell(case, "status", "办理中", words, by=by, at=at)


def waived(case: Case, *, by: Officer, at: datetime) -> None:
    """The fee was waived."""
    _tell(case, "status", "办理中", f"费用已经减免，无需缴纳。{_until(case)}", by=by, at=at)


def reasons_asked(case: Case, *, by: Officer, at: datetime) -> None:
    """The applicant is to give reasons for many or frequent applications."""
    words = f"您申请的数量、频次较多，请在本页“回复”中说明理由。理由不合理的，本机关不予处理。{_until(case)}"
    _tell(case, "question", "请您说明理由", words, by=by, at=at)


def postponed(case: Case, to: date, *, by: Officer, at: datetime) -> None:
    """A later day was set for many or frequent applications."""
    words = f"您说明的理由合理，但不能按期答复，延迟至{_said(to)}前答复。"
    _tell(case, "status", "延迟答复", words, by=by, at=at)


def replied(case: Case, letter: Letter, sent: Delivery, *, by: Officer, at: datetime) -> None:
    """The answer went out, with the letter itself."""
    made = f"本机关已于{_said(sent.sent_on)}作出答复，见所附《{letter.title}》（{letter.number}）。"
    if sent.way == Delivery.Way.PLATFORM:
        how = "您选择在网上获取，您查看本页的日期会告知本机关，作为送达的凭证。"
    else:
        how = f"文书正本以“{sent.get_way_display()}”的方式送达，本页是副本；救济期限自收到正本起计算。"
    closing = "不服的，可以按文书末尾写明的途径和期限申请行政复议或者提起行政诉讼。"
    _tell(case, "letter", "已答复", f"{made}{how}{closing}", by=by, at=at, letter=letter)


def withdrawn(case: Case, on: date, *, by: Officer, at: datetime) -> None:
    """The applicant took the application back."""
    words = f"按您的要求，编号 {case.registration.number} 的申请已于{_said(on)}撤回，不再办理。{ASK_AGAIN}"
    _tell(case, "status", "已撤回", words, by=by, at=at)


def closed(case: Case, *, by: Officer, at: datetime) -> None:
    """The application was closed; the box ends with the last of its applications."""
    words = f"编号 {case.registration.number} 的申请已办结归档。"
    if _tell(case, "closed", "已办结", words, by=by, at=at):
        _end_boxes(case, at)


def voided(case: Case, reason: str, letter: Letter | None, *, by: Officer, at: datetime) -> None:
    """The registration was voided, with the reason and the letter; the box ends with its last application."""
    why = reason.strip().rstrip("。；;.")
    words = (
        f"编号 {case.registration.number} 的登记已作废，不再办理。理由：{why}。"
        f"您仍需要这项信息的，可以重新提出申请，原来的登记不影响新的申请。{ASK_AGAIN}"
    )
    if _tell(case, "status", "登记作废", words, by=by, at=at, letter=letter):
        _end_boxes(case, at)


def reopened(case: Case, *, by: Officer, at: datetime) -> None:
    """The application was taken up again, after a review or a judgment."""
    if not boxes(case).exists():
        return
    answering.reopen(case, at=at)
    words = f"编号 {case.registration.number} 的申请重新办理，本机关会再次答复。{_until(case)}"
    _tell(case, "status", "重新办理", words, by=by, at=at)


def split_off(case: Case, made: Case, *, by: Officer, at: datetime) -> None:
    """A matter of the application goes on under a number of its own, in the same box."""
    found = list(boxes(case))
    for box in found:
        box.cases.add(made)
    if found:
        words = (
            f"按照一事一申请，您申请中的一项已单独登记，编号 {made.registration.number}，分别答复，"
            "进度和答复都在本页显示。"
        )
        _tell(case, "status", "办理中", words, by=by, at=at)


def _end_boxes(case: Case, at: datetime) -> None:
    """Close the boxes in which nothing else is open."""
    for box in boxes(case):
        if not box.cases.exclude(pk=case.pk).exclude(stage__in=ENDED).exists():
            answering.close(box, at=at)


def _tell(
    case: Case,
    kind: str,
    status: str,
    words: str,
    *,
    by: Officer,
    at: datetime,
    letter: Letter | None = None,
) -> bool:
    """Seal it, where there is a box; a letter is opened for it, which is an event of the case."""
    if not boxes(case).exists():
        return False
    files = []
    if letter is not None:
        paper = stamping.paper(letter, by=by, at=at)
        files.append(Enclosure(f"{letter.title} {letter.number}.pdf", PDF, paper))
    answering.tell(case, kind=kind, text=words, status=status, at=at, by=by, files=files)
    return True


def _rules(case: Case, at: datetime) -> RuleSet:
    """The rule set that governs the application on the day of writing."""
    return facts.rules(Application.objects.get(pk=case.pk), shanghai_date(at))


def _restarts(case: Case, at: datetime) -> bool:
    """Whether a payment lets the limit begin anew."""
    return "paid" in _rules(case, at).limit("reply").restarts


def _until(case: Case) -> str:
    """By when the reply is due, counted from the rows as they stand in the verb's transaction."""
    if not boxes(case).exists():
        return ""
    return _reply_by(clocks.due(case, [SOURCE]).on)


def _reply_by(due: date | None) -> str:
    return f"答复期限为{_said(due)}。" if due is not None else ""


def _ended(clause: str) -> str:
    return f"{clause}。" if clause else ""


def _said(day: date | None) -> str:
    return numerals.date(day) if day is not None else ""
