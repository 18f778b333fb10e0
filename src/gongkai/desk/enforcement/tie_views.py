"""What the page of a batch of samples asks and says about the item that publishes it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.desk.agencies.guarding import officer_of
from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import today
from gongkai.desk.agencies.rules import holds
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.queries import visible_to
from gongkai.desk.enforcement import public, queries, tying
from gongkai.desk.enforcement.models import Published
from gongkai.desk.enforcement.sample_views import uploader
from gongkai.refusal import Refused


@require_POST
@uploader
def tie(request: HttpRequest) -> HttpResponse:
    """Say which item publishes a batch, or take it back; then the page from which it was said."""
    officer, name = officer_of(request), request.POST.get("name", "")[:80]
    if not name or not queries.samples(officer, today()).filter(batch=name).exists():
        raise Http404
    try:
        if request.POST.get("verdict") == "untie":
            item = tying.untie(name, officer, timezone.now())
            messages.success(request, _("已取消：%(index)s 不再算作公布这一批次") % {"index": item.index})
        else:
            made = tying.tie(name, request.POST.get("index", ""), officer, timezone.now())
            messages.success(request, _("已认定：%(index)s 公布这一批次") % {"index": made.item.index})
    except Refused as refused:
        messages.error(request, str(refused))
    back = visible_to(officer, today()).filter(uid=request.POST.get("back", "")[:22]).first()
    if back is not None:
        return HttpResponseRedirect(reverse("disclosure:item", args=[back.uid]))
    return HttpResponseRedirect(_batch(name))


def panel(item: Item, officer: Officer, day: date) -> dict[str, Any] | None:
    """For the page of an item of samples: the batch that it publishes, or the batches without an item."""
    if item.category != public.SAMPLING or not queries.works(officer, day):
        return None
    known = Published.objects.select_related("tied_by").filter(item=item).first()
    may = holds(officer, queries.ACTS, item.unit, day) and item.voided_on is None
    offered = tying.batches_without_item(officer, day) if may and known is None else []
    if known is None and not offered:
        return None
    offered.sort(key=lambda name: not item.title.startswith(name))
    return {
        "template": "enforcement/_item_batch.html",
        "item": item,
        "tie": known,
        "href": _batch(known.batch) if known is not None and known.batch else "",
        "offered": offered,
        "suggests": bool(offered) and item.title.startswith(offered[0]),
        "may_tie": may,
    }


def _batch(name: str) -> str:
    return f"{reverse('enforcement:batch')}?{urlencode({'name': name})}"


def shown(name: str, item: Item | None, officer: Officer, day: date) -> dict[str, Any]:
    """For the page of a batch: how it belongs to its item, and what it may be tied to."""
    known = tying.of(officer.agency_id, name)
    may = queries.uploads(officer, day)
    offered = list(tying.free(officer, day)[: tying.OFFERED]) if may and known is None else []
    if item is not None and item in offered:
        offered.remove(item)
        offered.insert(0, item)
    return {"tie": known, "suggested": item if known is None else None, "offered": offered, "may_tie": may}
