"""The form that asks for a mass re-release. It reads; the verb decides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Agency
from gongkai.exchange.rereleases import queries
from gongkai.law import scope

ALL, MISSING = "all", "missing"
_REQUIRED = {"required": gettext_lazy("请填写这一项"), "invalid_choice": gettext_lazy("请从列表中选择")}


class RequestForm(forms.Form):
    """Which items, and why."""

    category = forms.ChoiceField(label=gettext_lazy("信息类别"), required=False, error_messages=_REQUIRED)
    year = forms.TypedChoiceField(
        label=gettext_lazy("发布年份"), required=False, coerce=int, empty_value=None, error_messages=_REQUIRED
    )
    which = forms.ChoiceField(
        label=gettext_lazy("送哪些"),
        choices=(
            (MISSING, gettext_lazy("只送门户缺少的，或者与内网不同的")),
            (ALL, gettext_lazy("全部再送一遍（门户已有的不会变，也不会重复）")),
        ),
        initial=MISSING,
        widget=forms.RadioSelect,
        error_messages=_REQUIRED,
    )
    reason = forms.CharField(
        label=gettext_lazy("事由"),
        max_length=200,
        help_text=gettext_lazy("为什么要重新发布，如门户数据库损坏后恢复"),
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": gettext_lazy("请写明事由")},
    )

    def __init__(self, *given: Any, agency: Agency, **more: Any) -> None:
        super().__init__(*given, **more)
        names = [("", _("全部类别")), *((one.name, one.name) for one in scope.categories())]
        years = [("", _("全部年份")), *((year, f"{year}") for year in queries.years(agency))]
        self.fields["category"].choices = names  # type: ignore[attr-defined]
        self.fields["year"].choices = years  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """What the verb is given."""
        given = self.cleaned_data
        return {
            "category": given["category"],
            "year": given["year"],
            "only_missing": given["which"] == MISSING,
            "reason": given["reason"],
        }
