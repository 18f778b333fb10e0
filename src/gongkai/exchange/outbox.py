"""The outbox: numbered, chained, signed messages to the portal. Rows stay, so that they can be sent again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from gongkai.desk.agencies.models import Agency
from gongkai.desk.casework import keyring
from gongkai.desk.disclosure.models import Item, Release
from gongkai.exchange.models import OutMessage, Rerelease
from gongkai.sealing import messages
from gongkai.sealing.canon import digest_of
from gongkai.sealing.messages import DESK, WINDOW_MESSAGES, Place
from gongkai.sealing.notes import Signer
from gongkai.sealing.times import stamp

ADOPTED = "adopted"
"""Kind of the row that stands for messages lost in a restore or purged: number and digest, but no bytes."""
_BATCH = 500


def append(
    serving: Agency,
    kind: str,
    body: Mapping[str, Any],
    *,
    at: datetime,
    blobs: Sequence[Mapping[str, Any]] = (),
    release: Release | None = None,
    again: Rerelease | None = None,
) -> OutMessage:
    """Number, sign and store a message. The caller's transaction holds the door's lock.

    ``release`` is what it carries, ``again`` what a release is sent once more for.
    """
    before = last()
    data = messages.build(
        agency=serving.code,
        sender=DESK,
        epoch=int(keyring.store().state()["epoch"]),
        seq=before.seq + 1 if before else 1,
        prev=before.digest if before else None,
        kind=kind,
        at=stamp(at),
        body=body,
        blobs=blobs,
    )
    return OutMessage.objects.create(
        epoch=keyring.store().state()["epoch"],
        seq=before.seq + 1 if before else 1,
        kind=kind,
        body=data,
        note=messages.sign(signer(), data),
        digest=digest_of(data),
        made_at=at,
        release=release,
        again=again,
    )


def signer() -> Signer:
    """The newest door key that the portal believes: a new one signs only what follows its announcement."""
    store = keyring.store()
    if not any((store.folder / "old").glob("door.*.key")):
        return keyring.key("door").signer
    doors = store.all("door")
    announced = last_body("keys")
    if announced is None:
        return doors[-1].signer
    believed = [key for key in doors if key.signer.verifier.vkey in announced["door"]]
    return (believed or doors)[0].signer


def last() -> OutMessage | None:
    """The newest message."""
    return OutMessage.objects.defer("body", "note").order_by("-seq").first()


def last_body(kind: str) -> Any:
    """The body of the newest message of a kind; null when there is none."""
    row = OutMessage.objects.filter(kind=kind).order_by("-seq").first()
    return json.loads(bytes(row.body))["body"] if row else None


def after(seq: int) -> QuerySet[OutMessage]:
    """The messages that follow a number in their order, a window of them; bodies are read one by one."""
    return OutMessage.objects.filter(seq__gt=seq).order_by("seq").defer("body")[:WINDOW_MESSAGES]


def undelivered() -> QuerySet[OutMessage]:
    """What the portal has not acknowledged, in its order."""
    return OutMessage.objects.filter(delivered_at__isnull=True).order_by("seq")


def settle(place: Place, at: datetime) -> int:
    """Bring ``delivered_at`` in line with how far the portal is; gives how many are newly marked.

    The portal commits first: after a crash between the two this only marks. What an older portal does not
    have any more counts as undelivered again.
    """
    with transaction.atomic():
        lost = OutMessage.objects.filter(seq__gt=place.applied, delivered_at__isnull=False)
        _mark_releases(lost, None)
        lost.update(delivered_at=None)
        fresh = OutMessage.objects.filter(seq__lte=place.applied, delivered_at__isnull=True)
        _mark_releases(fresh, at)
        return fresh.update(delivered_at=at)


def forget(item: Item) -> None:
    """Take the content of a purged item 涉密误入处置 out of the messages that the portal has applied."""
    told = OutMessage.objects.filter(kind="release", delivered_at__isnull=False, release__item=item)
    told.update(kind=ADOPTED, body=b"", note="")


def _mark_releases(rows: QuerySet[OutMessage], moment: datetime | None) -> None:
    """Say of releases when they first arrived; one that is sent again arrived long ago."""
    sent = rows.filter(kind="release", again__isnull=True, release__isnull=False)
    keys = list(sent.values_list("release", flat=True))
    for start in range(0, len(keys), _BATCH):
        Release.objects.filter(pk__in=keys[start : start + _BATCH]).update(delivered_at=moment)
