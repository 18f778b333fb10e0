"""Acts towards others: the platform that sent the worksheet, bodies that mediate."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints import outside_forms as forms
from gongkai.desk.complaints import verbs
from gongkai.desk.complaints.clocks import return_by
from gongkai.desk.complaints.facts import Standing
from gongkai.desk.complaints.forms import ActForm
from gongkai.desk.complaints.models import PlatformAsk
from gongkai.desk.complaints.offering import Action, says, yes
from gongkai.desk.complaints.reasoning import weekday_of
from gongkai.law.intake import complaint_platform


def _return(case: Case, form: ActForm, by: Officer, at: datetime) -> object:
    return verbs.ask_return(case, form.cleaned_data["reason"], form.cleaned_data["proof"], by=by, at=at)


def _returned(case: Case, form: ActForm, by: Officer, at: datetime) -> object:
    return verbs.answer_return(case, yes(form, "word"), form.cleaned_data["said"], by=by, at=at)


def _extend(case: Case, form: ActForm, by: Officer, at: datetime) -> object:
    data = form.cleaned_data
    return verbs.ask_extension(case, data["reason"], data["wanted_on"], by=by, at=at)


def _extended(case: Case, form: ActForm, by: Officer, at: datetime) -> object:
    data = form.cleaned_data
    return verbs.answer_extension(
        case, yes(form, "word"), data["said"], until=data["until"], by=by, at=at
    )  # fmt: skip


def _enter(case: Case, form: ActForm, by: Officer, at: datetime) -> object:
    return verbs.enter_platform(case, form.cleaned_data["number"], by=by, at=at)


def _entering(one: Standing, day: date) -> str:
    """What the law of its day says."""
    platform = complaint_platform(one.matter.registered_on)
    if platform is None:
        return ""
    return _("%(text)s（%(basis)s）；没有平台单号的不能办结") % {
        "text": platform.text,
        "basis": platform.basis,
    }


def _entrust(case: Case, form: ActForm, by: Officer, at: datetime) -> object:
    assert isinstance(form, forms.BodyForm)
    return verbs.entrust(case, form.body(), form.cleaned_data["consent"], by=by, at=at)


def _hand_over(case: Case, form: ActForm, by: Officer, at: datetime) -> object:
    assert isinstance(form, forms.BodyForm)
    return verbs.hand_over(case, form.body(), form.cleaned_data["consent"], by=by, at=at)


def _mediated(case: Case, form: ActForm, by: Officer, at: datetime) -> object:
    return verbs.mediated(case, form.cleaned_data["result"], form.cleaned_data["proof"], by=by, at=at)


def _returning(one: Standing, day: date) -> str:
    """Until when it may be given back."""
    said = {"last": weekday_of(return_by(one.matter, calendar()), day)}
    return _("退单期限到 %(last)s（局内规定）；平台同意以前照常办理，法定期限不停") % said


def _word(kind: str, one: Standing) -> str:
    waiting = PlatformAsk.objects.filter(case=one.case, kind=kind, answered_on__isnull=True)
    found = waiting.select_related("asked_by").first()
    if found is None:
        return ""
    return _("%(on)s %(who)s申请：%(reason)s") % {
        "on": found.asked_on,
        "who": found.asked_by.name,
        "reason": found.reason,
    }


def _answering_return(one: Standing, day: date) -> str:
    return _("同意的，办理结果为“移送”，并告知诉求人；不同意的继续办理。%(said)s") % {
        "said": _word(PlatformAsk.Kind.RETURN, one)
    }


def _answering_extension(one: Standing, day: date) -> str:
    return _("同意的，平台时限改到那一天；法定期限不变。%(said)s") % {
        "said": _word(PlatformAsk.Kind.EXTENSION, one)
    }


_RESULT = Action(forms.MediatedForm, _mediated, says(gettext_lazy("结果留在本件；委托的，再按结果登记调解")))
OUTSIDE: dict[str, Action] = {
    "answer_return": Action(forms.ReturnAnswerForm, _returned, _answering_return),
    "answer_extension": Action(forms.ExtensionAnswerForm, _extended, _answering_extension),
    "enter_platform": Action(forms.PlatformForm, _enter, _entering),
    "mediated": _RESULT,
    "mediated_closed": _RESULT,
    "ask_return": Action(forms.ReturnAskForm, _return, _returning, group="more"),
    "ask_extension": Action(
        forms.ExtensionAskForm,
        _extend,
        says(gettext_lazy("平台同意以前仍按现在的时限；法定期限不变")),
        group="more",
    ),
    "entrust": Action(
        forms.BodyForm,
        _entrust,
        says(gettext_lazy("仍是本局的调解，法定期限不停；结果没有登记的不能办结")),
        group="more",
    ),
    "hand_over": Action(
        forms.BodyForm,
        _hand_over,
        says(gettext_lazy("由该组织按自己的规则调解，不是行政调解；本件办理结果为“移送”，还须答复")),
        group="more",
    ),
}
"""Verb of the flow → how a page offers it."""
