"""What is published: drafts of items from decisions, samples and the year's texts, before review."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gongkai.demo.days import DAY, workday_after
from gongkai.demo.penalties import Case, cases, summary
from gongkai.demo.plan import Plan
from gongkai.demo.sampling import Round, announcement, file_name, rounds
from gongkai.demo.shares import dice_for
from gongkai.demo.words import read

CASE, WORK, SAMPLING, WARNING, LAW = "案件办理信息", "业务工作", "抽检信息", "消费警示信息", "法律法规信息"
PROCESS, FINANCE, TYPICAL, OTHER = "信息公开流程信息", "财务公开信息", "典型案例", "其他类"


@dataclass(frozen=True, slots=True)
class Draft:
    """An item before review; ``published`` is None for what is not published on our own motion."""

    category: str
    title: str
    text: str
    unit: str
    formed: date
    published: date | None
    way: str = "主动公开"
    number: str = ""
    files: tuple[str, ...] = field(default=())


def drafts(plan: Plan) -> list[Draft]:
    """The year's items by day of publication, with those that do not count (withheld, or January's)."""
    found = [*_cases(plan, cases(plan)), *_samplings(plan, rounds(plan)), *_warnings(plan), *_laws(plan)]
    work = [_of_year(entry, plan.year) for entry in read("words/work.toml")["work"]]
    found += _texts(plan, WORK, work)
    other = read("words/other.toml")
    for category, key in ((PROCESS, "process"), (FINANCE, "finance"), (TYPICAL, "typical"), (OTHER, "other")):
        found += _texts(plan, category, other[key])
    found += _withheld(plan)
    return sorted(found, key=lambda draft: (draft.published or draft.formed, draft.title))


def _cases(plan: Plan, decided: Iterable[Case]) -> Iterator[Draft]:
    for case in decided:
        title, text = summary(case)
        unit = "食品药品执法大队" if case.line == "食药" else "稽查大队"
        yield Draft(CASE, title, text, unit, case.decided, case.published, number=case.row["决定书文号"])


def _samplings(plan: Plan, announced: Iterable[Round]) -> Iterator[Draft]:
    for one in announced:
        text, files = announcement(plan, one), (f"附件/{file_name(one)}",)
        yield Draft(SAMPLING, one.title, text, "食品流通餐饮科", one.formed, one.published, files=files)


def evenly(entries: list[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    """``count`` of the entries, spread over all of them; more than there are means some come again."""
    if count <= len(entries):
        return [entries[place * len(entries) // count] for place in range(count)]
    return [entries[place % len(entries)] for place in range(count)]


def _texts(plan: Plan, category: str, entries: list[dict[str, Any]]) -> Iterator[Draft]:
    wanted = plan.few(plan.table["items"].get(category, 0))
    for place, entry in enumerate(evenly(entries, wanted) if wanted else []):
        yield _draft(plan, category, entry, place // len(entries))


def _draft(plan: Plan, category: str, entry: dict[str, Any], again: int) -> Draft:
    dice = dice_for(plan.seed, "text", plan.year, entry["title"], again)
    on = _day(plan.year, entry)
    formed = workday_after(on, 0)
    published = min(workday_after(formed, dice.randint(1, 6)), plan.last)
    words = _words(plan.year)
    title = entry["title"].format_map(words) + (f"（{again + 1}）" if again else "")
    text = entry["text"].format_map(words).replace("|", "\n")
    numbered = category == OTHER and entry["unit"] in ("政策法规科", "办公室（政务公开）")
    number = f"威高市监〔{plan.year}〕{on.month * 3 + on.day // 11}号" if numbered and not again else ""
    files = tuple(f"附件/{name}" for name in entry.get("files", ()))
    return Draft(category, title, text, entry["unit"], formed, published, number=number, files=files)


def _day(year: int, entry: Mapping[str, Any]) -> date:
    """The day on which a text was formed: fixed, or ``days`` before a festival of the lunar calendar."""
    if "festival" in entry:
        eve = read("words/festivals.toml")[entry["festival"]][str(year)]
        return date.fromisoformat(f"{year}-{eve}") - DAY * int(entry["days"])
    return date.fromisoformat(f"{year}-{entry['day']}")


def _words(year: int) -> dict[str, Any]:
    """What the texts of a year refer to."""
    old = year < 2019
    return {
        "year": year,
        "prev": year - 1,
        "next": year + 1,
        "limit": f"自收到申请之日起{15 if old else 20}个工作日内答复",
        "hotlines": "12315、12331、12365" if old else "12315、12345",
        "channels": "12315、12331、12365和市长热线" if old else "12315、12345热线和全国12315平台",
        "phones": "消费者申诉举报12315，食品药品投诉举报12331，质量技术监督12365"
        if old
        else "消费者投诉举报12315，政务服务便民热线12345",
        "theme": read("words/festivals.toml")["theme"][str(year)],
    }


def _of_year(entry: Mapping[str, Any], year: int) -> dict[str, Any]:
    """The entry with the words it has for the years since 2019."""
    if year < 2019:
        return dict(entry)
    return {**entry, **{key[:-5]: value for key, value in entry.items() if key.endswith("_2019")}}


def _warnings(plan: Plan) -> Iterator[Draft]:
    words = read("words/warnings.toml")
    contact = words["contact" if plan.year < 2019 else "contact_2019"]
    entries = []
    for notice in words["notice"]:
        tell = _of_year(notice, plan.year)["tell"]
        text = (
            f"提示对象：{notice['whom']}。|一、风险点|{notice['risk']}|二、识别方法|{tell}|三、消费建议|{notice['advice']}"
            f"|四、维权渠道|{contact}"
        )
        entries.append({**notice, "text": text})
    yield from _texts(plan, WARNING, entries)


def _laws(plan: Plan) -> Iterator[Draft]:
    entries = [law for law in read("words/laws.toml")["law"] if law["year"] == plan.year]
    yield from _texts(plan, LAW, entries)


def _withheld(plan: Plan) -> Iterator[Draft]:
    for entry in read("words/withheld.toml")["item"]:
        formed = workday_after(date.fromisoformat(f"{plan.year}-{entry['day']}"), 0)
        yield Draft(OTHER, entry["title"], entry["text"], entry["unit"], formed, None, way=entry["way"])
