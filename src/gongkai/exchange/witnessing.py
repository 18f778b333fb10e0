"""Witnesses of the release log: their lines come in by file or from ``add-checkpoint``, and go to the portal.

A line says that somebody else saw this very tree, grown out of the one before: from then on a portal that
shows two people two logs is found by whoever demands the line. Offices without a witness miss nothing else.
"""

from __future__ import annotations

import urllib.request
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from typing import Any

from django.conf import settings
from django.db import transaction

from gongkai import fetching
from gongkai.desk.agencies.models import Agency
from gongkai.desk.casework import keyring
from gongkai.exchange import log, outbox, serving
from gongkai.exchange.models import Cosignature, LogCheckpoint
from gongkai.refusal import Refused
from gongkai.sealing import log as logs
from gongkai.sealing import merkle, notes, tiles, witness
from gongkai.sealing.notes import Verifier
from gongkai.sealing.witness import Request

AHEAD = timedelta(minutes=15)
"""A line from further ahead was signed by a wrong clock."""
AGAIN = timedelta(hours=1)
"""So often a log at rest is shown to its witnesses again …"""
SOON = timedelta(minutes=1)
"""… one that grows no sooner than this …"""
RESTS = timedelta(minutes=10)
"""… and so long one that did not sign is left alone."""
_SECONDS = 8
_LARGEST = 16 * 1024
_DIGITS = 15
"""Of a number of entries; nobody has more."""
_failed: dict[str, datetime] = {}
_asked: dict[str, tuple[int, datetime]] = {}
"""Of this process: when each address was asked last, for which size; a new process asks at once."""


def keys() -> list[Verifier]:
    """The witnesses that this office trusts (setting ``witness_vkeys``); ``E_VKEY`` for one that is none."""
    return witness.trusted(str(settings.GONGKAI_VALUES["witness_vkeys"]))


def take(agency: Agency, note: str, at: datetime) -> list[str]:
    """Take in a checkpoint with witnesses' lines; gives the names of those whose line is new.

    What is new goes to the portal. Refuses ``E_WITNESS`` (no line of a witness that we trust),
    ``E_CHECKPOINT`` (no state of our log), ``E_FORK`` (our log's signature over another tree: somebody has
    our key), ``E_TIME`` (signed by a wrong clock), ``E_SIGNATURE``.
    """
    row = _ours(note)
    found = witness.lines_of(note, keys())
    if not found:
        raise Refused("E_WITNESS", "检查点上没有本单位信任的见证方的签名", "请核对设置 witness_vkeys")
    with transaction.atomic():
        serving.lock(agency)
        fresh = [name for name, (seconds, line) in found.items() if _keep(row, name, seconds, line, at)]
        if fresh:
            outbox.append(agency, "log", {"checkpoint": cosigned(row), "entries": []}, at=at)
    return fresh


def cosigned(row: LogCheckpoint) -> str:
    """The note of a checkpoint with the lines of its witnesses."""
    lines = row.cosignatures.order_by("name").values_list("line", flat=True)
    return row.note + "".join(lines)


def request(since: int) -> bytes:
    """What a witness that saw ``since`` entries last is asked, as ``add-checkpoint`` wants it."""
    newest = log.newest_checkpoint()
    if newest is None:
        raise Refused("no-checkpoint", "发布日志还没有检查点", "先发布一条信息")
    if since > newest.size:
        raise Refused(
            "E_ROLLBACK", f"见证方见过 {since} 条，本机只有 {newest.size} 条", "请停止外发并人工核对"
        )
    nodes = tiles.Nodes(log.read_tile, newest.size)
    proof = merkle.consistency_proof(nodes, since, newest.size) if 0 < since < newest.size else []
    return witness.write_request(Request(since, proof, newest.note))


def ask(agency: Agency, at: datetime) -> list[str]:
    """Show the newest checkpoint to the witnesses with an address, where that is due; the worker's part.

    Gives the names of those who signed. Raises Refused with what a witness objects to, or that one is away;
    the others are asked all the same.
    """
    newest = log.newest_checkpoint()
    signed: list[str] = []
    refusals: list[Refused] = []
    for address in _addresses():
        if newest is None or not _is_due(address, newest, at):
            continue
        try:
            line = _post(address, newest)
            signed += take(agency, newest.note + line, at)
            _failed.pop(address, None)
            _asked[address] = (newest.size, at)
        except Refused as refused:
            _failed[address] = at
            refusals.append(refused)
    if refusals:
        raise refusals[0]
    return signed


def standing(at: datetime) -> dict[str, Any]:
    """When each trusted witness signed last and what; ``alarm``: how many have been ``silent`` for too long,
    or have for as long been shown an ``old`` state: they go on signing it, but nobody watches what followed.
    """
    hours = int(settings.GONGKAI_VALUES["witness_hours"])
    try:
        trusted = keys()
    except Refused as wrong:
        return {"rows": [], "hours": hours, "alarm": 1, "wrong": wrong.sentence, "silent": [], "old": []}
    newest = log.newest_checkpoint() if trusted else None
    rows = [_row(key.name, newest, at, timedelta(hours=hours)) for key in trusted]
    silent = [row for row in rows if row["is_silent"]]
    old = [row for row in rows if row["is_old"] and not row["is_silent"]]
    return {
        "rows": rows,
        "hours": hours,
        "alarm": len(silent) + len(old),
        "wrong": "",
        "silent": silent,
        "old": old,
    }


def _row(name: str, newest: LogCheckpoint | None, at: datetime, patience: timedelta) -> dict[str, Any]:
    last = _last(name)
    since = last.at if last else None
    silent = newest is not None and (since is None or at - since > patience)
    size = last.checkpoint.size if last else 0
    behind = newest.size - size if newest else 0
    following = LogCheckpoint.objects.filter(size__gt=size).order_by("size").first() if behind else None
    return {
        "name": name,
        "at": since,
        "size": size,
        "is_silent": silent,
        "is_old": following is not None and at - following.at > patience,
        "behind": behind,
    }


def _last(name: str) -> Cosignature | None:
    return Cosignature.objects.filter(name=name).select_related("checkpoint").order_by("-at", "-pk").first()


def _ours(note: str) -> LogCheckpoint:
    """The checkpoint of ours that a note is about."""
    known = LogCheckpoint.objects.filter(size=_size_of(note)).first()
    if known is None:
        raise Refused("E_CHECKPOINT", "本机没有签过这个检查点", "请核对是不是本单位的日志")
    text, _ = notes.split(known.note)
    if notes.split(note)[0] == text:
        return known
    key = keyring.key("log").signer.verifier
    logs.open_checkpoint(note, key)
    raise Refused(
        "E_FORK",
        f"有人用本单位的日志密钥签了另一棵 {known.size} 条的树",
        "日志密钥可能泄露：停止外发，报告网络安全负责人",
    )


def _size_of(note: str) -> int:
    text, _ = notes.split(note)
    return logs.parse_checkpoint(text).size


def _keep(row: LogCheckpoint, name: str, seconds: int, line: str, at: datetime) -> bool:
    """Keep a line; false for one that says nothing new."""
    signed = _moment(seconds)
    if signed > at + AHEAD or signed < row.at - AHEAD:
        raise Refused("E_TIME", f"见证方“{name}”的签名时间不对", "请见证方校准时钟后重新签名")
    known = row.cosignatures.filter(name=name).first()
    if known is not None and known.at >= signed:
        return False
    Cosignature.objects.update_or_create(
        checkpoint=row, name=name, defaults={"line": line, "at": signed, "taken_at": at}
    )
    return True


def _moment(seconds: int) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError) as wrong:
        raise Refused("E_TIME", "见证方的签名时间不是时间", "请见证方重新签名") from wrong


def _addresses() -> Iterator[str]:
    given = str(settings.GONGKAI_VALUES["witness_addresses"]).split(",")
    return (one.strip().rstrip("/") for one in given if one.strip())


def _is_due(address: str, newest: LogCheckpoint, at: datetime) -> bool:
    """Whether a state is new to a witness, or an hour has passed; one that failed rests."""
    if address in _failed and timedelta() <= at - _failed[address] < RESTS:
        return False
    if address not in _asked:
        return True
    size, then = _asked[address]
    return not timedelta() <= at - then < (AGAIN if size == newest.size else SOON)


def forget() -> None:
    """Ask every witness again at once."""
    _failed.clear()
    _asked.clear()


def _post(address: str, newest: LogCheckpoint) -> str:
    """A witness's lines under the newest checkpoint; asked again from the state that it names."""
    sizes = _sizes(key.name for key in keys())
    since = min(sizes) if sizes else 0
    for _attempt in range(2):
        status, said = _send(f"{address}/add-checkpoint", request(since))
        if status != 409:
            break
        told = said.strip()
        if not told.isascii() or not told.isdecimal() or len(told) > _DIGITS or int(told) == since:
            break
        since = int(told)
    if status == 200:
        return said
    words = {
        403: "见证方不认本单位日志的签名",
        404: "见证方没有登记本单位的日志",
        409: "见证方所见的与本机的日志不是同一棵树",
        422: "见证方认为日志改动了以前的条目",
    }
    raise Refused(
        "E_WITNESS",
        f"{words.get(status, '见证方没有签名')}（{address} 答复 {status}）",
        "请与见证方核对检查点",
    )


def _sizes(names: Iterable[str]) -> list[int]:
    return [last.checkpoint.size for last in map(_last, names) if last is not None]


def _send(address: str, body: bytes) -> tuple[int, str]:
    """What a witness answers, within its size and time; it is followed nowhere else. ``E_FETCH`` when it
    cannot be reached.
    """
    if not address.startswith(("http://", "https://")):
        raise Refused("bad-address", f"“{address}”不是网址", "请核对设置 witness_addresses")
    sent = urllib.request.Request(address, body, {"Content-Type": "text/plain; charset=utf-8"})  # noqa: S310
    try:
        with fetching.opener().open(sent, timeout=_SECONDS) as answer:
            said = fetching.read(answer, _LARGEST, _SECONDS)  # the worker waits
            return int(answer.status), said[:_LARGEST].decode(errors="replace")
    except (OSError, HTTPException, ValueError) as wrong:
        raise Refused("E_FETCH", f"连不上见证方 {address}：{wrong}", "请核对网络，稍后自动再试") from wrong
