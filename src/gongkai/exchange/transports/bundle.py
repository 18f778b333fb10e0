"""The bundle transport, the desk's side: messages and their files in one signed file, carried by a person."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from gongkai.exchange import outbox
from gongkai.exchange.transports import database
from gongkai.refusal import Refused
from gongkai.sealing import bundle
from gongkai.sealing.bundle import Signed
from gongkai.sealing.canon import parse
from gongkai.sealing.messages import WINDOW_BYTES
from gongkai.sealing.times import stamp

_PIECE = 1 << 20


def write(folder: Path, at: datetime, since: int | None = None) -> Path | None:
    """Write the messages from number ``since`` (by default the first undelivered one) as a bundle.

    At most 64 messages or 256 MiB go into one; take the next from the number after its last. Gives the file,
    null when nothing is left. Raises Refused (``E_BLOB``) for a damaged attachment; then no file is left.
    """
    signed, named = _messages(since)
    if not signed:
        return None
    passing = folder / f".gongkai.{os.getpid()}.part"
    try:
        with passing.open("wb") as out:
            pieces = {name: _pieces(name, size) for name, size in named.items()}
            manifest = bundle.write(out, signed, pieces, made=stamp(at), key=outbox.signer())
            out.flush()
            os.fsync(out.fileno())
        target = folder / bundle.name(manifest)
        passing.replace(target)
    finally:
        passing.unlink(missing_ok=True)
    return target


def _messages(since: int | None) -> tuple[list[Signed], dict[str, int]]:
    first = outbox.undelivered().first() if since is None else None
    start = since or (first.seq if first else None)
    if start is None:
        return [], {}
    signed: list[Signed] = []
    named: dict[str, int] = {}
    size, epoch = 0, None
    for message in outbox.after(start - 1):
        data = bytes(message.body)
        blobs: list[dict[str, Any]] = parse(data)["blobs"]
        size += len(data) + sum(blob["size"] for blob in blobs if blob["sha256"] not in named)
        if signed and (size > WINDOW_BYTES or message.epoch != epoch):
            break
        epoch = message.epoch
        signed.append(Signed(data, message.note))
        named |= {blob["sha256"]: blob["size"] for blob in blobs}
    if since is not None and signed and parse(signed[0].data)["seq"] != since:
        raise Refused("E_GAP", f"没有第 {since} 号消息", "请用 gongkai exchange status 查看")
    return signed, named


def _pieces(name: str, size: int) -> Iterator[bytes]:
    with database.source_of({"sha256": name, "size": size}).open("rb") as source:
        while piece := source.read(_PIECE):
            yield piece
