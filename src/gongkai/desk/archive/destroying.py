"""The worker carries out an approved list 销毁清册, a few files a step.

A step destroys in the transaction of its cursor; the ciphertexts that the cursor then names are deleted by
the next step, so that a process killed in between leaves none behind.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from gongkai.desk.agencies.models import Officer
from gongkai.desk.archive.rooms import Room
from gongkai.desk.casework.models import DestructionList
from gongkai.desk.casework.verbs import destroying
from gongkai.desk.jobs import verbs as jobs
from gongkai.desk.jobs.models import Job
from gongkai.desk.jobs.running import Hold, Step
from gongkai.desk.mailbox import sealed_files
from gongkai.refusal import Refused

CHUNK = 10
"""Files of a step."""


def begin(room: Room, found: DestructionList, witness: Officer, *, by: Officer, at: datetime) -> Job:
    """Give an approved list to the worker. Refusals are those of :func:`destroying.begin`."""
    begun = destroying.begin(found, witness, by=by, at=at)
    title = f"执行{begun.number}"
    return jobs.start(room.job, title, {"list": begun.uid}, agency=begun.agency, owner=by, at=at)


def portion(room: Room, job: Job, hold: Hold) -> Step:
    """The next files of a list. Raises Refused: ``no-list``, ``not-approved``, ``not-begun``."""
    found = room.lists(job.agency).filter(uid=job.arguments["list"]).first()
    if found is None:
        raise Refused("no-list", "没有这份销毁清册", "请从销毁清册页重新提交")
    if found.started_by_id is None:
        raise Refused("not-begun", f"{found.number} 没有登记执行人和监销人", "请从销毁清册页提交")
    _delete(room, (job.cursor or {}).get("blobs", ()))
    total = room.entries(found).count()
    waiting = room.left(found)
    left = list(waiting.order_by("no")[:CHUNK])
    done = total - waiting.count()
    if not left:
        return Step(
            done, total, {"blobs": []}, is_last=True, act=lambda: destroying.finish(found, at=hold.at)
        )
    blobs = room.blobs_of(left)

    def act() -> None:
        for one in left:
            room.destroy(one, at=hold.at)

    return Step(done + len(left), total, {"blobs": blobs}, act=act)


def _delete(room: Room, blobs: Iterable[str]) -> None:
    """Delete ciphertexts that no file names any more: those of a spared case stay."""
    left = set(blobs)
    for model in room.files:
        left -= set(model.objects.filter(blob__in=left).values_list("blob", flat=True))
    for blob in left:
        sealed_files.place(blob).unlink(missing_ok=True)
