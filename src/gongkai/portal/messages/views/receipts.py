"""The receipt: a code shown once, to be copied, printed, typed again."""

from __future__ import annotations

import hmac
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from gongkai.portal.messages import browser, secrets
from gongkai.portal.messages.secrets import Ticket
from gongkai.portal.messages.views import shared
from gongkai.portal.models import Envelope
from gongkai.portal.publishing import site
from gongkai.refusal import Refused
from gongkai.sealing import receipt

_WORDS = {
    "complaint": "投诉",
    "report": "举报",
    "both": "投诉举报",
    "ask": "咨询",
    "suggest": "建议",
    "foi": "公开申请",
    "opinion": "意见",
}


@sensitive_variables()
def show(
    request: HttpRequest, sid: bytes, kind: str, files: int, now: datetime, *, retyped: str | None = None
) -> HttpResponse:
    """The page with the code; ``retyped`` are last groups that did not fit."""
    made = receipt.derive(sid)
    hidden, known = shared.form_secrets(request, sid)
    response = shared.page(
        "portal/messages/receipt.html",
        {
            "groups": made.code.split("-"),
            "code": made.code,
            "kind": kind,
            "word": _WORDS.get(kind, "来件"),
            "file_count": files,
            "at": now.astimezone(site.SHANGHAI),
            "due": shared.next_date(kind, site.day_of(now)),
            "registered_by": shared.registered_by(site.day_of(now)),
            "hidden": list((hidden | {"kind": kind, "files": str(files)}).items()),
            "retyped": retyped,
            "crumbs": [{"title": "已收到", "url": ""}],
            "meta": shared.meta("已收到"),
            "nav": "ask",
        },
        status=200 if retyped is None else 400,
    )
    browser.remember(response, known)
    browser.give_ticket(response, Ticket(made.box_id, made.seed), now)
    return response


@require_POST
@sensitive_post_parameters()
def retype(request: HttpRequest) -> HttpResponse:
    """Compare the last two groups with the code of this form; the code itself is not sent again."""
    now = timezone.now()
    try:
        sid = secrets.demand_form(
            request.POST.get("sid", ""), request.POST.get("token", ""), browser.known(request)
        )
    except Refused:
        return HttpResponseRedirect("/receipt")
    made = receipt.derive(sid)
    if not Envelope.objects.filter(once=made.once).exists():
        return HttpResponseRedirect("/receipt")
    last = request.POST.get("last", "")
    if hmac.compare_digest(_plain(last), made.code.replace("-", "")[-8:].encode()):
        return HttpResponseRedirect("/receipt")
    count = request.POST.get("files", "0")
    kind = request.POST.get("kind", "")
    return show(request, sid, kind, int(count) if count.isdecimal() else 0, now, retyped=last)


def _plain(last: str) -> bytes:
    return receipt.symbols_of(last).encode()
