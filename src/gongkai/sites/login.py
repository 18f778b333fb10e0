"""Coming in and going out of the desk."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django import forms
from django.conf import settings
from django.contrib.auth import authenticate, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.desk.accounts import other_ways

WRONG = gettext_lazy("用户名或口令不对。请核对后再试；连续输错 5 次，本机地址上的这个用户名将停用 15 分钟。")


class LoginForm(forms.Form):
    """User name and password."""

    username = forms.CharField(
        label=gettext_lazy("用户名"), max_length=60, widget=forms.TextInput({"autocomplete": "username"})
    )
    password = forms.CharField(
        label=gettext_lazy("口令"), widget=forms.PasswordInput({"autocomplete": "current-password"})
    )


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """The login page; whoever has a second factor goes on to the page of its code."""
    target = _target(request)
    if request.user.is_authenticated:
        return HttpResponseRedirect(target)
    form = LoginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        officer = authenticate(request, **form.cleaned_data)
        if officer is not None:
            username = {"username": form.cleaned_data["username"]}
            answer: HttpResponse = perform_password_login(
                request, username, Login(user=officer, redirect_url=target)
            )
            return answer
        form.add_error(None, str(WRONG))
    asked = request.POST.get("next") or request.GET.get("next") or ""
    return render(request, "accounts/login.html", {"form": form, "next": asked} | _other_ways(asked))


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return HttpResponseRedirect("/login")


def locked(request: HttpRequest, response: Any = None, credentials: Any = None) -> HttpResponse:
    """What somebody sees who was locked out after too many failures."""
    user = request.user
    name = user.get_username() if user.is_authenticated else request.POST.get("username", "")
    logout(request)  # whoever guesses codes inside an open session loses it
    form = LoginForm({"username": name, "password": "-"})
    form.is_valid()
    form.add_error(
        None, _("输错次数过多，这个用户名在本机地址上已停用 15 分钟。请稍后再试，或请系统管理员解锁。")
    )
    return render(request, "accounts/login.html", {"form": form, "next": ""}, status=429)


def _other_ways(asked: str) -> dict[str, Any]:
    """What the login page offers beside the password."""
    found: dict[str, Any] = {"certificate": other_ways.proxy() is not None}
    if other_ways.has_openid():
        query = f"?{urlencode({'next': asked})}" if asked else ""
        way = reverse("openid_connect_login", args=[other_ways.PROVIDER])
        found["openid"] = {"href": way + query, "name": settings.GONGKAI_VALUES["oidc_name"]}
    return found


def _target(request: HttpRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if safe and asked.startswith("/") else "/"
