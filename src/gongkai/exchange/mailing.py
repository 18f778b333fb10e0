"""Answers, states of boxes and announcements of keys, from the desk's tables into the outbox."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from gongkai.desk.agencies.models import Agency
from gongkai.desk.casework import keyring
from gongkai.desk.mailbox.models import Box, Mail
from gongkai.exchange import log, outbox, serving
from gongkai.sealing.canon import b64u, digest_of
from gongkai.sealing.key import Key
from gongkai.sealing.times import moment

OVERLAP = timedelta(days=30)
"""How long a new door key and the one before it are both believed (SEALING.md 2.1)."""
_BATCH = 500


def send(agency: Agency, at: datetime) -> int:
    """Put what is new for citizens into the outbox; how many messages."""
    return _mail(agency, at) + _news(agency, at)


def _mail(agency: Agency, at: datetime) -> int:
    with transaction.atomic():
        serving.lock(agency)
        rows = list(Mail.objects.filter(sent_at__isnull=True).select_related("box").order_by("pk")[:_BATCH])
        for row in rows:
            body = {"box": row.box.uid, "n": row.n, "sealed": b64u(bytes(row.sealed))}
            outbox.append(agency, "mail", body, at=at, blobs=row.blobs)
            row.sent_at = at
            row.save(update_fields=["sent_at"])
    return len(rows)


def _news(agency: Agency, at: datetime) -> int:
    with transaction.atomic():
        serving.lock(agency)
        rows = list(Box.objects.select_for_update().filter(news=True).order_by("pk")[:_BATCH])
        for row in rows:
            until = None if row.delete_on is None else row.delete_on.isoformat()
            outbox.append(agency, "box", {"box": row.uid, "state": row.state, "delete_on": until}, at=at)
            row.news = False
            row.save(update_fields=["news"])
    return len(rows)


def announce(agency: Agency, at: datetime) -> bool:
    """Tell the portal the present keys when they are not the last that were told; each new one is logged.

    The message is signed by the door key that the portal believes already (:func:`outbox.signer`). The log's
    entry is about the SHA-256 of the verifying key's text.
    """
    said = public_keys(at)
    with transaction.atomic():
        serving.lock(agency)
        before = outbox.last_body("keys")
        if before == said:
            return False
        for vkey in _fresh(said, before):
            log.append("key", None, digest_of(vkey.encode()), at)
        outbox.append(agency, "keys", said, at=at)
    return True


def public_keys(at: datetime) -> dict[str, Any]:
    """What the portal is to believe and to seal to, newest first.

    The door's last key stays for the time of overlap; those of answers stay as long as they are kept here,
    because the mail that they signed is still to be read.
    """
    store = keyring.store()
    doors = store.all("door")
    overlaps = at - moment(doors[0].created) < OVERLAP
    said: dict[str, Any] = {
        "door": [key.signer.verifier.vkey for key in doors[: 2 if overlaps else 1]],
        "answer": [key.signer.verifier.vkey for key in store.all("answer")],
        "log": [store.load("log").signer.verifier.vkey],
    }
    said["intake"] = [_intake(key) for key in store.all("intake")[:2]]
    return said


def _intake(key: Key) -> dict[str, Any]:
    return {"kid": key.kid, "suite": key.suite, "public": b64u(key.public), "not_after": key.not_after}


def _fresh(said: dict[str, Any], before: dict[str, Any] | None) -> list[str]:
    """The verifying keys announced for the first time; those of the installation were pinned by hand."""
    if before is None:
        return []
    return [vkey for use in ("door", "answer") for vkey in said[use] if vkey not in before[use]]
