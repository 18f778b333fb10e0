"""What the pages of 检查整改 show: a finding in a list and by itself, what looks stale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.rules import held
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.models import Event
from gongkai.desk.casework.waiting import left
from gongkai.desk.disclosure.models import PublicFinding
from gongkai.desk.disclosure.queries import visible_to as visible_items
from gongkai.desk.disclosure.reading import READS
from gongkai.desk.outlets import ledgers
from gongkai.desk.outlets.columns import names_of
from gongkai.desk.outlets.queries import columns, in_use
from gongkai.desk.oversight import queries
from gongkai.desk.oversight.inspecting import due_of
from gongkai.desk.oversight.models import Finding
from gongkai.law.calendar import Calendar

STALE = 8
"""Stale columns that are offered, and findings of 读网."""
_READ_KINDS = {
    "wording": Finding.Kind.WORDING,
    "sensitive_term": Finding.Kind.WORDING,
    "bad_link": Finding.Kind.LINK,
}
_TAGS = {"open": "due", "mended": "now", "closed": "done", "voided": "calm"}
_EVENTS = {
    "finding-entered": gettext_lazy("登记问题"),
    "finding-mended": gettext_lazy("填报整改"),
    "finding-closed": gettext_lazy("确认销号"),
    "finding-sent-back": gettext_lazy("退回整改"),
    "finding-voided": gettext_lazy("作废"),
    "finding-moved": gettext_lazy("随单位合并移交"),
    "finding-change-asked": gettext_lazy("申请延期或者移交"),
    "finding-change-declined": gettext_lazy("不同意延期或者移交"),
    "finding-extended": gettext_lazy("批准延长期限"),
    "finding-handed-over": gettext_lazy("批准移交责任单位"),
    "sheet-entered": gettext_lazy("录入签批单"),
    "sheet-confirmed": gettext_lazy("签批单核对一致"),
    "sheet-refused": gettext_lazy("签批单核对不符"),
    "sheet-void": gettext_lazy("内容变动，签批单失效"),
    "planned": gettext_lazy("列入工作要点"),
    "evidence": gettext_lazy("登记佐证"),
    "done": gettext_lazy("标为已完成"),
    "dropped": gettext_lazy("不再执行"),
    "activity-entered": gettext_lazy("登记活动"),
    "activity-voided": gettext_lazy("作废"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A finding as lists show it."""

    finding: Finding
    tag: str
    words: str
    is_late: bool
    left: int | None


def row(one: Finding, today: date, table: Calendar) -> Row:
    """How a finding stands today; what is not mended by its day is late."""
    is_late = one.state == Finding.State.OPEN and one.due_on < today
    words = _("已逾期") if is_late else str(one.get_state_display())
    waits = one.state == Finding.State.OPEN
    return Row(
        one,
        "late" if is_late else _TAGS[one.state],
        words,
        is_late,
        left(table, today, one.due_on) if waits else None,
    )


def one(finding: Finding, officer: Officer, today: date) -> dict[str, Any]:
    """One finding: its limit with the reasoning, what was done, its course."""
    table = calendar()
    item = finding.item
    may_see = item is not None and visible_items(officer, today).filter(pk=item.pk).exists()
    column = names_of().get(finding.column)
    return {
        "row": row(finding, today, table),
        "finding": finding,
        "due": due_of(finding, table),
        "item_href": reverse("disclosure:item", args=[item.uid]) if item is not None and may_see else "",
        "column": column.name if column is not None else finding.column,
        "mendings": list(finding.mendings.select_related("by", "judged_by").order_by("-no")),
        "changes": list(
            finding.changes.select_related("by", "judged_by", "from_unit", "unit").order_by("-no")
        ),
        "course": course_of(finding.stream),
        "today": today,
    }


def stale(officer: Officer, today: date) -> list[dict[str, str]]:
    """Columns of the duty list that are late and of which no finding waits, with the way to enter one."""
    kept = ledgers.columns(in_use(columns(officer, today)), today)
    late = [one for one in kept if one.fresh.state == "late"]
    waiting = queries.visible_to(officer, today).filter(state__in=queries.WAITING).exclude(column="")
    known = set(waiting.values_list("column", "unit"))
    found = []
    for one in late:
        if (one.duty.column, one.duty.unit_id) in known:
            continue
        words = _("栏目“%(column)s”应于 %(day)s 更新，没有更新") % {"column": one.name, "day": one.fresh.due}
        asked = {"kind": "stale", "column": one.duty.column, "unit": one.duty.unit_id, "words": words}
        href = reverse("oversight:new") + "?" + urlencode({"inspector": "self", **asked})
        found.append({"name": one.name, "unit": one.duty.unit.name, "words": one.words, "href": href})
    return found[:STALE]


def read_over(officer: Officer, today: date) -> list[dict[str, str]]:
    """What 读网 met that nobody settled and of which no finding waits, each with the way to enter one."""
    if not any(one.kind in READS for one in held(officer, today)):
        return []
    waiting = Finding.objects.filter(item=OuterRef("item"), state__in=queries.WAITING)
    met = PublicFinding.objects.filter(
        ~Exists(waiting), reading__agency=officer.agency_id, state=PublicFinding.State.OPEN
    )
    found = []
    for one in met.select_related("item").order_by("-pk")[:STALE]:
        words = _("读网发现：%(where)s %(why)s") % {
            "where": f"{one.part} {one.where}".strip(),
            "why": one.why,
        }
        asked = {"kind": _READ_KINDS.get(one.kind, Finding.Kind.PRIVACY), "index": one.item.index}
        given = {"inspector": "self", **asked, "unit": one.item.unit_id or "", "words": words}
        href = reverse("oversight:new") + "?" + urlencode(given)
        found.append({"name": one.item.title, "unit": one.item.index, "words": one.why, "href": href})
    return found


def course_of(stream: str) -> list[dict[str, str]]:
    """The newest events of a finding, a task or an activity in words."""
    events = list(Event.objects.filter(stream=stream).order_by("-n")[:60])
    names = dict(Officer.objects.filter(uid__in={one.by for one in events}).values_list("uid", "name"))
    return [
        {
            "occurred": event.occurred,
            "type": str(_EVENTS.get(event.type, event.type)),
            "by": names.get(event.by, ""),
        }
        for event in events
    ]
