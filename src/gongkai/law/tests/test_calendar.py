from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.calendar import Calendar, YearTable
from gongkai.law.calendar_file import read_calendar, read_csv, read_toml
from gongkai.law.tests.oracle import every_day, on_holiday, works
from gongkai.refusal import Refused

CALENDAR = Calendar.default()

WORKING_DAYS = {2015: 249, 2016: 250, 2017: 249, 2018: 250, 2019: 250, 2020: 249} | {
    2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248,
}  # fmt: skip

ADJUSTED = {
    2015: "01-04 02-15 02-28 09-06 10-10",
    2016: "02-06 02-14 06-12 09-18 10-08 10-09",
    2017: "01-22 02-04 04-01 05-27 09-30",
    2018: "02-11 02-24 04-08 04-28 09-29 09-30 12-29",
    2019: "02-02 02-03 04-28 05-05 09-29 10-12",
    2020: "01-19 04-26 05-09 06-28 09-27 10-10",
    2021: "02-07 02-20 04-25 05-08 09-18 09-26 10-09",
    2022: "01-29 01-30 04-02 04-24 05-07 10-08 10-09",
    2023: "01-28 01-29 04-23 05-06 06-25 10-07 10-08",
    2024: "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
    2025: "01-26 02-08 04-27 09-28 10-11",
    2026: "01-04 02-14 02-28 05-09 09-20 10-10",
}

days = st.dates(date(1995, 1, 1), date(2045, 12, 31))


def test_each_day_of_the_shipped_years_is_what_the_notices_say():
    for day in every_day(date(2004, 1, 1), date(2026, 12, 31)):
        assert CALENDAR.is_workday(day) is works(day), day
        assert CALENDAR.is_official_holiday(day) is on_holiday(day), day


@pytest.mark.parametrize("year", WORKING_DAYS)
def test_a_year_has_its_known_number_of_working_days_and_adjusted_days(year):
    year_days = every_day(date(year, 1, 1), date(year, 12, 31))
    assert sum(map(CALENDAR.is_workday, year_days)) == WORKING_DAYS[year]
    adjusted = [f"{day:%m-%d}" for day in year_days if day.weekday() >= 5 and CALENDAR.is_workday(day)]
    assert " ".join(adjusted) == ADJUSTED[year]


def test_new_years_eve_2024_was_a_working_day_and_the_parade_of_2015_was_not():
    assert CALENDAR.is_workday(date(2024, 2, 9))
    assert not CALENDAR.is_workday(date(2015, 9, 3))
    assert not CALENDAR.is_workday(date(2020, 1, 31))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2017, 9, 30), "周六，调休上班"),
        (date(2017, 10, 2), "周一，国庆节放假"),
        (date(2017, 10, 20), "周五"),
        (date(2017, 10, 22), "周日，休息日"),
    ],
)
def test_a_day_is_described_with_weekday_and_adjustment(day, words):
    assert CALENDAR.describe(day) == words


@given(days, st.integers(0, 400))
def test_adding_working_days_and_counting_them_are_inverse(day, count):
    later = CALENDAR.add_workdays(day, count)
    assert CALENDAR.workdays_between(day, later) == count
    assert count == 0 or CALENDAR.is_workday(later)


@given(days, st.integers(0, 900))
def test_counting_excludes_the_first_day_and_includes_the_last(day, length):
    last = day + timedelta(days=length)
    naive = sum(works(one) for one in every_day(day, last)[1:])
    assert CALENDAR.workdays_between(day, last) == naive


def test_counting_backwards_is_nothing():
    assert CALENDAR.workdays_between(date(2020, 5, 5), date(2020, 5, 1)) == 0
    with pytest.raises(ValueError, match="forward"):
        CALENDAR.add_workdays(date(2020, 5, 5), -1)


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1900, 3, 1), date(2199, 12, 31), date(9990, 1, 1)])
def test_far_years_count_weekends_only_and_are_unknown(day):
    assert not CALENDAR.known(day.year)
    assert CALENDAR.workdays_between(day, day + timedelta(days=70)) == 50


def test_a_count_past_the_last_date_is_refused():
    with pytest.raises(Refused, match="日期范围"):
        CALENDAR.add_workdays(date(9999, 12, 1), 20)


def test_an_unknown_year_is_named():
    assert CALENDAR.known(2026)
    assert not CALENDAR.known(2027)
    assert CALENDAR.crosses_unknown(date(2026, 12, 31), date(2027, 1, 4))
    assert not CALENDAR.crosses_unknown(date(2004, 1, 1), date(2026, 12, 31))
    assert CALENDAR.unknown_years(date(2026, 1, 1), date(2029, 1, 1)) == [2027, 2028, 2029]


TOML = "[2027]\noffdays = [2027-01-01, 2027-02-08]\nworkdays = [2027-02-20]\n"


def test_a_table_makes_a_year_known_and_moves_its_days():
    calendar = Calendar(read_toml(TOML))
    assert calendar.known(2027)
    assert not calendar.is_workday(date(2027, 2, 8))
    assert calendar.is_official_holiday(date(2027, 2, 8))
    assert calendar.is_workday(date(2027, 2, 20))
    assert calendar.describe(date(2027, 2, 20)) == "周六，调休上班"
    assert calendar.describe(date(2027, 2, 8)) == "周一，放假"
    assert not Calendar.default().known(2027)


def test_a_csv_table_is_the_same_as_a_toml_table(tmp_path):
    file = tmp_path / "2027.csv"
    file.write_text(
        "\ufeff日期,类型,名称\n2027-01-01,放假,元旦\n2027-02-08,放假,春节\n2027-02-20,上班,\n", "utf-8"
    )
    calendar = read_calendar(file)
    assert calendar.describe(date(2027, 2, 8)) == "周一，春节放假"
    other = Calendar(read_toml(TOML))
    for day in every_day(date(2027, 1, 1), date(2027, 12, 31)):
        assert calendar.is_workday(day) is other.is_workday(day)


def test_a_table_may_correct_a_shipped_day():
    calendar = Calendar([YearTable(2026, {date(2026, 3, 2): "临时放假"})])
    assert not calendar.is_workday(date(2026, 3, 2))
    assert calendar.is_workday(date(2026, 3, 3))
    assert calendar.describe(date(2026, 3, 2)) == "周一，临时放假"
    free = Calendar([YearTable(2026, {date(2026, 2, 14): "春节"})])
    assert Calendar.default().is_workday(date(2026, 2, 14))
    assert not free.is_workday(date(2026, 2, 14))
    assert free.describe(date(2026, 2, 14)) == "周六，春节放假"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[2027",
        "x = 1",
        "[2027]\noffdays = [2028-01-01]",
        "[2027]\noffdays = ['2027-01-01']",
        "[2027]\noffdays = 3",
        "[2027]\nworkdays = [2027-02-20]",
        "[2027]\nholidays = [2027-01-01]",
        "[2027]\noffdays = [2027-01-01]\nworkdays = [2027-01-01]",
    ],
)
def test_a_broken_toml_table_is_refused(text):
    with pytest.raises(Refused):
        read_toml(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "日期\n2027-01-01\n",
        "日期,类型\n2027-02-30,放假\n",
        "日期,类型\n2027-01-01,也许\n",
        "日期,类型\n2027-01-03,上班\n",
    ],
)
def test_a_broken_csv_table_is_refused(text):
    with pytest.raises(Refused):
        read_csv(text)


def test_a_missing_table_is_refused(tmp_path):
    with pytest.raises(Refused, match="读不出"):
        read_calendar(tmp_path / "none.toml")
