"""What anybody outside can prove of a release log: signature, entries, root, and that it only grew.

Pure over a ``fetch`` function, so that it runs against the network, a baked folder or a test.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from gongkai.refusal import Refused
from gongkai.sealing import log, tiles
from gongkai.sealing.log import Checkpoint
from gongkai.sealing.merkle import Frontier, leaf_hash
from gongkai.sealing.notes import Verifier

_KEEP = "请保存两份检查点并举报"
Fetch = Callable[[str], bytes]
"""Gives the bytes at a path below ``/log/``."""


@dataclass(frozen=True)
class Proven:
    """A log that holds: its checkpoint with the signed note, entries by kind, how much was known before."""

    checkpoint: Checkpoint
    note: str
    kinds: dict[str, int]
    known: int


def verify(fetch: Fetch, key: Verifier, seen: str | None = None) -> Proven:
    """Read the whole log and compute its root again; ``seen`` is the note of an earlier checkpoint.

    Refusals name what does not hold: ``E_SIGNATURE`` another key signed the checkpoint, ``E_LOG`` an entry or
    the root, ``E_FORK`` the log is not a continuation of the one seen before.
    """
    note = _text(fetch("checkpoint"))
    checkpoint = log.open_checkpoint(note, key)
    before = None if seen is None else log.open_checkpoint(seen, key)
    if before is not None and before.size > checkpoint.size:
        raise Refused("E_FORK", f"日志从 {before.size} 条变成了 {checkpoint.size} 条", _KEEP)
    tree, kinds = Frontier(), Counter[str]()
    while tree.size < checkpoint.size:
        for entry in _entries(fetch, tree.size // tiles.WIDTH, checkpoint.size):
            kinds[str(log.read_entry(entry)["kind"])] += 1
            tree.append(leaf_hash(entry))
            if before is not None and tree.size == before.size and tree.root() != before.root:
                raise Refused("E_FORK", f"日志的前 {before.size} 条与上次所见的不同", _KEEP)
    if tree.root() != checkpoint.root:
        raise Refused("E_LOG", f"{checkpoint.size} 条的根与签名的检查点不符", "请保存检查点和条目并举报")
    return Proven(checkpoint, note, dict(kinds), before.size if before else 0)


def _entries(fetch: Fetch, number: int, size: int) -> list[bytes]:
    """The entries of one tile, as many as the checkpoint covers."""
    width = min(tiles.WIDTH, size - number * tiles.WIDTH)
    entries = tiles.unpack_entries(fetch(tiles.tile_path("entries", number, width)))
    if len(entries) != width:
        raise Refused("E_LOG", f"第 {number * tiles.WIDTH} 条起的分片应有 {width} 条", "请稍后再试")
    return entries


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as wrong:
        raise Refused("E_CHECKPOINT", "检查点不是文字", "请核对日志的网址") from wrong
