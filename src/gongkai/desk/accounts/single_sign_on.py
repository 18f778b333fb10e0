"""How django-allauth's OpenID Connect behaves here: it says who somebody is, and nothing else.

No account is made, none is linked: whoever the provider names is looked up among confirmed identities, and
what follows is the login of any officer, with the second factor where the account has one.
"""

from __future__ import annotations

from typing import Any, NoReturn

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.translation import gettext as _

from gongkai.desk.accounts import other_ways
from gongkai.desk.accounts.models import Identity


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Nobody signs up; every login is decided in :meth:`pre_social_login`."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never: administrators enter officers."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> NoReturn:
        """Let the officer in whom the subject names, or nobody."""
        subject = str(sociallogin.account.uid)
        officer = other_ways.find(Identity.Way.OPENID, subject)
        if officer is None or sociallogin.state.get("process") not in (None, "login"):
            turn_away(request)
        record_authentication(request, officer, "socialaccount", provider=other_ways.PROVIDER)
        target = sociallogin.get_redirect_url(request)
        raise ImmediateHttpResponse(perform_login(request, Login(user=officer, redirect_url=target)))

    def on_authentication_error(self, request: HttpRequest, *args: Any, **said: Any) -> None:
        """Anything that went wrong at the provider: back to the login page."""
        turn_away(request)


def turn_away(request: HttpRequest) -> NoReturn:
    """One sentence for every reason, so that nobody learns who is known here."""
    messages.error(request, _("没有登录成功：对方系统没有认证，或者这个身份没有登记为本系统的工作人员。"))
    raise ImmediateHttpResponse(HttpResponseRedirect("/login"))
