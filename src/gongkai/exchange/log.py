"""The release log on the desk's side: entries, tiles, checkpoints signed by ``log.key`` (SEALING.md 7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from gongkai.desk.agencies.models import Agency
from gongkai.desk.casework import keyring
from gongkai.exchange import outbox, serving
from gongkai.exchange.models import LogCheckpoint, LogEntry, LogTile
from gongkai.refusal import Refused
from gongkai.sealing import log, merkle, tiles
from gongkai.sealing.canon import parse
from gongkai.sealing.times import stamp

ENTRIES = 4096
"""At most so many entries lie between two checkpoints, so that no message grows too large."""


def append(kind: str, index: str | None, digest: str, at: datetime) -> LogEntry:
    """Add an entry about ``digest``. The caller's transaction holds the door's lock."""
    newest = LogEntry.objects.order_by("-number").first()
    before = LogEntry.objects.filter(index=index).order_by("-number").first() if index else None
    body = log.entry(
        kind=kind, index=index, object=digest, at=stamp(at), prev=before.number if before else None
    )
    number = newest.number + 1 if newest else 0
    return LogEntry.objects.create(number=number, index=index or "", kind=kind, body=body)


def sign_off(agency: Agency, at: datetime) -> int:
    """Sign checkpoints over all entries that have none yet, each with its ``log`` message; gives the size.

    Raises Refused (``E_ROLLBACK``) rather than sign a smaller or other tree than was signed before.
    """
    while _sign_some(agency, at):
        pass
    newest = newest_checkpoint()
    return newest.size if newest else 0


def newest_checkpoint() -> LogCheckpoint | None:
    """The last signed state."""
    return LogCheckpoint.objects.order_by("-size").first()


def read_tile(level: int, number: int, width: int) -> bytes:
    """At least the first ``width`` hashes of a tile, as :mod:`gongkai.sealing.tiles` asks for them."""
    del width  # a wider state begins with the narrower one
    row = LogTile.objects.filter(level=level, number=number).first()
    return bytes(row.data) if row else b""


def grow(size: int, entries: Sequence[bytes]) -> merkle.Frontier:
    """Store the tiles of a log that had ``size`` entries and has all of ``entries`` now; gives its edge."""
    tree = _tree(size)
    _keep(tree.extend(merkle.leaf_hash(entry) for entry in entries[size:]))
    return tree.frontier()


def last_object(index: str) -> str | None:
    """The digest of the release or tombstone that an index number's newest entry is about."""
    entry = LogEntry.objects.filter(index=index).order_by("-number").first()
    return str(log.read_entry(bytes(entry.body))["object"]) if entry else None


def demand_unbroken() -> None:
    """Refuse (``E_ROLLBACK``) when ``state.json`` remembers a tree that this database does not lead to.

    A crash between remembering and committing leaves ``state.json`` ahead: then the entries are there and
    give the remembered root. A database ahead of an older ``state.json`` (keys from escrow) must contain it.
    """
    remembered = keyring.store().state()["checkpoints"].get(keyring.key("log").name)
    newest = newest_checkpoint()
    if newest is not None and _tree(newest.size).root() != bytes(newest.root):
        raise _rolled_back("发布日志的分片与已签的检查点不符")
    if remembered is None:
        return
    size = remembered["size"]
    if LogEntry.objects.count() < size:
        raise _rolled_back(f"发布日志已签到 {size} 条，数据库中只有 {LogEntry.objects.count()} 条")
    frontier = merkle.Frontier()
    start = newest.size if newest else 0
    if start <= size:
        frontier = _tree(start).frontier()
    rest = LogEntry.objects.filter(number__gte=frontier.size, number__lt=size).order_by("number")
    for body in rest.values_list("body", flat=True).iterator():
        frontier.append(merkle.leaf_hash(bytes(body)))
    if frontier.root().hex() != remembered["root"]:
        raise _rolled_back(f"发布日志前 {size} 条与已签的不同")


def _sign_some(agency: Agency, at: datetime) -> bool:
    key = keyring.key("log")
    with transaction.atomic():
        serving.lock(agency)
        before = newest_checkpoint()
        size = before.size if before else 0
        fresh = list(LogEntry.objects.filter(number__gte=size).order_by("number")[:ENTRIES])
        if not fresh:
            return False
        if [entry.number for entry in fresh] != list(range(size, size + len(fresh))):
            raise Refused("E_LOG", f"发布日志第 {size} 条起有缺号", "数据库被改动：请停止并人工核对")
        tree = _tree(size)
        if before is not None and tree.root() != bytes(before.root):
            raise _rolled_back("发布日志的分片与已签的检查点不符")
        grown = tree.extend(merkle.leaf_hash(bytes(entry.body)) for entry in fresh)
        root = tree.root()
        keyring.store().remember_checkpoint(key.signer.name, tree.size, root.hex())
        note = log.sign_checkpoint(key.signer, tree.size, root)
        _keep(grown)
        LogCheckpoint.objects.create(size=tree.size, root=root, note=note, at=at)
        entries = [parse(bytes(entry.body)) for entry in fresh]
        outbox.append(agency, "log", {"checkpoint": note, "entries": entries}, at=at)
    return True


def _keep(grown: Iterable[tiles.Tile]) -> None:
    for tile in grown:
        LogTile.objects.update_or_create(level=tile.level, number=tile.number, defaults={"data": tile.data})


def _tree(size: int) -> tiles.TiledTree:
    return tiles.TiledTree.load(size, read_tile)


def _rolled_back(what: str) -> Refused:
    return Refused("E_ROLLBACK", what, "数据库可能是旧备份：请停止外发，从门户核对检查点")
