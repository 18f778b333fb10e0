"""What follows from an act on a remedy, and by when: the words beside the buttons of its page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from gongkai.desk.casework.clocks import calendar
from gongkai.desk.remedies.clocks import SUITS
from gongkai.desk.remedies.models import Remedy
from gongkai.law.answer import Answer
from gongkai.law.deadlines.remedies import remedy_step
from gongkai.refusal import Refused


def then(verb: str, remedy: Remedy, day: date) -> str:
    """What follows if the act is taken on a day; empty for an act without a word."""
    say = _SAYS.get(verb)
    return say(remedy, day) if say is not None else ""


def stands(remedy: Remedy) -> str:
    """What has happened last, and what the bureau waits for or must do next."""
    if remedy.closed_on is not None:
        changed = remedy.change_on is not None or remedy.result != Remedy.Result.CORRECTED
        said = {"on": remedy.closed_on, "result": remedy.get_result_display()}
        if changed:
            return _("%(on)s 结案：%(result)s。计入当年年度报告的复议诉讼情况") % said
        return _("%(on)s 结案：%(result)s。还没有登记因此作出的改变") % said
    if remedy.kind == Remedy.Kind.GRIEVANCE:
        return _("%(on)s 收到举报投诉：查明、答复后结案") % {"on": remedy.received_on}
    if remedy.copy_on is None:
        return _("%(on)s 得知：等申请书、起诉状副本送达，收到的当天登记") % {"on": remedy.received_on}
    if remedy.answered_on is None:
        return _("%(on)s 收到副本：须在期限内提交答复和证据") % {"on": remedy.copy_on}
    if remedy.ruling_on is None and remedy.hearing_on is not None:
        return _("%(on)s 开庭（听证）：等裁判，收到的当天登记") % {"on": remedy.hearing_on}
    if remedy.ruling_on is None:
        return _("%(on)s 已提交答复和证据：等开庭（听证）和裁判") % {"on": remedy.answered_on}
    if remedy.appealed_on is None and remedy.kind in SUITS:
        return _("%(on)s 收到裁判：决定是否上诉；不上诉的，上诉期满后结案") % {"on": remedy.ruling_on}
    if remedy.appealed_on is not None:
        return _("%(on)s 已上诉：等二审裁判，收到后结案") % {"on": remedy.appealed_on}
    return _("%(on)s 收到复议决定：履行决定，结案") % {"on": remedy.ruling_on}


def in_order(verbs: Sequence[str], remedy: Remedy) -> list[str]:
    """The verbs with what comes next first; an appeal only where the law knows one."""
    fits = [verb for verb in verbs if verb != "appeal" or remedy.kind in SUITS]
    following = _next(remedy)
    return sorted(fits, key=lambda verb: verb != following)


def _next(remedy: Remedy) -> str:
    if remedy.kind == Remedy.Kind.GRIEVANCE or remedy.closed_on is not None:
        return "change" if remedy.closed_on is not None else "rule"
    steps = (("copy", remedy.copy_on), ("submit", remedy.answered_on), ("rule", remedy.ruling_on))
    return next((verb for verb, on in steps if on is None), "close")


def _copied(remedy: Remedy, day: date) -> str:
    if remedy.kind == Remedy.Kind.GRIEVANCE:
        return _("举报投诉没有法定的答辩期限")
    step = "suit_answer" if remedy.kind in SUITS else "review_answer"
    return _until(_("须提交答复和证据"), step, day)


def _submitted(remedy: Remedy, day: date) -> str:
    return _("本机关的答复义务了结，期限不再计算；接着等开庭（听证）和裁判")


def _heard(remedy: Remedy, day: date) -> str:
    return _("可以登记将来的日期；负责人不能出庭的，应当委托相应的工作人员出庭，并在此如实登记")


def _ruled(remedy: Remedy, day: date) -> str:
    if remedy.kind in SUITS:
        return _until(_("不服的，可以上诉"), "appeal", day)
    return _("按复议决定履行；决定撤销、变更或者责令重新答复的，结案时写明因此作出的改变")


def _appealed(remedy: Remedy, day: date) -> str:
    return _("等二审裁判；一审裁判不生效，因此作出的改变在二审以后登记")


def _closed(remedy: Remedy, day: date) -> str:
    return _("结果计入当年年度报告的复议诉讼情况；结果是纠正的，须写明因此作出的改变")


def _changed(remedy: Remedy, day: date) -> str:
    return _("写明改了什么答复、什么做法、由谁改；监督检查和年度报告据此说明")


def _until(what: str, step: str, day: date) -> str:
    """What must be done by when, were the act of that day; with law and article."""
    try:
        answer: Answer = remedy_step(step, day, calendar())
    except Refused as refused:
        return refused.sentence
    if answer.due is None:
        return answer.basis
    said = {"what": what, "due": answer.due, "basis": answer.basis.partition("：")[0]}
    return _("收到日期是今天的，%(what)s，到 %(due)s 为止。%(basis)s") % said


_SAYS: dict[str, Callable[[Remedy, date], str]] = {
    "copy": _copied,
    "submit": _submitted,
    "hear": _heard,
    "rule": _ruled,
    "appeal": _appealed,
    "close": _closed,
    "change": _changed,
}
