"""Two registrations of the same letter beside each other: what the later says more goes to the first."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import today
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.models import Case, CaseText
from gongkai.desk.casework.numbers import short
from gongkai.desk.casework.personal import REASONS
from gongkai.desk.complaints import reasoning, rules, verbs
from gongkai.desk.complaints.clocks import due_of
from gongkai.desk.complaints.comparing import differences, new_facts
from gongkai.desk.complaints.facts import standing
from gongkai.desk.complaints.models import FollowUp
from gongkai.desk.complaints.offering import demand
from gongkai.desk.complaints.supplementing_forms import SupplementForm, supplement_form
from gongkai.desk.complaints.verbs.supplementing import in_order
from gongkai.desk.complaints.views.common import case_of, officer_of, reader, status_of
from gongkai.refusal import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@reader
def supplement(request: HttpRequest, uid: str, other: str) -> HttpResponse:
    """Both texts with what is new marked; POST takes it over and, with an approver, merges the entry.

    POST with a ``reason`` compares the original words instead, for this answer: what is new is then filled
    in with the addresses and numbers that the working texts hide, and is sealed where it is taken over.
    """
    first, later = in_order(case_of(request, uid), case_of(request, other))
    officer, day = officer_of(request), today()
    said = {case.pk: _said(case) for case in (first, later)}
    data = request.POST if request.method == "POST" and "reason" not in request.POST else None
    refused: Refused | None = None
    opened = False
    if "reason" in request.POST:
        try:
            said, opened = _originals(request, first, later), True
        except Refused as no:
            refused = no
    pieces = differences(said[first.pk], said[later.pk])
    form = supplement_form(later, first, officer, day, data, new_facts(pieces))
    if data is not None and form.is_valid():
        try:
            _take_over(form, first, later)
        except Refused as no:
            refused = no
        else:
            messages.success(request, _("新情况已并入先收到的一件，等回应；两件的来源回执都在"))
            return HttpResponseRedirect(reverse("complaints:case", args=[first.uid]))
    context: dict[str, Any] = {
        "first": _shown(first),
        "later": _shown(later),
        "said": said[first.pk],
        "pieces": pieces,
        "has_new": any(piece.is_new for piece in pieces),
        "form": form,
        "refusal": refused,
        "may": rules.works(officer, later, day) and first.kind == later.kind,
        "taken": FollowUp.objects.filter(case=first, taken_from=later.registration_id).first(),
        "today": day,
        "is_open": opened,
        "may_look": not opened and all(_may_look(officer, case, day) for case in (first, later)),
        "reasons": list(REASONS.items()),
    }
    status = status_of(refused) if refused else 200 if data is None else 422
    return render(request, "complaints/supplement.html", context, status=status)


def _may_look(officer: Officer, case: Case, day: date) -> bool:
    return rules.sees_contact(officer, case, day) and not standing(case).is_secret


def _originals(request: HttpRequest, first: Case, later: Case) -> dict[int, str]:
    """What both said in their own words; each look is an event. Raises Refused."""
    given: dict[str, Any] = {"by": officer_of(request), "at": timezone.now()}
    reason = request.POST["reason"]
    with transaction.atomic():
        opened = {case.pk: verbs.originals(case, reason, **given) for case in (first, later)}
    return {key: words.get(CaseText.Field.CONTENT, "") for key, words in opened.items()}


def _take_over(form: SupplementForm, first: Case, later: Case) -> None:
    """Take over, and merge the later entry where an approver was chosen. Raises Refused."""
    data, by, at = form.cleaned_data, form.by, timezone.now()
    with transaction.atomic():
        verbs.supplement(
            later,
            first,
            data["text"],
            reopens=data.get("reopens", ""),
            is_new=bool(data.get("is_new")),
            by=by,
            at=at,
        )
        if data.get("approved_by"):
            verbs.merge(
                later.registration,
                first.registration,
                by=by,
                approved_by=demand(form.officer("approved_by")),
                reason=_("同一信件从多个渠道登记，新情况已并入"),
                at=at,
            )


def _said(case: Case) -> str:
    text = CaseText.objects.filter(case=case, field=CaseText.Field.CONTENT).first()
    return text.masked if text is not None else ""


def _shown(case: Case) -> dict[str, Any]:
    """A registration for its half of the page."""
    one, days = standing(case), calendar()
    return {
        "case": case,
        "one": one,
        "number": short(case.registration.number),
        "due": reasoning.shown(one, due_of(one, days), today(), days),
    }
