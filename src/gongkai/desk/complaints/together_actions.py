"""Acts in which several take part: co-units, disputes over competence, rewards."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints import awards, clocks, verbs
from gongkai.desk.complaints import together_forms as forms
from gongkai.desk.complaints.facts import Standing
from gongkai.desk.complaints.forms import ActForm, NothingForm, TextForm
from gongkai.desk.complaints.models import MoreTime, Reward
from gongkai.desk.complaints.offering import Action, says, yes
from gongkai.desk.complaints.reasoning import weekday_of
from gongkai.law import registry
from gongkai.refusal import Refused


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


def _reward(case: Case, form: ActForm, by: Officer, at: datetime) -> object:
    assert isinstance(form, forms.RewardForm)
    data = form.cleaned_data
    return verbs.propose_reward(
        case,
        int(data["level"]),
        form.fined_fen(),
        data["reason"],
        is_natural=data["is_natural"],
        finance=data["finance"],
        ruling=data["ruling"],
        applied_on=data["applied_on"],
        by=by,
        at=at,
    )


def _review(case: Case, form: ActForm, by: Officer, at: datetime) -> object:
    if yes(form, "word"):
        return verbs.approve_reward(case, by=by, at=at)
    return verbs.disapprove_reward(case, by=by, at=at)


def _no_reward(case: Case, form: ActForm, by: Officer, at: datetime) -> object:
    data = form.cleaned_data
    return verbs.refuse_reward(case, data["reason"], applied_on=data["applied_on"], by=by, at=at)


def _tell_reward(case: Case, form: ActForm, by: Officer, at: datetime) -> object:
    data = form.cleaned_data
    return verbs.tell_reward(case, data["proof"], told_on=data["told_on"], by=by, at=at)


def _lapse(case: Case, form: ActForm, by: Officer, at: datetime) -> object:
    data = form.cleaned_data
    return verbs.lapse_reward(case, data["reason"], gives_up=data["way"] == "gives-up", by=by, at=at)


def _telling(one: Standing, day: date) -> str:
    """By when the reporter must know, and what they have then."""
    made = _reward_of(one)
    answer = awards.tell_by(made, calendar()) if made is not None else None
    if answer is None or answer.due is None:
        return ""
    return _("应在 %(due)s 以前告知；领取期限从告知之日起算。%(basis)s") % {
        "due": weekday_of(answer.due, day),
        "basis": answer.basis,
    }


def _collecting(one: Standing, day: date) -> str:
    """Until when it may be collected."""
    made = _reward_of(one)
    answer = awards.collect_by(made, calendar()) if made is not None else None
    if answer is None or answer.due is None:
        return ""
    return _("领取期限到 %(due)s。%(basis)s") % {"due": weekday_of(answer.due, day), "basis": answer.basis}


def _paying(one: Standing, day: date) -> str:
    said = _("只记日期和凭证号；有查询码的，在页面告知已发放")
    return "。".join(part for part in (said, _collecting(one, day)) if part)


def _reward_of(one: Standing) -> Reward | None:
    return Reward.objects.filter(case=one.case, revoked_on__isnull=True).select_related("case").first()


def _pay(case: Case, form: ActForm, by: Officer, at: datetime) -> object:
    data = form.cleaned_data
    return verbs.pay_reward(case, data["proof"], paid_on=data["paid_on"], by=by, at=at)


def _rewarding(one: Standing, day: date) -> str:
    """What the law of the report's day gives."""
    try:
        rule = registry.select("reward", one.case.opened_on)
    except Refused:
        return ""
    said = "；".join(fact.text for fact in rule.facts if fact.key in ("levels", "cap", "closed"))
    waits = "；".join(str(one) for one in awards.lacks(one.case))
    if waits:
        said = _("%(said)s。现在可以提请，复核还要等：%(waits)s") % {"said": said, "waits": waits}
    return _("金额由系统按规定计算，负责人复核后生效。%(cite)s：%(said)s") % {
        "cite": rule.cite(),
        "said": said,
    }


def _reviewing(one: Standing, day: date) -> str:
    waiting = Reward.objects.filter(case=one.case, on__isnull=True, revoked_on__isnull=True)
    found = waiting.select_related("proposed_by").first()
    if found is None:
        return ""
    if found.is_refused:
        said = {"who": found.proposed_by.name, "reason": found.reason}
        return _("%(who)s提请不予奖励：%(reason)s。复核后告知举报人") % said
    return _("%(who)s提请 %(level)s 级奖励 %(sum)s 元：%(how)s。%(reason)s") % {
        "who": found.proposed_by.name,
        "level": found.level,
        "sum": f"{found.amount_fen / 100:,.2f}",
        "how": "；".join(found.how),
        "reason": found.reason,
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
    "approve_reward": Action(forms.RewardReviewForm, _review, _reviewing),
    "send_back_reward": Action(
        NothingForm,
        lambda case, form, by, at: verbs.disapprove_reward(case, by=by, at=at),
        says(gettext_lazy("退回后可以重新提请")),
        group="more",
    ),
    "pay_reward": Action(forms.PaidForm, _pay, _paying),
    "tell_reward": Action(forms.ToldForm, _tell_reward, _telling),
    "reward": Action(forms.RewardForm, _reward, _rewarding, group="more"),
    "refuse_reward": Action(
        forms.NoRewardForm,
        _no_reward,
        says(gettext_lazy("另一位负责人复核后生效；有查询码的，理由显示在举报人的查询码页面")),
        group="more",
    ),
    "lapse_reward": Action(forms.LapseForm, _lapse, _collecting, group="more"),
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
