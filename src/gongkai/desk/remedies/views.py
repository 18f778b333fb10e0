"""The list of remedies, one remedy with its dates and acts, entering one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.desk.agencies.guarding import officer_of
from gongkai.desk.agencies.models import Duty, Officer, Unit
from gongkai.desk.agencies.queries import today
from gongkai.desk.agencies.rules import held
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.models import Assignment, Case, Event
from gongkai.desk.casework.queries import day_of
from gongkai.desk.lists import screens
from gongkai.desk.remedies import forms, hints, verbs
from gongkai.desk.remedies.clocks import due_of
from gongkai.desk.remedies.flow import FLOW
from gongkai.desk.remedies.listing import LISTING
from gongkai.desk.remedies.models import Remedy
from gongkai.desk.remedies.queries import attacked, visible_to
from gongkai.refusal import Refused

SHOWN = 30
EVENTS = {
    "imported": gettext_lazy("从台账导入"),
    "registered": gettext_lazy("登记"),
    "assigned": gettext_lazy("分派"),
    "remedy-received": gettext_lazy("收案"),
    "copy-received": gettext_lazy("收到副本"),
    "answer-submitted": gettext_lazy("提交答复和证据"),
    "heard": gettext_lazy("开庭、听证"),
    "ruled": gettext_lazy("收到裁判"),
    "appealed": gettext_lazy("上诉"),
    "closed": gettext_lazy("结案"),
    "changed-because": gettext_lazy("登记改变"),
    "reopened": gettext_lazy("重新办理"),
    "voided": gettext_lazy("作废"),
}


@dataclass(frozen=True, slots=True)
class Action:
    """An act on a remedy: its form and how it runs."""

    form: type[django_forms.Form]
    run: Callable[[Case, dict[str, Any], Officer, datetime], Any]


ACTIONS = {
    "copy": Action(forms.DayForm, lambda case, given, by, at: verbs.copy(case, given["on"], by=by, at=at)),
    "submit": Action(
        forms.DayForm, lambda case, given, by, at: verbs.submit(case, given["on"], by=by, at=at)
    ),
    "hear": Action(
        forms.HearForm,
        lambda case, given, by, at: verbs.hear(case, given["on"], given["head_attended"], by=by, at=at),
    ),
    "rule": Action(
        forms.RuleForm,
        lambda case, given, by, at: verbs.rule(case, given["on"], given["number"], by=by, at=at),
    ),
    "appeal": Action(
        forms.AppealForm,
        lambda case, given, by, at: verbs.appeal(case, given["on"], given["by_us"], by=by, at=at),
    ),
    "close": Action(
        forms.CloseForm,
        lambda case, given, by, at: verbs.close(case, given["result"], change=given["change"], by=by, at=at),
    ),
    "change": Action(
        forms.ChangeForm, lambda case, given, by, at: verbs.change(case, given["text"], by=by, at=at)
    ),
}
"""The acts by their verbs."""


@require_safe
def remedies(request: HttpRequest) -> HttpResponse:
    """The remedies that one may see, by filters, the newest first, a page at a time."""
    officer, day = _worker(request), today()
    shown = screens.read(request, LISTING, day, [(_("尚未审结"), {"result": Remedy.Result.OPEN.value})])
    if isinstance(shown, HttpResponse):
        return shown
    context = {
        "rows": shown.page.rows,
        "today": day,
        "may_register": _registers(officer),
        **shown.context,
    }
    return render(request, "remedies/remedies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Enter a remedy."""
    officer, day = _worker(request), today()
    if not _registers(officer):
        raise PermissionDenied
    initial = {"received_on": day, "application": request.GET.get("application", "")}
    form = forms.RemedyForm(request.POST or None, agency=officer.agency, initial=initial)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            made = verbs.register(_arrival(form, officer), by=officer, at=timezone.now())
        except Refused as no:
            refused = no
        else:
            messages.success(request, _("已登记 %(number)s") % {"number": made.registration.number})
            return HttpResponseRedirect(reverse("remedies:remedy", args=[made.uid]))
    status = 422 if request.method == "POST" else 200
    return render(request, "remedies/new.html", {"form": form, "refusal": refused}, status=status)


@require_safe
def remedy(request: HttpRequest, uid: str) -> HttpResponse:
    """One remedy; ``?do=`` opens the form of an act."""
    _worker(request)
    return _shown(request, uid, chosen=request.GET.get("do", ""))


@require_POST
def act(request: HttpRequest, uid: str, verb: str) -> HttpResponse:
    """Take an act on a remedy."""
    officer = _worker(request)
    case = _case(request, uid)
    action = ACTIONS.get(verb)
    if action is None:
        raise Http404
    form = action.form(request.POST)
    if not form.is_valid():
        return _shown(request, uid, chosen=verb, bound=form)
    try:
        action.run(case, form.cleaned_data, officer, timezone.now())
    except Refused as refused:
        return _shown(request, uid, chosen=verb, bound=form, refused=refused)
    messages.success(request, _("已办理"))
    return HttpResponseRedirect(reverse("remedies:remedy", args=[uid]))


def _arrival(form: forms.RemedyForm, officer: Officer) -> verbs.Arrival:
    given = form.cleaned_data
    application = None
    if given["application"].strip():
        application = attacked(officer, today(), given["application"])
        if application is None:
            raise Refused("not-found", f"没有编号为 {given['application']} 的申请", "请核对登记编号")
    return verbs.Arrival(
        agency=officer.agency,
        kind=given["kind"],
        received_on=given["received_on"],
        organ=given["organ"],
        unit=Unit.objects.get(agency=officer.agency, pk=given["unit"]),
        number=given["number"],
        application=application,
        person={"name": given["name"]} if given["name"] else None,
        copy_on=given["copy_on"],
    )


def _shown(
    request: HttpRequest,
    uid: str,
    *,
    chosen: str = "",
    bound: django_forms.Form | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    case, officer, day = _case(request, uid), officer_of(request), today()
    found: Remedy = case.remedy
    running = Assignment.objects.filter(case=case, until__isnull=True).select_related("unit").first()
    open_ones = {
        one.verb: one.title
        for one in FLOW.moves_from(case.stage)
        if one.verb in ACTIONS and one.may(officer, case, day)
    }
    offered = hints.in_order(list(open_ones), found)
    title = open_ones[chosen] if chosen in offered else ""
    form = bound or (ACTIONS[chosen].form(initial={"on": day}) if title else None)
    context = {
        "case": case,
        "remedy": found,
        "unit": running.unit if running is not None else None,
        "due": due_of(found, calendar()) if case.stage == "open" else None,
        "facts": _facts(found),
        "stands": hints.stands(found),
        "moves": [(verb, open_ones[verb], hints.then(verb, found, day)) for verb in offered],
        "then": hints.then(chosen, found, day) if title else "",
        "chosen": chosen,
        "title": title,
        "form": form,
        "refusal": refused,
        "events": _events(case),
        "today": day,
    }
    status = (
        200
        if bound is None and refused is None
        else 403
        if refused and refused.code == "not-allowed"
        else 422
    )
    return render(request, "remedies/remedy.html", context, status=status)


def _facts(found: Remedy) -> list[tuple[str, str]]:
    days = (
        (_("收案"), found.received_on),
        (_("收到副本"), found.copy_on),
        (_("提交答复"), found.answered_on),
        (_("开庭、听证"), found.hearing_on),
        (_("收到裁判"), found.ruling_on),
        (_("上诉"), found.appealed_on),
        (_("结案"), found.closed_on),
    )
    said = [(name, day.isoformat()) for name, day in days if day is not None]
    words = (
        (_("复议机关、法院"), found.organ),
        (_("裁判文书号"), found.ruling_no),
        (_("结果"), found.result),
    )
    said += [(name, value) for name, value in words if value]
    if found.head_attended is not None:
        said.append((_("负责人出庭"), _("是") if found.head_attended else _("否")))
    if found.change:
        said.append((_("因此作出的改变"), f"{found.change_on}　{found.change}"))
    return said


def _events(case: Case) -> list[dict[str, str]]:
    rows = list(Event.objects.filter(stream=case.stream).order_by("-n")[:SHOWN])
    people = dict(Officer.objects.filter(uid__in={one.by for one in rows}).values_list("uid", "name"))
    return [
        {
            "type": str(EVENTS.get(one.type, one.type)),
            "occurred": day_of(one.occurred),
            "by": people.get(one.by, ""),
        }
        for one in rows
    ]


def _worker(request: HttpRequest) -> Officer:
    officer = officer_of(request)
    if not any(one.kind != Duty.Kind.KEEPER for one in held(officer, today())):
        raise PermissionDenied
    return officer


def _registers(officer: Officer) -> bool:
    return any(one.kind in (Duty.Kind.OFFICE, Duty.Kind.OPERATOR) for one in held(officer, today()))


def _case(request: HttpRequest, uid: str) -> Case:
    seen = visible_to(officer_of(request), today()).select_related(
        "registration__agency", "remedy__application"
    )
    found = seen.filter(uid=uid, remedy__isnull=False).first()
    if found is None:
        raise Http404
    return found
