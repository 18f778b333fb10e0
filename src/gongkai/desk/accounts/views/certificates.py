"""Coming in by a client certificate on a USB key, which a trusted proxy has verified."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.desk.accounts import guessing, other_ways
from gongkai.desk.accounts.models import Identity
from gongkai.desk.accounts.policy import IN_SESSION

_BACKEND = "django.contrib.auth.backends.ModelBackend"


@require_POST
def by_certificate(request: HttpRequest) -> HttpResponse:
    """Let the officer in whom the certificate names. Key and its PIN are two factors: none is asked beside.

    An officer who is locked after failed logins at this address stays locked.
    """
    officer = other_ways.find(Identity.Way.CERTIFICATE, other_ways.certificate_of(request))
    if officer is None or guessing.is_locked(request, officer.username):
        messages.error(
            request, _("没有登录成功：没有收到有效的证书，或者这张证书没有登记为本系统的工作人员。")
        )
        return HttpResponseRedirect("/login")
    login(request, officer, backend=_BACKEND)
    record_authentication(request, officer, "certificate")
    request.session[IN_SESSION] = True
    return HttpResponseRedirect("/")
