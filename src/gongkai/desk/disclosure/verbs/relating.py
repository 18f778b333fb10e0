"""Related items 相关信息: an interpretation to its document, an answer to its topic; seen both ways."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.recording import record
from gongkai.desk.disclosure.models import Item, Relation
from gongkai.desk.disclosure.queries import visible_to
from gongkai.desk.disclosure.verbs.drafting import demand_held
from gongkai.desk.disclosure.verbs.handing_in import lock
from gongkai.refusal import Refused

RELATED, PARTED = "related", "parted"
"""Types of the events."""


def relate(item: Item, kind: str, index: str, by: Officer, at: datetime) -> Relation:
    """Tie an item to another by its index number. Doing it again changes nothing.

    Readers see it from the next handing in on, once the other one is public. Raises Refused:
    ``unknown-relation``, ``no-such-item`` (also for what this officer may not see), ``itself``, ``not-held``.
    """
    day = shanghai_date(at)
    if kind not in Relation.Kind.values:
        raise Refused("unknown-relation", "请选择一种关系", "可以是解读、回应、修改、废止、相关")
    with transaction.atomic():
        item = lock(item)
        demand_held(by, item.agency, item.unit, day)
        other = visible_to(by, day).filter(index=index.strip(), voided_on__isnull=True).first()
        if other is None:
            raise Refused("no-such-item", f"没有索引号为“{index.strip()[:60]}”的信息", "请核对索引号")
        if other.pk == item.pk:
            raise Refused("itself", "不能与自己相关", "请填另一条信息的索引号")
        made, is_new = Relation.objects.get_or_create(item=item, to=other, kind=kind)
        if is_new:
            data = {"kind": kind, "to": other.index}
            record(item.stream, RELATED, by=by, occurred=day, at=at, data=data)
    return made


def part(relation: Relation, by: Officer, at: datetime) -> None:
    """Untie two items."""
    day = shanghai_date(at)
    with transaction.atomic():
        item = lock(relation.item)
        demand_held(by, item.agency, item.unit, day)
        data = {"kind": relation.kind, "to": relation.to.index}
        relation.delete()
        record(item.stream, PARTED, by=by, occurred=day, at=at, data=data)
