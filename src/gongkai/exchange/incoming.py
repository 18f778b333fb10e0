"""Messages of the portal, taken in one by one: each in one transaction, each once.

A citizen's envelope is copied into the desk's inbox and committed; only then is it acknowledged. Opening
it and handing it to a room is :mod:`gongkai.exchange.receiving`'s work and may fail without anything
being lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.desk.agencies.models import Agency
from gongkai.desk.mailbox import sealed_files
from gongkai.desk.mailbox.models import Arrival
from gongkai.exchange import guard, outbox, serving
from gongkai.exchange.models import InMessage
from gongkai.refusal import Refused
from gongkai.sealing import messages
from gongkai.sealing.canon import canon, from_b64u
from gongkai.sealing.messages import DESK, PORTAL, Place
from gongkai.sealing.notes import Verifier
from gongkai.sealing.times import moment


def place(agency: str) -> Place:
    """How far the desk is with the portal's messages."""
    last = InMessage.objects.order_by("-seq").first()
    return Place(agency, DESK, last.epoch, last.seq, last.digest) if last else Place(agency, DESK)


def known(seq: int) -> str | None:
    """The digest of a message that was taken in."""
    return InMessage.objects.filter(seq=seq).values_list("digest", flat=True).first()


def take(agency: Agency, data: bytes, note: str, vkeys: Iterable[str | Verifier], at: datetime) -> bool:
    """Take one message in; false when it was there already. Refuses with the codes of ``messages.receive``.

    Its files must lie inside already (:mod:`gongkai.desk.mailbox.sealed_files`): ``E_BLOB`` else.
    """
    with transaction.atomic():
        serving.lock(agency)
        received = messages.receive(data, note, place(agency.code), vkeys, known)
        if not received.new:
            return False
        message = received.message
        messages.demand_blobs(message, _size_of)
        if message["kind"] == "envelope":
            _keep(agency, message["body"], at)
        elif message["kind"] == "ack":
            _settle(agency, message["body"], at)
        InMessage.objects.create(
            epoch=message["epoch"],
            seq=message["seq"],
            kind=message["kind"],
            digest=received.digest,
            taken_at=at,
        )
    return True


def acknowledge(agency: Agency, at: datetime) -> bool:
    """Tell the portal how far we are, when it was not told yet."""
    here = place(agency.code)
    said = {"epoch": here.epoch, "seq": here.applied, "digest": here.last}
    with transaction.atomic():
        serving.lock(agency)
        if here.applied == 0 or outbox.last_body("ack") == said:
            return False
        outbox.append(agency, "ack", said, at=at)
    return True


def _settle(agency: Agency, body: dict[str, Any], at: datetime) -> None:
    """The portal says by bundle how far it is."""
    there = Place(agency.code, PORTAL, body["epoch"], body["seq"], body["digest"])
    guard.demand_forward(there)
    outbox.settle(there, at)


def _keep(agency: Agency, body: dict[str, Any], at: datetime) -> None:
    header = body["header"]
    try:
        uid, kid = str(header["id"]), str(header["kid"])
    except (KeyError, TypeError) as wrong:
        raise Refused("E_SHAPE", "密封来件的信封头不合格式", "请核对门户的版本") from wrong
    Arrival.objects.get_or_create(
        uid=uid[:22],
        defaults={
            "agency": agency,
            "header": canon(header),
            "sealed": from_b64u(body["sealed"]),
            "kid": kid[:16],
            "hour": moment(body["hour"]),
            "pulled_at": at,
        },
    )


def _size_of(digest: str) -> int | None:
    file = sealed_files.place(digest)
    return file.stat().st_size if file.is_file() else None
