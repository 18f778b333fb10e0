"""A form in steps that keeps nothing here: each page carries what was answered before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from django import forms

from gongkai.portal.messages.forms.fields import Day
from gongkai.portal.messages.sealing_up import Filled

CHECK = "check"
"""The last step: everything once more, then it is sent."""
Data = Mapping[str, str]


class StepForm(forms.Form):
    """The questions of one step. ``said`` is everything answered so far, which may change the questions."""

    key: ClassVar[str] = ""
    step_title: ClassVar[str] = ""
    heading: ClassVar[str] = ""
    with_files: ClassVar[bool] = False

    def __init__(self, data: Data | None, said: Data, today: date) -> None:
        super().__init__(data)
        self.said = said
        self.today = today
        for one in self.fields.values():
            if isinstance(one, Day):
                one.today = today
        self.adapt()

    def adapt(self) -> None:
        """Leave out or sharpen questions by what was said before."""

    def clean(self) -> dict[str, Any]:
        """Answers as texts: a ticked box is ``1``, what is empty is left out."""
        found: dict[str, Any] = super().clean() or {}
        return {name: "1" if value is True else value for name, value in found.items() if value}

    def demand(self, name: str, sentence: str) -> None:
        """Refuse an empty answer that is needed in this case."""
        if name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, sentence)


@dataclass(frozen=True)
class Wizard:
    """One address with its steps. ``kind`` where the form does not ask; ``person`` names what identifies.

    ``about`` are fields that the address itself says, such as which draft.
    """

    path: str
    title: str
    steps: Sequence[type[StepForm]]
    kind: str = ""
    person: frozenset[str] = frozenset({"name", "phone", "address", "email"})
    about: Mapping[str, str] = field(default_factory=dict)

    def bound(self, said: Data, today: date) -> list[StepForm]:
        """Every step filled with what was said."""
        return [step(said, said, today) for step in self.steps]

    def at(self, key: str) -> int:
        """The place of a step; the first one for a key that is none."""
        keys = [step.key for step in self.steps]
        return keys.index(key) if key in keys else len(keys) if key == CHECK else 0

    def filled(self, forms_: Sequence[StepForm], files: Sequence[Mapping[str, Any]]) -> Filled:
        """The message of steps that are all valid."""
        answers: dict[str, str] = {}
        for form in forms_:
            answers |= form.cleaned_data
        kind = answers.pop("kind", self.kind)
        person = {name: answers.pop(name) for name in list(answers) if name in self.person}
        return Filled(kind, {**self.about, **answers}, person, files)
