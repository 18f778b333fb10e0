"""The forms of retention and destruction. They read; verbs decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Agency, Officer

_REQUIRED = {"required": gettext_lazy("请填写这一项"), "invalid_choice": gettext_lazy("请从列表中选择")}


def _text(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=400,
        help_text=help_text,
        widget=forms.Textarea({"rows": 3}),
        error_messages=_REQUIRED,
    )


class AppraisalForm(forms.Form):
    """Why the chosen files may be destroyed."""

    appraisal = _text(
        gettext_lazy("鉴定意见"),
        help_text=gettext_lazy("谁鉴定的、为什么没有继续保存的价值；写进销毁清册"),
    )


class LongerForm(forms.Form):
    """Until which year a file is kept, and why."""

    until_year = forms.IntegerField(
        label=gettext_lazy("延长保管到（年）"),
        required=False,
        min_value=2000,
        max_value=2999,
        help_text=gettext_lazy("空着就是永久保管"),
        error_messages={
            "invalid": gettext_lazy("请写四位年份，如 2040"),
            "min_value": gettext_lazy("请写四位年份，如 2040"),
            "max_value": gettext_lazy("请写四位年份，如 2040"),
        },
    )
    reason = _text(gettext_lazy("理由"), help_text=gettext_lazy("鉴定时为什么认为还要保存"))


class DecidedForm(forms.Form):
    """The approval of a list."""

    opinion = _text(gettext_lazy("意见"), required=False)


class WitnessForm(forms.Form):
    """Who witnesses the destruction."""

    witness = forms.ChoiceField(label=gettext_lazy("监销人"), error_messages=_REQUIRED)

    def __init__(self, *args: Any, agency: Agency, by: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Officer.objects.filter(agency=agency, is_active=True).exclude(pk=by.pk).order_by("pk")
        self.known = {one.uid: one for one in others}
        chosen = [("", _("请选择")), *((uid, one.name) for uid, one in self.known.items())]
        self.fields["witness"].choices = chosen  # type: ignore[attr-defined]

    def chosen(self) -> Officer:
        """The witness."""
        return self.known[self.cleaned_data["witness"]]
