"""The background work of a mass re-release: a limited number of messages a round, each release once.

A round sends nothing while anything waits to leave or to arrive, so that a withdrawal or an urgent warning is
numbered before what follows: it waits for one round's messages at most. Each release is one transaction with
its message and the place that the request has reached; whoever is killed loses and doubles nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import keyring
from gongkai.desk.casework.recording import SYSTEM, record
from gongkai.desk.disclosure.models import Release
from gongkai.desk.jobs.models import Job
from gongkai.desk.jobs.running import Hold, Lost, Step
from gongkai.exchange import door, outbox
from gongkai.exchange.models import Rerelease, RereleaseLack, RereleaseRefusal
from gongkai.exchange.rereleases import lacking, queries
from gongkai.exchange.rereleases.verbs import ENDED
from gongkai.exchange.transports import database
from gongkai.refusal import Refused
from gongkai.sealing.messages import WINDOW_MESSAGES
from gongkai.sealing.notes import Verifier

WAIT = timedelta(seconds=4)
"""How long it lets the others go first after a round: about one round of the exchange."""
LOOKED = 200
"""Releases that are compared with the portal in one step."""


def portion(job: Job, hold: Hold) -> Step:
    """The next releases. Raises Refused: ``not-approved``, ``ended``, ``portal-unseen``."""
    given = Rerelease.objects.select_related("agency").filter(uid=job.arguments["rerelease"]).first()
    if given is None or given.approved_at is None:
        raise Refused("not-approved", "这次重新发布没有批准", "请先由另一人批准")
    if not given.is_open:
        raise Refused("ended", "这次重新发布已经结束", "需要再发的请另行申请")
    if outbox.undelivered().exists() or door.is_busy(given.agency, hold.at):
        return _step(given, WAIT)
    rows = list(queries.chosen(given).select_related("item__agency", "submission__item__unit")[:LOOKED])
    there = database.shown(given.agency.code, [one.item.index for one in rows])
    if there is None and given.only_missing:
        raise Refused("portal-unseen", "看不到门户，无法判断缺少哪些", "以交换包传送的，请申请重新发布全部")
    sent = _send(given, rows, there or {}, hold)
    if queries.chosen(given).exists():
        return _step(given, WAIT if sent else timedelta())
    return Step(given.done, max(given.total, given.done), is_last=True, act=lambda: _end(given, hold.at))


def at_once() -> int:
    """How many messages a round may send, as the settings say: 1 to the window of the outbox."""
    return max(1, min(int(settings.GONGKAI_VALUES["rerelease_at_once"]), WINDOW_MESSAGES))


def _send(given: Rerelease, rows: Sequence[Release], there: Mapping[str, str], hold: Hold) -> int:
    """Deal with releases until the limit of a round is reached; gives how many messages went out."""
    vkeys = [key.verifier for key in keyring.store().all("clear")]
    limit, sent = at_once(), 0
    for release in rows:
        if sent == limit:
            break
        hold.beat()
        is_there = there.get(release.item.index) == release.digest
        if is_there and given.only_missing:
            with transaction.atomic():
                _count(given, release, "unchanged")
                _note_lack(given, release)
        else:
            sent += _again(given, release, "unchanged" if is_there else "sent", vkeys, hold.at)
    return sent


def _again(given: Rerelease, release: Release, outcome: str, vkeys: Sequence[Verifier], at: datetime) -> int:
    """Send one release again, or note the demand that failed; gives how many messages went out."""
    try:
        with transaction.atomic():
            _count(given, release, outcome)
            _note_lack(given, release)
            door.send_again(release, given.agency, at, vkeys, given)
    except Refused as refused:
        given.refresh_from_db()
        with transaction.atomic():
            _count(given, release, "refused")
            RereleaseRefusal.objects.create(
                rerelease=given, release=release, code=refused.code, sentence=refused.sentence[:300]
            )
            door.remember(release.submission, refused, at)
        return 0
    return 1


def _note_lack(given: Rerelease, release: Release) -> None:
    """Name a release whose item says more today than what was cleared."""
    if lacks := lacking.of(release):
        RereleaseLack.objects.create(rerelease=given, release=release, fields=",".join(lacks)[:200])


def _count(given: Rerelease, release: Release, outcome: str) -> None:
    """Move the request on behind a release. Raises Lost where another worker did, or somebody stopped it."""
    here = Rerelease.objects.filter(pk=given.pk, after=given.after, stopped_at__isnull=True)
    if not here.update(**{"after": release.pk, outcome: F(outcome) + 1}):
        raise Lost
    given.after = release.pk
    setattr(given, outcome, getattr(given, outcome) + 1)


def _step(given: Rerelease, wait: timedelta) -> Step:
    return Step(given.done, max(given.total, given.done), {"after": given.after}, wait=wait)


def _end(given: Rerelease, at: datetime) -> None:
    Rerelease.objects.filter(pk=given.pk).update(ended_at=at)
    counts = {name: getattr(given, name) for name in ("sent", "unchanged", "refused")}
    record(
        f"agency/{given.agency.code}",
        ENDED,
        by=SYSTEM,
        occurred=shanghai_date(at),
        at=at,
        data={"rerelease": given.uid, **counts},
    )
