"""Charts: well-formed SVG inside its box, words in it, data beside it."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from gongkai.papers import blocks as b
from gongkai.papers import charts
from gongkai.papers.tests import samples

NS = "{http://www.w3.org/2000/svg}"


def percent(text: str | None) -> float:
    return float((text or "0").rstrip("%"))


@given(samples.charts())
@settings(max_examples=60, deadline=None)
def test_every_chart_is_well_formed_and_stays_in_its_box(chart: b.Chart):
    root = ElementTree.fromstring(charts.draw(chart, ident="x1"))
    assert root.get("width") == "100%"
    assert root.findtext(f"{NS}title") == chart.title
    assert root.findtext(f"{NS}desc") == chart.description
    assert root.get("aria-labelledby") == "x1t x1d"
    height = float(root.get("height", "0"))
    for rect in root.iter(f"{NS}rect"):
        width = rect.get("width", "")
        assert rect.get("fill")
        assert rect.get("class") in charts.CLASSES
        if width.endswith("%"):
            assert 0 <= percent(rect.get("x")) + percent(width) <= 100.5
        assert 0 <= float(rect.get("y", "0")) <= height
    for circle in root.iter(f"{NS}circle"):
        assert 0 <= percent(circle.get("cx")) <= 100


@given(samples.charts())
@settings(max_examples=30, deadline=None)
def test_the_table_beside_a_chart_has_all_its_numbers(chart: b.Chart):
    table = chart.table()
    said = sorted(cell.text for row in table.body for cell in row if not cell.header)
    assert said == sorted(b.shown(value) for series in chart.series for value in series.values)


def lengths(chart: b.Chart) -> list[float]:
    root = ElementTree.fromstring(charts.draw(chart))
    return [percent(rect.get("width")) for rect in root.iter(f"{NS}rect") if "%" in rect.get("width", "")]


def test_bars_are_as_long_as_their_values():
    chart = b.Chart("bar", "题", "说明", ("甲", "乙", "丙"), (b.Series("数", (40, 20, 0)),))
    long, half = lengths(chart)
    assert long == pytest.approx(58)
    assert half == pytest.approx(long / 2)


def test_a_stack_is_as_long_as_its_sum():
    chart = b.Chart(
        "stack", "题", "说明", ("甲", "乙"), (b.Series("办结", (30, 10)), b.Series("在办", (10, 10)))
    )
    first, second, third, fourth = lengths(chart)
    assert first + second == pytest.approx(88, abs=1)
    assert third + fourth == pytest.approx(44, abs=1)


def test_what_is_not_known_is_a_gap_in_the_line():
    chart = b.Chart("line", "题", "说明", ("1月", "2月", "3月", "4月"), (b.Series("数", (1, None, 3, 4)),))
    root = ElementTree.fromstring(charts.draw(chart))
    assert len(list(root.iter(f"{NS}circle"))) == 3
    assert len([line for line in root.iter(f"{NS}line") if line.get("stroke-width")]) == 1


def test_a_highlight_is_dark_and_the_rest_lighter():
    svg = charts.draw(samples.months())
    assert len(re.findall(r'<rect class="c1"', svg)) == 1
    assert len(re.findall(r'<rect class="c2"', svg)) == 10


def test_words_in_a_chart_cannot_become_markup():
    evil = '</text><script>alert(1)</script>"&'
    chart = b.Chart("bar", evil, evil, (evil,), (b.Series(evil, (1,)), b.Series("x", (2,))), evil)
    root = ElementTree.fromstring(charts.draw(chart, ident='"><script>', font='"><script>'))
    assert not list(root.iter(f"{NS}script"))
    assert root.findtext(f"{NS}title") == evil
