"""How django-allauth behaves on this desk: no sign-up, no e-mail, secrets sealed, QR codes of our own."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gongkai.desk.accounts import keeping
from gongkai.desk.accounts.recent import is_recent
from gongkai.desk.agencies.models import Officer


class AccountAdapter(DefaultAccountAdapter):
    """Officers come from the bureau's own list; nothing is sent by e-mail, nothing is said in passing."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: administrators enter officers."""
        return False

    def add_message(self, request: HttpRequest, level: int, *args: Any, **said: Any) -> None:
        """Our pages say themselves what was done."""

    def send_notification_mail(self, *args: Any, **said: Any) -> None:
        """There is no mail inside a bureau; the officer's page lists what happened."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address at the other end."""
        return str(request.META.get("REMOTE_ADDR") or "0.0.0.0")  # noqa: S104  (unknown, nothing is bound)

    def is_reauthentication_required(self, *, app: str, **said: Any) -> bool:
        """Who has just shown who they are is not asked again."""
        return not is_recent(context.request)


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: what is stored is sealed (:mod:`gongkai.desk.accounts.keeping`)."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("验证码不对或已经用过。请核对手机时间，等下一个验证码再试。"),
        "cannot_delete_authenticator": _("按规定您必须有二次验证，不能停用。"),
        "cannot_generate_recovery_codes": _("先启用二次验证，才有恢复码。"),
    }

    def encrypt(self, text: str) -> str:
        """Seal under the home's key."""
        return keeping.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open again."""
        return keeping.reveal(encrypted_text)

    def get_totp_issuer(self) -> str:
        """How the officer's app names this desk: the bureau."""
        user = context.request.user
        if isinstance(user, Officer):
            return user.agency.short_name or user.agency.name
        return "Gongkai"

    def build_totp_svg(self, url: str) -> str:
        """The QR code as SVG without styles, so that the strict content policy holds."""
        made = BytesIO()
        segno.make(url, error="m").save(
            made, kind="svg", scale=5, border=4, dark="#000", light="#fff", xmldecl=False, nl=False
        )
        return made.getvalue().decode()
