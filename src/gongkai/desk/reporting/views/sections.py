"""Writing a section of the report: preview and draft, saving, the checks of both kinds."""

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
from django.views.decorators.http import require_http_methods

from gongkai.desk.agencies.queries import today
from gongkai.desk.disclosure.views.common import status_of
from gongkai.desk.reporting import composing, gate
from gongkai.desk.reporting.report import writing
from gongkai.desk.reporting.screens import section as screen
from gongkai.desk.reporting.views.common import demand_year, officer_of, reader
from gongkai.law.forms import Section
from gongkai.refusal import Refused


class SectionForm(forms.Form):
    """The text of a section, and what it was when one began."""

    text = forms.CharField(
        label=gettext_lazy("正文"),
        error_messages={"required": gettext_lazy("这一节没有文字；法定的节不能缺，没有发生的也写明")},
        max_length=composing.LONGEST,
        widget=forms.Textarea({"rows": 22, "spellcheck": "false"}),
        help_text=gettext_lazy("空一行是一段；数字写成引用，如 {{ items.total }}，由指标填入"),
    )
    base = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@reader
def section(request: HttpRequest, year: int, section: str) -> HttpResponse:
    """One section to write; POST keeps a draft and shows how it reads, saves it, or drops the draft."""
    demand_year(year)
    officer, found = officer_of(request), screen.section_of(year, section)
    if found is None:
        raise Http404
    if not gate.holds(officer, gate.WRITERS, today()):
        raise PermissionDenied
    refused, form = None, SectionForm(request.POST or None, initial=_initial(request, year, found))
    if request.method == "POST":
        here = reverse("reporting:section", args=[year, found.key])
        if "discard" in request.POST:
            composing.discard(officer, year, found)
            messages.success(request, _("已丢弃草稿"))
            return HttpResponseRedirect(here)
        if "untrack" in request.POST:
            composing.untrack(officer.agency, year, found.key, by=officer, at=timezone.now())
            messages.success(request, _("不再提示工作要点的变动"))
            return HttpResponseRedirect(here)
        if "take" in request.POST:
            form.fields["text"].required = False
        if form.is_valid():
            try:
                return _done(request, year, found, form)
            except Refused as no:
                refused = no
    return _page(request, year, found, form, refused)


def _done(request: HttpRequest, year: int, found: Section, form: SectionForm) -> HttpResponse:
    """Keep or save what was typed, and go on to the page that shows it."""
    officer, given = officer_of(request), form.cleaned_data
    verb = composing.save if "save" in request.POST else composing.keep
    if "take" in request.POST:
        verb = composing.take_over
    verb(
        officer.agency,
        year,
        found.key,
        given["text"],
        base=given["base"] or composing.base_of(""),
        by=officer,
        at=timezone.now(),
    )
    if verb is composing.save:
        messages.success(request, _("已写入报告"))
        return HttpResponseRedirect(reverse("reporting:report", args=[year]) + f"#{found.key}")
    said = _("已取用到您的草稿，请修改后再写入报告")
    messages.success(request, said if verb is composing.take_over else _("已存草稿，还没有写入报告"))
    return HttpResponseRedirect(reverse("reporting:section", args=[year, found.key]) + "#preview")


def _initial(request: HttpRequest, year: int, found: Section) -> dict[str, str]:
    officer = officer_of(request)
    draft = composing.draft_of(officer, year, found)
    if draft is not None:
        return {"text": draft.text, "base": draft.base}
    saved = composing.current(officer.agency, year, found)
    text = saved.text if saved else ""
    return {"text": text, "base": composing.base_of(text)}


def _page(
    request: HttpRequest, year: int, found: Section, form: SectionForm, refused: Refused | None
) -> HttpResponse:
    officer = officer_of(request)
    saved, draft = composing.current(officer.agency, year, found), composing.draft_of(officer, year, found)
    text = str(form["text"].value() or "")
    report = writing.prepare(officer.agency, year, instead={found.key: text})
    context: dict[str, Any] = screen.shown(report, found) | {
        "year": year,
        "section": found,
        "form": form,
        "refusal": refused,
        "saved": saved,
        "draft": draft,
        "is_behind": draft is not None and draft.base != composing.base_of(saved.text if saved else ""),
        "state": screen.state(saved.text if saved else "", draft is not None),
        "figures": screen.figures(report),
        "whole": screen.checked(report),
        "last_year": screen.last_year(officer.agency, year, found),
        "plan": screen.plan(report, found, saved, draft, today()),
    }
    status = 200 if request.method != "POST" else status_of(refused) if refused else 422
    return render(request, "reporting/section.html", context, status=status)
