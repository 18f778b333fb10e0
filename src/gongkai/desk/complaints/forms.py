"""The forms of the centre's acts. They read; verbs decide."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Officer, Unit
from gongkai.desk.agencies.rules import eligible
from gongkai.desk.casework.models import Case, Letter
from gongkai.desk.casework.rules import DIRECTS
from gongkai.desk.casework.stages import Stage
from gongkai.desk.casework.verbs.closing import REOPENINGS
from gongkai.desk.complaints import grounds, hints
from gongkai.desk.complaints.clocks import restarts
from gongkai.desk.complaints.facts import Standing
from gongkai.desk.complaints.models import Call, Matter, Mediation
from gongkai.desk.complaints.rules import CHANNELS
from gongkai.desk.complaints.verbs.answering import DELIVERIES
from gongkai.desk.complaints.verbs.following import AGAIN
from gongkai.desk.complaints.verbs.sorting import RETURNS, people_for
from gongkai.law.grounds import Ground

_REQUIRED = {"required": gettext_lazy("请填写")}


def _area(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ActForm(forms.Form):
    """The form of one act on a case; it knows how the case stands and who acts when."""

    def __init__(self, *args: Any, one: Standing, by: Officer, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.one, self.by, self.day = one, by, day
        self.prepare()

    def prepare(self) -> None:
        """Fill the choices that depend on the case."""

    def choose(self, name: str, choices: Sequence[tuple[str, str]], *, empty: str = "") -> None:
        """Set the choices of a field."""
        first = [("", empty)] if empty else []
        self.fields[name].choices = [*first, *choices]  # type: ignore[attr-defined]

    def officer(self, name: str) -> Officer | None:
        """The chosen officer of the agency, by uid."""
        agency = self.one.case.registration.agency
        return Officer.objects.filter(agency=agency, uid=self.cleaned_data.get(name) or "-").first()


def offer_approvers(form: ActForm) -> None:
    """Let somebody else be chosen who approves corrections: office and leaders."""
    agency = form.one.case.registration.agency
    people = {one.pk: one for kind in DIRECTS for one in eligible(kind, None, form.day, agency=agency)}
    people.pop(form.by.pk, None)
    form.choose("approved_by", [(one.uid, one.name) for one in people.values()], empty=_("请选择"))


class NothingForm(ActForm):
    """An act that asks nothing."""


class TextForm(ActForm):
    """An act that asks for a text."""

    text = forms.CharField(
        label=gettext_lazy("内容"), max_length=20_000, widget=_area(), error_messages=_REQUIRED
    )


class AssignForm(ActForm):
    """To which unit, and to whom in it."""

    unit = forms.ChoiceField(label=gettext_lazy("承办单位"), error_messages=_REQUIRED)

    def prepare(self) -> None:
        """Units that exist on the day, the suggested one first chosen."""
        agency = self.one.case.registration.agency
        units = [one for one in agency.units.order_by("code") if one.until is None or one.until >= self.day]
        self.choose("unit", [(one.code, one.name) for one in units], empty=_("请选择"))
        area = (
            self.one.profile.area if self.one.profile else hints.area_of(self.one.matter.respondent_address)
        )
        found = hints.unit_for(agency, self.one.case.kind, self.one.matter.category, self.one.case.line, area)
        if found:
            self.fields["unit"].initial = found.code
            self.fields["unit"].help_text = _("建议 %(unit)s：按条线、类别和地点") % {"unit": found.name}

    def unit_of(self) -> Unit:
        """The chosen unit."""
        return Unit.objects.get(agency=self.one.case.registration.agency, code=self.cleaned_data["unit"])


class ReassignForm(AssignForm):
    """Another unit, why, and who approves."""

    reason = forms.CharField(label=gettext_lazy("理由"), max_length=400, error_messages=_REQUIRED)
    approved_by = forms.ChoiceField(label=gettext_lazy("批准人"), error_messages=_REQUIRED)

    def prepare(self) -> None:
        """Approvers: office and leaders, not oneself."""
        super().prepare()
        offer_approvers(self)


class VoidForm(ActForm):
    """Why an entry should not be there, and who approves."""

    reason = forms.CharField(
        label=gettext_lazy("理由"), max_length=400, widget=_area(2), error_messages=_REQUIRED
    )
    approved_by = forms.ChoiceField(label=gettext_lazy("批准人"), error_messages=_REQUIRED)

    def prepare(self) -> None:
        """Approvers: office and leaders, not oneself."""
        offer_approvers(self)


class MergeForm(VoidForm):
    """Into which registration the wrong entry goes."""

    kept = forms.CharField(
        label=gettext_lazy("保留哪一件"),
        max_length=64,
        help_text=gettext_lazy("填登记编号；须是收到较早的一件，本件的编号保留、不再办理"),
        error_messages=_REQUIRED,
    )
    field_order = ("kept", "reason", "approved_by")


class HandlerForm(ActForm):
    """Who handles the case, or mediates."""

    officer_uid = forms.ChoiceField(label=gettext_lazy("承办人"), error_messages=_REQUIRED)

    def prepare(self) -> None:
        """The people of the unit."""
        people = people_for(self.one.unit, self.day) if self.one.unit else []
        self.choose("officer_uid", [(one.uid, one.name) for one in people], empty=_("请选择"))


class InviteForm(HandlerForm):
    """When, where, and who mediates."""

    officer_uid = forms.ChoiceField(label=gettext_lazy("调解员"), error_messages=_REQUIRED)
    meets_on = forms.DateField(
        label=gettext_lazy("调解日期"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages=_REQUIRED,
    )
    place = forms.CharField(label=gettext_lazy("地点"), max_length=80, error_messages=_REQUIRED)


class HoldForm(TextForm):
    """Who came and what was said."""

    attended = forms.ChoiceField(label=gettext_lazy("到场情况"), choices=Mediation.Attended.choices)
    field_order = ("attended", "text")


class AgreeForm(TextForm):
    """What was agreed, and what the complainant gets back."""

    recovered = forms.DecimalField(
        label=gettext_lazy("挽回损失（元）"), min_value=0, max_digits=11, decimal_places=2, required=False
    )


class GroundForm(ActForm):
    """A lawful ground and the reason in words."""

    ground = forms.ChoiceField(
        label=gettext_lazy("法定情形"), widget=forms.RadioSelect, error_messages=_REQUIRED
    )
    reason = forms.CharField(
        label=gettext_lazy("理由"), max_length=400, widget=_area(3), error_messages=_REQUIRED
    )

    def lawful(self) -> Sequence[Ground]:
        """The grounds of the rule set of the case."""
        return grounds.refusals(grounds.ruleset_of(self.one, self.day))

    def prepare(self) -> None:
        """The grounds with their articles."""
        said = [
            (one.code, f"{one.text}（{one.article}）" if one.article else one.text) for one in self.lawful()
        ]
        self.choose("ground", said)
        self.fields["reason"].help_text = self.advice()

    def advice(self) -> str:
        """What the rules of the day say of the hardest of them."""
        return grounds.consumer_factors(self.one)


class EndForm(GroundForm):
    """A ground for ending mediation."""

    reason = forms.CharField(label=gettext_lazy("说明"), max_length=400, widget=_area(3), required=False)

    def lawful(self) -> Sequence[Ground]:
        """The grounds of the rule set of the case."""
        return grounds.endings(grounds.ruleset_of(self.one, self.day))

    def advice(self) -> str:
        """The reason is free."""
        return ""


class TransferForm(ActForm):
    """To which body, with which letter; a report goes to no other bureau of market supervision."""

    body = forms.CharField(label=gettext_lazy("接收机关"), max_length=80, error_messages=_REQUIRED)
    proof = forms.CharField(
        label=gettext_lazy("移送函文号或平台转办单号"), max_length=200, error_messages=_REQUIRED
    )

    def prepare(self) -> None:
        """The number of the letter of transfer, where one was made here."""
        made = Letter.objects.filter(case=self.one.case, key="c.transfer", voided_on__isnull=True)
        last = made.order_by("-pk").values_list("number", flat=True).first()
        if last:
            self.fields["proof"].initial = last
        if self.one.case.kind == Case.Kind.REPORT and (said := grounds.no_power(self.one)):
            self.fields["body"].help_text = said


class BodyForm(ActForm):
    """Which body has the power."""

    body = forms.CharField(label=gettext_lazy("有处理权限的部门"), max_length=80, error_messages=_REQUIRED)


class ProofForm(ActForm):
    """What proves that the person withdrew."""

    proof = forms.CharField(
        label=gettext_lazy("凭证"),
        help_text=gettext_lazy("录音编号、书面申请"),
        max_length=200,
        error_messages=_REQUIRED,
    )


class ReturnForm(ActForm):
    """Why a unit gives a case back."""

    reason = forms.ChoiceField(
        label=gettext_lazy("理由"), choices=list(RETURNS.items()), widget=forms.RadioSelect
    )


class FileForm(ActForm):
    """Whether a case is opened, and why."""

    opens = forms.ChoiceField(
        label=gettext_lazy("建议"),
        choices=[("yes", gettext_lazy("立案")), ("no", gettext_lazy("不予立案"))],
        widget=forms.RadioSelect,
        error_messages=_REQUIRED,
    )
    reason = forms.CharField(
        label=gettext_lazy("涉嫌违法行为，或不予立案的理由"),
        max_length=400,
        widget=_area(3),
        error_messages=_REQUIRED,
    )
    number = forms.CharField(
        label=gettext_lazy("立案号"), max_length=80, required=False, help_text=gettext_lazy("立案时填写")
    )

    def prepare(self) -> None:
        """Which violation it is about, where it was found while mediating."""
        if (found := self.one.check) is not None:
            said = {"what": found.what, "on": found.found_on}
            self.fields["opens"].help_text = _("调解中 %(on)s 发现：%(what)s") % said


class AnswerForm(ActForm):
    """What was answered, by which way, with what proof."""

    text = forms.CharField(
        label=gettext_lazy("答复内容"), max_length=20_000, widget=_area(5), error_messages=_REQUIRED
    )
    delivery = forms.ChoiceField(label=gettext_lazy("答复方式"), choices=[(one, one) for one in DELIVERIES])
    proof = forms.CharField(
        label=gettext_lazy("凭证"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("通话：时间、接听人、录音编号；短信：回执号；邮寄：邮件号；平台：单号"),
    )


class CallForm(ActForm):
    """A call and whether it was answered."""

    reached = forms.ChoiceField(
        label=gettext_lazy("结果"),
        choices=[("yes", gettext_lazy("接通")), ("no", gettext_lazy("未接通"))],
        widget=forms.RadioSelect,
        error_messages=_REQUIRED,
    )
    purpose = forms.ChoiceField(label=gettext_lazy("目的"), choices=Call.Purpose.choices[:2], required=False)
    recording = forms.CharField(label=gettext_lazy("录音编号"), max_length=60, required=False)


class CallbackForm(ActForm):
    """A call back: answered or not, satisfied or not."""

    reached = forms.ChoiceField(
        label=gettext_lazy("结果"),
        choices=[("yes", gettext_lazy("接通")), ("no", gettext_lazy("未接通"))],
        widget=forms.RadioSelect,
        error_messages=_REQUIRED,
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
        widget=forms.DateInput(attrs={"type": "date"}),
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


class ReopenForm(ActForm):
    """Why a closed case is taken up again."""

    reason = forms.ChoiceField(
        label=gettext_lazy("理由"), choices=list(REOPENINGS.items()), widget=forms.RadioSelect
    )


class JoinForm(ActForm):
    """With which complaint it is heard together, and the consent."""

    main = forms.CharField(
        label=gettext_lazy("并入哪一件（登记编号）"), max_length=64, error_messages=_REQUIRED
    )
    consent = forms.CharField(
        label=gettext_lazy("投诉人同意的凭证"),
        help_text=gettext_lazy("书面同意或录音编号；没有同意不能合并"),
        max_length=200,
        error_messages=_REQUIRED,
    )


class ReviewForm(ActForm):
    """The second person's word."""

    word = forms.ChoiceField(
        label=gettext_lazy("复核意见"),
        choices=[("yes", gettext_lazy("同意")), ("no", gettext_lazy("退回承办人"))],
        widget=forms.RadioSelect,
        error_messages=_REQUIRED,
    )
