"""The same year as other offices write it: shuffled, split, overlapping, GB18030, XLSX with real dates."""

import csv
import json
import random
import shutil
from datetime import datetime
from decimal import Decimal

import pytest
from oracle_rows import day
from processes import gongkai
from small import csv_at, xlsx_at

YEAR = 2018


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def real(row):
    """A row with real dates and times in place of text."""
    out = {}
    for name, cell in row.items():
        is_time = name.endswith(("日期", "时间")) and cell
        out[name] = None if cell == "" else cell
        if is_time:
            out[name] = datetime.fromisoformat(cell) if " " in cell else day(cell)
    return out


@pytest.fixture
def rewritten(made, tmp_path):
    source, folder = made(YEAR).registers, tmp_path / "台账"
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("*.csv"))
    mix = random.Random(7)
    for path in sorted(source.glob("*.csv")):
        rows = rows_of(path)
        if not rows:
            continue
        mix.shuffle(rows)
        half = len(rows) // 2
        if path.stem == "complaints":
            csv_at(folder / "complaints-上.csv", rows[: half + 50], "gb18030")
            turned = [dict(reversed(row.items())) for row in rows[half:]]
            csv_at(folder / "complaints-下.csv", turned, "utf-8-sig")
        elif path.stem in ("items", "applications", "remedies", "activities"):
            xlsx_at(folder / f"{path.stem}.xlsx", [real(row) for row in rows])
        else:
            csv_at(folder / path.name, [*rows, *rows[:3]])
    return folder


def test_the_notation_of_a_register_changes_no_figure(made, rewritten, tmp_path):
    out = tmp_path / "报告"
    ended = gongkai("annual-report", YEAR, "--ledgers", rewritten, "--out", out)
    assert ended.status == 0, ended.out + ended.err
    assert not (out / "rejected.csv").exists(), (out / "rejected.csv").read_text(encoding="utf-8-sig")
    figures = json.loads((out / "figures.json").read_text(encoding="utf-8"), parse_float=Decimal)["figures"]
    assert {key: one["value"] for key, one in figures.items()} == made(YEAR).values
