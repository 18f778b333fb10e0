"""读网: the last reading over of what is public, what it found by item, settling it; the lists of words."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import today
from gongkai.desk.disclosure import reading as work
from gongkai.desk.disclosure import rules, term_lists
from gongkai.desk.disclosure.models import Item, PublicFinding, Reading
from gongkai.desk.disclosure.queries import visible_to
from gongkai.desk.disclosure.views.common import officer_of, status_of, worker
from gongkai.refusal import Refused

SHOWN = 50
"""Findings of a page."""
KINDS = {
    "wording": gettext_lazy("错误表述"),
    "bad_link": gettext_lazy("错链"),
    "sensitive_term": gettext_lazy("敏感词"),
    "secret_mark": gettext_lazy("密级标志"),
    "id18": gettext_lazy("身份证号"),
    "id15": gettext_lazy("身份证号"),
    "bank": gettext_lazy("银行卡号"),
    "passport": gettext_lazy("护照号码"),
    "permit": gettext_lazy("通行证号"),
}
"""What a kind of finding is called."""
STATES = {
    "open": gettext_lazy("待处理"),
    "mended": gettext_lazy("已处理"),
    "none": gettext_lazy("不属问题"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@worker
def reading(request: HttpRequest) -> HttpResponse:
    """The last reading and its findings; POST starts another."""
    officer, now = officer_of(request), timezone.now()
    if not work.may_read(officer, now):
        raise PermissionDenied
    refusal = None
    if request.method == "POST":
        try:
            work.begin(officer, now)
        except Refused as no:
            refusal = no
        else:
            messages.success(request, _("读网已经开始，可以离开这一页"))
            return HttpResponseRedirect(reverse("disclosure:reading"))
    return _page(request, refusal)


@require_POST
@worker
def settle_reading(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what became of one finding."""
    officer, now = officer_of(request), timezone.now()
    if not work.may_read(officer, now):
        raise PermissionDenied
    found = get_object_or_404(
        PublicFinding.objects.select_related("item"), pk=pk, reading__agency=officer.agency
    )
    try:
        work.settle(found, request.POST.get("state", ""), request.POST.get("reason", ""), officer, now)
    except Refused as no:
        return _page(request, no, tried=pk)
    messages.success(request, _("已登记处理结果"))
    return HttpResponseRedirect(reverse("disclosure:reading"))


@require_http_methods(["GET", "HEAD", "POST"])
@worker
def word_lists(request: HttpRequest) -> HttpResponse:
    """The lists of words; POST loads one or takes one away."""
    officer, now = officer_of(request), timezone.now()
    if not work.may_read(officer, now):
        raise PermissionDenied
    refusal = None
    if request.method == "POST":
        try:
            _change(request)
        except Refused as no:
            refusal = no
        else:
            return HttpResponseRedirect(reverse("disclosure:word-lists"))
    try:
        shown = term_lists.shown()
    except Refused as broken:
        shown, refusal = [], refusal or broken
    context = {
        "lists": [(one, KINDS.get(one.kind, one.kind)) for one in shown],
        "may": term_lists.may_load(officer, now),
        "refusal": refusal,
    }
    status = status_of(refusal) if refusal else 200
    return render(request, "disclosure/word_lists.html", context, status=status)


def _change(request: HttpRequest) -> None:
    officer, now = officer_of(request), timezone.now()
    if name := request.POST.get("remove", ""):
        term_lists.remove(name, officer, now)
        messages.success(request, _("已取消词表 %(name)s") % {"name": name})
        return
    file = request.FILES.get("file")
    data, name = b"", ""
    if isinstance(file, UploadedFile):
        data, name = file.read(term_lists.LARGEST + 1), str(file.name or "")
    made = term_lists.load(name, data, officer, now)
    messages.success(request, _("已载入 %(n)d 个词表，下次检查和读网起使用") % {"n": len(made)})


def _page(request: HttpRequest, refusal: Refused | None, tried: int = 0) -> HttpResponse:
    officer, now = officer_of(request), timezone.now()
    runs = Reading.objects.filter(agency=officer.agency).select_related("by", "job").order_by("-pk")
    last = runs.first()
    if last is not None and last.ended_at is None:
        work.give_up(last, now)
        last.refresh_from_db()
    state = request.GET.get("state", "open")
    state = state if state in STATES else "open"
    seen = visible_to(officer, today())
    found = PublicFinding.objects.filter(reading=last, state=state, item__in=seen)
    found = found.select_related("item__unit", "item__agency", "officer")
    after = request.GET.get("after", "")
    if after.isdecimal():
        item_key, key = _place(int(after), found)
        found = found.filter(Q(item__gt=item_key) | Q(item=item_key, pk__gt=key))
    rows = list(found.order_by("item", "pk")[: SHOWN + 1])
    more = rows[SHOWN - 1].pk if len(rows) > SHOWN else None
    groups = [
        (item, *_may(officer, item), [(one, KINDS.get(one.kind, one.kind)) for one in ones])
        for item, ones in groupby(rows[:SHOWN], key=lambda one: one.item)
    ]
    context: dict[str, Any] = {
        "last": last,
        "groups": groups,
        "state": state,
        "states": STATES.items(),
        "more": more,
        "refusal": refusal,
        "tried": tried,
    }
    status = status_of(refusal) if refusal else 200
    return render(request, "disclosure/reading.html", context, status=status)


def _may(officer: Officer, item: Item) -> tuple[bool, bool]:
    """Whether the officer may correct and withdraw an item."""
    duties = (rules.HAND_IN, rules.WITHDRAW)
    held = [
        rules.standing(officer, kinds, agency=item.agency, unit=item.unit, day=today()) is not None
        for kinds in duties
    ]
    return held[0], held[1]


def _place(after: int, found: QuerySet[PublicFinding]) -> tuple[int, int]:
    """The item and the finding behind which the page begins."""
    return found.filter(pk=after).values_list("item", "pk").first() or (0, 0)
