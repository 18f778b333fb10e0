"""Sensitive acts ask again who is there, unless that was shown a few minutes ago.

``recently_authenticated`` decorates a view: whoever came in or confirmed their identity longer ago than
``reauthentication_minutes`` is led to the page where they do it again, and then back. Reading needs nothing;
only unsafe methods are asked about, and what was filled in is sent again by the officer.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

BEGAN = "gongkai_began"
"""In the session: when the officer came in, in seconds of the epoch."""
View = Callable[..., HttpResponseBase]


def seconds() -> int:
    """How long an authentication counts as recent."""
    return int(settings.GONGKAI_VALUES["reauthentication_minutes"]) * 60


def is_recent(request: HttpRequest) -> bool:
    """Whether the officer showed who they are within the last minutes."""
    if not request.user.is_authenticated:
        return False
    assert isinstance(request.user, AbstractBaseUser)
    moments = [float(request.session.get(BEGAN) or 0)]
    moments += [
        float(one["at"])
        for one in get_authentication_records(request, request.user)
        if one.get("reauthenticated")
    ]
    return 0 <= time.time() - max(moments) < seconds()


def recently_authenticated(view: View) -> View:
    """Decorates a view whose unsafe methods need a recent authentication."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method in ("GET", "HEAD") or is_recent(request):
            return view(request, *args, **kwargs)
        messages.warning(request, _("这一步要再次确认身份。确认后回到原页，请重新提交。"))
        target = f"{reverse('account_reauthenticate')}?{urlencode({'next': request.path})}"
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401, headers={"HX-Redirect": target})
        return HttpResponseRedirect(target)

    return answer
