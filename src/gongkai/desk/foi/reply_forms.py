"""The forms of a reply: what its letter says, and the opinion of a step of the chain."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.models import Case
from gongkai.desk.foi import fix_letter, verbs
from gongkai.desk.foi.forms import choice, text_field
from gongkai.desk.foi.models import Decision
from gongkai.desk.foi.verbs import fixing
from gongkai.desk.foi.verbs.deciding import Choice


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
    """What the letter of an outcome must say, one field for each content that the law names.

    ``before``: what an earlier draft of the same outcome said.
    """

    def __init__(
        self, *args: Any, case: Case, day: date, choice: Choice, before: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.day, self.choice = case, day, choice
        self.prepare(before)

    def prepare(self, before: Mapping[str, str]) -> None:
        """A field for each content."""
        self.names = {f"c{at}": name for at, (name, _needed) in enumerate(self.choice.contents)}
        for at, (name, needed) in enumerate(self.choice.contents):
            self.fields[f"c{at}"] = text_field(name, rows=4, required=needed)
            self.initial[f"c{at}"] = before.get(name, "")

    def says(self) -> dict[str, str]:
        """The contents with their words. Raises Refused for an answer that does not fit together."""
        return {
            name: self.cleaned_data[key].strip()
            for key, name in self.names.items()
            if self.cleaned_data.get(key, "").strip()
        }

    def send(self, *, by: Officer, at: datetime) -> Decision:
        """Send the answer into the chain."""
        return verbs.decide(self.case, self.choice.outcome.code, self.says(), by=by, at=at)


class FixForm(DecisionForm):
    """The answer to a request to correct a record about oneself."""

    record = text_field(
        fix_letter.RECORD,
        rows=2,
        help_text=gettext_lazy("哪一份材料、哪一处、现在怎么写；申请人认为应是什么"),
    )
    found = text_field(
        fix_letter.FOUND, rows=3, help_text=gettext_lazy("申请人有什么证据，查了哪里，属实或者不属实的理由")
    )
    result = choice(gettext_lazy("处理结果"))
    change = text_field(
        gettext_lazy("更正后的内容"), rows=2, required=False, help_text=gettext_lazy("予以更正的填写")
    )
    organ = forms.CharField(
        label=gettext_lazy("有权更正的机关和联系方式"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("转送或者告知的填写"),
    )

    def prepare(self, before: Mapping[str, str]) -> None:
        """The results of the law of the day."""
        open_ = fixing.results(self.case, self.day)
        offered = [("", gettext_lazy("请选择")), *((one.value, one.label) for one in open_)]
        self.fields["result"].choices = offered  # type: ignore[attr-defined]
        self.initial.update(record=before.get(fix_letter.RECORD, ""), found=before.get(fix_letter.FOUND, ""))

    def answer(self) -> fixing.Fix:
        """What was filled in, for the verb."""
        return fixing.Fix(**self.cleaned_data)

    def says(self) -> dict[str, str]:
        """What the letter will say."""
        return self.answer().says()

    def send(self, *, by: Officer, at: datetime) -> Decision:
        """Send the answer into the chain."""
        return verbs.fix(self.case, self.answer(), by=by, at=at)


def form_of(choice: Choice) -> type[DecisionForm]:
    """The form in which an outcome is drafted."""
    return FixForm if choice.outcome.letter == fixing.LETTER else DecisionForm
