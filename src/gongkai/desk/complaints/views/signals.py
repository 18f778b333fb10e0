"""Signals: the list, one of them, and what a person makes of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.desk.agencies.models import Unit
from gongkai.desk.agencies.queries import today
from gongkai.desk.agencies.rules import holds
from gongkai.desk.complaints.models import Signal, Unforeseen
from gongkai.desk.complaints.rules import CENTRE, LEADS
from gongkai.desk.complaints.screens import signals as screen
from gongkai.desk.complaints.signals.listing import LISTING, SEES
from gongkai.desk.complaints.signals.scoring import scores
from gongkai.desk.complaints.verbs import signalling
from gongkai.desk.complaints.views.common import officer_of, only, status_of
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.queries import visible_to as visible_items
from gongkai.desk.enforcement.queries import investigations
from gongkai.desk.lists import screens
from gongkai.refusal import Refused


@require_safe
@only(SEES)
def signals(request: HttpRequest) -> HttpResponse:
    """What waits for a person by itself; by filters what was judged too, the newest first."""
    officer = officer_of(request)
    usual = [(_("等人判断"), {"state": "open"}), (_("判断过的"), {"state": "judged"})]
    shown = screens.read(request, LISTING, today(), usual)
    if isinstance(shown, HttpResponse):
        return shown
    past = scores(officer.agency, today())
    items = visible_items(officer, today()).filter(pk__in=[one.item.pk for one in past.missed if one.item])
    cases = investigations(officer, today()).filter(
        pk__in=[one.investigation.pk for one in past.missed if one.investigation]
    )
    seen = {*items.values_list("uid", flat=True), *cases.values_list("uid", flat=True)}
    context = {
        "rows": shown.page.rows,
        "scores": past,
        "rates": (
            (_("准确率"), past.precision, _("还没有判断过的预警")),
            (_("报出率"), past.recall, _("还没有可比的提示和案件")),
        ),
        "missed": [one for one in past.missed if one.uid in seen],
        "dismissed": [(signalling.REASONS.get(key, key), n) for key, n in past.dismissed],
        "excuses": Unforeseen.Reason.choices,
        "may_judge": holds(officer, (*CENTRE, *LEADS), None, today(), agency=officer.agency),
        **shown.context,
    }
    return render(request, "complaints/signals.html", context)


@require_safe
@only(SEES)
def signal(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """One signal."""
    return _shown(request, _signal(request, year, number))


@require_POST
@only((*CENTRE, *LEADS))
def judge_signal(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """A person's verdict."""
    found, officer, at = _signal(request, year, number), officer_of(request), timezone.now()
    kind = request.POST.get("verdict", "")
    try:
        if kind == "warn":
            unit = Unit.objects.filter(agency=officer.agency_id, code=request.POST.get("unit", "")).first()
            item = signalling.warn(found, unit, by=officer, at=at)
            messages.success(request, _("已起草消费提示 %(index)s") % {"index": item.index})
        elif kind == "watch":
            signalling.watch(found, by=officer, at=at)
        elif kind == "clue":
            number_of = request.POST.get("investigation", "").strip()
            case = investigations(officer, today()).filter(number=number_of).first()
            if case is None:
                raise Refused("not-found", f"没有立案号“{number_of}”", "请核对立案号")
            signalling.make_clue(found, case, by=officer, at=at)
        else:
            signalling.dismiss(found, request.POST.get("reason", ""), by=officer, at=at)
    except Refused as refused:
        return _shown(request, found, refused)
    return HttpResponseRedirect(reverse("complaints:signal", args=[year, number]))


@require_POST
@only((*CENTRE, *LEADS))
def excuse(request: HttpRequest) -> HttpResponse:
    """Say why a warning or an investigation that no signal told is no miss."""
    officer, uid = officer_of(request), request.POST.get("uid", "")
    given: dict[str, Any] = {"by": officer, "at": timezone.now()}
    if request.POST.get("of") == "item":
        given["item"] = Item.objects.filter(agency=officer.agency_id, uid=uid).first()
    else:
        given["investigation"] = investigations(officer, today()).filter(uid=uid).first()
    if not (given.get("item") or given.get("investigation")):
        raise Http404
    try:
        signalling.excuse(request.POST.get("reason", ""), **given)
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("complaints:signals"))


def _signal(request: HttpRequest, year: int, number: int) -> Signal:
    rows = Signal.objects.filter(agency=officer_of(request).agency_id, year=year, number=number)
    found = rows.select_related("agency", "item", "investigation", "decided_by").first()
    if found is None:
        raise Http404
    return found


def _shown(request: HttpRequest, found: Signal, refused: Refused | None = None) -> HttpResponse:
    officer, day = officer_of(request), today()
    context = screen.context(found, officer, day) | {
        "refusal": refused,
        "reasons": list(signalling.REASONS.items()),
        "reason": signalling.REASONS.get(found.reason, ""),
        "units": list(officer.agency.units.order_by("code")),
        "may_judge": holds(officer, (*CENTRE, *LEADS), None, day, agency=officer.agency),
    }
    status = status_of(refused) if refused else 200
    return render(request, "complaints/signal.html", context, status=status)
