"""Applications for disclosure and the remedies that follow: ``applications.csv`` and ``remedies.csv``.

An application belongs to the year in which it was received. One that is answered in the next year looks
open in a register of its own year and answered in the next year's: both reports carry over the same rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from gongkai.demo.days import DAY, iso, workday_after, workdays_between
from gongkai.demo.names import brand, firm, person
from gongkai.demo.plan import Plan, plan_of
from gongkai.demo.shares import dice_for
from gongkai.demo.words import read, years

APPLICATION_COLUMNS = (
    "登记编号",
    "提交日期",
    "收到日期",
    "提交方式",
    "申请人类型",
    "申请人",
    "联系方式",
    "申请内容",
    "补正通知日期",
    "补正收到日期",
    "征求第三方日期",
    "第三方意见日期",
    "是否延期",
    "答复结果",
    "答复日期",
    "送达方式",
    "收费金额",
    "减免",
)
REMEDY_COLUMNS = ("类型", "案号", "关联登记编号", "收案日期", "结果", "结案日期")
_DATED = ("补正通知日期", "补正收到日期", "征求第三方日期", "第三方意见日期")
_LAST_OF_2014 = 2018
"""The last year with the row labels of the form of 2014; what is answered later has a code of the next."""
_ORGANISED = {
    "科研机构": "威海{brand}市场研究所",
    "社会公益组织": "威海{brand}消费维权公益促进会",
    "法律服务机构": "山东{brand}律师事务所",
    "其他": "威海{brand}新闻工作室",
}
_NUMBERS = {
    "行政复议": "威高管复〔{year}〕{n}号",
    "行政诉讼-直接起诉": "（{year}）鲁1002行初{n}号",
    "行政诉讼-复议后起诉": "（{year}）鲁1002行初{n}号",
    "举报投诉": "威高公开举〔{year}〕{n}号",
}

Row = dict[str, str]


def applications(plan: Plan, *, last: date, carried: bool = True) -> Iterator[Row]:
    """The year's applications as they stand at ``last``; ``carried`` puts those from before first.

    From before come those carried over, and those that a remedy carried over is about.
    """
    before = _before(plan) if carried else None
    if before:
        end = iso(before.last)
        named = {row["关联登记编号"] for row in _remedies(before) if row["结案日期"] > end}
        for row in received(before):
            if row["答复日期"] > end or row["登记编号"] in named:
                yield _known(row, last)
    for row in received(plan):
        yield _known(row, last)


def remedies(plan: Plan, *, last: date, carried: bool = True) -> Iterator[Row]:
    """Reconsiderations, suits and grievances as they stand at ``last``, after those still open before."""
    before = _before(plan) if carried else None
    if before:
        yield from (_result(row, last) for row in _remedies(before) if row["结案日期"] > iso(before.last))
    for row in _remedies(plan):
        yield _result(row, last)


def received(plan: Plan) -> list[Row]:
    """All applications received in the year with what finally became of them, by date of receipt."""
    if "foi" not in plan.table:
        return [{name: _cell(value) for name, value in entry.items()} for entry in plan.table["applications"]]
    drafts = []
    for place, (outcome, applicant, late, fee) in enumerate(_wanted(plan)):
        dice = dice_for(plan.seed, "application", plan.year, place)
        drafts.append(_application(plan, dice, outcome, applicant, late=late, fee=fee))
    drafts.sort(key=lambda row: (row["收到日期"], row["提交日期"], row["申请人"]))
    for place, row in enumerate(drafts, start=1):
        row["登记编号"] = f"高市监依申请〔{plan.year}〕{place}号"
    return drafts


def _cell(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _before(plan: Plan) -> Plan | None:
    return plan_of(plan.year - 1, plan.scale, plan.seed) if plan.year - 1 in years() else None


def _known(row: Row, last: date) -> Row:
    """The row as a register printed on ``last`` shows it."""
    if row["答复日期"] <= iso(last):
        return row
    shown = row | {
        "答复结果": "",
        "答复日期": "",
        "送达方式": "",
        "收费金额": "",
        "减免": "",
        "是否延期": "否",
    }
    return shown | {name: "" for name in _DATED if row.get(name, "") > iso(last)}


def _result(row: Row, last: date) -> Row:
    return row if row["结案日期"] <= iso(last) else row | {"结果": "尚未审结", "结案日期": ""}


def _wanted(plan: Plan) -> Iterator[tuple[str, str, bool, int]]:
    """Outcome, applicant, whether answered in the next year, fee: one for each application of the plan."""
    for entry in plan.table["foi"]:
        outcome, applicant, count, late = entry[:4]
        fee = entry[4] if len(entry) > 4 else 0
        late_ones = plan.few(late)
        for place in range(plan.few(count)):
            yield outcome, applicant, place < late_ones, fee


def _application(plan: Plan, dice: Random, outcome: str, applicant: str, *, late: bool, fee: int) -> Row:
    words = read("words/requests.toml")
    key = words["labels"].get(outcome, outcome)
    channel = dice.choices(list(words["channels"]), weights=list(words["channels"].values()))[0]
    if channel == "电子邮件" and plan.year < 2019:
        channel = "网络"
    earliest = date(plan.year, 12, 12) if late else date(plan.year, 1, 5)
    latest = date(plan.year, 12, 29) if late else date(plan.year, 10, 20)
    got = workday_after(earliest + DAY * dice.randint(0, (latest - earliest).days), 0)
    got = min(got, workday_after(latest, 0))
    sent = got - timedelta(days=dice.randint(1, 3)) if channel == "信函" else got
    row = _applicant(plan, dice, applicant) | {
        "登记编号": "",
        "提交日期": iso(sent),
        "收到日期": iso(got),
        "提交方式": channel,
        "申请人类型": applicant,
        "申请内容": _asked(plan, dice, key, got.month),
        "送达方式": words["delivery"][channel],
        "收费金额": str(fee),
        "减免": "否",
        "答复结果": key if late and plan.year == _LAST_OF_2014 else outcome,
    }
    return row | _course(plan, dice, key, got, late=late)


def _applicant(plan: Plan, dice: Random, applicant: str) -> Row:
    someone = person(plan.seed, dice.randrange(9000))
    name = someone.name
    if applicant == "商业企业":
        name = firm(plan.seed, "factory", dice.randrange(200)).name
    elif applicant in _ORGANISED:
        name = _ORGANISED[applicant].format(brand=brand(dice))
    return {"申请人": name, "联系方式": someone.phone}


def _asked(plan: Plan, dice: Random, key: str, month: int) -> str:
    """What is applied for; what asks for something else than information says so itself."""
    words = read("words/requests.toml")["asked"][key]
    kind = dice.choice(("dining", "grocery", "card", "phone", "web"))
    kinds = read("words/names.toml")["kinds"]
    kind = kind if kind in kinds else "grocery"
    text = str(dice.choice(words)).format(
        year=plan.year - (month < 7),
        firm=firm(plan.seed, kind, dice.randrange(120)).name,
        road=dice.choice(read("words/names.toml")["roads"]),
        estate=dice.choice(read("words/calls.toml")["estates"]),
    )
    return f"{text}。" if key in ("skip.petition", "other.misc") else f"申请公开：{text}。"


def _course(plan: Plan, dice: Random, key: str, got: date, *, late: bool) -> Row:
    """The dates from receipt to answer, within the limits of the day."""
    limit = 20 if got >= date(2019, 5, 15) else 15
    row = {"是否延期": "否"}
    start, pause = got, 0
    if key in ("other.no_correction", "unable.unclear") or dice.random() < 0.08:
        asked = workday_after(got, dice.randint(1, 5))
        row["补正通知日期"] = iso(asked)
        start = workday_after(
            asked, dice.randint(10, 15) if key == "other.no_correction" else dice.randint(2, 8)
        )
        if key != "other.no_correction":
            row["补正收到日期"] = iso(start)
    if key == "deny.third_party" or (key == "grant.partial" and dice.random() < 0.4):
        letter = workday_after(start, dice.randint(1, 3))
        opinion = workday_after(letter, dice.randint(5, 11))
        pause = workdays_between(letter, opinion)
        row |= {"征求第三方日期": iso(letter), "第三方意见日期": iso(opinion)}
    longer = key == "other.no_fee" or (key.startswith("grant") and not pause and dice.random() < 0.12)
    days = dice.randint(limit + 1, limit * 2 - 6) if longer else dice.randint(pause and 4, limit - 2)
    days = (
        max(days + pause, workdays_between(start, plan.last) + dice.randint(1, 5)) if late else days + pause
    )
    if late and days > limit + pause:
        longer = True
    row |= {"是否延期": "是" if longer else "否", "答复日期": iso(workday_after(start, max(days, 1)))}
    return row


def _remedies(plan: Plan) -> list[Row]:
    """The year's remedies with what finally became of them; what is open at the end is upheld later."""
    about = received(plan)
    numbers: dict[str, int] = {}
    found = []
    entries: list[Any] = sorted(plan.table.get("remedies", []), key=lambda entry: entry[2])
    for kind, result, day, length, outcome in entries:
        came = workday_after(date.fromisoformat(f"{plan.year}-{day}"), 0)
        family = kind[:4]
        numbers[family] = numbers.get(family, 16 if family == "行政诉讼" else 0) + 1
        found.append(
            {
                "类型": kind,
                "案号": _NUMBERS[kind].format(year=plan.year, n=numbers[family]),
                "关联登记编号": _about(about, outcome, came),
                "收案日期": iso(came),
                "结果": "维持" if result == "尚未审结" else result,
                "结案日期": iso(workday_after(came + DAY * length, 0)),
            }
        )
    return found


def _about(applications: list[Row], outcome: str, came: date) -> str:
    """The application of this outcome answered last before ``came``, or any answered before."""
    answered: list[Mapping[str, str]] = [row for row in applications if row["答复日期"] < iso(came)]
    fitting = [row for row in answered if row["答复结果"] == outcome] or answered
    return max(fitting, key=lambda row: row["答复日期"])["登记编号"] if fitting else ""
