"""Where a cell of a register is counted: kind of applicant → column, way of submission → row, and so on.

The words are those of the registers' closed lists; the places those of the statutory tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from gongkai.law import registry
from gongkai.law.forms.layout import Form
from gongkai.refusal import Refused


@dataclass(frozen=True, slots=True)
class Activity:
    """Where an activity is counted in the 2014 form: ``row``, and ``lead_row`` if the head took part.

    Either is empty where the form has no row.
    """

    row: str
    lead_row: str


@cache
def _places(kind: str) -> dict[str, dict[str, Any]]:
    entries = registry.by_id("report.places").data["place"]
    return {entry["name"]: entry for entry in entries if entry["kind"] == kind}


def _place(kind: str, what: str, text: str) -> dict[str, Any]:
    places = _places(kind)
    if text.strip() not in places:
        raise Refused("unknown-value", f"{what}不能是“{text}”", f"可以是 {'、'.join(places)}")
    return places[text.strip()]


def applicant_column(text: str) -> str:
    """The column of table 3 for 申请人类型 (``商业企业`` → ``biz``). Raises Refused for an unknown one."""
    return str(_place("applicant", "申请人类型", text)["column"])


def submission_row(text: str) -> str:
    """The row of the 2014 form for 提交方式 (``电子邮件`` → ``app.recv.net``). Raises Refused if unknown."""
    return str(_place("submission", "提交方式", text)["stat_2014"])


def remedy_cell(kind: str, result: str, form: Form) -> str | None:
    """The cell of ``form`` that counts a remedy of that 类型 and 结果, or ``None`` where it has none.

    The 2014 form counts what was closed within the year and grievances 举报投诉 whatever their result; the
    later forms have a column for what is still open and no row for grievances. Raises Refused for
    unknown words.
    """
    group, column = _place("remedy", "类型", kind), _place("result", "结果", result)
    name = "stat_2014" if form.matrix is None else "t4"
    if group[name] in form.keys:
        return str(group[name])
    cell = f"{group[name]}.{column[name]}" if group[name] and column[name] else ""
    return cell or None


def activity_rows(text: str) -> Activity:
    """The rows of the 2014 form for an activity's 类型. Raises Refused for an unknown one."""
    entry = _place("activity", "类型", text)
    return Activity(entry["stat_2014"], entry["lead"])
