"""The desk's public intake keys, as a door message announced them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gongkai.portal.models import IntakeKey
from gongkai.refusal import Refused
from gongkai.sealing.hpke import X1


@dataclass(frozen=True, slots=True)
class Recipient:
    """A key that messages are sealed to."""

    kid: str
    public: bytes
    suite: str = X1


def newest(now: datetime) -> Recipient:
    """The key to seal to now. Refuses (``E_CLOSED``) while the desk has announced none.

    A key past its time is still used when there is no newer one: to lose a citizen's message because the desk
    is late with a rotation would be worse; the desk's ``keys check`` says so.
    """
    found = list(IntakeKey.objects.all())
    if not found:
        raise Refused("E_CLOSED", "网上提交暂未开通", "请拨打热线电话，或者到办事窗口提交")
    valid = [key for key in found if key.not_after is None or key.not_after > now]
    chosen = (valid or found)[0]
    return Recipient(chosen.kid, bytes(chosen.public), chosen.suite)
