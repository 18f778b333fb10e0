"""The annual report as a document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.desk.reporting.figures import Year
from gongkai.desk.reporting.report import charts, tables
from gongkai.desk.reporting.report.narrative import Told, Written
from gongkai.papers import blocks as b

FIRST_OF_2019 = 2019
"""From this report year on the title says 年度报告 and the tables stand in the sections."""


def heading(year: int) -> str:
    """The title without the agency: 2017年度政府信息公开工作报告."""
    if year < FIRST_OF_2019:
        return f"{year}年度政府信息公开工作报告"
    return f"{year}年政府信息公开工作年度报告"


def title(year: Year) -> str:
    """The title of the item: agency and heading in one line."""
    return f"{year.agency.name}{heading(year.year)}"


def build(year: Year, told: Told, signed_on: date | None = None) -> b.Document:
    """The document: title, narrative, charts, statutory tables, signature. The day is that of signing."""
    body: list[b.Block] = []
    for written in told.sections:
        body += _section(year, written)
    body.append(b.Signature(year.agency.name, signed_on))
    for form_table in year.form.tables:
        if not form_table.section:
            body.append(b.PageBreak())
            body.append(b.heading(1, f"附：{form_table.title}"))
            body.append(tables.table(form_table, year.now, f"{form_table.title}（{year.year}年度）"))
    period = year.period
    return b.Document(
        title=f"{year.agency.name}\n{heading(year.year)}",
        blocks=tuple(body),
        agency=year.agency.name,
        date=signed_on,
        meta={
            "keywords": f"政府信息公开 年度报告 {year.year}",
            "description": f"统计时限 {period.first.isoformat()} 至 {period.last.isoformat()}",
        },
    )


def section(year: Year, written: Written) -> b.Blocks:
    """One section alone, for the desk's page."""
    return tuple(_section(year, written))


def _section(year: Year, written: Written) -> Iterator[b.Block]:
    law = written.section
    if law.number:
        yield b.heading(1, law.heading)
    if written.wrong:
        yield b.Note((b.paragraph(f"本节不能排版：{written.wrong}"),), "late")
    yield from written.blocks
    yield from _drawn(year, law.key)
    for key in law.tables:
        yield tables.table(year.form.table(key), year.now)


def _drawn(year: Year, section_key: str) -> Iterator[b.Block]:
    """What the program adds to a section: last year beside this year, and charts."""
    first = year.year < FIRST_OF_2019
    placed = {
        "overview" if first else "general": (charts.comparison,),
        "response" if first else "": (charts.by_channel, charts.by_month),
        "proactive" if first else "": (charts.by_category,),
    }
    if not first:
        placed["general"] = (charts.comparison, charts.by_category, charts.by_channel, charts.by_month)
    for make in placed.get(section_key, ()):
        block = make(year)
        if block is not None:
            yield block
