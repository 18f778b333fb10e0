"""What the portal remembers in a browser: that a form is its own, and, for a while, an opened box."""

from __future__ import annotations

import os
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from gongkai.portal.messages import secrets
from gongkai.portal.messages.secrets import Ticket
from gongkai.refusal import Refused
from gongkai.sealing.canon import b64u, from_b64u

_BROWSER_BYTES = 16
_LOOPBACK = ("127.0.0.1", "::1")


def _https() -> bool:
    return bool(settings.GONGKAI_VALUES["https"])


def _name(name: str) -> str:
    return f"__Host-{name}" if _https() else name


def known(request: HttpRequest) -> bytes | None:
    """The secret of this browser; null when it has none yet, or keeps no cookies."""
    try:
        return from_b64u(request.COOKIES.get(_name("form"), ""), _BROWSER_BYTES)
    except Refused:
        return None


def fresh() -> bytes:
    """A secret for a browser that has none."""
    return os.urandom(_BROWSER_BYTES)


def remember(response: HttpResponse, browser: bytes) -> None:
    """Let the browser keep its secret until it is closed."""
    response.set_cookie(_name("form"), b64u(browser), httponly=True, samesite="Lax", secure=_https())


def ticket(request: HttpRequest, now: datetime) -> Ticket | None:
    """The box that this browser opened a moment ago."""
    value = request.COOKIES.get(_name("box"))
    return secrets.read_ticket(value, now) if value else None


def give_ticket(response: HttpResponse, opened: Ticket, now: datetime) -> None:
    """Open a box for a quarter of an hour."""
    response.set_cookie(
        _name("box"),
        secrets.ticket(opened.box_id, opened.seed, now),
        max_age=int(secrets.TICKET_LASTS.total_seconds()),
        httponly=True,
        samesite="Strict",
        secure=_https(),
    )


def take_ticket(response: HttpResponse) -> None:
    """Close the box in this browser."""
    response.delete_cookie(_name("box"), samesite="Strict")


def address(request: HttpRequest) -> str:
    """Who asks; behind a proxy on this machine the last address that it added."""
    direct = str(request.META.get("REMOTE_ADDR", ""))
    said = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    return said.rpartition(",")[2].strip() if said and direct in ("", *_LOOPBACK) else direct
