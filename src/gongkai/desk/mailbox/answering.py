"""Answers to a citizen: sealed to the box at once, sent by the worker, readable with the code only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import keyring
from gongkai.desk.casework.models import Case
from gongkai.desk.mailbox import sealed_files
from gongkai.desk.mailbox.models import Box, Mail
from gongkai.desk.mailbox.queries import boxes
from gongkai.sealing import mail
from gongkai.sealing.canon import digest, from_b64u
from gongkai.sealing.envelope import ID_BYTES
from gongkai.sealing.times import stamp

KEEP_CLOSED = timedelta(days=365)
"""How long the portal keeps a box after the end: longer than the time for suing (SEALING.md 4.7) …"""
KEEP_SILENT = timedelta(days=730)
"""… and one in which nothing happens."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes with a mail: name, media type, bytes."""

    name: str
    type: str
    data: bytes


def tell(
    receipt: Case | Box,
    *,
    kind: str,
    text: str,
    at: datetime,
    status: str = "",
    by: Officer | None = None,
    files: Sequence[Enclosure] = (),
) -> Mail | None:
    """Seal a mail to the citizen, in every box of a case; null when the case did not come by the portal.

    ``kind``: ``registered`` 已登记, ``status`` 进度, ``answer`` 答复, ``question`` 询问, ``letter`` 文书,
    ``closed`` 办结. ``status`` is the short word that the receipt page shows at its head (such as 已受理).
    The text is not kept here: keep it in the case. Call it inside the verb's transaction.
    """
    with transaction.atomic():
        made = [_mailed(box, kind, text, at, status, by, files) for box in _locked(receipt)]
    return made[-1] if made else None


def _mailed(
    box: Box,
    kind: str,
    text: str,
    at: datetime,
    status: str,
    by: Officer | None,
    files: Sequence[Enclosure],
) -> Mail:
    blobs = [(sealed_files.seal(file.data), file) for file in files]
    box_id = from_b64u(box.uid, ID_BYTES)
    built = mail.build(
        box_id=box_id,
        n=box.mail_n + 1,
        prev=box.mail_digest or None,
        kind=kind,
        at=stamp(at),
        text=text,
        status=status or None,
        attachments=[blob.mention(file.name, file.type) for blob, file in blobs],
    )
    sealed = mail.seal(keyring.key("answer").signer, bytes(box.seal_public), box_id, built)
    box.mail_n, box.mail_digest = built["n"], digest(built)
    _keep_until(box, at + KEEP_SILENT)
    box.save(update_fields=["mail_n", "mail_digest", "delete_on", "news"])
    return Mail.objects.create(
        box=box,
        n=box.mail_n,
        kind=kind,
        status=status,
        at=at,
        by=by,
        sealed=sealed,
        digest=box.mail_digest,
        blobs=[{"sha256": blob.name, "size": blob.stored_size} for blob, _ in blobs],
    )


def close(receipt: Case | Box, *, at: datetime) -> None:
    """The matter has ended: the portal keeps the box for a year more. Telling so is :func:`tell`'s work."""
    _set_state(receipt, Box.State.CLOSED, at + KEEP_CLOSED)


def reopen(receipt: Case | Box, *, at: datetime) -> None:
    """The matter was taken up again."""
    _set_state(receipt, Box.State.OPEN, at + KEEP_SILENT)


def _set_state(receipt: Case | Box, state: Box.State, until: datetime) -> None:
    with transaction.atomic():
        for box in _locked(receipt):
            box.state, box.delete_on, box.news = state, shanghai_date(until), True
            box.save(update_fields=["state", "delete_on", "news"])


def _keep_until(box: Box, until: datetime) -> None:
    """Prolong the life of an open box; the portal learns it when the day has moved."""
    day = shanghai_date(until)
    if box.state == Box.State.OPEN and box.delete_on != day:
        box.delete_on, box.news = day, True


def _locked(receipt: Case | Box) -> list[Box]:
    """The boxes of a receipt: more than one where a matter that came twice was merged 误录合并."""
    rows = boxes(receipt) if isinstance(receipt, Case) else Box.objects.filter(pk=receipt.pk)
    keys = list(rows.values_list("pk", flat=True))
    return list(Box.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))
