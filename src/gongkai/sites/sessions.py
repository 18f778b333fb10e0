"""Middleware of the desk: questions asked once a request, sessions that end, and the second factor's gate."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.accounts import policy, sessions
from gongkai.desk.agencies.asking import asking_once
from gongkai.desk.agencies.queries import today
from gongkai.sites.policy import Answer

_LED = "gongkai_led_to_factor"
"""In the session: whoever has time until a day was led to the page of enrolment once."""
_FREE = ("/account/", "/logout", "/healthz", "/login")
"""What stays open to who must enrol first: their account, and the way out."""


class AskingOnce:
    """Duties are looked up once a request (:mod:`gongkai.desk.agencies.asking`)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        with asking_once():
            return self.get_response(request)


class SessionEnds:
    """A session that was unused, or open, for too long is over; the next click leads to the login page."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, as nobody where the session is over."""
        if request.user.is_authenticated and not request.path.startswith(settings.STATIC_URL):
            if sessions.has_ended(request):
                logout(request)
                messages.warning(request, _("登录已超时结束，请重新登录。"))
            else:
                sessions.touch(request)
        return self.get_response(request)


class SecondFactorGate:
    """Whoever must have a second factor and has none does nothing else.

    Before the day from which it is so they are led to the page of enrolment once a session.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, or lead to the page of enrolment."""
        path = request.path
        if not request.user.is_authenticated or path.startswith((*_FREE, settings.STATIC_URL)):
            return self.get_response(request)
        if policy.first_day() is None or (asked := policy.lacks(request, today())) is None:
            return self.get_response(request)
        target = reverse("mfa_activate_totp")
        if asked.forced:
            if request.headers.get("HX-Request"):
                return HttpResponse(status=401, headers={"HX-Redirect": target})
            return HttpResponseRedirect(target)
        if request.method == "GET" and not request.session.get(_LED):
            request.session[_LED] = True
            return HttpResponseRedirect(target)
        return self.get_response(request)
