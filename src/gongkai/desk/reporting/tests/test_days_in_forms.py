"""A day that a form proposes or shows again stands in its input: browsers take ISO 8601 only."""

from __future__ import annotations

from collections.abc import Iterator

from django import forms
from django.urls import get_resolver

from gongkai.face.widgets import DayInput

DAY, MOMENT = "%Y-%m-%d", "%Y-%m-%dT%H:%M"


def below(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        yield one
        yield from below(one)


def test_every_input_of_a_day_is_filled_as_browsers_read_it() -> None:
    assert get_resolver().url_patterns  # every page's forms are imported
    seen, wrong = 0, []
    for form in below(forms.BaseForm):
        for name, field in getattr(form, "base_fields", {}).items():
            widget = field.widget
            kind = widget.attrs.get("type", getattr(widget, "input_type", ""))
            wanted = {"date": DAY, "datetime-local": MOMENT}.get(kind)
            if wanted and form.__module__.startswith("gongkai."):
                seen += 1
                wrong += [f"{form.__qualname__}.{name}"] if getattr(widget, "format", "") != wanted else []
    assert seen > 30
    assert wrong == []


def test_every_form_asks_for_a_day_by_the_one_piece() -> None:
    assert get_resolver().url_patterns
    fields = [
        (form, name, field)
        for form in below(forms.BaseForm)
        for name, field in getattr(form, "base_fields", {}).items()
        if form.__module__.startswith("gongkai.") and isinstance(field, forms.DateField)
    ]
    assert len(fields) > 30
    assert [
        f"{form.__qualname__}.{name}" for form, name, one in fields if type(one.widget) is not DayInput
    ] == []
