"""How a page offers an act of the flow: its form, what follows, and the verb behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints import forms
from gongkai.desk.complaints.facts import Standing
from gongkai.refusal import Refused

Run = Callable[[Case, forms.ActForm, Officer, datetime], object]
Then = Callable[[Standing, date], str]


@dataclass(frozen=True, slots=True)
class Action:
    """One act: its form, how it is done, what follows; ``stops`` stands apart and is outlined."""

    form: type[forms.ActForm]
    run: Run
    then: Then
    stops: bool = False
    group: str = "work"


def says(words: object) -> Then:
    """What follows is always the same."""
    return lambda one, day: str(words)


def demand(officer: Officer | None) -> Officer:
    """Somebody was chosen. Raises Refused: ``no-officer``."""
    if officer is None:
        raise Refused("no-officer", "没有选人", "请选择")
    return officer


def yes(form: forms.ActForm, name: str) -> bool:
    """Whether a question was answered with yes."""
    return bool(form.cleaned_data[name] == "yes")
