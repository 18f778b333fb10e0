"""Items whose sign-offs a register records: handed in and cleared by what the register says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from itertools import pairwise
from typing import Any

from django.db import transaction

from gongkai.desk.agencies.models import Agency
from gongkai.desk.agencies.queries import SHANGHAI, shanghai_date
from gongkai.desk.agencies.words import official
from gongkai.desk.casework.models import Event
from gongkai.desk.casework.recording import IMPORT, Draft, heads, record_many
from gongkai.desk.disclosure import content, queries, rules, screened
from gongkai.desk.disclosure.models import Clearance, Item, SignOff, Stage, Submission
from gongkai.desk.disclosure.verbs.clearing import CLEARED, Opinion, sign
from gongkai.desk.disclosure.verbs.clearing import facts as clearance_facts
from gongkai.desk.disclosure.verbs.handing_in import SUBMITTED, draw_up, lock
from gongkai.desk.disclosure.verbs.handing_in import facts as submission_facts
from gongkai.refusal import Refused

FROM_REGISTER = "台账审签"
"""Note of a clearance that stands for a sign-off in a register; part of what ``clear.key`` signs."""
_POSTS = {Stage.FIRST: "初审人", Stage.SECRECY: "保密审查人", Stage.SIGN: "签发人"}


@dataclass(frozen=True, slots=True)
class Kept:
    """An item that stays inside, and why."""

    index: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of an agency's items: how many were handed in, were so already, and which stay inside."""

    submitted: int = 0
    unchanged: int = 0
    kept: tuple[Kept, ...] = field(default=())


def submit_signed(agency: Agency, at: datetime) -> Summary:
    """Hand in and clear all items that the register shows as signed off and open to the public.

    Each item is a transaction of its own. Items without all sign-offs, signed twice by one person or out of
    order stay inside and are named. The register names no author: the responsible unit stands for it.
    """
    submitted = unchanged = 0
    kept = []
    items = Item.objects.filter(
        agency=agency, means=Item.Means.OPEN, published_on__isnull=False, voided_on__isnull=True
    ).select_related("agency", "unit")
    for item in items.prefetch_related("sign_offs", "files", "placements").order_by("published_on", "pk"):
        offs = _in_order(item.sign_offs.all())
        try:
            _demand_signed(item, offs)
            if _submit(item, offs, at):
                submitted += 1
            else:
                unchanged += 1
        except Refused as refused:
            kept.append(Kept(item.index, item.title, refused.sentence))
    return Summary(submitted, unchanged, tuple(kept))


def _submit(item: Item, offs: Sequence[SignOff], at: datetime) -> Submission | None:
    """Hand in and clear one item; null when it was so already. In bulk, for a register brings hundreds."""
    built = content.build(item)
    with transaction.atomic():
        lock(item)
        last = queries.current_submission(item)
        if last is not None and (not last.imported or content.is_same(bytes(last.content), built)):
            return None
        found = screened.entries_of_register(built)
        submission = draw_up(item, built, last, found, author=_author(item), officer=None, at=at)
        submission.save()
        cleared = [
            sign(
                submission,
                off.stage,
                Opinion("open", note=FROM_REGISTER),
                by=off.by,
                capacity=rules.Standing(_POSTS[Stage(off.stage)]),
                officer=None,
                at=signed_at,
            )
            for off, signed_at in zip(offs, _times(offs), strict=True)
        ]
        Clearance.objects.bulk_create(cleared)
        drafts = [_draft(item, SUBMITTED, at, at, submission_facts(submission))]
        drafts += [_draft(item, CLEARED, one.at, at, clearance_facts(one)) for one in cleared]
        Event.objects.bulk_create(record_many(drafts, heads([item.stream])))
    return submission


def _draft(item: Item, type: str, occurred: datetime, at: datetime, data: Mapping[str, Any]) -> Draft:
    return Draft(item.stream, type, IMPORT, shanghai_date(occurred), at, data)


def _author(item: Item) -> str:
    return item.unit.name if item.unit else item.agency.name


def _in_order(offs: Iterable[SignOff]) -> list[SignOff]:
    return sorted(offs, key=lambda off: rules.STAGES.index(off.stage))


def _demand_signed(item: Item, offs: Sequence[SignOff]) -> None:
    missing = [
        official(Stage(stage).label) for stage in rules.STAGES if stage not in {off.stage for off in offs}
    ]
    if missing:
        raise Refused("E_CLEARANCE", f"台账缺少{'、'.join(missing)}记录", "请补齐审签")
    twice = rules.repeated([_author(item), *(off.by for off in offs)])
    if twice:
        raise Refused("E_EYES", f"{twice}在一条信息上办理了两个环节", "各环节须由不同的人办理")
    for one, after in pairwise(offs):
        late = one.on == after.on and one.time and after.time and one.time > after.time
        if one.on > after.on or late:
            raise Refused(
                "E_CLEARANCE",
                f"台账中{official(Stage(one.stage).label)}晚于{official(Stage(after.stage).label)}",
                "请核对审签时间",
            )


def _times(offs: Sequence[SignOff]) -> list[datetime]:
    """The times in UTC; where only the day is known its beginning, or the time of the stage before."""
    times: list[datetime] = []
    for off in offs:
        moment = datetime.combine(off.on, off.time or time.min, SHANGHAI).astimezone(UTC)
        if off.time is None and times:
            moment = max(moment, times[-1])
        times.append(moment)
    return times
