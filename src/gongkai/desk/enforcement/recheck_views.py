"""What follows a failed conclusion, on the page of its sample: receipt, second test, its outcome."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gongkai.desk.agencies.guarding import officer_of
from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import today
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.waiting import left
from gongkai.desk.disclosure.views.common import attempted, status_after
from gongkai.desk.enforcement import queries, rechecking
from gongkai.desk.enforcement.models import Recheck, Sample
from gongkai.desk.enforcement.rechecking import Standing
from gongkai.desk.enforcement.sample_views import uploader
from gongkai.face.widgets import DayInput
from gongkai.law.deadlines.sampling import sample_notice


class ToldForm(forms.Form):
    """When the conclusion was received, and what proves it."""

    on = forms.DateField(
        label=gettext_lazy("收到检验结论日期"),
        widget=DayInput(),
        help_text=gettext_lazy("被抽样单位和标称的生产者都通知的，填最后收到的一天"),
        error_messages={"required": gettext_lazy("请填写日期")},
    )
    proof = forms.CharField(
        label=gettext_lazy("送达凭据"),
        max_length=200,
        help_text=gettext_lazy("送达回证编号、邮件号或者签收人"),
        error_messages={"required": gettext_lazy("请填写凭据")},
    )

    def act(self, one: Standing, by: Officer) -> str:
        """Enter it."""
        given = self.cleaned_data
        rechecking.tell(one.sample, given["on"], given["proof"], by=by, at=timezone.now())
        return _("已登记，复检申请期限从次日起算")


class AskedForm(forms.Form):
    """When a second test was asked for."""

    on = forms.DateField(
        label=gettext_lazy("申请复检日期"),
        widget=DayInput(),
        error_messages={"required": gettext_lazy("请填写日期")},
    )

    def act(self, one: Standing, by: Officer) -> str:
        """Enter it."""
        assert one.recheck is not None
        rechecking.ask(one.recheck, self.cleaned_data["on"], by=by, at=timezone.now())
        return _("已登记申请复检，有结论以前不作为最终结论")


class SettledForm(forms.Form):
    """What the second test said."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("复检结论"),
        choices=Recheck.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择复检结论")},
    )
    on = forms.DateField(
        label=gettext_lazy("复检结论日期"),
        widget=DayInput(),
        error_messages={"required": gettext_lazy("请填写日期")},
    )
    proof = forms.CharField(
        label=gettext_lazy("复检报告编号"),
        max_length=200,
        error_messages={"required": gettext_lazy("请填写复检报告编号")},
    )

    def act(self, one: Standing, by: Officer) -> str:
        """Enter it."""
        assert one.recheck is not None
        given = self.cleaned_data
        rechecking.settle(
            one.recheck, given["outcome"], given["on"], given["proof"], by=by, at=timezone.now()
        )
        return _("已登记复检结论，这一结论为最终结论")


Step = ToldForm | AskedForm | SettledForm


@require_http_methods(["GET", "HEAD", "POST"])
@uploader
def recheck(request: HttpRequest, uid: str) -> HttpResponse:
    """The next step of a failed sample: told, asked, settled."""
    officer, day = officer_of(request), today()
    found = queries.samples(officer, day).select_related("agency").filter(uid=uid).first()
    one = next(iter(rechecking.of_samples([found], day)), None) if found is not None else None
    if found is None or one is None:
        raise Http404
    form = next_form(one, day, request.POST if request.method == "POST" else None)
    said: list[str] = []
    act = _acting(form, one, officer, said)
    done, refusal = attempted(request, True, act)
    if done:
        messages.success(request, said[0])
        return HttpResponseRedirect(reverse("enforcement:sample", args=[uid]))
    context = {"one": found, "form": form, "refusal": refusal, **shown(found, officer, day)}
    return render(request, "enforcement/recheck.html", context, status=status_after(request, refusal))


def _acting(form: Step | None, one: Standing, officer: Officer, said: list[str]) -> Callable[[], bool]:
    def act() -> bool:
        if form is None or not form.is_valid():
            return False
        said.append(form.act(one, officer))
        return True

    return act


def next_form(one: Standing, day: date, data: Any = None) -> Step | None:
    """The form of the next step; null where the conclusion is final by its outcome or its period."""
    initial = {"on": day}
    if one.recheck is None:
        return ToldForm(data, initial=initial)
    if one.recheck.outcome:
        return None
    if one.recheck.asked_on is not None:
        return SettledForm(data, initial=initial)
    return AskedForm(data, initial=initial)


def shown(sample: Sample, officer: Officer, day: date) -> dict[str, Any]:
    """What the page of a sample shows of it; nothing for what passed or is void."""
    one = next(iter(rechecking.of_samples([sample], day)), None)
    if one is None:
        return {"standing": None}
    notice = (
        sample_notice(sample.reported_on, calendar()) if sample.reported_on and one.recheck is None else None
    )
    answer = one.until if one.until is not None else notice
    return {
        "standing": one,
        "clock": answer,
        "clock_left": left(calendar(), day, answer.due) if answer and answer.due else None,
        "today": day,
        "next_step": next_form(one, day) is not None and rechecking.may_enter(officer, day),
    }
