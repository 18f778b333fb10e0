"""Every row of every year passes a strict reader; keys are unique over both years of a folder."""

import csv
from pathlib import Path

import pytest

from gongkai.demo.tests.checking import faults, moment, read, repeated
from gongkai.demo.words import years

KINDS = ("complaints", "items", "applications", "remedies", "penalties", "samples", "activities")


def files(folder: Path, kind: str) -> list[Path]:
    return sorted(folder.glob(f"{kind}*.csv"))


@pytest.mark.parametrize("year", [2017, 2018, 2020, 2023, 2025])
@pytest.mark.parametrize("kind", KINDS)
def test_every_row_is_valid_and_has_its_own_key(registers, kind, year):
    paths = files(registers(year), kind)
    assert len(paths) == 2
    rows = [row for path in paths for row in read(path)]
    assert [fault for row in rows for fault in faults(kind, row)][:5] == []
    assert repeated(kind, rows) == []


def test_all_years_are_written_once_by_these_folders():
    assert set(years()) == {2016, 2017, 2018, 2019, 2020, 2022, 2023, 2024, 2025}


@pytest.mark.parametrize("year", [2017, 2018, 2020, 2023, 2025])
def test_nothing_is_known_after_the_year(registers, year):
    for path in files(registers(year), "complaints"):
        for row in read(path):
            assert all(moment(row[name]).year <= year for name in ("受理时间", "办结时间") if row[name])
    for row in read(registers(year) / "applications.csv"):
        assert row["答复日期"] <= f"{year}-12-31"


def test_a_year_reads_the_same_as_the_main_year_and_as_the_year_before(registers):
    """What the next year's folder says of a year differs only in what became of open cases."""
    for kind in ("items", "penalties", "samples", "activities"):
        main = read(registers(2017) / f"{kind}.csv")
        before = read(registers(2018) / f"{kind}-2017.csv")
        assert all(row in main for row in before), kind
    carried = [
        row for row in read(registers(2018) / "items.csv") if row["索引号"].startswith("371002SC/2017")
    ]
    assert len(carried) == 9
    assert all(row in read(registers(2017) / "items.csv") for row in carried)


def test_complaints_open_in_2016_are_closed_in_2017s_folder(registers):
    rows = [row for row in read(registers(2017) / "complaints-2016.csv") if row["诉求类型"] != "咨询"]
    closed = sum(row["办结时间"] <= "2016-12-31 23:59" for row in rows if row["办结时间"])
    assert len(rows) == 1827
    assert closed == 1686
    assert sum(not row["办结时间"] for row in rows) == 0


def test_files_that_items_name_lie_beside_the_register(registers):
    folder = registers(2017)
    named = [name for row in read(folder / "items.csv") for name in row["附件"].split("；") if name]
    assert len(named) > 17
    assert all((folder / name).stat().st_size > 0 for name in named)


def test_the_table_beside_an_announcement_holds_the_batches_of_the_register(registers):
    folder = registers(2017)
    rows = read(folder / "samples.csv")
    for path in (folder / "附件").glob("2017年*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            batches = list(csv.DictReader(file))
        label = path.name[: path.name.index("期") + 1]
        assert batches == [row for row in rows if row["公告批次"] == label]


def test_files_start_without_a_mark_and_end_lines_for_spreadsheets(registers):
    raw = (registers(2017) / "complaints.csv").read_bytes()
    assert raw.startswith("登记编号,来源渠道".encode())
    assert raw.endswith(b"\r\n")
