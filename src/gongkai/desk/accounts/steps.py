"""A code of an app is good once: the time step of the last one used is kept, earlier steps never count."""

from __future__ import annotations

import time

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.db.models import Q

from gongkai.desk.accounts.models import AccountState
from gongkai.desk.accounts.resealing import seal_one
from gongkai.desk.agencies.models import Officer


def spend(officer: Officer, authenticator: Authenticator, code: str) -> None:
    """Use up a code that an authenticator took. ValidationError where its step or a later one was used."""
    if authenticator.type == Authenticator.Type.TOTP:
        spend_secret(officer, decrypt(authenticator.data["secret"]), code)
    seal_one(authenticator)


def spend_secret(officer: Officer, secret: str, code: str) -> None:
    """The same by the secret, for an app that is just being enrolled."""
    step = _step_of(secret, code)
    if step is None or not _take(officer, step):
        raise get_adapter().validation_error("incorrect_code")


def _take(officer: Officer, step: int) -> bool:
    """Write the step down; false where it or a later one stands there. One statement decides races."""
    AccountState.objects.get_or_create(officer=officer)
    later = AccountState.objects.filter(Q(totp_step__isnull=True) | Q(totp_step__lt=step), officer=officer)
    return later.update(totp_step=step) == 1


def _step_of(secret: str, code: str) -> int | None:
    now = int(time.time()) // app_settings.TOTP_PERIOD
    said = "".join(letter for letter in code if letter.isdigit())
    for step in range(now - app_settings.TOTP_TOLERANCE, now + app_settings.TOTP_TOLERANCE + 1):
        if format_hotp_value(hotp_value(secret, step)) == said:
            return step
    return None
