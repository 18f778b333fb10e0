"""The facts of the smaller registers: items, applications, remedies, activities, penalties.

They are read once for a year and the year before it, a fixed number of queries, and judged row by row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, Q, TextField, When
from django.db.models.fields.json import KT

from gongkai.desk.casework.clocks import calendar
from gongkai.desk.disclosure.due import DAY_FIELDS, further_day
from gongkai.desk.disclosure.models import Clearance, Item, Stage
from gongkai.desk.enforcement.models import Penalty
from gongkai.desk.foi.facts import reply_due
from gongkai.desk.foi.models import Application, Consulted
from gongkai.desk.outlets.queries import carried_by
from gongkai.desk.oversight.models import Activity
from gongkai.desk.remedies.models import Remedy
from gongkai.desk.reporting.facts.limits import published_in_time
from gongkai.desk.reporting.facts.period import Period
from gongkai.desk.reporting.facts.where import Fact
from gongkai.law import outcomes, scope
from gongkai.law.calendar import Calendar
from gongkai.refusal import Refused

APPLICANTS = {
    "自然人": "natural",
    "商业企业": "biz",
    "科研机构": "research",
    "社会公益组织": "ngo",
    "法律服务机构": "legal",
    "其他": "other",
}
"""申请人类型 → column of table 3; a row that does not say it stands in the total alone."""
_FURTHER = Case(
    *(
        When(category__in=scope.names_of(key), then=KT(f"extras__fields__{field}"))
        for key, field in DAY_FIELDS.items()
    ),
    default=None,
    output_field=TextField(),
)
"""What an item says of the day from which a further limit runs; of other items no field is read."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a register: its primary key, its facts in the period, and amounts."""

    pk: int
    facts: Mapping[str, Fact]
    amounts: Mapping[str, int | None] = field(default_factory=dict)
    days: tuple[date | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Registers:
    """What the small registers hold, as read: still without a period."""

    items: tuple[Any, ...]
    outlets: Mapping[int, frozenset[str]]
    applications: tuple[Any, ...]
    remedies: tuple[Any, ...]
    activities: tuple[Any, ...]
    penalties: tuple[Any, ...]
    returned: tuple[Any, ...]
    asked: Mapping[int, tuple[Consulted, ...]] = field(default_factory=dict)
    """By application, the letters that asked for opinions: they stop the clock of the reply."""


def read(agency: int, period: Period) -> Registers:
    """What decides the figures of a year and of the year before it: nine queries."""
    span = (period.previous.first, period.last)
    mine = Q(agency=agency, voided_on=None)
    items = Item.objects.filter(mine).filter(
        Q(published_on__range=span) | Q(formed_on__range=span) | Q(secrecy_reviewed_on__range=span)
    )
    placements = carried_by(Item.objects.filter(mine, published_on__range=span))
    outlets: dict[int, set[str]] = {}
    for item, outlet in placements:
        outlets.setdefault(item, set()).add(outlet)
    start, after = period.previous.moments[0], period.moments[1]
    returned = Clearance.objects.filter(
        submission__item__agency=agency,
        submission__item__voided_on=None,
        stage=Stage.SECRECY,
        imported=False,
        at__gte=start,
        at__lt=after,
    )
    open_since = Q(replied_on=None) | Q(replied_on__gte=span[0])
    not_closed = Q(closed_on=None) | Q(closed_on__gte=span[0])
    applied = Application.objects.filter(mine, open_since, received_on__lte=span[1])
    asked: dict[int, tuple[Consulted, ...]] = {}
    for one in Consulted.objects.filter(application__in=applied.values("pk")).order_by("pk"):
        asked[one.application_id] = (*asked.get(one.application_id, ()), one)
    fields = (
        *("category", "means", "is_norm", "formed_on", "published_on", "secrecy_reviewed_on", "index"),
        *("unit__line", "further"),
    )
    return Registers(
        items=tuple(items.annotate(further=_FURTHER).values("pk", *fields)),
        outlets={item: frozenset(names) for item, names in outlets.items()},
        applications=tuple(applied.values()),
        remedies=tuple(Remedy.objects.filter(mine, not_closed, received_on__lte=span[1]).values()),
        activities=tuple(Activity.objects.filter(mine, on__range=span).values()),
        penalties=tuple(Penalty.objects.filter(mine, decided_on__range=span).values("pk", "decided_on")),
        returned=tuple(returned.values("submission__item_id", "decision", "at")),
        asked=asked,
    )


def items(held: Registers, period: Period) -> list[Record]:
    """Items: published, formed, reviewed in the period; several outlets are one column of several words."""
    returned = {
        one["submission__item_id"]
        for one in held.returned
        if one["decision"] == "return" and period.moments[0] <= one["at"] < period.moments[1]
    }
    days_off = calendar()
    found = []
    for one in held.items:
        public = one["means"] == "主动公开" and period.holds(one["published_on"])
        kept = _published_in_time(one, days_off) if public else None
        facts: dict[str, Fact] = {
            "category": one["category"],
            "outlets": held.outlets.get(one["pk"], frozenset()),
            "is_public": public,
            "is_norm": one["is_norm"],
            "is_formed": period.holds(one["formed_on"]),
            "is_reviewed": period.holds(one["secrecy_reviewed_on"]),
            "is_returned": one["pk"] in returned,
            "is_dated": kept is not None,
            "is_in_time": bool(kept),
        }
        days = (one["formed_on"], one["published_on"], one["secrecy_reviewed_on"])
        found.append(Record(one["pk"], facts, days=days))
    return found


def _published_in_time(item: Mapping[str, Any], days_off: Calendar) -> bool | None:
    formed, published = item["formed_on"], item["published_on"]
    line = item["unit__line"] or ""
    further = further_day(item["category"], item["further"])
    return published_in_time(
        formed, published, category=item["category"], line=line, further=further, days=days_off
    )


def _rows(code: str, form: str) -> frozenset[str]:
    """The row of a form that counts an outcome and the rows above it (``app.reply.deny``); else none."""
    try:
        row = outcomes.row(code, form) or ""
    except Refused:
        return frozenset()
    names = row.split(".")
    return frozenset(".".join(names[:length]) for length in range(1, len(names) + 1))


def _closes(code: str) -> bool:
    """Whether an outcome ends the application (告知作出更改补充 does not)."""
    try:
        return outcomes.outcome(code).closes
    except Refused:
        return True


def applications(held: Registers, period: Period, form: str) -> list[Record]:
    """Applications: new in the year of receipt, done in the year of the reply, nothing else.

    Whether a reply kept its limit is asked of the same clock as on the desk.
    """
    found, days_off = [], calendar()
    for one in held.applications:
        received, replied = one["received_on"], one["replied_on"]
        if received > period.last:
            continue
        answered = period.holds(replied)
        events = (one["correction_received_on"], one["consulted_on"], one["opinion_on"])
        due = None
        if answered:
            due = reply_due(Application(**one), held.asked.get(one["case_id"], ()), days_off)
        kept = answered and (due is None or replied <= due)
        facts: dict[str, Fact] = {
            "is_new": period.holds(received),
            "is_carried": received < period.first and (replied is None or replied >= period.first),
            "is_replied": answered,
            "is_open": replied is None or replied > period.last,
            "channel": one["channel"],
            "applicant": APPLICANTS.get(one["applicant_kind"], ""),
            "rows": _rows(one["outcome"], form) if answered else frozenset(),
            "is_closing": answered and _closes(one["outcome"]),
            "is_extended": one["is_extended"],
            "is_in_time": kept,
            "is_plain": kept and not one["is_extended"],
        }
        days = (received, replied, *events)
        found.append(Record(one["case_id"], facts, {"fee_fen": one["fee_fen"]}, days))
    return found


def remedies(held: Registers, period: Period) -> list[Record]:
    """Remedies: received, closed in the period, open at its end."""
    found = []
    for one in held.remedies:
        received, closed = one["received_on"], one["closed_on"]
        if received > period.last:
            continue
        is_open = closed is None or closed > period.last
        facts: dict[str, Fact] = {
            "kind": one["kind"],
            "is_new": period.holds(received),
            "is_closed": period.holds(closed),
            "is_open": is_open,
            "is_counted": is_open or period.holds(closed),
            "result": one["result"] if period.holds(closed) else "",
        }
        found.append(Record(one["case_id"], facts, days=(received, closed)))
    return found


def activities(held: Registers, period: Period) -> list[Record]:
    """Activities of the period; ``is_social``: Weibo or WeChat carried the item that answered a topic."""
    by_index = {one["index"]: held.outlets.get(one["pk"], frozenset()) for one in held.items}
    found = []
    for one in held.activities:
        if not period.holds(one["on"]):
            continue
        facts: dict[str, Fact] = {
            "kind": one["kind"],
            "is_lead": one["is_lead_present"],
            "topic": one["name"],
            "is_social": bool(by_index.get(one["related_item"], frozenset()) & {"政务微博", "政务微信"}),
        }
        found.append(Record(one["id"], facts, {"people": one["people"]}, (one["on"],)))
    return found


def penalties(held: Registers, period: Period) -> list[Record]:
    """Penalty decisions of the period."""
    return [
        Record(one["pk"], {"is_decided": True}, days=(one["decided_on"],))
        for one in held.penalties
        if period.holds(one["decided_on"])
    ]
