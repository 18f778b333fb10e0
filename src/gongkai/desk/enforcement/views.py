"""The pages of enforcement: investigations, decisions, batches of samples."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.desk.agencies.guarding import guarded, officer_of
from gongkai.desk.agencies.models import Officer, Unit
from gongkai.desk.agencies.queries import today, units_of
from gongkai.desk.agencies.rules import held, holds
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.models import Event
from gongkai.desk.casework.queries import visible_to
from gongkai.desk.casework.waiting import left
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.queries import visible_to as visible_items
from gongkai.desk.enforcement import (
    due,
    early,
    listing,
    public,
    pushing,
    queries,
    rechecking,
    revoking,
    tie_views,
    verbs,
    voiding,
)
from gongkai.desk.enforcement.forms import EndForm, OpenForm
from gongkai.desk.enforcement.models import Investigation, Penalty, Sample
from gongkai.desk.lists import screens
from gongkai.refusal import Refused

_EVENTS = {
    "investigation-opened": gettext_lazy("立案"),
    "investigation-ended": gettext_lazy("结案"),
}


worker = guarded(lambda officer: queries.works(officer, today()))
"""Only for those who have to do with enforcement."""


@require_http_methods(["GET", "HEAD", "POST"])
@worker
def investigations(request: HttpRequest) -> HttpResponse:
    """Investigations, newest first; a new one is opened here."""
    officer, day = officer_of(request), today()
    units = _units(officer, day)
    form, refusal, status = OpenForm(units=units), None, 200
    if request.method == "POST":
        if not units:
            raise PermissionDenied
        form, status = OpenForm(request.POST, units=units), 422
        if form.is_valid():
            try:
                made = _open(officer, form, units)
            except Refused as refused:
                refusal = refused
            else:
                return HttpResponseRedirect(reverse("enforcement:investigation", args=[made.uid]))
    shown = screens.read(request, listing.INVESTIGATIONS, day, [(_("在办"), {"state": "open"})])
    if isinstance(shown, HttpResponse):
        return shown
    context = {
        "rows": shown.page.rows,
        "open_form": form,
        "refusal": refusal,
        "may_open": units,
        **shown.context,
    }
    return render(request, "enforcement/investigations.html", context, status=status)


@require_safe
@worker
def investigation(request: HttpRequest, uid: str) -> HttpResponse:
    """One investigation: its clues, its end, the decision, the item."""
    return _shown(request, _investigation(request, uid), EndForm())


@require_POST
@worker
def end(request: HttpRequest, uid: str) -> HttpResponse:
    """End an investigation."""
    found = _investigation(request, uid)
    officer = officer_of(request)
    if not holds(officer, queries.ACTS, found.unit, today()):
        raise PermissionDenied
    form = EndForm(request.POST, seen=queries.penalties(officer, today()))
    if not form.is_valid():
        return _shown(request, found, form, status=422)
    try:
        verbs.end_investigation(
            found,
            form.cleaned_data["ending"],
            penalty=form.decision,
            by=officer,
            at=timezone.now(),
        )
    except Refused as refused:
        return _shown(request, found, form, refused, status=422)
    messages.success(request, _("已结案"))
    return HttpResponseRedirect(reverse("enforcement:investigation", args=[uid]))


@require_safe
@worker
def penalties(request: HttpRequest) -> HttpResponse:
    """Decisions, newest first."""
    usual = [(_("没有起草公示的"), {"state": "none"})]
    shown = screens.read(request, listing.PENALTIES, today(), usual)
    if isinstance(shown, HttpResponse):
        return shown
    context = {"rows": shown.page.rows, **shown.context}
    return render(request, "enforcement/penalties.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@worker
def penalty(request: HttpRequest, uid: str) -> HttpResponse:
    """One decision: its summary, by when it must be public, the item drawn from it."""
    officer, day = officer_of(request), today()
    found = queries.penalties(officer, day).filter(uid=uid).first()
    if found is None:
        raise Http404
    refusal, units = None, _units(officer, day)
    if request.method == "POST":
        try:
            item = verbs.draft_penalty(found, _one_unit(request, units), by=officer, at=timezone.now())
        except Refused as refused:
            refusal = refused
        else:
            return HttpResponseRedirect(reverse("disclosure:item", args=[item.uid]))
    known = public.of_decisions([found]).get(found.pk)
    context = {
        "one": found,
        "refusal": refusal,
        "units": units,
        "facts": _facts(found),
        "due": due.publicity(found),
        "credit": due.credit(found),
        "rules": public.rules_of(found),
        "push": pushing.panel_of(found, day),
        "revoked": revoking.said(found, day, known),
        "may_revoke": revoking.may_enter(officer, day),
        "today": day,
        **_item(known, officer, day),
        "cases": list(queries.investigations(officer, day).filter(penalty=found)),
    }
    return render(request, "enforcement/penalty.html", context, status=422 if refusal else 200)


@require_safe
@worker
def batches(request: HttpRequest) -> HttpResponse:
    """Batches of samples, newest first."""
    usual = [
        (_("有不合格的"), {"result": "failed"}),
        (_("没有起草公开信息的"), {"item": "open"}),
    ]
    shown = screens.read(request, listing.BATCHES, today(), usual)
    if isinstance(shown, HttpResponse):
        return shown
    may = queries.uploads(officer_of(request), today())
    context = {"rows": shown.page.rows, "may_upload": may, **shown.context}
    return render(request, "enforcement/batches.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@worker
def batch(request: HttpRequest) -> HttpResponse:
    """One batch: what failed first; the item drawn from it."""
    officer, day = officer_of(request), today()
    name = (request.POST if request.method == "POST" else request.GET).get("name", "")[:80]
    samples = queries.samples(officer, day).filter(batch=name)
    found = list(samples.order_by(public.FAILED_FIRST, "number", "pk")[:2000])
    if not name or not found:
        raise Http404
    refusal, units = None, _units(officer, day)
    if request.method == "POST":
        unit = _one_unit(request, units)
        try:
            item = verbs.draft_batch(officer.agency, name, found, unit, by=officer, at=timezone.now())
        except Refused as refused:
            refusal = refused
        else:
            return HttpResponseRedirect(reverse("disclosure:item", args=[item.uid]))
    final = rechecking.as_final(found)
    failed = {one.number for one in final if one.verdict == Sample.Verdict.FAILED}
    known = public.of_batches(officer.agency_id, {name}).get(name)
    context = {
        "name": name,
        "enters": rechecking.may_enter(officer, day),
        "result": (result := due.of_batch(name, found, day)),
        "left": left(calendar(), day, result.answer.due) if result and result.answer.due else None,
        "today": day,
        "rows": found,
        "count": len({one.number for one in found}),
        "failed": len(failed),
        "refusal": refusal,
        "units": units,
        **_item(known, officer, day),
        **tie_views.shown(name, known, officer, day),
        **early.shown(name, known, officer, day),
        "voided": voiding.of_batch(officer.agency_id, name),
        "panel": voiding.said(name, officer, day),
    }
    return render(request, "enforcement/batch.html", context, status=422 if refusal else 200)


def _item(item: Item | None, officer: Officer, day: date) -> dict[str, Any]:
    """The item that makes it public, for a page; a draft of another unit is named by its number only."""
    may_open = item is not None and visible_items(officer, day).filter(pk=item.pk).exists()
    return {"item": item, "may_open": may_open}


def _units(officer: Officer, day: date) -> list[Unit]:
    """The units for which the officer may act."""
    mine = [one for one in held(officer, day) if one.kind in queries.ACTS]
    if any(one.unit_id is None for one in mine):
        return units_of(officer.agency_id)
    own = {one.unit_id for one in mine}
    return [one for one in units_of(officer.agency_id) if one.pk in own]


def _one_unit(request: HttpRequest, units: list[Unit]) -> Unit | None:
    code = request.POST.get("unit", "")
    return next((one for one in units if one.code == code), units[0] if len(units) == 1 else None)


def _open(officer: Officer, form: OpenForm, units: list[Unit]) -> Investigation:
    data = dict(form.cleaned_data)
    unit = next(one for one in units if one.code == data.pop("unit"))
    return verbs.open_investigation(agency=officer.agency, unit=unit, by=officer, at=timezone.now(), **data)


def _investigation(request: HttpRequest, uid: str) -> Investigation:
    seen = queries.investigations(officer_of(request), today()).select_related("unit", "penalty", "agency")
    found = seen.filter(uid=uid).first()
    if found is None:
        raise Http404
    return found


def _shown(
    request: HttpRequest, one: Investigation, form: EndForm, refusal: Refused | None = None, status: int = 200
) -> HttpResponse:
    officer, day = officer_of(request), today()
    cases = visible_to(officer, day).filter(clues__investigation=one).select_related("registration")
    events = Event.objects.filter(stream=verbs.stream(one)).order_by("-n")
    people = dict(Officer.objects.filter(uid__in=events.values("by")).values_list("uid", "name"))
    item = public.of_decisions([one.penalty]).get(one.penalty.pk) if one.penalty else None
    context = {
        "one": one,
        "form": form,
        "refusal": refusal,
        "cases": list(cases),
        "clues": one.clues.count(),
        "item": item,
        "may_end": one.ended_on is None and holds(officer, queries.ACTS, one.unit, day),
        "events": [
            {
                "type": _EVENTS.get(event.type, event.type),
                "on": event.occurred,
                "by": people.get(event.by, ""),
                "detail": event.data.get("ending", ""),
            }
            for event in events
        ],
    }
    return render(request, "enforcement/investigation.html", context, status=status)


def _yuan(fen: int) -> str:
    return _("%(sum)s 元") % {"sum": f"{fen / 100:,.2f}"}


def _facts(one: Penalty) -> list[tuple[str, str]]:
    rows = (
        (_("处罚机关"), one.organ),
        (_("当事人"), f"{one.party}（{one.party_kind}）" if one.party_kind else one.party),
        (_("统一社会信用代码"), one.credit_code),
        (_("违法行为类型"), one.violation),
        (_("违法事实"), one.facts),
        (_("处罚依据"), one.basis),
        (_("处罚种类"), one.sanction),
        (_("处罚内容"), one.content),
        (_("罚款"), _yuan(one.fine_fen) if one.fine_fen else ""),
        (_("没收"), _yuan(one.confiscated_fen) if one.confiscated_fen else ""),
        (_("决定日期"), one.decided_on.isoformat()),
        (_("送达日期"), one.served_on.isoformat() if one.served_on else ""),
        (_("条线"), one.line),
        (_("作废日期"), one.voided_on.isoformat() if one.voided_on else ""),
    )
    return [(label, value) for label, value in rows if value]
