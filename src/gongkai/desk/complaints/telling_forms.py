"""The forms of what is said to the person and by them: the answer, calls, the call back, what comes later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.stages import Stage
from gongkai.desk.complaints.clocks import restarts
from gongkai.desk.complaints.forms import REQUIRED, ActForm, TextForm, area, others_agree
from gongkai.desk.complaints.models import Call, Matter
from gongkai.desk.complaints.rules import CHANNELS
from gongkai.desk.complaints.verbs.answering import BY_CALL, BY_PORTAL, DELIVERIES
from gongkai.desk.complaints.verbs.calling import LONGEST, call, in_words
from gongkai.desk.complaints.verbs.following import AGAIN
from gongkai.desk.mailbox.queries import boxes
from gongkai.face.widgets import DayInput

MOST = 20
"""Calls that are offered as a proof, the newest first."""


def _number() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("拨打的号码"),
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text=gettext_lazy("不填为登记的电话；密封保存"),
    )


def _who() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("谁接听"),
        max_length=LONGEST,
        required=False,
        help_text=gettext_lazy("密封保存；如：本人、家属王某"),
    )


def _when() -> forms.DateTimeField:
    return forms.DateTimeField(
        label=gettext_lazy("通话时间"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        help_text=gettext_lazy("不填为现在"),
    )


class ProvenForm(ActForm):
    """What a call proves: one that was written down, or one that is written down with it."""

    NEW = "new"
    WRITTEN = gettext_lazy("不是通话，凭证写在下面")
    call = forms.ChoiceField(
        label=gettext_lazy("以哪次通话为凭证"),
        required=False,
        help_text=gettext_lazy("刚打的电话，填下面的时间、号码、接听人、录音；选已记下的不用填"),
    )
    number, who, called_at = _number(), _who(), _when()
    recording = forms.CharField(label=gettext_lazy("录音编号"), max_length=60, required=False)
    proof = forms.CharField(
        label=gettext_lazy("凭证"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("短信：回执号；邮寄：邮件号；平台：单号；书面申请"),
    )

    def prepare(self) -> None:
        """The calls of this round that were answered; of the secret no number is asked."""
        self.calls = {
            str(one.pk): one
            for one in Call.objects.filter(case=self.one.case, round=self.one.round, reached=True)
            .select_related("by")
            .order_by("-at", "-pk")[:MOST]
        }
        known = [(key, in_words(one)) for key, one in self.calls.items()]
        self.choose("call", [*known, (self.NEW, _("刚打的电话，现在记下"))], empty=str(self.WRITTEN))
        if self.one.is_secret:
            del self.fields["number"], self.fields["who"]

    def proven(self, by: Officer, at: datetime) -> Call | None:
        """The chosen call; a new one is written down now."""
        data = self.cleaned_data
        if data["call"] != self.NEW:
            return self.calls.get(data["call"])
        return call(
            self.one.case,
            reached=True,
            purpose=Call.Purpose.ANSWER if isinstance(self, AnswerForm) else Call.Purpose.CONTACT,
            number=data.get("number", ""),
            who=data.get("who", ""),
            called_at=data["called_at"],
            recording=data["recording"],
            by=by,
            at=at,
        )


class AnswerForm(ProvenForm):
    """What was answered, by which way, with what proof."""

    text = forms.CharField(
        label=gettext_lazy("答复内容"), max_length=20_000, widget=area(5), error_messages=REQUIRED
    )
    delivery = forms.ChoiceField(label=gettext_lazy("答复方式"), choices=[(one, one) for one in DELIVERIES])
    field_order = ("text", "delivery", "call", "called_at", "number", "who", "recording", "proof")

    def prepare(self) -> None:
        """The portal's box where there is one."""
        super().prepare()
        if not boxes(self.one.case).exists():
            self.choose("delivery", [(one, one) for one in DELIVERIES if one != BY_PORTAL])
            return
        self.fields["delivery"].initial = BY_PORTAL
        self.fields["delivery"].help_text = _("门户：送到查询码页面，不用另写凭证")

    def clean(self) -> dict[str, Any]:
        """A call proves what was said on the telephone."""
        given = super().clean() or self.cleaned_data
        if given.get("call") and given.get("delivery") != BY_CALL:
            self.add_error("call", _("答复方式不是电话，不能用通话作凭证"))
        proven = given.get("call") or given.get("delivery") == BY_PORTAL
        if not proven and not (given.get("proof") or "").strip():
            self.add_error("proof", _("请写凭证，或者选一次通话"))
        return given


class WithdrawForm(ProvenForm):
    """What proves that the person withdrew."""

    field_order = ("call", "called_at", "number", "who", "recording", "proof")

    def prepare(self) -> None:
        """Representatives withdraw only with the consent of those for whom they stand."""
        super().prepare()
        if said := others_agree(self.one):
            self.fields["proof"].help_text = said

    def clean(self) -> dict[str, Any]:
        """One of both proves it."""
        given = super().clean() or self.cleaned_data
        if not given.get("call") and not (given.get("proof") or "").strip():
            self.add_error("proof", _("请写凭证，或者选一次通话"))
        return given


class CallForm(ActForm):
    """A call: whether it was answered, by whom, what was said."""

    reached = forms.ChoiceField(
        label=gettext_lazy("结果"),
        choices=[("yes", gettext_lazy("接通")), ("no", gettext_lazy("未接通"))],
        widget=forms.RadioSelect,
        error_messages=REQUIRED,
    )
    purpose = forms.ChoiceField(label=gettext_lazy("目的"), choices=Call.Purpose.choices[:2], required=False)
    called_at, number, who = _when(), _number(), _who()
    said = forms.CharField(label=gettext_lazy("说了什么"), max_length=2_000, required=False, widget=area(3))
    recording = forms.CharField(label=gettext_lazy("录音编号"), max_length=60, required=False)

    def prepare(self) -> None:
        """Of somebody who is kept secret no number and no name is written down."""
        if self.one.is_secret:
            del self.fields["number"], self.fields["who"]


class CallbackForm(ActForm):
    """A call back: answered or not, satisfied or not."""

    reached = forms.ChoiceField(
        label=gettext_lazy("结果"),
        choices=[("yes", gettext_lazy("接通")), ("no", gettext_lazy("未接通"))],
        widget=forms.RadioSelect,
        error_messages=REQUIRED,
    )
    satisfaction = forms.ChoiceField(
        label=gettext_lazy("满意度"),
        choices=[("", gettext_lazy("未接通时不选")), *Matter.Satisfaction.choices],
        required=False,
    )
    recording = forms.CharField(label=gettext_lazy("录音编号"), max_length=60, required=False)


class FollowUpForm(TextForm):
    """What the person said later."""

    channel = forms.ChoiceField(label=gettext_lazy("来源渠道"), choices=[(one, one) for one in CHANNELS])
    source_number = forms.CharField(label=gettext_lazy("来源单号"), max_length=64, required=False)
    reopens = forms.ChoiceField(
        label=gettext_lazy("已办结的，是否重新办理"),
        choices=[("", gettext_lazy("不重新办理，只回应")), *AGAIN.items()],
        required=False,
    )
    feedback_due = forms.DateField(
        label=gettext_lazy("平台重办的反馈时限"),
        widget=DayInput(),
        required=False,
        help_text=gettext_lazy("平台重派工单的才填"),
    )
    is_new = forms.BooleanField(
        label=gettext_lazy("反映新的事实，并入本件一并核查"),
        required=False,
        help_text=gettext_lazy("核查期限自今天重新计算；同一事实再次举报的不勾，不另行处理，只回应"),
    )

    def prepare(self) -> None:
        """New facts matter where the law of the day starts the limit of a report anew."""
        if self.one.end or self.one.case.stage != Stage.OPEN or not restarts(self.one):
            del self.fields["is_new"]
