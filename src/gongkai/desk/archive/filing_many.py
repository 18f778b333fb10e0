"""Many closed cases are filed at once: a few while one waits, more in the worker, which shows how far it is.

Each case is filed as by hand, with its own event. What cannot be filed is passed over: the job's end says how
many of how many, and it is still listed as not filed. A worker that was killed goes on behind the last
committed case; filing twice for the same period changes nothing.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.agencies.rules import holds
from gongkai.desk.archive.rooms import Room
from gongkai.desk.casework import filings
from gongkai.desk.casework.verbs.filing import KEEPS, file
from gongkai.desk.jobs import verbs as jobs
from gongkai.desk.jobs.models import Job
from gongkai.desk.jobs.running import Hold, Step
from gongkai.refusal import Refused

AT_ONCE = 20
"""So many are filed while one waits."""
CHUNK = 20
"""Cases of a step."""


def file_all(room: Room, agency: Agency, *, by: Officer, at: datetime) -> int | Job:
    """File what is closed and was not filed: how many, or the worker's job where they are many.

    Raises Refused: those of :func:`gongkai.desk.casework.verbs.filing.file`, ``too-many-jobs``.
    """
    waiting = filings.unfiled(agency, room.kinds)
    if len(waiting.values_list("pk", flat=True)[: AT_ONCE + 1]) <= AT_ONCE:
        return room.file_waiting(agency, by=by, at=at)
    title = _("一并归档：%(room)s") % {"room": room.title}
    return jobs.start(room.filing_job, title, {}, agency=agency, owner=by, at=at)


def portion(room: Room, job: Job, hold: Hold) -> Step:
    """The next cases by their keys. Raises Refused (``not-held``) when the owner may no more."""
    by = job.owner
    if by is None or not holds(by, KEEPS, None, shanghai_date(hold.at), agency=job.agency):
        raise Refused("not-held", "当日没有管理案卷的职责", "请由政务公开办公室重新提交")
    cursor = job.cursor or {"after": 0, "met": 0}
    every = filings.unfiled(job.agency, room.kinds)
    waiting = every.filter(pk__gt=cursor["after"])
    found = list(waiting.select_related("registration").order_by("pk")[:CHUNK])
    if not found:
        passed = every.filter(pk__lte=cursor["after"]).count()
        return Step(max(cursor["met"] - passed, 0), cursor["met"], cursor, is_last=True)
    met = cursor["met"] + len(found)

    def act() -> None:
        for case in found:
            with suppress(Refused):
                file(case, *room.proposed(case), by=by, at=hold.at)

    total = cursor["met"] + waiting.count()
    return Step(met, total, {"after": found[-1].pk, "met": met}, act=act)
