"""The letters of a case: what it calls for, writing with a preview, issuing, seal, sending, voiding."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import today
from gongkai.desk.agencies.rules import eligible
from gongkai.desk.casework import letters
from gongkai.desk.casework.letters.composing import MAY_LACK
from gongkai.desk.casework.models import Case, Delivery, Letter
from gongkai.desk.casework.numbers import short
from gongkai.desk.casework.rules import DIRECTS
from gongkai.desk.complaints import papers, rules
from gongkai.desk.complaints.facts import standing
from gongkai.desk.complaints.verbs import writing
from gongkai.desk.complaints.views.common import case_of, officer_of, reader, status_of
from gongkai.law import registry
from gongkai.papers import html
from gongkai.refusal import Refused

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_RESULTS = [choice for choice in Delivery.Result.choices if choice[0]]


class PaperForm(forms.Form):
    """What a paper says: a field for each content that the law asks, and the body it goes to if any."""

    def __init__(self, *args: Any, paper: papers.Paper, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.paper = paper
        if paper.to == papers.BODY:
            self.fields["body"] = forms.CharField(
                label=_("接收机关"), max_length=80, error_messages={"required": _("请填写")}
            )
        for at, (name, known) in enumerate(paper.says.items()):
            may_lack = MAY_LACK in name
            self.fields[f"c{at}"] = forms.CharField(
                label=name.removesuffix(MAY_LACK),
                initial=known,
                max_length=4000,
                required=not may_lack,
                widget=forms.Textarea(attrs={"rows": min(8, 1 + known.count("\n") + len(known) // 40)}),
                error_messages={"required": _("请填写")},
            )

    def says(self) -> dict[str, str]:
        """What was written, by content."""
        return {name: self.cleaned_data[f"c{at}"] for at, name in enumerate(self.paper.says)}


@require_safe
@reader
def letters_page(request: HttpRequest, uid: str) -> HttpResponse:
    """What the case calls for, and what was issued."""
    return _page(request, case_of(request, uid))


@require_http_methods(["GET", "HEAD", "POST"])
@reader
def write(request: HttpRequest, uid: str) -> HttpResponse:
    """Write a paper: preview it here or as PDF, then issue it."""
    case, officer, day = case_of(request, uid), officer_of(request), today()
    if not writing.may_write(officer, case, day):
        raise PermissionDenied
    try:
        paper = papers.paper_of(standing(case), request.GET.get("paper", ""), day)
    except Refused as unknown:
        raise Http404 from unknown
    if (there := _issued(case, paper)) is not None:
        messages.info(request, _("%(number)s 已经签发") % {"number": there.number})
        return HttpResponseRedirect(reverse("complaints:letters", args=[uid]))
    form = PaperForm(request.POST or None, paper=paper)
    context: dict[str, Any] = {
        "case": case, "number": short(case.registration.number), "paper": paper, "form": form,
        "to": papers.TO[paper.to], "law": registry.by_id(paper.kind.ruleset).cite(),
    }  # fmt: skip
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                if (done := _written(request, case, form, context)) is not None:
                    return done
                status = 200
            except Refused as refused:
                context["refusal"], status = refused, status_of(refused)
    return render(request, "complaints/write.html", context, status=status)


@require_safe
@reader
def letter_file(request: HttpRequest, uid: str, letter: str) -> HttpResponse:
    """A letter as PDF to print, or ``?as=docx``; for who handles the case, reviews it or calls."""
    case, officer, day = case_of(request, uid), officer_of(request), today()
    found = _letter(case, letter)
    if not (rules.sees_contact(officer, case, day) or rules.reviews(officer, case, day)):
        raise PermissionDenied
    at = timezone.now()
    if request.GET.get("as") == "docx":
        return _file(letters.docx(found, by=officer, at=at), DOCX, f"{found.number}.docx")
    return _file(letters.pdf(found, by=officer, at=at), "application/pdf", f"{found.number}.pdf")


@require_POST
@reader
def letter_act(request: HttpRequest, uid: str, letter: str, verb: str) -> HttpResponse:
    """Seal, send, enter the result, void."""
    case = case_of(request, uid)
    found = _letter(case, letter)
    if verb not in _ACTS:
        raise Http404
    try:
        _ACTS[verb](found, request.POST, officer_of(request), timezone.now())
    except Refused as refused:
        return _page(request, case, refused)
    messages.success(request, _("已登记"))
    return HttpResponseRedirect(reverse("complaints:letters", args=[uid]))


def _written(
    request: HttpRequest, case: Case, form: PaperForm, context: dict[str, Any]
) -> HttpResponse | None:
    """The answer to a valid form; null when the page shows the preview."""
    officer, says, body = officer_of(request), form.says(), form.cleaned_data.get("body", "")
    name = form.paper.name
    if "issue" in request.POST:
        made = writing.issue_paper(case, name, says, body=body, by=officer, at=timezone.now())
        messages.success(request, _("已签发 %(number)s") % {"number": made.number})
        return HttpResponseRedirect(reverse("complaints:letters", args=[case.uid]))
    composed = writing.preview(case, name, says, body=body, day=today())
    if "pdf" in request.POST:
        return _file(letters.pdf_of(composed), "application/pdf", _("预览.pdf"))
    context["letter"] = mark_safe(html.render(composed.document))  # noqa: S308 (the renderer escapes)
    return None


def _page(request: HttpRequest, case: Case, refused: Refused | None = None) -> HttpResponse:
    officer, day = officer_of(request), today()
    issued = list(
        Letter.objects.filter(case=case)
        .select_related("by", "seal_use", "agency")
        .prefetch_related("deliveries")
        .defer("sealed")
        .order_by("-pk")
    )
    there = {(one.key, one.cause) for one in issued if one.voided_on is None}
    may = writing.may_write(officer, case, day)
    waiting = [
        (paper, papers.TO[paper.to])
        for paper in (papers.papers_of(standing(case), day) if may else [])
        if (paper.kind.key, paper.cause) not in there
    ]
    approvers = {one.pk: one for kind in DIRECTS for one in eligible(kind, None, day, agency=officer.agency)}
    approvers.pop(officer.pk, None)
    context = {
        "case": case,
        "number": short(case.registration.number),
        "waiting": waiting,
        "issued": [_shown(one) for one in issued],
        "may_write": may,
        "may_read": rules.sees_contact(officer, case, day) or rules.reviews(officer, case, day),
        "approvers": list(approvers.values()),
        "ways": [(way, _WAY_WORDS.get(way, way)) for way in writing.WAYS],
        "results": _RESULTS,
        "refusal": refused,
        "today": day,
    }
    return render(request, "complaints/letters.html", context, status=status_of(refused) if refused else 200)


def _shown(letter: Letter) -> dict[str, Any]:
    """A letter and what may be done with it next."""
    sent = list(letter.deliveries.all())
    last = sent[-1] if sent else None
    running = letter.voided_on is None
    returned = last is not None and last.result == Delivery.Result.RETURNED
    return {
        "letter": letter,
        "to": papers.TO.get(letter.cause.rpartition("/")[2], ""),
        "law": registry.by_id(letter.ruleset).title,
        "seal": getattr(letter, "seal_use", None),
        "deliveries": sent,
        "may_seal": running and getattr(letter, "seal_use", None) is None,
        "may_send": running and (last is None or returned),
        "may_result": running and last is not None and not last.result,
        "may_void": running,
    }


_WAY_WORDS = {
    Delivery.Way.VISIT: gettext_lazy("当面"),
    Delivery.Way.POST: gettext_lazy("邮寄（邮政EMS、挂号）"),
    Delivery.Way.ENTRUSTED: gettext_lazy("委托送达"),
    Delivery.Way.PLATFORM: gettext_lazy("平台、门户"),
}


def _issued(case: Case, paper: papers.Paper) -> Letter | None:
    rows = Letter.objects.filter(case=case, key=paper.kind.key, cause=paper.cause, voided_on__isnull=True)
    return rows.first()


def _letter(case: Case, uid: str) -> Letter:
    found = (
        Letter.objects.filter(case=case, uid=uid)
        .select_related("case__registration__agency", "agency", "template")
        .first()
    )
    if found is None:
        raise Http404
    return found


def _seal(letter: Letter, said: Mapping[str, str], by: Officer, at: datetime) -> object:
    copies = said.get("copies", "")
    count = int(copies) if copies.isascii() and copies.isdecimal() and len(copies) < 3 else 1
    seal = said.get("seal", "")
    return writing.seal_letter(letter, seal, approved_by=_officer(by, said), copies=count, by=by, at=at)


def _send(letter: Letter, said: Mapping[str, str], by: Officer, at: datetime) -> object:
    return writing.send_letter(
        letter,
        said.get("way", ""),
        sent_on=_day(said.get("on", "")),
        tracking=said.get("tracking", "")[:40],
        proof=said.get("proof", ""),
        by=by,
        at=at,
    )


def _result(letter: Letter, said: Mapping[str, str], by: Officer, at: datetime) -> object:
    on = _day(said.get("on", ""))
    return writing.served(letter, said.get("result", ""), said.get("proof", ""), on=on, by=by, at=at)


def _void(letter: Letter, said: Mapping[str, str], by: Officer, at: datetime) -> object:
    return writing.void_letter(
        letter, said.get("reason", "")[:400], approved_by=_officer(by, said), by=by, at=at
    )


_ACTS: dict[str, Callable[[Letter, Mapping[str, str], Officer, datetime], object]] = {
    "seal": _seal,
    "send": _send,
    "result": _result,
    "void": _void,
}


def _officer(by: Officer, said: Mapping[str, str]) -> Officer:
    found = Officer.objects.filter(agency=by.agency, uid=said.get("approved_by") or "-").first()
    if found is None:
        raise Refused("no-officer", "没有选批准人", "请选择批准人")
    return found


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise Refused("bad-date", f"“{text[:20]}”不是日期", "请写成 2017-09-25 这样") from wrong


def _file(data: bytes, type_: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=type_)
    kind = "inline" if type_ == "application/pdf" else "attachment"
    response["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(name)}"
    return response
