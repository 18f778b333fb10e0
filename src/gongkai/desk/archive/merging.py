"""What a case page shows of 误录合并: where a wrong entry went, and all that came with it to the kept one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from gongkai.desk.agencies.models import Officer
from gongkai.desk.archive.rooms import Room
from gongkai.desk.casework.models import Case, CaseText, Letter, Merge, Registration
from gongkai.desk.casework.rules import directs
from gongkai.desk.casework.stages import Stage
from gongkai.refusal import Refused

Files = Callable[[Case], list[str]]
"""The names of the files that lie with a case."""
_WITH = ("correction__by", "correction__approved_by", "gone", "kept")


@dataclass(frozen=True, slots=True)
class Came:
    """One wrong entry that was merged into a case: its text, files and letters are read on its own page."""

    merge: Merge
    case: Case
    href: str
    text: str
    files: list[str]
    letters: int
    receipts: int


def facts(
    room: Room, case: Case, seen: QuerySet[Case], officer: Officer, day: date, files: Files, *, has_some: bool
) -> dict[str, Any]:
    """``merged_into`` of a voided case (with ``merged_href``, ``may_unmerge``), ``merged_in`` of a kept one.

    No query where there is neither: ``has_some`` says whether the case has to do with a merging.
    """
    found: dict[str, Any] = {"merged_into": None, "merged_in": [], "may_unmerge": False}
    if has_some and case.stage == Stage.VOIDED:
        return found | _into(room, case, seen, officer, day)
    if has_some:
        found["merged_in"] = _came(room, case, seen, files)
    return found


def named(number: str, seen: QuerySet[Case]) -> Registration:
    """The registration that is to be kept, by its number among those seen. Refuses ``unknown-number``."""
    case = seen.filter(registration__number=number.strip()).select_related("registration").first()
    if case is None:
        raise Refused("unknown-number", f"没有编号为“{number.strip()}”的登记", "请核对编号")
    return case.registration


def _into(room: Room, case: Case, seen: QuerySet[Case], officer: Officer, day: date) -> dict[str, Any]:
    merge = (
        Merge.objects.filter(gone=case.registration_id, undone__isnull=True).select_related(*_WITH).first()
    )
    if merge is None or case.uid not in merge.before:
        return {}
    heir = seen.filter(uid=merge.before[case.uid]["into"]).first()
    return {
        "merged_into": merge,
        "merged_href": reverse(room.case_page, args=[heir.uid]) if heir is not None else "",
        "may_unmerge": directs(officer, case, day),
    }


def _came(room: Room, case: Case, seen: QuerySet[Case], files: Files) -> list[Came]:
    merges = Merge.objects.filter(kept=case.registration_id, undone__isnull=True).select_related(*_WITH)
    found = []
    for merge in merges.order_by("pk"):
        own = [uid for uid, was in merge.before.items() if was["into"] == case.uid]
        gone = seen.filter(uid__in=own).first()
        if gone is None:
            continue
        text = CaseText.objects.filter(case=gone, field=CaseText.Field.CONTENT).first()
        found.append(
            Came(
                merge=merge,
                case=gone,
                href=reverse(room.case_page, args=[gone.uid]),
                text=text.masked if text is not None else "",
                files=files(gone),
                letters=Letter.objects.filter(case=gone, voided_on__isnull=True).count(),
                receipts=sum(1 for row in merge.boxes if row[2] == case.uid),
            )
        )
    return found
