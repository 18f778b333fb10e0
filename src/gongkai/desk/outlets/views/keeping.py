"""Places, the duty list of columns, deliveries, the portal's facts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.agencies.queries import today
from gongkai.desk.disclosure.views.common import officer_of, status_of, worker
from gongkai.desk.lists import screens as lists
from gongkai.desk.lists.asking import duties_of
from gongkai.desk.lists.saved import query_of
from gongkai.desk.lists.short import Found, Short
from gongkai.desk.outlets import forms, ledgers, queries, rules, verbs
from gongkai.desk.outlets.listing import COLUMNS, DELIVERIES, PLACES
from gongkai.desk.outlets.models import Place, PublicFacts
from gongkai.desk.outlets.views.common import done, stored
from gongkai.face import prose
from gongkai.refusal import Refused

_ANY = ["GET", "HEAD", "POST"]


@require_safe
@worker
def places(request: HttpRequest) -> HttpResponse:
    """The ledger of places, what is overdue first; ``?paper=1``: all of it, to be printed."""
    officer, day = officer_of(request), today()
    in_use = {"use": "open"}
    usual = [
        (_("在用"), in_use),
        (_("超期"), in_use | {"state": "late"}),
        (_("已停用"), {"use": "closed"}),
    ]
    shown = lists.read(request, PLACES, day, usual)
    if isinstance(shown, HttpResponse):
        return shown
    context = {
        "rows": shown.page.rows,
        "may": rules.may_set_up(officer, day),
        **shown.context,
        **_paper(request, PLACES, shown.chosen, lambda rows: ledgers.place_paper(rows, officer)),
    }
    return render(request, "outlets/places.html", context)


@require_http_methods(_ANY)
@worker
def new_place(request: HttpRequest) -> HttpResponse:
    """Enter a place."""
    head = {
        "title": _("登记点位"),
        "back": reverse("outlets:places"),
        "up": _("点位台账"),
        "lead": _("屏、栏、窗口、查阅点；每个点位有一个管理人和更换周期"),
    }
    return _entered(request, forms.PlaceEntryForm, verbs.open_place, _("已登记点位"), head)


@require_http_methods(_ANY)
@worker
def place(request: HttpRequest, place: str) -> HttpResponse:
    """One place: what hangs there, what hung there, a change; the office changes, closes and reopens it."""
    officer, day = officer_of(request), today()
    found = get_object_or_404(
        queries.places(officer, day).select_related("keeper", "unit", "agency"), uid=place
    )
    may, office = rules.may_hang(officer, found, day), rules.may_set_up(officer, day)
    act = request.POST.get("act", "hang")
    if request.method == "POST" and not (may if act == "hang" else office):
        raise PermissionDenied
    acts = _acts_of(request, found, act, officer)
    if act not in acts:
        raise Http404
    outcome = _posted(request, *acts[act], reverse("outlets:place", args=[place]))
    if isinstance(outcome, HttpResponseRedirect):
        return outcome
    (row,) = ledgers.places(queries.places(officer, day).filter(pk=found.pk), day)
    context = {
        "row": row,
        "history": ledgers.history(found),
        "form": acts["hang"][0] if may and found.until is None else None,
        "change": acts["change"][0] if office and found.until is None else None,
        "close": acts["close"][0] if office and found.until is None else None,
        "may_reopen": office and found.until is not None,
        "refusal": outcome,
    }
    return render(request, "outlets/place.html", context, status=_status(request, outcome))


def _acts_of(
    request: HttpRequest, found: Place, act: str, officer: Officer
) -> dict[str, tuple[Form, Callable[[], object], str]]:
    """What can be done with a place: the form, filled in where it was sent, the verb, the words after."""
    day, now = today(), timezone.now()
    sent = {act: request.POST or None}
    start = {"on": day, "alone": True}
    hang = forms.HangForm(sent.get("hang"), request.FILES or None, initial=start)
    change = forms.PlaceChangeForm(sent.get("change"), found)
    close = forms.CloseForm(sent.get("close"), initial={"on": day}, prefix="close")
    return {
        "hang": (
            hang,
            lambda: verbs.hang(
                found, hang.cleaned_data["what"], hang.cleaned_data["on"], officer, now,
                proof=hang.proof(), alone=hang.cleaned_data["alone"],
            ),
            _("已登记更换"),
        ),
        "change": (
            change,
            lambda: verbs.change_place(found, change.cleaned_data, officer, now),
            _("已改，从今天起按新的管理人和周期"),
        ),
        "close": (
            close,
            lambda: verbs.close_place(found, close.cleaned_data["on"], officer, now),
            _("已停用，挂着的内容同日取下"),
        ),
        "reopen": (
            Form(sent.get("reopen")),
            lambda: verbs.reopen_place(found, officer, now),
            _("已恢复使用，更换周期从今天起算"),
        ),
    }  # fmt: skip


@require_safe
@worker
def photo(request: HttpRequest, place: str, hanging: int) -> HttpResponseBase:
    """The photo of what hangs or hung there."""
    found = get_object_or_404(queries.places(officer_of(request), today()), uid=place)
    row = found.hangings.filter(pk=hanging).first()
    if row is None:
        raise Http404
    return stored(row.scan, row.scan_name)


@require_safe
@worker
def columns(request: HttpRequest) -> HttpResponse:
    """The duty list of columns, what is stale first; ``?paper=1``: all of it, to be printed."""
    officer, day = officer_of(request), today()
    in_use = {"use": "open"}
    shown = lists.read(
        request,
        COLUMNS,
        day,
        [
            (_("在用"), in_use),
            (_("超期"), in_use | {"state": "late"}),
            (_("上月未报"), in_use | {"month": "missing"}),
        ],
    )
    if isinstance(shown, HttpResponse):
        return shown
    context = {
        "rows": shown.page.rows,
        "may": rules.may_set_up(officer, day),
        **shown.context,
        **_paper(request, COLUMNS, shown.chosen, lambda rows: ledgers.column_paper(rows, officer)),
    }
    return render(request, "outlets/columns.html", context)


@require_http_methods(_ANY)
@worker
def new_column(request: HttpRequest) -> HttpResponse:
    """Give a column to a unit."""
    head = {
        "title": _("落实栏目责任"),
        "back": reverse("outlets:columns"),
        "up": _("栏目责任清单"),
        "lead": _("栏目、责任单位、信息员和备岗、多久更新一次"),
    }
    return _entered(request, forms.ColumnForm, verbs.assign_column, _("已列入栏目责任清单"), head)


@require_http_methods(_ANY)
@worker
def column(request: HttpRequest, duty: str) -> HttpResponse:
    """One column: its freshness, nil returns; POST reports a nil month or ends the responsibility."""
    officer, day = officer_of(request), today()
    found = get_object_or_404(
        queries.columns(officer, day).select_related("unit", "officer", "deputy", "agency"), uid=duty
    )
    may, office = rules.may_report(officer, found, day), rules.may_set_up(officer, day)
    ends = request.POST.get("act") == "end"
    if request.method == "POST" and not (office if ends else may):
        raise PermissionDenied
    form: Form = forms.NilForm(None if ends else request.POST or None)
    here = reverse("outlets:column", args=[duty])
    outcome: HttpResponseRedirect | Refused | None
    if ends:
        outcome = _posted(
            request, Form(request.POST), lambda: verbs.end_column(found, day, officer, timezone.now()),
            _("已结束"), reverse("outlets:columns"),
        )  # fmt: skip
    else:
        outcome = _posted(
            request, form,
            lambda: verbs.report_nil(
                found, form.cleaned_data["month"], form.cleaned_data["note"], officer, timezone.now()
            ),
            _("已报告"), here,
        )  # fmt: skip
    if isinstance(outcome, HttpResponseRedirect):
        return outcome
    (row,) = ledgers.columns(queries.columns(officer, day).filter(pk=found.pk), day)
    context = {
        "row": row,
        "nil": list(found.nil_returns.select_related("by").order_by("-month")[:24]),
        "form": form if may and found.until is None else None,
        "may_end": office and found.until is None,
        "refusal": outcome,
    }
    return render(request, "outlets/column.html", context, status=_status(request, outcome))


@require_http_methods(_ANY)
@worker
def deliveries(request: HttpRequest) -> HttpResponse:
    """The deliveries; POST makes the list of a quarter."""
    officer, day = officer_of(request), today()
    may = rules.may_set_up(officer, day)
    if request.method == "POST" and not may:
        raise PermissionDenied
    form = forms.DeliveryForm(request.POST or None, initial=ledgers.last_quarter(day))
    made: list[Any] = []

    def act() -> object:
        given = form.cleaned_data
        made.append(
            verbs.make_list(
                officer.agency, given["year"], given["quarter"], given["to"], officer, timezone.now()
            )
        )
        return made

    outcome = _posted(request, form, act, _("已编制清单"), reverse("outlets:deliveries"))
    if isinstance(outcome, HttpResponseRedirect):
        return HttpResponseRedirect(reverse("outlets:delivery", args=[made[0].uid]))
    shown = lists.read(request, DELIVERIES, day, [(_("待送交"), {"state": "open"})])
    if isinstance(shown, HttpResponse):
        return shown
    context = {
        "rows": shown.page.rows,
        "new_form": form if may else None,
        "refusal": outcome,
        **shown.context,
    }
    return render(request, "outlets/deliveries.html", context, status=_status(request, outcome))


@require_http_methods(_ANY)
@worker
def delivery(request: HttpRequest, delivery: str) -> HttpResponse:
    """One list, to be printed and signed for; POST records who signed."""
    officer, day = officer_of(request), today()
    found = get_object_or_404(
        queries.deliveries(officer, day).select_related("agency", "made_by"), uid=delivery
    )
    may = rules.may_set_up(officer, day) and found.handed_on is None
    if request.method == "POST" and not rules.may_set_up(officer, day):
        raise PermissionDenied
    form = forms.HandForm(request.POST or None, request.FILES or None, initial={"on": day})
    outcome = _posted(
        request,
        form,
        lambda: verbs.hand_over(
            found, form.cleaned_data["on"], form.cleaned_data["receiver"], officer, timezone.now(),
            proof=form.proof(),
        ),
        _("已登记送交"),
        reverse("outlets:delivery", args=[delivery]),
    )  # fmt: skip
    if isinstance(outcome, HttpResponseRedirect):
        return outcome
    context = ledgers.delivery(found) | {"form": form if may else None, "refusal": outcome}
    return render(request, "outlets/delivery.html", context, status=_status(request, outcome))


@require_http_methods(_ANY)
@worker
def facts(request: HttpRequest) -> HttpResponse:
    """What the portal says of the agency."""
    officer = _office(request)
    said = PublicFacts.objects.filter(agency=officer.agency).first()
    initial = dict(said.facts) if said else {}
    if said:
        initial |= {"hotlines": " ".join(said.hotlines), "guide": said.guide, "rules": "\n".join(said.rules)}
    form = forms.FactsForm(request.POST or None, initial)

    def act() -> object:
        given = form.cleaned_data
        made = verbs.tell(
            officer.agency, given, given["hotlines"].split(), given["guide"], given["rules"].split(),
            officer, timezone.now(),
        )  # fmt: skip
        prose.tell(request, form)
        return made

    outcome = _posted(request, form, act, _("已保存，随下一次内外网交换送到门户"), reverse("outlets:facts"))
    head = {"title": _("门户公开信息"), "back": reverse("outlets:tasks"), "up": _("渠道发布")}
    return _form(
        request,
        form,
        outcome,
        head | {"lead": _("页头、页脚、指南和制度中显示的内容；名称、地址、电话取自机构信息")},
    )


def _paper(
    request: HttpRequest,
    listing: Short,
    chosen: dict[str, str],
    form_of: Callable[[list[Any]], dict[str, Any]],
) -> dict[str, Any]:
    """The way to the printed form; where asked for, the form and all rows: a ledger is printed whole."""
    if not request.GET.get("paper"):
        return {"print": f"?{query_of(chosen)}&paper=1"}
    rows = Found(listing, officer_of(request), today(), duties_of(request), chosen).rows()
    return {"rows": rows, "pager": None, "paper": form_of(rows), "paged": f"?{query_of(chosen)}"}


def _entered(
    request: HttpRequest,
    form_of: Callable[..., Form],
    enter: Callable[[Agency, dict[str, Any], Officer, datetime], object],
    said: str,
    head: dict[str, str],
) -> HttpResponse:
    """The page on which the office enters a new row of a ledger; done, it leads back to the ledger."""
    officer = _office(request)
    form = form_of(request.POST or None, officer.agency, today())
    outcome = _posted(
        request,
        form,
        lambda: enter(officer.agency, form.cleaned_data, officer, timezone.now()),
        said,
        head["back"],
    )
    return _form(request, form, outcome, head)


def _office(request: HttpRequest) -> Any:
    officer = officer_of(request)
    if not rules.may_set_up(officer, today()):
        raise PermissionDenied
    return officer


def _posted(
    request: HttpRequest, form: Form, act: Any, said: str, where: str
) -> HttpResponseRedirect | Refused | None:
    return done(request, form, act, said, where) if request.method == "POST" else None


def _form(
    request: HttpRequest, form: Form, outcome: HttpResponseRedirect | Refused | None, head: dict[str, str]
) -> HttpResponse:
    if isinstance(outcome, HttpResponseRedirect):
        return outcome
    context = {"form": form, "refusal": outcome} | head
    return render(request, "outlets/form.html", context, status=_status(request, outcome))


def _status(request: HttpRequest, refused: Refused | None) -> int:
    if refused:
        return status_of(refused)
    return 422 if request.method == "POST" else 200
