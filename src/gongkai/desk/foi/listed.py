"""The list of applications as :mod:`gongkai.desk.lists` takes it for saved views and exports; its filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.foi.facts import KINDS, WAYS
from gongkai.desk.foi.screens import listing as screen
from gongkai.desk.lists import choices
from gongkai.desk.lists.listing import FIRST_YEAR
from gongkai.desk.lists.own import Own
from gongkai.desk.lists.short import iso


class FilterForm(forms.Form):
    """The filters of the list; what does not fit is left out, never an error."""

    tab = forms.ChoiceField(
        required=False, widget=forms.HiddenInput(), choices=[(one, one) for one in screen.TABS]
    )
    channel = forms.ChoiceField(label=gettext_lazy("提交方式"), required=False)
    applicant_kind = forms.ChoiceField(label=gettext_lazy("申请人类型"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("承办单位"), required=False)
    year = forms.ChoiceField(label=gettext_lazy("收到年份"), required=False)
    q = forms.CharField(
        label=gettext_lazy("编号或内容"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    def __init__(self, given: Mapping[str, Any], officer: Officer, day: date) -> None:
        super().__init__(given, auto_id="filter-%s")
        everything = ("", _("全部"))
        years = [(str(one), str(one)) for one in range(day.year, FIRST_YEAR - 1, -1)]
        for name, offered in (
            ("channel", [(one, one) for one in WAYS]),
            ("applicant_kind", [(one, one) for one in KINDS]),
            ("unit", choices.units(officer, day)),
            ("year", years),
        ):
            self.fields[name].choices = [everything, *offered]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["class"] = "d-in"

    def chosen(self) -> dict[str, str]:
        """The filters that are set and make sense; a tab always is."""
        self.is_valid()
        set_ = {name: value.strip() for name, value in self.cleaned_data.items() if value and value.strip()}
        return {"tab": screen.TABS[0], **set_}

    def settled(self) -> dict[str, str]:
        """The same; what made no sense is not shown again."""
        self.data = chosen = self.chosen()
        self.full_clean()
        return chosen


def _reads(officer: Officer, day: date, given: Mapping[str, Any]) -> dict[str, str]:
    return FilterForm(given, officer, day).chosen()


def _opens(_officer: Officer, _day: date, duties: Sequence[HeldDuty]) -> bool:
    return any(one.kind != Duty.Kind.KEEPER for one in duties)


LISTING = Own(
    name="requests",
    title=gettext_lazy("依申请公开"),
    address="foi:cases",
    opens=_opens,
    reads=_reads,
    keys=screen.keys,
    rows=screen.rows,
    columns=(
        ("编号", lambda row: row.case.registration.number),
        ("申请内容", lambda row: row.text),
        ("阶段", lambda row: row.stage),
        ("收到日期", lambda row: row.case.application.received_on.isoformat()),
        ("到期", lambda row: iso(row.due.on)),
        ("期限中止原因", lambda row: row.due.paused if row.state == "paused" else ""),
        ("答复日期", lambda row: iso(row.case.application.replied_on)),
        ("申请人类型", lambda row: row.case.application.applicant_kind),
        ("提交方式", lambda row: row.case.application.channel),
        ("承办单位", lambda row: row.unit),
    ),
)
"""What saved views and exports know of the list."""
