"""保管与销毁: what has come due (looking changes nothing), lists 销毁清册, keeping longer; of one room."""

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
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.desk.accounts.recent import recently_authenticated
from gongkai.desk.agencies.guarding import guarded, officer_of
from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.agencies.queries import today
from gongkai.desk.agencies.rules import held
from gongkai.desk.archive import destroying as work
from gongkai.desk.archive import keeping
from gongkai.desk.archive.filing_many import file_all as file_many
from gongkai.desk.archive.forms import AppraisalForm, DecidedForm, LongerForm, WitnessForm
from gongkai.desk.archive.papers import destruction_document
from gongkai.desk.archive.rooms import Room
from gongkai.desk.archive.screens import Row, page
from gongkai.desk.archive.signed import SEES
from gongkai.desk.casework import letters
from gongkai.desk.casework.models import DestructionList
from gongkai.desk.casework.verbs import destroying
from gongkai.desk.casework.verbs.filing import KEEPS
from gongkai.desk.jobs.models import Job
from gongkai.papers import pdf
from gongkai.refusal import Refused

MOST = destroying.MOST


def sees(officer: Officer) -> bool:
    """Whether somebody keeps the files, approves lists or audits."""
    return any(one.kind in SEES and one.unit_id is None for one in held(officer, today()))


keeper = guarded(sees)
"""Those who keep the files, approve lists, audit."""


@require_http_methods(["GET", "HEAD", "POST"])
@keeper
def retention(request: HttpRequest, room: Room) -> HttpResponse:
    """What has come due today, or would in ``?year=``; POST draws up a list of the chosen files."""
    officer, day = officer_of(request), today()
    form, refused = AppraisalForm(), None
    if request.method == "POST":
        if not _holds(officer, KEEPS):
            raise PermissionDenied
        form = AppraisalForm(request.POST)
        if form.is_valid():
            try:
                appraisal = form.cleaned_data["appraisal"]
                made = room.draw_up(
                    officer.agency, _chosen(request), appraisal, by=officer, at=timezone.now()
                )
            except Refused as no:
                refused = no
            else:
                messages.success(request, _("已编制%(number)s，等负责人批准") % {"number": made.number})
                return HttpResponseRedirect(reverse(room.destruction, args=[made.uid]))
    on = _asked(request, day)
    context = {
        **page(room, officer.agency, on, request.GET.get("after", "")),
        "form": form,
        "refusal": refused,
        "may_draw": _holds(officer, KEEPS),
        "today": day,
        "forecast": on.year if on != day else None,
    }
    wrong = request.method == "POST"
    status = _status(refused) if wrong else 200
    return render(request, "archive/retention.html", context, status=status)


@require_POST
@keeper
def file_all(request: HttpRequest, room: Room) -> HttpResponse:
    """File what is closed and was not filed, for the proposed periods; many are left to the worker."""
    officer = officer_of(request)
    if not _holds(officer, KEEPS):
        raise PermissionDenied
    try:
        done = file_many(room, officer.agency, by=officer, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        if isinstance(done, Job):
            messages.success(request, _("已交后台归档"))
            return HttpResponseRedirect(reverse("jobs:job", args=[done.uid]))
        messages.success(request, _("已归档 %(n)d 卷") % {"n": done})
    return HttpResponseRedirect(reverse(room.retention))


@require_http_methods(["GET", "HEAD", "POST"])
@keeper
def longer(request: HttpRequest, room: Room, pk: int) -> HttpResponse:
    """Keep a file longer, with the reason."""
    officer = officer_of(request)
    if not _holds(officer, KEEPS):
        raise PermissionDenied
    filing = room.loaded(room.kept(officer.agency).filter(pk=pk)).first()
    if filing is None:
        raise Http404
    form, refused = LongerForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            room.keep_longer(filing, given["until_year"], given["reason"], by=officer, at=timezone.now())
        except Refused as no:
            refused = no
        else:
            messages.success(request, _("已延长保管"))
            return HttpResponseRedirect(reverse(room.retention))
    before = filing.extensions.select_related("by").order_by("pk")
    context = {"room": room, "row": Row(room, filing), "form": form, "refusal": refused, "before": before}
    status = _status(refused) if request.method == "POST" else 200
    return render(request, "archive/longer.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@keeper
@recently_authenticated
def destruction(request: HttpRequest, room: Room, uid: str) -> HttpResponse:
    """One list: its files, its approval by another person, its execution by the worker."""
    officer = officer_of(request)
    found = _list_of(room, officer.agency, uid)
    decided, witness = DecidedForm(), WitnessForm(agency=found.agency, by=officer)
    refused = None
    if request.method == "POST":
        try:
            if "begin" in request.POST:
                witness = WitnessForm(request.POST, agency=found.agency, by=officer)
                if witness.is_valid():
                    job = work.begin(room, found, witness.chosen(), by=officer, at=timezone.now())
                    messages.success(request, _("已交后台执行"))
                    return HttpResponseRedirect(reverse("jobs:job", args=[job.uid]))
            else:
                decided = DecidedForm(request.POST)
                if decided.is_valid():
                    approved = "approve" in request.POST
                    opinion = decided.cleaned_data["opinion"]
                    room.decide(found, approved, opinion, by=officer, at=timezone.now())
                    messages.success(request, _("已批准") if approved else _("已退回，案卷继续保存"))
                    return HttpResponseRedirect(reverse(room.destruction, args=[uid]))
        except Refused as no:
            refused = no
    entries = room.entries(found)
    context: dict[str, Any] = {
        "room": room,
        "list": found,
        "entries": [(one, room.page_of(one.filing)) for one in entries[:MOST]],
        "count": entries.count(),
        "done": entries.filter(done_at__isnull=False).count(),
        "may_decide": _holds(officer, destroying.APPROVES) and officer.pk != found.drawn_by_id,
        "may_begin": _holds(officer, KEEPS),
        "decided": decided,
        "witness": witness,
        "refusal": refused,
        "basis": keeping.destruction_basis(found.drawn_on),
    }
    status = _status(refused) if request.method == "POST" else 200
    return render(request, "archive/destruction.html", context, status=status)


@require_safe
@keeper
def destruction_paper(request: HttpRequest, room: Room, uid: str) -> HttpResponse:
    """The list to print, to sign, to keep."""
    found = _list_of(room, officer_of(request).agency, uid)
    data = pdf.render(destruction_document(found, room.entries(found)), fonts=letters.fonts())
    return HttpResponse(data, content_type="application/pdf")


def _asked(request: HttpRequest, day: date) -> date:
    """The day for which the page looks: today, or the first of a later year."""
    year = request.GET.get("year", "")
    written = year.isascii() and year.isdecimal() and len(year) == 4
    return date(int(year), 1, 1) if written and int(year) > day.year else day


def _list_of(room: Room, agency: Agency, uid: str) -> DestructionList:
    rows = room.lists(agency).filter(uid=uid)
    found = rows.select_related("agency", "drawn_by", "decided_by", "started_by", "witness").first()
    if found is None:
        raise Http404
    return found


def _chosen(request: HttpRequest) -> list[int]:
    keys = {int(key) for key in request.POST.getlist("filing") if key.isascii() and key.isdecimal()}
    return list(keys)[: MOST + 1]


def _holds(officer: Officer, kinds: Any) -> bool:
    return any(one.kind in kinds and one.unit_id is None for one in held(officer, today()))


def _status(refused: Refused | None) -> int:
    """403 for what the person may not do, else 422."""
    return 403 if refused and refused.code in ("not-held", "four-eyes") else 422
