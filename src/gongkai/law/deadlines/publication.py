"""Limits of what an organ publishes on its own: items, the annual report, the budget."""

from __future__ import annotations

from datetime import date

from gongkai.law import registry
from gongkai.law.answer import Also, Answer, Step
from gongkai.law.calendar import Calendar
from gongkai.law.deadlines.asking import Asked
from gongkai.law.deadlines.foi import BEFORE
from gongkai.law.deadlines.plain import Ruled, Told, answer, no_duty, unknown_years, warnings
from gongkai.refusal import Refused

BODIES = ("department", "government")


def item_publication(
    on: date, calendar: Calendar | None = None, *, ruled_on: date | None = None, explain: bool = True
) -> Answer:
    """By when information formed or changed on ``on`` must be public (条例 2019 art. 26, 2008 art. 18)."""
    rule = registry.find("foi", ruled_on or on)
    if rule is None:
        return no_duty("item-publication", on, None, BEFORE)
    told = Told("信息形成或者变更", "主动公开期限届满")
    ruled = [Ruled(rule, rule.limit("item_publication"))]
    return answer("item-publication", on, ruled, calendar or Calendar.default(), told, explain=explain)


def annual_report(year: int, calendar: Calendar | None = None, *, body: str = "department") -> Answer:
    """By when the report about ``year`` must be public (条例 2019 art. 49, 2008 art. 31).

    The text has no rule for rest days, so the day itself is due; where nobody works on it, the last
    working day before it stands beside it as the target.
    """
    calendar = calendar or Calendar.default()
    if year >= date.max.year:
        raise Refused("date-out-of-range", f"{year} 年的年度报告超出了可计算的日期范围", "请核对年份")
    last_day = date(year, 12, 31)
    rule = registry.find("foi", last_day)
    if rule is None:
        return no_duty("annual-report", last_day, None, BEFORE)
    limit = rule.limit(f"annual_report_{body}")
    due = date.fromisoformat(f"{year + 1:04d}-{limit.month_day}")
    target = calendar.workday_on_or_before(due)
    steps = [
        Step(last_day, f"{year} 年度报告的统计期间届满"),
        Step(due, f"{calendar.describe(due)}：公布（提交）年度报告的期限届满；条例没有规定遇休息日顺延"),
        *warnings([Ruled(rule, limit)], due, last_day),
        *unknown_years(calendar, last_day, due),
    ]
    why = f"期限当日为{calendar.describe(due)}，最迟在此前最后一个工作日公布"
    return Answer(
        kind="annual-report",
        on=last_day,
        due=due,
        ruleset=rule.id,
        basis=Ruled(rule, limit).basis,
        steps=tuple(steps),
        also=(Also(target, why),) if target != due else (),
        provisional=calendar.crosses_unknown(last_day, due),
    )


def budget_publication(on: date, calendar: Calendar | None = None, *, explain: bool = True) -> Answer:
    """By when a department's budget or final account must be public, from its approval (预算法 art. 14)."""
    rule = registry.find("budget", on)
    if rule is None:
        reason = f"{on} 时《中华人民共和国预算法》还没有部门预算、决算公开期限的规定（2015年1月1日起施行）"
        return no_duty("budget-publication", on, None, reason)
    told = Told("财政部门批复", "部门预算、决算公开期限届满")
    ruled = [Ruled(rule, rule.limit("publication"))]
    return answer("budget-publication", on, ruled, calendar or Calendar.default(), told, explain=explain)


def item(asked: Asked, calendar: Calendar) -> Answer:
    """``item-publication`` as the command asks it."""
    return item_publication(asked.on, calendar, ruled_on=asked.ruled_on)


def report(asked: Asked, calendar: Calendar) -> Answer:
    """``annual-report`` as the command asks it; ``--on`` is any day of the report year."""
    given = annual_report(asked.on.year, calendar, body=asked.choice("body", BODIES, "department"))
    return Answer(
        given.kind,
        asked.on,
        given.due,
        given.ruleset,
        given.basis,
        given.steps,
        given.also,
        given.provisional,
    )


def budget(asked: Asked, calendar: Calendar) -> Answer:
    """``budget-publication`` as the command asks it."""
    return budget_publication(asked.on, calendar)
