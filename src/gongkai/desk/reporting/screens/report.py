"""The desk of the annual report."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Agency
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.reporting.figures import Year
from gongkai.desk.reporting.figures.model import PREVIOUS
from gongkai.desk.reporting.freezing import Drift
from gongkai.desk.reporting.models import AnnualReport, Narrative
from gongkai.desk.reporting.report import document, planned
from gongkai.desk.reporting.report.checks import Check
from gongkai.desk.reporting.report.narrative import Told, Written
from gongkai.desk.reporting.report.writing import NAMES, Report
from gongkai.desk.reporting.screens import figures, links
from gongkai.law.deadlines import annual_report
from gongkai.law.forms import ListTable
from gongkai.papers import blocks as b

_LABELS = {
    "report.html": "HTML",
    "report.docx": "DOCX",
    "report.pdf": "PDF",
    "figures.json": "figures.json",
    "figures.xlsx": "XLSX",
}


_LONG_AGO = 366
"""Days after which an unsigned report is one of the past, not one that is late."""


def head(report: Report, signed: AnnualReport | None, today: date) -> dict[str, Any]:
    """Title, form and the day by which it must be public."""
    year = report.year
    days = calendar()
    answer = annual_report(year.year, days)
    aim = min([one.due for one in answer.also], default=answer.due)
    left = None
    if aim is not None:
        left = days.workdays_between(today, aim) if today <= aim else -days.workdays_between(aim, today)
    note = _("公布期限 %(day)s") % {"day": answer.due.isoformat()} if answer.due else ""
    if answer.due and aim != answer.due:
        note += _("（%(why)s），宜在前一个工作日公布") % {"why": days.describe(answer.due)}
    old = aim is None or (today - aim).days > _LONG_AGO
    chip = None if old else {"due": aim, "today": today, "state": "done" if signed else "open", "left": left}
    return {
        "year": year.year,
        "title": document.heading(year.year),
        "form": f"{year.form.title}（{year.form.number}）",
        "due_note": note,
        "due_chip": chip,
        "author": "",
    }


def stages(report: Report, signed: AnnualReport | None) -> list[dict[str, str]]:
    """Figures, writing, checks, signature, clearance: what is done, where one is."""
    written = sum(1 for one in report.told.sections if one.text)
    errors = len(report.errors)
    hints = sum(1 for one in report.checks if not one.ok) - errors
    complete = written == len(report.told.sections)
    item = signed.item if signed else None
    out = item is not None and item.releases.exists()
    done = [True, complete, complete and not errors, signed is not None, out]
    here = done.index(False) if False in done else len(done)
    notes = (
        _("按有日期的事实计算"),
        _("%(all)s 节中 %(n)s 节已写") % {"all": len(report.told.sections), "n": written},
        _("错误 %(e)s，提示 %(h)s") % {"e": errors, "h": hints},
        _("%(by)s 第 %(n)s 次签发") % {"by": signed.signed_by, "n": signed.no}
        if signed
        else _("冻结数值与明细摘要"),
        _("已发布") if out else _("报告本身也是一条信息"),
    )
    labels = (_("指标"), _("编写"), _("检查"), _("签发"), _("审签并发布"))
    return [
        {"label": label, "note": note, "state": "here" if at == here else "done" if done[at] else "wait"}
        for at, (label, note) in enumerate(zip(labels, notes, strict=True))
    ]


def sections(report: Report, *, may_write: bool = False) -> list[dict[str, Any]]:
    """Every section as it will be read, with what is wrong in it; the statutory table of 2014 at the end."""
    shown = []
    year = report.year.year
    for written in report.told.sections:
        law = written.section
        wrong = [one for one in report.checks if one.section == law.key and not one.ok]
        blocks = tuple(
            block
            for place, block in enumerate(document.section(report.year, written))
            if place or not isinstance(block, b.Heading)
        )
        html = figures.document_html(
            blocks, report.year, ident=f"{law.key}-", picture=lambda name: _picture(report.told, name)
        )
        shown.append(
            {
                "key": law.key,
                "title": law.heading,
                "state": "bad" if wrong else "ok" if written.text else "open",
                "html": html if written.text or law.tables else "",
                "findings": [{"severity": one.severity, "text": one.detail} for one in wrong],
                "current": not written.text,
                "edit_href": reverse("reporting:section", args=[year, law.key]) if may_write else "",
            }
        )
    return shown


def _picture(told: Told, name: str) -> str:
    kind = next((one.type for one in told.pictures.values() if one.sha256 == name), "image/png")
    return f"data:{kind};base64,{b64encode(told.asset(name)).decode()}"


def bindings(report: Report, current: str = "") -> list[dict[str, Any]]:
    """Every number of the narrative and where it comes from, those without a source first."""
    found: list[dict[str, Any]] = []
    for written in report.told.sections:
        found += [{"text": bare.text, "kind": "none"} for bare in written.bare]
    for written in report.told.sections:
        found += _bound(report.year, written, current)
    return found


def _bound(year: Year, written: Written, current: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for key in dict.fromkeys(written.keys):
        result = year.find(key)
        if result is None:
            found.append({"text": key, "kind": "none"})
            continue
        last = year.before.find(key) if not key.endswith(PREVIOUS) else None
        kind = "stated" if result.by else "figure"
        found.append(
            {
                "text": result.text,
                "key": key,
                "value": result.value,
                "unit": result.figure.unit,
                "href": links.of(result, year.year) and links.drill(key, year.year),
                "kind": kind,
                "definition": result.figure.definition,
                "previous": last.value if last else None,
                "by": result.by,
                "current": key == current,
            }
        )
    found += [{"text": one.value, "kind": "stated", "by": one.source} for one in written.stated]
    return found


def cells(year: Year) -> dict[str, Any] | None:
    """The cells of the 2014 table beside last year; later forms stand in their sections."""
    if not isinstance(year.form.tables[0], ListTable):
        return None
    rows = []
    for key in year.form.keys:
        result, then = year.now[key], year.before.results.get(key)
        rows.append(
            {
                "label": year.form.label_of(key),
                "unit": year.form.unit_of(key),
                "value": result.value,
                "href": links.of(result, year.year),
                "previous": then.value if then else None,
                "key": key,
            }
        )
    href = reverse("reporting:figures", args=[year.year])
    return {"title": _("附：%(form)s") % {"form": year.form.title}, "rows": rows, "href": href}


def downloads(year: int) -> list[dict[str, Any]]:
    """The files of the report."""
    return [
        {"label": _LABELS[name], "href": reverse("reporting:download", args=[year, name])} for name in NAMES
    ]


def changes(found: Iterable[Drift], year: int) -> list[dict[str, Any]]:
    """What changed since the signature, as the page shows it."""
    return [
        {
            "key": one.key,
            "label": one.label + (_("（明细有变动，数值未变）") if one.same else ""),
            "signed": one.signed,
            "now": one.now,
            "href": links.drill(one.key, year),
        }
        for one in found
    ]


def text_changed(report: Report, signed: AnnualReport) -> bool:
    """Whether the report would read differently if it were signed now."""
    return signed.item is not None and signed.item.body != b.body_to_json(report.document.blocks)


def blockers(errors: list[Check]) -> list[str]:
    """Why it cannot be signed now."""
    return [_("还有 %(n)s 处错误，不能签发") % {"n": len(errors)}] if errors else []


def planned_changes(agency: Agency, year: int) -> list[dict[str, Any]]:
    """Sections that took words from the yearly plan, whose tasks changed since; with how many."""
    rows = Narrative.objects.filter(agency=agency, year=year).exclude(sources=[])
    found = []
    for one in rows.order_by("pk"):
        count = len(planned.changes(agency, year, one.sources))
        if count:
            found.append({"href": reverse("reporting:section", args=[year, one.section]), "count": count})
    return found
