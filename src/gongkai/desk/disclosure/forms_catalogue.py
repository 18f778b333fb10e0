"""The catalogue metadata in the form of a draft: what is suggested stands there, anything may be written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from gongkai.desk.disclosure import catalogue
from gongkai.law import catalogue as lists


def field_of(key: str) -> str:
    """The field of the form for one of them."""
    return f"c_{key}"


def _field(key: str, hint: Any, widget: forms.Widget) -> forms.CharField:
    return forms.CharField(
        label=catalogue.NAMES[key],
        required=False,
        max_length=catalogue.LONGEST[key],
        widget=widget,
        help_text=hint,
    )


class CatalogueForm(forms.Form):
    """The five fields; one that is left empty, or as suggested, follows title, class and text."""

    c_topic = _field("topic", gettext_lazy("可以选，也可以另写"), forms.TextInput({"list": "c-topics"}))
    c_genre = _field("genre", gettext_lazy("按标题结尾建议"), forms.TextInput({"list": "c-genres"}))
    c_reach = _field("reach", gettext_lazy("按公开方式建议"), forms.TextInput({"list": "c-reaches"}))
    c_summary = _field(
        "summary", gettext_lazy("按正文第一段建议，不超过 200 字"), forms.Textarea({"rows": 3})
    )
    c_keywords = _field("keywords", gettext_lazy("按标题建议，用顿号分开"), forms.TextInput())

    @property
    def of_catalogue(self) -> list[forms.BoundField]:
        """The five, as the page shows them."""
        return [self[field_of(key)] for key in catalogue.NAMES]

    @property
    def catalogue_has_errors(self) -> bool:
        """Whether one of them has to be mended: then they stand open."""
        return any(bound.errors for bound in self.of_catalogue)

    def catalogue_given(self) -> dict[str, str]:
        """What was written, for the verb."""
        return catalogue.tidy({key: self.cleaned_data.get(field_of(key)) or "" for key in catalogue.NAMES})


def initial(values: Mapping[str, str]) -> dict[str, str]:
    """What the form begins with for an item that keeps these values."""
    return {field_of(key): value for key, value in values.items()}


def choices(day: Any) -> dict[str, Any]:
    """The values to choose from on a day, and how well their lists are known."""
    genres = lists.genres(day)
    return {
        "topics": [one.name for one in lists.topics()],
        "genres": [one.name for one in genres],
        "reaches": list(lists.reaches()),
        "confidence": lists.topics()[0].confidence,
    }
