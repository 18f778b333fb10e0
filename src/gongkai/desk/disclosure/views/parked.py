"""待人工处理的来件: what could not be opened or taken, why, and what mends it. The messages stay sealed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gongkai.desk.agencies.guarding import guarded, officer_of
from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.queries import today
from gongkai.desk.agencies.rules import held
from gongkai.desk.casework.recording import record
from gongkai.desk.disclosure.views.exchange import sees_exchange
from gongkai.desk.mailbox import queries
from gongkai.desk.mailbox.models import Arrival

TRIES = (Duty.Kind.OFFICE, Duty.Kind.KEEPER)
"""Duties that have a message tried again."""
PAGE = 50
"""Messages on a page."""
AGAIN = "arrival-again"
"""Type of the event."""
MENDS = {
    "E_OPEN": gettext_lazy("可能封给了已销毁的来件密钥：请在密钥页核对；打不开的，请当事人重新提交"),
    "E_KEYS_MISSING": gettext_lazy("缺少密钥：请从托管文件恢复密钥，再试一次"),
    "E_BLOB": gettext_lazy("附件没有取全：请再取一次来件（gongkai exchange pull），再试一次"),
    "E_SIGNATURE": gettext_lazy("签名不符，可能是门户被改动：不要再试，请通知网络安全员"),
    "E_FORK": gettext_lazy("与已登记的不一致，可能是门户被改动：不要再试，请通知网络安全员"),
    "E_GAP": gettext_lazy("前一件还没有登记：先处理前一件，再试一次"),
    "no-consultation": gettext_lazy("所指的草案没有征求意见：登记意见征集后再试一次，或者按信访件办理"),
}
"""What mends a message by the code with which it was parked."""
_OTHERS = gettext_lazy("照原因处理后再试一次；来件一直保持密封，不会丢失")
_SENT = {
    "complaint": gettext_lazy("投诉"),
    "report": gettext_lazy("举报"),
    "both": gettext_lazy("投诉举报"),
    "ask": gettext_lazy("咨询"),
    "suggest": gettext_lazy("建议"),
    "foi": gettext_lazy("依申请公开"),
    "opinion": gettext_lazy("对草案的意见"),
    "reply": gettext_lazy("回复"),
    "supplement": gettext_lazy("补充"),
    "withdraw": gettext_lazy("撤回"),
    "rate": gettext_lazy("评价"),
}


def tries(officer: Officer) -> bool:
    """Whether somebody may have a message tried again."""
    return any(one.kind in TRIES and one.unit_id is None for one in held(officer, today()))


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(sees_exchange)
def parked(request: HttpRequest) -> HttpResponse:
    """The parked messages, oldest first; POST gives one back to the worker, which is noted."""
    if request.method == "POST":
        if not tries(officer_of(request)):
            raise PermissionDenied
        return _again(request)
    after = request.GET.get("after", "")
    found = queries.parked()
    if after.isascii() and after.isdecimal() and len(after) < 19:
        found = found.filter(pk__gt=int(after))
    rows = list(found[: PAGE + 1])
    shown = rows[:PAGE]
    context: dict[str, Any] = {
        "rows": [
            {"one": one, "kind": _SENT.get(one.kind, _("没有拆封")), "mend": MENDS.get(one.code, _OTHERS)}
            for one in shown
        ],
        "next": f"?after={shown[-1].pk}" if len(rows) > PAGE else "",
        "kept": Arrival.objects.filter(state=Arrival.State.KEPT).count(),
        "may": tries(officer_of(request)),
    }
    return render(request, "disclosure/parked.html", context)


def _again(request: HttpRequest) -> HttpResponse:
    row = queries.parked().filter(uid=request.POST.get("arrival", "")).first()
    if row is None:
        raise Http404
    again: Callable[[Arrival], None] = import_string(settings.GONGKAI_EXCHANGE_AGAIN)
    again(row)
    now = timezone.now()
    data = {"code": row.code}
    record(f"arrival/{row.uid}", AGAIN, by=officer_of(request), occurred=today(), at=now, data=data)
    messages.success(request, _("已交回后台，下一轮再登记；仍然不行的会回到这里"))
    return HttpResponseRedirect(reverse("disclosure:parked"))
