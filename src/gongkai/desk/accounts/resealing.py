"""After a rotation of ``handling``: each secret of a second factor goes under the newest key, used or not."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction

from gongkai.desk.accounts import keeping
from gongkai.refusal import Refused

_HELD = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}
"""Where a kind of authenticator keeps its secret."""


def seal_anew() -> tuple[int, int]:
    """How many secrets were sealed anew, and how many no key opens (see ``settings.GONGKAI_RESEALED``)."""
    made = shut = 0
    for pk in Authenticator.objects.filter(type__in=_HELD).order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            was_made, was_shut = _one(Authenticator.objects.select_for_update().get(pk=pk))
        made, shut = made + was_made, shut + was_shut
    return made, shut


def seal_one(authenticator: Authenticator) -> None:
    """The same for one, with its next use."""
    with transaction.atomic():
        _one(Authenticator.objects.select_for_update().get(pk=authenticator.pk))


def _one(held: Authenticator) -> tuple[int, int]:
    """One locked row: (1, 0) sealed anew, (0, 1) opened by no key, (0, 0) where nothing is to be done."""
    name = _HELD.get(held.type, "")
    sealed = held.data.get(name)
    if not sealed or not keeping.is_old(sealed):
        return 0, 0
    try:
        held.data[name] = keeping.seal(keeping.reveal(sealed))
    except Refused:
        return 0, 1
    held.save(update_fields=["data"])
    return 1, 0
