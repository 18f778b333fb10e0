"""电话授权: what a leader said on the phone, and the signed sheet that follows. Verbs decide."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Officer
from gongkai.face.widgets import DayInput


class CallForm(forms.Form):
    """Who authorised which stage on the phone, when, in which words."""

    stage = forms.ChoiceField(label=gettext_lazy("环节"))
    leader = forms.ModelChoiceField(
        Officer.objects.none(), label=gettext_lazy("授权人"), empty_label=gettext_lazy("请选择")
    )
    called_on = forms.DateField(label=gettext_lazy("通话日期"), widget=DayInput())
    said = forms.CharField(
        label=gettext_lazy("通话时间和授权原话"),
        max_length=300,
        help_text=gettext_lazy("例如：21:40，“同意马上发布”。另一人回拨核实后生效"),
    )

    def __init__(
        self, *args: Any, stages: Iterable[tuple[str, Any]], leaders: Iterable[Officer], **said: Any
    ) -> None:
        super().__init__(*args, **said)
        self.fields["stage"].choices = list(stages)  # type: ignore[attr-defined]
        chosen = Officer.objects.filter(pk__in=[one.pk for one in leaders]).order_by("pk")
        self.fields["leader"].queryset = chosen  # type: ignore[attr-defined]


class SupplyForm(forms.Form):
    """The sheet that was signed after a call."""

    signed_on = forms.DateField(label=gettext_lazy("补签日期"), widget=DayInput())
    scan = forms.FileField(label=gettext_lazy("扫描件"), help_text=gettext_lazy("PDF 或者图片，不超过 20 MB"))
