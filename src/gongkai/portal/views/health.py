"""Whether the portal lives, and whether it can answer."""

from __future__ import annotations

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gongkai.portal.models import Page

TEXT = "text/plain; charset=utf-8"


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    del request
    return HttpResponse("ok\n", content_type=TEXT)


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The portal's database answers too; 503 otherwise."""
    del request
    try:
        Page.objects.order_by("pk").values_list("pk", flat=True).first()
    except DatabaseError:
        return HttpResponse("数据库不可用\n", content_type=TEXT, status=503)
    return HttpResponse("ok\n", content_type=TEXT)
