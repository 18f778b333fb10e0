"""The database transport: messages are added to the portal's inbox, the portal applies them.

On one machine (the embedded default) this process then applies them too. Where the setting
``door_database_url`` names the portal's database (alias ``door``, role ``door``), the portal's own worker
applies.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connections, transaction

from gongkai.desk.disclosure import files
from gongkai.desk.mailbox import sealed_files
from gongkai.exchange import serving
from gongkai.exchange.models import OutMessage
from gongkai.exchange.outbox import ADOPTED
from gongkai.exchange.transports.narrow import alias, as_door, is_remote
from gongkai.portal import publishing, surroundings
from gongkai.portal.models import DoorIn
from gongkai.portal.publishing import blobs
from gongkai.refusal import Refused
from gongkai.sealing.canon import parse
from gongkai.sealing.messages import PORTAL, WINDOW_BYTES, WINDOW_MESSAGES, Place
from gongkai.sealing.portalkeys import Trust

__all__ = [
    "alias", "apply", "copy_blobs", "fetch", "fetch_blobs", "is_remote", "place", "send", "shown",
    "source_of",
]  # fmt: skip
_PIECE = 1 << 20
_INSERT = (
    "INSERT INTO portal_doorin (agency, epoch, seq, prev, kind, body, note, digest, applied)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, NULL) ON CONFLICT DO NOTHING"
)


def place(agency: str) -> Place:
    """How far the portal is, as its acknowledgement says."""
    sql = "SELECT epoch, seq, digest FROM portal_doorack WHERE agency = %s"
    with as_door(alias()), connections[alias()].cursor() as cursor:
        cursor.execute(sql, [agency])
        row = cursor.fetchone()
    return Place(agency, PORTAL, row[0], row[1], row[2] or None) if row else Place(agency, PORTAL)


def shown(agency: str, indexes: Sequence[str]) -> dict[str, str] | None:
    """By index number the digest of the release that is public; null where the portal cannot be seen."""
    if not indexes:
        return {}
    places = ", ".join(["%s"] * len(indexes))
    sql = f'SELECT "index", release_digest FROM portal_published WHERE agency = %s AND "index" IN ({places})'  # noqa: S608
    try:
        with as_door(alias()), connections[alias()].cursor() as cursor:
            cursor.execute(sql, [agency, *indexes])
            return dict(cursor.fetchall())
    except (DatabaseError, OSError):
        return None


def send(agency: str, waiting: Iterable[OutMessage], at_portal: Place) -> int:
    """Add messages to the portal's inbox as far as the window allows; gives how many were new there.

    ``waiting`` follows ``at_portal`` in order. What lies there already is left as it is; another message
    under the same number is refused (``E_FORK``).
    """
    sent = 0
    with as_door(alias()), transaction.atomic(using=alias()):
        lying = _lying(agency, at_portal.applied)
        for message, parsed in _window(waiting, at_portal.applied):
            before = lying.get(message.seq)
            if before is not None and before != message.digest:
                raise Refused("E_FORK", f"门户收件中第 {message.seq} 号是另一条消息", "请停止外发并人工核对")
            if is_remote():
                _send_blobs(parsed["blobs"])
            if before is None:
                _insert(agency, message, parsed)
                sent += 1
    return sent


def apply(trust: Trust, now: datetime) -> int:
    """Apply what lies in the inbox of this machine's portal, in order; gives how many messages.

    Files are laid beside the portal before the message that names them, each time: an earlier message may
    have swept a file that a later one brings again. The first refusal stops it and is raised.
    """
    pending = DoorIn.objects.filter(agency=trust.agency, applied__isnull=True).order_by("epoch", "seq")
    applied = 0
    for row in list(pending[:WINDOW_MESSAGES]):
        data = bytes(row.body)
        copy_blobs(parse(data)["blobs"], surroundings.files())
        publishing.apply(data, row.note, trust=trust, now=now)
        applied += 1
        if row.kind == "keys":
            trust = serving.trust()
    return applied


def fetch(agency: str, after: int) -> list[tuple[bytes, str]]:
    """The portal's messages that follow a number, a window of them: bytes and note, in their order."""
    sql = "SELECT body, note FROM portal_doorout WHERE agency = %s AND seq > %s ORDER BY seq LIMIT %s"
    with as_door(alias()), connections[alias()].cursor() as cursor:
        cursor.execute(sql, [agency, after, WINDOW_MESSAGES])
        return [(bytes(body), note) for body, note in cursor.fetchall()]


def fetch_blobs(named: Sequence[dict[str, Any]]) -> None:
    """Bring encrypted files inside that are not there yet. ``E_BLOB`` when one is another or lacks."""
    for blob in named:
        if not sealed_files.place(blob["sha256"]).is_file():
            sealed_files.keep(blob["sha256"], _pieces(blob["sha256"]))


def _pieces(digest: str) -> Iterator[bytes]:
    sql = (
        "SELECT piece.data FROM portal_sealedpiece piece"
        " JOIN portal_sealedblob blob ON blob.id = piece.blob_id"
        " WHERE blob.sha256 = %s AND piece.n = %s"
    )
    n = 0
    while True:
        with as_door(alias()), connections[alias()].cursor() as cursor:
            cursor.execute(sql, [digest, n])
            row = cursor.fetchone()
        if row is None:
            return
        yield bytes(row[0])
        n += 1


def copy_blobs(named: Sequence[dict[str, Any]], folder: Path) -> None:
    """Lay released files into the portal's folder, each complete or not at all. ``E_BLOB`` when one lacks.

    One that was damaged there is replaced: it would keep everything behind it waiting.
    """
    for blob in named:
        target = blobs.place(folder, blob["sha256"])
        if blobs.is_whole(blob, folder):
            continue
        file = source_of(blob)
        target.parent.mkdir(parents=True, exist_ok=True)
        passing = target.with_name(f".{target.name}.{os.getpid()}.part")
        with file.open("rb") as source, passing.open("wb") as out:
            while piece := source.read(_PIECE):
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        passing.replace(target)


def source_of(blob: dict[str, Any]) -> Path:
    """Where a file that goes out lies inside: released, or encrypted for a citizen. ``E_BLOB``."""
    sealed = sealed_files.place(blob["sha256"])
    if sealed.is_file() and sealed.stat().st_size == blob["size"]:
        return sealed
    files.demand(blob["sha256"], blob["size"])
    return files.place(blob["sha256"])


def _window(waiting: Iterable[OutMessage], applied: int) -> Iterator[tuple[OutMessage, Any]]:
    """The messages that may be under way at once: 64, or 256 MiB with their files, but always one."""
    size = 0
    for expected, message in enumerate(waiting, start=applied + 1):
        if message.seq != expected or message.kind == ADOPTED:
            raise Refused("E_GAP", f"门户缺少第 {expected} 号消息，本机恢复后已没有", "请由门户的备份恢复")
        parsed = parse(bytes(message.body))
        size += len(message.body) + sum(blob["size"] for blob in parsed["blobs"])
        first = message.seq == applied + 1
        if not first and (message.seq > applied + WINDOW_MESSAGES or size > WINDOW_BYTES):
            return
        yield message, parsed


def _lying(agency: str, applied: int) -> dict[int, str]:
    sql = "SELECT seq, digest FROM portal_doorin WHERE agency = %s AND seq > %s AND applied IS NULL"
    with connections[alias()].cursor() as cursor:
        cursor.execute(sql, [agency, applied])
        return dict(cursor.fetchall())


def _insert(agency: str, message: OutMessage, parsed: Any) -> None:
    row = [
        agency,
        message.epoch,
        message.seq,
        parsed["prev"] or "",
        message.kind,
        bytes(message.body),
        message.note,
        message.digest,
    ]
    with connections[alias()].cursor() as cursor:
        cursor.execute(_INSERT, row)


def _send_blobs(named: Sequence[dict[str, Any]]) -> None:
    """Lay files into the database; one that lies there, or was taken from there, is not read again."""
    there = "SELECT 1 FROM portal_doorblob WHERE sha256 = %s"
    sql = "INSERT INTO portal_doorblob (sha256, size, data) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"
    for blob in named:
        with connections[alias()].cursor() as cursor:
            cursor.execute(there, [blob["sha256"]])
            if cursor.fetchone() is not None:
                continue
        data = source_of(blob).read_bytes()
        with connections[alias()].cursor() as cursor:
            cursor.execute(sql, [blob["sha256"], blob["size"], data])
