"""Forms of letters of supervision: what is asked, within how many working days; what was done."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from gongkai.desk.complaints.forms import REQUIRED, area
from gongkai.desk.complaints.verbs.notifying import LONGEST, LONGEST_ANSWER, MOST_DAYS


class NoticeForm(forms.Form):
    """What a letter asks."""

    asked = forms.CharField(
        label=gettext_lazy("督办要求"),
        max_length=LONGEST,
        widget=area(4),
        help_text=gettext_lazy("要办什么、查清什么；不写诉求人的身份"),
        error_messages=REQUIRED,
    )
    days = forms.IntegerField(
        label=gettext_lazy("反馈期限（工作日）"),
        min_value=1,
        max_value=MOST_DAYS,
        help_text=gettext_lazy("自签发的次日起算；案件的法定期限不变"),
        error_messages=REQUIRED,
    )


class AnswerForm(forms.Form):
    """What the unit did."""

    words = forms.CharField(
        label=gettext_lazy("反馈情况"),
        max_length=LONGEST_ANSWER,
        widget=area(6),
        help_text=gettext_lazy("办到哪一步、为什么慢、何时办结"),
        error_messages=REQUIRED,
    )
