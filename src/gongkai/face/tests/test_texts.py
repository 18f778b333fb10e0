"""Dates and numbers stand as an official Chinese page writes them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.face import texts

DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))


def test_a_date_in_running_text_has_no_leading_zeros():
    assert texts.zh_date(date(2018, 3, 1)) == "2018年3月1日"
    assert texts.zh_date("2018-03-01") == "2018年3月1日"


def test_a_moment_counts_for_the_day_it_is_in_beijing():
    assert texts.zh_date(datetime(2018, 2, 28, 18, 0, tzinfo=UTC)) == "2018年3月1日"
    assert texts.md_weekday("2018-02-28T18:00:00+00:00") == "03-01 周四"
    assert texts.iso_minute(datetime(2017, 9, 22, 7, 30, tzinfo=UTC)) == "2017-09-22 15:30"


def test_a_binding_date_shows_its_weekday():
    assert texts.md_weekday(date(2018, 3, 30)) == "03-30 周五"


@given(DAYS)
def test_the_weekday_is_the_calendars(day):
    assert texts.weekday(day) == "周" + "一二三四五六日"[day.isoweekday() - 1]
    assert texts.md_weekday(day).startswith(day.isoformat()[5:])


@given(DAYS)
def test_a_date_can_be_read_back(day):
    year, rest = texts.zh_date(day).split("年")
    month, rest = rest.split("月")
    assert date(int(year), int(month), int(rest.removesuffix("日"))) == day


@pytest.mark.parametrize("nothing", [None, ""])
def test_no_date_is_a_dash(nothing):
    assert texts.zh_date(nothing) == texts.md_weekday(nothing) == texts.weekday(nothing) == "—"


def test_a_date_that_is_none_is_refused_and_not_guessed():
    with pytest.raises(ValueError, match="month"):
        texts.zh_date("2018-13-01")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2180, "2,180"),
        (0, "0"),
        (14, "14"),
        (18.2, "18.2"),
        (Decimal("1234567.5"), "1,234,567.5"),
        (-3, "-3"),
    ],
)
def test_thousands_are_set_apart(value, text):
    assert texts.thousands(value) == text


def test_what_is_unknown_is_never_nought():
    for write in (
        texts.thousands,
        texts.signed,
        texts.percent1,
        texts.signed_percent1,
        texts.yuan,
        texts.wan,
    ):
        assert write(None) == "—"
        assert write(0).startswith("0")


def test_a_word_in_the_place_of_a_number_passes():
    assert texts.thousands("2,071") == "2,071"
    assert texts.thousands(True) == "True"
    assert texts.percent1(float("nan")) == "—"


@pytest.mark.parametrize(
    ("value", "text"), [(218, "+218"), (-3, "−3"), (0, "0"), (1234, "+1,234"), (-0.5, "−0.5")]
)
def test_a_difference_carries_its_sign(value, text):
    assert texts.signed(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(95, "95.0 %"), (95.05, "95.1 %"), (92.34, "92.3 %"), (100, "100.0 %")]
)
def test_a_percentage_has_one_decimal_rounded_half_up(value, text):
    assert texts.percent1(value) == text


def test_a_change_in_per_cent_carries_its_sign():
    assert texts.signed_percent1(11.11) == "+11.1 %"
    assert texts.signed_percent1(-0.04) == "0 %"


def test_money_is_whole_fen():
    assert texts.yuan(13760) == "137.60"
    assert texts.wan(1_250_000) == "1.25"
    assert texts.wan(0) == "0.00"


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (28_000, "28 KB"),
        (999_499, "999 KB"),
        (999_500, "1.0 MB"),
        (1_240_000, "1.2 MB"),
    ],
)
def test_the_size_of_a_file_is_in_the_readers_units(size, text):
    assert texts.file_size(size) == text
