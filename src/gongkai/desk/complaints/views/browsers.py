"""The key of a browser that asked to open an identity: its secret half is a cookie and nowhere else.

The desk keeps the public half with the request; what the opener seals to it only this browser can show.
"""

from __future__ import annotations

import os
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from gongkai.desk.complaints.models import Opening
from gongkai.desk.complaints.verbs.identity import LASTS, SERVES
from gongkai.refusal import Refused
from gongkai.sealing.canon import b64u, from_b64u
from gongkai.sealing.hpke import Opener
from gongkai.sealing.key import SECRET_BYTES

_R = TypeVar("_R", bound=HttpResponseBase)


def new() -> Opener:
    """A fresh pair for one request."""
    return Opener(os.urandom(SECRET_BYTES))


def hand_out(response: _R, opening: Opening, held: Opener) -> _R:
    """Give the browser the secret half: sent back to the page of this opening alone, read by no script."""
    response.set_cookie(
        _name(opening),
        b64u(held.secret),
        max_age=LASTS + SERVES,
        path=reverse("complaints:open-identity", args=[opening.case.uid, opening.pk]),
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Strict",
    )
    return response


def secret(request: HttpRequest, opening: Opening) -> bytes | None:
    """The secret half that this browser was given; null in another one."""
    try:
        return from_b64u(request.COOKIES.get(_name(opening), ""), SECRET_BYTES)
    except Refused:
        return None


def _name(opening: Opening) -> str:
    return f"opening-{opening.pk}"
