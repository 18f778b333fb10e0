"""The filters of a list as a form; what does not fit is left out, never an error."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Officer
from gongkai.desk.lists.listing import FIRST_YEAR, Listing
from gongkai.desk.lists.own import Own
from gongkai.desk.lists.registry import AnyList
from gongkai.desk.lists.short import Short

_LONGEST = 60


class FilterForm(forms.Form):
    """The facets, the year and the text of a list."""

    def __init__(
        self, listing: Listing | Short, officer: Officer, day: date, data: Mapping[str, str]
    ) -> None:
        super().__init__(data, auto_id="filter-%s")  # a page may have a form of its own beside it
        everything = ("", _("全部"))
        for one in listing.facets:
            choices = [everything, *one.choices(officer, day)]
            self.fields[one.name] = forms.ChoiceField(label=one.label, required=False, choices=choices)
        if listing.period:
            years = [(str(one), str(one)) for one in range(day.year, FIRST_YEAR - 1, -1)]
            self.fields["year"] = forms.ChoiceField(
                label=listing.period, required=False, choices=[everything, *years]
            )
        if listing.asks:
            self.fields["q"] = forms.CharField(label=listing.asks, required=False, max_length=_LONGEST)
        for field in self.fields.values():
            field.widget.attrs["class"] = "d-in"

    def chosen(self) -> dict[str, str]:
        """The filters that are set and make sense."""
        self.is_valid()
        return {name: value.strip() for name, value in self.cleaned_data.items() if value and value.strip()}


class ViewForm(forms.Form):
    """A view to be saved under a name."""

    name = forms.CharField(
        label=gettext_lazy("视图名称"),
        max_length=30,
        error_messages={"required": gettext_lazy("请给视图起个名称")},
    )
    is_default = forms.BooleanField(label=gettext_lazy("打开列表时默认用它"), required=False)


def read(listing: AnyList, officer: Officer, day: date, given: Mapping[str, Any]) -> dict[str, str]:
    """The filters in an address or a posted form that are set and make sense."""
    if isinstance(listing, Own):
        return listing.reads(officer, day, given)
    return FilterForm(listing, officer, day, {name: str(value) for name, value in given.items()}).chosen()
