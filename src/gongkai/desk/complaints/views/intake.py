"""The screen of a call: the form, what stands beside it while one types, keeping the draft."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import today
from gongkai.desk.casework.models import Case, CaseText
from gongkai.desk.casework.numbers import short
from gongkai.desk.complaints import drafting, grounds, hints, repeats, verbs
from gongkai.desk.complaints.clocks import line_of
from gongkai.desk.complaints.facts import standing
from gongkai.desk.complaints.intake_forms import IntakeForm
from gongkai.desk.complaints.models import Matter
from gongkai.desk.complaints.queries import visible_to
from gongkai.desk.complaints.rules import CENTRE
from gongkai.desk.complaints.screens import intake as screen
from gongkai.desk.complaints.verbs import Intake
from gongkai.desk.complaints.views.common import officer_of, only, status_of
from gongkai.refusal import Refused

_KEPT = tuple(IntakeForm.base_fields)
_LONGEST_TOKEN = 40
_LIKES = 3
"""Registrations that are shown as perhaps the same."""


@require_http_methods(["GET", "HEAD", "POST"])
@only(CENTRE)
def intake(request: HttpRequest) -> HttpResponse:
    """Take a call down: ``?caller=`` fills in the number; after registering, the number to read out."""
    officer = officer_of(request)
    if request.method == "POST":
        form = IntakeForm(request.POST)
        if form.is_valid():
            return _register(request, form, officer)
        return _shown(request, form, officer, status=422)
    kept, kept_at = drafting.read(officer)
    caller = request.GET.get("caller", "")[:40]
    done = visible_to(officer, today()).filter(uid=request.GET.get("done", "")).first()
    if caller and caller != kept.get("caller"):
        kept, kept_at = {"caller": caller}, None
    form = IntakeForm(initial={"channel": "12315", "assign": True, **kept})
    return _shown(request, form, officer, done=done, kept_at=kept_at)


@require_POST
@only(CENTRE)
def side(request: HttpRequest) -> HttpResponse:
    """What stands beside the form, while one types; nothing but the draft is kept."""
    officer = officer_of(request)
    values = _values(request)
    drafting.save(officer, values, _token(request), at=timezone.now())
    context = screen.side(values, officer, today()) | {"kept_at": timezone.now()}
    return render(request, "complaints/_side.html", context)


@require_POST
@only(CENTRE)
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the draft and come back to the form; for browsers without scripts."""
    drafting.save(officer_of(request), _values(request), _token(request), at=timezone.now())
    return HttpResponseRedirect(reverse("complaints:intake"))


@require_POST
@only(CENTRE)
def discard(request: HttpRequest) -> HttpResponse:
    """Throw the draft away."""
    drafting.drop(officer_of(request))
    return HttpResponseRedirect(reverse("complaints:intake"))


def _register(request: HttpRequest, form: IntakeForm, officer: Officer) -> HttpResponse:
    """Register what the form says, once: a second click leads to what the first one made."""
    token, values = _token(request), _values(request)
    cases: list[Case] = []
    try:
        with transaction.atomic():
            Officer.objects.select_for_update().get(pk=officer.pk)  # a second click waits for the first
            uid = drafting.registered(officer, token, values)
            if not uid:
                matter = verbs.register(_intake(form, officer), by=officer, at=timezone.now())
                cases = list(matter.registration.cases.select_related("registration").order_by("pk"))
                uid = cases[0].uid
                drafting.finish(officer, token, values, uid, at=timezone.now())
    except Refused as refused:
        return _shown(request, form, officer, refused=refused, status=status_of(refused))
    for case in cases if form.cleaned_data["assign"] else ():
        _assign(case, matter, officer)
    return HttpResponseRedirect(f"{reverse('complaints:intake')}?done={uid}")


def _assign(case: Case, matter: Matter, officer: Officer) -> None:
    """Hand a fresh case out as the house rules suggest; where they name no unit it waits for a person."""
    area = case.profile.area
    unit = hints.unit_for(officer.agency, case.kind, matter.category, case.line, area)
    if unit is not None and case.kind != Case.Kind.CONSULTATION:
        verbs.assign(case, unit, by=officer, at=timezone.now())


def _intake(form: IntakeForm, officer: Officer) -> Intake:
    data = form.cleaned_data
    amount = data["amount"]
    return Intake(
        agency=officer.agency,
        channel=data["channel"],
        kind=data["kind"],
        text=data["text"],
        person=form.person(),
        acting=form.acting_of(),
        is_anonymous=data["anonymous"],
        is_secret=data["secret"],
        is_insider=data["insider"],
        respondent=data["respondent"],
        credit_code=data["credit_code"],
        respondent_address=data["respondent_address"],
        category=data["category"],
        claim=data["claim"],
        amount_fen=None if amount is None else int(amount * 100),
        source_number=data["source_number"],
        forwarded_by=data["forwarded_by"],
        forwarded_on=today() if data["forwarded_by"] else None,
        feedback_due=data["feedback_due"],
        recording=data["recording"],
    )


def _token(request: HttpRequest) -> str:
    """The name of the form that was sent."""
    return request.POST.get("token", "")[:_LONGEST_TOKEN]


def _values(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "")[:20_000] for name in _KEPT if request.POST.get(name)}


def _said(form: IntakeForm) -> dict[str, str]:
    """What the form holds now, bound or not."""
    values = {name: form[name].value() for name in _KEPT}
    return {name: str(value) for name, value in values.items() if value not in (None, "", False)}


def _shown(
    request: HttpRequest,
    form: IntakeForm,
    officer: Officer,
    *,
    done: Case | None = None,
    kept_at: object = None,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    day = today()
    context = screen.side(_said(form), officer, day) | {
        "form": form,
        "refusal": refused,
        "kept_at": kept_at,
        "agent_law": grounds.agent_on(day),
        "token": _token(request) or secrets.token_urlsafe(12),
        "done": _done(done, officer, day) if done else None,
    }
    return render(request, "complaints/intake.html", context, status=status)


def _done(case: Case, officer: Officer, day: date) -> dict[str, Any]:
    """What was just registered: the number to read out, the promise, where it lies, what it may repeat."""
    matter = Matter.objects.get(registration=case.registration_id)
    cases = Case.objects.filter(registration=case.registration_id).order_by("pk")
    running = [
        (one, one.assignments.filter(until__isnull=True).select_related("unit").first()) for one in cases
    ]
    return {
        "uid": case.uid,
        "number": case.registration.number,
        "short": short(case.registration.number),
        "say": screen.say(matter.kind, line_of(case, matter), matter.registered_on),
        "cases": [(one, found.unit.name if found else _("待分办")) for one, found in running],
        "likes": _likes(case, officer, day),
    }


def _likes(case: Case, officer: Officer, day: date) -> list[repeats.Like]:
    """What is so like it that both may be the same letter."""
    text = CaseText.objects.filter(case=case, field=CaseText.Field.CONTENT).first()
    if text is None:
        return []
    found = repeats.for_case(standing(case), text.masked, visible_to(officer, day))
    return [like for like in found if like.score >= repeats.NEAR and like.case.kind == case.kind][:_LIKES]
