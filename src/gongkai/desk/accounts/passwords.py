"""Rules of passwords beside Django's: the newest few do not come again."""

from __future__ import annotations

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.desk.accounts.models import PastPassword
from gongkai.desk.agencies.models import Officer


class NotUsedBefore:
    """A validator: neither the present password nor one of the ``last`` before it."""

    def __init__(self, last: int = 5) -> None:
        self.last = last

    def validate(self, password: str, user: object = None) -> None:
        """Refuse (ValidationError) a password that this officer had lately."""
        if not isinstance(user, Officer) or user.pk is None:
            return
        before = user.past_passwords.order_by("-id").values_list("encoded", flat=True)[: self.last]
        if any(check_password(password, encoded) for encoded in {user.password, *before} if encoded):
            raise ValidationError(
                _("不能再用最近 %(n)d 次用过的口令。") % {"n": self.last}, code="password_used_before"
            )

    def password_changed(self, password: str, user: object = None) -> None:
        """Django tells that a password was set: remember it, forget those that no longer count."""
        if not isinstance(user, Officer) or user.pk is None:
            return
        remember(user)
        kept = user.past_passwords.order_by("-id").values_list("pk", flat=True)[: self.last]
        user.past_passwords.exclude(pk__in=list(kept)).delete()

    def get_help_text(self) -> str:
        """The rule in words."""
        return _("不能再用最近 %(n)d 次用过的口令。") % {"n": self.last}


def remember(officer: Officer) -> None:
    """Keep the present password among the past ones, once."""
    if officer.password and not officer.past_passwords.filter(encoded=officer.password).exists():
        PastPassword.objects.create(officer=officer, encoded=officer.password, set_at=timezone.now())
