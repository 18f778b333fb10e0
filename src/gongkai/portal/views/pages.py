"""Derived pages that the store does not hold at this moment, and what a reader sees when one is missing."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.face.slashes import page_meant
from gongkai.portal import store
from gongkai.portal.publishing import blobs, derived, pages, site

_READING = ("GET", "HEAD")


@require_safe
def made_now(request: HttpRequest) -> HttpResponse:
    """A derived page, rendered for this reader: nothing was stored yet, or a withdrawal just took it away."""
    page = derived.render(request.path_info, timezone.now())
    if page is None:
        raise Http404
    response = HttpResponse(page.body, content_type=page.content_type, status=page.status)
    for name, value in page.headers.items():
        response[name] = value
    response["Cache-Control"] = "no-store"
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 with a way on, or the way to the page that was meant; 410 for an attachment that lies here no more.

    An address that is only read answers any other method with 405.
    """
    del exception
    if (moved := page_meant(request, _is_there)) is not None:
        return moved
    path = request.path_info.replace("\0", "")
    is_read, is_file = request.method in _READING, re.fullmatch(blobs.ADDRESS, path)
    is_kept = (is_file or not is_read) and store.find(path)
    if is_kept and not is_read:
        return HttpResponseNotAllowed(_READING)
    if is_file and not is_kept:
        page = pages.file_gone()
        gone = HttpResponse(page.body, content_type=page.content_type, status=page.status)
        gone["Cache-Control"] = "no-store"  # 410 may be kept for long, and the file may become public again
        return gone
    return _error("face/errors/portal_404.html", 404, path=request.path_info)


def _is_there(path: str) -> bool:
    """Whether readers find a page at an address: stored, always there, or rendered when it is asked for."""
    if store.find(path.replace("\0", "")):
        return True
    try:
        found = resolve(path)
    except Resolver404:
        return False
    if found.func is made_now:
        return derived.render(path, timezone.now()) is not None
    return not found.kwargs


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 with a way on."""
    del request, exception
    return _error("face/errors/portal_403.html", 403)


def failed(request: HttpRequest) -> HttpResponse:
    """500: works without the database, which may be what failed."""
    del request
    page = site.render("face/errors/portal_500.html", {"agency": site.NOTHING_SAID}, status=500)
    return HttpResponse(page.body, content_type=page.content_type, status=500)


def _error(template: str, status: int, **more: str) -> HttpResponse:
    page = site.render(template, site.context(**more), status=status)
    return HttpResponse(page.body, content_type=page.content_type, status=status)
