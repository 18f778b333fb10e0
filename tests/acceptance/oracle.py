"""A second, plain computation of a year's figures from register files: the oracle of the acceptance tests.

It reads CSV registers and ``organisation.toml`` by the words of the contract (FORMATS.md 2 and 3, the tables
of the annual report in RULES.md 4) and shares no code with the program, so that both are wrong together only
where the contract is. It uses the standard library and the table of official working days, nothing else.
"""

from __future__ import annotations

import statistics
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from oracle_forms import form_2014, tables
from oracle_limits import after_workdays, in_time, replied_in_time, workdays
from oracle_rows import Row, Value, by_end, day, names, percent, published, register, rounded, within

PETITIONS = ("投诉", "举报", "投诉举报")
CHANNELS = ("12315", "12365", "12331", "市长热线", "网络", "来信", "来访", "现场", "12345", "其他")
DOUBLE_PUBLICITY = date(2015, 6, 24)
OUTLETS = "政府网站 局网站 政府公报 政务微博 政务微信 报刊 电视 电子显示屏 公开栏 其他"
NINE = (
    "案件办理信息 业务工作 抽检信息 消费警示信息 法律法规信息 信息公开流程信息 财务公开信息 典型案例 其他类"
)


def items(rows: list[Row], year: int) -> dict[str, Value]:
    """``items.*``, ``secrecy.reviewed``."""
    public = published(rows, year)
    out: dict[str, Value] = {"items.total": len(public)}
    for name in NINE.split():
        out[f"items.by_category.{name}"] = 0
    for name in OUTLETS.split():
        out[f"items.by_outlet.{name}"] = 0
    for row in public:
        key = f"items.by_category.{row['信息类别']}"
        out[key] = (out.get(key) or 0) + 1
        for outlet in names(row["公开渠道"]):
            key = f"items.by_outlet.{outlet}"
            out[key] = (out.get(key) or 0) + 1
    dated = [row for row in public if row["成文日期"]]
    out["items.dated"] = len(dated)
    out["items.in_time"] = sum(published_in_time(row) for row in dated)
    out["secrecy.reviewed"] = sum(within(row["保密审查时间"], year) for row in rows)
    return out


def published_in_time(row: Row) -> bool:
    """Within 20 working days of its day; a penalty since 双公示 (国办发〔2015〕51号) within 7."""
    formed, shown = day(row["成文日期"]), day(row["发布日期"])
    assert formed is not None
    is_penalty = row["信息类别"] == "案件办理信息"
    days = 7 if is_penalty and formed >= DOUBLE_PUBLICITY else 20
    return shown is not None and after_workdays(formed, days) >= shown


def complaints(rows: list[Row], year: int) -> dict[str, Value]:
    """``complaints.*`` of the registrations of the year, as they stood at its end."""
    mine = [row for row in rows if within(row["登记时间"], year)]
    petitions = [row for row in mine if row["诉求类型"] in PETITIONS]
    closed = [row for row in mine if by_end(row["办结时间"], year)]
    closed_tj = [row for row in closed if row["诉求类型"] in PETITIONS]
    accepted = [row for row in petitions if by_end(row["受理时间"], year)]
    rated = [row for row in petitions if row["满意度"] in ("满意", "基本满意", "不满意")]
    pleased = [row for row in rated if row["满意度"] != "不满意"]
    out: dict[str, Value] = {
        "complaints.received": len(mine),
        "complaints.received_tj": len(petitions),
        "complaints.closed": len(closed),
        "complaints.closing_rate": percent(len(closed), len(mine)),
        "complaints.closed_tj": len(closed_tj),
        "complaints.closing_rate_tj": percent(len(closed_tj), len(petitions)),
        "complaints.open_tj": len(petitions) - len(closed_tj),
        "complaints.redone": sum(row.get("重办") == "是" for row in petitions),
        "complaints.mediated": sum(row["办理结果"] == "调解成功" for row in closed),
        "complaints.satisfied_rate": percent(len(pleased), len(rated)),
        "complaints.unsatisfied": len(rated) - len(pleased),
        "complaints.refunded_amount": None,
    }
    for key, some, until in (("accept", accepted, "受理时间"), ("close", closed_tj, "办结时间")):
        took = [workdays(day(row["登记时间"]), day(row[until])) for row in some]  # type: ignore[arg-type]
        mean = rounded(Decimal(sum(took)) / len(took)) if took else None
        middle = rounded(Decimal(str(statistics.median(took)))) if took else None
        out |= {f"complaints.days_to_{key}.mean": mean, f"complaints.days_to_{key}.median": middle}
    on_time = sum(in_time(row) for row in closed_tj)
    out["complaints.on_time"] = on_time
    out["complaints.late"] = len(closed_tj) - on_time
    out["complaints.on_time_rate"] = percent(on_time, len(closed_tj))
    for kind in ("咨询", *PETITIONS):
        out[f"complaints.by_type.{kind}"] = sum(row["诉求类型"] == kind for row in mine)
    for channel in CHANNELS:
        of_channel = [row for row in mine if row["来源渠道"] == channel]
        out[f"complaints.by_channel.{channel}"] = len(of_channel)
        out[f"complaints.received_tj.by_channel.{channel}"] = sum(
            r["诉求类型"] in PETITIONS for r in of_channel
        )
        for kind in ("咨询", *PETITIONS):
            out[f"complaints.by_channel.{channel}.{kind}"] = sum(r["诉求类型"] == kind for r in of_channel)
    for month in range(1, 13):
        in_month = [row for row in petitions if day(row["登记时间"]).month == month]  # type: ignore[union-attr]
        out[f"complaints.received_tj.by_month.{month:02}"] = len(in_month)
    return out


def foi(rows: list[Row], year: int) -> dict[str, Value]:
    """``foi.*``."""
    new = [row for row in rows if within(row["收到日期"], year)]
    done = [row for row in rows if within(row["答复日期"], year)]
    return {
        "foi.received": len(new),
        "foi.on_time": sum(map(replied_in_time, done)),
        "foi.extended": sum(row["是否延期"] == "是" for row in new),
    }


def remedies(rows: list[Row], year: int) -> dict[str, Value]:
    """``remedies.*``: received in the year."""
    new = [row["类型"] for row in rows if within(row["收案日期"], year)]
    return {
        "remedies.reviews": new.count("行政复议"),
        "remedies.suits": sum(kind.startswith("行政诉讼") for kind in new),
        "remedies.grievances": new.count("举报投诉"),
    }


def means(organisation: dict[str, Any], year: int) -> dict[str, Value]:
    """The cells that ``organisation.toml`` gives: staff, funding, and figures stated by hand."""
    given = organisation.get("years", {}).get(str(year), {})
    staff, funding = given.get("staffing", {}), given.get("funding", {})
    out: dict[str, Value] = {
        key: _number(v) for key, v in given.get("figures", {}).items() if key != "stated_by"
    }
    if year <= 2018 and staff:
        full, part = staff.get("full_time"), staff.get("part_time")
        out |= {
            "org.units": staff.get("units"),
            "org.points": staff.get("reading_points"),
            "org.staff": full + part,
            "org.staff.full": full,
            "org.staff.part": part,
        }
    if year <= 2018 and funding:
        out["org.budget"] = _number(funding.get("budget_wan"))
    return out


def _number(value: Any) -> Value:
    return value if value is None or isinstance(value, int) else Decimal(str(value))


BESIDE = ("complaints.", "items.total", "foi.received")
"""Figures that may be given for the year before too."""


def figures(folder: Path, year: int) -> dict[str, Value]:
    """Every figure that the registers in ``folder`` determine for a year."""
    cache: dict[str, list[Row]] = {}

    def held(kind: str) -> list[Row]:
        if kind not in cache:
            cache[kind] = register(folder, kind)
        return cache[kind]

    def base(of: int) -> dict[str, Value]:
        found = items(held("items"), of) | complaints(held("complaints"), of)
        return found | foi(held("applications"), of) | remedies(held("remedies"), of)

    with (folder / "organisation.toml").open("rb") as file:
        organisation = tomllib.load(file)
    out, before = base(year), base(year - 1)
    nothing_before = {
        "complaints.": before["complaints.received"] == 0,
        "items.total": not any(within(row["发布日期"], year - 1) for row in held("items")),
        "foi.received": False,
    }
    for key, value in before.items():
        if key.startswith(BESIDE):
            empty = any(lacking and key.startswith(start) for start, lacking in nothing_before.items())
            out[f"{key}.previous"] = None if empty else value
    form = 2014 if year <= 2018 else 2019 if year <= 2020 else 2021
    out |= form_2014(held, year) if form == 2014 else tables(held, year, form)
    if form != 2014:
        out["t2.penalty.decisions"] = sum(within(row["决定日期"], year) for row in held("penalties"))
    return out | {"secrecy.returned": None, "secrecy.incidents": None} | means(organisation, year)
