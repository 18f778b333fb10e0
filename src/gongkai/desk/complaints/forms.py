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
from gongkai.desk.casework.models import Case, Event, Letter
from gongkai.desk.casework.queries import day_of
from gongkai.desk.casework.rules import DIRECTS
from gongkai.desk.casework.verbs.closing import REOPENINGS
from gongkai.desk.complaints import grounds, hints
from gongkai.desk.complaints.facts import Standing
from gongkai.desk.complaints.models import Authority, Mediation
from gongkai.desk.complaints.verbs.sorting import RETURNS, people_for
from gongkai.face.widgets import DayInput, MinuteInput
from gongkai.law.grounds import Ground

REQUIRED = {"required": gettext_lazy("请填写")}
"""What an empty field that is needed says."""


def area(rows: int = 4) -> forms.Textarea:
    """A field for a text of some lines."""
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
        label=gettext_lazy("内容"), max_length=20_000, widget=area(), error_messages=REQUIRED
    )


class AssignForm(ActForm):
    """To which unit, and to whom in it."""

    unit = forms.ChoiceField(label=gettext_lazy("承办单位"), error_messages=REQUIRED)

    def prepare(self) -> None:
        """Units that exist on the day, the suggested one first chosen."""
        agency = self.one.case.registration.agency
        units = [one for one in agency.units.order_by("code") if one.until is None or one.until >= self.day]
        self.choose("unit", [(one.code, one.name) for one in units], empty=_("请选择"))
        where = (
            self.one.profile.area if self.one.profile else hints.area_of(self.one.matter.respondent_address)
        )
        found = hints.unit_for(
            agency, self.one.case.kind, self.one.matter.category, self.one.case.line, where
        )
        back, names = self._returned(), {one.code: one.name for one in units}
        said = [
            _("%(on)s %(unit)s退回：%(reason)s")
            % {"on": day_of(event.occurred), "unit": names.get(code, code), "reason": RETURNS.get(why, why)}
            for event, code, why in back
        ]
        if found and found.code not in {code for _event, code, _why in back}:
            self.fields["unit"].initial = found.code
            said.append(_("建议 %(unit)s：按条线、类别和地点") % {"unit": found.name})
        self.fields["unit"].help_text = "；".join(said)

    def _returned(self) -> list[tuple[Event, str, str]]:
        """Which units gave the case back and why, the newest first."""
        if self.one.profile is None or self.one.profile.returned_on is None:
            return []
        rows = Event.objects.filter(stream=self.one.case.stream, type="returned").order_by("-n")
        return [(one, str(one.data.get("unit")), str(one.data.get("reason"))) for one in rows]

    def unit_of(self) -> Unit:
        """The chosen unit."""
        return Unit.objects.get(agency=self.one.case.registration.agency, code=self.cleaned_data["unit"])


class ReassignForm(AssignForm):
    """Another unit, why, and who approves."""

    reason = forms.CharField(label=gettext_lazy("理由"), max_length=400, error_messages=REQUIRED)
    approved_by = forms.ChoiceField(label=gettext_lazy("批准人"), error_messages=REQUIRED)

    def prepare(self) -> None:
        """Approvers: office and leaders, not oneself."""
        super().prepare()
        offer_approvers(self)


class VoidForm(ActForm):
    """Why an entry should not be there, and who approves."""

    reason = forms.CharField(
        label=gettext_lazy("理由"), max_length=400, widget=area(2), error_messages=REQUIRED
    )
    approved_by = forms.ChoiceField(label=gettext_lazy("批准人"), error_messages=REQUIRED)

    def prepare(self) -> None:
        """Approvers: office and leaders, not oneself."""
        offer_approvers(self)


class HandlerForm(ActForm):
    """Who handles the case, or mediates."""

    officer_uid = forms.ChoiceField(label=gettext_lazy("承办人"), error_messages=REQUIRED)

    def prepare(self) -> None:
        """The people of the unit."""
        people = people_for(self.one.unit, self.day) if self.one.unit else []
        self.choose("officer_uid", [(one.uid, one.name) for one in people], empty=_("请选择"))


class InviteForm(HandlerForm):
    """When, where, and who mediates."""

    officer_uid = forms.ChoiceField(label=gettext_lazy("调解员"), error_messages=REQUIRED)
    meets_on = forms.DateField(
        label=gettext_lazy("调解日期"),
        widget=DayInput(),
        error_messages=REQUIRED,
    )
    meets_at = forms.TimeField(label=gettext_lazy("时间"), widget=MinuteInput(), error_messages=REQUIRED)
    place = forms.CharField(label=gettext_lazy("地点"), max_length=80, error_messages=REQUIRED)

    def prepare(self) -> None:
        """Nobody who stepped back."""
        super().prepare()
        left = Mediation.objects.filter(case=self.one.case, recused_on__isnull=False)
        gone = set(left.values_list("mediator__uid", flat=True))
        field = self.fields["officer_uid"]
        field.choices = [one for one in field.choices if one[0] not in gone]  # type: ignore[attr-defined]


class MoveForm(ActForm):
    """Another day, hour or place; what was said before stands there."""

    meets_on = forms.DateField(label=gettext_lazy("改到哪天"), widget=DayInput(), error_messages=REQUIRED)
    meets_at = forms.TimeField(label=gettext_lazy("时间"), widget=MinuteInput(), error_messages=REQUIRED)
    place = forms.CharField(label=gettext_lazy("地点"), max_length=80, error_messages=REQUIRED)

    def prepare(self) -> None:
        """The same hour and place as before."""
        before = Mediation.called().filter(case=self.one.case).first()
        if before is not None:
            self.fields["meets_at"].initial = before.meets_at
            self.fields["place"].initial = before.place


class HoldForm(TextForm):
    """Who came and what was said."""

    attended = forms.ChoiceField(label=gettext_lazy("到场情况"), choices=Mediation.Attended.choices)
    field_order = ("attended", "text")


class AgreeForm(TextForm):
    """What was agreed, and what the complainant gets back."""

    recovered = forms.DecimalField(
        label=gettext_lazy("挽回损失（元）"), min_value=0, max_digits=11, decimal_places=2, required=False
    )

    def prepare(self) -> None:
        """Representatives agree only with the consent of those for whom they stand."""
        self.fields["text"].help_text = others_agree(self.one)


def others_agree(one: Standing) -> str:
    """What representatives need the others' consent for; empty where nobody stands for several."""
    joint = Authority.objects.filter(case=one.case, way=Authority.Way.JOINT).first()
    if joint is None:
        return ""
    said = _("%(n)d 人共同投诉：须有被代表的投诉人同意，写明凭证") % {"n": joint.people}
    lacks = _("还没有收到%(lacking)s，由各投诉人本人确认") % {"lacking": "、".join(joint.lacking)}
    return "。".join(part for part in (said, lacks if joint.lacking else "", grounds.joint(one)) if part)


class GroundForm(ActForm):
    """A lawful ground and the reason in words."""

    ground = forms.ChoiceField(
        label=gettext_lazy("法定情形"), widget=forms.RadioSelect, error_messages=REQUIRED
    )
    reason = forms.CharField(
        label=gettext_lazy("理由"), max_length=400, widget=area(3), error_messages=REQUIRED
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
        parts = (self.unshown(), grounds.consumer_factors(self.one), grounds.repeated_complaint(self.one))
        return "；".join(part for part in parts if part)

    def unshown(self) -> str:
        """What an agent did not give in time; ground and reason for that are filled in beforehand."""
        found = Authority.objects.filter(case=self.one.case, asked_until__lt=self.day).first()
        if found is None or not found.needed:
            return ""
        if any(one.code == "no_material" for one in self.lawful()):
            self.fields["ground"].initial = "no_material"
        said = _("%(until)s 到期，仍未补交%(lacking)s") % {
            "until": found.asked_until,
            "lacking": "、".join(found.needed),
        }
        self.fields["reason"].initial = said
        return said


class EndForm(GroundForm):
    """A ground for ending mediation."""

    reason = forms.CharField(label=gettext_lazy("说明"), max_length=400, widget=area(3), required=False)

    def lawful(self) -> Sequence[Ground]:
        """The grounds of the rule set of the case."""
        return grounds.endings(grounds.ruleset_of(self.one, self.day))

    def advice(self) -> str:
        """The reason is free."""
        return ""


class TransferForm(ActForm):
    """To which body, with which letter; a report goes to no other bureau of market supervision."""

    body = forms.CharField(label=gettext_lazy("接收机关"), max_length=80, error_messages=REQUIRED)
    proof = forms.CharField(
        label=gettext_lazy("移送函文号或平台转办单号"), max_length=200, error_messages=REQUIRED
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

    body = forms.CharField(label=gettext_lazy("有处理权限的部门"), max_length=80, error_messages=REQUIRED)


class ReturnForm(ActForm):
    """Why a unit gives a case back."""

    reason = forms.ChoiceField(
        label=gettext_lazy("理由"), choices=list(RETURNS.items()), widget=forms.RadioSelect
    )


class RepeatForm(ActForm):
    """Which earlier report is said again, and that somebody made sure of it."""

    first = forms.CharField(
        label=gettext_lazy("先收到的一件（登记编号）"), max_length=64, error_messages=REQUIRED
    )
    same = forms.BooleanField(
        label=gettext_lazy("经核对，是同一举报人、同一事实，没有新的事实"), error_messages=REQUIRED
    )
    reason = forms.CharField(
        label=gettext_lazy("同一事实是什么，前一件怎样处理"),
        max_length=400,
        widget=area(3),
        error_messages=REQUIRED,
        help_text=gettext_lazy("不写举报人的信息"),
    )

    def prepare(self) -> None:
        """What the law of the day says, and what to do with new facts."""
        said = grounds.repeated(self.one)
        more = _("有新的事实的，在先收到的一件登记“后续反映”并勾选新的事实")
        self.fields["same"].help_text = f"{said}；{more}"


class FileForm(ActForm):
    """Whether a case is opened, and why."""

    opens = forms.ChoiceField(
        label=gettext_lazy("建议"),
        choices=[("yes", gettext_lazy("立案")), ("no", gettext_lazy("不予立案"))],
        widget=forms.RadioSelect,
        error_messages=REQUIRED,
    )
    reason = forms.CharField(
        label=gettext_lazy("涉嫌违法行为，或不予立案的理由"),
        max_length=400,
        widget=area(3),
        error_messages=REQUIRED,
    )
    number = forms.CharField(
        label=gettext_lazy("立案号"), max_length=80, required=False, help_text=gettext_lazy("立案时填写")
    )

    def clean(self) -> dict[str, Any]:
        """A case that is opened has a number."""
        given = super().clean() or self.cleaned_data
        if given.get("opens") == "yes" and not given.get("number", "").strip():
            self.add_error("number", _("建议立案的，请填写立案号"))
        return given

    def prepare(self) -> None:
        """Which violation it is about, where it was found while mediating."""
        if (found := self.one.check) is not None:
            said = {"what": found.what, "on": found.found_on}
            self.fields["opens"].help_text = _("调解中 %(on)s 发现：%(what)s") % said


class ReopenForm(ActForm):
    """Why a closed case is taken up again."""

    reason = forms.ChoiceField(
        label=gettext_lazy("理由"), choices=list(REOPENINGS.items()), widget=forms.RadioSelect
    )


class ReviewForm(ActForm):
    """The second person's word; who proposed it may only take it back."""

    word = forms.ChoiceField(
        label=gettext_lazy("复核意见"),
        choices=[("yes", gettext_lazy("同意")), ("no", gettext_lazy("退回承办人"))],
        widget=forms.RadioSelect,
        error_messages=REQUIRED,
    )

    def prepare(self) -> None:
        """Nobody approves what they proposed 双人复核."""
        proposed_by = self.proposed_by()
        if proposed_by is not None and proposed_by.pk == self.by.pk:
            self.choose("word", [("no", _("退回承办人"))])
            self.fields["word"].help_text = _("提出人不能自己复核，请由另一位负责人复核；可以退回重提")

    def proposed_by(self) -> Officer | None:
        """Who proposed what waits."""
        waiting = self.one.pending or self.one.proposal
        return waiting.proposed_by if waiting is not None else None
