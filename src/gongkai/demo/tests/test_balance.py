"""Applications and remedies balance in every column of the forms of 2014, 2019 and 2021."""

from collections import Counter
from datetime import date

import pytest

from gongkai.demo.plan import plan_of
from gongkai.demo.requests import applications, received
from gongkai.demo.tests.checking import read
from gongkai.law.calendar import Calendar

YEARS = [2018, 2020, 2023, 2025]


def both(folder, kind, year):
    return read(folder / f"{kind}-{year - 1}.csv") + read(folder / f"{kind}.csv")


@pytest.mark.parametrize("year", YEARS)
def test_new_and_carried_in_is_done_and_carried_over_for_every_applicant(registers, year):
    rows = both(registers(year), "applications", year)
    new, carried, done, left = Counter(), Counter(), Counter(), Counter()
    for row in rows:
        kind, got, answered = row["申请人类型"], row["收到日期"][:4], row["答复日期"][:4]
        new[kind] += got == str(year)
        carried[kind] += got < str(year) and (not answered or answered >= str(year))
        done[kind] += answered == str(year)
        left[kind] += not answered
    for kind in new:
        assert new[kind] + carried[kind] == done[kind] + left[kind]
    assert sum(new.values()) == sum(entry[2] for entry in plan_of(year).table["foi"])
    if year > 2018:
        assert sum(carried.values()) > 0 < sum(left.values())


@pytest.mark.parametrize("year", [2020, 2023, 2025])
def test_what_a_year_leaves_open_is_what_the_next_brings_over(year):
    before = list(applications(plan_of(year - 1), last=date(year - 1, 12, 31)))
    left = {row["登记编号"] for row in before if not row["答复日期"]}
    alone = list(applications(plan_of(year), last=date(year, 12, 31)))
    assert {
        row["登记编号"] for row in alone if row["收到日期"] < f"{year}" <= (row["答复日期"] or "9")
    } == left


@pytest.mark.parametrize("year", [2019, 2020, 2022, 2023, 2024, 2025])
def test_many_outcomes_and_applicants(year):
    rows = received(plan_of(year))
    assert len(rows) >= 25
    assert len({row["答复结果"] for row in rows}) >= 9
    assert len({row["申请人类型"] for row in rows}) >= 3


@pytest.mark.parametrize("year", [2018, 2019, 2020, 2022, 2023, 2024, 2025])
def test_replies_keep_their_limits(year):
    calendar = Calendar.default()
    for row in received(plan_of(year)):
        limit = 15 if row["收到日期"] < "2019-05-15" else 20
        start = date.fromisoformat(row.get("补正收到日期") or row["收到日期"])
        days = calendar.workdays_between(start, date.fromisoformat(row["答复日期"]))
        if row.get("征求第三方日期"):
            letter, opinion = (
                date.fromisoformat(row[f"{name}日期"]) for name in ("征求第三方", "第三方意见")
            )
            days -= calendar.workdays_between(letter, opinion)
        if row.get("补正通知日期") and not row.get("补正收到日期"):
            continue
        assert days <= (limit * 2 if row["是否延期"] == "是" else limit), row


@pytest.mark.parametrize("year", YEARS)
def test_remedies_of_all_kinds_and_their_applications(registers, year):
    rows = both(registers(year), "remedies", year)
    known = {row["登记编号"]: row for row in both(registers(year), "applications", year)}
    for row in rows:
        about = known[row["关联登记编号"]]
        assert about["收到日期"] < row["收案日期"]
    if year >= 2023:
        own = [row for row in rows if row["收案日期"].startswith(str(year))]
        assert {"行政复议", "行政诉讼-直接起诉", "行政诉讼-复议后起诉"} <= {row["类型"] for row in own}
        assert any(row["结果"] == "尚未审结" for row in own)


def test_a_fee_is_only_taken_since_there_is_a_measure(registers):
    for year in YEARS:
        for row in both(registers(year), "applications", year):
            if year < 2021:
                assert row["收费金额"] in ("", "0")
