"""``gongkai exchange status``: where outbox, log and portal stand, and what alarms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from gongkai.desk.mailbox import queries as mailbox
from gongkai.exchange import incoming, log, outbox, serving, witnessing
from gongkai.exchange.canaries import standing as canaries
from gongkai.exchange.models import OutMessage
from gongkai.exchange.transports import database
from gongkai.face.texts import iso_minute
from gongkai.portal import fingerprint, publishing


def status(at: datetime) -> dict[str, Any]:
    """Where outbox, log and portal stand; ``alarms`` says in words what somebody must look after."""
    agency = serving.agency()
    place = database.place(agency.code)
    here = incoming.place(agency.code)
    last = outbox.last()
    checkpoint = log.newest_checkpoint()
    canary = canaries.standing(agency, at)
    witness = witnessing.standing(at)
    return {
        "agency": agency.code,
        "outbox": {
            "epoch": last.epoch if last else None,
            "last": last.seq if last else 0,
            "undelivered": OutMessage.objects.filter(delivered_at__isnull=True).count(),
        },
        "log": {"size": checkpoint.size, "at": checkpoint.at.isoformat()} if checkpoint else None,
        "portal": {"epoch": place.epoch, "applied": place.applied, "digest": place.last},
        "pages": pages(),
        "inbox": {"epoch": here.epoch, "last": here.applied, "digest": here.last} | mailbox.by_state(),
        "canary": {"agreed": len(canary["posts"]), "minutes": canary["minutes"]},
        "witness": {
            "trusted": len(witness["rows"]),
            "last": max((row["at"].isoformat() for row in witness["rows"] if row["at"]), default=None),
        },
        "alarms": [*_of_canaries(canary), *_of_witnesses(witness)],
    }


def pages() -> dict[str, int] | None:
    """The portal's pages that wait to be rendered again, and that could not be; null where it is elsewhere.

    ``changed``: their content changed, or a new day began; ``outdated``: an older version rendered them.
    """
    if database.is_remote():
        return None
    outdated, failed = fingerprint.waiting()
    return {"changed": publishing.count_stale(), "outdated": outdated, "failed": failed}


def _of_canaries(found: Mapping[str, Any]) -> Iterator[str]:
    """What was wrong with canaries in the last day."""
    for one in found["lately"]:
        since = f"{iso_minute(one.since)} 至 " if one.times > 1 else ""
        yield f"测试来件 {one.who} {since}{iso_minute(one.hour)}：{one.words}（{one.times} 件）"
    if found["unknown"]:
        yield f"测试来件 {found['unknown']} 件来历不明"


def _of_witnesses(found: Mapping[str, Any]) -> Iterator[str]:
    """Witnesses that have been silent or shown an old state for longer than agreed; a setting that cannot be
    read."""
    for row in found["silent"]:
        last = f"最后一次 {iso_minute(row['at'])}" if row["at"] else "还没有签过"
        yield f"日志见证 {row['name']}：超过 {found['hours']} 小时没有签名，{last}"
    for row in found["old"]:
        yield (
            f"日志见证 {row['name']}：超过 {found['hours']} 小时没有看到第 {row['size']} 条以后的日志，"
            f"还差 {row['behind']} 条"
        )
    if found["wrong"]:
        yield f"日志见证 {found['wrong']}"
