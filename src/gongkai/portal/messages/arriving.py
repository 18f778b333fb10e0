"""What the desk sends to citizens and about its keys: bodies of ``mail``, ``box``, ``keys``, ``ack``.

Called by :mod:`gongkai.portal.publishing.receiving` only, inside the transaction of the message.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from gongkai.portal.messages import leaving
from gongkai.portal.models import IntakeKey, Mailbox, SealedMail
from gongkai.portal.publishing import stale
from gongkai.refusal import Refused
from gongkai.sealing import notes
from gongkai.sealing.canon import from_b64u
from gongkai.sealing.hpke import PUBLIC_BYTES, demand_key, demand_suite
from gongkai.sealing.portalkeys import PortalKeys, Trust
from gongkai.sealing.times import moment


def mail(body: Mapping[str, Any], blobs: list[Mapping[str, Any]]) -> None:
    """Lay a mail into its box; one for a box that was deleted meanwhile is passed over.

    A number that comes again comes from a desk that was restored from an older backup: its mail takes the
    place of the one it no longer knows, and of those that followed it.
    """
    box = Mailbox.objects.filter(uid=body["box"]).first()
    if box is None:
        return
    SealedMail.objects.filter(box=box, n__gte=body["n"]).delete()
    SealedMail.objects.create(
        box=box,
        n=body["n"],
        sealed=from_b64u(body["sealed"]),
        blobs=[str(blob["sha256"]) for blob in blobs],
    )
    Mailbox.objects.filter(pk=box.pk).update(mail=body["n"], seen=min(box.seen, body["n"] - 1))


def box(body: Mapping[str, Any]) -> None:
    """What became of a matter, and the day on which its box is deleted."""
    day = body["delete_on"]
    until = None if day is None else date.fromisoformat(day[:10])
    Mailbox.objects.filter(uid=body["box"]).update(state=body["state"][:12], delete_on=until)


def keys(body: Mapping[str, Any], trust: Trust) -> None:
    """Believe the desk's present keys (the message itself was signed by one that was believed before).

    The intake keys are used in the order of the list. ``E_KEYS`` when the list would leave nobody to believe,
    ``E_SUITE`` or ``E_KEY`` when this machine could not seal to one of them.
    """
    if not all(body[use] for use in ("door", "answer", "log", "intake")):
        raise Refused("E_KEYS", "公布的密钥不全", "请核对内网的密钥后重新发送")
    for key in body["intake"]:
        demand_suite(key["suite"])
        demand_key(from_b64u(key["public"], PUBLIC_BYTES[key["suite"]]), key["suite"])
    pinned = {use: [notes.verifier(vkey).vkey for vkey in body[use]] for use in ("door", "answer", "log")}
    if pinned["log"] != [key.vkey for key in trust.log]:
        raise Refused("E_KEYS", "发布日志的公钥不能这样更换", "只能在门户由人工更换")
    if not IntakeKey.objects.exists():
        stale.mark_everything()  # every page leads to the forms from now on
    IntakeKey.objects.all().delete()
    IntakeKey.objects.bulk_create(
        IntakeKey(
            kid=key["kid"],
            suite=key["suite"],
            public=from_b64u(key["public"], PUBLIC_BYTES[key["suite"]]),
            place=place,
            not_after=None if key["not_after"] is None else moment(key["not_after"]),
        )
        for place, key in enumerate(body["intake"])
    )
    folder = Path(settings.GONGKAI_PORTAL_KEYS)
    believed = {use: [key.vkey for key in getattr(trust, use)] for use in pinned}
    if pinned != believed and (folder / "trust.json").is_file():
        PortalKeys(folder).pin(trust.agency, **pinned)


def ack(agency: str, body: Mapping[str, Any], now: datetime) -> None:
    """The desk has everything up to this number."""
    leaving.acknowledged(agency, body["epoch"], body["seq"], body["digest"], now)
