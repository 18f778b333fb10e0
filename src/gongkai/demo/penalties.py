"""Penalty decisions: the rows of ``penalties.csv`` and when each becomes public."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from gongkai.demo.days import DAY, chinese, iso, workday_after
from gongkai.demo.names import Firm, firm, person_name
from gongkai.demo.plan import Plan, plan_of
from gongkai.demo.sampling import Row, failures
from gongkai.demo.shares import dice_for
from gongkai.demo.words import read, years

COLUMNS = (
    "决定书文号",
    "当事人名称",
    "统一社会信用代码",
    "当事人类型",
    "违法行为类型",
    "违法事实",
    "处罚依据",
    "处罚种类",
    "处罚内容",
    "罚款金额",
    "没收金额",
    "决定日期",
    "处罚机关",
    "是否跨省",
    "送达日期",
    "条线",
)
AGENCY = "威海火炬高技术产业开发区市场监督管理局"


@dataclass(frozen=True, slots=True)
class Case:
    """One decision; ``published`` is the day on which its summary becomes public."""

    kind: str
    line: str
    party: Firm
    natural: bool
    row: Row
    decided: date
    served: date
    published: date


def cases(plan: Plan, *, edges: bool = True) -> list[Case]:
    """The decisions of December before that are published in January, and those of the year, by date.

    Without ``edges`` those that the year after publishes are left out.
    """
    found = [*_held(plan, plan.year - 1), *published_within(plan)]
    return [*found, *_held(plan, plan.year)] if edges else found


def published_within(plan: Plan) -> list[Case]:
    """The year's decisions that are also published in the year."""
    dice = dice_for(plan.seed, "penalties", plan.year)
    kinds = [kind for kind, count in plan.table["penalties"]["kinds"].items() for _ in range(plan.few(count))]
    dice.shuffle(kinds)
    first, last = date(plan.year, 1, 9), date(plan.year, 11, 24)
    step = (last - first).days / max(len(kinds), 1)
    bad = _dated_failures(plan)
    drafts = []
    for place, kind in enumerate(kinds):
        decided = workday_after(first + timedelta(days=int(step * (place + dice.random()))), 0)
        sample = bad.pop(0) if kind == "sampled" and bad else None
        if sample:
            decided = min(workday_after(sample[0] + DAY * dice.randint(55, 80), 0), last)
        drafts.append((decided, kind, sample[1] if sample else None))
    drafts.sort(key=lambda draft: draft[0])
    found = [
        _case(plan, plan.year, place, kind, decided, sample)
        for place, (decided, kind, sample) in enumerate(drafts, start=1)
    ]
    return _one_late(plan, found)


def _dated_failures(plan: Plan) -> list[tuple[date, Row]]:
    """Failed batches early enough for a decision that is published in the year."""
    found = [(one.formed, row) for one, row in failures(plan) if one.year == plan.year and not one.group]
    return sorted((pair for pair in found if pair[0] < date(plan.year, 9, 5)), key=lambda pair: pair[0])


def _one_late(plan: Plan, found: list[Case]) -> list[Case]:
    """Some decision was published after its limit; that happens, and the figures must show it."""
    left = plan.few(plan.table["outlets"]["late"])
    for place, case in enumerate(found):
        if left and case.line == "工商" and case.decided.month in (5, 8):
            found[place] = replace(case, published=workday_after(case.decided, 23))
            left -= 1
    return found


def _held(plan: Plan, year: int) -> list[Case]:
    """December's decisions of ``year`` published in January after it; both years' registers agree."""
    known = year in years()
    there = plan_of(year, plan.scale, plan.seed) if known else replace(plan, year=year)
    table = there.table["penalties"]
    kinds = list(table["held"] if known else table["carried"])
    number = there.few(sum(table["kinds"].values()))
    bad = [row for one, row in failures(there) if one.group] if known else []
    found = []
    for place, kind in enumerate(kinds, start=1):
        dice = dice_for(plan.seed, "held", year, place)
        line = read("words/penalties.toml")[kind]["line"]
        low, high = (20, 29) if line == "食药" else (8, 28)
        decided = date(year, 12, low) + DAY * ((high - low) * place // (len(kinds) + 1))
        sample = bad.pop() if kind == "sampled" and bad else None
        found.append((workday_after(min(decided, date(year, 12, 28)), 0), kind, sample, dice))
    found.sort(key=lambda draft: draft[0])
    return [
        _in_january(_case(there, year, number + place, kind, decided, sample), dice)
        for place, (decided, kind, sample, dice) in enumerate(found, start=1)
    ]


def _in_january(case: Case, dice: Random) -> Case:
    new_year = date(case.decided.year + 1, 1, 1)
    limit = workday_after(case.served, 7) if case.line == "食药" else workday_after(case.decided, 20)
    first = workday_after(new_year, 1)
    room = max((limit - first).days, 0)
    return replace(case, published=workday_after(first + DAY * dice.randint(0, min(room, 12)), 0))


def _case(plan: Plan, year: int, number: int, kind: str, decided: date, sample: Row | None) -> Case:
    dice = dice_for(plan.seed, "case", year, number)
    words = read("words/penalties.toml")[kind]
    food = words["line"] == "食药"
    served = workday_after(decided, dice.randint(1, 4 if food else 6))
    published = (
        workday_after(served, dice.randint(2, 6)) if food else workday_after(decided, dice.randint(6, 18))
    )
    party = firm(plan.seed, words["firms"], 40 + number * 3 + dice.randrange(3))
    natural = kind == "unlicensed"
    if natural:
        party = replace(party, name=person_name(dice), code="")
    if sample:
        party = replace(party, name=sample["被抽样单位"], address=sample["被抽样单位地址"])
    row = _row(words, year, number, decided, served, party, natural, sample, dice)
    return Case(kind, words["line"], party, natural, row, decided, served, published)


def _row(
    words: dict[str, Any],
    year: int,
    number: int,
    decided: date,
    served: date,
    party: Firm,
    natural: bool,
    sample: Row | None,
    dice: Random,
) -> Row:
    fine = _sum_of_money(words["fine"], dice)
    taken = _sum_of_money(words["taken"], dice) if words["taken"] else 0.0
    content = [f"{words['seize']}{f'{taken * 10000:g}元' if taken else ''}", f"罚款{fine * 10000:g}元"]
    facts = _facts(words, decided, sample, taken, dice)
    law = [text for since, text in words["law"] if since <= decided.isoformat()][-1]
    kind = "自然人" if natural else "个体工商户" if party.sole_trader else "企业"
    first = next((kind for kind in ("警告", "没收") if words["seize"].startswith(kind)), "")
    kinds = f"{first}；罚款" if first else "罚款"
    return {
        "决定书文号": f"威高市监罚字〔{year}〕{number}号",
        "当事人名称": party.name,
        "统一社会信用代码": party.code,
        "当事人类型": kind,
        "违法行为类型": words["type"],
        "违法事实": facts,
        "处罚依据": law,
        "处罚种类": kinds,
        "处罚内容": "，".join(content),
        "罚款金额": f"{fine:g}",
        "没收金额": f"{taken:g}",
        "决定日期": iso(decided),
        "处罚机关": AGENCY,
        "是否跨省": "否",
        "送达日期": iso(served),
        "条线": words["line"],
    }


def _sum_of_money(bounds: list[float], dice: Random) -> float:
    low, high = bounds
    return round(dice.uniform(low, high), 1 if high >= 1 else 2 if high >= 0.2 else 3)


def _facts(words: dict[str, Any], decided: date, sample: Row | None, taken: float, dice: Random) -> str:
    seen = decided - DAY * dice.randint(28, 75)
    values = {
        "seen": chinese(seen),
        "before": f"{chinese(seen - DAY * 20)}",
        "p": dice.choice(words["goods"]),
        "n": dice.randint(2, 18),
        "worth": f"{taken * 10000:g}" if taken else f"{dice.randint(8, 96) * 10}",
        "reported": chinese(seen),
        "made": f"生产日期{chinese(seen - DAY * 40)}",
        "item": "苯甲酸及其钠盐（以苯甲酸计）",
        "result": "1.5 g/kg",
        "limit": "≤1.0 g/kg",
    }
    if sample:
        made = date.fromisoformat(sample["生产日期或批号"])
        values |= {
            "p": sample["食品名称"],
            "made": f"生产日期{chinese(made)}",
            "item": sample["不合格项目"],
            "result": sample["检验结果"],
            "limit": sample["标准值"],
            "reported": chinese(date.fromisoformat(sample["报告日期"])),
        }
    return str(dice.choice(words["fact"]).format_map(values))


def parties(plan: Plan) -> list[tuple[date, str, Firm]]:
    """Firms with a decision that a report may have led to: day of the decision, line, firm."""
    return [
        (case.decided, case.line, case.party)
        for case in cases(plan)
        if case.kind != "sampled" and not case.natural
    ]


def summary(case: Case) -> tuple[str, str]:
    """Title and text of the item that publishes a decision, without what must not be public."""
    words = read("words/penalties.toml")[case.kind]
    row = case.row
    name = f"{case.party.name[0]}某" if case.natural else case.party.name
    code = f"，统一社会信用代码{row['统一社会信用代码']}" if row["统一社会信用代码"] else ""
    where = "" if case.natural else f"，经营场所：{case.party.address}"
    text = (
        f"决定书文号：{row['决定书文号']}\n当事人：{name}{code}{where}。\n违法行为类型：{row['违法行为类型']}。\n"
        f"主要违法事实：{row['违法事实']}\n处罚依据：上述行为{row['处罚依据']}。\n处罚内容：{row['处罚内容']}。\n"
        f"作出处罚决定的机关：{AGENCY}。决定日期：{chinese(case.decided)}。"
    )
    return f"{name}{words['title']}行政处罚决定书公示（{row['决定书文号']}）", text
