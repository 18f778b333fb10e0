"""The portal's columns as the desk knows them: key, name, the categories that stand there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from gongkai.desk.agencies.models import Agency
from gongkai.desk.outlets.models import ColumnDuty, NilReturn
from gongkai.law import scope


@dataclass(frozen=True, slots=True)
class Column:
    """A column and the words 信息类别 of its items."""

    key: str
    name: str
    categories: tuple[str, ...]


@cache
def names_of() -> dict[str, Column]:
    """All columns by their keys, in the order of the law's categories."""
    return {
        one.key: Column(one.key, one.column, tuple(dict.fromkeys((one.name, one.column, one.key))))
        for one in scope.categories()
    }


def nil_months(agency: Agency) -> dict[str, list[str]]:
    """The months (2017-02) for which all who keep a column reported 零报告; two queries."""
    duties = list(ColumnDuty.objects.filter(agency=agency).order_by("pk"))
    reported: dict[tuple[str, date], set[int]] = defaultdict(set)
    rows = NilReturn.objects.filter(duty__agency=agency).values_list("duty__column", "month", "duty")
    for column, month, duty in rows:
        reported[column, month].add(duty)
    found: dict[str, list[str]] = defaultdict(list)
    for (column, month), given in sorted(reported.items()):
        last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        asked = {
            one.pk
            for one in duties
            if one.column == column and one.since <= last and (one.until is None or one.until >= month)
        }
        if asked <= given:
            found[column].append(f"{month:%Y-%m}")
    return dict(found)
