"""Tables of PDF and text, where columns are narrow, gaps wide and pages end in the midst of a row."""

import pytest

from gongkai.law.forms import form_for_year
from gongkai.reportcheck.checking import check_report
from gongkai.reportcheck.streams import read_streams, running
from gongkai.reportcheck.tests.building import correct

MATRIX = form_for_year(2021).matrix
ROWS = {row.key: row.label for row in MATRIX.rows if row.key}


def lines_of(changed):
    """Table 3 as lines, each row with the figures 1 to 7; ``changed`` gives other lines for some rows."""
    lines = []
    for key, name in ROWS.items():
        lines += changed.get(key, [name, "1 2 3 4 5 6 7"])
    return lines


@pytest.mark.parametrize(
    ("key", "lines"),
    [
        ("in.carry", ["二、上年结转政府信息 1 2 3 4 5 6 7", "公开申请数量"]),
        ("out.skip.reissue", ["5.", "要", *"1234567", "求行政机", "关确认或重新", "出具已获取信息"]),
        ("out.deny.query", ["8.", "属", "于行", "1", "2", "3", "4", "5", "6", "7", "政查", "询事项"]),
        ("out.partial", ["（二）部分公开（区分处", "1 2 3 4 5 6 7", "理的，只计这一情形，不计其他情形）"]),
        ("out.grant", ["（一）予以公 开", *"1234567"]),
    ],
)
def test_a_row_whose_label_is_cut_by_its_figures_is_read(key, lines):
    read = read_streams(running(lines_of({key: lines})), MATRIX)
    assert len(read) == 7 * len(ROWS)
    assert [read[f"{key}.{column.key}"] for column in MATRIX.columns] == list("1234567")


@pytest.mark.parametrize(
    ("key", "cut"),
    [
        ("mtg.n", ["（一）召开政府信息公开", "次", "4", "工作会议或专题会议数"]),
        ("pro.norm", ["其中：主动公开规范 条 4", "性文件数"]),
    ],
)
def test_a_label_cut_by_its_unit_is_read(key, cut):
    table = form_for_year(2017).tables[0]
    lines = []
    for row in table.rows:
        lines += [row.label, *(["件", "3"] if row.key else ["—"])]
    at = lines.index(next(row.label for row in table.rows if row.key == key))
    lines[at : at + 3] = cut
    assert read_streams(running(lines), table)[key] == "4"


def test_heads_of_table_4_set_one_letter_a_line_are_passed_over():
    table = form_for_year(2021).tables[-1]
    heads = "结果结果其他尚未总计未经复议直接起诉复议后起诉结结其尚总维持纠正结果审结计"
    lines = ["行政复议 行政诉讼", *heads, "1 0 1 0 2 0 0 0 0 0 0 0 0 0 0"]
    read = read_streams(running(lines), table)
    assert read["t4.review.upheld"] == "1"
    assert read["t4.review.total"] == "2"
    assert len(read) == 15


def test_wide_gaps_between_the_columns_do_not_hide_a_table():
    text = correct(2019).text().decode().replace("\t", " " * 90)
    assert check_report(text.encode()).findings == ()


@pytest.mark.parametrize("head", ["指标名称\t计量单位\t统计数", "项目\t单位\t数值"])
def test_the_list_of_2014_behind_six_sections_is_no_section_whatever_its_head(head):
    made = correct(2017)
    keep = ("overview", "proactive", "applications", "fees", "disputes", "problems")
    titles = dict(made.headings)
    made.headings = [(key, f"{'一二三四五六'[at]}、{titles[key][2:]}") for at, key in enumerate(keep)]
    made.headings = [(key, text.replace("、、", "、")) for key, text in made.headings]
    lines = made.text().decode().splitlines()
    at = next(place for place, line in enumerate(lines) if line.startswith("统计指标"))
    lines[at] = head
    assert check_report("\n".join(lines).encode()).findings == ()
