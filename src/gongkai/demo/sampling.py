"""Food sampling: the rounds of a year with their batches, the rows of ``samples.csv``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from random import Random
from typing import Any

from gongkai.demo.days import DAY, chinese, iso, workday_after
from gongkai.demo.names import brand
from gongkai.demo.plan import Plan, plan_of
from gongkai.demo.shares import dice_for
from gongkai.demo.words import read, year_table, years

COLUMNS = (
    "抽样编号",
    "公告批次",
    "食品名称",
    "规格型号",
    "商标",
    "生产日期或批号",
    "标称生产企业",
    "标称生产企业地址",
    "被抽样单位",
    "被抽样单位地址",
    "不合格项目",
    "检验结果",
    "标准值",
    "结论",
    "检验机构",
    "任务来源",
    "报告日期",
)

Row = dict[str, str]
_SEASONAL = ("元宵汤圆", "粽子", "月饼", "校园周边食品")


@dataclass(frozen=True, slots=True)
class Round:
    """The batches of one announcement: ``year`` and ``number`` (a month, from 13 a season) tell them apart.

    ``issue`` is the announcement's place among those of its year, which may be the year after ``year``.
    """

    year: int
    number: int
    season: str
    group: str
    count: int
    failed: int
    formed: date
    published: date
    issue: int = 0

    @property
    def label(self) -> str:
        """The cell 公告批次."""
        return f"{self.published.year}年第{self.issue}期"

    @property
    def title(self) -> str:
        """The announcement's title."""
        tail = f"（{self.season}专项）" if self.season else ""
        return f"{self.label}食品安全监督抽检信息公告{tail}"


def rounds(plan: Plan) -> list[Round]:
    """The rounds announced in the year, by date, and at the end December's, which is announced in January."""
    table = plan.table["samples"]
    found = [_monthly(plan, plan.year - 1, 12, *_december_before(plan.year, table))]
    for month, (count, failed) in enumerate(zip(table["monthly"], table["failed"], strict=True), start=1):
        found.append(_monthly(plan, plan.year, month, count, failed))
    for place, season in enumerate(table["seasons"], start=13):
        formed = workday_after(festival(plan.year, season), 0)
        published = workday_after(formed, 2)
        count, failed = plan.few(season["count"]), plan.few(season["failed"])
        found.append(
            Round(plan.year, place, season["name"], season["group"], count, failed, formed, published)
        )
    found.sort(key=lambda one: one.published)
    within = [one for one in found if one.published <= plan.last]
    after = [one for one in found if one.published > plan.last]
    return [replace(one, issue=place) for part in (within, after) for place, one in enumerate(part, start=1)]


def festival(year: int, season: Mapping[str, Any]) -> date:
    """The day of a season's report: fixed (``on``), or some days ``before`` a lunar festival."""
    day = season.get("on") or read("words/festivals.toml")[season["name"]][str(year)]
    return date.fromisoformat(f"{year}-{day}") - DAY * int(season.get("before", 0))


def _december_before(year: int, table: Mapping[str, Any]) -> tuple[int, int]:
    if year - 1 in years():
        other = year_table(year - 1)["samples"]
        return other["monthly"][11], other["failed"][11]
    count, failed = table["december_before"]
    return count, failed


def _monthly(plan: Plan, year: int, month: int, count: int, failed: int) -> Round:
    dice = dice_for(plan.seed, "round", year, month)
    last = date(year + month // 12, month % 12 + 1, 1) - DAY
    formed = min(workday_after(last - DAY * dice.randint(3, 6), 0), last)
    published = workday_after(last, dice.randint(3, 7))
    return Round(year, month, "", "", plan.few(count), plan.few(failed), formed, published)


def batches(plan: Plan, one: Round) -> Iterator[Row]:
    """The rows of a round; the failed ones are spread among the others."""
    dice = dice_for(plan.seed, "batches", one.year, one.number)
    table = read("words/foods.toml")["groups"]
    groups = [one.group] if one.group else [name for name in table if name not in _SEASONAL]
    fails = [(name, fail) for name in groups for fail in table[name].get("fail", ())]
    dice_for(plan.seed, "fails", one.year).shuffle(fails)
    step = one.count // (one.failed + 1) if one.failed else 0
    for place in range(one.count):
        bad = place // step if step and place % step == step - 1 and place // step < one.failed else None
        if bad is None:
            group = table[dice.choice(groups)]
            yield _batch(one, place, group, (dice.choice(group["foods"]), "", "", ""), dice)
        else:
            name, fail = fails[(one.number + bad * 13) % len(fails)]
            yield _batch(one, place, table[name], fail, dice)


def _batch(one: Round, place: int, group: Mapping[str, Any], found: Sequence[str], dice: Random) -> Row:
    """One batch; ``found`` is the food and, where it failed, item, result and limit."""
    food, item, result, limit = found
    words = read("words/foods.toml")
    days = group.get("days", 180)
    sampled = one.formed - DAY * dice.randint(14, 27)
    made = sampled - DAY * int(days * dice.random() ** 2)
    spec = "散装称重" if food.startswith("散装") else dice.choice(group["specs"])
    loose = spec in ("散装称重", "/")
    city, mark = dice.choice(words["cities"]), brand(dice)
    shop = dice.choice(group.get("places", words["places"])).format(brand=brand(dice), n=dice.randint(1, 60))
    road = dice.choice(read("words/names.toml")["roads"])
    street = f"{dice.choice(('工业园', '创业路', '兴业街', '港湾路'))}{dice.randint(1, 99)}号"
    return {
        "抽样编号": f"DC{one.year % 100}371002{one.number:02d}{place + 1:05d}",
        "公告批次": one.label,
        "食品名称": food,
        "规格型号": spec,
        "商标": "/" if loose else mark,
        "生产日期或批号": iso(made),
        "标称生产企业": "/" if loose else f"{city[:2]}{mark}食品有限公司",
        "标称生产企业地址": "/" if loose else f"山东省{city}{street}",
        "被抽样单位": shop,
        "被抽样单位地址": f"威海火炬高技术产业开发区{road}{dice.randint(1, 380)}号",
        "不合格项目": item,
        "检验结果": result,
        "标准值": limit,
        "结论": "不合格" if item else "合格",
        "检验机构": dice.choice(words["labs"][:2]),
        "任务来源": "区级监督抽检",
        "报告日期": iso(one.formed),
    }


def rows(plan: Plan, *, edges: bool = True) -> Iterator[Row]:
    """The batches that the year's announcements rest on; ``edges`` adds December's."""
    for one in rounds(plan):
        if edges or one.published <= plan.last:
            yield from batches(plan, one)


def file_name(one: Round) -> str:
    """The name of the table that goes with a round's announcement."""
    return f"{one.title.replace('信息公告', '结果')}.csv"


def failures(plan: Plan) -> list[tuple[Round, Row]]:
    """The batches that failed, with their round."""
    return list(_failures(plan.year, plan.scale, plan.seed))


@lru_cache(maxsize=8)
def _failures(year: int, scale: float, seed: int) -> tuple[tuple[Round, Row], ...]:
    plan = plan_of(year, scale, seed)
    return tuple(
        (one, row) for one in rounds(plan) if one.failed for row in batches(plan, one) if row["不合格项目"]
    )


def announcement(plan: Plan, one: Round) -> str:
    """The text of a round's announcement: counts by food, then every failed batch with what must be told."""
    foods: dict[str, int] = {}
    bad: list[Row] = []
    for row in batches(plan, one):
        foods[row["食品名称"]] = foods.get(row["食品名称"], 0) + 1
        if row["不合格项目"]:
            bad.append(row)
    common = "、".join(
        f"{food}{count}批次"
        for food, count in sorted(foods.items(), key=lambda pair: (-pair[1], pair[0]))[:6]
    )
    text = [
        f"近期，我局组织开展食品安全监督抽检，本期公布{one.count}批次，其中合格{one.count - len(bad)}批次，"
        f"不合格{len(bad)}批次（{one.label}）。抽检品种主要有{common}等。检验依据为相应的食品安全国家标准。"
    ]
    for row in bad:
        made = chinese(date.fromisoformat(row["生产日期或批号"]))
        maker = (
            ""
            if row["标称生产企业"] == "/"
            else f"标称{row['标称生产企业']}（{row['标称生产企业地址']}）生产的"
        )
        text.append(
            f"不合格产品：{row['被抽样单位']}（{row['被抽样单位地址']}）销售的{maker}{row['食品名称']}，规格{row['规格型号']}，"
            f"商标{row['商标']}，生产日期{made}，{row['不合格项目']}检验结果为{row['检验结果']}，标准值为{row['标准值']}。"
        )
    if bad:
        text.append(
            "对不合格产品，我局已责令被抽样单位立即停止销售、下架并召回，对其违法行为依法调查处理。已购买的消费者请停止食用，可凭购物凭证要求退货。"
        )
    else:
        text.append(
            "本期抽检产品全部合格。消费者发现食品质量问题，请拨打"
            + ("12331" if plan.year < 2019 else "12315")
            + "投诉举报。"
        )
    return "\n".join(text)
