"""My account 我的账号: second factor, recovery codes, password, sessions, posts and deputies."""

from __future__ import annotations

from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.desk.accounts import policy, sessions
from gongkai.desk.accounts.forms import ChangeForm
from gongkai.desk.accounts.history import moves
from gongkai.desk.accounts.passwords import remember
from gongkai.desk.accounts.views.factor import keys_work
from gongkai.desk.agencies.guarding import officer_of
from gongkai.desk.agencies.models import Deputy, Officer
from gongkai.desk.agencies.queries import today
from gongkai.desk.casework.recording import record


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The account's page."""
    officer, day = officer_of(request), today()
    context = factors(officer) | tenure(officer, day)
    context |= {
        "officer": officer,
        "sessions": sessions.listed(officer, request.session.session_key),
        "demand": policy.demand(officer, day),
        "moves": moves(officer),
        "keys_work": keys_work(request),
        "today": day,
    }
    return render(request, "accounts/mine.html", context)


def factors(officer: Officer) -> dict[str, Any]:
    """The second factors of an account, without their secrets."""
    rows = list(Authenticator.objects.filter(user=officer).order_by("pk"))
    codes = next((one for one in rows if one.type == Authenticator.Type.RECOVERY_CODES), None)
    return {
        "app": next((one for one in rows if one.type == Authenticator.Type.TOTP), None),
        "passkeys": [one for one in rows if one.type == Authenticator.Type.WEBAUTHN],
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
    }


def tenure(officer: Officer, day: date) -> dict[str, Any]:
    """Posts, duties and deputies of an officer, those that hold or will hold first."""
    still = Q(until__isnull=True) | Q(until__gte=day)
    deputies = Deputy.objects.filter(still).select_related("officer", "deputy", "set_by").order_by("since")
    return {
        "posts": officer.posts.select_related("unit").order_by("-since")[:20],
        "duties": officer.duties.select_related("unit").order_by("-since", "pk")[:40],
        "deputies": list(deputies.filter(officer=officer)[:20]),
        "stands_in": list(deputies.filter(deputy=officer)[:20]),
    }


@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's password; all other sessions end."""
    officer = officer_of(request)
    form = ChangeForm(request.POST or None, user=officer)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        remember(officer)
        officer.set_password(form.cleaned_data["new"])
        officer.save(update_fields=["password"])
        sessions.renew(request, officer)
        record(f"officer/{officer.uid}", "password-changed", by=officer, occurred=now, at=now)
        messages.success(request, _("口令已改，其他登录已结束。"))
        return HttpResponseRedirect(reverse("mfa_index"))
    return render(
        request, "accounts/password.html", {"form": form}, status=422 if request.method == "POST" else 200
    )


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End all sessions but this one."""
    officer = officer_of(request)
    ended = sessions.end_all(officer, but=request.session.session_key)
    messages.success(request, _("已结束其他 %(n)d 处登录。") % {"n": ended})
    return HttpResponseRedirect(reverse("mfa_index"))
