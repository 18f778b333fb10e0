"""The files of a report: HTML, DOCX, PDF, and its figures as JSON and XLSX."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings

from gongkai.desk.agencies.models import Agency
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.reporting.figures import Year, compute
from gongkai.desk.reporting.models import AnnualReport
from gongkai.desk.reporting.report import checks, document, narrative
from gongkai.desk.reporting.report.checks import Check
from gongkai.desk.reporting.report.data import json_bytes, xlsx_bytes
from gongkai.desk.reporting.report.narrative import Told
from gongkai.papers import blocks as b
from gongkai.papers import docx, html, pdf
from gongkai.papers.pdf import Fonts

NAMES = ("report.html", "report.docx", "report.pdf", "figures.json", "figures.xlsx")
"""The files, in the order in which they are listed."""
TYPES = {
    "report.html": "text/html; charset=utf-8",
    "report.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "report.pdf": "application/pdf",
    "figures.json": "application/json",
    "figures.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Report:
    """A year's report as it stands: figures, narrative, document, checks."""

    year: Year
    told: Told
    document: b.Document
    checks: list[Check]
    signed_on: date | None

    @property
    def errors(self) -> list[Check]:
        """The failed checks of error level."""
        return checks.errors(self.checks)

    @property
    def blockers(self) -> list[Check]:
        """The errors that stand in the way of a signature: all but being late, which waiting makes worse."""
        return [check for check in self.errors if check.rule != checks.DEADLINE]


def prepare(
    agency: Agency, year: int, *, on: date | None = None, instead: Mapping[str, str] | None = None
) -> Report:
    """Compute and check the report of a year. ``on`` is its day; without it that of the signature, if any.

    ``instead``: texts of sections that are not saved yet, for a preview. Raises Refused for a year that no
    report can be about.
    """
    figures = compute(agency, year)
    told = narrative.read(agency, figures, instead)
    day = on or signed_on(agency, year)
    may = bool(settings.GONGKAI_VALUES["may_make_rules"])
    found = checks.run(figures, told, signed_on=day, may_make_rules=may)
    return Report(figures, told, document.build(figures, told, day), found, day)


def signed_on(agency: Agency, year: int) -> date | None:
    """The day of the newest signature, in Shanghai."""
    last = AnnualReport.objects.filter(agency=agency, year=year).order_by("-no").first()
    return shanghai_date(last.signed_at) if last else None


def _fonts() -> Fonts:
    folder = str(settings.GONGKAI_VALUES["fonts"])
    return Fonts(folder=Path(folder)) if folder else Fonts()


def render(report: Report, name: str) -> bytes:
    """One file of a report by its name. Raises KeyError for a name that is none of :data:`NAMES`."""
    assets = report.told.asset
    match name:
        case "report.html":
            return html.page(report.document, assets=assets).encode()
        case "report.docx":
            base = str(settings.GONGKAI_VALUES["docx_base"])
            return docx.render(
                report.document, base=Path(base) if base else None, assets=assets, fonts=_fonts()
            )
        case "report.pdf":
            return pdf.render(report.document, assets=assets, fonts=_fonts())
        case "figures.json":
            return json_bytes(report.year, report.checks)
        case "figures.xlsx":
            return xlsx_bytes(report.year, report.checks)
    raise KeyError(name)


def write(out: Path, agency: Agency, year: int, *, on: date | None = None) -> Report:
    """Write all files of a year's report into a folder, made if need be.

    They take the place of earlier ones only when all of them are rendered and on the disk: a report is never
    half of one computation and half of another.
    """
    report = prepare(agency, year, on=on)
    rendered = {name: render(report, name) for name in NAMES}
    out.mkdir(parents=True, exist_ok=True)
    passing = {name: out / f".{name}.part" for name in NAMES}
    try:
        for name, data in rendered.items():
            passing[name].write_bytes(data)
        for name in NAMES:
            passing[name].replace(out / name)
    finally:
        for part in passing.values():
            part.unlink(missing_ok=True)
    return report
