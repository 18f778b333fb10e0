"""Forms of the steps of a reward 举报奖励."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Officer
from gongkai.desk.complaints.awards import fined_of
from gongkai.desk.complaints.forms import ActForm, ReviewForm
from gongkai.desk.complaints.models import Reward
from gongkai.desk.complaints.verbs.rewarding import FEN
from gongkai.face.widgets import DayInput
from gongkai.law.rewards import longest_extension, reward_levels
from gongkai.refusal import Refused

_REQUIRED = {"required": gettext_lazy("请填写")}
_DAY = DayInput()


def _done_on(label: Any) -> forms.DateField:
    """The day of a step that is written down later; empty for today."""
    return forms.DateField(label=label, required=False, widget=_DAY, help_text=gettext_lazy("不填为今天"))


def _proof(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=200, help_text=help_text, error_messages=_REQUIRED)


def _why(label: Any, help_text: Any = "") -> forms.CharField:
    """Some lines of reasons."""
    return forms.CharField(
        label=label,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=help_text,
        error_messages=_REQUIRED,
    )


def _applied() -> forms.DateField:
    return forms.DateField(
        label=gettext_lazy("举报人申请奖励的日期"),
        required=False,
        widget=_DAY,
        help_text=gettext_lazy("举报人没有申请的，先告知可以申请，不填"),
    )


class RewardForm(ActForm):
    """Level, what was fined, why; the amount follows from the law of the day."""

    level = forms.ChoiceField(
        label=gettext_lazy("奖励级别"), widget=forms.RadioSelect, error_messages=_REQUIRED
    )
    fined = forms.DecimalField(
        label=gettext_lazy("罚没款（元）"),
        min_value=0,
        max_digits=13,
        decimal_places=2,
        error_messages=_REQUIRED,
        help_text=gettext_lazy("没有罚没款的写 0，按该级最低金额"),
    )
    reason = _why(gettext_lazy("查实的违法行为和级别的理由"))
    is_natural = forms.BooleanField(
        label=gettext_lazy("举报人是自然人"), required=False, help_text=gettext_lazy("举报奖励只给自然人")
    )
    applied_on = _applied()
    ruling = forms.CharField(
        label=gettext_lazy("追究刑事责任的文书号"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("移送司法机关的才要；移送本身不能奖励"),
    )
    finance = forms.CharField(
        label=gettext_lazy("商财政部门的函号"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("金额达到规定数额的才要"),
    )

    def prepare(self) -> None:
        """The levels of the day, and what the decision on the clue fined."""
        try:
            levels = reward_levels(self.one.case.opened_on)
        except Refused:
            levels = ()
        self.choose("level", [(str(one), _("%(level)s 级") % {"level": one}) for one in levels])
        fined = fined_of(self.one.case)
        if fined is not None:
            self.fields["fined"].initial = Decimal(fined) / FEN

    def fined_fen(self) -> int:
        """What was fined, in 分."""
        return int(self.cleaned_data["fined"] * FEN)


class NoRewardForm(ActForm):
    """Why there is no reward; the reporter reads it."""

    applied_on = _applied()
    reason = _why(gettext_lazy("不予奖励的理由"), gettext_lazy("举报人会看到；不写其他人的信息"))


class ToldForm(ActForm):
    """When the reporter was told of a decision about the reward, and the proof."""

    told_on = _done_on(gettext_lazy("告知日期"))
    proof = _proof(gettext_lazy("告知凭证"), gettext_lazy("告知书送达回证、录音编号；不写姓名、电话"))


class LongerForm(ActForm):
    """By how many working days, and the special case."""

    days = forms.IntegerField(label=gettext_lazy("延长几个工作日"), min_value=1, error_messages=_REQUIRED)
    reason = _why(gettext_lazy("特殊情况"), gettext_lazy("不写姓名、电话"))

    def prepare(self) -> None:
        """As much as the law of the report's day allows."""
        self.fields["days"].initial = longest_extension(self.one.case.opened_on)


class ObjectionForm(ActForm):
    """What the reporter objects to, and when they did."""

    said_on = _done_on(gettext_lazy("提出日期"))
    objection = _why(gettext_lazy("对金额的异议"), gettext_lazy("不写姓名、电话"))


class LapseForm(ActForm):
    """Not collected in time, or given up."""

    way = forms.ChoiceField(
        label=gettext_lazy("情况"),
        choices=[("late", gettext_lazy("逾期未领")), ("gives-up", gettext_lazy("举报人放弃"))],
        widget=forms.RadioSelect,
        error_messages=_REQUIRED,
    )
    reason = _why(gettext_lazy("怎样联系过举报人，或者放弃的凭证"), gettext_lazy("不写姓名、电话"))


class RewardReviewForm(ReviewForm):
    """The second person's word about a reward."""

    def proposed_by(self) -> Officer | None:
        """Who proposed the reward."""
        waiting = Reward.objects.filter(case=self.one.case, on__isnull=True, revoked_on__isnull=True)
        found = waiting.select_related("proposed_by").first()
        return found.proposed_by if found is not None else None


class PaidForm(ActForm):
    """When it was paid, and the proof."""

    paid_on = _done_on(gettext_lazy("发放日期"))
    proof = _proof(gettext_lazy("发放凭证"), gettext_lazy("付款凭证号；不写姓名、账号"))
