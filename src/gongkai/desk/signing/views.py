"""The pages of a signed sheet: print, enter, compare; one page for the matters of every room."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
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

from gongkai.desk.accounts.recent import recently_authenticated
from gongkai.desk.agencies.guarding import officer_of, worker
from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import today
from gongkai.desk.casework import files
from gongkai.desk.signing import papers, verbs
from gongkai.desk.signing import sheet as printed
from gongkai.desk.signing.forms import SheetForm
from gongkai.desk.signing.models import SignedSheet
from gongkai.desk.signing.papers import Matter, Paper
from gongkai.refusal import Refused

SHOWN = 100
"""Lines of the content on the page; the printed sheet has all of them."""


@require_http_methods(["GET", "HEAD", "POST"])
@worker
@recently_authenticated
def sheet(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """What was signed on paper about a matter; POST enters, confirms or refuses."""
    paper, matter = _matter(request, kind, name)
    officer, day = officer_of(request), today()
    may_enter, may_compare = paper.enters(officer, matter, day), paper.compares(officer, matter, day)
    enters = "enter" in request.POST
    data, sent = (request.POST, request.FILES) if enters else (None, None)
    leaders = [one for one in paper.leaders(matter, day) if one.pk not in paper.drafters(matter)]
    form = SheetForm(data, sent, paper=paper, leaders=leaders, initial={"signed_on": day})
    refused, status = None, 200
    if request.method == "POST":
        if not (may_enter or may_compare):
            raise PermissionDenied
        try:
            if _acted(request, paper, matter, form):
                return HttpResponseRedirect(reverse("signing:sheet", args=[kind, name]))
        except Refused as no:
            refused = no
        status = 403 if refused and refused.code in ("not-held", "four-eyes") else 422
    content = paper.content(matter)
    digest = content.digest(kind, name)
    rows = SignedSheet.objects.filter(kind=kind, subject=name)
    shown = rows.select_related("leader", "entered_by", "checked_by").order_by("-pk")
    waits = paper.waits(matter)
    context = {
        "paper": paper,
        "content": content,
        "lines": content.lines[:SHOWN],
        "more": max(0, len(content.lines) - SHOWN),
        "subject": name,
        "page": paper.page(matter),
        "waits": waits,
        "check": papers.check_number(digest),
        "sheets": [_row(paper, matter, one, digest, request) for one in shown],
        "form": form if may_enter and waits else None,
        "left_over": _left_over(paper, matter, officer, leaders, day) if may_enter and waits else None,
        "refusal": refused,
    }
    return render(request, "signing/sheet.html", context, status=status)


@require_safe
@worker
def sheet_pdf(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """The sheet to print."""
    paper, matter = _matter(request, kind, name)
    data = printed.render(paper, matter, officer_of(request).agency)
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{kind}.pdf"'
    return answer


@require_safe
@worker
def scan(request: HttpRequest, kind: str, name: str, uid: str) -> HttpResponseBase:
    """The scan of a signed sheet, as a download that no browser runs."""
    _matter(request, kind, name)
    found = SignedSheet.objects.filter(kind=kind, subject=name, uid=uid).first()
    if found is None or not files.place(found.scan).is_file():
        raise Http404
    answer = FileResponse(files.place(found.scan).open("rb"), as_attachment=True, filename=found.scan_name)
    answer["Content-Type"] = "application/octet-stream"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _matter(request: HttpRequest, kind: str, name: str) -> tuple[Paper, Matter]:
    """The matter, or 404 where there is none that this officer may see."""
    paper = papers.every().get(kind)
    found = paper.found(officer_of(request), today(), name) if paper is not None else None
    if paper is None or found is None:
        raise Http404
    return paper, found


def _acted(request: HttpRequest, paper: Paper, matter: Matter, form: SheetForm) -> bool:
    """Do what the form asks; false when the form has errors."""
    officer, now = officer_of(request), timezone.now()
    if "enter" in request.POST:
        if not form.is_valid():
            return False
        given = form.cleaned_data
        scan = (given["scan"].name, given["scan"].read())
        verbs.enter(
            paper,
            matter,
            given["leader"],
            given["agreed"] == "yes",
            given["check_number"],
            given["signed_on"],
            scan,
            by=officer,
            at=now,
            note=given["note"],
        )
        messages.success(request, _("已录入，等另一人核对"))
        return True
    rows = SignedSheet.objects.filter(kind=paper.kind, subject=paper.subject(matter))
    waiting = rows.filter(state=SignedSheet.State.ENTERED, uid=request.POST.get("sheet", "")).first()
    if waiting is None:
        raise Http404
    if "confirm" in request.POST:
        verbs.confirm(paper, matter, waiting, by=officer, at=now)
        messages.success(request, _("已核对，作为%(who)s的意见生效") % {"who": waiting.leader.name})
    else:
        verbs.refuse(paper, matter, waiting, by=officer, at=now)
        messages.success(request, _("已记为核对不符，不作数"))
    return True


def _left_over(
    paper: Paper, matter: Matter, officer: Officer, leaders: list[Officer], day: date
) -> list[Officer]:
    """Who could compare a sheet that this officer enters: with one leader, neither that leader."""
    signs = [one for one in leaders if one.pk != officer.pk]
    return verbs.comparers(paper, matter, officer, signs[0] if len(signs) == 1 else None, day)


def _row(
    paper: Paper, matter: Matter, one: SignedSheet, digest: str, request: HttpRequest
) -> dict[str, object]:
    """One sheet as the page shows it: a waiting one of another content is told as what it is."""
    waits = one.state == SignedSheet.State.ENTERED
    by, day = officer_of(request), today()
    return {
        "comparers": verbs.comparers(paper, matter, one.entered_by, one.leader, day) if waits else [],
        "one": one,
        "check": papers.check_number(one.digest),
        "is_stale": waits and (one.digest != digest or not paper.waits(matter)),
        "may_compare": waits and verbs.may_compare(paper, matter, one, by, day),
    }
