"""The leader in charge lets a batch be published before its conclusions are final, with a reason."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.desk.agencies.guarding import officer_of
from gongkai.desk.agencies.queries import today
from gongkai.desk.enforcement import early, queries
from gongkai.desk.enforcement.views import worker
from gongkai.refusal import Refused


@require_POST
@worker
def allow(request: HttpRequest) -> HttpResponse:
    """Enter the decision; then the page of the batch."""
    officer, name = officer_of(request), request.POST.get("name", "")[:80]
    if not name or not queries.samples(officer, today()).filter(batch=name).exists():
        raise Http404
    try:
        made = early.allow(name, request.POST.get("reason", ""), by=officer, at=timezone.now())
    except Refused as refused:
        messages.error(request, f"{refused.sentence}。{refused.mend}")
    else:
        messages.success(request, _("已准许 %(index)s 提前公布") % {"index": made.item.index})
    return HttpResponseRedirect(f"{reverse('enforcement:batch')}?{urlencode({'name': name})}")
