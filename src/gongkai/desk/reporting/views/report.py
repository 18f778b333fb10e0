"""The annual report: preview, checks, sources of its numbers, signature, files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.desk.accounts.recent import recently_authenticated
from gongkai.desk.agencies.queries import today
from gongkai.desk.disclosure import files
from gongkai.desk.reporting import freezing, gate
from gongkai.desk.reporting.models import AnnualReport
from gongkai.desk.reporting.report import writing
from gongkai.desk.reporting.screens import figures as figures_screen
from gongkai.desk.reporting.screens import report as screen
from gongkai.desk.reporting.views.common import demand_year, newest, officer_of, reader
from gongkai.refusal import Refused


class SignForm(forms.Form):
    """The declaration that stands before a signature."""

    checked = forms.BooleanField(
        label=gettext_lazy("我已核对全部数字、正文和检查结果"),
        help_text=gettext_lazy("签发人对报告内容负责；签发后的更正另出更正稿"),
    )


@require_safe
@reader
def report_latest(request: HttpRequest) -> HttpResponse:
    """To the report of the newest year."""
    return HttpResponseRedirect(reverse("reporting:report", args=[newest(officer_of(request).agency)]))


@require_http_methods(["GET", "HEAD", "POST"])
@reader
@recently_authenticated
def report(request: HttpRequest, year: int) -> HttpResponse:
    """The report of a year; POST signs it."""
    demand_year(year)
    form, refused = SignForm(request.POST or None), None
    if request.method == "POST":
        if not gate.holds(officer_of(request), gate.SIGNERS, today()):
            raise PermissionDenied
        if form.is_valid():
            try:
                made = freezing.sign(officer_of(request).agency, year, officer_of(request), timezone.now())
            except Refused as no:
                refused = no
            else:
                messages.success(request, _("已签发，冻结 %(n)d 个数值") % {"n": made.figures.count()})
                return HttpResponseRedirect(reverse("reporting:report", args=[year]))
    page = _page(request, year, form)
    page["refusal"] = refused
    return render(request, "reporting/report.html", page, status=200 if refused is None else 422)


@require_safe
@reader
def download(request: HttpRequest, year: int, name: str) -> HttpResponse:
    """A file of the report: as it was signed, else as it stands."""
    demand_year(year)
    if name not in writing.NAMES:
        raise Http404
    agency = officer_of(request).agency
    signed = _signed(agency.pk, year)
    data = _stored(signed, name) or writing.render(writing.prepare(agency, year), name)
    return HttpResponse(
        data,
        content_type=writing.TYPES[name],
        headers={"Content-Disposition": f'attachment; filename="{year}-{name}"'},
    )


def _signed(agency: int, year: int) -> AnnualReport | None:
    found = AnnualReport.objects.filter(agency=agency, year=year).select_related("item", "agency")
    return found.order_by("-no").first()


def _stored(signed: AnnualReport | None, name: str) -> bytes | None:
    """The bytes of a file as it was signed; ``None`` where nothing was signed."""
    if signed is None or signed.item is None:
        return None
    ending = name.rpartition(".")[2]
    file = signed.item.files.filter(name__endswith=f".{ending}").order_by("position").first()
    if file is None:
        return None
    files.demand(file.sha256, file.size)
    return files.place(file.sha256).read_bytes()


def _page(request: HttpRequest, year: int, form: SignForm) -> dict[str, Any]:
    """The context of ``report.html``."""
    officer = officer_of(request)
    found = writing.prepare(officer.agency, year)
    signed = _signed(officer.agency_id, year)
    drift = freezing.drift(signed) if signed else []
    checks, counts = figures_screen.checks(found.checks)
    may_sign = gate.holds(officer, gate.SIGNERS, today())
    page: dict[str, Any] = {
        "report": screen.head(found, signed, today()),
        "stages": screen.stages(found, signed),
        "sections": screen.sections(found, may_write=gate.holds(officer, gate.WRITERS, today())),
        "bindings": screen.bindings(found, request.GET.get("figure", "")),
        "cells": screen.cells(found.year),
        "checks": checks,
        "check_counts": counts,
        "downloads": screen.downloads(year),
        "drift": screen.changes(drift, year),
        "blockers": screen.blockers(found.blockers),
        "planned": screen.planned_changes(officer.agency, year),
    }
    if signed is None:
        page["sign_form"] = form if may_sign else None
    else:
        page["frozen"] = {
            "count": signed.figures.count(),
            "digest": signed.digest,
            "at": signed.signed_at,
            "by": signed.signed_by,
        }
        page["text_changed"] = screen.text_changed(found, signed)
        page["renew_form"] = form if may_sign and (drift or page["text_changed"]) else None
    return page
