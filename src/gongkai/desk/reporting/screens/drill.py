"""The records behind a number as rows of a table; a fixed number of queries a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.models import Assignment, CaseText, Closing
from gongkai.desk.reporting.figures import Result, Source, Year
from gongkai.desk.reporting.figures.records import page, records
from gongkai.desk.reporting.screens import links
from gongkai.law import outcomes
from gongkai.refusal import Refused

SIZE = 12
_SUBJECT = 30
"""Characters of a text that a row shows."""
_COLUMNS = {
    Source.MATTERS: (_("登记编号"), _("登记"), _("内容"), _("责任单位"), _("结果"), _("用时（工作日）")),
    Source.ITEMS: (_("索引号"), _("发布"), _("标题"), _("责任单位"), _("信息类别"), _("渠道数")),
    Source.APPLICATIONS: (
        _("登记编号"),
        _("收到"),
        _("申请"),
        _("责任单位"),
        _("答复结果"),
        _("用时（工作日）"),
    ),
    Source.REMEDIES: (_("案号"), _("收案"), _("类型"), _("责任单位"), _("结果"), _("用时（工作日）")),
    Source.ACTIVITIES: (_("类型"), _("日期"), _("名称"), _("主办单位"), _("说明"), _("参加人数")),
    Source.PENALTIES: (_("文号"), _("决定"), _("违法行为"), _("处罚机关"), _("处罚种类"), _("罚款（元）")),
}
Rows = Callable[[list[Any]], list[dict[str, Any]]]


def context(
    year: Year, key: str, agency: Agency, officer: Officer, day: date, after: str = ""
) -> dict[str, Any] | None:
    """What ``drill.html`` shows of a figure; ``None`` for a key that no figure of the year has."""
    result = year.find(key)
    if result is None:
        return None
    try:
        found = records(key, agency, year.year, officer, day)
    except Refused:
        return None
    rows, more = ([], "") if found is None else _page(found, result, after)
    then = year.before.find(key)
    return {
        "title": result.figure.label,
        "value": result.value,
        "unit": result.figure.unit,
        "key": key,
        "definition": result.figure.definition,
        "by": result.by,
        "columns": _COLUMNS.get(result.figure.source),
        "rows": rows,
        "records": result.records,
        "is_counting": result.figure.counts,
        "first": after == "",
        "more_href": f"{links.drill(key, year.year)}?{urlencode({'after': more})}" if more else "",
        "previous_year": year.year - 1,
        "previous_value": then.value if then else None,
        "previous_href": links.of(then, year.year - 1),
    }


def _page(found: QuerySet[Any], result: Result, after: str) -> tuple[list[dict[str, Any]], str]:
    source = result.figure.source
    rows, more = page(_joined(found, source), source, after, SIZE)
    return MAKERS[source](rows), more


def _joined(found: QuerySet[Any], source: Source) -> QuerySet[Any]:
    match source:
        case Source.MATTERS:
            return found.select_related("registration")
        case Source.ITEMS:
            return found.select_related("unit").prefetch_related("placements")
        case Source.APPLICATIONS | Source.REMEDIES:
            return found.select_related("case__registration")
        case _:
            return found


def record(kind: Source, identity: str) -> str:
    """The page of one record."""
    return reverse("reporting:record", args=[kind, identity])


def _by_registration(rows: Any, field: str) -> dict[int, list[Any]]:
    """Rows of cases by the registration of their case."""
    found: dict[int, list[Any]] = {}
    for one in rows:
        found.setdefault(one.case.registration_id, []).append(getattr(one, field) if field else one)
    return found


def _cases(registrations: list[int]) -> tuple[dict[int, list[str]], dict[int, str]]:
    """Units that answer and the working text of the content, by registration."""
    units = _by_registration(
        Assignment.objects.filter(case__registration__in=registrations, until=None)
        .select_related("case", "unit")
        .order_by("pk"),
        "unit",
    )
    texts = _by_registration(
        CaseText.objects.filter(case__registration__in=registrations, field=CaseText.Field.CONTENT)
        .select_related("case")
        .only("masked", "case__registration_id"),
        "masked",
    )
    names = {pk: list(dict.fromkeys(unit.name for unit in found)) for pk, found in units.items()}
    return names, {pk: found[0] for pk, found in texts.items()}


def shortened(text: str) -> str:
    """The beginning of a text."""
    line = " ".join(text.split())
    return line if len(line) <= _SUBJECT else f"{line[:_SUBJECT]}…"


def _took(first: date | None, last: date | None) -> int | None:
    return calendar().workdays_between(first, last) if first and last else None


def _matters(rows: list[Any]) -> list[dict[str, Any]]:
    ids = [row.pk for row in rows]
    units, texts = _cases(ids)
    ends = _by_registration(
        Closing.objects.filter(case__registration__in=ids, reopened_on=None).select_related("case"), ""
    )
    made = []
    for row in rows:
        closings = ends.get(row.pk, [])
        done = len(closings) >= row.cases_count
        last = max((one.closed_on for one in closings), default=None) if done else None
        made.append(
            {
                "number": row.registration.number,
                "href": record(Source.MATTERS, row.registration.uid),
                "day": row.registered_on,
                "subject": shortened(texts.get(row.pk) or row.category) or row.kind,
                "unit": gettext("、").join(units.get(row.pk, [])),
                "result": gettext("、").join(dict.fromkeys(one.outcome for one in closings))
                or gettext("在办"),
                "result_done": done,
                "days": _took(row.registered_on, last),
            }
        )
    return made


def _items(rows: list[Any]) -> list[dict[str, Any]]:
    return [
        {
            "number": row.index,
            "href": record(Source.ITEMS, row.uid),
            "day": row.published_on,
            "subject": row.title,
            "unit": row.unit.name if row.unit else "",
            "result": row.category,
            "days": len(row.placements.all()),
        }
        for row in rows
    ]


def outcome_label(code: str) -> str:
    """The words of an outcome's code; the code itself where the law does not know it."""
    try:
        return outcomes.outcome(code).label if code else ""
    except Refused:
        return code


def _applications(rows: list[Any]) -> list[dict[str, Any]]:
    units, texts = _cases([row.case.registration_id for row in rows])
    return [
        {
            "number": row.case.registration.number,
            "href": record(Source.APPLICATIONS, row.case.uid),
            "day": row.received_on,
            "subject": shortened(texts.get(row.case.registration_id, "")) or row.applicant_kind,
            "unit": gettext("、").join(units.get(row.case.registration_id, [])),
            "result": outcome_label(row.outcome) or gettext("在办"),
            "result_done": bool(row.replied_on),
            "days": _took(row.received_on, row.replied_on),
        }
        for row in rows
    ]


def _remedies(rows: list[Any]) -> list[dict[str, Any]]:
    return [
        {
            "number": row.case.registration.number,
            "href": record(Source.REMEDIES, row.case.uid),
            "day": row.received_on,
            "subject": row.kind,
            "unit": "",
            "result": row.result,
            "result_done": bool(row.closed_on),
            "days": _took(row.received_on, row.closed_on),
        }
        for row in rows
    ]


def _activities(rows: list[Any]) -> list[dict[str, Any]]:
    return [
        {
            "number": row.kind,
            "href": record(Source.ACTIVITIES, row.uid),
            "day": row.on,
            "subject": row.name,
            "unit": row.organiser,
            "result": shortened(row.note),
            "days": row.people,
        }
        for row in rows
    ]


def _penalties(rows: list[Any]) -> list[dict[str, Any]]:
    return [
        {
            "number": row.doc_no,
            "href": record(Source.PENALTIES, row.uid),
            "day": row.decided_on,
            "subject": shortened(row.violation),
            "unit": row.organ,
            "result": row.sanction,
            "days": row.fine_fen // 100,
        }
        for row in rows
    ]


MAKERS: Mapping[Source, Rows] = {
    Source.MATTERS: _matters,
    Source.ITEMS: _items,
    Source.APPLICATIONS: _applications,
    Source.REMEDIES: _remedies,
    Source.ACTIVITIES: _activities,
    Source.PENALTIES: _penalties,
}
