"""纸质签批: the sheet as PDF, its entry with the scan, its confirmation by another person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.queries import today
from gongkai.desk.agencies.rules import eligible
from gongkai.desk.disclosure import chains, files, queries, rules, sheet, verbs
from gongkai.desk.disclosure.course import Course, course, stage_name
from gongkai.desk.disclosure.forms import PaperForm
from gongkai.desk.disclosure.forms_calls import CallForm, SupplyForm
from gongkai.desk.disclosure.models import Incident, PaperApproval, Submission, WithdrawalPaper
from gongkai.desk.disclosure.stages import by_key
from gongkai.desk.disclosure.verbs.papers import CONFIRMS, ENTERS
from gongkai.desk.disclosure.views.common import attempted, item_of, officer_of, status_after, worker


@require_safe
@worker
def paper_sheet(request: HttpRequest, uid: str) -> HttpResponse:
    """The sheet of the newest submission, to be printed."""
    submission = _submission(course(item_of(request, uid)))
    answer = HttpResponse(sheet.render(submission, today()), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="review-{submission.no}.pdf"'
    return answer


@require_safe
@worker
def paper_scan(request: HttpRequest, uid: str, digest: str) -> HttpResponseBase:
    """The scan of a signed sheet of a clearance or a withdrawal, as a download."""
    item = item_of(request, uid)
    found: PaperApproval | WithdrawalPaper | None
    found = PaperApproval.objects.filter(submission__item=item, scan=digest).first()
    if found is None:
        found = WithdrawalPaper.objects.filter(withdrawal__release__item=item, scan=digest).first()
    if found is None or not files.place(digest).is_file():
        raise Http404
    answer = FileResponse(files.place(digest).open("rb"), as_attachment=True, filename=found.scan_name)
    answer["Content-Type"] = "application/octet-stream"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@worker
def paper(request: HttpRequest, uid: str) -> HttpResponse:
    """What was entered on paper for the newest submission; POST enters, confirms or refuses."""
    item = item_of(request, uid)
    standing = course(item)
    submission = _submission(standing)
    officer, may = officer_of(request), _may(request, item)
    stages = [(one, stage_name(one)) for one in standing.stages]
    leaders = _leaders(standing)
    enters = "enter" in request.POST
    data, sent = (request.POST, request.FILES) if enters else (None, None)
    form = PaperForm(data, sent, stages=stages, leaders=leaders, initial={"signed_on": today()})
    given = request.POST if "call" in request.POST else None
    calling = CallForm(given, prefix="call", stages=stages, leaders=leaders, initial={"called_on": today()})
    supplies = "supply" in request.POST
    sheet_form = SupplyForm(
        request.POST if supplies else None, request.FILES if supplies else None, prefix="supply"
    )
    forms = _Forms(form, calling, sheet_form)
    done, refused = attempted(request, any(may.values()), lambda: _act(request, submission, forms, officer))
    if done:
        return HttpResponseRedirect(reverse("disclosure:paper", args=[uid]))
    context = {
        "item": item,
        "course": standing,
        "submission": submission,
        "check": sheet.check_number(submission),
        "papers": submission.papers.select_related("leader", "entered_by", "checked_by").order_by("-pk"),
        "form": form if may["enter"] and stages else None,
        "calling": calling if may["enter"] and stages and by_key(submission.route).any_order else None,
        "supply": sheet_form if may["enter"] else None,
        "may": may,
        "officer": officer,
        "refusal": refused,
    }
    return render(request, "disclosure/paper.html", context, status=status_after(request, refused))


@dataclass(frozen=True, slots=True)
class _Forms:
    """The three forms of the page."""

    paper: PaperForm
    call: CallForm
    supply: SupplyForm


def _act(request: HttpRequest, submission: Submission, forms: _Forms, officer: Officer) -> bool:
    """Do what the form asks; false when the form has errors."""
    now = timezone.now()
    form = forms.paper
    if "call" in request.POST:
        return _call(request, submission, forms.call, officer)
    if "enter" in request.POST:
        if not form.is_valid():
            return False
        given: dict[str, Any] = form.cleaned_data
        scan = (given["scan"].name, given["scan"].read())
        with verbs.watched(submission.item.agency, Incident.Place.FILE, officer, now):
            verbs.enter_paper(
                submission, given["stage"], given["leader"], given["decision"], given["signed_on"], scan,
                officer, now, note=given["note"],
            )  # fmt: skip
        messages.success(request, _("已录入，等另一人核对"))
        return True
    found = submission.papers.filter(pk=_number(request.POST.get("paper", ""))).first()
    if found is None:
        raise Http404
    if "supply" in request.POST:
        return _supply(request, found, forms.supply, officer)
    if "confirm" in request.POST:
        verbs.confirm_paper(found, officer, now)
        messages.success(request, _("已核对，作为%(who)s的意见生效") % {"who": found.leader.name})
    else:
        verbs.refuse_paper(found, officer, now)
        messages.success(request, _("已记为核对不符，不作数"))
    return True


def _call(request: HttpRequest, submission: Submission, form: CallForm, officer: Officer) -> bool:
    if not form.is_valid():
        return False
    given = form.cleaned_data
    verbs.enter_call(
        submission,
        given["stage"],
        given["leader"],
        given["called_on"],
        given["said"],
        officer,
        timezone.now(),
    )
    messages.success(request, _("已登记电话授权，等另一人回拨核实"))
    return True


def _supply(request: HttpRequest, found: PaperApproval, form: SupplyForm, officer: Officer) -> bool:
    if not form.is_valid():
        return False
    scan = (form.cleaned_data["scan"].name, form.cleaned_data["scan"].read())
    verbs.supply_sheet(found, form.cleaned_data["signed_on"], scan, officer, timezone.now())
    messages.success(request, _("已补签，授权不再挂起"))
    return True


def _submission(standing: Course) -> Submission:
    if standing.submission is None:
        raise Http404
    return Submission.objects.select_related("item__agency", "item__unit").get(pk=standing.submission.pk)


def _may(request: HttpRequest, item: Any) -> dict[str, bool]:
    officer, day = officer_of(request), today()
    return {
        name: rules.standing(officer, kinds, agency=item.agency, unit=item.unit, day=day) is not None
        for name, kinds in (("enter", ENTERS), ("confirm", CONFIRMS))
    }


def _leaders(standing: Course) -> list[Officer]:
    """Who may decide about the waiting stages, the leaders in charge with them."""
    if standing.submission is None:
        return []
    item, day = standing.item, today()
    chain = chains.chain(standing.submission, queries.standing_clearances(standing.submission))
    found: dict[int, Officer] = {}
    for stage in standing.stages:
        for one in rules.free(stage, chain, agency=item.agency, unit=item.unit, day=day):
            found[one.pk] = one
    for one in eligible(Duty.Kind.LEADER, item.unit, day, agency=item.agency):
        found[one.pk] = one
    return list(found.values())


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0
