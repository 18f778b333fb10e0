"""Forms of acts in which several take part: co-units, disputes over competence, rewards."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Officer, Unit
from gongkai.desk.casework.models import Letter
from gongkai.desk.complaints.clocks import longer_of
from gongkai.desk.complaints.forms import ActForm, ReviewForm
from gongkai.desk.complaints.grounds import whose
from gongkai.desk.complaints.models import Contest, CoUnit, Dispute
from gongkai.desk.complaints.verbs.checking import LONGEST_WHAT
from gongkai.face.widgets import DayInput

_REQUIRED = {"required": gettext_lazy("请填写")}
_DAY = DayInput()


class UnitForm(ActForm):
    """Another unit than the one that answers."""

    unit = forms.ChoiceField(label=gettext_lazy("单位"), error_messages=_REQUIRED)

    def prepare(self) -> None:
        """Units that exist on the day and may be named."""
        agency = self.one.case.registration.agency
        units = [one for one in agency.units.order_by("code") if one.until is None or one.until >= self.day]
        left = self.left_out()
        said = [(one.code, one.name) for one in units if one.code not in left]
        self.choose("unit", said, empty=_("请选择"))

    def left_out(self) -> set[str]:
        """The codes of units that cannot be meant: the one that answers."""
        return {self.one.unit.code} if self.one.unit else set()

    def unit_of(self) -> Unit:
        """The chosen unit."""
        return Unit.objects.get(agency=self.one.case.registration.agency, code=self.cleaned_data["unit"])


class AskUnitForm(UnitForm):
    """Whom to ask for what."""

    unit = forms.ChoiceField(label=gettext_lazy("协办单位"), error_messages=_REQUIRED)
    part = forms.CharField(
        label=gettext_lazy("协办事项"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=_REQUIRED,
    )

    def left_out(self) -> set[str]:
        """Nor those that were asked already."""
        asked = CoUnit.objects.filter(case=self.one.case, given_on__isnull=True, released_on__isnull=True)
        return super().left_out() | set(asked.values_list("unit__code", flat=True))


class ReleaseForm(UnitForm):
    """Which co-unit is no longer needed."""

    unit = forms.ChoiceField(label=gettext_lazy("协办单位"), error_messages=_REQUIRED)

    def prepare(self) -> None:
        """Those that owe an opinion."""
        waiting = CoUnit.objects.filter(
            case=self.one.case, given_on__isnull=True, released_on__isnull=True
        ).select_related("unit")
        self.choose("unit", [(one.unit.code, one.unit.name) for one in waiting], empty=_("请选择"))


class DisputeForm(UnitForm):
    """Why it is not this unit's, and whose."""

    unit = forms.ChoiceField(label=gettext_lazy("应由哪个单位办理"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=_REQUIRED,
    )

    def claims(self) -> Unit | None:
        """The unit that is named, if one is."""
        return self.unit_of() if self.cleaned_data["unit"] else None


class RuleForm(UnitForm):
    """Which unit answers, and why."""

    unit = forms.ChoiceField(label=gettext_lazy("由哪个单位办理"), error_messages=_REQUIRED)
    reason = forms.CharField(
        label=gettext_lazy("裁定理由"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=_REQUIRED,
    )

    def left_out(self) -> set[str]:
        """The ruling may leave it where it is."""
        return set()

    def prepare(self) -> None:
        """What was raised, above the question."""
        super().prepare()
        raised = Dispute.objects.filter(case=self.one.case, ruled_on__isnull=True).select_related(
            "unit", "claims"
        )
        if (one := raised.first()) is not None:
            said = _("%(unit)s提出：%(reason)s") % {"unit": one.unit.name, "reason": one.reason}
            self.fields["unit"].help_text = said
            if one.claims is not None:
                self.fields["unit"].initial = one.claims.code


class ViolationForm(ActForm):
    """What was found while mediating, when, and what was seen."""

    what = forms.CharField(
        label=gettext_lazy("涉嫌违法行为"),
        max_length=LONGEST_WHAT,
        help_text=gettext_lazy("一句话，如：销售标签不符合规定的食品；不写投诉人的信息"),
        error_messages=_REQUIRED,
    )
    found_on = forms.DateField(
        label=gettext_lazy("发现日期"),
        required=False,
        widget=_DAY,
        help_text=gettext_lazy("不填为今天；核查期限自次日起算"),
    )
    gist = forms.CharField(
        label=gettext_lazy("发现的经过、线索和证据"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=_REQUIRED,
    )

    def prepare(self) -> None:
        """After the mediation the day must be said: it lies before the end."""
        if self.one.ended_on is not None and self.one.ended_on < self.day:
            self.fields["found_on"].required = True
            self.fields["found_on"].help_text = _("调解 %(on)s 结束，发现日期不晚于这一天") % {
                "on": self.one.ended_on
            }


class ContestForm(ActForm):
    """With which bureau, since when, why."""

    body = forms.CharField(label=gettext_lazy("对方机关"), max_length=80, error_messages=_REQUIRED)
    arose_on = forms.DateField(
        label=gettext_lazy("发生争议日期"),
        required=False,
        widget=_DAY,
        help_text=gettext_lazy("不填为今天；协商期限自次日起算"),
    )
    reason = forms.CharField(
        label=gettext_lazy("本机关的意见和理由"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=_REQUIRED,
    )

    def prepare(self) -> None:
        """Whose it is by the rules of the day."""
        self.fields["reason"].help_text = whose(self.one)


class ReferForm(ActForm):
    """Which superior was asked, under which number."""

    superior = forms.CharField(
        label=gettext_lazy("共同的上一级机关"), max_length=80, error_messages=_REQUIRED
    )
    number = forms.CharField(
        label=gettext_lazy("请示文号"),
        max_length=200,
        error_messages=_REQUIRED,
        help_text=gettext_lazy("“文书”里可以签发《关于指定管辖的请示》"),
    )

    def prepare(self) -> None:
        """The number of the request, where one was issued here."""
        made = Letter.objects.filter(case=self.one.case, key="c.jurisdiction", voided_on__isnull=True)
        if (letter := made.order_by("-pk").first()) is not None:
            self.fields["number"].initial = letter.number


class SettleForm(ActForm):
    """How it ended, whose case it is, and the proof."""

    how = forms.ChoiceField(
        label=gettext_lazy("结果"),
        choices=Contest.How.choices,
        widget=forms.RadioSelect,
        error_messages=_REQUIRED,
    )
    ours = forms.ChoiceField(
        label=gettext_lazy("由谁办理"),
        choices=[("yes", gettext_lazy("本机关")), ("no", gettext_lazy("对方机关"))],
        widget=forms.RadioSelect,
        error_messages=_REQUIRED,
    )
    proof = forms.CharField(
        label=gettext_lazy("凭证"),
        max_length=200,
        error_messages=_REQUIRED,
        help_text=gettext_lazy("协商记录或者指定管辖文书的文号；移送的写移送函文号"),
    )

    def prepare(self) -> None:
        """A superior designates only where it was asked."""
        waiting = Contest.objects.filter(case=self.one.case, settled_on__isnull=True)
        if waiting.filter(reported_on__isnull=True).exists():
            self.choose("how", [(Contest.How.AGREED.value, str(Contest.How.AGREED.label))])
            self.fields["how"].help_text = _("由上级指定的，请先登记报请的日期和文号")


class MoreTimeForm(ActForm):
    """How many days more, and why."""

    days = forms.IntegerField(label=gettext_lazy("延长天数"), min_value=1, error_messages=_REQUIRED)
    reason = forms.CharField(
        label=gettext_lazy("特殊情况"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("不写诉求人的信息"),
        error_messages=_REQUIRED,
    )

    def prepare(self) -> None:
        """What the rules of the day give."""
        limit = longer_of(self.one)
        if limit is None:
            return
        rule, check = limit
        if check is not None:
            self.fields["reason"].label = _("核查需要延长的特殊情况")
        self.fields["days"].initial = rule.days
        said = {"most": rule.most, "consent": rule.consent or _("负责人")}
        self.fields["days"].help_text = _("最多 %(most)s 日，须经%(consent)s") % said


class MoreTimeReviewForm(ReviewForm):
    """The head's word about more time, which whoever asked for it gives to nobody."""

    def proposed_by(self) -> Officer | None:
        """The step itself is closed to who asked."""
        return None
