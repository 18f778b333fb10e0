"""The forms of 意见征集: calling for opinions, weighing one, naming the final document. Verbs decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.queries import today
from gongkai.desk.disclosure.models import Consultation, Opinion
from gongkai.desk.disclosure.verbs.consulting import Call
from gongkai.face.widgets import DayInput
from gongkai.law import consultation


class _Day(forms.DateField):
    """A day as the browser's date field writes it."""

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(
            label=label,
            widget=DayInput(),
            error_messages={"invalid": gettext_lazy("请写成 2026-04-01 的样子，并且这一天要存在")},
            **more,
        )


class CallForm(forms.Form):
    """Which draft, about what, in which period."""

    index = forms.CharField(label=gettext_lazy("草案的索引号"), max_length=60)
    subject = forms.ChoiceField(
        label=gettext_lazy("征求意见的事项"), choices=Consultation.Subject.choices, widget=forms.RadioSelect
    )
    basis = forms.CharField(
        label=gettext_lazy("起草依据"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("随草案公布：所依据的法律、法规、上级文件"),
    )
    opens_on = _Day(gettext_lazy("征集开始"), help_text=gettext_lazy("留出审签的时间"))
    closes_on = _Day(gettext_lazy("征集截止"), help_text=gettext_lazy("当日仍接收"))
    short_reason = forms.CharField(
        label=gettext_lazy("缩短期限的理由"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("短于规定的一般期限时必须写，随草案公布"),
    )
    feedback_by = _Day(
        gettext_lazy("采纳情况反馈期限"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        promised = {"n": consultation.feedback(today()).days}
        self.fields["feedback_by"].help_text = (
            _("不填：截止后 %(n)d 个工作日。这是本机关的承诺，随草案公布") % promised
        )

    def call(self) -> Call:
        """What the verb takes."""
        return Call(**self.cleaned_data)


def begin(found: Consultation | None) -> dict[str, object]:
    """What the form shows of a consultation that is there."""
    if found is None:
        return {"subject": Consultation.Subject.BUSINESS}
    names = ("subject", "basis", "opens_on", "closes_on", "short_reason", "feedback_by")
    return {"index": found.item.index} | {name: getattr(found, name) for name in names}


class WeighForm(forms.Form):
    """What becomes of one opinion."""

    adopted = forms.ChoiceField(
        label=gettext_lazy("采纳情况"), choices=Opinion.Adopted.choices, widget=forms.RadioSelect
    )
    answer = forms.CharField(
        label=gettext_lazy("研究情况和理由"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("没有采纳或者只部分采纳的必须写；随采纳情况公布"),
    )


class FinalForm(forms.Form):
    """The document that came of the draft."""

    document = forms.CharField(label=gettext_lazy("正式文件的索引号"), max_length=60)


__all__ = ["CallForm", "FinalForm", "WeighForm", "begin"]
