"""意见征集: the consultations, one with its opinions, one opinion with what becomes of it."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.desk.agencies.queries import today
from gongkai.desk.archive.views import sees
from gongkai.desk.disclosure import consulting, due, opinion_files, opinions, verbs
from gongkai.desk.disclosure.consulting_list import LISTING, row
from gongkai.desk.disclosure.forms_consulting import CallForm, FinalForm, WeighForm, begin
from gongkai.desk.disclosure.keeping import ROOM
from gongkai.desk.disclosure.models import Consultation, Opinion, OpinionFile, OpinionFiling
from gongkai.desk.disclosure.views.common import attempted, officer_of, status_after, worker
from gongkai.desk.lists import screens
from gongkai.desk.lists.asking import duties_of
from gongkai.desk.mailbox.models import in_words
from gongkai.law import consultation as law
from gongkai.refusal import Refused
from gongkai.screening import Verdict
from gongkai.screening.preview import WORDS

PAGE = 50
"""Opinions on a page."""
_ANY = ["GET", "HEAD", "POST"]


@require_http_methods(_ANY)
@worker
def consultations(request: HttpRequest) -> HttpResponse:
    """The consultations by filters, the newest first; POST calls for opinions about a draft."""
    officer, day, duties = officer_of(request), today(), duties_of(request)
    may = any(one.kind in consulting.KEEPS for one in duties)
    form = CallForm(request.POST or None, initial=begin(None))

    def act() -> bool:
        return form.is_valid() and verbs.call(form.call(), officer, timezone.now()) is not None

    done, refused = attempted(request, may, act)
    if done:
        messages.success(request, _("已登记意见征集；送审、发布后，门户按期接收意见"))
        return HttpResponseRedirect(reverse("disclosure:consultations"))
    shown = screens.read(request, LISTING, day, [])
    if isinstance(shown, HttpResponse):
        return shown
    context = {
        **shown.context,
        "filters": shown.context["form"],
        "rows": shown.page.rows,
        "form": form if may else None,
        "rules": _rules(day),
        "retention": reverse(ROOM.retention) if sees(officer) else "",
        "today": day,
        "refusal": refused,
    }
    return render(request, "disclosure/consultations.html", context, status=status_after(request, refused))


@require_http_methods(_ANY)
@worker
def consultation(request: HttpRequest, uid: str) -> HttpResponse:
    """One consultation: its period and where it stands, its opinions; POST changes it."""
    officer, day, duties = officer_of(request), today(), duties_of(request)
    found = _found(request, uid)
    may = consulting.keeps(found, duties)
    ends = "final" in request.POST
    form = CallForm(None if ends else request.POST or None, initial=begin(found))
    form.fields["index"].disabled = True
    final = FinalForm(request.POST if ends else None)

    def act() -> bool:
        if ends:
            return final.is_valid() and bool(
                verbs.conclude(found, final.cleaned_data["document"], officer, timezone.now())
            )
        return form.is_valid() and bool(verbs.call(form.call(), officer, timezone.now()))

    done, refused = attempted(request, may, act)
    if done:
        messages.success(request, _("已保存；草案重新送审、发布后，门户随之更新"))
        return HttpResponseRedirect(reverse("disclosure:consultation", args=[uid]))
    after = _number(request.GET.get("after", ""))
    reads = consulting.opinions(officer, day, duties).filter(consultation=found)
    counted_files = reads.filter(no__gt=after).annotate(enclosed=Count("files"))
    rows = list(counted_files.select_related("weighed_by")[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    context = {
        "one": found,
        "row": row(found, day),
        "opinions": rows,
        "tally": _tally(found),
        "next": f"?after={rows[-1].no}" if more else "",
        "form": form if may else None,
        "final": final if may and day > found.closes_on else None,
        "may_feed_back": may and day > found.closes_on and found.feedback_id is None,
        "rule": law.period(found.subject, found.opens_on),
        "filing": OpinionFiling.objects.filter(consultation=found).first(),
        "refusal": refused,
        "today": day,
    }
    return render(request, "disclosure/consultation.html", context, status=status_after(request, refused))


@require_http_methods(_ANY)
@worker
def opinion(request: HttpRequest, uid: str, number: int) -> HttpResponse:
    """One opinion, masked; POST says what becomes of it, or shows the original (which is noted)."""
    officer, day, duties = officer_of(request), today(), duties_of(request)
    found = _found(request, uid)
    reads = consulting.opinions(officer, day, duties).filter(consultation=found)
    one = get_object_or_404(reads.select_related("consultation__item", "weighed_by"), no=number)
    may = consulting.keeps(found, duties)
    looks = "original" in request.POST
    shown = opinions.original(one, by=officer, at=timezone.now()) if looks and one.dek else None
    form = WeighForm(
        None if looks else request.POST or None, initial={"adopted": one.adopted, "answer": one.answer}
    )

    def act() -> bool:
        if not form.is_valid():
            return False
        given = form.cleaned_data
        verbs.weigh(one, given["adopted"], given["answer"], officer, timezone.now())
        return True

    done, refused = (False, None) if looks else attempted(request, may, act)
    if done:
        messages.success(request, _("已记下第 %(n)d 件的采纳情况") % {"n": one.no})
        return HttpResponseRedirect(reverse("disclosure:consultation", args=[uid]) + f"#o{one.no}")
    context = {
        "one": found,
        "opinion": one,
        "shown": shown,
        "files": _files(one),
        "destroyed": not one.dek,
        "form": form if may and one.withdrawn_on is None and one.dek else None,
        "refusal": refused,
    }
    status = 200 if looks else status_after(request, refused)
    return render(request, "disclosure/opinion.html", context, status=status)


@require_POST
@worker
def opinion_file(request: HttpRequest, uid: str, number: int, pk: int) -> HttpResponseBase:
    """A screened file of an opinion, as a download that no browser runs; the look is noted."""
    found = _found(request, uid)
    reads = consulting.opinions(officer_of(request), today(), duties_of(request))
    file = get_object_or_404(
        OpinionFile.objects.select_related("opinion__consultation__item"),
        pk=pk,
        opinion__in=reads.filter(consultation=found, no=number),
    )
    try:
        name, data = opinion_files.read(file, by=officer_of(request), at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("disclosure:opinion", args=[uid, number]))
    answer = FileResponse(
        BytesIO(data), as_attachment=True, filename=name, content_type="application/octet-stream"
    )
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@require_POST
@worker
def draft_feedback(request: HttpRequest, uid: str) -> HttpResponse:
    """Draft the feedback 采纳情况 as an item, and go to it."""
    found = _found(request, uid)
    if not consulting.keeps(found, duties_of(request)):
        raise PermissionDenied
    try:
        made = verbs.draft_feedback(found, officer_of(request), timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("disclosure:consultation", args=[uid]))
    messages.success(request, _("已起草采纳情况反馈，请核对后送审"))
    return HttpResponseRedirect(reverse("disclosure:item", args=[made.uid]))


def _found(request: HttpRequest, uid: str) -> Consultation:
    seen = consulting.consultations(officer_of(request), today(), duties_of(request))
    found = seen.filter(uid=uid).first()
    if found is None:
        raise Http404
    return found


def _files(one: Opinion) -> list[dict[str, Any]]:
    """The files of an opinion with what screening said, in words."""
    said = {
        OpinionFile.State.CLEAN: "done",
        OpinionFile.State.MARKED: "due",
        OpinionFile.State.WAITING: "calm",
    }
    return [
        {
            "file": file,
            "kind": said.get(OpinionFile.State(file.state), "late"),
            "opens": file.state in (OpinionFile.State.CLEAN, OpinionFile.State.MARKED),
            "found": in_words({_word(key): n for key, n in sorted(file.found.items())}),
        }
        for file in one.files.order_by("pk")
    ]


def _word(key: str) -> str:
    """A kind of finding; the word of a verdict, by which files were counted before."""
    return str(WORDS[Verdict(key)]) if key in tuple(Verdict) else key


def _tally(found: Consultation) -> dict[str, int]:
    """How many opinions came, what became of them."""
    counted = {
        key: Count("pk", filter=Q(adopted=key, withdrawn_on__isnull=True)) for key in ("yes", "partly", "no")
    }
    every: dict[str, int] = found.opinions.aggregate(
        all=Count("pk", filter=Q(withdrawn_on__isnull=True)),
        open=Count("pk", filter=Q(adopted="", withdrawn_on__isnull=True)),
        withdrawn=Count("pk", filter=Q(withdrawn_on__isnull=False)),
        **counted,
    )
    return every


def _rules(day: date) -> list[dict[str, Any]]:
    """How long the law asks for, subject by subject, when one opens today."""
    asked = [(label, law.period(key, day)) for key, label in Consultation.Subject.choices]
    return [
        {"label": label, "rule": rule, "last": consulting.said(law.last_day(rule, day, due.calendar()))}
        for label, rule in asked
    ]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0
