"""The forms of remedies. They read; verbs decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Agency
from gongkai.desk.remedies.models import Remedy
from gongkai.face.widgets import DayInput

REQUIRED = {"required": gettext_lazy("请填写这一项"), "invalid_choice": gettext_lazy("请从列表中选择")}


def day_field(label: Any, *, required: bool = True) -> forms.DateField:
    """A day, as every form asks for it."""
    return forms.DateField(
        label=label,
        required=required,
        widget=DayInput(),
        error_messages=REQUIRED | {"invalid": gettext_lazy("日期写成 2024-02-01 的样子，并且这一天要存在")},
    )


class RemedyForm(forms.Form):
    """A remedy as it becomes known."""

    kind = forms.ChoiceField(
        label=gettext_lazy("类型"),
        choices=[("", gettext_lazy("请选择")), *Remedy.Kind.choices],
        error_messages=REQUIRED,
    )
    number = forms.CharField(
        label=gettext_lazy("案号"),
        max_length=64,
        required=False,
        help_text=gettext_lazy("没有案号的由系统编号"),
    )
    organ = forms.CharField(label=gettext_lazy("复议机关、法院"), max_length=120, required=False)
    application = forms.CharField(label=gettext_lazy("针对的申请（登记编号）"), max_length=64, required=False)
    received_on = day_field(gettext_lazy("收案日期"))
    copy_on = day_field(gettext_lazy("收到副本日期"), required=False)
    name = forms.CharField(
        label=gettext_lazy("申请人、原告"), max_length=120, required=False, help_text=gettext_lazy("密封保存")
    )
    unit = forms.ChoiceField(label=gettext_lazy("承办单位"), error_messages=REQUIRED)

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(str(one.pk), one.name) for one in agency.units.order_by("code")]
        self.fields["unit"].choices = [("", _("请选择")), *rows]  # type: ignore[attr-defined]


class DayForm(forms.Form):
    """One day."""

    on = day_field(gettext_lazy("日期"))


class HearForm(DayForm):
    """A hearing."""

    head_attended = forms.BooleanField(label=gettext_lazy("负责人出庭"), required=False)


class RuleForm(DayForm):
    """A ruling."""

    number = forms.CharField(label=gettext_lazy("决定书、判决书文号"), max_length=80, error_messages=REQUIRED)


class AppealForm(DayForm):
    """An appeal."""

    by_us = forms.BooleanField(label=gettext_lazy("本机关上诉"), required=False)


class CloseForm(forms.Form):
    """How it ended, and what was changed."""

    result = forms.ChoiceField(
        label=gettext_lazy("结果"),
        choices=[one for one in Remedy.Result.choices if one[0] != Remedy.Result.OPEN],
        error_messages=REQUIRED,
    )
    change = forms.CharField(
        label=gettext_lazy("因此作出的改变"),
        max_length=400,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("结果是纠正的必须写明"),
    )


class ChangeForm(forms.Form):
    """What was changed."""

    text = forms.CharField(
        label=gettext_lazy("因此作出的改变"),
        max_length=400,
        widget=forms.Textarea({"rows": 3}),
        error_messages=REQUIRED,
    )
