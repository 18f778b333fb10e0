"""What is suggested for the catalogue metadata while somebody writes, beside its field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

from gongkai.desk.disclosure import catalogue, classes, content, forms_catalogue
from gongkai.desk.disclosure.forms import DraftForm
from gongkai.desk.disclosure.models import Item
from gongkai.face import prose
from gongkai.refusal import Refused

ALL, OUTLINE = "all", "outline"
"""Takes over what is suggested for every field that is empty; writes the headings of the class."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """For one field of the form: what is suggested, and whether it comes by itself when the draft is saved.

    ``value`` is empty where nothing is suggested, or where the field says it already.
    """

    key: str
    name: Any
    field: str
    value: str
    follows: bool


def of(form: DraftForm, formed: date | None) -> dict[str, str]:
    """What the catalogue would say of what was typed so far; of a text that cannot be read, without it."""
    title, category, means = (str(form[name].value() or "") for name in ("title", "category", "means"))
    try:
        body = form.blocks
    except Refused:
        body = []
    return catalogue.suggest(" ".join(title.split()), category, means, formed, body)


def rows(form: DraftForm, now: Mapping[str, str], item: Item | None) -> list[Suggestion]:
    """The suggestion beside each of the five fields.

    A field that is empty, or that says what was suggested when the draft was saved last, follows by itself.
    """
    before = catalogue.suggested(item, content.body(item)) if item else {}
    made = []
    for key, label in catalogue.NAMES.items():
        name = forms_catalogue.field_of(key)
        typed = " ".join(str(form[name].value() or "").split())
        value = now.get(key, "")
        follows = not typed or typed == before.get(key)
        made.append(Suggestion(key, label, name, "" if typed == value else value, follows))
    return made


def taken_over(given: QueryDict, form: DraftForm, formed: date | None) -> QueryDict:
    """What was typed, with the suggestion for the field that ``adopt`` names, or for every empty one."""
    wanted, filled = given.get("adopt", ""), given.copy()
    if wanted == OUTLINE:
        filled.pop("text" + prose.HTML, None)
        filled["text"] = classes.outlined(
            str(form["category"].value() or ""), str(form["text"].value() or "")
        )
        return filled
    now = of(form, formed)
    for key, value in now.items():
        name = forms_catalogue.field_of(key)
        if wanted == key or (wanted == ALL and not given.get(name, "").strip()):
            filled[name] = value
    return filled
