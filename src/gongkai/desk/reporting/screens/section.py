"""Writing one section: the text, how it reads, what is wrong with it, which figures one may refer to."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Agency
from gongkai.desk.reporting import composing
from gongkai.desk.reporting.models import Narrative, NarrativeDraft
from gongkai.desk.reporting.report import planned, writing
from gongkai.desk.reporting.report.writing import Report
from gongkai.desk.reporting.screens import report as screen
from gongkai.desk.reporting.screens.figures import document_html
from gongkai.law.forms import Section, sections
from gongkai.papers import markdown
from gongkai.refusal import Refused
from gongkai.reportcheck import Checked
from gongkai.reportcheck.checking import check_report

FIRST = ("items.", "complaints.", "foi.", "remedies.", "activities.", "penalties.")
"""What narratives refer to most, in this order; figures of the form follow."""


def section_of(year: int, key: str) -> Section | None:
    """A section of the year's report by its key."""
    return next((one for one in sections(year) if one.key == key), None)


def shown(report: Report, section: Section) -> dict[str, Any]:
    """The section as it will be read, with what is wrong in it; and its neighbours."""
    every = screen.sections(report)
    at = next(place for place, one in enumerate(every) if one["key"] == section.key)
    return {
        "preview": every[at],
        "before": every[at - 1] if at else None,
        "after": every[at + 1] if at + 1 < len(every) else None,
        "bindings": screen.bindings(report),
    }


def figures(report: Report) -> list[dict[str, str]]:
    """The figures that have a value, with the reference that stands for each in a text."""
    rows = [
        {"key": key, "label": result.figure.label, "text": result.text, "unit": result.figure.unit}
        for key, result in report.year.now.results.items()
        if result.value is not None
    ]
    ranks = {prefix: rank for rank, prefix in enumerate(FIRST)}

    def rank(row: dict[str, str]) -> tuple[int, int, str]:
        found = next((place for prefix, place in ranks.items() if row["key"].startswith(prefix)), len(ranks))
        return found, row["key"].count("."), row["key"]

    return sorted(rows, key=rank)


def checked(report: Report) -> dict[str, Any]:
    """The whole report read by the checker of anyone's reports, as a superior office would read it."""
    try:
        found: Checked = check_report(writing.render(report, "report.html"))
    except Refused as refused:
        return {"errors": 1, "findings": [{"where": "", "message": refused.sentence, "severity": "error"}]}
    return {"errors": len(found.errors), "findings": list(found.findings)}


def last_year(agency: Agency, year: int, section: Section) -> str:
    """The same section of the year before, to begin from; empty where there is none."""
    before = section_of(year - 1, section.key)
    found = composing.current(agency, year - 1, before) if before else None
    return found.text if found else ""


def plan(
    report: Report, section: Section, saved: Narrative | None, draft: NarrativeDraft | None, day: date
) -> dict[str, Any] | None:
    """What the yearly plan offers this section, what was taken over, what changed since; null elsewhere.

    ``html`` is the offer as the report would show it.
    """
    agency, year = report.year.agency, report.year.year
    if not planned.is_fed(year, section.key):
        return None
    offered = planned.proposal(agency, year, day)
    kept = planned.merged(saved.sources if saved else [], draft.sources if draft else [])
    if offered is None and not kept:
        return None
    return {
        "html": _offered(offered.text, report) if offered else "",
        "tasks": planned.taken(agency, year, kept),
        "changes": planned.changes(agency, year, kept),
    }


def _offered(text: str, report: Report) -> SafeString:
    return document_html(markdown.parse(text), report.year, ident="offer-")


def state(text: str, kept: bool) -> str:
    """Whether the section is in the report, and whether a draft is newer."""
    if kept:
        return _("有未写入报告的草稿")
    return _("已写入报告") if text else _("还没有写")
