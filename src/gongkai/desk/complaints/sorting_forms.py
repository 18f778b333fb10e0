"""The form that puts a case right: class, line, place, and who the respondent is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Line
from gongkai.desk.complaints import respondents
from gongkai.desk.complaints.forms import ActForm
from gongkai.desk.complaints.house import house


class SortForm(ActForm):
    """Class, line, respondent (a known one may be taken over), place."""

    known = forms.ChoiceField(
        label=gettext_lazy("台账里的主体"),
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("选了的，名称、代码和地址按台账填写"),
    )
    category = forms.ChoiceField(label=gettext_lazy("商品服务类别"), required=False)
    line = forms.ChoiceField(label=gettext_lazy("条线"), choices=[("", "—"), *Line.choices], required=False)
    respondent = forms.CharField(label=gettext_lazy("被投诉（举报）人"), max_length=160, required=False)
    credit_code = forms.CharField(label=gettext_lazy("统一社会信用代码"), max_length=18, required=False)
    respondent_address = forms.CharField(label=gettext_lazy("地址"), max_length=200, required=False)
    area = forms.ChoiceField(label=gettext_lazy("区域"), required=False)

    def prepare(self) -> None:
        """Start with what stands."""
        matter, case = self.one.matter, self.one.case
        names = [one.name for one in house().categories]
        if matter.category and matter.category not in names:
            names.insert(0, matter.category)
        self.choose("category", [(name, name) for name in names], empty="—")
        self.choose("area", [(one.name, one.name) for one in house().places], empty="—")
        self.initial = {
            "category": matter.category,
            "line": case.line,
            "respondent": matter.respondent,
            "credit_code": matter.credit_code,
            "respondent_address": matter.respondent_address,
            "area": self.one.profile.area if self.one.profile else "",
            "known": "",
        }
        self._known = {
            one.value: one
            for one in respondents.match(self.by, self.day, name=matter.respondent, code=matter.credit_code)
        }
        if not self._known:
            del self.fields["known"]
            return
        offered = [
            (key, f"{one.name}　{one.code or '—'}　{one.address}（{one.why}）")
            for key, one in self._known.items()
        ]
        self.choose("known", offered, empty=_("都不是，按下面填写的"))

    def clean(self) -> dict[str, Any]:
        """What was taken over stands instead of what was written."""
        said = super().clean() or {}
        if one := self._known.get(said.get("known") or ""):
            said |= {"respondent": one.name, "credit_code": one.code}
            said["respondent_address"] = one.address or said.get("respondent_address", "")
        return said
