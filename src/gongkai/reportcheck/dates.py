"""Dates in a report: of the signature and of the publication on a web page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gongkai.reportcheck.words import chinese_small, chinese_year, compact

_CN = "一二三四五六七八九十〇零○"
_DAY = rf"(\d{{4}}|[{_CN}]{{4}})年(\d{{1,2}}|[{_CN}]{{1,3}})月(\d{{1,2}}|[{_CN}]{{1,3}})日"
_ALONE = re.compile(rf"^(.{{0,45}}?)[(（]?{_DAY}[)）]?$")
_PUBLISHED = re.compile(
    r"(?:发布|公布|公开|发文|成文|生成)(?:日期|时间)[:：]?(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})"
)


@dataclass(frozen=True, slots=True)
class Day:
    """A date as printed; ``date`` is ``None`` for a day that does not exist (2月30日)."""

    text: str
    date: date | None


def _day(year: int | None, month: int | None, day: int | None) -> date | None:
    if year is None or month is None or day is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def alone(line: str) -> tuple[Day, str] | None:
    """The date of a line that holds nothing else but, before it, the name of a body; and that name."""
    text = compact(line)
    found = _ALONE.match(text) if len(text) < 80 else None
    if found is None or re.search(r"[，。；：:、,]", found[1]):
        return None
    year = int(found[2]) if found[2].isdecimal() else chinese_year(found[2])
    day = _day(year, chinese_small(found[3]), chinese_small(found[4]))
    return Day(text[len(found[1]) :].strip("()（）"), day), found[1]


def published(lines: Iterable[str]) -> Day | None:
    """The day of publication that a web page names."""
    for line in lines:
        if len(line) < 400 and (found := _PUBLISHED.search(compact(line))):
            return Day(found[0], _day(int(found[1]), int(found[2]), int(found[3])))
    return None
