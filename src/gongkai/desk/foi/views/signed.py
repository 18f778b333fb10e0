"""纸质签批 of an answer: what was entered with its scan, and its comparison by another person."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import today
from gongkai.desk.casework.models import Case
from gongkai.desk.foi import chain, queries
from gongkai.desk.foi.filing_forms import SignedPaperForm
from gongkai.desk.foi.models import Decision, PaperOpinion
from gongkai.desk.foi.rules import directs, handles, signs
from gongkai.desk.foi.verbs import signing
from gongkai.desk.foi.views.common import case_of, officer_of, status_of, worker
from gongkai.law.outcomes import outcome
from gongkai.refusal import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@worker
def paper(request: HttpRequest, uid: str) -> HttpResponse:
    """The papers of the newest answer; POST enters one, confirms it or says that it does not agree."""
    case, day, officer = case_of(request, uid), today(), officer_of(request)
    decision = queries.current_decision(case)
    if decision is None:
        raise Http404
    step = chain.open_step(decision)
    may = handles(officer, case, day) or directs(officer, case, day)
    enters = "enter" in request.POST
    form = None
    if step is not None and may:
        able = _able(case, decision, step, officer)
        data, sent = (request.POST, request.FILES) if enters else (None, None)
        form = SignedPaperForm(data, sent, officers=able, initial={"signed_on": day})
    refused = None
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        try:
            if _act(request, case, decision, form, officer):
                return HttpResponseRedirect(reverse("foi:paper", args=[uid]))
        except Refused as no:
            refused = no
    papers = decision.papers.select_related("officer", "entered_by", "checked_by", "scan")
    context = {
        "case": case,
        "decision": decision,
        "outcome": outcome(decision.outcome),
        "step": chain.label(step, decision) if step else "",
        "papers": papers.order_by("-pk"),
        "form": form,
        "may": may,
        "officer": officer,
        "refusal": refused,
    }
    wrong = request.method == "POST"
    status = (status_of(refused) if refused else 422) if wrong else 200
    return render(request, "foi/paper.html", context, status=status)


def _act(
    request: HttpRequest, case: Case, decision: Decision, form: SignedPaperForm | None, officer: Officer
) -> bool:
    """Do what the form asks; false when it has errors."""
    now = timezone.now()
    if "enter" in request.POST:
        if form is None:
            raise Refused("not-pending", "没有等待审批的答复", "请先拟办答复")
        if not form.is_valid():
            return False
        given = form.cleaned_data
        scan = (given["scan"].name or "", given["scan"].read())
        signing.enter_paper(
            case,
            form.signer(),
            given["passed"] == "1",
            given["signed_on"],
            scan,
            by=officer,
            at=now,
            note=given["note"],
        )
        messages.success(request, _("已录入，等另一人核对"))
        return True
    key = request.POST.get("paper", "")
    number = int(key) if key.isascii() and key.isdecimal() and len(key) < 12 else 0
    rows = PaperOpinion.objects.filter(decision=decision, pk=number)
    found = rows.select_related(
        "decision__application__case__registration__agency", "officer", "scan"
    ).first()
    if found is None:
        raise Http404
    if "confirm" in request.POST:
        signing.confirm_paper(found, by=officer, at=now)
        messages.success(request, _("已核对，作为%(who)s的意见生效") % {"who": found.officer.name})
    else:
        signing.refuse_paper(found, by=officer, at=now)
        messages.success(request, _("已记为核对不符，不作数"))
    return True


def _able(case: Case, decision: Decision, step: str, officer: Officer) -> list[Officer]:
    """Who can sign the step that waits; not who enters."""
    day = today()
    people = Officer.objects.filter(agency=case.registration.agency, is_active=True).exclude(pk=officer.pk)
    last = decision.main_signs
    return [one for one in people.order_by("pk") if signs(one, case, step, day, main_signs=last) is not None]
