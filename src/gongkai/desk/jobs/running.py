"""Does background work, step by step, under leases. The worker calls :func:`work` between its own rounds.

A kind of work is one function that does the next portion. It reads ``job.cursor``, does what may be done
twice without harm (reading, writing into its part file from the byte that the cursor names), and gives a
:class:`Step`; ``Step.act`` and the new cursor are then committed together, and only while the lease is still
held. So a process may be killed at any instant: the next one goes on from the last committed cursor, nothing
is lost and nothing in the database is doubled. See docs/adr/0030.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F, Q
from django.utils.module_loading import import_string

from gongkai.desk.jobs import results
from gongkai.desk.jobs.models import Job
from gongkai.refusal import Refused
from gongkai.sealing.ids import new_uid

LEASE = timedelta(seconds=60)
"""How long a worker may be silent in a step before another takes the work over."""
ATTEMPTS = 3
"""How often a step is tried: as often as a worker may fall over it, or a database be away."""
PAUSE = timedelta(seconds=30)
"""Waiting time before the second attempt; it doubles."""
KEPT = timedelta(days=7)
"""How long a result is there to be fetched."""
REMEMBERED = timedelta(days=90)
"""How long ended work is listed."""
_LOGGER = logging.getLogger(__name__)
_FAULTS = (
    *(ArithmeticError, AttributeError, DatabaseError, LookupError, MemoryError),
    *(OSError, RuntimeError, TypeError, ValueError, AssertionError),
)
"""What a mistake of the program or of the machine raises: that work fails, the other goes on."""
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Step:
    """What a portion of work came to; ``result`` names the file that :func:`results.keep` took."""

    done: int
    total: int | None = None
    cursor: Mapping[str, Any] | None = None
    is_last: bool = False
    result: tuple[str, str] | None = None
    """SHA-256, and the name under which the owner fetches it."""
    act: Callable[[], object] | None = None
    """What changes the database, in the transaction of the cursor."""
    wait: timedelta = timedelta()
    """How long it lets others go first: work that is limited, or waits for something to be done elsewhere."""


@dataclass(slots=True)
class Hold:
    """The lease under which a step is done; long steps :meth:`beat` now and then."""

    job: Job
    token: str
    clock: Clock
    until: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.until = self.clock() + LEASE

    @property
    def at(self) -> datetime:
        """Now."""
        return self.clock()

    def beat(self) -> None:
        """Say that one is still at it. Raises :class:`Lost` when the work was taken away or cancelled."""
        now = self.clock()
        if now < self.until - LEASE / 2:
            return
        self.until = now + LEASE
        if not _held(self.job, self.token).update(lease_until=self.until):
            raise Lost


class Lost(Exception):
    """The lease is gone: cancelled, or taken over after a silence."""


Portion = Callable[[Job, Hold], Step]


def work(clock: Clock, until: datetime | None = None, only: Mapping[str, Portion] | None = None) -> int:
    """Do what waits, one step of each piece of work after the other, until the time is up; gives the steps.

    ``only`` names the kinds; without it those of ``settings.GONGKAI_JOBS``.
    """
    kinds = known() if only is None else only
    steps = 0
    while until is None or clock() < until:
        job = _claim(clock, list(kinds))
        if job is None:
            return steps
        _one_step(job, kinds[job.kind], clock)
        steps += 1
    return steps


def known() -> dict[str, Portion]:
    """The kinds of work and what does them, as the composition root says."""
    return {kind: import_string(path) for kind, path in settings.GONGKAI_JOBS.items()}


def sweep(at: datetime) -> int:
    """Delete expired results and long ended work; gives how many results."""
    expired = list(Job.objects.filter(~Q(result_sha256=""), expires_at__lte=at)[:200])
    for job in expired:
        results.drop(job)
        Job.objects.filter(pk=job.pk).update(result_sha256="", result_size=None)
    old = Job.objects.filter(ended_at__lte=at - REMEMBERED, result_sha256="")
    Job.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:500])).delete()
    return len(expired)


def _claim(clock: Clock, kinds: list[str]) -> Job | None:
    """Take the work that waited longest; by a conditional update, so two workers never hold one."""
    now = clock()
    free = Job.objects.filter(
        Q(lease_until__isnull=True) | Q(lease_until__lte=now),
        state__in=(Job.State.WAITING, Job.State.RUNNING),
        not_before__lte=now,
        kind__in=kinds,
    )
    for key in list(free.order_by("not_before", "pk").values_list("pk", flat=True)[:5]):
        token = new_uid()
        taken = free.filter(pk=key).update(
            state=Job.State.RUNNING, lease=token, lease_until=now + LEASE, attempts=F("attempts") + 1
        )
        if taken:
            return Job.objects.select_related("agency", "owner").get(pk=key)
    return None


def _one_step(job: Job, portion: Portion, clock: Clock) -> None:
    """One step of claimed work, whatever becomes of it."""
    hold = Hold(job, job.lease, clock)
    if job.attempts > ATTEMPTS:
        _fail(
            job,
            hold,
            "interrupted",
            f"连续 {ATTEMPTS} 次在同一步中断",
            "请重新提交；再失败请联系系统管理员",
        )
        return
    try:
        step = portion(job, hold)
        _commit(job, hold, step)
    except Lost:
        if Job.objects.filter(pk=job.pk, state=Job.State.CANCELLED).exists():
            results.drop(job)  # what this step wrote after the cancelling
    except Refused as refused:
        _fail(job, hold, refused.code, refused.sentence, refused.mend)
    except _FAULTS as problem:
        _LOGGER.error("job %s %s: %s", job.kind, job.uid, type(problem).__name__, exc_info=problem)
        _again(job, hold, type(problem).__name__)


def _commit(job: Job, hold: Hold, step: Step) -> None:
    now = hold.at
    values: dict[str, Any] = {
        "done": step.done,
        "total": step.total,
        "cursor": dict(step.cursor) if step.cursor is not None else None,
        "attempts": 0,
        "lease": "",
        "lease_until": None,
        "not_before": now + step.wait,  # behind what else waits
    }
    if job.started_at is None:
        values["started_at"] = now
    if step.is_last:
        values |= {"state": Job.State.DONE, "ended_at": now, "total": step.total or step.done}
    if step.result is not None:
        digest, name = step.result
        size = (results.folder() / job.uid / digest).stat().st_size
        values |= {
            "result_sha256": digest,
            "result_name": name,
            "result_size": size,
            "expires_at": now + KEPT,
        }
    with transaction.atomic():
        if not _held(job, hold.token).update(**values):
            raise Lost
        if step.act is not None:
            step.act()
    if step.is_last:
        results.drop_parts(job)


def _held(job: Job, token: str) -> Any:
    return Job.objects.filter(pk=job.pk, lease=token, state=Job.State.RUNNING)


def _fail(job: Job, hold: Hold, code: str, sentence: str, mend: str) -> None:
    ended = _held(job, hold.token).update(
        state=Job.State.FAILED,
        ended_at=hold.at,
        lease="",
        lease_until=None,
        error_code=code[:40],
        error=sentence[:300],
        mend=mend[:300],
    )
    if ended:
        results.drop(job)


def _again(job: Job, hold: Hold, what: str) -> None:
    """Another attempt later, or the end of it."""
    if job.attempts >= ATTEMPTS:
        _fail(job, hold, what, f"程序或设备出错（{what}），已试 {ATTEMPTS} 次", "请联系系统管理员看日志")
        return
    later = hold.at + PAUSE * 2 ** (job.attempts - 1)
    _held(job, hold.token).update(lease="", lease_until=None, not_before=later)
