"""Where the door stands, for a page of the desk: what waits on either side, what was refused, since when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import DatabaseError
from django.db.models import Count, Min

from gongkai.desk.agencies.models import Agency
from gongkai.desk.casework import keyring, reindexing
from gongkai.desk.casework.models import IndexKey
from gongkai.desk.disclosure import queries
from gongkai.desk.mailbox import queries as mailbox
from gongkai.exchange import log, mailing, outbox, witnessing
from gongkai.exchange.canaries import standing as canaries
from gongkai.exchange.models import InMessage, OutMessage, Round
from gongkai.exchange.transports import database
from gongkai.portal import fingerprint
from gongkai.refusal import Refused
from gongkai.sealing.canon import parse
from gongkai.sealing.hpke import X1
from gongkai.sealing.key import USES, Key, PublicKey
from gongkai.sealing.keys import HALVED, INDEXES, KeyStore
from gongkai.sealing.times import moment, stamp

ANNOUNCED = ("door", "answer", "intake")
"""Keys of which the portal is told, signed by the door key before them."""
FIXED = ("log", *INDEXES)
"""Keys that are changed on a leak only, by hand."""


def standing(agency: Agency, at: datetime) -> dict[str, Any]:
    """Both directions, the log, canaries, how far the portal is; ``portal`` is null where it is out of reach.

    A portal that only takes bundles (or a desk process without the right to look) is no fault of the page.
    """
    last, newest = outbox.last(), log.newest_checkpoint()
    undelivered = OutMessage.objects.filter(delivered_at__isnull=True)
    waiting = undelivered.aggregate(count=Count("pk"), since=Min("made_at"))
    taken = InMessage.objects.order_by("-seq").first()
    return {
        "epoch": last.epoch if last else None,
        "last": last.seq if last else 0,
        "waiting": waiting["count"],
        "since": waiting["since"],
        "to_release": queries.to_release(agency).count(),
        "to_withdraw": queries.to_withdraw(agency).count(),
        "log": {"size": newest.size, "at": newest.at} if newest else None,
        "taken": {"seq": taken.seq, "at": taken.taken_at} if taken else None,
        "arrivals": mailbox.by_state(),
        "round": Round.objects.filter(pk=1).values_list("at", flat=True).first(),
        "canary": canaries.standing(agency, at),
        "witness": witnessing.standing(at),
        "portal": _portal(agency.code),
        "pages": _pages(),
    }


def _pages() -> dict[str, int] | None:
    """The pages that an older version rendered, and those at which this one failed; null where unseen."""
    if database.is_remote():
        return None
    try:
        outdated, failed = fingerprint.waiting()
    except (DatabaseError, OSError):
        return None
    return {"outdated": outdated, "failed": failed}


def _portal(code: str) -> dict[str, Any] | None:
    try:
        place = database.place(code)
    except (DatabaseError, OSError):
        return None
    return {"epoch": place.epoch, "applied": place.applied}


def keys(agency: Agency, at: datetime) -> dict[str, Any]:
    """Which keys are in use, since when, until when; whether the portal was told and acknowledged it.

    Ids and days only. A key that lies with another user of the system (the identities') is said to do so.
    """
    store = keyring.store()
    told = OutMessage.objects.filter(kind="keys").order_by("-epoch", "-seq").first()
    body = parse(bytes(told.body))["body"] if told is not None else {}
    rows = [_use(store, use, at, body) for use in USES]
    return {
        "agency": agency.code,
        "rows": rows,
        "findings": _findings(store, at),
        "told_at": told.made_at if told else None,
        "delivered_at": told.delivered_at if told else None,
        "is_told": _is_told(body, at),
        "overlap_days": mailing.OVERLAP.days,
        "indexes": [_index(use) for use in INDEXES],
        "escrowed_at": store.state().get("escrow", {}).get("at"),
    }


def _index(use: str) -> dict[str, Any]:
    """How the last change of an index's key went, or how far it is; ``made`` is null where there was none."""
    row = IndexKey.objects.filter(pk=use).first()
    try:
        stale = reindexing.is_stale(use)
    except (Refused, OSError):
        stale = False
    if row is None or row.began_at is None:
        return {"use": use, "made": None, "is_stale": stale}
    made, lost = reindexing.totals(row)
    return {
        "use": use,
        "made": made,
        "lost": lost,
        "began_at": row.began_at,
        "ended_at": row.ended_at,
        "is_stale": stale,
    }


def _is_told(told: Mapping[str, Any], at: datetime) -> bool | None:
    """Whether the portal was told of just these keys; null where this process may not read them."""
    try:
        return dict(told) == mailing.public_keys(at)
    except (Refused, OSError):
        return None


def _use(store: KeyStore, use: str, at: datetime, told: Mapping[str, Any]) -> dict[str, Any]:
    try:
        found: Sequence[Key | PublicKey] = store.halves(use) if use in HALVED else store.all(use)
    except (Refused, OSError):
        return {"use": use, "elsewhere": True, "old": []}
    if not found:
        return {"use": use, "missing": True, "old": []}
    newest, *old = found
    ends = moment(newest.not_after) if newest.not_after else None
    until = moment(newest.created) + mailing.OVERLAP
    overlap = until if use == "door" and old and until > at else None
    return {
        "use": use,
        "kid": newest.kid,
        "suite": newest.suite if newest.suite != X1 else "",
        "since": moment(newest.created),
        "ends": ends,
        "is_over": ends is not None and ends <= at,
        "old": [{"kid": one.kid, "since": moment(one.created)} for one in old],
        "overlap": overlap,
        "rotates": use not in FIXED,
        "announced": _announced(newest, told) if use in ANNOUNCED else None,
    }


def _announced(key: Key | PublicKey, told: Mapping[str, Any]) -> bool:
    """Whether the last announcement to the portal names this key."""
    if key.use == "intake":
        return any(one["kid"] == key.kid for one in told.get("intake", ()))
    return isinstance(key, Key) and key.signer.verifier.vkey in told.get(key.use, ())


def _findings(store: KeyStore, at: datetime) -> list[dict[str, Any]]:
    try:
        return [
            {"use": one.use, "what": one.what, "severe": one.severe}
            for one in store.check(stamp(at), keyring.apart())
        ]
    except (Refused, OSError) as wrong:
        return [{"use": "", "what": str(wrong), "severe": True}]
