"""The bundle transport, the portal's side outwards: citizens' sealed messages in one signed file.

Runs without the desk, on the portal's settings and keys.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from gongkai.portal.messages import leaving, secrets
from gongkai.portal.models import DoorOut, SealedPiece
from gongkai.refusal import Refused
from gongkai.sealing import bundle
from gongkai.sealing.bundle import Signed
from gongkai.sealing.canon import parse
from gongkai.sealing.messages import WINDOW_BYTES, WINDOW_MESSAGES
from gongkai.sealing.times import stamp


def write(folder: Path, now: datetime, since: int | None = None) -> Path | None:
    """Number what waits, say how far we are, write what is not acknowledged (or from ``since``).

    At most 64 messages or 256 MiB. Gives the file, null when there is nothing to say.
    """
    agency = secrets.trust().agency
    leaving.number(agency, now)
    leaving.say_place(agency, now)
    signed, named = _messages(since)
    if not signed:
        return None
    passing = folder / f".gongkai.{os.getpid()}.part"
    try:
        with passing.open("wb") as out:
            pieces = {name: _pieces(name) for name in named}
            key = secrets.keys().load().signer
            manifest = bundle.write(out, signed, pieces, made=stamp(now), key=key)
            out.flush()
            os.fsync(out.fileno())
        target = folder / bundle.name(manifest)
        passing.replace(target)
    finally:
        passing.unlink(missing_ok=True)
    return target


def _messages(since: int | None) -> tuple[list[Signed], set[str]]:
    rows = DoorOut.objects.order_by("seq")
    rows = rows.filter(acked__isnull=True) if since is None else rows.filter(seq__gte=since)
    signed: list[Signed] = []
    named: set[str] = set()
    size, epoch = 0, None
    for row in rows[:WINDOW_MESSAGES]:
        if signed and (size + row.size > WINDOW_BYTES or row.epoch != epoch):
            break
        size, epoch = size + row.size, row.epoch
        data = bytes(row.body)
        signed.append(Signed(data, row.note))
        blobs: list[dict[str, Any]] = parse(data)["blobs"]
        named |= {blob["sha256"] for blob in blobs}
    if since is not None and signed and parse(signed[0].data)["seq"] != since:
        raise Refused("E_GAP", f"没有第 {since} 号消息", "请用 gongkai exchange status 查看")
    return signed, named


def _pieces(digest: str) -> Iterator[bytes]:
    rows = SealedPiece.objects.filter(blob__sha256=digest).order_by("n")
    for data in rows.values_list("data", flat=True).iterator(chunk_size=1):
        yield bytes(data)
