"""Second factors: the app with its QR code, recovery codes, passkeys."""

from __future__ import annotations

import ipaddress
from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.flows import generate_recovery_codes, view_recovery_codes
from allauth.mfa.totp.internal.auth import get_totp_secret
from allauth.mfa.totp.internal.flows import deactivate_totp
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.internal.flows import remove_authenticator
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.desk.accounts import policy
from gongkai.desk.accounts.forms import AppForm, KeyForm
from gongkai.desk.agencies.guarding import officer_of
from gongkai.desk.agencies.queries import today
from gongkai.desk.casework.recording import record


class _Enrolled:
    """What follows when a factor was added: the session counts as secured, the officer's chain says so."""

    request: HttpRequest
    factor: str

    def form_valid(self, form: BaseForm) -> HttpResponse:
        """Enrolled; after the first one recovery codes are shown."""
        answer = super().form_valid(form)  # type: ignore[misc]  # of the view that it is mixed into
        self.request.session[policy.IN_SESSION] = True
        _record(self.request, "factor-added", self.factor)
        return cast(HttpResponse, answer)


class AppView(_Enrolled, ActivateTOTPView):
    """Enrol an app: QR code, the secret to type in, the first code."""

    factor = "totp"
    form_class = AppForm
    template_name = "accounts/app.html"

    def get_context_data(self, **said: Any) -> dict[str, Any]:
        """The secret in groups of four, and what the settings demand."""
        context = cast(dict[str, Any], super().get_context_data(**said))
        secret = get_totp_secret()
        return context | {
            "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
            "demand": policy.lacks(self.request, today()),
        }


@require_POST
@reauthentication_required(app="allauth.mfa")
def remove_app(request: HttpRequest) -> HttpResponse:
    """Stop using the app, unless it is the only factor of somebody who must have one."""
    found = Authenticator.objects.filter(user=officer_of(request), type=Authenticator.Type.TOTP).first()
    if found is None:
        raise Http404
    if _needed(request, found):
        return HttpResponseRedirect(reverse("mfa_index"))
    deactivate_totp(request, found)
    _after_removal(request, "totp")
    return HttpResponseRedirect(reverse("mfa_index"))


@require_safe
@reauthentication_required(app="allauth.mfa")
def codes(request: HttpRequest) -> HttpResponse:
    """The recovery codes that are still good, to print or copy out."""
    wrapper, _can = view_recovery_codes(request)
    if wrapper is None:
        raise Http404
    left = wrapper.get_unused_codes()
    return render(request, "accounts/codes.html", {"codes": left, "officer": officer_of(request)})


@require_POST
@reauthentication_required(app="allauth.mfa")
def new_codes(request: HttpRequest) -> HttpResponse:
    """Ten new recovery codes; those before are void."""
    if not policy.has_factor(officer_of(request)):
        raise Http404
    generate_recovery_codes(request)
    _record(request, "codes-made", "recovery_codes")
    messages.success(request, _("已生成新的恢复码，以前的全部作废。"))
    return HttpResponseRedirect(reverse("mfa_view_recovery_codes"))


class KeyView(_Enrolled, AddWebAuthnView):
    """Enrol a passkey; the browser does the work, so this page needs JavaScript."""

    factor = "webauthn"
    form_class = KeyForm
    template_name = "accounts/key.html"


@require_POST
@reauthentication_required(app="allauth.mfa")
def remove_key(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop using a passkey."""
    mine = Authenticator.objects.filter(user=officer_of(request), type=Authenticator.Type.WEBAUTHN)
    found = get_object_or_404(mine, pk=pk)
    if not _needed(request, found):
        remove_authenticator(request, found)
        _after_removal(request, "webauthn")
    return HttpResponseRedirect(reverse("mfa_index"))


def keys_work(request: HttpRequest) -> bool:
    """Whether browsers allow passkeys at this address: a name with HTTPS, or localhost; never a number."""
    host = request.get_host().rpartition(":")[0] if ":" in request.get_host() else request.get_host()
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return request.is_secure() or host == "localhost"
    return False


def _needed(request: HttpRequest, one: Authenticator) -> bool:
    """Whether it is the last factor of somebody who must have one; says so."""
    others = Authenticator.objects.filter(user=officer_of(request), type__in=policy.STRONG).exclude(pk=one.pk)
    if others.exists() or not policy.demand(officer_of(request), today()).forced:
        return False
    messages.error(request, _("按规定您必须有二次验证。请先启用另一种，再停用这一种。"))
    return True


def _after_removal(request: HttpRequest, kind: str) -> None:
    request.session[policy.IN_SESSION] = policy.has_factor(officer_of(request))
    _record(request, "factor-removed", kind)
    messages.success(request, _("已停用。"))


def _record(request: HttpRequest, what: str, kind: str) -> None:
    now, officer = timezone.now(), officer_of(request)
    record(f"officer/{officer.uid}", what, by=officer, occurred=now, at=now, data={"kind": kind})
