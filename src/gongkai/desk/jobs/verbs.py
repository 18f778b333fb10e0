"""Start, pause, cancel, try again, note a failure. The worker does the work itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.casework.recording import demand_empty_of_content
from gongkai.desk.jobs import results
from gongkai.desk.jobs.models import Job
from gongkai.refusal import Refused

MOST_OPEN = 5
"""Pieces of work that one person may have waiting or running."""
_GOES_ON = (Job.State.WAITING, Job.State.RUNNING)
_OPEN = (*_GOES_ON, Job.State.PAUSED)


def start(
    kind: str,
    title: str,
    arguments: Mapping[str, Any],
    *,
    agency: Agency,
    owner: Officer | None,
    at: datetime,
) -> Job:
    """Put work into the queue; the same work of the same person that is not done yet is not doubled.

    Raises Refused: ``E_EVENT_DATA`` for arguments that are more than ids, codes and short words;
    ``too-many-jobs``.
    """
    demand_empty_of_content(arguments)
    with transaction.atomic():
        mine = Job.objects.filter(agency=agency, owner=owner, state__in=_OPEN)
        for one in mine.filter(kind=kind):
            if one.arguments == dict(arguments):
                return one
        if owner is not None and mine.count() >= MOST_OPEN:
            raise Refused(
                "too-many-jobs",
                f"您已有 {MOST_OPEN} 项后台任务没有完成",
                "请等其中一项完成，或取消一项",
            )
        return Job.objects.create(
            agency=agency,
            owner=owner,
            kind=kind,
            title=title,
            arguments=dict(arguments),
            created_at=at,
            not_before=at,
        )


def cancel(job: Job, at: datetime) -> None:
    """Stop work that is not done; a step that is just being done comes to nothing. Raises ``not-open``."""
    stopped = Job.objects.filter(pk=job.pk, state__in=_OPEN).update(
        state=Job.State.CANCELLED, ended_at=at, lease="", lease_until=None
    )
    if not stopped:
        raise Refused("not-open", "这项任务已经结束，不能取消", "请刷新页面查看结果")
    results.drop(job)


def pause(job: Job, at: datetime) -> None:
    """Let work rest where it is; the step that is just being done comes to nothing and is done again later.

    Raises Refused (``not-running``) when it is ended or rests already.
    """
    paused = Job.objects.filter(pk=job.pk, state__in=_GOES_ON).update(
        state=Job.State.PAUSED, not_before=at, lease="", lease_until=None
    )
    if not paused:
        raise Refused("not-running", "这项任务没有在进行，不能暂停", "请刷新页面查看状态")


def resume(job: Job, at: datetime) -> None:
    """Let paused work go on from where it was. Raises Refused (``not-paused``)."""
    resumed = Job.objects.filter(pk=job.pk, state=Job.State.PAUSED).update(
        state=Job.State.WAITING, not_before=at, attempts=0
    )
    if not resumed:
        raise Refused("not-paused", "这项任务没有暂停", "请刷新页面查看状态")


def again(job: Job, at: datetime) -> Job:
    """The same work anew, from its beginning. Raises ``still-open`` while it is not ended."""
    if job.is_open:
        raise Refused("still-open", "这项任务还没有结束", "请等它结束，或先取消")
    notice(job, at)
    return start(job.kind, job.title, job.arguments, agency=job.agency, owner=job.owner, at=at)


def notice(job: Job, at: datetime) -> None:
    """Somebody has seen that it failed: the alarm goes out."""
    Job.objects.filter(pk=job.pk, state=Job.State.FAILED, seen_at__isnull=True).update(seen_at=at)
