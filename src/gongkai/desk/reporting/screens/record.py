"""One record, to be read: its facts and the course of its events. Persons stay sealed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.models import Case, CaseText, Event
from gongkai.desk.casework.queries import day_of
from gongkai.desk.reporting import gate
from gongkai.desk.reporting.figures import Source
from gongkai.desk.reporting.screens.drill import outcome_label
from gongkai.face.texts import yuan

_KEYS = {
    Source.MATTERS: "registration__uid",
    Source.APPLICATIONS: "case__uid",
    Source.REMEDIES: "case__uid",
}
_TITLES = {
    Source.MATTERS: gettext_lazy("投诉举报登记"),
    Source.ITEMS: gettext_lazy("政府信息"),
    Source.APPLICATIONS: gettext_lazy("政府信息公开申请"),
    Source.REMEDIES: gettext_lazy("复议、诉讼和举报投诉"),
    Source.ACTIVITIES: gettext_lazy("活动登记"),
    Source.PENALTIES: gettext_lazy("行政处罚决定"),
}
_HIDDEN = frozenset(
    {"agency", "registration", "case", "content_digest", "extras", "id", "uid", "body", "cases_count"}
    | {"text", "facts", "content", "note", "party_sealed", "application"}
)
"""Columns that are keys, sealed, or shown elsewhere on the page."""
_FEN = "_fen"
Facts = list[tuple[str, Any]]
EVENTS = {
    "imported": gettext_lazy("从台账导入"),
    "changed": gettext_lazy("台账内容变更"),
    "registered": gettext_lazy("登记"),
    "assigned": gettext_lazy("交办"),
    "answered": gettext_lazy("答复"),
    "closed": gettext_lazy("办结"),
    "reopened": gettext_lazy("重新办理"),
    "voided": gettext_lazy("作废"),
    "drafted": gettext_lazy("起草"),
    "amended": gettext_lazy("修改草稿"),
    "submitted": gettext_lazy("送审"),
    "cleared": gettext_lazy("审签"),
    "released": gettext_lazy("发布"),
    "withdrawn": gettext_lazy("撤稿"),
    "report-signed": gettext_lazy("签发年度报告"),
    "clearance-recalled": gettext_lazy("撤回审签"),
}
"""Words for types of events; another type is shown as it is."""


def find(kind: str, identity: str, officer: Officer, day: date) -> Any | None:
    """The record, or ``None`` where there is none that this officer may see."""
    if kind not in gate.VISIBLE:
        return None
    source = Source(kind)
    seen: QuerySet[Any] = gate.VISIBLE[source](officer, day)
    return seen.filter(**{_KEYS.get(source, "uid"): identity}).first()


def context(kind: str, row: Any) -> dict[str, Any]:
    """What ``record.html`` shows."""
    source = Source(kind)
    registration = _registration(source, row)
    cases = list(registration.cases.order_by("pk")) if registration else []
    return {
        "kind": _TITLES[source],
        "title": _title(source, row, registration),
        "voided_on": row.voided_on,
        "facts": _facts(row),
        "cases": [_case(case) for case in cases],
        "text": _text(source, row, cases),
        "events": _events([case.stream for case in cases] or [f"{_stream(source)}/{row.uid}"]),
    }


def _stream(source: Source) -> str:
    return {Source.ITEMS: "item", Source.ACTIVITIES: "activity", Source.PENALTIES: "penalty"}[source]


def _registration(source: Source, row: Any) -> Any | None:
    if source is Source.MATTERS:
        return row.registration
    return row.case.registration if source in (Source.APPLICATIONS, Source.REMEDIES) else None


def _title(source: Source, row: Any, registration: Any | None) -> str:
    if registration is not None:
        return str(registration.number)
    names = {Source.ITEMS: "title", Source.ACTIVITIES: "name", Source.PENALTIES: "doc_no"}
    return str(getattr(row, names[source]))


def _facts(row: Any) -> Facts:
    """The columns of the record that hold something, by their names; sealed and inner ones left out."""
    facts: Facts = []
    for field in row._meta.concrete_fields:
        if field.name in _HIDDEN:
            continue
        value = getattr(row, field.name)
        if value is None or value == "" or value is False:
            continue
        label = str(field.verbose_name)
        if field.name == "outcome":
            value = outcome_label(value)
        elif field.name.endswith(_FEN):
            value, label = _("%(n)s 元") % {"n": yuan(value)}, label.replace(_("（分）"), "")
        elif isinstance(value, bool):
            value = _("是")
        elif isinstance(value, date):
            value = value.isoformat()
        facts.append((label, str(value)))
    return facts


def _case(case: Case) -> dict[str, Any]:
    assigned = case.assignments.select_related("unit").order_by("since", "pk")
    return {
        "kind": case.kind,
        "line": case.line,
        "opened_on": case.opened_on,
        "due_on": case.due_on,
        "units": [one.unit.name for one in assigned],
        "closings": list(case.closings.order_by("closed_on", "pk")),
        "answers": list(case.answers.filter(voided_on=None).order_by("answered_on", "pk")),
    }


def _text(source: Source, row: Any, cases: list[Case]) -> str:
    """The working text: masked for cases, the public text of an item, the facts of a decision."""
    if cases:
        found = CaseText.objects.filter(case__in=cases, field=CaseText.Field.CONTENT).order_by("pk").first()
        return found.masked if found else ""
    return str(getattr(row, {Source.ITEMS: "text", Source.PENALTIES: "facts"}.get(source, "note"), ""))


def _events(streams: list[str]) -> list[dict[str, Any]]:
    found = Event.objects.filter(stream__in=streams).order_by("-recorded", "-n")[:100]
    people = {one.uid: one.name for one in Officer.objects.filter(uid__in={event.by for event in found})}
    return [
        {
            "type": EVENTS.get(event.type, event.type),
            "occurred": day_of(event.occurred),
            "recorded": event.recorded,
            "by": people.get(event.by, {"import": _("台账"), "system": _("系统")}.get(event.by, event.by)),
        }
        for event in found
    ]
