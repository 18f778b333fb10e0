"""By date: how long a penalty stays public, its early end, and the approval of an emergency withdrawal."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.desk.agencies.queries import today
from gongkai.desk.disclosure import abilities, rules, terms, verbs
from gongkai.desk.disclosure.course import course
from gongkai.desk.disclosure.forms import TermForm
from gongkai.desk.disclosure.models import Item, Withdrawal
from gongkai.desk.disclosure.views.common import attempted, item_of, officer_of, status_after, worker
from gongkai.refusal import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@worker
def term(request: HttpRequest, uid: str) -> HttpResponse:
    """The publicity period of a penalty with its reasoning; POST enters what decides it, or ends it early."""
    officer, day = officer_of(request), today()
    item = item_of(request, uid)
    standing = course(item)
    edits = abilities.of(officer, standing, day).edit
    takes_down = (
        rules.standing(officer, rules.WITHDRAW, agency=item.agency, unit=item.unit, day=day) is not None
    )
    held = terms.term_of(item)
    form = TermForm(request.POST if "save" in request.POST else None, initial=_begin(item))
    allowed = takes_down if "repair" in request.POST else edits
    done, refused = attempted(request, allowed, lambda: _act(request, item, form))
    if done:
        return HttpResponseRedirect(reverse("disclosure:term", args=[uid]))
    context = {
        "item": item,
        "course": standing,
        "term": held,
        "end": terms.end_of(item),
        "early": terms.early(item) if standing.is_public else None,
        "short": terms.shortened(item),
        "form": form if edits else None,
        "takes_down": takes_down,
        "today": day,
        "refusal": refused,
    }
    return render(request, "disclosure/term.html", context, status=status_after(request, refused))


@require_POST
@worker
def approve(request: HttpRequest, uid: str) -> HttpResponse:
    """Approve an emergency withdrawal afterwards, or object to it."""
    item = item_of(request, uid)
    officer = officer_of(request)
    found = Withdrawal.objects.filter(release__item=item, is_emergency=True, approval__isnull=True).first()
    leads = rules.standing(officer, ("leader",), agency=item.agency, unit=item.unit, day=today())
    if leads is None:
        raise PermissionDenied
    if found is None:
        raise Http404
    is_right = request.POST.get("right") == "yes"
    try:
        verbs.approve(found, is_right, request.POST.get("note", ""), officer, timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已补批") if is_right else _("已记下不同意；恢复公开须重新送审"))
    return HttpResponseRedirect(reverse("disclosure:item", args=[uid]))


def _act(request: HttpRequest, item: Item, form: TermForm) -> bool:
    officer, now = officer_of(request), timezone.now()
    if "repair" in request.POST:
        verbs.repair(item, officer, now)
        messages.success(request, _("已提前停止公示，几秒内生效"))
        return True
    if not form.is_valid():
        return False
    given = form.cleaned_data
    verbs.set_term(
        item, given["klass"], officer, now, decided_on=given["decided_on"],
        banned_until=given["banned_until"], kinds=form.kinds_said(),
        is_special=given["is_special"], severity=given["severity"],
    )  # fmt: skip
    messages.success(request, _("已保存公示期"))
    return True


def _begin(item: Item) -> dict[str, object]:
    held = terms.term_of(item)
    if held is None:
        return {"klass": "other"}
    return {
        "klass": held.klass,
        "decided_on": held.decided_on,
        "banned_until": held.banned_until,
        "kinds": "、".join(held.kinds),
        "is_special": held.is_special,
        "severity": held.severity,
    }
