"""Drafting the reply, the reply chain with the letter as it will go out, the sheet to sign on paper."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.desk.agencies.queries import today
from gongkai.desk.casework import letters
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.flow import Situation
from gongkai.desk.casework.models import Case
from gongkai.desk.foi import clocks, planning, queries, verbs
from gongkai.desk.foi.chain import label, open_step, steps_of
from gongkai.desk.foi.flow import FLOW, may_sign
from gongkai.desk.foi.models import Decision
from gongkai.desk.foi.papers import sheet_document
from gongkai.desk.foi.reply_forms import ChainForm, form_of
from gongkai.desk.foi.rules import stage_goes_to
from gongkai.desk.foi.screens.clock import clock
from gongkai.desk.foi.verbs.common import content
from gongkai.desk.foi.verbs.deciding import Choice, choices, files_of, preview, says_of, third_to_tell
from gongkai.desk.foi.views.common import case_of, officer_of, status_of, worker
from gongkai.law.outcomes import outcome
from gongkai.papers import docx, html, pdf
from gongkai.papers.model import Document
from gongkai.refusal import Refused

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
GROUPS = {
    "grant": gettext_lazy("予以公开"),
    "partial": gettext_lazy("部分公开"),
    "deny": gettext_lazy("不予公开"),
    "unable": gettext_lazy("无法提供"),
    "skip": gettext_lazy("不予处理"),
    "other": gettext_lazy("其他处理"),
    "process": gettext_lazy("其他处理"),
}
"""Groups of outcomes, in the words of the national form."""


@require_http_methods(["GET", "HEAD", "POST"])
@worker
def decide(request: HttpRequest, uid: str) -> HttpResponse:
    """Choose an outcome, write what its letter must say, look at it, send it into the chain."""
    case, day = case_of(request, uid), today()
    officer = officer_of(request)
    move = next(move for move in FLOW.moves if move.verb == "decide")
    if case.stage not in move.sources:
        raise Http404
    if not move.may(officer, case, day):
        raise PermissionDenied
    known = {one.outcome.code: one for one in choices(case, day)}
    chosen = known.get(request.POST.get("outcome") or request.GET.get("outcome", ""))
    form = composed = refused = None
    if chosen is not None:
        before = _before(case, chosen)
        form = form_of(chosen)(request.POST or None, case=case, day=day, choice=chosen, before=before)
        if request.method == "POST" and form.is_valid():
            try:
                if "preview" not in request.POST:
                    form.send(by=officer, at=timezone.now())
                    messages.success(request, _("已送审批"))
                    return HttpResponseRedirect(reverse("foi:reply", args=[uid]))
                composed = _composed(case, chosen.outcome.code, form.says(), day)
            except Refused as no:
                refused = no
    context = {
        **_head(case, day),
        "groups": _grouped(list(known.values())),
        "chosen": chosen,
        "form": form,
        "refusal": refused,
        "letter": _read(composed.document) if composed else None,
        "remedy": composed.remedy if composed else None,
        "issues": [one for need in move.needs if (one := need(Situation(case, officer, timezone.now())))],
    }
    wrong = request.method == "POST" and composed is None
    status = (status_of(refused) if refused else 422) if wrong else 200
    return render(request, "foi/decide.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@worker
def reply(request: HttpRequest, uid: str) -> HttpResponse:
    """The newest proposed answer: the letter, who signed, the opinion of whoever has to sign next."""
    case, day, officer = case_of(request, uid), today(), officer_of(request)
    decision = queries.current_decision(case)
    if decision is None:
        raise Http404
    step = open_step(decision)
    situation = Situation(case, officer, timezone.now())
    issue = may_sign(situation) if step is not None else None
    form = refused = None
    if step is not None and (issue is None or request.method == "POST"):
        form = ChainForm(request.POST or None, initial={"digest": decision.digest})
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid():
            given = form.cleaned_data
            try:
                verbs.give_opinion(
                    case,
                    given["passed"] == "1",
                    by=officer,
                    at=timezone.now(),
                    note=given["note"],
                    digest=given["digest"],
                )
            except Refused as no:
                refused = no
            else:
                messages.success(request, _("意见已签"))
                seen = queries.visible_to(officer, day).filter(pk=case.pk).exists()
                return HttpResponseRedirect(reverse("foi:case", args=[uid]) if seen else reverse("foi:cases"))
    context = {
        **_head(case, day),
        "decision": decision,
        "outcome": outcome(decision.outcome),
        "step": label(step, decision) if step else "",
        "last": label(steps_of(decision)[-1], decision),
        "goes_to": stage_goes_to(case, step, day) if step else "",
        "stuck": planning.stuck(case, decision, step, day) if step else None,
        "merged": planning.merged_in(decision),
        "issue": issue,
        "form": form,
        "refusal": refused,
        "untold": third_to_tell(case.application, decision),
        "steps": _steps(decision, step),
        "copies": _copies(decision),
        **_letter(decision, officer, day),
    }
    status = (status_of(refused) if refused else 422) if request.method == "POST" else 200
    return render(request, "foi/reply.html", context, status=status)


@require_safe
@worker
def sheet(request: HttpRequest, uid: str) -> HttpResponse:
    """The sheet 答复审批单 to print, to sign on paper, to keep as the last page of the file."""
    case = case_of(request, uid)
    decision = queries.current_decision(case)
    if decision is None:
        raise Http404
    try:
        document = sheet_document(case, decision, says_of(decision))
    except Refused as gone:
        raise Http404 from gone
    if request.GET.get("as") == "docx":
        answer = HttpResponse(docx.render(document, fonts=letters.fonts()), content_type=DOCX)
        answer["Content-Disposition"] = 'attachment; filename="approval.docx"'
        return answer
    return HttpResponse(pdf.render(document, fonts=letters.fonts()), content_type="application/pdf")


def _head(case: Case, day: date) -> dict[str, Any]:
    """Case, clock and text, as every page of a reply shows them."""
    days = calendar()
    text = case.texts.filter(field="content").defer("sealed").first()
    return {
        "case": case,
        "application": case.application,
        "today": day,
        "clock": clock(clocks.answers([case], days, True)[case.pk], day, days),
        "content": text,
    }


def _grouped(found: list[Any]) -> list[tuple[str, list[Any]]]:
    groups: dict[str, list[Any]] = {}
    for one in found:
        groups.setdefault(GROUPS.get(one.outcome.group, one.outcome.group), []).append(one)
    return list(groups.items())


def _before(case: Case, chosen: Choice) -> dict[str, str]:
    """What was written for the same outcome before it was sent back."""
    last = queries.current_decision(case)
    return says_of(last) if last is not None and last.outcome == chosen.outcome.code else {}


def _composed(case: Case, code: str, says: dict[str, str], day: date) -> letters.Composed:
    told = content(case, outcome(code).letter, says, on=day, outcome=code)
    office = letters.office_of(case.registration.agency)
    return letters.compose(told, office, number=_("（签发时编号）"), dated=day)


def _read(document: Document) -> str:
    """A letter as blocks of the page; the renderer escapes every word."""
    return mark_safe(html.render(document))  # noqa: S308


def _letter(decision: Decision, officer: Any, day: date) -> dict[str, Any]:
    """The letter as it was issued, or as it would be today; or why it cannot be."""
    if decision.letter is not None:
        try:
            document = letters.document(decision.letter, by=officer, at=timezone.now())
        except Refused as gone:
            return {"letter_refusal": gone, "issued": decision.letter}
        return {"letter": _read(document), "issued": decision.letter}
    try:
        composed = preview(decision, day)
    except Refused as refused:
        return {"letter_refusal": refused}
    return {"letter": _read(composed.document), "remedy": composed.remedy}


def _copies(decision: Decision) -> list[Any]:
    """The copies that go with an answer; none after the file was destroyed."""
    try:
        return files_of(decision)
    except Refused:
        return []


def _steps(decision: Decision, step: str | None) -> list[dict[str, Any]]:
    given = {one.stage: one for one in decision.opinions.select_related("officer", "confirmed_by")}
    return [
        {"label": label(one, decision), "opinion": given.get(one), "here": one == step}
        for one in steps_of(decision)
    ]
