"""The acts around the person: who acts for whom, calls and what they prove, answers, withdrawal."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints import forms, representing_forms, telling_forms, verbs
from gongkai.desk.complaints.facts import Standing
from gongkai.desk.complaints.models import Call
from gongkai.desk.complaints.offering import Action, says, yes


def _represent(case: Case, form: forms.ActForm, by: Officer, at: datetime) -> object:
    assert isinstance(form, representing_forms.RepresentForm)
    return verbs.represent(case, form.acting(), by=by, at=at)


def _ask_papers(case: Case, form: forms.ActForm, by: Officer, at: datetime) -> object:
    return verbs.ask_papers(case, form.cleaned_data["until"], by=by, at=at)


def _enter_papers(case: Case, form: forms.ActForm, by: Officer, at: datetime) -> object:
    data = form.cleaned_data
    return verbs.enter_papers(
        case,
        letter=bool(data.get("letter")),
        identity=bool(data.get("identity")),
        scope=data.get("scope", ""),
        valid_until=data.get("valid_until"),
        by=by,
        at=at,
    )


def _asking(one: Standing, day: date) -> str:
    """What follows where the papers do not come."""
    sent = _("从门户来的同时送到查询码信箱")
    if one.case.authority.needed:
        return _("%(sent)s；到期没有补交的，可以按未提供材料不予受理") % {"sent": sent}
    return _("%(sent)s；不影响受理，到期没有补交的由各投诉人本人参加调解") % {"sent": sent}


def _entering(one: Standing, day: date) -> str:
    """What follows once they are here."""
    if one.case.authority.needed:
        return _("材料齐全的，可以受理")
    return _("代表人可以代表其他投诉人参加调解；达成协议、撤回仍须各人同意")


def _answer(case: Case, form: forms.ActForm, by: Officer, at: datetime) -> object:
    assert isinstance(form, telling_forms.AnswerForm)
    data = form.cleaned_data
    with transaction.atomic():
        said = {"delivery": data["delivery"], "proof": data["proof"], "call": form.proven(by, at)}
        return verbs.answer(case, data["text"], by=by, at=at, **said)


def _withdraw(case: Case, form: forms.ActForm, by: Officer, at: datetime) -> object:
    assert isinstance(form, telling_forms.WithdrawForm)
    with transaction.atomic():
        return verbs.withdraw(case, form.cleaned_data["proof"], call=form.proven(by, at), by=by, at=at)


def _call(case: Case, form: forms.ActForm, by: Officer, at: datetime) -> object:
    data = form.cleaned_data
    return verbs.call(
        case,
        reached=yes(form, "reached"),
        purpose=data["purpose"] or Call.Purpose.CONTACT.value,
        recording=data["recording"],
        number=data.get("number", ""),
        who=data.get("who", ""),
        said=data["said"],
        called_at=data["called_at"],
        by=by,
        at=at,
    )


TELLING: dict[str, Action] = {
    "answer": Action(
        telling_forms.AnswerForm,
        _answer,
        says(gettext_lazy("从门户来的，答复同时送到查询码信箱；答复中不要出现其他人的信息")),
    ),
    "question": Action(
        forms.TextForm,
        lambda case, form, by, at: verbs.question(case, form.cleaned_data["text"], by=by, at=at),
        says(gettext_lazy("显示在诉求人的查询码页面最前；回复列为后续反映，须有回应；期限不停")),
        group="more",
    ),
    "call": Action(
        telling_forms.CallForm,
        _call,
        says(gettext_lazy("号码和接听人密封保存，查看联系方式时才看得到；接通的可以作答复的凭证")),
        group="more",
    ),
    "withdraw": Action(
        telling_forms.WithdrawForm,
        _withdraw,
        says(gettext_lazy("办理结果为“撤回”；还须答复")),
        group="more",
    ),
    "enter_papers": Action(representing_forms.PapersForm, _enter_papers, _entering),
    "ask_papers": Action(
        representing_forms.AskPapersForm,
        _ask_papers,
        _asking,
    ),
    "represent": Action(
        representing_forms.RepresentForm,
        _represent,
        says(gettext_lazy("代他人投诉的，须有授权委托书原件和受托人身份证明才能受理")),
        group="more",
    ),
}
"""Verb of the flow → how a page offers it."""
