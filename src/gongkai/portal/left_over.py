"""The portal's files that nothing refers to, and their daily sweep: of items, of answers in boxes."""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime

from gongkai import orphans
from gongkai.portal import surroundings
from gongkai.portal.models import DoorBlob, DoorIn, Page, PublishedFile, SealedMail


def orphaned(before: datetime) -> list[orphans.Orphan]:
    """What lies in the portal's store since before a moment and is named by nothing."""
    return list(orphans.orphans(surroundings.files(), named, before))


def sweep(at: datetime) -> int:
    """Delete orphans older than :data:`orphans.AGE`, once a day; gives how many.

    While messages of the desk wait to be applied nothing goes: their files came before them. The desk may
    lay a file that went into the database anew.
    """
    if DoorIn.objects.filter(applied__isnull=True).exists():
        return 0
    gone = orphans.sweep(surroundings.files(), named, at)
    for start in range(0, len(gone), 400):
        DoorBlob.objects.filter(sha256__in=gone[start : start + 400], data__isnull=True).delete()
    return len(gone)


def named(digests: Set[str]) -> Set[str]:
    """Those digests that the portal still tells of."""
    known = set(PublishedFile.objects.filter(sha256__in=digests).values_list("sha256", flat=True))
    known |= set(Page.objects.filter(file__in=digests).values_list("file", flat=True))
    if digests - known:
        for blobs in SealedMail.objects.exclude(blobs=[]).values_list("blobs", flat=True).iterator():
            known |= digests & set(blobs)
    return known
