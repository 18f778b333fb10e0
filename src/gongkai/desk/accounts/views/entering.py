"""The second step of a login, the way back by a one-time code, and confirming one's identity."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.views import BaseReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.desk.accounts import guessing, recovery
from gongkai.desk.accounts.forms import AgainCodeForm, AgainForm, CodeForm, RecoverForm, kinds_of
from gongkai.refusal import Refused


class CodeView(AuthenticateView):
    """The second step of a login: a code of the app, a recovery code, or a passkey."""

    form_class = CodeForm
    template_name = "accounts/code.html"

    def get_context_data(self, **said: Any) -> dict[str, Any]:
        """With the passkey's part only for those who have one."""
        context = super().get_context_data(**said)
        has_key = Authenticator.Type.WEBAUTHN in kinds_of(self.stage.login.user)
        return cast(dict[str, Any], context) | {"has_key": has_key}


class AgainView(BaseReauthenticateView):
    """The password once more before a sensitive act."""

    form_class = AgainForm
    template_name = "accounts/again.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form asks about whoever is logged in."""
        return cast(dict[str, Any], super().get_form_kwargs()) | {"user": self.request.user}

    def form_valid(self, form: BaseForm) -> HttpResponse:
        """Written down in the session; on to where one came from."""
        reauthenticate_by_password(self.request)
        return cast(HttpResponse, super().form_valid(form))


class AgainCodeView(BaseReauthenticateView):
    """A code of the app once more."""

    form_class = AgainCodeForm
    template_name = "accounts/again.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form asks about whoever is logged in."""
        return cast(dict[str, Any], super().get_form_kwargs()) | {"user": self.request.user}

    def form_valid(self, form: BaseForm) -> HttpResponse:
        """Written down in the session; on to where one came from."""
        cast(AgainCodeForm, form).save()
        return cast(HttpResponse, super().form_valid(form))


class AgainKeyView(ReauthenticateWebAuthnView):
    """A passkey once more."""

    template_name = "accounts/again_key.html"


@require_http_methods(["GET", "POST"])
def recover(request: HttpRequest) -> HttpResponse:
    """A new password by a one-time code that two persons stood for."""
    if request.user.is_authenticated:
        return HttpResponseRedirect("/")
    form = RecoverForm(request.POST or None, user=None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and _recovered(request, form):
            messages.success(request, _("口令已改，请用新口令登录。"))
            return HttpResponseRedirect(reverse("login"))
    return render(request, "accounts/recover.html", {"form": form}, status=status)


def _recovered(request: HttpRequest, form: RecoverForm) -> bool:
    """Whether the code opened a reset and the password was set; else the form says why."""
    said = form.cleaned_data
    if guessing.is_locked(request, said["username"]):
        form.add_error(None, _("输错次数过多，已停用 15 分钟。"))
        return False
    now = timezone.now()
    reset = recovery.open_reset(said["username"], said["code"], now)
    if reset is None:
        guessing.count(request, said["username"])
        form.add_error(None, _("用户名或一次性码不对，或已过期。请核对；过期的请重新申请。"))
        return False
    try:
        recovery.use(reset, said["new"], now)
    except Refused as refused:
        form.add_error("new", f"{refused.sentence}。{refused.mend}")
        return False
    return True
