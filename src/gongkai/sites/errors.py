"""The desk's own pages for what is not there, not allowed or went wrong; nobody sees a traceback."""

from __future__ import annotations

import logging
import re
import secrets
import sys
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.html import strip_tags

from gongkai.face.slashes import page_meant

UNSAID = frozenset({"csrfmiddlewaretoken", "password", "code", "token", "old", "new", "again"})
"""Fields that hold no words but secrets: they are never given back."""
_WORDS = 8
"""From so many characters on a value is something that was written."""
_ENDS = re.compile("</(?:p|h[1-6]|li|tr)>")
logger = logging.getLogger("gongkai.desk")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the duty is missing."""
    return _page(request, 403)


def ended(request: HttpRequest) -> HttpResponse:
    """401 of a form that was sent after the session had ended: nothing was done, and no words are lost.

    The words are given back only to who sent our own form, so that nobody puts theirs on a page of ours, and
    only of a form without files, for nothing large is read of who is not logged in.
    """
    came = urlsplit(request.headers.get("Referer", ""))
    back = f"{came.path}?{came.query}" if came.query else came.path
    login = f"{settings.LOGIN_URL}?{urlencode({'next': back})}" if back else settings.LOGIN_URL
    context = {"login": login, "written": _written(request)}
    return HttpResponse(render_to_string("face/errors/desk_401.html", context, request), status=401)


def _written(request: HttpRequest) -> list[str]:
    """What somebody wrote in a form of ours: texts, not choices, and no secrets.

    A form with files is only read of who has come through the login to a page.
    """
    is_in = request.resolver_match is not None
    if request.content_type != "application/x-www-form-urlencoded" and not is_in:
        return []
    if CsrfViewMiddleware(broken).process_view(request, broken, (), {}) is not None:
        return []
    fields = ((name, _plain(str(said))) for name, said in request.POST.items())
    return [
        said for name, said in fields if len(said) >= _WORDS and name not in UNSAID and "password" not in name
    ]


def _plain(said: str) -> str:
    """The text of an editor without its markup, its paragraphs as lines; anything else as it is."""
    return strip_tags(_ENDS.sub("\n", said)).strip() if said.startswith("<") else said


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form that was sent too late or from elsewhere."""
    return _page(request, 403)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing here, or nothing that this person may see; both look alike."""
    return page_meant(request, _has_view(request)) or _page(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: with a number under which the log has it; the page needs neither login nor database.

    503 where the database did not answer in time, as while a long import holds it.
    """
    if isinstance(sys.exc_info()[1], OperationalError):
        return _busy(request)
    reference = secrets.token_hex(4)
    logger.error("reference %s: %s %s", reference, request.method, request.path)
    return HttpResponse(render_to_string("face/errors/desk_500.html", {"reference": reference}), status=500)


def _busy(request: HttpRequest) -> HttpResponse:
    """503: nothing was done; what was written is given back, as after the end of a session."""
    reference = secrets.token_hex(4)
    logger.warning("reference %s: database busy or away: %s %s", reference, request.method, request.path)
    context = {"reference": reference, "written": _written(request) if request.method == "POST" else []}
    page = render_to_string("face/errors/desk_503.html", context)
    return HttpResponse(page, status=503, headers={"Retry-After": "60"})


def _has_view(request: HttpRequest) -> Callable[[str], bool]:
    """Whether the desk has a page of an address; which records there are, it does not ask.

    Where a view looked for a record in vain (``items/new/``), only a page that is always there.
    """

    def is_there(path: str) -> bool:
        try:
            found = resolve(path)
        except Resolver404:
            return False
        return request.resolver_match is None or not found.kwargs

    return is_there


def _page(request: HttpRequest, code: int) -> HttpResponse:
    return HttpResponse(render_to_string(f"face/errors/desk_{code}.html", {}, request), status=code)
