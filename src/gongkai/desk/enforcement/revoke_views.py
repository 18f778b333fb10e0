"""The page on which it is entered what became of a decision."""

from __future__ import annotations

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

from gongkai.desk.agencies.guarding import guarded, officer_of
from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import today
from gongkai.desk.disclosure.views.common import attempted, status_after
from gongkai.desk.enforcement import public, queries, revoking
from gongkai.desk.enforcement.forms import offer_approvers
from gongkai.desk.enforcement.models import Revocation
from gongkai.face.widgets import DayInput

worker = guarded(lambda officer: queries.works(officer, today()))
"""Only for those who have to do with enforcement."""


class RevocationForm(forms.Form):
    """On which ground, since when, by which document."""

    ground = forms.ChoiceField(
        label=gettext_lazy("情形"),
        choices=Revocation.Ground.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择情形")},
    )
    on = forms.DateField(
        label=gettext_lazy("生效日期"),
        widget=DayInput(),
        help_text=gettext_lazy("撤回公示的期限从这一天起算"),
        error_messages={"required": gettext_lazy("请填写生效日期")},
    )
    proof = forms.CharField(
        label=gettext_lazy("依据"),
        max_length=200,
        help_text=gettext_lazy("复议决定书、判决书或者变更决定的文号；误录的写明原因"),
        error_messages={"required": gettext_lazy("请填写依据")},
    )
    approver = forms.ModelChoiceField(
        Officer.objects.none(),
        label=gettext_lazy("批准人"),
        required=False,
        help_text=gettext_lazy("误录作废的须由另一人批准，其他情形不填"),
    )

    def __init__(self, data: Any, officer: Officer, day: date) -> None:
        super().__init__(data)
        offer_approvers(self, officer, day, _("不需要"))


@require_http_methods(["GET", "HEAD", "POST"])
@worker
def revoke(request: HttpRequest, uid: str) -> HttpResponse:
    """What became of a decision, or the form to enter it."""
    officer, day = officer_of(request), today()
    found = queries.penalties(officer, day).filter(uid=uid).first()
    if found is None:
        raise Http404
    may = revoking.may_enter(officer, day)
    form = RevocationForm(request.POST or None, officer, day)

    def act() -> bool:
        if form.is_valid():
            revoking.revoke(found, **form.cleaned_data, by=officer, at=timezone.now())
        return form.is_valid()

    done, refusal = attempted(request, may, act)
    if done:
        messages.success(request, _("已登记；还在公示的，请及时撤回"))
        return HttpResponseRedirect(reverse("enforcement:penalty", args=[uid]))
    item = public.of_decisions([found]).get(found.pk)
    context: dict[str, Any] = {
        "one": found,
        "form": form,
        "refusal": refusal,
        "may": may,
        "today": day,
        "panel": revoking.said(found, day, item),
    }
    return render(request, "enforcement/revoke.html", context, status=status_after(request, refusal))
