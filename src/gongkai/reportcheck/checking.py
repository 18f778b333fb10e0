"""Checks a report: bytes in, findings out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gongkai.law.forms import Form, form, form_for_year, forms
from gongkai.refusal import Refused
from gongkai.reportcheck.finding import Checked, Finding
from gongkai.reportcheck.labels import Followed, followed
from gongkai.reportcheck.paper import Paper
from gongkai.reportcheck.reading import read
from gongkai.reportcheck.rules import bodies, citing, figures, layout, narrative, timing, wording
from gongkai.reportcheck.structure import FIRST_NEW, Family, Structure, family_of, read_structure
from gongkai.reportcheck.tables import Tables, Value, read_tables

OLDEST, NEWEST = 2008, 2100
"""Report years that can be: before the first the law did not ask for a report."""


@dataclass(frozen=True)
class Report:
    """A report as read: its file, its structure, the form it follows, its figures."""

    paper: Paper
    structure: Structure
    followed: Followed
    form: Form | None
    tables: Tables | None


def check_report(
    data: bytes, previous: bytes | None = None, *, name: str = "", previous_name: str = ""
) -> Checked:
    """Every rule over the report in ``data``; with ``previous``, that of the year before, also across both.

    The names give the endings, which have to agree with the content; without one only the content speaks.
    Raises Refused, in one line, for a file that cannot be read or that is no annual report.
    """
    report = understand(data, name)
    before = None
    if previous is not None:
        try:
            before = understand(previous, previous_name)
        except Refused as wrong:
            raise Refused(wrong.code, f"上年度报告：{wrong.sentence}", wrong.mend) from wrong
    found = tuple(dict.fromkeys(_findings(report, before)))
    return Checked(report.form.id if report.form else None, report.structure.year, found)


def understand(data: bytes, name: str = "") -> Report:
    """Read a file as an annual report. Raises Refused for what is none."""
    paper = read(data, name)
    found = followed(paper)
    family = family_of(paper) or _family_by_tables(found)
    structure = read_structure(paper, family or "new")
    older = structure.year is not None and structure.year < FIRST_NEW
    if older and (family is None or _family_by_tables(found) == "old"):
        structure = read_structure(paper, "old")
    known = [one for one in structure.headings if one.section]
    if (
        paper.values is None
        and not structure.title
        and len(known) < 2
        and not found.forms
        and not found.table_3
    ):
        raise Refused(
            "not-a-report",
            "没有找到标题、章节和统计表，不像政府信息公开工作年度报告",
            "请提供年度报告的 HTML、DOCX、PDF、TXT 或者 figures.json",
        )
    if structure.year is not None and not OLDEST <= structure.year <= NEWEST:
        raise Refused("bad-year", f"报告年度 {structure.year} 不可能", "请核对标题中的年份")
    follows = _form(found, structure)
    return Report(paper, structure, found, follows, read_tables(paper, follows) if follows else None)


def _family_by_tables(found: Followed) -> Family | None:
    if found.forms:
        return "old" if found.forms[0].matrix is None else "new"
    return "new" if found.table_3 else None


def _form(found: Followed, structure: Structure) -> Form | None:
    """The form that the report follows: by the labels of its tables, else its sections, else its year."""
    if found.forms:
        return found.forms[0]
    oldest, *newer = forms()
    year = structure.year
    if structure.family == "old":
        return oldest if year is None or year >= oldest.years[0] else None
    if year is not None and year >= FIRST_NEW:
        return form_for_year(year)
    return newer[-1] if newer else form(oldest.id)


def _findings(report: Report, before: Report | None) -> Iterator[Finding]:
    structure, tables = report.structure, report.tables
    yield from layout.year_findings(structure)
    yield from layout.form_findings(structure, report.form, report.followed)
    prose = report.paper.kind != "figures"
    if prose:
        yield from layout.section_findings(structure)
        yield from layout.covered_findings(structure)
    if tables is not None:
        yield from figures.tables_missing(tables)
        if tables.tables:
            yield from figures.findings(tables, structure.agency, _previous(report, before))
    yield from _across(report, before)
    yield from _categories(report.paper)
    if prose:
        yield from narrative.findings(structure, tables)
        yield from timing.findings(structure)
        yield from citing.findings(structure)
        yield from wording.findings(report.paper, structure)
        yield from bodies.findings(structure)


def _previous(report: Report, before: Report | None) -> dict[str, Value] | None:
    """The figures of the year before, if both reports are of neighbouring years."""
    if before is None or before.tables is None or not before.tables.tables:
        return None
    if not _neighbours(report, before):
        return None
    return dict(before.tables.values)


def _neighbours(report: Report, before: Report) -> bool:
    year, last = report.structure.year, before.structure.year
    return year is None or last is None or last == year - 1


def _across(report: Report, before: Report | None) -> Iterator[Finding]:
    if before is None:
        return
    year, last = report.structure.year, before.structure.year
    if not _neighbours(report, before):
        message = (
            f"作为上年度报告的文件是 {last} 年度的，本报告是 {year} 年度的；"
            "没有作跨年核对，请提供上一年度的报告"
        )
        yield Finding("previous.year", "error", "上年度报告", message, (year or 0) - 1, last)
    elif before.tables is None or not before.tables.tables:
        message = "上年度报告中没有统计表，没有作跨年核对；请提供有表格的报告"
        yield Finding("previous.tables", "warn", "上年度报告", message)


def _categories(paper: Paper) -> Iterator[Finding]:
    """The categories of ``figures.json`` against the number of items."""
    parts = {key: value for key, value in paper.others.items() if key.startswith("items.by_category.")}
    total = paper.others.get("items.total")
    if not parts or total is None:
        return
    amount = sum((value or 0 for value in parts.values()), start=Decimal(0))
    if amount != total:
        message = f"主动公开政府信息 {total} 条，各类别之和为 {amount}；请核对信息类别"
        yield Finding("sum.items.total", "error", "items.total", message, total, amount)
