"""Wrong codes count as wrong passwords do: django-axes locks user name and address together."""

from __future__ import annotations

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _


def is_locked(request: HttpRequest, username: str) -> bool:
    """Whether this user name is locked at this address."""
    if not settings.AXES_ENABLED:
        return False
    return not AxesProxyHandler.is_allowed(request, {"username": username})


def demand_open(request: HttpRequest, username: str) -> None:
    """Refuse (ValidationError) any further try while locked, right or wrong."""
    if is_locked(request, username):
        raise ValidationError(_("输错次数过多，已停用 15 分钟。"), code="locked")


def count(request: HttpRequest, username: str) -> None:
    """One more failure; the one too many locks."""
    if settings.AXES_ENABLED and not is_locked(request, username):
        user_login_failed.send(sender=__name__, credentials={"username": username}, request=request)
