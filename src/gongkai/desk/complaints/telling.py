"""What the citizen who wrote by the portal is told, in every box of the case; others are told in their way.

A 投诉举报 is two cases behind one receipt: what ends one of them says so, and the receipt goes on until the
last has ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.models import Case, Closing
from gongkai.desk.casework.stages import ENDED
from gongkai.desk.complaints.clocks import due_of, pauses_for_testing
from gongkai.desk.complaints.facts import standing, standings
from gongkai.desk.complaints.house import house
from gongkai.desk.complaints.models import Decision, Mediation
from gongkai.desk.mailbox import answering
from gongkai.desk.mailbox.models import Box
from gongkai.desk.mailbox.queries import boxes
from gongkai.face.texts import weekday, zh_date

GOES_ON = "办理中"
_NEXT = {
    "complaint-accept": "我们在%s以前决定是否受理，并在本页告知",
    "complaint-mediation": "调解的期限到%s",
    "report-verify": "我们在%s以前核查并决定是否立案",
}
"""Kind of what is due → what the citizen is told of it."""
_PAUSES, _TESTING = ("complaint-mediation", "report-verify"), "，检测、鉴定的时间依规定扣除"


def answered(case: Case, text: str, *, by: Officer, at: datetime) -> None:
    """The answer. While the other case of the receipt waits for its own, the state of the receipt stays."""
    for box in boxes(case):
        rest = standings(list(_rest(box, case).select_related("registration")))
        waits = any(not one.answered for one in rest.values())
        words = f"关于您的{case.kind}：{text}" if box.cases.count() > 1 else text
        status = "" if waits else "已答复"
        answering.tell(box, kind="answer", text=words, status=status, at=at, by=by)


def responded(case: Case, text: str, *, by: Officer, at: datetime) -> None:
    """A reply to what was said later: where the matter stands does not change by it."""
    answering.tell(case, kind="answer", text=text, at=at, by=by)


def asked(case: Case, text: str, *, by: Officer, at: datetime) -> None:
    """A question to the citizen; where the matter stands does not change by it."""
    answering.tell(case, kind="question", text=text, at=at, by=by)


def closed(case: Case, made: Closing, *, by: Officer, at: datetime) -> None:
    """The case was closed; the receipt ends with the last of its cases."""
    days = house().days("follow_up_days")
    then = f"对办理结果不满意，或者有新的情况，请在本页补充说明，我们在{days}个工作日内回应。"
    _ended(case, f"办理结果：{made.outcome}。", "已办结", kind="closed", then=then, by=by, at=at)


def voided(case: Case, *, by: Officer, at: datetime) -> None:
    """The registration was voided."""
    number = case.registration.number
    words = f"编号 {number} 的登记已作废，不再办理。仍需要办理的，请在本页补充说明，或者打电话询问。"
    _ended(case, words, "登记作废", kind="status", by=by, at=at)


def reopened(case: Case, *, by: Officer, at: datetime) -> None:
    """A closed case was taken up again."""
    answering.reopen(case, at=at)
    words = f"您反映的事项重新办理，我们会再次答复。编号仍是 {case.registration.number}。{comes_next(case)}"
    answering.tell(case, kind="status", text=words, status="重新办理", at=at, by=by)


def decided(case: Case, made: Decision, *, by: Officer, at: datetime) -> None:
    """Whether a case was opened after the check of a report; the formal notice is a letter of its own."""
    if made.kind == Decision.Kind.FILED:
        words, status = "您举报的事项经核查，已决定立案。", "已立案"
    else:
        words, status = "您举报的事项经核查，决定不予立案，理由见随后的答复。", "不予立案"
    answering.tell(case, kind="status", text=words, status=status, at=at, by=by)


def invited(case: Case, made: Mediation, *, by: Officer, at: datetime, moved: bool = False) -> None:
    """Where and when both sides meet, and that the mediator may be challenged."""
    words = (
        f"调解{'改' * moved}定于{made.when}，地点：{made.place}，调解人员：{made.mediator.name}。"
        "请带上购物凭证等材料；不能到场，或者认为调解人员应当回避的，请尽早在本页补充说明或者打电话告知。"
    )
    answering.tell(case, kind="status", text=words, status="调解中", at=at, by=by)


def sent_again(case: Case, *, by: Officer, at: datetime) -> None:
    """What was given back to a platform came again and goes on."""
    words = f"您反映的事项由平台再次转来，本局继续办理。{comes_next(case)}"
    answering.tell(case, kind="status", text=words, status=GOES_ON, at=at, by=by)


def called_off(case: Case, made: Mediation, *, by: Officer | None, at: datetime) -> None:
    """The meeting does not take place."""
    words = f"原定{made.when}在{made.place}进行的调解取消，请不用到场。"
    answering.tell(case, kind="status", text=words, at=at, by=by)


def withdrawn(case: Case, *, by: Officer, at: datetime) -> None:
    """What the person withdrew, entered by an officer; what is left of the matter goes on."""
    for box in boxes(case):
        text, status = of_withdrawal([case], list(_rest(box, case).order_by("pk")))
        answering.tell(box, kind="status", text=text, status=status, at=at, by=by)


def of_withdrawal(ended: Sequence[Case], rest: Sequence[Case]) -> tuple[str, str]:
    """What is said of these cases that were withdrawn, and the state; ``rest`` goes on, by when it must."""
    kind = "、".join(dict.fromkeys(case.kind for case in ended))
    words = f"您的{kind}已按您的要求撤回，不再办理。"
    if rest:
        words += "".join(f"{goes_on(case)}" for case in rest)
    return f"{words}想继续办理的，请在本页补充说明。", GOES_ON if rest else f"{kind}已撤回"


def goes_on(case: Case) -> str:
    """An open case goes on although somebody withdrew: a report is not the reporter's to end."""
    why = (
        "举报不因撤回而终止，仍会依法核查。"
        if case.kind == Case.Kind.REPORT
        else f"{case.kind}部分仍在办理。"
    )
    return why + ("" if standing(case).end else comes_next(case))


def split_off(case: Case, made: Case, *, by: Officer, at: datetime) -> None:
    """A second case was made of what was said: it is led to by the same receipt."""
    for box in boxes(case):
        box.cases.add(made)
        words = f"您反映的内容中另有一项{made.kind}，已分开办理、分别答复，都在本页显示。"
        answering.tell(box, kind="status", text=words, status=GOES_ON, at=at, by=by)


def comes_next(case: Case) -> str:
    """What comes next in an open case and by when, as its law has it; empty where no law says so."""
    one = standing(case)
    due = due_of(one, calendar()).answer
    words = _NEXT.get(due.kind) if due is not None else None
    if words is None or due is None or due.due is None:
        return ""
    pauses = due.kind in _PAUSES and pauses_for_testing(one)
    return f"{words % f'{zh_date(due.due)}（{weekday(due.due)}）'}{_TESTING * pauses}。"


def _ended(
    case: Case, words: str, status: str, *, kind: str, by: Officer, at: datetime, then: str = ""
) -> None:
    for box in boxes(case):
        rest = _rest(box, case).order_by("pk").first()
        if rest is None:
            answering.tell(box, kind=kind, text=words + then, status=status, at=at, by=by)
            answering.close(box, at=at)
            continue
        said = f"{case.kind}部分{status}。{words.rstrip('。')}。{rest.kind}部分仍在办理。"
        answering.tell(box, kind="status", text=said, status=GOES_ON, at=at, by=by)


def _rest(box: Box, case: Case) -> QuerySet[Case]:
    """What else is open behind a receipt."""
    return box.cases.exclude(pk=case.pk).exclude(stage__in=ENDED)
