"""The pages of samples: the list of all, one of them with its voiding, the correction of what names it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.desk.agencies.guarding import guarded, officer_of
from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import today
from gongkai.desk.disclosure.views.common import attempted, status_after
from gongkai.desk.enforcement import listing, queries, recheck_views, revoking, voiding
from gongkai.desk.enforcement.forms import offer_approvers
from gongkai.desk.enforcement.models import Sample, SampleVoiding
from gongkai.desk.enforcement.sample_views import uploader
from gongkai.desk.lists import screens
from gongkai.refusal import Refused

worker = guarded(lambda officer: queries.works(officer, today()))
"""Only for those who have to do with enforcement."""
_FACTS = (
    *("batch", "food", "spec", "trademark", "produced", "maker", "maker_address", "sampled_unit"),
    *("sampled_address", "verdict", "failed_item", "found", "standard", "lab", "task", "reported_on"),
)


class VoidForm(forms.Form):
    """Why a sample does not count, and who agreed."""

    ground = forms.ChoiceField(
        label=gettext_lazy("情形"),
        choices=SampleVoiding.Ground.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择情形")},
    )
    reason = forms.CharField(
        label=gettext_lazy("原因"),
        max_length=200,
        help_text=gettext_lazy("写明错在哪里，正确的样品是哪一个"),
        error_messages={"required": gettext_lazy("请填写原因")},
    )
    approver = forms.ModelChoiceField(
        Officer.objects.none(),
        label=gettext_lazy("批准人"),
        error_messages={"required": gettext_lazy("请选择批准人")},
        help_text=gettext_lazy("须由登记人以外的人批准"),
    )

    def __init__(self, data: Any, officer: Officer, day: date) -> None:
        super().__init__(data)
        offer_approvers(self, officer, day, _("请选择"))


@require_safe
@worker
def samples(request: HttpRequest) -> HttpResponse:
    """The samples, voided ones too, those reported last first."""
    usual = [(_("不合格的"), {"verdict": Sample.Verdict.FAILED.value}), (_("已作废"), {"state": "voided"})]
    shown = screens.read(request, listing.SAMPLES, today(), usual)
    if isinstance(shown, HttpResponse):
        return shown
    return render(request, "enforcement/samples.html", {"rows": shown.page.rows, **shown.context})


@require_http_methods(["GET", "HEAD", "POST"])
@worker
def sample(request: HttpRequest, uid: str) -> HttpResponse:
    """One sample: what the register says, why it does not count; POST voids it."""
    officer, day = officer_of(request), today()
    found = queries.every_sample(officer, day).select_related("agency").filter(uid=uid).first()
    if found is None:
        raise Http404
    may = revoking.may_enter(officer, day)
    form = VoidForm(request.POST or None, officer, day)

    def act() -> bool:
        if form.is_valid():
            voiding.void(found, **form.cleaned_data, by=officer, at=timezone.now())
        return form.is_valid()

    done, refusal = attempted(request, may, act)
    if done:
        messages.success(request, _("已作废，编号保留；公布过的请及时更正"))
        return HttpResponseRedirect(voiding.href(found))
    context = {
        "one": found,
        "facts": _facts(found),
        "rows": _same_number(found, officer, day),
        "voided": voiding.of(found),
        "form": form if may and found.voided_on is None else None,
        "refusal": refusal,
        "panel": voiding.said(found.batch, officer, day) if found.batch else None,
        **recheck_views.shown(found, officer, day),
    }
    return render(request, "enforcement/sample.html", context, status=status_after(request, refusal))


@require_POST
@uploader
def correct(request: HttpRequest) -> HttpResponse:
    """Begin the correction of the item that names voided samples; where it cannot, say why."""
    officer, name = officer_of(request), request.POST.get("name", "")[:80]
    if not name or not queries.every_sample(officer, today()).filter(batch=name).exists():
        raise Http404
    try:
        item = voiding.rewrite(name, officer, timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(f"{reverse('enforcement:batch')}?{urlencode({'name': name})}")
    messages.success(request, _("表格已按现有样品重写，请核对后送审"))
    return HttpResponseRedirect(reverse("disclosure:edit", args=[item.uid]))


def _facts(one: Sample) -> list[tuple[str, str]]:
    named = {field.name: str(field.verbose_name) for field in Sample._meta.concrete_fields}
    rows = [(named[name], getattr(one, name)) for name in _FACTS]
    return [(label, str(value)) for label, value in rows if value]


def _same_number(one: Sample, officer: Officer, day: date) -> list[Sample]:
    """The other rows of the number: a sample has one for each failed item."""
    same = queries.every_sample(officer, day).filter(number=one.number)
    return list(same.exclude(pk=one.pk).order_by("pk")[:20])
