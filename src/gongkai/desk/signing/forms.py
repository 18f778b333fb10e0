"""The form of a signed sheet: who signed what on which day, the number on the sheet, the scan."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Officer
from gongkai.desk.signing.papers import Paper
from gongkai.face.widgets import DayInput


class SheetForm(forms.Form):
    """What is copied from the paper."""

    leader = forms.ModelChoiceField(
        Officer.objects.none(),
        label=gettext_lazy("签批人"),
        error_messages={"required": gettext_lazy("请选择在纸上签字的人")},
    )
    agreed = forms.ChoiceField(
        label=gettext_lazy("意见"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择纸上的意见")},
    )
    note = forms.CharField(label=gettext_lazy("批示原文"), required=False, max_length=260)
    check_number = forms.CharField(
        label=gettext_lazy("纸上的核对号"),
        max_length=12,
        help_text=gettext_lazy("照签批单填写，如 9F2C-41D7；内容变动过的签批单不能录入"),
        error_messages={"required": gettext_lazy("请照签批单填写核对号")},
    )
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

    def __init__(self, *args: Any, paper: Paper, leaders: Iterable[Officer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = Officer.objects.filter(pk__in=[one.pk for one in leaders]).order_by("pk")
        self.fields["leader"].queryset = chosen  # type: ignore[attr-defined]
        self.fields["leader"].empty_label = _("请选择")  # type: ignore[attr-defined]
        self.fields["agreed"].choices = [("yes", paper.yes), ("no", paper.no)]  # type: ignore[attr-defined]
