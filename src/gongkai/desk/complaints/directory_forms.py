"""The form of one entry of the directory of bodies that mediate."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from gongkai.desk.complaints.house import house
from gongkai.desk.complaints.models import MediationBody
from gongkai.face.widgets import DayInput
from gongkai.law.bodies import own_limit
from gongkai.refusal import Refused

_REQUIRED = {"required": gettext_lazy("请填写")}


class EntryForm(forms.Form):
    """What the directory says of a body; the same name written again is a change from that day on."""

    kind = forms.ChoiceField(
        label=gettext_lazy("种类"), choices=MediationBody.Kind.choices, error_messages=_REQUIRED
    )
    name = forms.CharField(label=gettext_lazy("名称"), max_length=80, error_messages=_REQUIRED)
    area = forms.ChoiceField(label=gettext_lazy("区域"), required=False)
    address = forms.CharField(label=gettext_lazy("地址"), max_length=200, error_messages=_REQUIRED)
    phone = forms.CharField(label=gettext_lazy("电话"), max_length=40, error_messages=_REQUIRED)
    hours = forms.CharField(
        label=gettext_lazy("服务时间"),
        max_length=80,
        help_text=gettext_lazy("如：工作日 9:00—11:30，13:30—17:00"),
        error_messages=_REQUIRED,
    )
    rules = forms.CharField(
        label=gettext_lazy("调解规则"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("它自己的规则的名称；不知道的先空着"),
    )
    limit = forms.CharField(
        label=gettext_lazy("调解期限"),
        max_length=16,
        required=False,
        help_text=gettext_lazy("它自己规定的期限，如 30日、20个工作日；没有登记的，转去的案件不显示日期"),
    )
    since = forms.DateField(
        label=gettext_lazy("自哪天起"),
        widget=DayInput(),
        help_text=gettext_lazy("改动自这一天起；以前的案件仍显示原来的"),
        error_messages=_REQUIRED,
    )

    def clean_limit(self) -> str:
        """The limit, if it can be read."""
        said = str(self.cleaned_data["limit"]).strip()
        try:
            own_limit(said)
        except Refused as refused:
            raise forms.ValidationError(f"{refused.sentence}；{refused.mend}") from refused
        return said

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = [(one.name, one.name) for one in house().places]
        known = self.initial.get("area")
        if known and (known, known) not in areas:
            areas.append((known, known))
        self.fields["area"].choices = [("", gettext_lazy("全辖区")), *areas]  # type: ignore[attr-defined]
