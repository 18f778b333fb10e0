"""Form, year and sections: does the report have the layout of its year?"""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.law.forms import Form, form_for_year, forms, sections
from gongkai.reportcheck.finding import Finding
from gongkai.reportcheck.labels import Followed
from gongkai.reportcheck.structure import FIRST_NEW, Heading, Structure
from gongkai.reportcheck.words import chinese_small, label

_OTHER_MATTERS = 6
"""The item of 条例 (2008) 32 under which a body tells what it likes; those before it have to be there."""
_ELEVEN = 7
"""Sections of the eleven that show that a report keeps to that layout, which the law does not prescribe."""


def right_form(year: int | None) -> Form | None:
    """The form of a report year, ``None`` before the first one or without a year."""
    if year is None or year < (forms()[0].years[0]):
        return None
    return form_for_year(year)


def form_findings(structure: Structure, follows: Form | None, found: Followed) -> Iterator[Finding]:
    """The form of another year; two forms mixed."""
    wanted = right_form(structure.year)
    if wanted and follows and wanted.id != follows.id:
        message = (
            f"{structure.year} 年度报告应当用{wanted.number}的格式，本报告的表格、章节是"
            f"{follows.number}（{_years(follows)}年度）的格式；请按{wanted.number}重新编制"
        )
        yield Finding("form.year", "error", "表格与章节", message, wanted.number, follows.number)
    others = [one for one in found.forms if follows and one.id != follows.id]
    if others and follows:
        message = (
            f"表格中既有{follows.number}的行列，又有{'、'.join(one.number for one in others)}的行列；"
            "请统一为报告年度的格式"
        )
        yield Finding("form.mixed", "error", "表格", message, follows.number, others[0].number)


def _years(form: Form) -> str:
    first, last = form.years
    return f"{first}—{last}" if last else f"{first}起各"


def year_findings(structure: Structure) -> Iterator[Finding]:
    """No year, or two different years in title, period and preface."""
    if structure.year is None:
        message = "没有找到报告年度；请在标题中写明，如“2023年政府信息公开工作年度报告”"
        yield Finding("year.missing", "error", "标题", message)
        return
    for year, where in structure.years.items():
        if year != structure.year:
            message = f"{where}写的是 {year} 年，其他地方是 {structure.year} 年；请统一为报告年度"
            yield Finding("year.differs", "error", where, message, structure.year, year)


def section_findings(structure: Structure) -> Iterator[Finding]:
    """Missing, empty, unordered and misnumbered sections."""
    old = structure.family == "old"
    year = structure.year or (FIRST_NEW - 1 if old else FIRST_NEW)
    year = min(year, FIRST_NEW - 1) if old else max(year, FIRST_NEW)
    wanted = [one for one in sections(max(year, 2008)) if one.number]
    found = [one.section for one in structure.headings if one.section]
    strict = not old or len(set(found)) >= _ELEVEN
    told = {one.item for one in wanted if one.key in found}
    for section in wanted:
        if section.key not in found:
            if not (strict or (0 < section.item < _OTHER_MATTERS and section.item not in told)):
                continue
            named = section.heading if strict else section.title
            message = f"没有找到“{named}”；请补上，没有发生的写明“本年度没有”"
            yield Finding("section.missing", "error", named, message, named, "无")
        elif not section.tables and not structure.text_of(section.key):
            message = f"“{section.heading}”下没有内容；请补写，没有发生的写明“本年度没有”"
            yield Finding("section.empty", "warn", section.heading, message)
    yield from _twice(structure)
    order = [section.key for section in wanted]
    places = [order.index(key) for key in found if key in order]
    if not strict:
        return
    if places != sorted(places):
        message = f"各部分的顺序与格式不一致；请按{'、'.join(one.number for one in wanted)}的次序排列"
        said = "、".join(wanted[place].title for place in places)
        yield Finding(
            "section.order",
            "warn" if old else "error",
            "章节",
            message,
            "、".join(wanted[place].title for place in sorted(places)),
            said,
        )
    else:
        yield from _numbers(structure)


def _twice(structure: Structure) -> Iterator[Finding]:
    """A section that stands twice, both times with text."""
    ends = [one.before for one in structure.headings[1:]] + [len(structure.paras)]
    pairs = zip(structure.headings, ends, strict=False)
    told = [one for one, end in pairs if one.section and end > one.before]
    first: dict[str, Heading] = {}
    for one in told:
        before = first.setdefault(one.section, one)
        if before is not one and label(before.text) == label(one.text):
            message = f"“{one.text}”出现了两次；请核对，只保留一处"
            yield Finding("section.twice", "error", one.where, message, 1, 2)


def _numbers(structure: Structure) -> Iterator[Finding]:
    """Ordinals that skip or repeat: 一、二、四."""
    numbered = [one for one in structure.headings if one.ordinal and one.section]
    if len(numbered) != len({one.section for one in numbered}):
        return
    for expected, one in enumerate(numbered, start=1):
        found = chinese_small(one.ordinal)
        if found != expected:
            message = f"“{one.text}”的序号应接着前一部分；请核对是否漏了一部分或者序号写错"
            yield Finding("section.number", "warn", one.text, message, expected, found)
            return


def covered_findings(structure: Structure) -> Iterator[Finding]:
    """What 总体情况 and the last section have to speak about since the form of 2021."""
    if structure.family == "old" or structure.year is None:
        return
    for section in sections(max(structure.year, FIRST_NEW)):
        text = structure.text_of(section.key)
        missing = [one for one in section.covers if one not in text]
        if text and missing:
            message = f"“{section.heading}”应当写到{'、'.join(missing)}；请补写，没有的写明没有"
            yield Finding(
                "section.covers",
                "warn",
                section.heading,
                message,
                "、".join(section.covers),
                "、".join(missing),
            )
