"""Tying an item to another and untying them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.desk.agencies.queries import today
from gongkai.desk.disclosure import abilities
from gongkai.desk.disclosure.course import course
from gongkai.desk.disclosure.verbs.relating import part, relate
from gongkai.desk.disclosure.views.common import item_of, officer_of, worker
from gongkai.refusal import Refused


@require_POST
@worker
def relation(request: HttpRequest, uid: str) -> HttpResponse:
    """Tie the item to the one with the given index number, or untie a relation."""
    item = item_of(request, uid)
    officer, now = officer_of(request), timezone.now()
    if not abilities.of(officer, course(item), today()).edit:
        raise PermissionDenied
    number = request.POST.get("part", "")
    try:
        if number:
            found = item.relations.filter(pk=int(number)).first() if number.isdecimal() else None
            if found is not None:
                part(found, officer, now)
        else:
            relate(item, request.POST.get("kind", ""), request.POST.get("index", ""), officer, now)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("相关信息已更新，重新送审后读者可见"))
    return HttpResponseRedirect(reverse("disclosure:item", args=[uid]) + "#related")
