"""The oracle's calendar and the limits of replies, complaints and reports, counted day by day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

import chinese_calendar
from oracle_rows import Row, day

ONE_DAY = timedelta(days=1)


@cache
def workday(on: date) -> bool:
    """By the State Council's notices; a plain week in years that have no table."""
    try:
        return bool(chinese_calendar.is_workday(on))
    except NotImplementedError:
        return on.weekday() < 5


@cache
def workdays(first: date, last: date) -> int:
    """Working days after ``first`` up to and including ``last``: the day of the event is not counted."""
    step, count = first, 0
    while step < last:
        step += ONE_DAY
        count += workday(step)
    return count


def after_workdays(start: date, count: int, left_out: Iterable[date] = ()) -> date:
    """The ``count``-th working day after ``start``; days that are left out do not count."""
    skipped, on = set(left_out), start
    while count:
        on += ONE_DAY
        count -= workday(on) and on not in skipped
    return on


def after_days(start: date, count: int) -> date:
    """The ``count``-th day after ``start``; where that is an official holiday, the first day after it."""
    on = start + timedelta(days=count)
    while official_holiday(on):
        on += ONE_DAY
    return on


@cache
def official_holiday(on: date) -> bool:
    """Whether a day lies in one of the holidays of the State Council's notices; a plain weekend does not."""
    try:
        off, name = chinese_calendar.get_holiday_detail(on)
    except NotImplementedError:
        return False
    return bool(off and name)


def in_time(row: Row) -> bool:
    """Whether acceptance and closing of a closed complaint or report kept the limits of its day and line."""
    received, closed = day(row["登记时间"]), day(row["办结时间"])
    accepted = day(row["受理时间"])
    assert received and closed
    line = row.get("条线") or ""
    kind = row["诉求类型"]
    if "投诉" in kind and accepted and accepted > accept_by(received, line):
        return False
    dues: list[date | None] = []
    if "投诉" in kind and accepted and row["受理决定"] == "受理":
        dues.append(mediate_by(received, accepted, line, row.get("延期") == "是"))
    if "举报" in kind:
        dues.append(verify_by(received, line, row.get("延期") == "是"))
    if not dues or None in dues:
        return True
    return closed <= max(due for due in dues if due)


@cache
def accept_by(received: date, line: str) -> date:
    """Seven working days; before 2020 seven days for 质监, five for 食药; of no line, the earliest."""
    if received.year >= 2020:
        return after_workdays(received, 7)
    dues = {
        "工商": after_workdays(received, 7),
        "质监": after_days(received, 7),
        "食药": min(after_days(received, 5), after_workdays(received, 5)),
    }
    return dues[line] if line else min(dues.values())


@cache
def mediate_by(received: date, accepted: date, line: str, extended: bool) -> date | None:
    """The end of mediation: 60 days or 45 working days from acceptance."""
    if received >= date(2026, 4, 15):
        return after_days(accepted, 60)
    if received.year >= 2020:
        due = after_workdays(accepted, 45)
        return min(due, after_days(accepted, 60)) if accepted >= date(2024, 7, 1) else due
    if line == "质监":
        return None
    more = 30 if extended and line == "食药" else 0
    return after_days(accepted, 60 + more)


@cache
def verify_by(received: date, line: str, extended: bool) -> date | None:
    """When a report must be checked."""
    if received.year >= 2020:
        return after_workdays(received, 30 if extended else 15)
    if line == "质监":
        return None
    food = after_days(received, 60 + (30 if extended else 0))
    trade = after_workdays(received, 14 if extended else 7)
    return {"工商": trade, "食药": food}.get(line, min(food, trade))


def reply_by(row: Row) -> date:
    """The due date of a reply with the row's own events (RULES.md 1.5)."""
    received = day(row["收到日期"])
    assert received
    new_law = received >= date(2019, 5, 15)
    limit = 20 if new_law else 15
    if row["是否延期"] == "是":
        limit *= 2
    start = day(row["补正收到日期"]) or received
    asked, answered = day(row["征求第三方日期"]), day(row["第三方意见日期"])
    left_out: list[date] = []
    if asked:
        if answered is None:
            answered = after_workdays(asked, 15) if new_law else asked
        left_out = [asked + ONE_DAY * step for step in range(1, (answered - asked).days + 1)]
    return after_workdays(start, limit, left_out)


def replied_in_time(row: Row) -> bool:
    """Whether the reply kept its limit."""
    replied = day(row["答复日期"])
    return replied is not None and replied <= reply_by(row)
