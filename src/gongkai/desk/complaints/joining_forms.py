"""The forms by which entries come together: heard in one mediation, or merged because one was made twice."""

from __future__ import annotations

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.casework.models import Case
from gongkai.desk.casework.stages import Stage
from gongkai.desk.complaints.facts import Step, standings
from gongkai.desk.complaints.forms import REQUIRED, ActForm, VoidForm
from gongkai.desk.complaints.models import Verdict
from gongkai.desk.complaints.queries import against, visible_to

MOST = 20
"""Other cases that a form looks through to offer one."""


class MergeForm(VoidForm):
    """Into which registration the wrong entry goes."""

    kept = forms.CharField(
        label=gettext_lazy("保留哪一件"),
        max_length=64,
        help_text=gettext_lazy("填登记编号；须是收到较早的一件，本件的编号保留、不再办理"),
        error_messages=REQUIRED,
    )
    field_order = ("kept", "reason", "approved_by")

    def prepare(self) -> None:
        """The one that was judged the same letter stands there."""
        super().prepare()
        mine = self.one.case.registration_id
        same = Verdict.objects.filter(Q(first=mine) | Q(second=mine), kind=Verdict.Kind.SAME, undone_on=None)
        numbers = [
            other.number
            for made in same.select_related("first", "second")
            for other in (made.first, made.second)
            if other.pk != mine
        ]
        if len(numbers) == 1:
            self.fields["kept"].initial = numbers[0]


class JoinForm(ActForm):
    """With which complaint it is heard together, and the consent."""

    main = forms.CharField(
        label=gettext_lazy("并入哪一件（登记编号）"),
        max_length=64,
        help_text=gettext_lazy("只填序号的，按本件的年份找"),
        error_messages=REQUIRED,
    )
    consent = forms.CharField(
        label=gettext_lazy("投诉人同意的凭证"),
        help_text=gettext_lazy("书面同意或录音编号；没有同意不能合并"),
        max_length=200,
        error_messages=REQUIRED,
    )

    def prepare(self) -> None:
        """Those against the same respondent that are being mediated."""
        matter, day = self.one.matter, self.day
        found = against(matter.agency_id, credit_code=matter.credit_code, respondent=matter.respondent)
        open_ones = visible_to(self.by, day).filter(
            registration__in=found, kind=Case.Kind.COMPLAINT, stage=Stage.OPEN
        )
        rows = open_ones.exclude(pk=self.one.case.pk).select_related("registration").order_by("-pk")[:MOST]
        numbers = [
            one.case.registration.number for one in standings(list(rows)).values() if one.step == Step.MEDIATE
        ]
        if numbers:
            self.fields["main"].help_text = _("同一被投诉人、正在调解的：%(numbers)s") % {
                "numbers": "、".join(numbers)
            }
        if len(numbers) == 1:
            self.fields["main"].initial = numbers[0]
