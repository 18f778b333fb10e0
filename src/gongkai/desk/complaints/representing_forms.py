"""The forms of who acts for whom: the way, the papers that came, the day until which others are asked for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.complaints import grounds
from gongkai.desk.complaints.forms import REQUIRED, ActForm
from gongkai.desk.complaints.models import Authority
from gongkai.desk.complaints.models.authority import MOST_PEOPLE
from gongkai.desk.complaints.verbs.representing import Acting, suggested
from gongkai.face.widgets import DayInput
from gongkai.law.intake import MOST_REPRESENTATIVES

_DAY = DayInput()


class RepresentForm(ActForm):
    """For one other or for several."""

    way = forms.ChoiceField(
        label=gettext_lazy("谁来投诉"),
        choices=Authority.Way.choices,
        widget=forms.RadioSelect,
        error_messages=REQUIRED,
    )
    people = forms.IntegerField(
        label=gettext_lazy("共同投诉人数"), min_value=2, max_value=MOST_PEOPLE, required=False
    )
    representatives = forms.IntegerField(
        label=gettext_lazy("代表人人数"), min_value=1, max_value=MOST_REPRESENTATIVES, required=False
    )

    def prepare(self) -> None:
        """What the law of the day says."""
        self.fields["way"].help_text = grounds.agent(self.one)

    def clean(self) -> dict[str, Any]:
        """Several are at least two."""
        given = super().clean() or self.cleaned_data
        if given.get("way") == Authority.Way.JOINT and not given.get("people"):
            self.add_error("people", _("请填写共同投诉的人数"))
        return given

    def acting(self) -> Acting:
        """What was filled in."""
        data = self.cleaned_data
        return Acting(data["way"], data["people"], data["representatives"] or 1)


class AskPapersForm(ActForm):
    """Until when."""

    until = forms.DateField(label=gettext_lazy("补正到"), widget=_DAY, error_messages=REQUIRED)

    def prepare(self) -> None:
        """What is lacking, and when the time for deciding ends."""
        lacking = "、".join(self.one.case.authority.lacking)
        due = self.one.case.due_on
        proposed = suggested(self.day)
        fits = due is None or due <= self.day or proposed <= due
        self.fields["until"].initial = proposed if fits else due
        said = _("缺：%(lacking)s") % {"lacking": lacking}
        if not self.one.case.authority.needed:
            said = _("%(said)s；不影响受理，没有的由各投诉人本人参加调解") % {"said": said}
        more = _("受理期限到 %(due)s，补正不停期限") % {"due": due} if due else ""
        self.fields["until"].help_text = "；".join(part for part in (said, more) if part)


class PapersForm(ActForm):
    """Which papers came, and what the authorisation says."""

    letter = forms.BooleanField(label=gettext_lazy("授权委托书原件（有委托人签名）"), required=False)
    scope = forms.CharField(
        label=gettext_lazy("委托事项、权限"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("照授权委托书写；如：代为投诉、参加调解、达成协议"),
    )
    valid_until = forms.DateField(
        label=gettext_lazy("委托期限到"),
        widget=_DAY,
        required=False,
        help_text=gettext_lazy("没有写期限的不填"),
    )
    identity = forms.BooleanField(label=gettext_lazy("受托人身份证明"), required=False)

    def prepare(self) -> None:
        """Only what is still lacking."""
        found = self.one.case.authority
        if found.way == Authority.Way.JOINT:
            del self.fields["scope"], self.fields["valid_until"], self.fields["identity"]
            self.fields["letter"].label = _("推选代表人的书面材料（各投诉人签名）")
            self.fields["letter"].help_text = grounds.joint(self.one)
            return
        if found.letter_on is not None:
            del self.fields["letter"], self.fields["scope"], self.fields["valid_until"]
        if found.identity_on is not None:
            del self.fields["identity"]

    def clean(self) -> dict[str, Any]:
        """At least one, and the authorisation with its matter."""
        given = super().clean() or self.cleaned_data
        if not given.get("letter") and not given.get("identity"):
            self.add_error(None, _("请勾选收到的材料"))
        asks = "scope" in self.fields
        if asks and given.get("letter") and not (given.get("scope") or "").strip():
            self.add_error("scope", _("请照授权委托书填写"))
        return given
