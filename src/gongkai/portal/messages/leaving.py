"""Envelopes on their way to the desk: numbered, chained, signed by the portal, kept until acknowledged.

Intake gives no numbers, so that writers do not wait for each other; the exchange does it when it pulls.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum

from gongkai.portal.messages import intake, secrets
from gongkai.portal.models import ALIAS, DeskAck, DoorAck, DoorOut, Envelope
from gongkai.sealing import messages
from gongkai.sealing.canon import b64u, digest_of, from_b64u, parse
from gongkai.sealing.messages import PORTAL, WINDOW_BYTES, WINDOW_MESSAGES
from gongkai.sealing.times import stamp


def number(agency: str, now: datetime) -> int:
    """Give numbers to what waits, as far as the window allows (64 messages, 256 MiB); how many."""
    signer = secrets.keys().load().signer
    waiting = list(Envelope.objects.filter(seq__isnull=True).order_by("pk")[:WINDOW_MESSAGES])
    if not waiting:
        return 0
    given = 0
    with intake.turn(), transaction.atomic(using=ALIAS):
        ack = _locked(agency, now)
        count, size = _under_way()
        seq, prev = _last(ack)
        for row in waiting:
            built = _message(agency, ack.epoch, seq + 1, prev, row, now)
            named = sum(int(blob["size"]) for blob in parse(built)["blobs"])
            size += len(built) + named
            if count and (count >= WINDOW_MESSAGES or size > WINDOW_BYTES):
                break
            seq, prev, count, given = seq + 1, digest_of(built), count + 1, given + 1
            DoorOut.objects.create(
                agency=agency, epoch=ack.epoch, seq=seq, kind="envelope", body=built,
                note=messages.sign(signer, built), digest=prev, size=len(built) + named,
            )  # fmt: skip
            Envelope.objects.filter(pk=row.pk).update(seq=seq, sealed=b"")
    return given


def say_place(agency: str, now: datetime) -> bool:
    """Put a message ``ack`` behind: how far this portal is with the desk's messages. For bundles only.

    Over the database the desk reads that itself. Nothing is said twice.
    """
    here = DoorAck.objects.filter(agency=agency).first()
    if here is None or here.seq == 0:
        return False
    said = {"epoch": here.epoch, "seq": here.seq, "digest": here.digest}
    before = DoorOut.objects.filter(kind="ack").order_by("-seq").first()
    if before is not None and parse(bytes(before.body))["body"] == said:
        return False
    with intake.turn(), transaction.atomic(using=ALIAS):
        ack = _locked(agency, now)
        seq, prev = _last(ack)
        built = messages.build(
            agency=agency, sender=PORTAL, epoch=ack.epoch, seq=seq + 1, prev=prev, kind="ack",
            at=stamp(now), body=said,
        )  # fmt: skip
        DoorOut.objects.create(
            agency=agency, epoch=ack.epoch, seq=seq + 1, kind="ack", body=built, digest=digest_of(built),
            note=messages.sign(secrets.keys().load().signer, built), size=len(built),
        )  # fmt: skip
    return True


def acknowledged(agency: str, epoch: int, seq: int, digest: str | None, now: datetime) -> None:
    """Note how far the desk is.

    A desk that knows more than we do, or another message under our number, means that this portal was
    restored from an older backup: what was not acknowledged before is numbered again, in a new epoch, behind
    what the desk has.
    """
    ack = _locked(agency, now)
    if seq <= ack.seq:
        return
    row = DoorOut.objects.filter(seq=seq).first()
    if row is None or row.digest != digest:
        _take_back()
        ack.epoch = max(ack.epoch, epoch + 1)
    else:
        DoorOut.objects.filter(seq__lte=seq, acked__isnull=True).update(acked=now)
        ack.epoch = max(ack.epoch, epoch)
    ack.seq, ack.digest, ack.at = seq, digest or "", now
    ack.save()


def _take_back() -> None:
    for row in DoorOut.objects.filter(acked__isnull=True).order_by("seq"):
        if row.kind == "envelope":
            sealed = from_b64u(parse(bytes(row.body))["body"]["sealed"])
            Envelope.objects.filter(seq=row.seq).update(seq=None, sealed=sealed)
        row.delete()


def _locked(agency: str, now: datetime) -> DeskAck:
    DeskAck.objects.get_or_create(agency=agency, defaults={"at": now})
    return DeskAck.objects.select_for_update().get(agency=agency)


def _under_way() -> tuple[int, int]:
    unacknowledged = DoorOut.objects.filter(acked__isnull=True)
    return unacknowledged.count(), unacknowledged.aggregate(all=Sum("size"))["all"] or 0


def _last(ack: DeskAck) -> tuple[int, str | None]:
    row = DoorOut.objects.order_by("-seq").values_list("seq", "digest").first()
    if row is None or ack.seq >= row[0]:
        return ack.seq, ack.digest or None
    return row


def _message(agency: str, epoch: int, seq: int, prev: str | None, row: Envelope, now: datetime) -> bytes:
    header: dict[str, Any] = parse(bytes(row.header))
    return messages.build(
        agency=agency,
        sender=PORTAL,
        epoch=epoch,
        seq=seq,
        prev=prev,
        kind="envelope",
        at=stamp(now),
        body={
            "header": header,
            "once": b64u(bytes(row.once)),
            "sealed": b64u(bytes(row.sealed)),
            "hour": stamp(row.hour),
        },
        blobs=header["blobs"],
    )
