"""督办通知 of a case: its letters, drafting, signing, the unit's answer, the printed letter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.queries import today
from gongkai.desk.agencies.rules import holds
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.models import Case
from gongkai.desk.casework.numbers import short
from gongkai.desk.casework.waiting import left
from gongkai.desk.complaints import notices, rules
from gongkai.desk.complaints.house import house
from gongkai.desk.complaints.models import SupervisionNotice
from gongkai.desk.complaints.notice_forms import AnswerForm, NoticeForm
from gongkai.desk.complaints.screens.marked import supervision
from gongkai.desk.complaints.signed import PAPER
from gongkai.desk.complaints.verbs import notifying
from gongkai.desk.complaints.views.common import case_of, officer_of, reader, status_of
from gongkai.law.calendar import Calendar
from gongkai.refusal import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@reader
def supervised(request: HttpRequest, uid: str) -> HttpResponse:
    """The letters of the supervision of a case; POST drafts, signs, takes back, acknowledges or answers."""
    case, officer, day = case_of(request, uid), officer_of(request), today()
    draft, answer = _forms(request)
    refused = None
    if request.method == "POST":
        try:
            if said := _acted(request, case, draft, answer):
                messages.success(request, said)
                return HttpResponseRedirect(reverse("complaints:supervision", args=[uid]))
        except Refused as no:
            refused = no
    context = _context(case, officer, day) | {"refusal": refused, "draft": draft, "answer": answer}
    status = status_of(refused) if refused else (422 if request.method == "POST" else 200)
    return render(request, "complaints/supervision.html", context, status=status)


@require_safe
@reader
def notice_paper(request: HttpRequest, uid: str, number: int) -> HttpResponse:
    """One letter as PDF."""
    found = _notice(case_of(request, uid), number)
    answer = HttpResponse(notices.printed(found), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="supervision.pdf"'
    return answer


def _forms(request: HttpRequest) -> tuple[NoticeForm, AnswerForm]:
    """The two forms; the one that was sent is bound."""
    days = {"days": house().days("supervise_days")}
    draft = NoticeForm(request.POST if "draft" in request.POST else None, initial=days)
    return draft, AnswerForm(request.POST if "answer" in request.POST else None)


def _acted(request: HttpRequest, case: Case, draft: NoticeForm, answer: AnswerForm) -> str:
    """Do what was asked for and say so; empty when a form has errors."""
    by, at = officer_of(request), timezone.now()

    def drafted() -> str:
        given = draft.cleaned_data
        made = notifying.draft_notice(case, given["asked"], days=given["days"], by=by, at=at)
        return (
            _("%(number)s 已签发，送责任单位") % {"number": made.number}
            if made.signed_on
            else _("%(number)s 已拟好，等分管领导签发") % {"number": made.number}
        )

    def signed() -> str:
        made = notifying.sign_notice(_sent(request, case), by=by, at=at)
        return _("%(number)s 已签发，送责任单位") % {"number": made.number}

    def taken_back() -> str:
        notifying.withdraw_notice(_sent(request, case), by=by, at=at)
        return _("已撤回")

    def answered() -> str:
        notifying.answer_notice(_sent(request, case), answer.cleaned_data["words"], by=by, at=at)
        return _("已反馈")

    def received() -> str:
        notifying.receive_notice(_sent(request, case), by=by, at=at)
        return _("已签收")

    acts: dict[str, tuple[forms.Form | None, Callable[[], str]]] = {
        "draft": (draft, drafted),
        "sign": (None, signed),
        "withdraw": (None, taken_back),
        "receive": (None, received),
        "answer": (answer, answered),
    }
    for name, (form, act) in acts.items():
        if name in request.POST:
            return act() if form is None or form.is_valid() else ""
    raise Http404


def _sent(request: HttpRequest, case: Case) -> SupervisionNotice:
    given = request.POST.get("notice", "")
    return _notice(case, int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else 0)


def _notice(case: Case, key: int) -> SupervisionNotice:
    rows = SupervisionNotice.objects.filter(supervision__case=case, pk=key)
    found = rows.select_related(
        "agency", "unit", "signed_by", "received_by", "answered_by", "supervision"
    ).first()
    if found is None:
        raise Http404
    found.supervision.case = case
    return found


def _context(case: Case, officer: Officer, day: date) -> dict[str, Any]:
    """The letters, newest first, each with what the officer may do about it."""
    table, agency = calendar(), case.registration.agency
    running = supervision(case)
    is_open = running is not None and running["lifted_on"] is None
    may = {
        "draft": rules.leads(officer, case, day),
        "sign": holds(officer, Duty.Kind.LEADER, None, day, agency=agency),
        "answer": rules.handles(officer, case, day),
    }
    rows = SupervisionNotice.objects.filter(supervision__case=case).order_by("-pk")
    related = ("unit", "drafted_by", "signed_by", "received_by", "answered_by", "supervision")
    shown = [_row(one, may, day, table) for one in rows.select_related(*related)]
    return {
        "case": case,
        "number": short(case.registration.number),
        "supervision": running,
        "rows": shown,
        "may_draft": may["draft"] and is_open and not any(row["is_open"] for row in shown),
        "unit": rules.place_of(case).unit,
        "today": day,
    }


def _row(one: SupervisionNotice, may: dict[str, bool], day: date, table: Calendar) -> dict[str, Any]:
    kind, words = notices.state(one, day, table)
    due = notices.answer_by(one, table)
    is_draft = one.signed_on is None and one.withdrawn_on is None
    waits = one.signed_on is not None and one.answered_on is None
    return {
        "one": one,
        "tag": kind,
        "words": words,
        "due": due,
        "left": left(table, day, due.due) if due and due.due else None,
        "is_open": is_draft or (waits and one.supervision.lifted_on is None),
        "is_owed": waits and one.supervision.lifted_on is None,
        "may_sign": is_draft and may["sign"],
        "may_withdraw": is_draft and may["draft"],
        "may_answer": waits and may["answer"],
        "receipt": notices.receipt(one, day, table),
        "receive_by": notices.receive_by(one, table),
        "may_receive": waits and one.received_at is None and may["answer"],
        "signed": PAPER.subject(one) if is_draft and may["draft"] else "",
    }
