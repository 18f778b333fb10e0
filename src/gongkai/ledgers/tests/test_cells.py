from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.ledgers import cells
from gongkai.ledgers.cells import BadCell

DAY = date(2017, 1, 2)


@pytest.mark.parametrize(
    "text",
    [
        "2017-01-02",
        "2017-1-2",
        "2017/1/2",
        "2017/01/02",
        "2017年1月2日",
        "2017年01月02日",
        "２０１７-１-２",
        "2017.1.2",
    ],
)
def test_a_day_is_read_in_every_notation_of_the_contract(text):
    assert cells.read_day(text) == ("2017-01-02", DAY)
    assert cells.read_moment(text) == ("2017-01-02", DAY, None)


@pytest.mark.parametrize(
    ("text", "normal", "at"),
    [
        ("2017-01-02 10:30", "2017-01-02 10:30", time(10, 30)),
        ("2017/1/2 9:05", "2017-01-02 09:05", time(9, 5)),
        ("2017-01-02T09:05:00", "2017-01-02 09:05", time(9, 5)),
        ("2017-01-02 09:05:07", "2017-01-02 09:05:07", time(9, 5, 7)),
        ("2017-01-02 09:05:07.000", "2017-01-02 09:05:07", time(9, 5, 7)),
        ("2017年1月2日 9时5分", "2017-01-02 09:05", time(9, 5)),
        ("2017年1月2日9时", "2017-01-02 09:00", time(9)),
        ("2017年1月2日 09：05", "2017-01-02 09:05", time(9, 5)),
    ],
)
def test_a_moment_is_read_in_every_notation(text, normal, at):
    assert cells.read_moment(text) == (normal, DAY, at)


@pytest.mark.parametrize(
    "text",
    [
        "2017-02-29",
        "2017-13-01",
        "2017-01-32",
        "0017-01-02",
        "3017-01-02",
        "42737",
        "昨天",
        "2017-01",
        "2017-01-02 25:00",
        "2017-01-02 10:61",
        "2017-01-02 下午",
        "2017-01-0210:30",
        "2017-01/02",
        "17-01-02",
    ],
)
def test_an_impossible_date_is_refused_and_quoted(text):
    with pytest.raises(BadCell, match=text[:4]):
        cells.read_moment(text)


def test_a_day_column_takes_midnight_but_no_other_time():
    assert cells.read_day("2017-01-02 00:00:00") == ("2017-01-02", DAY)
    with pytest.raises(BadCell, match="时刻"):
        cells.read_day("2017-01-02 10:30")


@given(st.integers(0, 20_000))
def test_the_normal_notation_of_a_day_is_a_fixed_point(days):
    day = date(2000, 1, 1) + timedelta(days)
    assert cells.read_day(f"{day.year}年{day.month}月{day.day}日") == cells.read_day(day.isoformat())


@pytest.mark.parametrize(
    ("text", "fen"),
    [("128", 12800), ("128.5", 12850), ("128.00", 12800), ("1,280.50", 128050), ("￥128元", 12800), ("0", 0)],
)
def test_yuan_become_whole_fen(text, fen):
    assert cells.read_yuan(text) == (cells.show_yuan(fen), fen)


@pytest.mark.parametrize(
    ("text", "fen", "normal"),
    [
        ("4.6", 4_600_000, "4.6"),
        ("0.019", 19_000, "0.019"),
        ("12万元", 12_000_000, "12"),
        ("0.000001", 1, "0.000001"),
    ],
)
def test_wan_become_whole_fen(text, fen, normal):
    assert cells.read_wan(text) == (normal, fen)


@pytest.mark.parametrize("text", ["-1", "约100", "1.234", "12.8万", "NaN", "inf", "1e99", "1 2 3 x"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(BadCell):
        cells.read_yuan(text)


def test_less_than_a_fen_in_wan_is_refused():
    with pytest.raises(BadCell, match="不足一分"):
        cells.read_wan("0.0000001")


@given(st.integers(0, 10**12))
def test_amounts_survive_showing_and_reading(fen):
    assert cells.read_yuan(cells.show_yuan(fen))[1] == fen
    assert cells.read_wan(cells.show_wan(fen))[1] == fen


@pytest.mark.parametrize("text", ["-3", "3.5", "三", "1" * 13])
def test_a_count_is_a_whole_number(text):
    assert cells.read_count("1,200") == ("1200", 1200)
    with pytest.raises(BadCell):
        cells.read_count(text)


def test_a_list_keeps_order_and_drops_blanks_and_repetitions():
    assert cells.read_list(" 政府网站；公开栏 ;；政府网站") == ("政府网站；公开栏", ("政府网站", "公开栏"))


@pytest.mark.parametrize(
    "text",
    ["王小明", "欧阳志静", "13912345678", "139-1234-5678", "139 1234 5678", "+86 13912345678", "0631-5671234",
     "5671234", "110101199003078515", "11010119900307851X", "wang@example.cn", "山海路 12 号", "微信abc123"],
)  # fmt: skip
@pytest.mark.parametrize("read", [cells.read_moment, cells.read_yuan, cells.read_count, cells.read_flag])
def test_a_person_in_a_column_that_slipped_is_not_repeated(read, text):
    with pytest.raises(BadCell) as caught:
        read(f"{text}？")
    assert text not in str(caught.value)


@pytest.mark.parametrize(
    "text", ["2017-02-29", "20170229", "2017.1.32", "2017年2月30日 10:30", "-1", "1.234"]
)
def test_what_is_written_like_a_date_or_an_amount_is_quoted(text):
    assert cells.quoted(text) == f"“{text}”"


def test_a_word_is_quoted_where_it_is_nearly_one_of_the_list():
    words = ("调解成功", "调解不成", "撤回")
    assert cells.quoted("调解成攻", words) == "“调解成攻”"
    assert cells.quoted("王成", words) == cells.UNSHOWN
