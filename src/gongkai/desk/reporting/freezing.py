"""Signing the report: values and digests of the records behind them are frozen; later changes are drift.

A signed report is an item (``kind`` annual-report) that goes through the door like any other. Nothing that
was signed is written again: a correction is a new signature with the next number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.recording import record
from gongkai.desk.disclosure import files
from gongkai.desk.disclosure.models import Item, ItemFile
from gongkai.desk.reporting import gate
from gongkai.desk.reporting.facts import matters
from gongkai.desk.reporting.facts.matters import GROUPS
from gongkai.desk.reporting.figures import Figure, Result, Source, Year, compute
from gongkai.desk.reporting.models import AnnualReport, FrozenFigure
from gongkai.desk.reporting.report import document
from gongkai.desk.reporting.report.writing import TYPES, Report, prepare, render
from gongkai.papers import blocks as b
from gongkai.refusal import Refused
from gongkai.sealing.canon import canon, digest_of

CATEGORY = "其他类"
"""信息类别 of an annual report: the catalogue's nine classes have none of their own for it."""
SIGNED = "report-signed"
"""Type of the event that a signature leaves in the item's chain."""
_FILES = (("report.pdf", "pdf"), ("report.docx", "docx"), ("figures.xlsx", "xlsx"), ("figures.json", "json"))
_FIVE = (
    "items.total",
    "complaints.received_tj",
    "complaints.closing_rate_tj",
    "complaints.days_to_close.median",
    "foi.received",
)
"""The year in five figures, for the portal's front page."""


@dataclass(frozen=True, slots=True)
class Drift:
    """A figure that is not what was signed; ``same``: the value is, the records behind it are not."""

    key: str
    label: str
    signed: str | None
    now: str | None
    same: bool


def sign(agency: Agency, year: int, by: Officer, at: datetime) -> AnnualReport:
    """Sign the report of a year: freeze its figures and make (or renew) its item.

    Raises Refused: ``not-held`` for who is neither disclosure office nor leader on that day,
    ``report-errors`` while an error-level check fails (which ones); lateness alone does not stand in the way.
    """
    day = shanghai_date(at)
    if by.agency_id != agency.pk or not gate.holds(by, gate.SIGNERS, day):
        raise Refused(
            "not-held", f"{by.name}当日没有签发年度报告的职责", "请由政务公开办公室或者分管领导签发"
        )
    report = prepare(agency, year, on=day)
    if report.blockers:
        listed = "；".join(check.detail for check in report.blockers[:3])
        raise Refused(
            "report-errors", f"还有 {len(report.blockers)} 处错误，不能签发：{listed}", "请先改正，再签发"
        )
    frozen = list(_frozen(report.year))
    rendered = {name: render(report, name) for name, _ in _FILES}
    with transaction.atomic():
        last = (
            AnnualReport.objects.select_for_update().filter(agency=agency, year=year).order_by("-no").first()
        )
        digest = digest_of(
            canon(
                {
                    "figures": [list(one) for one in frozen],
                    "document": b.to_json(report.document),
                }
            )
        )
        item = _item(report, rendered)
        made = AnnualReport.objects.create(
            agency=agency,
            year=year,
            no=last.no + 1 if last else 1,
            form=report.year.form.id,
            item=item,
            signed_at=at,
            signed_by=by.name,
            officer=by,
            digest=digest,
        )
        FrozenFigure.objects.bulk_create(
            FrozenFigure(report=made, key=key, value=value, records=records, digest=behind)
            for key, value, records, behind in frozen
        )
        data = {"year": year, "no": made.no, "digest": digest}
        record(item.stream, SIGNED, by=by, occurred=day, at=at, data=data)
    return made


def drift(report: AnnualReport) -> list[Drift]:
    """The figures of a signed report that have changed since: by value or by the records behind them."""
    now = compute(report.agency, report.year)
    digests = _digests(now)
    changed = []
    for one in report.figures.order_by("pk"):
        found = now.find(one.key)
        value = _text(found) if found else None
        same = value == one.value
        if same and digests.get(one.key, "") == one.digest:
            continue
        changed.append(Drift(one.key, found.figure.label if found else one.key, one.value, value, same))
    return changed


def _frozen(year: Year) -> Iterator[tuple[str, str | None, int | None, str]]:
    """Key, value, number of records, digest of the records: what is frozen of every figure."""
    digests = _digests(year)
    for key, result in year.now.results.items():
        yield key, _text(result), result.records, digests.get(key, "")


def _text(result: Result) -> str | None:
    return None if result.value is None else str(result.value)


def _digests(year: Year) -> dict[str, str]:
    """The digest of the records behind each figure, over their ids and facts."""
    groups = _groups(year)
    late = sha256(repr(sorted(year.facts.late)).encode()).digest()
    found: dict[str, str] = {}
    for key, result in year.now.results.items():
        figure = result.figure
        if figure.source is Source.MATTERS:
            found[key] = _of_groups(figure, groups, late)
        elif figure.source in year.facts.records and not result.by:
            fit = [one for one in year.facts.records[figure.source] if figure.behind.holds(one.facts)]
            found[key] = sha256("\n".join(sorted(map(_written, fit))).encode()).hexdigest()
    return found


def _written(one: Any) -> str:
    """A record of a small register as text: id, facts, amounts, days."""
    facts = {
        name: sorted(fact) if isinstance(fact, frozenset) else fact
        for name, fact in sorted(one.facts.items())
    }
    return repr((one.pk, facts, sorted(one.amounts.items()), [str(day) for day in one.days]))


def _groups(year: Year) -> dict[tuple[Any, ...], bytes]:
    """The complaint register's rows, a digest for each group of equal facts."""
    hashes: dict[tuple[Any, ...], list[bytes]] = {}
    width = len(GROUPS)
    for row in matters.rows(year.agency.pk, year.period):
        written = "\x1f".join("" if value is None else str(value) for value in row)
        hashes.setdefault(tuple(row[1 : width + 1]), []).append(sha256(written.encode()).digest())
    return {facts: sha256(b"".join(sorted(rows))).digest() for facts, rows in hashes.items()}


def _of_groups(figure: Figure, groups: Mapping[tuple[Any, ...], bytes], late: bytes) -> str:
    fit = [digest for facts, digest in groups.items() if figure.behind.holds(matters.as_facts(facts))]
    return sha256(b"".join(sorted(fit)) + (b"" if figure.late is None else late)).hexdigest()


def _item(report: Report, rendered: Mapping[str, bytes]) -> Item:
    """The report as an item, with its files; the door and its outlets come later."""
    year = report.year
    period = year.period
    values = {
        "title": document.title(year),
        "category": CATEGORY,
        "means": Item.Means.OPEN,
        "formed_on": report.signed_on,
        "body": b.body_to_json(report.document.blocks),
        "extras": {
            "period": {"from": period.first.isoformat(), "to": period.last.isoformat()},
            "figures": five(year),
        },
    }
    item, _ = Item.objects.update_or_create(
        agency=year.agency,
        kind=Item.Kind.REPORT,
        year=year.year,
        defaults=values,
        create_defaults=values | {"index": f"{year.agency.code}/NB-{year.year}"},
    )
    item.files.all().delete()
    ItemFile.objects.bulk_create(_files(report, item, rendered))
    return item


def _files(report: Report, item: Item, rendered: Mapping[str, bytes]) -> Iterator[ItemFile]:
    """The files of the report and the pictures in its text, stored by their SHA-256."""
    name = document.heading(report.year.year)
    for place, (file, ending) in enumerate(_FILES):
        data = rendered[file]
        what = name if file.startswith("report.") else f"{report.year.year}年指标"
        yield ItemFile(
            item=item,
            position=place,
            name=f"{what}.{ending}",
            type=TYPES[file],
            size=len(data),
            sha256=files.store(data),
        )
    seen: set[str] = set()
    for block in b.walk(report.document.blocks):
        if not isinstance(block, b.Picture) or block.name in seen:
            continue
        seen.add(block.name)
        picture = next(one for one in report.told.pictures.values() if one.sha256 == block.name)
        yield ItemFile(
            item=item,
            position=len(_FILES) + len(seen),
            name=f"图{len(seen)}.{picture.name.rpartition('.')[2]}",
            type=picture.type,
            size=picture.size,
            sha256=picture.sha256,
            alt=block.alt[:300],
        )


def five(year: Year) -> list[dict[str, Any]]:
    """The five figures of the portal's front page; one without a value is left out."""
    shown = []
    for key in _FIVE:
        result = year[key]
        if result.value is None:
            continue
        one: dict[str, Any] = {
            "key": key,
            "label": result.figure.label,
            "value": str(result.value),
            "unit": result.figure.unit,
        }
        if result.denominator:
            one |= {"part": result.numerator, "whole": result.denominator}
            one["note"] = f"{result.numerator:,} / {result.denominator:,}"
        shown.append(one)
    return shown
