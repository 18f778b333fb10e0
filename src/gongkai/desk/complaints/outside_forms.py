"""Forms of acts towards others: the platform that sent the worksheet, bodies that mediate."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.complaints import directory
from gongkai.desk.complaints.facts import Step
from gongkai.desk.complaints.flow import WORKING
from gongkai.desk.complaints.forms import ActForm
from gongkai.desk.complaints.models import Delegation, MediationBody, PlatformAsk
from gongkai.desk.complaints.reasoning import weekday_of
from gongkai.face.widgets import DayInput
from gongkai.refusal import Refused

_REQUIRED = {"required": gettext_lazy("请填写")}
_DAY = DayInput()
_WORD = [("yes", gettext_lazy("同意")), ("no", gettext_lazy("不同意"))]


def _reason() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("理由"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=_REQUIRED,
    )


class ReturnAskForm(ActForm):
    """Why the worksheet is not ours, and what shows it."""

    reason = _reason()
    proof = forms.CharField(
        label=gettext_lazy("佐证材料"),
        max_length=200,
        help_text=gettext_lazy("权责清单条目、核查记录、登记住所等；不写诉求人的信息"),
        error_messages=_REQUIRED,
    )


class ExtensionAskForm(ActForm):
    """Until when, and why."""

    wanted_on = forms.DateField(label=gettext_lazy("申请延期到"), widget=_DAY, error_messages=_REQUIRED)
    reason = _reason()

    def prepare(self) -> None:
        """The date that stands now, and the statutory one, which does not move."""
        now = self.one.matter.feedback_due
        parts = [_("现在的反馈时限 %(due)s") % {"due": weekday_of(now, self.day) if now else ""}]
        if self.one.case.due_on is not None:
            parts.append(
                _("法定期限 %(due)s 不因延期改变") % {"due": weekday_of(self.one.case.due_on, self.day)}
            )
        self.fields["wanted_on"].help_text = "；".join(parts)


class PlatformForm(ActForm):
    """The number on the national platform."""

    number = forms.CharField(label=gettext_lazy("全国12315平台单号"), max_length=64, error_messages=_REQUIRED)


class ReturnAnswerForm(ActForm):
    """The platform's word."""

    word = forms.ChoiceField(
        label=gettext_lazy("平台的审核结果"),
        choices=_WORD,
        widget=forms.RadioSelect,
        error_messages=_REQUIRED,
    )
    said = forms.CharField(
        label=gettext_lazy("审核意见或者审核单号"), max_length=200, error_messages=_REQUIRED
    )

    def prepare(self) -> None:
        """A case that was decided, or waits for it, cannot be taken back any more."""
        if self.one.step not in (Step.ASSIGN, *WORKING):
            self.choose("word", [("no", _("不同意"))])
            self.fields["word"].help_text = _("案件已经作出决定或者等复核，平台不能再收回")


class ExtensionAnswerForm(ReturnAnswerForm):
    """The platform's word and the date that it gave."""

    until = forms.DateField(label=gettext_lazy("同意延期到"), required=False, widget=_DAY)

    def prepare(self) -> None:
        """The date that was asked for."""
        waiting = PlatformAsk.objects.filter(
            case=self.one.case, kind=PlatformAsk.Kind.EXTENSION, answered_on__isnull=True
        ).first()
        if waiting is not None:
            said = _("不填为申请的 %(wanted)s") % {"wanted": waiting.wanted_on}
            self.fields["until"].help_text = said


class BodyForm(ActForm):
    """Which body of the directory, and the consent."""

    body_uid = forms.ChoiceField(label=gettext_lazy("调解组织"), error_messages=_REQUIRED)
    consent = forms.CharField(
        label=gettext_lazy("当事人同意的凭证"),
        max_length=200,
        help_text=gettext_lazy("书面同意或者录音编号；没有同意不能转"),
        error_messages=_REQUIRED,
    )

    def prepare(self) -> None:
        """Those of the day, of the case's area first, with address, telephone, hours."""
        agency = self.one.case.registration.agency
        area = self.one.profile.area if self.one.profile else ""
        found = directory.on(agency, self.day, area)
        self.choose("body_uid", [(one.uid, directory.line(one)) for one in found], empty=_("请选择"))
        if not found:
            self.fields["body_uid"].help_text = _("名录是空的，请先由政务公开办公室登记")

    def body(self) -> MediationBody:
        """The chosen one. Raises Refused: ``wrong-body``."""
        agency = self.one.case.registration.agency
        found = MediationBody.objects.filter(agency=agency, uid=self.cleaned_data["body_uid"]).first()
        if found is None:
            raise Refused("wrong-body", "没有选调解组织", "请从名录里选择")
        return found


class MediatedForm(ActForm):
    """What became of it there."""

    result = forms.ChoiceField(
        label=gettext_lazy("结果"),
        choices=Delegation.Result.choices,
        widget=forms.RadioSelect,
        error_messages=_REQUIRED,
    )
    proof = forms.CharField(
        label=gettext_lazy("凭证"),
        max_length=200,
        help_text=gettext_lazy("调解协议、终止通知的编号和日期"),
        error_messages=_REQUIRED,
    )
