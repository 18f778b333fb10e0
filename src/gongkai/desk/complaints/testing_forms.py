"""The forms of testing 检测、鉴定: what goes where, who chose the body, who pays; the report that came."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.casework.models import Case
from gongkai.desk.complaints import clocks, grounds
from gongkai.desk.complaints.facts import Standing
from gongkai.desk.complaints.forms import REQUIRED, ActForm
from gongkai.desk.complaints.models import LabTest
from gongkai.desk.complaints.verbs.testing import LONGEST_BODY, LONGEST_PROOF, LONGEST_WHAT, Sample
from gongkai.face.widgets import DayInput

_PROVEN = (LabTest.Chosen.AGREED, LabTest.Chosen.DESIGNATED)


class SampleForm(ActForm):
    """What is tested, by whom, at whose costs: what the law of the day leaves open is not offered."""

    what = forms.CharField(
        label=gettext_lazy("检测、鉴定什么"),
        max_length=LONGEST_WHAT,
        error_messages=REQUIRED,
        help_text=gettext_lazy("样品和项目；不写当事人的信息"),
    )
    chosen = forms.ChoiceField(
        label=gettext_lazy("机构怎样确定"), widget=forms.RadioSelect, error_messages=REQUIRED
    )
    body = forms.CharField(
        label=gettext_lazy("检测、鉴定机构"), max_length=LONGEST_BODY, error_messages=REQUIRED
    )
    payer = forms.ChoiceField(
        label=gettext_lazy("费用由谁承担"),
        choices=[("", gettext_lazy("请选择")), *LabTest.Payer.choices],
        error_messages=REQUIRED,
    )
    proof = forms.CharField(
        label=gettext_lazy("协商或者指定的凭证"),
        max_length=LONGEST_PROOF,
        required=False,
        help_text=gettext_lazy("书面协议、录音编号；本局指定的写文书号"),
    )
    expected_on = forms.DateField(
        label=gettext_lazy("预计出结果日期"),
        widget=DayInput(),
        required=False,
        help_text=gettext_lazy("机构说的日期；到期没有结果的，首页提示催问"),
    )

    def prepare(self) -> None:
        """Both sides choose, or the bureau where the law lets it; of a report it is the bureau's."""
        is_report = self.one.case.kind == Case.Kind.REPORT
        law = None if is_report else grounds.testing(self.one)
        offered = [LabTest.Chosen.OURS] if is_report else [LabTest.Chosen.AGREED]
        if law is not None and law.designates is not False:
            offered.append(LabTest.Chosen.DESIGNATED)
        self.choose("chosen", [(one.value, str(one.label)) for one in offered])
        self.fields["chosen"].initial = offered[0].value
        if is_report:
            self.fields["payer"].initial = LabTest.Payer.BUREAU.value
        if law is not None:
            self.fields["chosen"].help_text = law.in_words
            self.fields["payer"].help_text = grounds.not_agreed(self.one)

    def clean(self) -> dict[str, Any]:
        """What both sides agreed or the bureau designated has a proof."""
        given = super().clean() or self.cleaned_data
        if given.get("chosen") in _PROVEN and not (given.get("proof") or "").strip():
            self.add_error("proof", _("请写书面协议、录音编号或者指定文书号"))
        return given

    def said(self) -> Sample:
        """What was filled in."""
        data = self.cleaned_data
        return Sample(**{name: data[name] for name in self.fields})


class LabReportForm(ActForm):
    """The report that came."""

    report = forms.CharField(
        label=gettext_lazy("报告编号、结论"),
        max_length=LONGEST_PROOF,
        required=False,
        help_text=gettext_lazy("没有出报告、撤回送检的，写明情况"),
    )


def what_follows(one: Standing, day: date) -> str:
    """Whether the limit stands still, by the law of the day."""
    del day
    if clocks.pauses_for_testing(one):
        return _("从今天起期限暂停，检测结束再继续")
    return _("收到之日施行的规定没有写明扣除检测、鉴定的时间：期限照常计算")


def then_again(one: Standing, day: date) -> str:
    """From when the limit runs on."""
    del day
    if clocks.pauses_for_testing(one):
        return _("明天起期限继续计算，检测的日子扣除")
    return _("期限一直在计算，没有扣除")
