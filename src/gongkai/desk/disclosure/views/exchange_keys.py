"""密钥: which keys are in use, since and until when, whether the portal believes them; how to rotate one.

Rotating is done on the server: the process that answers browsers does not write keys.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongkai.desk.agencies.guarding import guarded, officer_of
from gongkai.desk.agencies.models import Agency
from gongkai.desk.disclosure.views.exchange import sees_exchange

LABELS = {
    "intake": gettext_lazy("来件（群众的来件封给它）"),
    "identity": gettext_lazy("保密当事人"),
    "handling": gettext_lazy("案件办理"),
    "index-handling": gettext_lazy("查重索引"),
    "index-identity": gettext_lazy("保密当事人索引"),
    "event": gettext_lazy("事件链"),
    "clear": gettext_lazy("审签"),
    "door": gettext_lazy("放行（内网发给门户的消息）"),
    "answer": gettext_lazy("答复（发给群众的回信）"),
    "anchor": gettext_lazy("事件锚定"),
    "log": gettext_lazy("发布日志"),
}
"""What each use of a key is called."""
KEYS = Callable[[Agency, datetime], dict[str, Any]]


@require_safe
@guarded(sees_exchange)
def exchange_keys(request: HttpRequest) -> HttpResponse:
    """The keys by use; ids and days only, never a secret."""
    standing: KEYS = import_string(settings.GONGKAI_EXCHANGE_KEYS)
    found = standing(officer_of(request).agency, timezone.now())
    rows = [row | {"label": LABELS[row["use"]]} for row in found["rows"]]
    changed = [one for one in found["indexes"] if one["made"] is not None or one["is_stale"]]
    told = {
        "keys": found,
        "rows": rows,
        "indexes": [one | {"label": LABELS[one["use"]]} for one in changed],
    }
    return render(request, "disclosure/exchange_keys.html", told)
