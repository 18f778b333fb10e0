"""The form that takes an item into the standing directory of enforcement."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Duty, Officer, Unit
from gongkai.desk.agencies.rules import held
from gongkai.desk.disclosure.models import StandingEntry

_KEEPS = (Duty.Kind.CLERK, Duty.Kind.HEAD, Duty.Kind.OFFICE)


class StandingForm(forms.Form):
    """Which item, as which part, kept by which unit, looked over how often."""

    index = forms.CharField(label=gettext_lazy("索引号"), max_length=60)
    kind = forms.ChoiceField(label=gettext_lazy("公示事项"), choices=StandingEntry.Kind.choices)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("责任单位"))
    cycle_days = forms.IntegerField(
        label=gettext_lazy("复核周期（天）"), min_value=1, max_value=366, initial=180
    )

    def __init__(self, data: Any, *, officer: Officer, day: date) -> None:
        super().__init__(data)
        duties = [one for one in held(officer, day) if one.kind in _KEEPS]
        units = Unit.objects.filter(agency=officer.agency_id).order_by("code")
        if all(one.unit_id is not None for one in duties):
            units = units.filter(pk__in=[one.unit_id for one in duties])
        self.may_add = bool(duties)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
