"""Ask for a mass re-release, approve it (another person), stop it. The worker sends (:mod:`.working`)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.recording import record
from gongkai.desk.jobs import verbs as jobs
from gongkai.exchange.models import Rerelease
from gongkai.exchange.rereleases import queries, rules
from gongkai.law import scope
from gongkai.refusal import Refused

KIND = "exchange.rerelease"
"""The kind of the background work."""
REQUESTED, APPROVED, STOPPED, ENDED = (
    f"rerelease-{word}" for word in ("requested", "approved", "stopped", "ended")
)
"""Types of its events, in the bureau's chain."""


def request(
    agency: Agency,
    by: Officer,
    at: datetime,
    *,
    reason: str,
    category: str = "",
    year: int | None = None,
    only_missing: bool = False,
) -> Rerelease:
    """Ask for it; nothing is sent before another person approves.

    Raises Refused: ``not-held``, ``no-reason``, ``unknown-category``, ``nothing-chosen``, ``one-at-a-time``.
    """
    day = shanghai_date(at)
    duty = rules.demand_held(by, day)
    if not reason.strip():
        raise Refused("no-reason", "没有写明事由", "请写明为什么要重新发布")
    if category and category not in {one.name for one in scope.categories()}:
        raise Refused("unknown-category", f"没有“{category}”这一信息类别", "请从列表中选择")
    if not queries.releases(agency, category, year).exists():
        raise Refused("nothing-chosen", "所选范围内没有已公开的信息", "请改选信息类别或者年份")
    try:
        with transaction.atomic():
            made = Rerelease.objects.create(
                agency=agency,
                category=category,
                year=year,
                only_missing=only_missing,
                reason=reason.strip(),
                requested_by=by,
                requested_for_id=duty.deputy_for,
                requested_at=at,
            )
            _record(made, REQUESTED, by, day, at, category=category, year=year, missing=only_missing)
    except IntegrityError as twice:
        raise Refused("one-at-a-time", "已有一次批量重新发布没有办结", "请等它办结，或者先停止它") from twice
    return made


def approve(given: Rerelease, by: Officer, at: datetime, *, up_to: int | None = None) -> Rerelease:
    """Let it begin: the worker sends what is public now and was chosen; of it the releases up to a key only
    where the approval names them (a signed sheet).

    Raises Refused: ``not-held``, ``four-eyes``, ``not-waiting``.
    """
    day = shanghai_date(at)
    duty = rules.demand_held(by, day)
    with transaction.atomic():
        found = _locked(given)
        if found.approved_at is not None or not found.is_open:
            raise Refused("not-waiting", "这次重新发布不在等待批准", "请刷新页面查看状态")
        rules.demand_other(found, by, duty.deputy_for)
        every = queries.releases(found.agency, found.category, found.year)
        if up_to is not None:
            every = every.filter(pk__lte=up_to)
        newest = every.order_by("-pk").values_list("pk", flat=True).first()
        found.approved_by, found.approved_at = by, at
        found.last, found.total = newest or 0, every.count()
        arguments = {"rerelease": found.uid}
        found.job = jobs.start(KIND, "批量重新发布", arguments, agency=found.agency, owner=None, at=at)
        found.save()
        _record(found, APPROVED, by, day, at, total=found.total)
    return found


def stop(given: Rerelease, by: Officer, at: datetime) -> Rerelease:
    """End it where it is; what was sent stays sent. Raises Refused: ``not-held``, ``not-open``."""
    day = shanghai_date(at)
    rules.demand_held(by, day)
    with transaction.atomic():
        found = _locked(given)
        if not found.is_open:
            raise Refused("not-open", "这次重新发布已经结束", "请刷新页面查看状态")
        found.stopped_by, found.stopped_at = by, at
        found.save(update_fields=["stopped_by", "stopped_at"])
        if found.job is not None and found.job.is_open:
            jobs.cancel(found.job, at)
        _record(found, STOPPED, by, day, at, done=found.done, total=found.total)
    return found


def pause(given: Rerelease, by: Officer, at: datetime) -> None:
    """Let it rest. Raises Refused: ``not-held``, ``not-running``."""
    rules.demand_held(by, shanghai_date(at))
    if given.job is None:
        raise Refused("not-running", "这次重新发布没有在进行", "请刷新页面查看状态")
    jobs.pause(given.job, at)


def resume(given: Rerelease, by: Officer, at: datetime) -> None:
    """Let it go on from where it was, also after its work failed. Raises: ``not-held``, ``not-open``."""
    rules.demand_held(by, shanghai_date(at))
    if given.job is None or given.approved_at is None or not given.is_open:
        raise Refused("not-open", "这次重新发布不能继续", "请刷新页面查看状态")
    if given.job.is_open:
        jobs.resume(given.job, at)
        return
    given.job = jobs.again(given.job, at)
    given.save(update_fields=["job"])


def _locked(given: Rerelease) -> Rerelease:
    return Rerelease.objects.select_for_update(of=("self",)).select_related("agency", "job").get(pk=given.pk)


def _record(given: Rerelease, what: str, by: Officer, day: date, at: datetime, **data: object) -> None:
    said = {"rerelease": given.uid, **{name: value for name, value in data.items() if value is not None}}
    record(f"agency/{given.agency.code}", what, by=by, occurred=day, at=at, data=said)
