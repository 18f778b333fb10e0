"""Tasks of outlets, the outlets of one item, one placement, what is made for them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.desk.agencies.queries import today
from gongkai.desk.disclosure import files
from gongkai.desk.disclosure.views.common import item_of, officer_of, status_of, worker
from gongkai.desk.lists import screens as lists
from gongkai.desk.outlets import forms, queries, rows, rules, screens, verbs
from gongkai.desk.outlets.making import live, package, posters, source, texts, wechat
from gongkai.desk.outlets.models import Posting
from gongkai.desk.outlets.views.common import done, stored
from gongkai.refusal import Refused

PDF, ZIP = "application/pdf", "application/zip"


@require_safe
@worker
def tasks(request: HttpRequest) -> HttpResponse:
    """What has to be carried, what has to be taken down, what was carried."""
    usual = [(str(label), {"view": key}) for key, label in screens.VIEWS.items()]
    shown = lists.read(request, rows.LISTING, today(), usual)
    if isinstance(shown, HttpResponse):
        return shown
    context = {"rows": rows.shown(shown.page.rows), "view": shown.chosen.get("view", ""), **shown.context}
    return render(request, "outlets/tasks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@worker
def item(request: HttpRequest, uid: str) -> HttpResponse:
    """The outlets of one item; POST plans one more."""
    found, officer, day = item_of(request, uid), officer_of(request), today()
    may = rules.may_carry(officer, found.unit, day)
    if request.method == "POST" and not may:
        raise PermissionDenied
    form = forms.PlanForm(request.POST or None, queries.plannable(found))
    outcome = None
    if request.method == "POST":
        outcome = done(
            request,
            form,
            lambda: verbs.plan(found, form.cleaned_data["outlet"], officer, timezone.now()),
            _("已列入渠道任务"),
            reverse("outlets:item", args=[uid]),
        )
        if isinstance(outcome, HttpResponseRedirect):
            return outcome
    refused = outcome if isinstance(outcome, Refused) else None
    context = screens.item(found) | {"form": form if may else None, "refusal": refused}
    return render(request, "outlets/item.html", context, status=_status(request, refused))


@require_safe
@worker
def make(request: HttpRequest, uid: str, made: str) -> HttpResponseBase:
    """Something made for an outlet: a poster or a package as a file, a text as a page to copy from."""
    found = item_of(request, uid)
    try:
        given = source.of(found)
    except Refused as refused:
        context = screens.item(found) | {"form": None, "refusal": refused}
        return render(request, "outlets/item.html", context, status=422)
    if made in ("poster-a4", "poster-a3"):
        size: Any = made[-2:]
        return _file(posters.made(given, size), PDF, f"{found.title[:40]} {size.upper()}.pdf")
    if made == "package":
        data = package.build(given, lambda digest: files.place(digest).read_bytes())
        return _file(data, ZIP, f"{found.title[:40]}.zip")
    makers = {"press": texts.press, "tv": texts.tv, "short": texts.short}
    if made in makers:
        limit = next(one.limit for one in screens.makers() if made in one.makes)
        said = makers[made](given, limit)
        context = {"limit": limit, "length": len(said), "seconds": texts.seconds(said) if made == "tv" else 0}
    elif made in ("wechat", "html"):
        said = wechat.article(given) if made == "wechat" else wechat.simple(given)
        context = {"meta": package.metadata(given), "is_html": True}
    else:
        raise Http404
    context |= {"item": found, "kind": screens.KINDS[made], "said": said}
    return render(request, "outlets/text.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@worker
def posting(request: HttpRequest, posting: str) -> HttpResponse:
    """One placement: recorded with its proof, dropped, compared with the live page, taken down."""
    row, officer, day = _posting(request, posting), officer_of(request), today()
    if request.method == "POST" and not rules.may_carry(officer, row.item.unit, day):
        raise PermissionDenied
    act = request.POST.get("act", "")
    given = screens.posting_forms(row, request, act, day)
    refused, compared = None, None
    if act == "check" and (form := given.get("check")) is not None and form.is_valid():
        try:
            compared = live.compare(source.of(row.item), form.cleaned_data["page"])
            row = verbs.check(row, compared.result, officer, timezone.now())
        except Refused as no:
            refused = no
    elif act in given:
        outcome = done(
            request,
            given[act],
            lambda: _act(row, act, given[act], request),
            _("已登记"),
            reverse("outlets:item", args=[row.item.uid]),
        )
        if isinstance(outcome, HttpResponseRedirect):
            return outcome
        refused = outcome if isinstance(outcome, Refused) else None
    may = rules.may_carry(officer, row.item.unit, day)
    context = screens.posting(row) | {
        "forms": given if may else {},
        "compared": compared,
        "refusal": refused,
    }
    is_read = compared is not None and refused is None
    return render(
        request, "outlets/posting.html", context, status=200 if is_read else _status(request, refused)
    )


@require_safe
@worker
def proof(request: HttpRequest, posting: str) -> HttpResponseBase:
    """The scan or photo of a placement."""
    row = _posting(request, posting)
    return stored(row.scan, row.scan_name)


def _act(row: Posting, act: str, form: BaseForm, request: HttpRequest) -> object:
    by, at = officer_of(request), timezone.now()
    given = getattr(form, "cleaned_data", {})
    if act == "drop":
        return verbs.drop(row, given["note"], by, at)
    assert isinstance(form, forms.ProofForm)
    if act == "down":
        return verbs.take_down(row, given["on"], by, at, proof=form.proof())
    return verbs.place(
        row,
        given["on"],
        by,
        at,
        minute=given["minute"],
        address=given.get("address", ""),
        note=given["note"],
        where=given.get("where"),
        proof=form.proof() if "scan" in form.fields else None,
    )


def _posting(request: HttpRequest, uid: str) -> Posting:
    seen = queries.visible_to(officer_of(request), today())
    row = seen.filter(uid=uid).select_related("item", "item__unit", "item__agency", "place").first()
    if row is None:
        raise Http404
    return row


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response.headers["Content-Disposition"] = screens.attachment(name)
    return response


def _status(request: HttpRequest, refused: Refused | None) -> int:
    if refused:
        return status_of(refused)
    return 422 if request.method == "POST" else 200
