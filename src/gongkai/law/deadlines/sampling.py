"""Limits of a food sample that failed and of a task of random checks: when a result may and must be public.

Whoever got the conclusion of a test may ask for a second one 复检 within seven working days
(食品安全法第八十八条). That the result of what failed is *formed* only when this period is over, or when the
second test is known, is a reading of the twenty working days of the 条例; the answer says so and names the
earlier date too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from gongkai.law import registry
from gongkai.law.answer import Also, Answer
from gongkai.law.calendar import Calendar
from gongkai.law.deadlines.asking import in_order
from gongkai.law.deadlines.plain import Ruled, Told, answer, no_duty, warn
from gongkai.law.deadlines.publication import item_publication


def sample_recheck(on: date, calendar: Calendar | None = None, *, explain: bool = True) -> Answer:
    """Until when a second test 复检 may be asked for, from receipt (食品安全法 art. 88)."""
    rule = registry.find("food.law", on)
    if rule is None:
        reason = f"{on} 适用的《中华人民共和国食品安全法》没有收录复检申请期限（收录的自2015年10月1日起）"
        return no_duty("sample-recheck", on, None, reason)
    told = Told("收到不合格检验结论", "复检申请期限届满；没有人申请的，结论成为最终结论")
    ruled = [Ruled(rule, rule.limit("recheck"))]
    return answer("sample-recheck", on, ruled, calendar or Calendar.default(), told, explain=explain)


def sample_notice(on: date, calendar: Calendar | None = None, *, explain: bool = True) -> Answer:
    """By when whom the sample was taken from is told that it failed, from the report (抽检办法, recalled)."""
    rule = registry.find("sampling", on)
    limit = rule.find_limit("notice") if rule else None
    if rule is None or limit is None:
        reason = "当时的抽样检验管理办法没有收录通知期限；仍应当及时书面通知被抽样单位和标称的生产者"
        return no_duty("sample-notice", on, None, reason)
    told = Told("出具不合格检验报告", "书面通知被抽样单位和标称生产者的期限届满")
    return answer(
        "sample-notice", on, [Ruled(rule, limit)], calendar or Calendar.default(), told, explain=explain
    )


@dataclass(frozen=True, slots=True)
class ResultClock:
    """What decides when the result of samples must be public.

    ``reported_on`` is the last report; ``final_on`` the day on which the last failed conclusion became final,
    null where nothing failed. ``is_open``: of something that failed it is not known yet.
    """

    reported_on: date
    final_on: date | None = None
    is_open: bool = False


def sample_publication(
    clock: ResultClock, calendar: Calendar | None = None, *, explain: bool = True
) -> Answer:
    """By when the result of samples must be public: the limit of all information, from its forming.

    Counted from the final conclusion where something failed, the date from the report beside it; while the
    conclusion is open only the date from the report is known, and it is provisional.
    """
    in_order(("出具报告", clock.reported_on), ("最终结论", clock.final_on))
    formed = clock.final_on or clock.reported_on
    found = replace(item_publication(formed, calendar, explain=explain), kind="sample-publication")
    if found.due is None:
        return found
    if clock.is_open:
        words = "暂定：不合格样品的复检申请期限未满或者复检没有结论，最终结论形成后重新计算"
        return replace(warn(found, words), provisional=True)
    if clock.final_on is None or clock.final_on == clock.reported_on:
        return found
    early = item_publication(clock.reported_on, calendar, explain=False)
    said = f"注意：不合格结果以最终结论（{clock.final_on}）为形成，是对“形成”的理解，未见明文"
    also = (Also(early.due, f"自检验报告（{clock.reported_on}）起算的日期"),) if early.due else ()
    return replace(warn(found, said), also=(*found.also, *also))


def double_random_publication(on: date, calendar: Calendar | None = None, *, explain: bool = True) -> Answer:
    """By when results of random checks 双随机 must be public, from the end of the task (recalled)."""
    rule = registry.find("double_random", on)
    if rule is None:
        reason = f"{on} 没有收录双随机抽查结果的公示期限（国发〔2019〕5号，2019年1月27日）"
        return no_duty("double-random", on, None, reason)
    told = Told("抽查任务完成", "抽查结果公示期限届满")
    ruled = [Ruled(rule, rule.limit("publication"))]
    return answer("double-random", on, ruled, calendar or Calendar.default(), told, explain=explain)
