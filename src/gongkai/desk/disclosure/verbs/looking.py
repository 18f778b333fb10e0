"""A picture that no machine has read 未识别的图片: a reviewer looks at it and says that nothing in it goes.

Without the extra ``ocr`` an office file that holds one gives no cleaned copy, for nobody knows what the
picture shows (保密法 2024 第三十五条). Whoever may review says so for one file, by its SHA-256; whoever
uploaded it may not. The word stands in the item's chain, and the copy can be made then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.models import Event
from gongkai.desk.casework.recording import record
from gongkai.desk.disclosure import rules
from gongkai.desk.disclosure.knowing import policy_of
from gongkai.desk.disclosure.models import FileCheck, Item, ItemFile
from gongkai.desk.disclosure.verbs.handing_in import lock
from gongkai.refusal import Refused

LOOKED = "file-looked-at"
"""Type of the event."""
_ATTACHED = "file-attached"
_BY_THEMSELVES = frozenset(("pdf", "png", "jpeg", "tiff"))
"""Types whose pictures are told of otherwise: they are the page itself."""
REVIEWERS = tuple(dict.fromkeys(kind for kinds in rules.DUTIES.values() for kind in kinds))
"""Duties of whoever reviews on the ordinary route."""


@dataclass(frozen=True, slots=True)
class Look:
    """Who said for which file that they have looked, and when."""

    by: str
    on: str


def looks(item: Item) -> dict[str, Look]:
    """The files of an item that somebody has looked at, by their SHA-256."""
    said = Event.objects.filter(stream=item.stream, type=LOOKED).order_by("n")
    return {_file(one): Look(one.by, one.occurred) for one in said}


def is_unread(check: FileCheck | None) -> bool:
    """Whether a file holds a picture that no machine has read."""
    if check is None or check.type in _BY_THEMSELVES:
        return False
    return any(one["kind"] == "scanned_page" for one in check.found)


def may_look(file: ItemFile, officer: Officer, day: date) -> bool:
    """Whether an officer reviews for the unit and did not upload the file."""
    item = file.item
    holds = rules.standing(officer, REVIEWERS, agency=item.agency, unit=item.unit, day=day) is not None
    return holds and officer.uid not in _uploaders(item, file.sha256)


def say_looked(file: ItemFile, by: Officer, at: datetime) -> None:
    """Record that somebody has looked at the pictures of a file. Raises Refused: ``not-held`` for who does
    not review, ``four-eyes`` for who uploaded it, ``nothing-unread``, ``looked-already``, ``voided``.
    """
    day = shanghai_date(at)
    with transaction.atomic():
        item = lock(file.item)
        if rules.standing(by, REVIEWERS, agency=item.agency, unit=item.unit, day=day) is None:
            raise Refused(
                "not-held", f"{by.name}当日没有审核职责", "请由科室负责人、保密审查人或者政务公开机构的人看"
            )
        if by.uid in _uploaders(item, file.sha256):
            raise Refused("four-eyes", f"“{file.name}”是您上传的", "请由另一位审核人看过图片再确认")
        if item.voided_on:
            raise Refused("voided", f"“{item.index}”已作废", "无需再办")
        check = FileCheck.objects.filter(sha256=file.sha256, policy=policy_of(item).id).first()
        if not is_unread(check):
            raise Refused("nothing-unread", f"“{file.name}”里没有未识别的图片", "无需确认")
        if file.sha256 in looks(item):
            raise Refused("looked-already", f"“{file.name}”的图片已经有人看过", "可以直接制作副本")
        record(item.stream, LOOKED, by=by, occurred=day, at=at, data={"file": file.sha256})


def _uploaders(item: Item, digest: str) -> set[str]:
    """Who attached a file of these bytes to the item."""
    attached = Event.objects.filter(stream=item.stream, type=_ATTACHED)
    return {one.by for one in attached if _file(one) == digest}


def _file(event: Event) -> str:
    return str(event.data.get("file", ""))
