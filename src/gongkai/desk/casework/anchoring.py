"""The nightly anchor: all events so far become one Merkle tree whose signed root leaves the database.

Events without a leaf get dense numbers, tiles grow, the checkpoint is signed by ``anchor.key`` (its name is
the log's origin), remembered in ``keys/state.json`` and appended to ``logs/anchors.log`` (SEALING.md 6).
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from gongkai.desk.casework.keyring import key, store
from gongkai.desk.casework.models import Anchor, Leaf, Tile
from gongkai.refusal import Refused
from gongkai.sealing.log import Checkpoint, open_checkpoint, sign_checkpoint
from gongkai.sealing.merkle import leaf_hash
from gongkai.sealing.tiles import HASH, WIDTH, TiledTree
from gongkai.sealing.tiles import Tile as TileBytes
from gongkai.sealing.times import stamp

LOG = "events"
"""The name of the events' tree in ``keys/state.json``."""
BATCH = 20_480
"""Events whose tiles are written together: a multiple of a tile's width."""

_NUMBER = """
INSERT INTO casework_leaf (number, event_id)
SELECT %s - 1 + ROW_NUMBER() OVER (ORDER BY id), id FROM casework_event
WHERE NOT EXISTS (SELECT 1 FROM casework_leaf WHERE casework_leaf.event_id = casework_event.id)
"""
"""One statement, so one snapshot: who sees an event of a stream sees all before it; numbers keep order."""

Progress = Callable[[int], None]
"""Is told how many events are anchored so far."""


def anchor(at: datetime, *, progress: Progress | None = None) -> Anchor | None:
    """Anchor every committed event; null when there is no new one.

    Leaves, tiles and checkpoint are one transaction; then the checkpoint is remembered and leaves the
    database. Raises Refused: ``E_ROLLBACK`` when the house remembers more than the database holds,
    ``E_TREE`` when leaves, checkpoint and its signature do not fit each other.
    """
    with transaction.atomic(using="default"):
        _lock()
        size = _anchored_so_far()
        with connection.cursor() as cursor:
            cursor.execute(_NUMBER, [size])
        tree = TiledTree.load(size, read_tile)
        for hashes in _new_leaves(size):
            _keep(tree.extend(hashes))
            if progress is not None:
                progress(tree.size)
        if tree.size == size:
            return None
        root = tree.root()
        note = sign_checkpoint(key("anchor").signer, tree.size, root)
        made = Anchor.objects.create(size=tree.size, root=root, note=note, at=at)
    _send_out(made)
    return made


def read_tile(level: int, number: int, width: int) -> bytes:
    """The stored bytes of a tile; empty when there is none."""
    row = Tile.objects.filter(level=level, number=number).values_list("data", flat=True).first()
    return bytes(row) if row is not None else b""


def leaf_hashes(start: int = 0) -> Iterator[bytes]:
    """The leaf hashes of the stored tree from leaf ``start``, tile by tile."""
    rows = Tile.objects.filter(level=0, number__gte=start // WIDTH).order_by("number")
    expected = start // WIDTH
    for number, data in rows.values_list("number", "data").iterator(chunk_size=500):
        if number != expected:
            return
        expected += 1
        tile = bytes(data)
        first = start % WIDTH * HASH if number == start // WIDTH else 0
        for at in range(first, len(tile), HASH):
            yield tile[at : at + HASH]


def anchors_log() -> Path:
    """The file that carries the checkpoints out of the database; back it up elsewhere."""
    return Path(settings.GONGKAI_HOME) / "logs" / "anchors.log"


def append_to_log(made: Anchor) -> None:
    """One line: size, root and note as JSON; on disk before the function returns."""
    file = anchors_log()
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    line = json.dumps(
        {"at": stamp(made.at), "size": made.size, "root": bytes(made.root).hex(), "note": made.note},
        ensure_ascii=False,
        sort_keys=True,
    )
    with file.open("a", encoding="utf-8") as out:
        out.write(line + "\n")
        out.flush()
        os.fsync(out.fileno())


def open_anchor(made: Anchor) -> Checkpoint:
    """The checkpoint of a row whose signature holds and whose columns repeat it; else Refused."""
    refusal = Refused("E_SIGNATURE", f"第 {made.size} 条处的检查点与其签名不符", "检查点被改动")
    for one in store().all("anchor"):
        try:
            found = open_checkpoint(made.note, one.signer.verifier)
        except Refused:
            continue
        if (found.size, found.root) == (made.size, bytes(made.root)):
            return found
    raise refusal


def _lock() -> None:
    """One anchor at a time; SQLite's IMMEDIATE transaction is that already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(69620)")


def _anchored_so_far() -> int:
    """The size of the tree to go on from, after making sure that it is the one the house remembers."""
    last = Anchor.objects.order_by("-size").first()
    anchored = last.size if last else 0
    remembered = store().state()["checkpoints"].get(LOG, {"size": 0})["size"]
    if remembered > anchored:
        raise Refused(
            "E_ROLLBACK",
            f"事件已锚定到 {remembered} 条，数据库只到 {anchored} 条",
            "数据库可能是旧备份：请核对 logs/anchors.log 后再继续",
        )
    leaves = Leaf.objects.count()
    if leaves != anchored:
        raise Refused(
            "E_TREE", f"锚定序号有 {leaves} 条，检查点为 {anchored} 条", "请运行 gongkai verify 查明"
        )
    if last is not None:
        open_anchor(last)
        if remembered < anchored:  # stopped after the commit: bring the checkpoint out now
            _send_out(last)
    return anchored


def _new_leaves(start: int) -> Iterator[list[bytes]]:
    """The leaf hashes of the leaves from ``start``, in batches."""
    rows = Leaf.objects.filter(number__gte=start).order_by("number").values_list("event__hash", flat=True)
    hashes = (leaf_hash(bytes(hashed)) for hashed in rows.iterator(chunk_size=5000))
    # a first batch up to the end of a full tile, so that no later one writes a partial tile
    while batch := list(islice(hashes, BATCH - start % WIDTH)):
        yield batch
        start += len(batch)


def _keep(tiles: list[TileBytes]) -> None:
    Tile.objects.bulk_create(
        [Tile(level=tile.level, number=tile.number, data=tile.data) for tile in tiles],
        batch_size=200,
        update_conflicts=True,
        unique_fields=["level", "number"],
        update_fields=["data"],
    )


def _send_out(made: Anchor) -> None:
    store().remember_checkpoint(LOG, made.size, bytes(made.root).hex())
    append_to_log(made)
