"""The list as a file: background work for one officer, with what they chose and may see."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.agencies.rules import held
from gongkai.desk.casework.recording import record
from gongkai.desk.jobs.models import Job
from gongkai.desk.jobs.verbs import start
from gongkai.desk.lists.registry import AnyList
from gongkai.refusal import Refused

KIND = "lists.export"
"""The kind of the background work; ``GONGKAI_JOBS`` names what does it."""
ENDINGS = ("xlsx", "csv")
EXPORTED = "list-exported"
"""Type of the event that an export leaves in the agency's chain."""


def export(listing: AnyList, by: Officer, chosen: Mapping[str, str], ending: str, at: datetime) -> Job:
    """Queue the export of what the officer sees and chose.

    Raises Refused: ``unknown-ending``, ``not-held`` where the list is closed to them, ``too-many-jobs``.
    """
    if ending not in ENDINGS:
        raise Refused("unknown-ending", f"不能导出成“{ending}”", "可以导出 XLSX 或 CSV")
    day = shanghai_date(at)
    if not listing.opens(by, day, held(by, day)):
        raise Refused("not-held", "您没有这个列表的职责", "请联系系统管理员核对职责")
    title = f"导出{listing.title}（{ending.upper()}）"
    arguments = {"list": listing.name, "ending": ending, "chosen": dict(chosen)}
    return start(KIND, title, arguments, agency=by.agency, owner=by, at=at)


def leave_event(listing: AnyList, job: Job, rows: int, at: datetime) -> None:
    """Say in the agency's chain who took how many rows of which list out; not the words of the filters."""
    assert job.owner is not None
    record(
        f"agency/{job.agency.code}",
        EXPORTED,
        by=job.owner,
        occurred=shanghai_date(at),
        at=at,
        data={"list": listing.name, "rows": rows, "job": job.uid, "filters": sorted(job.arguments["chosen"])},
    )
