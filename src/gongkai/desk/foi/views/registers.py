"""收发登记 at the gate, the register of applications to print, the office's own letter templates."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.desk.agencies.models import Agency, Unit
from gongkai.desk.agencies.queries import SHANGHAI, today, units_of
from gongkai.desk.casework import gate, letters
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.letters.templates import FIELDS
from gongkai.desk.casework.letters.wording import keys as letter_keys
from gongkai.desk.casework.models import CaseText, GateMail, LetterTemplate
from gongkai.desk.foi.forms import REQUIRED, choice, day_field
from gongkai.desk.foi.mail import LISTING, waiting
from gongkai.desk.foi.models import Application
from gongkai.desk.foi.papers import ledger_document, ledger_title
from gongkai.desk.foi.queries import visible_to
from gongkai.desk.foi.views.common import officer_of, registrar, status_of, worker
from gongkai.desk.lists import screens
from gongkai.desk.lists.asking import duties_of
from gongkai.face.widgets import MinuteInput
from gongkai.law.letters import letters as kinds_of
from gongkai.papers import pdf
from gongkai.refusal import Refused

SHOWN = 60
MOST_WAITING = 1000
"""As many are counted."""
MOST_ROWS = 2000
_SETS = (
    "foi.2008", "foi.2019", "complaint.aqsiq51", "complaint.saic62", "complaint.cfda21",
    "complaint.samr20", "complaint.samr121", "reward.2021_4",
)  # fmt: skip


class SignedForm(forms.Form):
    """One piece of mail as it is signed for."""

    kind = choice(gettext_lazy("邮件种类"), [("", gettext_lazy("请选择")), *GateMail.Kind.choices])
    mail_number = forms.CharField(label=gettext_lazy("邮件号"), max_length=40, required=False)
    postmark_on = day_field(gettext_lazy("邮戳日期"), required=False)
    signed_by = forms.CharField(
        label=gettext_lazy("签收人"),
        max_length=40,
        help_text=gettext_lazy("楼里第一个签收的人"),
        error_messages=REQUIRED,
    )
    signed_on = day_field(gettext_lazy("签收日期"), help_text=gettext_lazy("这一天就是收到之日"))
    signed_time = forms.TimeField(
        label=gettext_lazy("签收时刻"),
        widget=MinuteInput(),
        error_messages=REQUIRED,
    )

    def signed(self, agency: Agency) -> gate.Signed:
        """What was filled in, for the verb."""
        given = self.cleaned_data
        return gate.Signed(
            agency=agency,
            kind=given["kind"],
            signed_by=given["signed_by"],
            signed_at=datetime.combine(given["signed_on"], given["signed_time"], SHANGHAI),
            mail_number=given["mail_number"],
            postmark_on=given["postmark_on"],
        )


@require_http_methods(["GET", "HEAD", "POST"])
@registrar
def mail(request: HttpRequest) -> HttpResponse:
    """The gate's register: what waits first, then all of it by filters; the form to enter more."""
    officer, day = officer_of(request), today()
    now = timezone.now().astimezone(SHANGHAI)
    form = SignedForm(request.POST or None, initial={"signed_on": day, "signed_time": now.time()})
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            made = gate.enter(form.signed(officer.agency), by=officer, at=timezone.now())
        except Refused as no:
            refused = no
        else:
            messages.success(request, _("已登记 %(mail)s") % {"mail": made})
            return HttpResponseRedirect(reverse("foi:mail"))
    return _mail(request, form, refused)


@require_POST
@registrar
def mail_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what a piece of mail is, or hand it over."""
    officer, day = officer_of(request), today()
    found = gate.visible_to(officer, day).filter(pk=pk).first()
    if found is None:
        raise Http404
    try:
        if request.POST.get("unit"):
            key = request.POST["unit"]
            unit = Unit.objects.filter(agency=officer.agency, pk=key if key.isdecimal() else 0).first()
            if unit is None:
                raise Http404
            gate.hand_over(found, unit, by=officer, at=timezone.now())
        else:
            gate.recognise(found, request.POST.get("kind", ""), by=officer, at=timezone.now())
    except Refused as refused:
        return _mail(request, SignedForm(initial={"signed_on": day}), refused)
    return HttpResponseRedirect(reverse("foi:mail"))


def _mail(request: HttpRequest, form: SignedForm, refused: Refused | None) -> HttpResponse:
    officer, day, days = officer_of(request), today(), calendar()
    shown = screens.read(request, LISTING, day, [(_("尚未拆阅"), {"recognised": "unread"})])
    if isinstance(shown, HttpResponse):
        return shown
    first, waits = waiting(officer, day, duties_of(request), SHOWN, MOST_WAITING + 1)
    context: dict[str, Any] = {
        **shown.context,
        "filters": shown.context["form"],
        "form": form,
        "refusal": refused,
        "waiting": [(one, gate.days_waiting(one, day, days)) for one in first],
        "waits": min(waits, MOST_WAITING),
        "waits_more": waits > MOST_WAITING,
        "rows": [row.record for row in shown.page.rows],
        "kinds": [one for one in GateMail.Recognised.choices if one[0]],
        "units": units_of(officer.agency_id),
        "today": day,
    }
    wrong = request.method == "POST"
    status = (status_of(refused) if refused else 422) if wrong else 200
    return render(request, "foi/mail.html", context, status=status)


@require_safe
@worker
def ledger(request: HttpRequest) -> HttpResponse:
    """The register 依申请公开台账 of a year or a month as PDF; ``?year=`` and ``?month=``."""
    officer, day = officer_of(request), today()
    year, month = _number(request, "year", day.year), _number(request, "month", 0)
    first, last = _span(year, month)
    rows = Application.objects.filter(
        case__in=visible_to(officer, day), received_on__range=(first, last), voided_on__isnull=True
    )
    found = list(rows.select_related("case__registration").order_by("received_on", "pk")[:MOST_ROWS])
    texts = dict(
        CaseText.objects.filter(case__in=[one.pk for one in found], field=CaseText.Field.CONTENT).values_list(
            "case", "masked"
        )
    )
    document = ledger_document(officer.agency.name, ledger_title(year, month), found, texts)
    return HttpResponse(pdf.render(document, fonts=letters.fonts()), content_type="application/pdf")


@require_http_methods(["GET", "HEAD", "POST"])
@registrar
def templates(request: HttpRequest) -> HttpResponse:
    """The office's own templates: what is in use, and how to put in another."""
    officer = officer_of(request)
    refused = None
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if file is None:
                raise Refused("no-file", "没有选择文件", "请选择一个 DOCX 文件")
            data = b"".join(file.chunks()) if (file.size or 0) <= letters.LARGEST_TEMPLATE else b""
            if not data:
                raise Refused("too-large", "模板太大或者是空的", "请删去模板里的大图片")
            made = letters.upload(
                officer.agency,
                request.POST.get("key", ""),
                file.name or "",
                data,
                by=officer,
                at=timezone.now(),
            )
        except Refused as no:
            refused = no
        else:
            messages.success(request, _("模板已启用，第 %(no)d 版") % {"no": made.no})
            return HttpResponseRedirect(reverse("foi:templates"))
    kept = LetterTemplate.objects.filter(agency=officer.agency).select_related("by").defer("docx")
    context = {
        "kinds": [(key, title) for key, title in _titles().items()],
        "kept": [(one, _titles().get(one.key, one.key)) for one in kept.order_by("key", "-no")],
        "fields": FIELDS.items(),
        "refusal": refused,
    }
    return render(request, "foi/templates.html", context, status=status_of(refused) if refused else 200)


def _titles() -> dict[str, str]:
    """Every letter's title, the newest law's where several have it."""
    found: dict[str, str] = {}
    for ruleset in _SETS:
        found |= {one.key: one.title for one in kinds_of(ruleset)}
    return {key: found[key] for key in letter_keys() if key in found}


def _number(request: HttpRequest, name: str, default: int) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 else default


def _span(year: int, month: int) -> tuple[date, date]:
    if not 1949 <= year <= 2199 or not 0 <= month <= 12:
        raise Http404
    if not month:
        return date(year, 1, 1), date(year, 12, 31)
    after = date(year + (month == 12), month % 12 + 1, 1)
    return date(year, month, 1), date.fromordinal(after.toordinal() - 1)
