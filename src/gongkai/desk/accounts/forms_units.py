"""The forms of units: a new one, changes, its end, merging it into another. Verbs decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Line, Unit
from gongkai.face.widgets import DayInput


class ChangeUnitForm(forms.Form):
    """Name, kind and line of a unit."""

    name = forms.CharField(label=gettext_lazy("单位名称"), max_length=80)
    kind = forms.ChoiceField(label=gettext_lazy("单位类型"), choices=Unit.Kind.choices)
    line = forms.ChoiceField(
        label=gettext_lazy("条线"),
        required=False,
        choices=[("", gettext_lazy("不分条线")), *Line.choices],
        help_text=gettext_lazy("机构改革以前工商、质监、食药的规定不同"),
    )


class UnitForm(ChangeUnitForm):
    """A new unit."""

    code = forms.CharField(
        label=gettext_lazy("单位代码"), max_length=32, help_text=gettext_lazy("台账里用它认单位，以后不改")
    )
    since = forms.DateField(label=gettext_lazy("设立日期"), widget=DayInput())
    field_order = ("code", "name", "kind", "line", "since")


class EndUnitForm(forms.Form):
    """The last day of a unit."""

    on = forms.DateField(label=gettext_lazy("撤销日期（最后一天）"), widget=DayInput())


class MergeForm(forms.Form):
    """Into which unit another is merged."""

    into = forms.ModelChoiceField(
        Unit.objects.none(), label=gettext_lazy("并入"), empty_label=gettext_lazy("请选择")
    )

    def __init__(self, *args: Any, unit: Unit, **said: Any) -> None:
        super().__init__(*args, **said)
        others = Unit.objects.filter(agency=unit.agency_id, until__isnull=True).exclude(pk=unit.pk)
        self.fields["into"].queryset = others.order_by("code")  # type: ignore[attr-defined]
