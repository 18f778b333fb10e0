"""After the desk was restored from an older backup: catch up with what the portal has (SEALING.md 3.6).

A person runs this once the worker stopped with ``E_ROLLBACK``. Nothing is guessed: the portal's log must
carry our own signature and begin with our entries, its messages with ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connections, transaction

from gongkai.desk.agencies.models import Agency
from gongkai.desk.casework import keyring
from gongkai.exchange import log, outbox, serving
from gongkai.exchange.models import LogCheckpoint, LogEntry, OutMessage
from gongkai.exchange.outbox import ADOPTED
from gongkai.exchange.transports import database
from gongkai.exchange.transports.narrow import as_door
from gongkai.refusal import Refused
from gongkai.sealing import log as logs
from gongkai.sealing import merkle
from gongkai.sealing.messages import Place

_ASK = "请停止外发，由两人对照门户与备份查明"


@dataclass(frozen=True, slots=True)
class Unknown:
    """An entry of the log that this desk does not remember making: ``kind`` and 索引号 (empty: the house)."""

    number: int
    kind: str
    index: str


@dataclass(frozen=True, slots=True)
class Adopted:
    """What was taken over: how many messages, the unknown log entries, the epoch that begins now."""

    messages: int
    unknown: tuple[Unknown, ...]
    epoch: int


def adopt(at: datetime) -> Adopted:
    """Take over numbers and log of the portal, and begin a new epoch.

    Items whose last log entry is unknown here stay stopped at the door (``E_ORDER``) until somebody settled
    them. Raises Refused: ``nothing-to-adopt``, or ``E_FORK`` when the portal's history is not ours.
    """
    agency = serving.agency()
    place = database.place(agency.code)
    before = outbox.last()
    ours = before.seq if before else 0
    if place.applied <= ours:
        raise Refused(
            "nothing-to-adopt", "门户没有本机不知道的消息", "无需接管；请用 gongkai exchange status 查看"
        )
    if before is not None and _digest_there(agency, ours) != before.digest:
        raise Refused("E_FORK", f"门户应用的第 {ours} 号消息与本机的不同", _ASK)
    note, entries = _log_there()
    checkpoint = _demand_ours(note, entries)
    with transaction.atomic():
        serving.lock(agency)
        size = LogEntry.objects.count()
        fresh = [_entry(number, body) for number, body in enumerate(entries[size:], start=size)]
        LogEntry.objects.bulk_create(fresh, batch_size=500)
        signed = log.newest_checkpoint()
        log.grow(signed.size if signed else 0, entries)
        if signed is None or signed.size < checkpoint.size:
            LogCheckpoint.objects.create(size=checkpoint.size, root=checkpoint.root, note=note, at=at)
        _remember_place(place, at)
        epoch = keyring.store().raise_epoch()
        log.append("epoch", None, place.last or "0" * 64, at)
    unknown = tuple(Unknown(entry.number, entry.kind, entry.index) for entry in fresh)
    return Adopted(place.applied - ours, unknown, epoch)


def _demand_ours(note: str, entries: list[bytes]) -> logs.Checkpoint:
    """The portal's checkpoint: signed by us, over its entries, which begin with ours and what we remember."""
    key = keyring.key("log")
    checkpoint = logs.open_checkpoint(note, key.verifier)
    hashes = [merkle.leaf_hash(entry) for entry in entries]
    if len(entries) != checkpoint.size or merkle.root_of(hashes) != checkpoint.root:
        raise Refused("E_FORK", "门户的日志条目与其检查点不符", _ASK)
    own = [bytes(body) for body in LogEntry.objects.order_by("number").values_list("body", flat=True)]
    if entries[: len(own)] != own:
        raise Refused("E_FORK", "本机的发布日志不是门户日志的开头", _ASK)
    remembered = keyring.store().state()["checkpoints"].get(key.name)
    if remembered is not None:
        size = remembered["size"]
        if size > len(entries) or merkle.root_of(hashes[:size]).hex() != remembered["root"]:
            raise Refused("E_FORK", f"曾签发到 {size} 条的日志在门户上不完整或不同", _ASK)
    keyring.store().remember_checkpoint(key.signer.name, checkpoint.size, checkpoint.root.hex())
    return checkpoint


def _log_there() -> tuple[str, list[bytes]]:
    """The public log as the portal has it: the newest checkpoint and all entries up to it."""
    with as_door(database.alias()), connections[database.alias()].cursor() as cursor:
        cursor.execute("SELECT size, note FROM portal_checkpoint ORDER BY size DESC LIMIT 1")
        row = cursor.fetchone()
        if row is None:
            raise Refused("E_FORK", "门户没有发布日志的检查点", _ASK)
        cursor.execute("SELECT data FROM portal_logentry WHERE number < %s ORDER BY number", [row[0]])
        return row[1], [bytes(data) for (data,) in cursor.fetchall()]


def _digest_there(agency: Agency, seq: int) -> str | None:
    sql = (
        "SELECT digest FROM portal_doorin WHERE agency = %s AND seq = %s AND applied IS NOT NULL"
        " ORDER BY epoch DESC"
    )
    with as_door(database.alias()), connections[database.alias()].cursor() as cursor:
        cursor.execute(sql, [agency.code, seq])
        row = cursor.fetchone()
    return row[0] if row else None


def _entry(number: int, body: bytes) -> LogEntry:
    read = logs.read_entry(body)
    return LogEntry(number=number, index=read["index"] or "", kind=read["kind"], body=body)


def _remember_place(place: Place, at: datetime) -> None:
    """The last message of the lost history, by its digest only: the next one follows it."""
    OutMessage.objects.create(
        epoch=place.epoch,
        seq=place.applied,
        kind=ADOPTED,
        body=b"",
        note="",
        digest=place.last or "",
        made_at=at,
        delivered_at=at,
    )
