"""The list, the intake form, one case with its acts, the person behind it, its letters."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import today
from gongkai.desk.archive import merging
from gongkai.desk.archive.binding import file_name
from gongkai.desk.archive.screens import facts
from gongkai.desk.archive.views import sees
from gongkai.desk.casework import letters
from gongkai.desk.casework.models import Attachment, Case, Letter, Party
from gongkai.desk.casework.personal import REASONS, open_person
from gongkai.desk.casework.rules import directs, handles
from gongkai.desk.casework.to_everyone import address
from gongkai.desk.foi import filing, stamping, verbs
from gongkai.desk.foi.actions import ACTIONS
from gongkai.desk.foi.intake import IntakeForm
from gongkai.desk.foi.keeping import ROOM
from gongkai.desk.foi.listed import LISTING, FilterForm
from gongkai.desk.foi.queries import visible_to
from gongkai.desk.foi.screens import case as screen
from gongkai.desk.foi.screens import listing, reading
from gongkai.desk.foi.stages import REPLIED, Stage
from gongkai.desk.foi.verbs.publishing import is_given
from gongkai.desk.foi.verbs.voiding import voiding_of
from gongkai.desk.foi.views.common import case_of, officer_of, registers, registrar, status_of, worker
from gongkai.desk.lists import screens
from gongkai.desk.lists.asking import duties_of
from gongkai.desk.lists.own import Reading
from gongkai.refusal import Refused

_LABELS = {
    "name": gettext_lazy("姓名或者名称"),
    "contact": gettext_lazy("联系方式"),
    "phone": gettext_lazy("电话"),
    "id": gettext_lazy("证件号码"),
    "address": gettext_lazy("地址"),
    "email": gettext_lazy("邮箱"),
    "postcode": gettext_lazy("邮编"),
    "organisation": gettext_lazy("单位"),
    "agent": gettext_lazy("代理人"),
}
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@worker
def cases(request: HttpRequest) -> HttpResponse:
    """The applications that one may see, the earliest due first."""
    officer, day = officer_of(request), today()
    form = FilterForm(request.GET, officer, day)
    chosen = form.settled()
    kept = screens.kept(request, LISTING, chosen)
    if isinstance(kept, HttpResponse):
        return kept
    context = {
        "form": form,
        "filters": {name: value for name, value in chosen.items() if name != "tab"},
        "today": day,
        "may_register": registers(officer),
        "may_keep": sees(officer),
        **kept,
        **listing.page(Reading(officer, day, duties_of(request), chosen), request.GET.dict()),
    }
    return render(request, "foi/cases.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@registrar
def intake(request: HttpRequest) -> HttpResponse:
    """Enter an application that came in by any way."""
    officer, day = officer_of(request), today()
    initial = {"submitted_on": day, "mail": request.GET.get("mail", "")}
    form = IntakeForm(request.POST or None, agency=officer.agency, day=day, initial=initial)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            made = verbs.register(form.intake(), by=officer, at=timezone.now())
        except Refused as no:
            refused = no
        else:
            messages.success(request, _("已登记 %(number)s") % {"number": made.registration.number})
            return HttpResponseRedirect(reverse("foi:case", args=[made.uid]))
    status = (status_of(refused) if refused else 422) if request.method == "POST" else 200
    return render(request, "foi/intake.html", {"form": form, "refusal": refused, "today": day}, status=status)


@require_safe
@worker
def case(request: HttpRequest, uid: str) -> HttpResponse:
    """One application; ``?do=`` opens the form of an act."""
    return _shown(request, uid, chosen=request.GET.get("do", ""))


@require_POST
@worker
def act(request: HttpRequest, uid: str, verb: str) -> HttpResponse:
    """Take an act on a case."""
    found = case_of(request, uid)
    officer, day = officer_of(request), today()
    if verb in _LETTERS:
        return _letter_of(request, uid, verb)
    action = ACTIONS.get(verb)
    if action is None:
        raise Http404
    form = action.form(request.POST, case=found, by=officer, day=day)
    if not form.is_valid():
        return _shown(request, uid, chosen=verb, bound=form)
    try:
        action.run(found, form, officer, timezone.now())
    except Refused as refused:
        return _shown(request, uid, chosen=verb, bound=form, refused=refused)
    messages.success(request, _("已办理"))
    if visible_to(officer, day).filter(pk=found.pk).exists():
        return HttpResponseRedirect(reverse("foi:case", args=[uid]))
    return HttpResponseRedirect(reverse("foi:cases"))


@require_POST
@worker
def look(request: HttpRequest, uid: str) -> HttpResponse:
    """Show the applicant once, for this answer only; the look is an event."""
    found = case_of(request, uid)
    party = Party.objects.filter(case=found, role=Party.Role.APPLICANT).select_related("case").first()
    if party is None:
        raise Http404
    try:
        person = open_person(
            party, by=officer_of(request), reason=request.POST.get("reason", ""), at=timezone.now()
        )
    except Refused as refused:
        return _shown(request, uid, refused=refused)
    shown = [(_LABELS.get(name, name), value) for name, value in person.items()]
    return _shown(request, uid, person=shown)


@require_safe
@worker
def letter(request: HttpRequest, uid: str, letter: str) -> HttpResponse:
    """A letter of the case: PDF to print, or ``?as=docx`` for a word processor."""
    case_of(request, uid)
    found = (
        Letter.objects.filter(case__uid=uid, uid=letter).select_related("case", "agency", "template").first()
    )
    if found is None:
        raise Http404
    by, at = officer_of(request), timezone.now()
    try:
        if request.GET.get("as") == "docx":
            return _file(letters.docx(found, by=by, at=at), DOCX, f"{found.number}.docx")
        return _file(stamping.paper(found, by=by, at=at), "application/pdf", f"{found.number}.pdf")
    except Refused as refused:
        return _shown(request, uid, refused=refused)


@require_safe
@worker
def court_file(request: HttpRequest, uid: str) -> HttpResponse:
    """The whole file as one PDF with index and page numbers; for those who see the applicant too."""
    found = case_of(request, uid)
    officer, day = officer_of(request), today()
    if not _keeps_files(officer, found, day):
        raise PermissionDenied
    try:
        data = filing.court_file(found, by=officer, at=timezone.now())
    except Refused as refused:
        return _shown(request, uid, refused=refused)
    return _file(data, "application/pdf", file_name(found))


@require_POST
@worker
def archive(request: HttpRequest, uid: str) -> HttpResponse:
    """The package for the archive, with the period for which it is kept."""
    found = case_of(request, uid)
    officer, day = officer_of(request), today()
    if not _keeps_files(officer, found, day):
        raise PermissionDenied
    try:
        data = filing.package(found, request.POST.get("keep", ""), by=officer, at=timezone.now())
    except Refused as refused:
        return _shown(request, uid, refused=refused)
    return _file(data, "application/zip", f"{found.registration.number}.zip")


def _keeps_files(officer: Officer, case: Case, day: date) -> bool:
    """Handlers of the case, the disclosure office and leaders; not auditors and reviewers."""
    return handles(officer, case, day) or directs(officer, case, day)


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    return answer


def _file_facts(whole: reading.Whole) -> dict[str, Any]:
    """How a case is filed, what its closing would make of it, and where its information became public."""
    found = whole.case
    was_closed = found.stage in (Stage.CLOSED, Stage.VOIDED)
    file: dict[str, Any] = (
        facts(ROOM, found, whole.closing, whole.filing) if was_closed else {"room": ROOM, "filed": None}
    )
    filed = file["filed"]
    released = found.application.released_item
    gone = filed is not None and filed.destroyed_on is not None
    return {
        **file,
        "released": (released, address(found.registration.agency, released)) if released else None,
        "may_publish": found.stage in REPLIED and is_given(found.application) and not released and not gone,
    }


def _merging(whole: reading.Whole, officer: Officer, day: date, bound: Any) -> dict[str, Any]:
    """What was merged into the application, or into which it was; the form that takes that back."""
    found = whole.case
    said = merging.facts(
        ROOM, found, visible_to(officer, day), officer, day, _names, has_some=whole.is_merged
    )
    if said["may_unmerge"]:
        said["unmerge_form"] = bound or ACTIONS["unmerge"].form(case=found, by=officer, day=day)
        said["unmerge_href"] = reverse("foi:act", args=[found.uid, "unmerge"])
    return said


def _names(case: Case) -> list[str]:
    return list(Attachment.objects.filter(case=case).order_by("pk").values_list("name", flat=True))


_LETTERS = {"receipt": verbs.give_receipt, "void-notice": verbs.give_void_notice}
"""Letters that a button writes, once, and shows."""


def _letter_of(request: HttpRequest, uid: str, which: str) -> HttpResponse:
    found, officer = case_of(request, uid), officer_of(request)
    if which == "void-notice" and not _keeps_files(officer, found, today()):
        raise PermissionDenied
    try:
        made = _LETTERS[which](found, by=officer, at=timezone.now())
    except Refused as refused:
        return _shown(request, uid, refused=refused)
    return HttpResponseRedirect(reverse("foi:letter", args=[uid, made.uid]))


def _shown(
    request: HttpRequest,
    uid: str,
    *,
    chosen: str = "",
    bound: Any = None,
    refused: Refused | None = None,
    person: list[tuple[Any, str]] | None = None,
) -> HttpResponse:
    officer, day = officer_of(request), today()
    whole = reading.whole(visible_to(officer, day), uid)
    if whole is None:
        raise Http404
    found = whole.case
    context = screen.context(whole, officer, timezone.now(), day, chosen=chosen, bound=bound)
    context |= {"refusal": refused, "opened": person, "reasons": REASONS.items()}
    context |= _file_facts(whole)
    context["voiding"] = voiding_of(found) if found.stage == Stage.VOIDED else None
    context |= _merging(whole, officer, day, bound if chosen == "unmerge" else None)
    context["title"] = screen.short(whole.content, 30)
    status = status_of(refused) if refused else 422 if bound is not None else 200
    return render(request, "foi/case.html", context, status=status)
