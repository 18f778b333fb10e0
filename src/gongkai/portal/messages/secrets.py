"""Form tokens, tickets and hidden drafts under ``portal/portal.secret``; losing it costs a few open forms."""

from __future__ import annotations

import hmac
import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from gongkai.portal.models import PortalSalt
from gongkai.refusal import Refused
from gongkai.sealing import fields, receipt
from gongkai.sealing.canon import b64u, canon, from_b64u, parse
from gongkai.sealing.portalkeys import PortalKeys, Trust

SID = 16
TICKET_LASTS = timedelta(minutes=15)
_TICKET, _DRAFT = b"gongkai/ticket/1\n", b"gongkai/draft/1\n"
_TICKET_BYTES = 16 + 32 + 8


@dataclass(frozen=True, slots=True)
class Ticket:
    """A box that was opened a moment ago: reading and replying need no code again."""

    box_id: bytes
    seed: bytes = field(repr=False)


def keys() -> PortalKeys:
    """The portal's key folder. Refuses when it is not there or others may read it."""
    return _keys(Path(settings.GONGKAI_PORTAL_KEYS))


@cache
def _keys(folder: Path) -> PortalKeys:
    return PortalKeys(folder)


@cache
def _secret(folder: Path, use: str) -> bytes:
    return receipt.hkdf(_keys(folder).secret(), f"gongkai/portal/{use}/1".encode(), 32)


def secret(use: str) -> bytes:
    """The secret of one use, derived from the portal's one."""
    return _secret(Path(settings.GONGKAI_PORTAL_KEYS), use)


def trust() -> Trust:
    """Whom the portal believes; read again each time, for a door message may change it."""
    return keys().trust()


def new_sid() -> bytes:
    """What one form is: 16 random bytes."""
    return os.urandom(SID)


def form_token(sid: bytes, browser: bytes) -> str:
    """Proof that we gave this ``sid`` to this browser."""
    return b64u(receipt.form_token(secret("form"), sid, browser))


def demand_form(sid: str, token: str, browser: bytes | None) -> bytes:
    """The ``sid`` of a form that was sent; ``E_FORM`` unless it was given to this browser."""
    try:
        raw = from_b64u(sid, SID)
    except Refused:
        raw = b""
    if browser is None or not raw or not hmac.compare_digest(form_token(raw, browser), token):
        raise Refused(
            "E_FORM",
            "这张表不是在本浏览器中打开的，或者浏览器没有保留 Cookie",
            "请允许本站的 Cookie，再提交一次",
        )
    return raw


def ticket(box_id: bytes, seed: bytes, now: datetime) -> str:
    """The value of the cookie that opens a box for a quarter of an hour."""
    until = int((now + TICKET_LASTS).timestamp())
    return b64u(fields.aead_seal(secret("ticket"), box_id + seed + until.to_bytes(8, "big"), _TICKET))


def read_ticket(value: str, now: datetime) -> Ticket | None:
    """The box of a cookie; null for one that is none, was altered, or ran out."""
    if len(value) > 200:
        return None
    try:
        raw = fields.aead_open(secret("ticket"), from_b64u(value), _TICKET)
    except Refused:
        return None
    if len(raw) != _TICKET_BYTES or int.from_bytes(raw[48:], "big") <= now.timestamp():
        return None
    return Ticket(raw[:16], raw[16:48])


def hide(value: Any, sid: bytes) -> str:
    """A value that travels in a form without being readable or alterable; bound to the form."""
    return b64u(fields.aead_seal(secret("draft"), canon(value), _DRAFT + sid))


def unhide(text: str, sid: bytes) -> Any:
    """What :func:`hide` hid; ``E_OPEN`` when it was altered or comes from another form."""
    return parse(fields.aead_open(secret("draft"), from_b64u(text), _DRAFT + sid))


def salt() -> bytes:
    """The salt of this portal's receipt codes; made with the first message."""
    found = _salt.get(str(settings.GONGKAI_PORTAL_KEYS))
    if found is None:
        row = PortalSalt.objects.filter(pk=1).first()
        if row is None:
            PortalSalt.objects.bulk_create([PortalSalt(pk=1, value=os.urandom(16))], ignore_conflicts=True)
            row = PortalSalt.objects.get(pk=1)
        found = bytes(row.value)
        _salt[str(settings.GONGKAI_PORTAL_KEYS)] = found
    return found


_salt: dict[str, bytes] = {}


def forget() -> None:
    """Read everything again: tests, and a home that was restored under a running process."""
    _keys.cache_clear()
    _secret.cache_clear()
    _salt.clear()
