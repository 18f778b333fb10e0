"""The rows of ``items.csv``: index numbers, outlets, and three reviews by three persons in order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from gongkai.demo.days import CALENDAR, iso, stamp, workday_after, workdays_between
from gongkai.demo.items.drafts import LAW, OTHER, SAMPLING, WARNING, Draft, drafts
from gongkai.demo.plan import Plan, plan_of
from gongkai.demo.shares import dice_for
from gongkai.demo.words import read, years

CODE = "371002SC"
COLUMNS = (
    "索引号",
    "标题",
    "信息类别",
    "公开方式",
    "责任单位",
    "文号",
    "成文日期",
    "发布日期",
    "公开渠道",
    "规范性文件",
    "有效性",
    "内容",
    "附件",
    "初审人",
    "初审时间",
    "保密审查人",
    "保密审查时间",
    "签发人",
    "签发时间",
)
_BOARDS = {
    WARNING: ("电子显示屏", "公开栏", "公开栏；电子显示屏", "报刊；公开栏", "电视；电子显示屏"),
    SAMPLING: ("公开栏", "报刊", "公开栏；报刊"),
    LAW: ("公开栏", "电子显示屏"),
    OTHER: ("公开栏", "电子显示屏", "公开栏；电子显示屏"),
}
_LAPSED = ("值班", "停办", "招聘", "公示名单")

Row = dict[str, str]


def rows(plan: Plan, *, edges: bool = True) -> Iterator[Row]:
    """The year's items in the order of publication; ``edges`` adds those that must not count."""
    dice = dice_for(plan.seed, "items", plan.year)
    found = numbered(plan)
    fresh = [draft for draft in found.values() if draft.formed.year == plan.year and counts(plan, draft)]
    boards, wechat = _boards(plan, fresh, dice), _wechat(plan, fresh, dice)
    for index, draft in found.items():
        if not edges and not counts(plan, draft):
            continue
        own = dice_for(plan.seed, "item", index)
        outlets = ["政府网站"] if draft.published else []
        outlets += ["局网站"] if draft.published and own.random() < 0.62 else []
        outlets += ["政务微信"] if id(draft) in wechat else []
        outlets += [boards[id(draft)]] if id(draft) in boards else []
        yield _row(index, draft, "；".join(outlets), own)


def counts(plan: Plan, draft: Draft) -> bool:
    """Whether the item was published in the plan's year."""
    return bool(draft.published and plan.first <= draft.published <= plan.last)


def numbered(plan: Plan) -> dict[str, Draft]:
    """Index number → item. The number bears the year in which the item was formed, and never changes."""
    found = drafts(plan)
    own = [draft for draft in found if draft.formed.year == plan.year]
    numbers = {id(draft): _index(plan.year, place) for place, draft in enumerate(own, start=1)}
    earlier = [draft for draft in found if draft.formed.year < plan.year]
    before = {}
    if earlier and plan.year - 1 in years():
        last_year = plan_of(plan.year - 1, plan.scale, plan.seed)
        theirs = [draft for draft in drafts(last_year) if draft.formed.year == last_year.year]
        before = {draft.title: _index(last_year.year, place) for place, draft in enumerate(theirs, start=1)}
    for place, draft in enumerate(earlier, start=90001):
        numbers[id(draft)] = before.get(draft.title) or _index(plan.year - 1, place)
    return {numbers[id(draft)]: draft for draft in found}


def _index(year: int, place: int) -> str:
    return f"{CODE}/{year}-{place:05d}"


def _boards(plan: Plan, counted: list[Draft], dice: Random) -> dict[int, str]:
    """Which items also hung on boards, ran over screens, stood in the paper or on television."""
    weight = {WARNING: 5.0, LAW: 3.0, OTHER: 2.5, SAMPLING: 1.5}
    likely = sorted(
        counted, key=lambda draft: dice.random() ** (1 / weight.get(draft.category, 0.25)), reverse=True
    )
    chosen = likely[: plan.few(plan.table["outlets"]["boards"])]
    return {id(draft): dice.choice(_BOARDS.get(draft.category, ("公开栏",))) for draft in chosen}


def _wechat(plan: Plan, counted: list[Draft], dice: Random) -> set[int]:
    fit = [draft for draft in counted if draft.category in (WARNING, SAMPLING, LAW)]
    return {id(draft) for draft in dice.sample(fit, min(plan.few(plan.table["outlets"]["wechat"]), len(fit)))}


def _row(index: str, draft: Draft, outlets: str, dice: Random) -> Row:
    head, secrecy, leader = _persons(draft, dice)
    first, second, third = _reviews(draft, dice)
    lapsed = any(word in draft.title for word in _LAPSED)
    return {
        "索引号": index,
        "标题": draft.title,
        "信息类别": draft.category,
        "公开方式": draft.way,
        "责任单位": draft.unit,
        "文号": draft.number,
        "成文日期": iso(draft.formed),
        "发布日期": iso(draft.published),
        "公开渠道": outlets,
        "规范性文件": "否",
        "有效性": "失效" if lapsed else "有效",
        "内容": draft.text,
        "附件": "；".join(draft.files),
        "初审人": head,
        "初审时间": stamp(first),
        "保密审查人": secrecy,
        "保密审查时间": stamp(second),
        "签发人": leader,
        "签发时间": stamp(third),
    }


def _persons(draft: Draft, dice: Random) -> tuple[str, str, str]:
    staff = read("words/staff.toml")
    head = next(unit["head"] for unit in staff["units"] if unit["name"] == draft.unit)
    secrecy = dice.choices(staff["secrecy"], weights=(85, 15))[0]
    return head, secrecy, staff["leader"] if dice.random() < 0.86 else staff["director"]


def _reviews(draft: Draft, dice: Random) -> tuple[datetime, datetime, datetime]:
    """Three moments in order, from the day the item was formed to the day it was published."""
    end = draft.published or workday_after(draft.formed, 4)
    room = workdays_between(draft.formed, end)
    steps = sorted(dice.randint(0, room) for _ in range(3))
    days = [min(workday_after(draft.formed, step), end) if step else draft.formed for step in steps]
    days = [CALENDAR.workday_on_or_before(day) if day > draft.formed else day for day in days]
    minute = dice.randint(515, 560)
    moments: list[datetime] = []
    for place, day in enumerate(days):
        later = bool(moments) and moments[-1].date() == day
        minute = minute + dice.randint(35, 150) if later else 520 + place * 40 + dice.randint(0, 200)
        moments.append(_at(day, minute))
    return moments[0], moments[1], moments[2]


def _at(day: date, minute: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(minutes=minute)
