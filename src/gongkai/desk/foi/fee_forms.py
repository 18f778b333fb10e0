"""The form of a fee notice 收费通知: what the regime of the day of receipt charges."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from gongkai.desk.foi.forms import ActForm, text_field
from gongkai.desk.foi.verbs.extending import Costs
from gongkai.law.fees import FEN, charges_costs


def money_field(label: Any) -> forms.DecimalField:
    """An amount in yuan."""
    return forms.DecimalField(label=label, required=False, min_value=0, max_digits=9, decimal_places=2)


class ChargeForm(ActForm):
    """By pieces or by pages; what was received before 2017-04-01 by its costs; and how to pay."""

    search = money_field(gettext_lazy("检索费（元）"))
    copy = money_field(gettext_lazy("复制费（元）"))
    post = money_field(gettext_lazy("邮寄费（元）"))
    standard = forms.CharField(
        label=gettext_lazy("收费标准"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("收费的必须填写：当地价格、财政部门制定的标准和文号"),
    )

    pieces = forms.IntegerField(label=gettext_lazy("按件：本月累计中的本次件数"), required=False, min_value=1)
    already = forms.IntegerField(label=gettext_lazy("本月此前已计的件数"), required=False, min_value=0)
    pages = forms.IntegerField(
        label=gettext_lazy("按量：页数"),
        required=False,
        min_value=1,
        help_text=gettext_lazy("按件和按量只能选一种"),
    )
    how = text_field(gettext_lazy("缴纳方式"), rows=2)

    def prepare(self) -> None:
        """Only the fields of the regime of the day of receipt."""
        by_costs = charges_costs(self.case.application.received_on)
        for name in ("pieces", "already", "pages") if by_costs else ("search", "copy", "post", "standard"):
            del self.fields[name]

    def costs(self) -> Costs | None:
        """The costs that were given; null where the regime knows none."""
        if "search" not in self.fields:
            return None
        fen = {name: int((self.cleaned_data[name] or 0) * FEN) for name in ("search", "copy", "post")}
        return Costs(standard=self.cleaned_data["standard"], **fen)
