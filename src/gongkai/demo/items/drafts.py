"""What is published: drafts of items from decisions, samples and the year's texts, before review."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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


def drafts(plan: Plan, *, edges: bool = True) -> list[Draft]:
    """The year's items by day of publication; ``edges`` adds what is in the register but does not count."""
    found = [*_cases(plan, cases(plan)), *_samplings(plan, rounds(plan)), *_warnings(plan), *_laws(plan)]
    found += _texts(plan, WORK, read("words/work.toml")["work"])
    other = read("words/other.toml")
    for category, key in ((PROCESS, "process"), (FINANCE, "finance"), (TYPICAL, "typical"), (OTHER, "other")):
        found += _texts(plan, category, other[key])
    within = [draft for draft in found if draft.published and plan.first <= draft.published <= plan.last]
    if edges:
        within += [draft for draft in found if draft.published and draft.published > plan.last]
        within += _withheld(plan)
    return sorted(within, key=lambda draft: (draft.published or draft.formed, draft.title))


def _cases(plan: Plan, decided: Iterable[Case]) -> Iterator[Draft]:
    for case in decided:
        title, text = summary(case)
        unit = "食品药品执法大队" if case.line == "食药" else "稽查大队"
        yield Draft(CASE, title, text, unit, case.decided, case.published, number=case.row["决定书文号"])


def _samplings(plan: Plan, announced: Iterable[Round]) -> Iterator[Draft]:
    for one in announced:
        formed = max(one.formed, workday_after(one.published - 9 * DAY, 0)) if not one.group else one.formed
        file = f"附件/{file_name(one)}"
        yield Draft(
            SAMPLING, one.title, announcement(plan, one), "食品流通餐饮科", min(formed, one.published), one.published, files=(file,)
        )  # fmt: skip


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
    month, day = (int(part) for part in entry["day"].split("-"))
    formed = workday_after(date(plan.year, month, day), 0)
    published = min(workday_after(formed, dice.randint(1, 6)), plan.last)
    limit = "自收到申请之日起15个工作日内答复" if plan.year < 2019 else "自收到申请之日起20个工作日内答复"
    words = {"year": plan.year, "prev": plan.year - 1, "next": plan.year + 1, "limit": limit}
    title = entry["title"].format_map(words) + (f"（{again + 1}）" if again else "")
    text = entry["text"].format_map(words).replace("|", "\n")
    numbered = category == OTHER and entry["unit"] in ("政策法规科", "办公室（政务公开）")
    number = f"威高市监〔{plan.year}〕{month * 3 + day // 11}号" if numbered and not again else ""
    files = tuple(f"附件/{name}" for name in entry.get("files", ()))
    return Draft(category, title, text, entry["unit"], formed, published, number=number, files=files)


def _warnings(plan: Plan) -> Iterator[Draft]:
    words = read("words/warnings.toml")
    contact = words["contact" if plan.year < 2020 else "contact_2020"]
    entries = []
    for notice in words["notice"]:
        tell = notice.get("tell_2020", notice["tell"]) if plan.year >= 2020 else notice["tell"]
        text = (
            f"提示对象：{notice['whom']}。|一、风险点|{notice['risk']}|二、识别方法|{tell}|三、消费建议|{notice['advice']}"
            f"|四、维权渠道|{contact}"
        )
        entries.append({"day": notice["day"], "unit": notice["unit"], "title": notice["title"], "text": text})
    yield from _texts(plan, WARNING, entries)


def _laws(plan: Plan) -> Iterator[Draft]:
    entries = [law for law in read("words/laws.toml")["law"] if law["year"] == plan.year]
    yield from _texts(plan, LAW, entries)


def _withheld(plan: Plan) -> Iterator[Draft]:
    for entry in read("words/withheld.toml")["item"]:
        month, day = (int(part) for part in entry["day"].split("-"))
        formed = workday_after(date(plan.year, month, day), 0)
        yield Draft(OTHER, entry["title"], entry["text"], entry["unit"], formed, None, way=entry["way"])
