"""The page of the push of a decision to another province."""

from __future__ import annotations

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

from gongkai.desk.agencies.guarding import guarded, officer_of
from gongkai.desk.agencies.queries import today
from gongkai.desk.disclosure.views.common import attempted, status_after
from gongkai.desk.enforcement import pushing, queries
from gongkai.face.widgets import DayInput

worker = guarded(lambda officer: queries.works(officer, today()))
"""Only for those who have to do with enforcement."""


class PushForm(forms.Form):
    """To whom, on which day, and what proves it."""

    to = forms.CharField(
        label=gettext_lazy("推送至"),
        max_length=120,
        help_text=gettext_lazy("当事人登记地的市场监督管理部门"),
        error_messages={"required": gettext_lazy("请填写推送给哪个机关")},
    )
    pushed_on = forms.DateField(
        label=gettext_lazy("推送日期"),
        widget=DayInput(),
        error_messages={"required": gettext_lazy("请填写推送日期")},
    )
    proof = forms.CharField(
        label=gettext_lazy("凭据"),
        max_length=200,
        help_text=gettext_lazy("平台回执号或者函号"),
        error_messages={"required": gettext_lazy("请填写平台回执号或者函号")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@worker
def push(request: HttpRequest, uid: str) -> HttpResponse:
    """By when a decision must be pushed to where its party is registered, and that it was."""
    officer, day = officer_of(request), today()
    found = queries.penalties(officer, day).filter(uid=uid).first()
    told = pushing.said(found, day) if found is not None else None
    if found is None or told is None:
        raise Http404
    may = queries.uploads(officer, day)
    form = PushForm(request.POST or None, initial={"pushed_on": day})

    def act() -> bool:
        if form.is_valid():
            pushing.push(found, **_given(form), by=officer, at=timezone.now())
        return form.is_valid()

    done, refusal = attempted(request, may, act)
    if done:
        messages.success(request, _("已登记推送"))
        return HttpResponseRedirect(reverse("enforcement:penalty", args=[uid]))
    context: dict[str, Any] = {
        "one": found,
        "form": form,
        "refusal": refusal,
        "may": may,
        "today": day,
        "panel": told,
    }
    return render(request, "enforcement/push.html", context, status=status_after(request, refusal))


def _given(form: PushForm) -> dict[str, Any]:
    data = form.cleaned_data
    return {"to": data["to"], "on": data["pushed_on"], "proof": data["proof"]}
