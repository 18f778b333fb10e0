"""Results of samples before the conclusion is final: not signed, unless a leader says why 提前公布.

A failed conclusion may still be overturned by a second test (食品安全法第八十八条), and who is named is named
wrongly then; information on food safety has to be accurate and timely (第一百一十八条). So the last signature
waits for the end of the period or the second test. Where people would be in danger meanwhile, the leader in
charge decides with a reason, for the samples that are open now; the decision is an event of the item.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.agencies.rules import holds as holds_duty
from gongkai.desk.casework import secrecy
from gongkai.desk.casework.recording import record
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.queries import is_public, visible_to
from gongkai.desk.enforcement import due, public, tying
from gongkai.desk.enforcement.models import EarlyPublication, Published
from gongkai.desk.enforcement.rechecking import Standing
from gongkai.refusal import Refused

ALLOWED = "early-publication-allowed"
"""Type of the event, in the stream of the item."""


def holds(item: Item, day: date) -> Iterator[Refused]:
    """What bars the last signature of an item of samples (``GONGKAI_HOLDS``), but for corrections."""
    if item.category != public.SAMPLING or _is_out(item):
        return
    for one in open_of(item, day):
        yield Refused(
            "recheck-open",
            f"不合格样品 {one.number} 还不是最终结论：{one.words}",
            "请等期限届满或者复检有结论；紧急的，由分管领导在抽检批次页写明理由，准许提前公布",
        )


def open_of(item: Item, day: date) -> list[Standing]:
    """The failed samples of its batch that are not final and that no leader let be published early."""
    drawn = Published.objects.filter(item=item).exclude(batch="").first()
    if drawn is None:
        return []
    result = due.of_batches(item.agency_id, [drawn.batch], day).get(drawn.batch)
    if result is None or not result.open:
        return []
    allowed = {number for one in EarlyPublication.objects.filter(item=item) for number in one.numbers}
    return [one for one in result.open if one.number not in allowed]


def allow(batch: str, reason: str, *, by: Officer, at: datetime) -> EarlyPublication:
    """Let the item of a batch be signed although conclusions are open; the leader in charge says why.

    Raises Refused: ``not-held``, ``no-reason``, ``secrecy-mark``, ``no-item``, ``released``, ``final``.
    """
    day, reason = shanghai_date(at), " ".join(reason.split())[:200]
    if not may_allow(by, day):
        raise Refused("not-held", f"{by.name}当日没有分管领导职责，不能准许提前公布", "请由分管领导决定")
    if not reason:
        raise Refused("no-reason", "没有写提前公布的理由", "请写明不等最终结论就公布的紧急情况")
    secrecy.demand_unmarked([reason])
    with transaction.atomic():
        drawn = tying.of(by.agency_id, batch)
        if drawn is None:
            raise Refused("no-item", f"批次“{batch}”还没有起草公布信息", "请先由承办单位起草")
        item = visible_to(by, day).select_for_update(of=("self",)).get(pk=drawn.item_id)
        if _is_out(item):
            raise Refused("released", f"{item.index} 已经公开", "无需再办")
        waiting = open_of(item, day)
        if not waiting:
            raise Refused("final", "没有等最终结论的不合格样品", "无需准许，请照常审签")
        numbers = [one.number for one in waiting]
        made = EarlyPublication.objects.create(item=item, numbers=numbers, reason=reason, by=by, at=at)
        record(item.stream, ALLOWED, by=by, occurred=day, at=at, data={"batch": batch, "samples": numbers})
    return made


def may_allow(officer: Officer, day: date) -> bool:
    """Whether the officer decides it: the leader in charge 分管领导."""
    return holds_duty(officer, Duty.Kind.LEADER, None, day)


def _is_out(item: Item) -> bool:
    """Whether readers have it already, one that a register brought too."""
    return is_public(item) or (item.published_on is not None and not item.releases.exists())


def cautions(item: Item) -> Iterator[Refused]:
    """For who writes and reviews the item: who let it go before the conclusion is final, and why."""
    if item.pk is None or item.category != public.SAMPLING:
        return
    for one in EarlyPublication.objects.filter(item=item).select_related("by").order_by("pk"):
        yield Refused(
            "early",
            f"{one.by.name}于 {shanghai_date(one.at)} 准许在最终结论以前公布"
            f"（{'、'.join(one.numbers)}）：{one.reason}",
            "正文要写明复检情况；复检合格的，公布后立即更正",
        )


def shown(batch: str, item: Item | None, officer: Officer, day: date) -> dict[str, Any]:
    """For the page of a batch: what waits for a final conclusion, who let it go, the form of the leader."""
    drawn = tying.of(officer.agency_id, batch) if item is not None else None
    if item is None or drawn is None or drawn.item_id != item.pk:
        return {"early": [], "early_open": [], "may_early": False}
    waiting = [] if _is_out(item) else open_of(item, day)
    given = EarlyPublication.objects.filter(item=item).select_related("by").order_by("pk")
    return {
        "early": list(given),
        "early_open": waiting,
        "may_early": bool(waiting) and may_allow(officer, day),
    }
