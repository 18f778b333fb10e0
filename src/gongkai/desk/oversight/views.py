"""The pages of 检查整改: the list, entering, one finding with what is done about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.desk.agencies.guarding import guarded, officer_of
from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import today
from gongkai.desk.disclosure.views.common import status_of
from gongkai.desk.lists import screens as lists
from gongkai.desk.outlets.views.common import stored
from gongkai.desk.oversight import changing, forms, inspecting, queries, rules, screens
from gongkai.desk.oversight.listing import FINDINGS
from gongkai.desk.oversight.models import Finding
from gongkai.desk.oversight.signed import PAPER
from gongkai.refusal import Refused

reader = guarded(lambda officer: queries.sees(officer, today()))
"""Only for those who see findings."""
Form = django_forms.Form


@require_safe
@reader
def findings(request: HttpRequest) -> HttpResponse:
    """The list with its filters; who enters findings also sees what 读网 and the duty list tell."""
    officer, day = officer_of(request), today()
    usual = [(_("已逾期"), {"state": "overdue"}), (_("待确认"), {"state": Finding.State.MENDED.value})]
    listed = lists.read(request, FINDINGS, day, usual)
    if isinstance(listed, HttpResponse):
        return listed
    may = rules.enters(officer, day)
    suggests = may and not listed.chosen and "after" not in request.GET
    context = {
        "rows": listed.page.rows,
        "today": day,
        "may": may,
        "stale": screens.stale(officer, day) if suggests else [],
        "read_over": screens.read_over(officer, day) if suggests else [],
        "sheet_href": reverse("sheets:sheet", args=["inspections"]),
        **listed.context,
    }
    return render(request, "oversight/findings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@reader
def new(request: HttpRequest) -> HttpResponse:
    """Enter a finding; the address may fill fields in (a stale column, an item)."""
    officer, day = officer_of(request), today()
    if not rules.enters(officer, day):
        raise PermissionDenied
    whole = rules.enters_all(officer, day)
    initial = {"told_on": day, "found_on": day, **request.GET.dict()}
    form = forms.EntryForm(request.POST or None, officer=officer, day=day, whole=whole, initial=initial)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            made = inspecting.enter(officer.agency, form.found(), by=officer, at=timezone.now())
        except Refused as no:
            refused = no
        else:
            messages.success(request, _("已登记 %(number)s") % {"number": made.number})
            return HttpResponseRedirect(reverse("oversight:finding", args=[made.uid]))
    context = {"form": form, "refusal": refused}
    return render(request, "oversight/entry.html", context, status=_status(request, refused))


@require_safe
@reader
def finding(request: HttpRequest, finding: str) -> HttpResponse:
    """One finding with what one may do about it."""
    return _shown(request, _finding(request, finding))


@require_POST
@reader
def mend(request: HttpRequest, finding: str) -> HttpResponse:
    """Say what was done."""
    found, officer = _finding(request, finding), officer_of(request)
    form = forms.MendForm(request.POST, request.FILES)

    def act() -> object:
        given = form.cleaned_data
        return inspecting.mend(
            found, given["words"], on=given["on"], by=officer, at=timezone.now(), proof=given["note"],
            scan=form.proof(),
        )  # fmt: skip

    may = rules.mends(officer, found, today())
    return _done(request, found, "mend", form, may, act, _("已填报，等另一人确认"))


@require_POST
@reader
def judge(request: HttpRequest, finding: str) -> HttpResponse:
    """Confirm, or send back."""
    found, officer = _finding(request, finding), officer_of(request)
    form = forms.JudgeForm(request.POST)
    back = "back" in request.POST

    def act() -> object:
        note, at = form.cleaned_data["note"], timezone.now()
        if back:
            return inspecting.send_back(found, note, by=officer, at=at)
        return inspecting.confirm(found, by=officer, at=at, note=note)

    said = _("已退回责任单位") if back else _("已确认，销号")
    return _done(request, found, "judge", form, rules.judges(officer, found, today()), act, said)


@require_POST
@reader
def extend(request: HttpRequest, finding: str) -> HttpResponse:
    """Ask for more time."""
    found, officer = _finding(request, finding), officer_of(request)
    form = forms.ExtendForm(request.POST)

    def act() -> object:
        given = form.cleaned_data
        return changing.ask_extension(found, given["until"], given["reason"], by=officer, at=timezone.now())

    return _asked(request, found, "extend", form, act)


@require_POST
@reader
def hand_over(request: HttpRequest, finding: str) -> HttpResponse:
    """Ask that another unit mends it."""
    found, officer = _finding(request, finding), officer_of(request)
    form = forms.HandOverForm(request.POST, finding=found, day=today())

    def act() -> object:
        reason = form.cleaned_data["reason"]
        return changing.ask_hand_over(found, form.to(), reason, by=officer, at=timezone.now())

    return _asked(request, found, "hand_over", form, act)


@require_POST
@reader
def decide(request: HttpRequest, finding: str) -> HttpResponse:
    """Grant what was asked for, or decline."""
    found, officer = _finding(request, finding), officer_of(request)
    form = forms.GrantForm(request.POST)
    no = "no" in request.POST

    def act() -> object:
        note, at = form.cleaned_data["note"], timezone.now()
        if no:
            return changing.decline(found, note, by=officer, at=at)
        return changing.grant(found, by=officer, at=at, note=note)

    said = _("已告知不同意") if no else _("已批准")
    return _done(request, found, "grant", form, rules.judges(officer, found, today()), act, said)


@require_POST
@reader
def void(request: HttpRequest, finding: str) -> HttpResponse:
    """Void what was entered by mistake."""
    found, officer = _finding(request, finding), officer_of(request)
    form = forms.VoidForm(request.POST)

    def act() -> object:
        return inspecting.void(found, form.cleaned_data["reason"], by=officer, at=timezone.now())

    return _done(request, found, "void", form, rules.judges(officer, found, today()), act, _("已作废"))


@require_safe
@reader
def scan(request: HttpRequest, finding: str, number: int) -> HttpResponseBase:
    """The file that proves what was done."""
    row = _finding(request, finding).mendings.filter(no=number).first()
    if row is None:
        raise Http404
    return stored(row.scan, row.scan_name)


def _finding(request: HttpRequest, uid: str) -> Finding:
    seen = queries.visible_to(officer_of(request), today())
    found = seen.select_related("agency", "unit", "item", "entered_by").filter(uid=uid).first()
    if found is None:
        raise Http404
    return found


def _asked(
    request: HttpRequest, found: Finding, name: str, form: Form, act: Callable[[], object]
) -> HttpResponse:
    """The same for what another person has to grant."""
    may = rules.asks(officer_of(request), found, today())
    return _done(request, found, name, form, may, act, _("已提出，等另一人批准"))


def _done(
    request: HttpRequest,
    found: Finding,
    name: str,
    form: Form,
    may: bool,
    act: Callable[[], object],
    said: str,
) -> HttpResponse:
    """Run a verb with its form and go back to the page; else the page with what is wrong."""
    if not may:
        raise PermissionDenied
    if not form.is_valid():
        return _shown(request, found, {name: form})
    try:
        act()
    except Refused as refused:
        return _shown(request, found, {name: form}, refused)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("oversight:finding", args=[found.uid]))


def _shown(
    request: HttpRequest, found: Finding, bound: dict[str, Form] | None = None, refused: Refused | None = None
) -> HttpResponse:
    officer, day = officer_of(request), today()
    context = screens.one(found, officer, day) | _forms(found, officer, day, bound or {})
    context["refusal"] = refused
    return render(request, "oversight/finding.html", context, status=_status(request, refused))


def _forms(found: Finding, officer: Officer, day: date, bound: dict[str, Form]) -> dict[str, Any]:
    """The forms that are open to the officer: whoever said what was done does not judge it."""
    is_open, waits = found.state == Finding.State.OPEN, found.state == Finding.State.MENDED
    judges = rules.judges(officer, found, day)
    own = waits and found.mendings.filter(accepted__isnull=True, by=officer).exists()
    mends = is_open and rules.mends(officer, found, day)
    voids = is_open and judges and found.entered_by_id != officer.pk
    asked = found.changes.filter(granted__isnull=True).first() if is_open else None
    asks = is_open and asked is None and rules.asks(officer, found, day)
    return {
        "extend_form": bound.get("extend", forms.ExtendForm()) if asks else None,
        "hand_over_form": bound.get("hand_over", forms.HandOverForm(finding=found, day=day))
        if asks
        else None,
        "grant_form": bound.get("grant", forms.GrantForm())
        if asked and judges and asked.by_id != officer.pk
        else None,
        "asked": asked,
        "signed": PAPER.subject(asked) if asked else "",
        "mend_form": bound.get("mend", forms.MendForm(initial={"on": day})) if mends else None,
        "judge_form": bound.get("judge", forms.JudgeForm()) if waits and judges and not own else None,
        "void_form": bound.get("void", forms.VoidForm()) if voids else None,
        "is_own": own and judges,
    }


def _status(request: HttpRequest, refused: Refused | None) -> int:
    if refused is not None:
        return status_of(refused)
    return 422 if request.method == "POST" else 200
