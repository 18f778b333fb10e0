"""Resolving findings 疑点 of a draft: the list of the policy, the exceptions, what was said."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.desk.agencies.queries import today
from gongkai.desk.disclosure import abilities, verbs
from gongkai.desk.disclosure.course import course
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.screens import resolving as screen
from gongkai.desk.disclosure.views.common import item_of, officer_of, status_of, worker
from gongkai.refusal import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@worker
def findings(request: HttpRequest, uid: str) -> HttpResponse:
    """The findings of an item as it stands; POST confirms the list or resolves one."""
    item = item_of(request, uid)
    can = abilities.of(officer_of(request), course(item), today())
    refused, said = None, _said(request)
    if request.method == "POST":
        if not can.edit:
            raise PermissionDenied
        try:
            _resolve(request, item)
        except Refused as no:
            refused = no
            item.refresh_from_db()
        else:
            return HttpResponseRedirect(reverse("disclosure:findings", args=[uid]))
    context = screen.context(item, said) | {"can": can, "refusal": refused, "course": course(item)}
    return render(request, "disclosure/findings.html", context, status=status_of(refused) if refused else 200)


def _resolve(request: HttpRequest, item: Item) -> None:
    officer, now = officer_of(request), timezone.now()
    if "confirm" in request.POST:
        done = verbs.confirm_list(item, request.POST.getlist("seen"), officer, now)
        messages.success(request, _("已按处理规则一并确认 %(n)d 处") % {"n": done})
        return
    made = verbs.resolve(item, verbs.Ruling(**_said(request)), officer, now)
    messages.success(request, _("已处理：%(what)s") % {"what": made.get_decision_display()})


def _said(request: HttpRequest) -> dict[str, str]:
    """What the form says of one finding."""
    return {name: request.POST.get(name, "") for name in ("key", "decision", "reason")}
