"""Messages of the desk, applied one by one: each in one transaction, each once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from gongkai.portal import surroundings
from gongkai.portal.messages import arriving
from gongkai.portal.models import ALIAS, DoorAck, DoorIn
from gongkai.portal.publishing import blobs, columns, items, log, site, stale
from gongkai.refusal import Refused
from gongkai.sealing import messages
from gongkai.sealing.canon import parse
from gongkai.sealing.messages import Place
from gongkai.sealing.portalkeys import Trust


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a message; ``new`` is false when it had been applied before and nothing was done."""

    epoch: int
    seq: int
    kind: str
    digest: str
    new: bool


@dataclass(frozen=True, slots=True)
class _Act:
    """What applying a body needs beside it."""

    trust: Trust
    files: Path
    now: datetime


def apply(data: bytes, note: str, *, trust: Trust, now: datetime, files: Path | None = None) -> Applied:
    """Apply one ``msg/1`` of the desk (its canonical bytes and the note over them). **The only way in.**

    Page, files, lists, feeds and tombstone change in one transaction of the portal's database, or not at all.
    A message that was applied before does nothing. Refuses with the codes of :func:`messages.receive`, and
    with ``E_BLOB`` (a file is missing or changed), ``E_META`` (a public fact does not fit), ``E_ORDER`` (not
    the release that follows), ``E_CHECKPOINT`` (the log's root differs), ``E_KEYS`` (a list of keys that
    leaves nobody to believe), ``E_KIND`` (not built).
    ``files`` is the folder of released files, by default that of the settings.
    """
    with transaction.atomic(using=ALIAS):
        ack = _locked_ack(trust.agency, now)
        here = Place(trust.agency, messages.PORTAL, ack.epoch, ack.seq, ack.digest or None)
        received = messages.receive(data, note, here, trust.door, _known(trust.agency))
        message = received.message
        if received.new:
            folder = files or surroundings.files()
            blobs.demand(message["blobs"], folder)
            _apply_body(message, _Act(trust, folder, now))
            _acknowledge(ack, message, received.digest, now)
    return Applied(message["epoch"], message["seq"], message["kind"], received.digest, received.new)


def place(agency: str) -> Place:
    """How far the portal is with an agency's messages."""
    ack = DoorAck.objects.filter(agency=agency).first()
    if ack is None:
        return Place(agency, messages.PORTAL)
    return Place(agency, messages.PORTAL, ack.epoch, ack.seq, ack.digest or None)


def drain(*, trust: Trust, now: datetime, files: Path | None = None, limit: int = 64) -> list[Applied]:
    """Apply what waits in the door's inbox, in order; the first refusal stops it and is raised.

    A message that changes the keys is the last of its round: what follows is judged by the new trust.
    """
    waiting = DoorIn.objects.filter(agency=trust.agency, applied__isnull=True).order_by("epoch", "seq")
    applied = []
    for row in list(waiting[:limit]):
        data = bytes(row.body)
        blobs.ask_again(parse(data)["blobs"], files or surroundings.files())
        applied.append(apply(data, row.note, trust=trust, now=now, files=files))
        if row.kind == "keys":
            break
    return applied


def _locked_ack(agency: str, now: datetime) -> DoorAck:
    DoorAck.objects.get_or_create(agency=agency, defaults={"at": now})
    return DoorAck.objects.select_for_update().get(agency=agency)


def _known(agency: str) -> messages.Known:
    def digest(seq: int) -> str | None:
        row = DoorIn.objects.filter(agency=agency, seq=seq, applied__isnull=False).order_by("-epoch").first()
        return row.digest if row else None

    return digest


def _acknowledge(ack: DoorAck, message: Mapping[str, Any], digest: str, now: datetime) -> None:
    DoorIn.objects.update_or_create(
        agency=message["agency"],
        epoch=message["epoch"],
        seq=message["seq"],
        defaults={
            "prev": message["prev"] or "",
            "kind": message["kind"],
            "body": b"",
            "note": "",
            "digest": digest,
            "applied": now,
        },
    )
    ack.epoch, ack.seq, ack.digest, ack.at = message["epoch"], message["seq"], digest, now
    ack.save()


def _apply_body(message: Mapping[str, Any], act: _Act) -> None:
    kind = message["kind"]
    if kind not in _APPLIERS:
        raise Refused("E_KIND", f"门户还不处理“{kind}”消息", "请升级门户后再发送")
    _APPLIERS[kind](message, act)


def _release(message: Mapping[str, Any], act: _Act) -> None:
    body = message["body"]
    items.publish(body["release"], body["content"], body["log_index"], folder=act.files, now=act.now)


def _tombstone(message: Mapping[str, Any], act: _Act) -> None:
    body = message["body"]
    items.withdraw(body["tombstone"], body["log_index"], folder=act.files, now=act.now)


def _log(message: Mapping[str, Any], act: _Act) -> None:
    log.apply(message["body"], act.trust.log, now=act.now)


def _stats(message: Mapping[str, Any], act: _Act) -> None:
    before = columns.all_nil()
    if site.apply(message["agency"], message["body"], now=act.now):
        stale.mark_everything()
    elif changed := {key for key, _months in columns.all_nil() ^ before}:
        stale.mark(set[str]().union(*(stale.of_column(key) for key in changed)))


def _mail(message: Mapping[str, Any], act: _Act) -> None:
    arriving.mail(message["body"], message["blobs"])


def _box(message: Mapping[str, Any], act: _Act) -> None:
    arriving.box(message["body"])


def _keys(message: Mapping[str, Any], act: _Act) -> None:
    arriving.keys(message["body"], act.trust)


def _ack(message: Mapping[str, Any], act: _Act) -> None:
    arriving.ack(message["agency"], message["body"], act.now)


_APPLIERS: dict[str, Callable[[Mapping[str, Any], _Act], None]] = {
    "release": _release,
    "tombstone": _tombstone,
    "log": _log,
    "stats": _stats,
    "mail": _mail,
    "box": _box,
    "keys": _keys,
    "ack": _ack,
}
