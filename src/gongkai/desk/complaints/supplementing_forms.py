"""The form of taking over what a second letter about the same says more."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.casework.models import Case
from gongkai.desk.casework.rules import directs
from gongkai.desk.casework.stages import Stage
from gongkai.desk.complaints.clocks import restarts
from gongkai.desk.complaints.facts import Standing, standing
from gongkai.desk.complaints.forms import REQUIRED, ActForm, area, offer_approvers
from gongkai.desk.complaints.verbs.following import AGAIN


class SupplementForm(ActForm):
    """What is taken over, what follows for the first, and whether the later was a mistaken entry."""

    text = forms.CharField(
        label=gettext_lazy("并入的新情况"),
        max_length=20_000,
        widget=area(6),
        error_messages=REQUIRED,
        help_text=gettext_lazy("已按差异填好，可以增删；来源写在前面，不用再写"),
    )
    is_new = forms.BooleanField(
        label=gettext_lazy("是新的事实，并入先收到的一件一并核查"),
        required=False,
        help_text=gettext_lazy("核查期限自今天重新计算"),
    )
    reopens = forms.ChoiceField(
        label=gettext_lazy("先收到的一件已办结，是否重新办理"),
        choices=[("", gettext_lazy("不重新办理，只回应")), *AGAIN.items()],
        required=False,
    )
    approved_by = forms.ChoiceField(
        label=gettext_lazy("后收到的一件是误录的，同时合并，批准人"),
        required=False,
        help_text=gettext_lazy("不选的，两件仍各自办理，各自答复"),
    )

    def __init__(self, *args: Any, first: Standing, **kwargs: Any) -> None:
        self.first = first
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Only what may follow for the first as it stands."""
        case = self.first.case
        if self.first.end or case.stage != Stage.OPEN or not restarts(self.first):
            del self.fields["is_new"]
        if case.stage != Stage.CLOSED:
            del self.fields["reopens"]
        if directs(self.by, self.one.case, self.day):
            offer_approvers(self)
            named = self.fields["approved_by"].choices[1:]  # type: ignore[attr-defined]
            self.choose("approved_by", named, empty=_("不合并"))
        else:
            del self.fields["approved_by"]


def supplement_form(
    later: Case, first: Case, by: Any, day: Any, data: Any = None, text: str = ""
) -> SupplementForm:
    """The form for a pair, filled with what is new."""
    initial = None if data is not None else {"text": text}
    return SupplementForm(data, initial=initial, one=standing(later), first=standing(first), by=by, day=day)
