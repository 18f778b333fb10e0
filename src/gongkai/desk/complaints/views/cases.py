"""One case: the page, its acts, the person behind it, what resembles it."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
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
from django.views.decorators.http import require_POST, require_safe

from gongkai.desk.agencies.queries import today
from gongkai.desk.casework.models import Case
from gongkai.desk.casework.personal import REASONS
from gongkai.desk.complaints import enclosures, verbs
from gongkai.desk.complaints.actions import ACTIONS
from gongkai.desk.complaints.facts import standing
from gongkai.desk.complaints.flow import FLOW
from gongkai.desk.complaints.forms import ActForm
from gongkai.desk.complaints.models import Enclosure, Opening, Verdict
from gongkai.desk.complaints.queries import visible_to
from gongkai.desk.complaints.screens import case as screen
from gongkai.desk.complaints.views import browsers
from gongkai.desk.complaints.views.common import case_of, officer_of, reader, status_of
from gongkai.desk.complaints.views.persons import calls_in_words, in_words
from gongkai.refusal import Refused


@require_safe
@reader
def case(request: HttpRequest, uid: str) -> HttpResponse:
    """One case; ``?do=`` opens the form of an act."""
    return shown(request, case_of(request, uid), chosen=request.GET.get("do", ""))


@require_POST
@reader
def act(request: HttpRequest, uid: str, verb: str) -> HttpResponse:
    """Take an act on a case."""
    found = case_of(request, uid)
    action = ACTIONS.get(verb)
    if action is None:
        raise Http404
    officer, day = officer_of(request), today()
    form = action.form(request.POST, one=standing(found), by=officer, day=day)
    if not form.is_valid():
        return shown(request, found, chosen=verb, bound=form, status=422)
    try:
        action.run(found, form, officer, timezone.now())
    except Refused as refused:
        return shown(request, found, chosen=verb, bound=form, refused=refused)
    messages.success(request, _title(verb))
    if visible_to(officer, day).filter(pk=found.pk).exists():
        return HttpResponseRedirect(reverse("complaints:case", args=[uid]))
    return HttpResponseRedirect(reverse("complaints:queue"))


@require_POST
@reader
def look(request: HttpRequest, uid: str) -> HttpResponse:
    """Show the contact once, or with ``what=words`` the original words; each look is an event."""
    found = case_of(request, uid)
    given: dict[str, Any] = {"by": officer_of(request), "at": timezone.now()}
    reason = request.POST.get("reason", "")
    try:
        if request.POST.get("what") == "words":
            return shown(request, found, said=verbs.originals(found, reason, **given))
        person = verbs.look(found, reason, **given)
    except Refused as refused:
        return shown(request, found, refused=refused)
    return shown(request, found, person=[*in_words(person), *calls_in_words(found)])


@require_POST
@reader
def ask_opening(request: HttpRequest, uid: str) -> HttpResponse:
    """Ask to open the identity of a secret person."""
    found, held = case_of(request, uid), browsers.new()
    given: dict[str, Any] = {"by": officer_of(request), "at": timezone.now()}
    try:
        opening = verbs.ask_opening(found, request.POST.get("reason", ""), held.public, **given)
    except Refused as refused:
        return shown(request, found, refused=refused)
    messages.success(request, _("已申请，请另一位有职责的人批准；批准后请在这个浏览器里查看"))
    response = HttpResponseRedirect(reverse("complaints:case", args=[uid]))
    return browsers.hand_out(response, opening, held)


@require_POST
@reader
def approve_opening(request: HttpRequest, uid: str, pk: int) -> HttpResponse:
    """Approve an opening, as another person."""
    found, opening = _opening(request, uid, pk)
    try:
        verbs.approve_opening(opening, by=officer_of(request), at=timezone.now())
    except Refused as refused:
        return shown(request, found, refused=refused)
    messages.success(request, _("已批准，申请人十分钟内可以查看"))
    return HttpResponseRedirect(reverse("complaints:case", args=[uid]))


@require_POST
@reader
def open_identity(request: HttpRequest, uid: str, pk: int) -> HttpResponse:
    """Show an opened identity to who asked, in their browser, with what they wrote in their own words."""
    found, opening = _opening(request, uid, pk)
    given: dict[str, Any] = {"by": officer_of(request), "at": timezone.now()}
    try:
        person = verbs.opened_person(opening, browsers.secret(request, opening), **given)
        said = verbs.opened_words(opening, **given)
    except Refused as refused:
        return shown(request, found, refused=refused)
    return shown(request, found, person=in_words(person), said=said)


@require_POST
@reader
def enclosure(request: HttpRequest, uid: str, pk: int) -> HttpResponseBase:
    """A file that the citizen sent, as a download that no browser runs."""
    found = case_of(request, uid)
    one = Enclosure.objects.filter(case=found, pk=pk).first()
    if one is None:
        raise Http404
    one.case = found
    try:
        name, data = enclosures.read(one, by=officer_of(request), at=timezone.now())
    except Refused as refused:
        return shown(request, found, refused=refused)
    return FileResponse(
        BytesIO(data), as_attachment=True, filename=name, content_type="application/octet-stream"
    )


@require_POST
@reader
def judge(request: HttpRequest, uid: str) -> HttpResponse:
    """Say what another registration is to this one, or take that back."""
    found, officer = case_of(request, uid), officer_of(request)
    other = (
        visible_to(officer, today()).select_related("registration").filter(uid=request.POST.get("other", ""))
    )
    second = other.first()
    if second is None:
        raise Http404
    try:
        if request.POST.get("kind") == "undo":
            pair = sorted((found.registration_id, second.registration_id))
            verdict = Verdict.objects.filter(first=pair[0], second=pair[1], undone_on__isnull=True).first()
            if verdict is None:
                raise Http404
            verbs.undo_verdict(verdict, by=officer, at=timezone.now())
        else:
            kind = request.POST.get("kind", "")
            verbs.judge(found.registration, second.registration, kind, by=officer, at=timezone.now())
    except Refused as refused:
        return shown(request, found, refused=refused)
    messages.success(request, _("判断已记录；两件仍各自办理"))
    return HttpResponseRedirect(reverse("complaints:case", args=[uid]))


def _opening(request: HttpRequest, uid: str, pk: int) -> tuple[Case, Opening]:
    found = case_of(request, uid)
    opening = Opening.objects.filter(case=found, pk=pk).first()
    if opening is None:
        raise Http404
    opening.case = found
    return found, opening


def _title(verb: str) -> str:
    return next((move.title for move in FLOW.moves if move.verb == verb), verb)


def shown(
    request: HttpRequest,
    found: Case,
    *,
    chosen: str = "",
    bound: ActForm | None = None,
    refused: Refused | None = None,
    person: list[tuple[str, str]] | None = None,
    said: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a case, with an open form, a refusal, a person who was looked at, or original words."""
    officer = officer_of(request)
    context = screen.context(found, officer, timezone.now(), today(), chosen=chosen, bound=bound, said=said)
    context |= {"refusal": refused, "person_shown": person, "reasons": list(REASONS.items())}
    if refused is not None:
        status = status_of(refused)
    return render(request, "complaints/case.html", context, status=status)
