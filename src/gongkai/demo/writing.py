"""Writes a year's registers into a folder."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from gongkai.demo.complaints import rows as complaints
from gongkai.demo.plan import Plan, plan_of

Progress = Callable[[str, int], None]
"""Called with the name of a register and the number of rows written so far."""


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
    with_previous: bool = False,
) -> Summary:
    """Write the registers of ``year`` and ``organisation.toml`` into ``out``, which is made if it is missing.

    ``scale`` multiplies the number of cases (1 gives the year as it was; millions of rows need no more memory).
    ``with_previous`` adds the year before as ``KIND-YEAR.csv``. The same arguments give the same bytes.
    """
    out.mkdir(parents=True, exist_ok=True)
    summary = Summary(out, year)
    years = [plan_of(year, scale, seed)]
    if with_previous:
        years.insert(0, plan_of(year - 1, scale, seed))
    for plan in years:
        _registers(plan, summary, last=date(year, 12, 31), progress=progress)
    return summary


def _registers(plan: Plan, summary: Summary, *, last: date, progress: Progress | None) -> None:
    tail = "" if plan.year == summary.year else f"-{plan.year}"
    register = complaints.Register(plan, last=last)
    table(summary, f"complaints{tail}", complaints.COLUMNS, register.rows(), progress)


def table(
    summary: Summary,
    name: str,
    columns: Sequence[str],
    rows: Iterable[Mapping[str, str]],
    progress: Progress | None = None,
) -> None:
    """Write one register row by row; a row may leave columns out."""
    count = 0
    with (summary.out / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        for row in rows:
            writer.writerow(row)
            count += 1
            if progress and count % 500 == 0:
                progress(name, count)
    summary.rows[name] = count
    if progress:
        progress(name, count)
