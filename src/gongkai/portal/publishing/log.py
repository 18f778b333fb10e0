"""The release log on the portal: entries in, tiles rebuilt, a checkpoint only when the root is equal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gongkai.portal.models import Checkpoint, LogEntry, LogTile, Published
from gongkai.refusal import Refused
from gongkai.sealing import log, merkle, notes, tiles, witness
from gongkai.sealing.canon import canon
from gongkai.sealing.notes import Verifier

_LOOKED = 20
"""Checkpoints with a witness's name that are looked at for a line that holds."""


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A state of the log that a witness signed, ``seconds`` since 1970."""

    name: str
    size: int
    seconds: int
    note: str


def apply(body: Mapping[str, Any], keys: Iterable[Verifier], *, now: datetime) -> None:
    """Take in the body of a ``log`` message.

    ``entries`` are ``log/1`` objects in leaf order; the last of them is the last leaf of ``checkpoint``, so
    the first has the number size − len(entries). Entries that are here already must be the same (``E_FORK``),
    a hole is ``E_GAP``, another root than the signed one ``E_CHECKPOINT``. Without entries it is a state that
    is published already, with the lines of witnesses under it.
    """
    note = body["checkpoint"]
    checkpoint = _opened(note, keys)
    size = LogEntry.objects.count()
    data = [canon(entry) for entry in body["entries"]]
    if not data:
        _cosigned(note, checkpoint, size)
        return
    first = checkpoint.size - len(data)
    if first < 0 or first > size:
        raise Refused("E_GAP", f"发布日志缺少第 {size} 条起的条目", "请从该条起重新发送")
    if checkpoint.size < size:
        raise Refused("E_ROLLBACK", f"检查点只有 {checkpoint.size} 条，少于已公布的 {size} 条", "请人工核对")
    _demand_equal(data[: size - first], first)
    fresh = data[size - first :]
    for entry in fresh:
        log.read_entry(entry)
    _demand_ours(fresh, size)
    tree = tiles.TiledTree.load(size, read_tile)
    grown = tree.extend(merkle.leaf_hash(entry) for entry in fresh)
    if tree.root() != checkpoint.root:
        raise Refused("E_CHECKPOINT", "按收到的条目算出的日志根与检查点不同，未予公布", "请人工核对发布日志")
    rows = [LogEntry(number=number, data=entry) for number, entry in enumerate(fresh, start=size)]
    LogEntry.objects.bulk_create(rows, batch_size=500)
    for tile in grown:
        LogTile.objects.update_or_create(level=tile.level, number=tile.number, defaults={"data": tile.data})
    Checkpoint.objects.update_or_create(size=checkpoint.size, defaults={"note": note, "updated": now})


def _cosigned(note: str, checkpoint: log.Checkpoint, size: int) -> None:
    """Publish the lines of witnesses under a state that readers know."""
    if checkpoint.size > size:
        raise Refused("E_GAP", f"发布日志缺少第 {size} 条起的条目", "请从该条起重新发送")
    row = Checkpoint.objects.filter(size=checkpoint.size).first()
    if row is None:
        raise Refused("E_CHECKPOINT", f"没有公布过 {checkpoint.size} 条的检查点", "请人工核对发布日志")
    if log.parse_checkpoint(notes.split(row.note)[0]).root != checkpoint.root:
        raise Refused("E_FORK", f"同样 {checkpoint.size} 条，与已公布的是另一棵树", "请人工核对发布日志")
    row.note = note
    row.save(update_fields=["note"])


def witnessed(witnesses: Sequence[Verifier]) -> list[Witnessed]:
    """What each of these witnesses signed last, and when; none for one that never signed."""
    return [found for key in witnesses if (found := _witnessed(key)) is not None]


def _witnessed(key: Verifier) -> Witnessed | None:
    rows = Checkpoint.objects.filter(note__contains=f"— {key.name} ").order_by("-size")
    for note in rows.values_list("note", flat=True)[:_LOOKED]:
        try:
            found = witness.lines_of(note, [key]).get(key.name)
        except Refused:
            continue
        if found is not None:
            return Witnessed(key.name, log.parse_checkpoint(notes.split(note)[0]).size, found[0], note)
    return None


def read_tile(level: int, number: int, width: int) -> bytes:
    """At least the first ``width`` hashes of a tile, as :mod:`gongkai.sealing.tiles` asks for them."""
    del width  # a wider state begins with the narrower one
    row = LogTile.objects.filter(level=level, number=number).first()
    return bytes(row.data) if row else b""


def newest() -> Checkpoint | None:
    """The largest published checkpoint."""
    return Checkpoint.objects.order_by("-size").first()


def entries(number: int, width: int) -> bytes | None:
    """The bytes of an entries tile, null unless that many entries of it are published."""
    start = number * tiles.WIDTH
    rows = LogEntry.objects.filter(number__gte=start, number__lt=start + width).order_by("number")
    found = [bytes(data) for data in rows.values_list("data", flat=True)]
    return tiles.pack_entries(found) if len(found) == width else None


def has(number: int, digest: str) -> bool:
    """Whether the entry under a number is about the object with this digest."""
    data = LogEntry.objects.filter(number=number).values_list("data", flat=True).first()
    return data is not None and log.read_entry(bytes(data))["object"] == digest


def proof(number: int) -> str | None:
    """The tlog-proof of a leaf against the newest checkpoint, null while the log does not reach it."""
    checkpoint = newest()
    if checkpoint is None or number >= checkpoint.size:
        return None
    nodes = tiles.Nodes(read_tile, checkpoint.size)
    return log.proof_text(number, merkle.inclusion_proof(nodes, number, checkpoint.size), checkpoint.note)


def _opened(note: str, keys: Iterable[Verifier]) -> log.Checkpoint:
    refusal: Refused | None = None
    for key in keys:
        try:
            return log.open_checkpoint(note, key)
        except Refused as wrong:
            refusal = wrong
    raise refusal or Refused("E_SIGNATURE", "门户没有可信的日志公钥", "请在 trust.json 中登记日志公钥")


def _demand_equal(data: list[bytes], first: int) -> None:
    rows = LogEntry.objects.filter(number__gte=first, number__lt=first + len(data)).order_by("number")
    if [bytes(known) for known in rows.values_list("data", flat=True)] != data:
        raise Refused("E_FORK", "发布日志中已公布的条目被改动", "请人工核对发布日志")


def _demand_ours(fresh: list[bytes], size: int) -> None:
    """Refuse a log that says something else about a public item than the release that made it public."""
    known = Published.objects.filter(log_index__gte=size, log_index__lt=size + len(fresh))
    for number, digest in known.values_list("log_index", "release_digest"):
        if log.read_entry(fresh[number - size])["object"] != digest:
            raise Refused("E_LOG", f"发布日志第 {number} 条与已公开的信息不符", "请人工核对发布日志")
