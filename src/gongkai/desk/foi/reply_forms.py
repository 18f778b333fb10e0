"""The forms of a reply: what its letter says, and the opinion of a step of the chain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from gongkai.desk.foi.forms import text_field


class ChainForm(forms.Form):
    """The opinion of one step of the chain."""

    digest = forms.CharField(widget=forms.HiddenInput)
    passed = forms.ChoiceField(
        label=gettext_lazy("意见"),
        choices=[("1", gettext_lazy("同意")), ("0", gettext_lazy("退回修改"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择一种意见")},
    )
    note = text_field(
        gettext_lazy("说明"),
        rows=3,
        required=False,
        most=400,
        help_text=gettext_lazy("退回时必须写明要改什么"),
    )


class DecisionForm(forms.Form):
    """What the letter of an outcome must say, one field for each content that the law names."""

    def __init__(self, *args: Any, contents: Sequence[tuple[str, bool]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {f"c{at}": name for at, (name, _needed) in enumerate(contents)}
        for at, (name, needed) in enumerate(contents):
            self.fields[f"c{at}"] = text_field(name, rows=4, required=needed)

    def says(self) -> dict[str, str]:
        """The contents with their words."""
        return {
            name: self.cleaned_data[key].strip()
            for key, name in self.names.items()
            if self.cleaned_data.get(key, "").strip()
        }
