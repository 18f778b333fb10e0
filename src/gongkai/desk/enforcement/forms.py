"""The forms of enforcement: opening an investigation, ending one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Line, Officer, Unit
from gongkai.desk.enforcement import revoking
from gongkai.desk.enforcement.models import Investigation, Penalty

_REQUIRED = {"required": gettext_lazy("请填写")}


def offer_approvers(form: forms.Form, officer: Officer, day: date, nobody: str) -> None:
    """Fill the form's ``approver`` with those other than the officer who may agree to a voiding."""
    others = revoking.approvers(officer.agency, day).exclude(pk=officer.pk).order_by("pk")
    form.fields["approver"].queryset = others  # type: ignore[attr-defined]
    form.fields["approver"].empty_label = nobody  # type: ignore[attr-defined]


class OpenForm(forms.Form):
    """A new investigation."""

    number = forms.CharField(label=gettext_lazy("立案号"), max_length=80, error_messages=_REQUIRED)
    unit = forms.ChoiceField(label=gettext_lazy("办案单位"), error_messages=_REQUIRED)
    line = forms.ChoiceField(label=gettext_lazy("条线"), choices=[("", "—"), *Line.choices], required=False)
    respondent = forms.CharField(
        label=gettext_lazy("当事人（个人只写姓+某）"), max_length=160, required=False
    )
    credit_code = forms.CharField(label=gettext_lazy("统一社会信用代码"), max_length=18, required=False)
    violation = forms.CharField(label=gettext_lazy("涉嫌违法行为"), max_length=200, error_messages=_REQUIRED)

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", _("请选择")), *((one.code, one.name) for one in units)]  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """How an investigation ended; ``seen``: the decisions that the officer may name."""

    ending = forms.ChoiceField(
        label=gettext_lazy("结案方式"), choices=Investigation.Ending.choices, error_messages=_REQUIRED
    )
    penalty = forms.CharField(
        label=gettext_lazy("处罚决定书文号"),
        help_text=gettext_lazy("行政处罚结案时填写"),
        max_length=80,
        required=False,
    )

    def __init__(self, *args: Any, seen: QuerySet[Penalty] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._seen = Penalty.objects.none() if seen is None else seen
        self.decision: Penalty | None = None
        """The decision of the number, once the form is valid."""

    def clean_penalty(self) -> str:
        """The number as it was given; the register has to know it."""
        number = str(self.cleaned_data["penalty"]).strip()
        if number:
            found = self._seen.filter(doc_no=number)
            self.decision = found.filter(voided_on__isnull=True).first()
            if self.decision is None:
                said = (
                    gettext_lazy("文号为“%(number)s”的处罚决定已经作废，请填写有效的文号")
                    if found.exists()
                    else gettext_lazy(
                        "台账里没有文号为“%(number)s”的处罚决定，请核对文号；决定录入台账后再结案"
                    )
                )
                raise forms.ValidationError(said, params={"number": number})
        return number

    def clean(self) -> dict[str, Any]:
        """Whoever ends it by a decision names the decision."""
        given = super().clean() or {}
        if given.get("ending") == Investigation.Ending.PENALTY and given.get("penalty") == "":
            self.add_error("penalty", gettext_lazy("行政处罚结案的，请填写处罚决定书文号"))
        return given
