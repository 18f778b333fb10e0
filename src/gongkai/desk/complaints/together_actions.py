"""Acts in which several take part: co-units, disputes over competence, rewards."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints import clocks, verbs
from gongkai.desk.complaints import together_forms as forms
from gongkai.desk.complaints.award_actions import AWARDS
from gongkai.desk.complaints.facts import Standing
from gongkai.desk.complaints.forms import ActForm, TextForm
from gongkai.desk.complaints.models import MoreTime
from gongkai.desk.complaints.offering import Action, says, yes
from gongkai.desk.complaints.reasoning import weekday_of


def _ask(case: Case, form: ActForm, by: Officer, at: datetime) -> object:
    assert isinstance(form, forms.AskUnitForm)
    return verbs.ask_unit(case, form.unit_of(), form.cleaned_data["part"], by=by, at=at)


def _release(case: Case, form: ActForm, by: Officer, at: datetime) -> object:
    assert isinstance(form, forms.ReleaseForm)
    return verbs.release_unit(case, form.unit_of(), by=by, at=at)


def _opinion(case: Case, form: ActForm, by: Officer, at: datetime) -> object:
    return verbs.give_opinion(case, form.cleaned_data["text"], by=by, at=at)


def _dispute(case: Case, form: ActForm, by: Officer, at: datetime) -> object:
    assert isinstance(form, forms.DisputeForm)
    return verbs.dispute(case, form.cleaned_data["reason"], claims=form.claims(), by=by, at=at)


def _rule(case: Case, form: ActForm, by: Officer, at: datetime) -> object:
    assert isinstance(form, forms.RuleForm)
    return verbs.rule_dispute(case, form.unit_of(), form.cleaned_data["reason"], by=by, at=at)


def _more_time(case: Case, form: ActForm, by: Officer, at: datetime) -> object:
    return verbs.ask_time(case, form.cleaned_data["reason"], days=form.cleaned_data["days"], by=by, at=at)


def _time(case: Case, form: ActForm, by: Officer, at: datetime) -> object:
    return verbs.decide_time(case, yes(form, "word"), by=by, at=at)


def _timing(one: Standing, day: date) -> str:
    """What was asked for."""
    waiting = MoreTime.objects.filter(case=one.case, decided_on__isnull=True).select_related("asked_by")
    found = waiting.first()
    if found is None:
        return ""
    said = {"on": found.asked_on, "who": found.asked_by.name, "days": found.days, "reason": found.reason}
    if found.violation_id is not None:
        return _("%(on)s %(who)s申请把核查期限延长 %(days)s 日：%(reason)s；同意的，按延长后的算") % said
    return _("%(on)s %(who)s申请延长 %(days)s 日：%(reason)s；同意的，期限按延长后的算") % said


def _violation(case: Case, form: ActForm, by: Officer, at: datetime) -> object:
    data = form.cleaned_data
    return verbs.find_violation(case, data["what"], data["gist"], found_on=data["found_on"], by=by, at=at)


def _finding(one: Standing, day: date) -> str:
    """By when it must be checked, as the law of the case has it."""
    answer = clocks.check_by(one, day, calendar())
    if answer is None or answer.due is None:
        return answer.basis if answer else ""
    return _("核查到 %(due)s 为止，调解照常进行；投诉人不因此成为举报人。%(basis)s") % {
        "due": weekday_of(answer.due, day),
        "basis": answer.basis.partition("：")[0],
    }


def _contest(case: Case, form: ActForm, by: Officer, at: datetime) -> object:
    data = form.cleaned_data
    return verbs.contest(case, data["body"], data["reason"], arose_on=data["arose_on"], by=by, at=at)


def _refer(case: Case, form: ActForm, by: Officer, at: datetime) -> object:
    return verbs.refer(case, form.cleaned_data["superior"], form.cleaned_data["number"], by=by, at=at)


def _settle(case: Case, form: ActForm, by: Officer, at: datetime) -> object:
    data = form.cleaned_data
    return verbs.settle_contest(case, data["how"], ours=yes(form, "ours"), proof=data["proof"], by=by, at=at)


def _contesting(one: Standing, day: date) -> str:
    """By when to agree, as the law of the case has it."""
    answer = clocks.agree_by(one, day, calendar())
    if answer.due is None:
        return answer.basis
    return _("协商到 %(due)s 为止，协商不成的报请共同的上一级指定管辖；照常办理，期限不停。%(basis)s") % {
        "due": weekday_of(answer.due, day),
        "basis": answer.basis.partition("：")[0],
    }


TOGETHER: dict[str, Action] = {
    "give_opinion": Action(TextForm, _opinion, says(gettext_lazy("意见留在本件；主办单位仍对本件负责"))),
    "rule_dispute": Action(
        forms.RuleForm, _rule, says(gettext_lazy("期限照常计算；裁定给另一单位的，该单位今天看到"))
    ),
    "refer": Action(
        forms.ReferForm, _refer, says(gettext_lazy("请示在“文书”里签发；指定以前照常办理，期限不停"))
    ),
    "settle_contest": Action(
        forms.SettleForm, _settle, says(gettext_lazy("由对方机关办理的，办理结果为“移送”，并告知诉求人"))
    ),
    **AWARDS,
    "decide_time": Action(forms.MoreTimeReviewForm, _time, _timing),
    "ask_time": Action(
        forms.MoreTimeForm,
        _more_time,
        says(gettext_lazy("由另一位负责人审批；没有审批以前期限不变，一轮只能延长一次")),
        group="more",
    ),
    "find_violation": Action(forms.ViolationForm, _violation, _finding, group="more"),
    "ask_unit": Action(
        forms.AskUnitForm,
        _ask,
        says(gettext_lazy("仍由主办单位一家负责，期限照常计算；协办意见没有提出的不能办结")),
        group="more",
    ),
    "release_unit": Action(
        forms.ReleaseForm, _release, says(gettext_lazy("该单位不再看到本件")), group="more"
    ),
    "contest": Action(forms.ContestForm, _contest, _contesting, group="more"),
    "dispute": Action(
        forms.DisputeForm,
        _dispute,
        says(gettext_lazy("由投诉举报中心或领导裁定，结果列在首页和“管辖争议”；裁定以前照常办理，期限不停")),
        group="more",
    ),
}
"""Verb of the flow → how a page offers it."""
