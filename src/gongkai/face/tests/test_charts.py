"""A chart says its numbers in words, escapes what it is given and needs no style attribute."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.face import charts
from gongkai.face.tests import css

SVG = "{http://www.w3.org/2000/svg}"
BAD = "<script>alert(1)</script>&\"'"
NUMBERS = st.one_of(st.none(), st.integers(-(10**6), 10**9), st.floats(allow_nan=True, allow_infinity=True))
LABELS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn", "Co"]), max_size=20)
ROWS = st.lists(st.tuples(LABELS, NUMBERS), max_size=14)


def tree(svg):
    return ElementTree.fromstring(svg)


def drawn(rows):
    numbers = [value for _, value in rows]
    total = len(rows)
    return [
        charts.bars(rows, BAD), charts.column_chart(rows, BAD), charts.spark(numbers, BAD),
        charts.rate_bar(numbers[0] if rows else None, numbers[-1] if rows else None, BAD, done=BAD, rest=BAD),
        charts.cells(total, total // 2, BAD, BAD, label=BAD),
        charts.zeros([label for label, _ in rows], BAD, BAD),
    ]  # fmt: skip


@given(ROWS)
def test_whatever_the_data_a_chart_is_well_formed_named_and_escaped(rows):
    for svg in drawn(rows):
        root = tree(svg)
        assert root.get("role") == "img"
        assert root.get("aria-label")
        assert root.findtext("title") is not None
        assert root.findtext("desc")
        assert not list(root.iter("script"))
        assert "style=" not in svg
        assert " id=" not in svg


@given(ROWS)
def test_no_length_is_negative_or_not_a_number(rows):
    for svg in [*drawn(rows), charts.pair_bar(rows[0][1] if rows else None, 3, 2)]:
        for name, value in re.findall(r'\b(width|height|r)="([^"]*)"', svg):
            assert float(re.sub(r"(%|em)$", "", value)) >= 0, (name, value)
        assert "nan" not in re.sub(
            r"<(title|desc|text)[^>]*>.*?</\1>|aria-label=\"[^\"]*\"", "", svg, flags=re.S
        )


def test_the_description_says_every_value():
    said = tree(charts.column_chart([("1", 150), ("2", 98), ("3", None)], "按月", unit="件")).findtext("desc")
    assert said == "1 150 件，2 98 件，3 无数据。"


def test_bars_are_in_proportion_and_the_first_is_darker():
    root = tree(charts.bars([("甲", 40), ("乙", 10)], "按栏目"))
    one, two = root.findall("rect")
    widths = [float(rect.get("width").rstrip("%")) for rect in (one, two)]
    assert widths[0] == pytest.approx(4 * widths[1], rel=0.01)
    assert (one.get("class"), two.get("class")) == ("c1", "c2")


def test_a_label_without_room_is_cut_in_the_picture_and_whole_in_the_words():
    long = "市场监督管理行政处罚信息公示栏目"
    root = tree(charts.bars([(long, 3)], "按栏目"))
    assert root.find("text").text == "市场监督管理行政处罚信…"
    assert long in root.findtext("desc")


def test_columns_mark_the_highest_and_write_peaks_and_the_lowest():
    months = [150, 98, 292, 178, 170, 168, 214, 221, 165, 152, 208, 164]
    root = tree(charts.column_chart(months, "按月"))
    assert [rect.get("class") for rect in root.findall("rect")].count("c1") == 1
    assert root.findall("rect")[2].get("class") == "c1"
    assert [text.text for text in root.findall("text") if text.get("class") == "label"] == [
        "98",
        "292",
        "221",
        "208",
    ]


def test_a_rate_shows_numerator_and_remainder():
    root = tree(charts.rate_bar(2071, 2180, "处结率"))
    assert [text.text for text in root.findall("text")] == ["已办结 2,071", "在办 109"]
    assert root.findall("rect")[1].get("width") == "95%"


def test_nought_of_nought_is_no_rate():
    assert "没有数据" in charts.rate_bar(0, 0, "处结率")
    assert "<rect" not in charts.rate_bar(None, 5, "处结率")


def test_cells_count_one_for_one():
    root = tree(charts.cells(42, 1, "抽检", "42 批次", kind="exceptions"))
    kinds = [rect.get("class") for rect in root.findall("rect")]
    assert kinds == ["c2"] * 41 + ["cx"]
    kinds = [rect.get("class") for rect in tree(charts.cells(15, 12, "用时", "12 日")).findall("rect")]
    assert kinds == ["c1"] * 12 + ["cr"] * 3


def test_too_many_cells_become_a_bar():
    assert charts.cells(10_000, 9_000, "办结", "九千").count("<rect") == 2


def test_a_spark_tells_its_months():
    svg = charts.spark([78, None, 141], "12315")
    assert 'aria-label="12315　3 个月：78、—、141"' in svg
    assert svg.count('class="pk"') == 1


def test_the_same_data_give_the_same_bytes():
    assert charts.bars([("甲", 1)], "一") == charts.bars([("甲", 1)], "一")


def test_a_kind_of_chart_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="pie"):
        charts.chart({"kind": "pie"})
    assert charts.chart(None) == ""


@pytest.mark.parametrize(
    "spec",
    [
        {"kind": "bars", "rows": [{"label": "甲", "value": 3}]}, {"kind": "columns", "rows": [1, 2]},
        {"kind": "rate", "part": 1, "whole": 2}, {"kind": "cells", "total": 3, "marked": 1, "desc": "三"},
        {"kind": "zeros", "rows": ["复议"], "desc": "无"},
    ],
)  # fmt: skip
def test_a_chart_can_come_as_data(spec):
    assert tree(charts.chart({"title": "图", **spec})).findtext("title") == "图"


def test_the_fills_written_into_charts_are_the_light_tokens():
    """Without our style sheet a chart keeps the colours of the light theme."""
    token = css.tokens("light")
    named = {"c1": "--chart-1", "c2": "--chart-2", "c3": "--chart-3", "cr": "--chart-rest", "cx": "--ink"}
    assert {key: token[name] for key, name in named.items()} == charts.FILL
    assert token["--ink-3"] == charts.TEXT
