"""What the portal deletes by itself, and when (SEALING.md 4.3, 4.7)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from gongkai.portal import surroundings
from gongkai.portal.messages import intake, limits
from gongkai.portal.models import ALIAS, DoorOut, Envelope, Mailbox, SealedBlob
from gongkai.portal.publishing import blobs, site

AFTER_ACK = timedelta(days=30)
"""Sealed messages stay so long after the desk has them: longer than between two of its backups."""
DRAFTS = timedelta(hours=24)
"""Encrypted files of a form that was never sent."""
_BATCH = 200


def sweep(now: datetime) -> int:
    """Delete what has had its time, at most a few hundred rows of each kind; how many were deleted."""
    return _envelopes(now) + _drafts(now) + _boxes(now) + limits.sweep(now.timestamp())


def _envelopes(now: datetime) -> int:
    old = list(
        DoorOut.objects.filter(acked__lt=now - AFTER_ACK)
        .order_by("pk")
        .values_list("seq", flat=True)[:_BATCH]
    )
    if not old:
        return 0
    with intake.turn(), transaction.atomic(using=ALIAS):
        envelopes = Envelope.objects.filter(seq__in=old)
        SealedBlob.objects.filter(envelope__in=list(envelopes.values_list("uid", flat=True))).delete()
        envelopes.delete()
        DoorOut.objects.filter(seq__in=old).delete()
    return len(old)


def _drafts(now: datetime) -> int:
    with intake.turn(), transaction.atomic(using=ALIAS):
        left = SealedBlob.objects.filter(envelope="", made__lt=now - DRAFTS).values_list("pk", flat=True)
        count, _ = SealedBlob.objects.filter(pk__in=list(left[:_BATCH])).delete()
    return count


def _boxes(now: datetime) -> int:
    ended = list(Mailbox.objects.filter(delete_on__lt=site.day_of(now)).order_by("pk")[:_BATCH])
    for box in ended:
        files = [name for mail in box.mails.all() for name in mail.blobs]
        with intake.turn(), transaction.atomic(using=ALIAS):
            box.delete()
        for name in files:
            blobs.place(surroundings.files(), name).unlink(missing_ok=True)
    return len(ended)
