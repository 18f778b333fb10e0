"""The forms of signed sheets: a clearance on paper, the approval of an emergency withdrawal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Officer
from gongkai.face.widgets import DayInput


class SheetForm(forms.Form):
    """What every signed sheet has: who signed, the words, the day, the scan."""

    leader = forms.ModelChoiceField(
        Officer.objects.none(),
        label=gettext_lazy("签批人"),
        error_messages={"required": gettext_lazy("请选择在纸上签字的人")},
    )
    note = forms.CharField(label=gettext_lazy("批示原文"), required=False, max_length=260)
    signed_on = forms.DateField(
        label=gettext_lazy("签字日期"),
        widget=DayInput(),
        error_messages={"required": gettext_lazy("请照纸上填写签字日期")},
    )
    scan = forms.FileField(
        label=gettext_lazy("扫描件"),
        help_text=gettext_lazy("PDF 或者图片，不超过 20 MB"),
        error_messages={"required": gettext_lazy("请上传签批单的扫描件")},
    )

    def __init__(self, *args: Any, leaders: Iterable[Officer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = Officer.objects.filter(pk__in=[one.pk for one in leaders]).order_by("pk")
        self.fields["leader"].queryset = chosen  # type: ignore[attr-defined]
        self.fields["leader"].empty_label = _("请选择")  # type: ignore[attr-defined]


class WithdrawalPaperForm(SheetForm):
    """A sheet on which an emergency withdrawal was approved or objected to."""

    right = forms.ChoiceField(
        label=gettext_lazy("意见"),
        choices=[("yes", gettext_lazy("同意撤稿")), ("no", gettext_lazy("不同意"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择纸上的意见")},
    )
    field_order = ("leader", "right", "note", "signed_on", "scan")
