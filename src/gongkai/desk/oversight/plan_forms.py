"""The forms of the yearly plan and of activities. They read; verbs decide."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Agency, Unit
from gongkai.desk.outlets.forms import day_field
from gongkai.desk.oversight import activities, plan
from gongkai.desk.oversight.models import Activity

_REQUIRED = {"required": gettext_lazy("请填写"), "invalid_choice": gettext_lazy("请从列表中选择")}

_DROPPED = {
    "merged": gettext_lazy("并入其他任务"),
    "repealed": gettext_lazy("来源文件已经废止或者调整"),
    "other": gettext_lazy("其他原因，经领导同意"),
}
_VOIDED = {
    "twice": gettext_lazy("重复登记"),
    "not-held": gettext_lazy("没有举行"),
    "wrong": gettext_lazy("登记有误，另行登记"),
}


def _line(label: Any, most: int, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=help_text, error_messages=_REQUIRED
    )


def _count(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=10_000_000,
        help_text=gettext_lazy("没有统计就不填，不写 0"),
        error_messages={
            "invalid": gettext_lazy("请填整数"),
            "min_value": gettext_lazy("不能是负数"),
            "max_value": gettext_lazy("数太大了，请核对"),
        },
    )


class TaskForm(forms.Form):
    """A task of the year."""

    year = forms.IntegerField(
        label=gettext_lazy("年度"), min_value=1990, max_value=2999, error_messages=_REQUIRED
    )
    task = _line(
        gettext_lazy("任务"), 300, required=True, help_text=gettext_lazy("一项任务一条，照来源文件写")
    )
    source = _line(gettext_lazy("来源文件"), 200, help_text=gettext_lazy("如“2026年政务公开工作要点”第几条"))
    key_area = _line(gettext_lazy("重点领域"), 80)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=gettext_lazy("责任单位"), error_messages=_REQUIRED
    )
    due_on = day_field(gettext_lazy("完成时限"))

    def __init__(self, data: Any, agency: Agency, today: date) -> None:
        super().__init__(data, initial={"year": today.year})
        self.fields["unit"].queryset = agency.units.order_by("code")  # type: ignore[attr-defined]
        self.fields["unit"].empty_label = _("请选择")  # type: ignore[attr-defined]


class EvidenceForm(forms.Form):
    """What shows that something was done."""

    what = _line(
        gettext_lazy("佐证"),
        300,
        required=True,
        help_text=gettext_lazy("文件、信息或者活动的名称，如文号、简报期号"),
    )
    on = day_field(gettext_lazy("日期"))
    item_index = _line(gettext_lazy("索引号"), 60, help_text=gettext_lazy("佐证是公开信息的填写，没有就不填"))


class FinishForm(forms.Form):
    """Since when it is done."""

    done_on = day_field(gettext_lazy("完成日期"))


class DropForm(forms.Form):
    """Why it is given up."""

    reason = forms.ChoiceField(
        label=gettext_lazy("理由"),
        choices=[(code, _DROPPED[code]) for code in plan.REASONS],
        widget=forms.RadioSelect,
        error_messages=_REQUIRED,
    )


class ActivityForm(forms.Form):
    """A meeting, training or campaign."""

    kind = forms.ChoiceField(
        label=gettext_lazy("类型"), choices=Activity.Kind.choices, error_messages=_REQUIRED
    )
    name = _line(gettext_lazy("名称"), 160, required=True)
    on = day_field(gettext_lazy("日期"))
    organiser = _line(gettext_lazy("主办单位"), 120)
    place = _line(gettext_lazy("地点"), 120)
    people = _count(gettext_lazy("参加人数"))
    is_lead_present = forms.BooleanField(label=gettext_lazy("主要负责同志参加"), required=False)
    leaflets = _count(gettext_lazy("发放材料份数"))
    consulted = _count(gettext_lazy("接待咨询人次"))
    cases = _count(gettext_lazy("现场受理件数"))
    related_item = _line(
        gettext_lazy("关联信息索引号"), 60, help_text=gettext_lazy("报道、解读等已经公开的信息，没有就不填")
    )
    note = forms.CharField(
        label=gettext_lazy("说明"), required=False, max_length=1000, widget=forms.Textarea({"rows": 3})
    )


class VoidActivityForm(forms.Form):
    """Why it is voided."""

    reason = forms.ChoiceField(
        label=gettext_lazy("理由"),
        choices=[(code, _VOIDED[code]) for code in activities.REASONS],
        widget=forms.RadioSelect,
        error_messages=_REQUIRED,
    )
