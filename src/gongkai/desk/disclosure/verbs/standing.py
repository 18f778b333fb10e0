"""The standing directory of enforcement: taking an item in, looking it over again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.desk.agencies.models import Officer, Unit
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.recording import record
from gongkai.desk.disclosure.models import Item, StandingEntry
from gongkai.desk.disclosure.queries import visible_to
from gongkai.desk.disclosure.verbs.drafting import demand_held
from gongkai.desk.disclosure.verbs.handing_in import lock
from gongkai.refusal import Refused

LISTED, REVIEWED = "standing-listed", "standing-reviewed"
"""Types of the events."""
_LONGEST = 366


def list_standing(
    index: str, kind: str, unit: Unit, cycle_days: int, by: Officer, at: datetime
) -> StandingEntry:
    """Take an item into the directory, or change where it stands there; looked over on that day.

    Readers see it there from the next release on. Raises Refused: ``unknown-kind``, ``no-such-item`` (also
    for what this officer may not see), ``not-open``, ``bad-cycle``, ``not-held``.
    """
    day = shanghai_date(at)
    if kind not in StandingEntry.Kind.values:
        raise Refused("unknown-kind", "请选择公示事项", "如执法主体、随机抽查事项清单")
    if not 1 <= cycle_days <= _LONGEST:
        raise Refused("bad-cycle", "复核周期超出范围", f"请填 1 至 {_LONGEST} 之间的天数")
    with transaction.atomic():
        found = visible_to(by, day).filter(index=index.strip(), voided_on__isnull=True).first()
        if found is None:
            raise Refused("no-such-item", f"没有索引号为“{index.strip()[:60]}”的信息", "请核对索引号")
        item = lock(found)
        demand_held(by, item.agency, unit, day)
        if item.means != Item.Means.OPEN:
            raise Refused("not-open", "不主动公开的信息不能列入执法公示", "请先改为主动公开并审签")
        values = {
            "kind": kind, "unit": unit, "cycle_days": cycle_days, "reviewed_on": day, "reviewed_by": by,
        }  # fmt: skip
        entry, _new = StandingEntry.objects.update_or_create(item=item, defaults=values)
        data = {"kind": kind, "unit": unit.code, "days": cycle_days}
        record(item.stream, LISTED, by=by, occurred=day, at=at, data=data)
    return entry


def review_standing(entry: StandingEntry, by: Officer, at: datetime) -> StandingEntry:
    """Say that an entry was looked over and is right; the cycle begins anew. Raises Refused: ``not-held``."""
    day = shanghai_date(at)
    with transaction.atomic():
        item = lock(entry.item)
        demand_held(by, item.agency, entry.unit, day)
        entry.reviewed_on, entry.reviewed_by = day, by
        entry.save(update_fields=["reviewed_on", "reviewed_by"])
        record(item.stream, REVIEWED, by=by, occurred=day, at=at, data={"kind": entry.kind})
    return entry
