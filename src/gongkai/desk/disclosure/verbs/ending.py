"""By date: what reached its end is taken down, a penalty whose credit was repaired before it 停止公示.

The worker runs it. One item that cannot be ended stops no other; what failed is named and tried again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import DatabaseError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.recording import record
from gongkai.desk.disclosure import rules, terms
from gongkai.desk.disclosure.models import Item, PublicityTerm, Release, Withdrawal
from gongkai.desk.disclosure.verbs.handing_in import lock
from gongkai.desk.disclosure.verbs.withdrawing import end, withdraw
from gongkai.law import scope
from gongkai.refusal import Refused

TERM = "publicity-term"
"""Type of the event of a changed term."""
REPAIRED = "credit-repaired"
"""Reason code and type of the event of an early end."""
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Ended:
    """What one run ended, and what it could not: index number and why."""

    ended: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()


def end_due(agency: Agency, at: datetime) -> Ended:
    """End everything whose last day has passed, each in a transaction of its own."""
    day = shanghai_date(at)
    ended: list[str] = []
    failed: list[str] = []
    for item in _may_end(agency, day).select_related("agency", "unit"):
        try:
            found = terms.end_of(item)
            if found is not None and found.on < day:
                end(item, found.reason, at)
                ended.append(item.index)
        except (Refused, DatabaseError, OSError) as wrong:
            failed.append(f"{item.index}：{wrong}")
    return Ended(tuple(ended), tuple(failed))


def demand_ended(result: Ended) -> None:
    """Refuse (``end-failed``) when a run left something: the worker's alarm."""
    if result.failed:
        told = "；".join(result.failed[:_NAMED])
        raise Refused(
            "end-failed", f"{len(result.failed)} 条到期信息没有停止公示：{told}", "下一轮再试，请核对"
        )


def set_term(
    item: Item,
    klass: str,
    by: Officer,
    at: datetime,
    *,
    decided_on: date | None = None,
    banned_until: date | None = None,
    kinds: Sequence[str] = (),
    is_special: bool = False,
    severity: str = "",
) -> PublicityTerm:
    """Enter what decides about the publicity of a penalty. Refuses ``unknown-class`` and ``not-held``."""
    if severity and severity not in PublicityTerm.Severity.values:
        raise Refused("unknown-class", f"失信程度“{severity}”不存在", "请从列表中选择")
    if klass not in PublicityTerm.Klass.values:
        raise Refused("unknown-class", f"处罚类别“{klass}”不存在", "请从列表中选择")
    day = shanghai_date(at)
    if rules.standing(by, rules.HAND_IN, agency=item.agency, unit=item.unit, day=day) is None:
        raise Refused("not-held", f"{by.name}当日没有该单位的经办职责", "请由本单位信息员办理")
    with transaction.atomic():
        item = lock(item)
        values = {
            "klass": klass,
            "decided_on": decided_on,
            "banned_until": banned_until,
            "kinds": list(kinds),
            "is_special": is_special,
            "severity": severity,
        }
        made, _ = PublicityTerm.objects.update_or_create(item=item, defaults=values)
        record(item.stream, TERM, by=by, occurred=day, at=at, data={"class": klass})
    return made


def repair(item: Item, by: Officer, at: datetime) -> Withdrawal:
    """End the publicity early after credit repair 信用修复, by the disclosure office or a leader.

    Raises Refused: ``no-term``, ``barred`` where the law knows no early end for it, ``too-early``.
    """
    day = shanghai_date(at)
    found = terms.early(item)
    if found is None:
        raise Refused("no-term", "这条信息没有登记公示期", "请先登记处罚类别")
    if not found.possible:
        raise Refused("barred", found.why, "公示至期满")
    if found.earliest is not None and day < found.earliest:
        raise Refused("too-early", f"{found.earliest} 起才可提前停止公示", found.why)
    with transaction.atomic():
        made = withdraw(item, REPAIRED, by, at)
        Withdrawal.objects.filter(pk=made.pk).update(is_emergency=False)  # the grant stands behind it
        PublicityTerm.objects.filter(item=item).update(repaired_on=day, repaired_by=by)
    return made


def _may_end(agency: Agency, day: date) -> QuerySet[Item]:
    """Public items that have an end of their own that has passed, a publicity term, or an assumed one."""
    down = Withdrawal.objects.filter(release=OuterRef("pk"))
    newer = Release.objects.filter(item=OuterRef("item"), no__gt=OuterRef("no"))
    out = Release.objects.filter(~Exists(newer), ~Exists(down), item=OuterRef("pk"))
    first, last = terms.assumed_over(day) or (date.max, date.min)
    assumed = Q(category__in=scope.names_of("penalties"), published_on__gte=first, published_on__lte=last)
    return Item.objects.filter(
        Q(until_on__lt=day) | Q(publicity__isnull=False) | assumed, Exists(out), agency=agency
    ).order_by("pk")
