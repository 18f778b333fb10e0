"""How a page offers the steps of a reward 举报奖励."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints import award_forms as forms
from gongkai.desk.complaints import awards, verbs
from gongkai.desk.complaints.facts import Standing
from gongkai.desk.complaints.forms import ActForm, NothingForm
from gongkai.desk.complaints.models import Reward
from gongkai.desk.complaints.offering import Action, says, yes
from gongkai.desk.complaints.reasoning import weekday_of
from gongkai.law import registry
from gongkai.law.rewards import OBJECT, until
from gongkai.refusal import Refused


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


def _longer(case: Case, form: ActForm, by: Officer, at: datetime) -> object:
    data = form.cleaned_data
    return verbs.extend_reward(case, data["days"], data["reason"], by=by, at=at)


def _object(case: Case, form: ActForm, by: Officer, at: datetime) -> object:
    data = form.cleaned_data
    return verbs.object_reward(case, data["objection"], said_on=data["said_on"], by=by, at=at)


def _objecting(one: Standing, day: date) -> str:
    """Until when it may be objected to, and what follows."""
    made = _decided_of(one)
    if made is None or made.told_on is None:
        return ""
    answer = until(OBJECT, made.told_on, one.case.opened_on, calendar())
    assert answer.due is not None
    return _(
        "异议期限到 %(due)s。登记后等另一位负责人复核：维持的，告知举报人；应改的，重新提请奖励。%(basis)s"
    ) % {"due": weekday_of(answer.due, day), "basis": answer.basis}


def _upholding(one: Standing, day: date) -> str:
    """What the reporter says."""
    made = _decided_of(one)
    if made is None:
        return ""
    return _("举报人的异议：%(said)s。维持 %(sum)s 元，有查询码的在页面告知；应改的，不要维持，重新提请") % {
        "said": made.objection.rstrip("。"),
        "sum": f"{made.amount_fen / 100:,.2f}",
    }


def _telling(one: Standing, day: date) -> str:
    """By when the reporter must know, and what they have then."""
    made = _decided_of(one)
    answer = awards.tell_by(made, calendar()) if made is not None else None
    if answer is None or answer.due is None:
        return ""
    return _("应在 %(due)s 以前告知；领取期限从告知之日起算。%(basis)s") % {
        "due": weekday_of(answer.due, day),
        "basis": answer.basis,
    }


def _collecting(one: Standing, day: date) -> str:
    """Until when it may be collected."""
    made = _decided_of(one)
    answer = awards.collect_by(made, calendar()) if made is not None else None
    if answer is None or answer.due is None:
        return ""
    return _("领取期限到 %(due)s。%(basis)s") % {"due": weekday_of(answer.due, day), "basis": answer.basis}


def _paying(one: Standing, day: date) -> str:
    said = _("只记日期和凭证号；有查询码的，在页面告知已发放")
    return "。".join(part for part in (said, _collecting(one, day)) if part)


def _decided_of(one: Standing) -> Reward | None:
    decided = Reward.objects.filter(case=one.case, on__isnull=False, revoked_on__isnull=True)
    return decided.select_related("case").first()


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


AWARDS: dict[str, Action] = {
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
    "object_reward": Action(forms.ObjectionForm, _object, _objecting, group="more"),
    "extend_reward": Action(forms.LongerForm, _longer, _collecting, group="more"),
    "uphold_reward": Action(
        NothingForm, lambda case, form, by, at: verbs.uphold_reward(case, by=by, at=at), _upholding
    ),
    "lapse_reward": Action(forms.LapseForm, _lapse, _collecting, group="more"),
}
"""Verb of the flow → how a page offers it."""
