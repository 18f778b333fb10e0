"""Middleware of both worlds: the strict content policy, and the desk's closed doors (default deny)."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from gongkai.sites import errors

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Of the portal. The desk adds its own small scripts and their requests."""
DESK_POLICY = POLICY + "; script-src 'self'; connect-src 'self'"
OPEN_PATHS = ("/login", "/login/code", "/login/recover", "/login/certificate", "/healthz")
"""Paths of the desk that need no login …"""
OPEN_FOLDERS = ("/login/oidc/",)
"""… and what all paths below need none."""


class ContentPolicy:
    """Sends the strict content security policy with every answer."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on and add the header."""
        response = self.get_response(request)
        world = getattr(settings, "GONGKAI_WORLD", "portal")
        response.setdefault("Content-Security-Policy", DESK_POLICY if world == "desk" else POLICY)
        if world == "desk":
            response.setdefault("Cache-Control", "no-store")
        return response


class LoginRequired:
    """Whoever is not logged in sees the login page; a new view is closed by itself."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let officers and the login page through."""
        path = request.path
        is_open = path in OPEN_PATHS or path.startswith((settings.STATIC_URL, *OPEN_FOLDERS))
        if is_open or request.user.is_authenticated:
            return self.get_response(request)
        if request.method in ("GET", "HEAD") and not request.headers.get("HX-Request"):
            back = {"next": request.get_full_path()} if path != "/" else {}
            query = f"?{urlencode(back)}" if back else ""
            return HttpResponseRedirect(f"{settings.LOGIN_URL}{query}")
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401, headers={"HX-Redirect": settings.LOGIN_URL})
        return errors.ended(request)
