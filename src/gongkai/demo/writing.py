"""Writes a year's registers into a folder."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from gongkai.demo import events, organisation, penalties, pictures, requests, sampling
from gongkai.demo.complaints import rows as complaints
from gongkai.demo.items import rows as items
from gongkai.demo.plan import Plan, plan_of
from gongkai.demo.words import years

Progress = Callable[[str, int], None]
"""Called with the name of a register and the number of rows written so far."""

_BATCH = 1000
_BUDGET = """项目,{year}年预算（万元）
财政拨款收入,1862.40
基本支出,1417.60
项目支出,444.80
"""


@dataclass
class Summary:
    """What was written: the folder, the year, and rows by register (``complaints``, ``items-2016`` …)."""

    out: Path
    year: int
    rows: dict[str, int] = field(default_factory=dict)


def write(
    out: Path,
    *,
    year: int = 2017,
    scale: float = 1,
    seed: int = 2017,
    progress: Progress | None = None,
    with_previous: bool = True,
) -> Summary:
    """Write the registers of ``year`` and ``organisation.toml`` into ``out``, which is made if it is missing.

    ``scale`` multiplies the number of cases (1 gives the year as it was; memory does not grow with it).
    ``with_previous`` adds the year before, where the generator knows it, as ``KIND-YEAR.csv``: both as they
    stand on the last day of ``year``. The same arguments give the same bytes. Refuses a year without a plan.
    """
    plans = [plan_of(year, scale, seed)]
    out.mkdir(parents=True, exist_ok=True)
    for folder in ("附件", "pictures"):
        (out / folder).mkdir(exist_ok=True)
    summary = Summary(out, year)
    if with_previous and year - 1 in years():
        plans.insert(0, plan_of(year - 1, scale, seed))
    for plan in plans:
        _registers(plan, summary, last=date(year, 12, 31), first=plan is plans[0], progress=progress)
        _sampled(plan, out)
        for name, content in pictures.pictures(plan).items():
            (out / "pictures" / name).write_bytes(content)
    _files(plans[-1], out)
    (out / "organisation.toml").write_text(organisation.text(plans), encoding="utf-8")
    return summary


def _registers(plan: Plan, summary: Summary, *, last: date, first: bool, progress: Progress | None) -> None:
    """One year's registers as they stand at ``last``; ``first`` is the earliest year that is written."""
    main = plan.year == summary.year
    tail = "" if main else f"-{plan.year}"
    registers: dict[str, tuple[Sequence[str], Iterable[Mapping[str, str]]]] = {
        "items": (items.COLUMNS, items.rows(plan, edges=main)),
        "penalties": (penalties.COLUMNS, (case.row for case in penalties.cases(plan, edges=main))),
        "samples": (sampling.COLUMNS, sampling.rows(plan, edges=main)),
        "activities": (events.ACTIVITY_COLUMNS, events.activities(plan)),
        "applications": (requests.APPLICATION_COLUMNS, requests.applications(plan, last=last, carried=first)),
        "remedies": (requests.REMEDY_COLUMNS, requests.remedies(plan, last=last, carried=first)),
    }
    for name, (columns, rows) in registers.items():
        table(summary, f"{name}{tail}", columns, cells(columns, rows), progress)
    register = complaints.Register(plan, last=last, parties=penalties.parties(plan))
    table(summary, f"complaints{tail}", complaints.COLUMNS, register.rows(), progress)


def _files(plan: Plan, out: Path) -> None:
    """The attachments that items name beside the tables of samples."""
    folder = out / "附件"
    (folder / "政府信息公开申请表.pdf").write_bytes(pictures.application_form())
    (folder / "部门预算收支总表.csv").write_text(_BUDGET.format(year=plan.year), encoding="utf-8-sig")


def _sampled(plan: Plan, out: Path) -> None:
    """One small table beside each announcement of sampling results."""
    for one in sampling.rounds(plan):
        path = out / "附件" / sampling.file_name(one)
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, sampling.COLUMNS, restval="")
            writer.writeheader()
            writer.writerows(sampling.batches(plan, one))


def cells(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> Iterator[list[str]]:
    """Rows by name as rows by place; a row may leave columns out."""
    for row in rows:
        yield [row.get(name, "") for name in columns]


def line(row: Sequence[str]) -> str:
    """One line of CSV. Few cells need quotes, and joining the others is several times faster."""
    plain = ",".join(row)
    if plain.count(",") < len(row) and '"' not in plain and "\n" not in plain and "\r" not in plain:
        return plain + "\r\n"
    quoted = io.StringIO(newline="")
    csv.writer(quoted).writerow(row)
    return quoted.getvalue()


def table(
    summary: Summary,
    name: str,
    columns: Sequence[str],
    rows: Iterator[list[str]],
    progress: Progress | None = None,
) -> None:
    """Write one register, some rows at a time."""
    count = 0
    with (summary.out / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(line(columns))
        while batch := list(islice(rows, _BATCH)):
            file.write("".join(map(line, batch)))
            count += len(batch)
            if progress:
                progress(name, count)
    summary.rows[name] = count
    if progress and not count:
        progress(name, 0)
