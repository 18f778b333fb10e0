"""Reads ``organisation.toml``: the agency, its units, and what a year's report needs beside the registers."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from gongkai.refusal import Refused, reason_of

UNIT_KINDS = ("科室", "监管所", "大队", "事业单位")
LINES = ("工商", "质监", "食药")
FIRST_YEAR, LAST_YEAR = 2008, 2099
"""Report years: the first 条例 is of 2008."""


@dataclass(frozen=True, slots=True)
class Agency:
    """The bureau: names, code, and the contacts that its guide and report print."""

    name: str
    code: str
    short_name: str = ""
    uscc: str = ""
    parent: str = ""
    address: str = ""
    postcode: str = ""
    telephone: str = ""
    site: str = ""
    download_address: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A section, office, team or institution; ``line`` is its line of business 条线."""

    code: str
    name: str
    kind: str
    line: str = ""
    head: str = ""
    clerk: str = ""


@dataclass(frozen=True, slots=True)
class LeadingGroup:
    """领导小组: its head and the unit that is its office."""

    name: str
    head: str = ""
    office: str = ""


@dataclass(frozen=True, slots=True)
class Staffing:
    """Bodies and people of disclosure work in a year; ``None``: not said, which is not 0."""

    units: int | None = None
    reading_points: int | None = None
    full_time: int | None = None
    part_time: int | None = None


@dataclass(frozen=True, slots=True)
class Funding:
    """Money for disclosure work in a year, in 万元."""

    budget_wan: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure that no register holds, and who stands for it."""

    value: Decimal
    stated_by: str


@dataclass(frozen=True, slots=True)
class Year:
    """What is said of one year. ``figures`` by key, ``narrative`` by section: Markdown."""

    staffing: Staffing = Staffing()
    funding: Funding = Funding()
    figures: Mapping[str, Stated] = field(default_factory=dict)
    narrative: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Organisation:
    """The whole file; ``folder`` is where pictures that the narrative names are looked for."""

    agency: Agency
    units: tuple[Unit, ...]
    leading_group: LeadingGroup | None
    years: Mapping[int, Year]
    folder: Path


def read_organisation(path: Path) -> Organisation:
    """The organisation in the TOML file at ``path``. Raises Refused with place and how to mend it."""
    try:
        said = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as problem:
        reason = reason_of(problem)
        raise _refused(f"读不出文件“{path.name}”：{reason}", "请核对路径和权限") from problem
    except UnicodeDecodeError as problem:
        raise _refused(f"文件“{path.name}”不是 UTF-8 编码", "请另存为 UTF-8") from problem
    except tomllib.TOMLDecodeError as problem:
        raise _refused(
            f"文件“{path.name}”不是有效的 TOML：{problem}", "请改正该行；文字要加引号"
        ) from problem
    return _Reader(path).organisation(said)


def _refused(sentence: str, mend: str) -> Refused:
    return Refused("organisation-format", sentence, mend)


class _Reader:
    """Turns the parsed file into dataclasses and refuses what does not belong there."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def refuse(self, where: str, wrong: str, mend: str) -> Refused:
        return _refused(f"文件“{self.path.name}”的 {where} {wrong}", mend)

    def organisation(self, said: dict[str, Any]) -> Organisation:
        self.only("顶层", said, ("agency", "units", "leading_group", "years"))
        if "agency" not in said:
            raise self.refuse("[agency]", "没有写", "请写明 name 和 code")
        group = said.get("leading_group")
        years = self.table("[years]", said.get("years", {}))
        return Organisation(
            agency=Agency(**self.texts("[agency]", said["agency"], Agency, ("name", "code"))),
            units=self.units(said.get("units", [])),
            leading_group=None
            if group is None
            else LeadingGroup(**self.texts("[leading_group]", group, LeadingGroup, ("name",))),
            years={self.year_number(key): self.year(key, years[key]) for key in years},
            folder=self.path.parent,
        )

    def only(self, where: str, table: Mapping[str, Any], known: tuple[str, ...]) -> None:
        for key in table:
            if key not in known:
                raise self.refuse(where, f"不认识“{key}”", f"可以有 {'、'.join(known)}")

    def table(self, where: str, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self.refuse(where, "应是一张表", f"写成 {where}")
        return value

    def texts(self, where: str, value: Any, shape: type, needed: tuple[str, ...]) -> dict[str, str]:
        table = self.table(where, value)
        self.only(where, table, tuple(shape.__dataclass_fields__))  # type: ignore[attr-defined]
        for key, text in table.items():
            if not isinstance(text, str):
                raise self.refuse(where, f"的 {key} 应是文字", f'写成 {key} = "…"')
        for key in needed:
            if not table.get(key, "").strip():
                raise self.refuse(where, f"缺少 {key}", f'请写明 {key} = "…"')
        return {key: text.strip() for key, text in table.items()}

    def units(self, value: Any) -> tuple[Unit, ...]:
        if not isinstance(value, list):
            raise self.refuse("units", "应是若干节", "每个单位写成一节 [[units]]")
        units: dict[str, Unit] = {}
        names: set[str] = set()
        for number, entry in enumerate(value, start=1):
            where = f"第 {number} 个 [[units]]"
            unit = Unit(**self.texts(where, entry, Unit, ("code", "name", "kind")))
            if unit.kind not in UNIT_KINDS:
                raise self.refuse(where, f"的 kind “{unit.kind}”不对", f"可以是 {'、'.join(UNIT_KINDS)}")
            if unit.line and unit.line not in LINES:
                raise self.refuse(where, f"的 line “{unit.line}”不对", f"可以是 {'、'.join(LINES)}")
            if unit.code in units or unit.name in names:
                raise self.refuse(where, f"“{unit.code} {unit.name}”重复", "编码和名称都不能重复")
            units[unit.code] = unit
            names.add(unit.name)
        return tuple(units.values())

    def year_number(self, key: str) -> int:
        if not (key.isascii() and key.isdecimal() and FIRST_YEAR <= int(key) <= LAST_YEAR):
            raise self.refuse("[years]", f"的“{key}”不是年份", "写成 [years.2017.staffing]")
        return int(key)

    def year(self, key: str, value: Any) -> Year:
        where = f"[years.{key}]"
        table = self.table(where, value)
        self.only(where, table, ("staffing", "funding", "figures", "narrative"))
        staffing = self.table(f"[years.{key}.staffing]", table.get("staffing", {}))
        funding = self.table(f"[years.{key}.funding]", table.get("funding", {}))
        self.only(f"[years.{key}.staffing]", staffing, tuple(Staffing.__dataclass_fields__))
        self.only(f"[years.{key}.funding]", funding, tuple(Funding.__dataclass_fields__))
        budget = funding.get("budget_wan")
        narrative = self.table(f"[years.{key}.narrative]", table.get("narrative", {}))
        for section, text in narrative.items():
            if not isinstance(text, str):
                raise self.refuse(f"[years.{key}.narrative]", f"的 {section} 应是文字", "请加引号")
        return Year(
            Staffing(**{k: self.count(f"[years.{key}.staffing]", k, v) for k, v in staffing.items()}),
            Funding(None if budget is None else self.number(f"[years.{key}.funding]", "budget_wan", budget)),
            self.figures(f"[years.{key}.figures]", table.get("figures", {})),
            dict(narrative),
        )

    def number(self, where: str, key: str, value: Any) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.refuse(where, f"的 {key} 应是数字", f"写成 {key} = 12")
        number = Decimal(str(value))
        if not number.is_finite():
            raise self.refuse(where, f"的 {key} 不是可用的数字", "请核对")
        return number

    def count(self, where: str, key: str, value: Any) -> int:
        number = self.number(where, key, value)
        if number < 0 or number != int(number):
            raise self.refuse(where, f"的 {key} 应是不小于 0 的整数", "请核对")
        return int(number)

    def figures(self, where: str, value: Any) -> dict[str, Stated]:
        """Numbers with one ``stated_by`` for all, or ``{ value = …, stated_by = … }`` with their own."""
        table = dict(self.table(where, value))
        everyone = table.pop("stated_by", "")
        stated = {}
        for key, entry in table.items():
            own = entry if isinstance(entry, dict) else {"value": entry}
            self.only(f"{where} “{key}”", own, ("value", "stated_by"))
            by = own.get("stated_by", everyone)
            if not isinstance(by, str) or not by.strip():
                raise self.refuse(where, f"的“{key}”没有写明由谁填报", '请加 stated_by = "姓名"')
            stated[key] = Stated(self.number(where, key, own.get("value")), by.strip())
        return stated
