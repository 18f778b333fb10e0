"""The generator itself: same seed same bytes, scale, memory, refusals, the shape of what it says."""

import csv
import io
import re
import tracemalloc
from collections import Counter
from datetime import date
from itertools import islice

import pytest

from gongkai.demo import write
from gongkai.demo.complaints.columns import CHANNEL
from gongkai.demo.complaints.rows import Register
from gongkai.demo.items.rows import rows as item_rows
from gongkai.demo.plan import plan_of
from gongkai.demo.tests.checking import faults, read
from gongkai.demo.words import years
from gongkai.demo.writing import line
from gongkai.refusal import Refused


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_same_seed_same_bytes_other_seed_other_bytes_same_sums(tmp_path, registers):
    again = write(tmp_path / "again", year=2017)
    assert contents(tmp_path / "again") == contents(registers(2017))
    other = write(tmp_path / "other", year=2017, seed=5, with_previous=False)
    assert other.rows["complaints"] == again.rows["complaints"]
    assert (tmp_path / "other/complaints.csv").read_bytes() != (
        tmp_path / "again/complaints.csv"
    ).read_bytes()


def test_what_a_year_says_does_not_depend_on_the_year_before(tmp_path, registers):
    write(tmp_path, year=2017, with_previous=False)
    assert (tmp_path / "complaints.csv").read_bytes() == (registers(2017) / "complaints.csv").read_bytes()
    assert not list(tmp_path.glob("*-2016.csv"))


@pytest.mark.parametrize("scale", [0.2, 4])
def test_totals_scale_and_rows_stay_valid(tmp_path, scale):
    summary = write(tmp_path, year=2017, scale=scale, with_previous=False)
    rows = read(tmp_path / "complaints.csv")
    cases = [row for row in rows if row["诉求类型"] != "咨询"]
    assert len(rows) == summary.rows["complaints"]
    assert abs(len(cases) - 2180 * scale) <= 1
    assert abs(sum(bool(row["办结时间"]) for row in cases) / len(cases) - 0.95) < 0.01
    assert [fault for row in rows for fault in faults("complaints", row)][:3] == []


def test_memory_stays_the_same_however_many_rows_there_are():
    tracemalloc.start()
    rows = Register(plan_of(2017, 500), last=date(2017, 12, 31)).rows()
    for _ in islice(rows, 25000):
        pass
    first, _ = tracemalloc.get_traced_memory()
    for _ in islice(rows, 15000):
        pass
    second, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert second - first < 6_000_000


def test_progress_is_told(tmp_path):
    told = []
    write(tmp_path, year=2016, with_previous=False, progress=lambda name, count: told.append((name, count)))
    assert ("complaints", 4334) in told


def test_a_year_without_a_plan_and_a_bad_scale_are_refused(tmp_path):
    for wrong in ({"year": 1999}, {"scale": 0}, {"scale": -2.0}):
        with pytest.raises(Refused) as refused:
            write(tmp_path / "out", **wrong)
        assert refused.value.mend


@pytest.mark.parametrize("year", years())
def test_every_plan_publishes_what_it_says_and_titles_differ(year):
    plan = plan_of(year)
    rows = list(item_rows(plan, edges=False))
    wanted = {name: count for name, count in plan.table["items"].items() if count}
    assert Counter(row["信息类别"] for row in rows) == wanted
    assert len({row["标题"] for row in rows}) == len(rows)
    numbers = [row["文号"] for row in rows if row["文号"]]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("year", [2019, 2023])
def test_after_the_merger_no_old_hotline_is_named(registers, year):
    plan = plan_of(year)
    for row in item_rows(plan, edges=False):
        assert not re.search("12331|12365|市长热线", row["内容"]), row["标题"]
    row = next(Register(plan, last=plan.last).rows())
    assert row[CHANNEL] in ("12315", "12345", "网络", "来访", "来信")


def test_notices_about_a_day_come_before_it(registers):
    rows = {row["标题"]: row["发布日期"] for row in read(registers(2017) / "items.csv")}
    assert rows["关于“五一”期间值班安排的公告"] < "2017-05-01"
    assert rows["国庆假期办公和值班安排公告"] < "2017-10-01"
    assert rows["关于中秋节选购月饼的消费提示"] < "2017-10-04"


def test_titles_are_like_those_of_real_bureaus(registers):
    titles = [row["标题"] for row in read(registers(2017) / "items.csv")]
    assert any(re.fullmatch(r"2017年第\d+期食品安全监督抽检信息公告", title) for title in titles)
    assert any(re.fullmatch(r".+行政处罚决定书公示（威高市监罚字〔2017〕\d+号）", title) for title in titles)


def test_nobody_can_be_telephoned_and_no_natural_person_is_named(registers):
    for row in read(registers(2017) / "complaints.csv"):
        assert re.fullmatch(r"|1\d{2}0000\d{4}|0631-555\d{4}", row["联系电话"])
    shown = " ".join(row["标题"] + row["内容"] for row in read(registers(2017) / "items.csv"))
    for row in read(registers(2017) / "penalties.csv"):
        if row["当事人类型"] == "自然人":
            assert row["当事人名称"] not in shown


@pytest.mark.parametrize(
    "row", [["a", "b"], ["a,b", ""], ['say "x"', "c"], ["two\nlines", "d"], ["e", "f\r"], ["", ""]]
)
def test_a_line_reads_back_as_the_row_it_was(row):
    assert next(csv.reader(io.StringIO(line(row), newline=""))) == row
