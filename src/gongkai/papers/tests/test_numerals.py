"""Official numerals and dates: GB/T 9704, no zero padding, money from whole 分."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.papers import numerals
from gongkai.refusal import Refused


def value(words: str) -> int:
    """An oracle that reads Chinese numerals."""
    total = section = digit = 0
    for character in words:
        if character in "零一二三四五六七八九":
            digit = "零一二三四五六七八九".index(character)
        elif character == "万":
            total, section, digit = (section + digit) * 10_000, 0, 0
        else:
            section += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[character]
            digit = 0
    return total + section + digit


@given(st.integers(0, 10**8 - 1))
def test_chinese_numerals_say_their_number(number: int):
    assert value(numerals.chinese(number)) == number


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "零"), (1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (100, "一百"), (101, "一百零一"),
        (110, "一百一十"), (111, "一百一十一"), (1001, "一千零一"), (1010, "一千零一十"), (1100, "一千一百"),
        (10_000, "一万"), (10_010, "一万零一十"), (100_000, "十万"), (20_180_301, "二千零一十八万零三百零一"),
    ],
)  # fmt: skip
def test_chinese_numerals_are_written_as_taught(number: int, words: str):
    assert numerals.chinese(number) == words


def test_headings_have_four_levels():
    assert [numerals.ordinal(level, 11) for level in (1, 2, 3, 4)] == ["十一、", "（十一）", "11.", "（11）"]
    for wrong in (0, 5):
        with pytest.raises(Refused):
            numerals.ordinal(wrong, 1)
    with pytest.raises(Refused):
        numerals.chinese(-1)


def test_dates_are_not_padded():
    assert numerals.date(date(2018, 3, 1)) == "2018年3月1日"
    assert numerals.period(date(2017, 1, 1), date(2017, 12, 31)) == "2017年1月1日至2017年12月31日"


@given(st.integers(-(10**13), 10**13), st.integers(0, 4))
def test_wan_yuan_is_rounded_half_up(fen: int, decimals: int):
    exact = (Decimal(fen) / 1_000_000).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert Decimal(numerals.wan_yuan(fen, decimals).replace(",", "")) == exact


def test_money_and_thousands():
    assert numerals.thousands(2180) == "2,180"
    assert numerals.yuan(123456) == "1,234.56"
    assert numerals.yuan(-5) == "-0.05"
    assert numerals.wan_yuan(0) == "0.00"
    assert numerals.wan_yuan(-1) == "0.00"
    assert numerals.wan_yuan(123_456_789) == "123.46"
