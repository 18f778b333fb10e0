import pytest

from gongkai.law.forms import (
    activity_rows,
    applicant_column,
    form_for_year,
    remedy_cell,
    submission_row,
)
from gongkai.refusal import Refused

OLD, NEW = form_for_year(2017), form_for_year(2023)
REMEDIES = {"行政复议": "review", "行政诉讼-直接起诉": "direct", "行政诉讼-复议后起诉": "after"}
RESULTS = {"维持": "upheld", "纠正": "corrected", "其他": "other", "尚未审结": "open"}


def test_kinds_of_applicant_are_the_columns_of_table_3_without_the_total():
    kinds = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
    assert [applicant_column(kind) for kind in kinds] == [one.key for one in NEW.matrix.columns][:-1]
    assert [one.label for one in NEW.matrix.columns][:-1] == list(kinds)


@pytest.mark.parametrize(
    ("way", "row"),
    [("当面", "face"), ("传真", "fax"), ("网络", "net"), ("信函", "mail"), ("电子邮件", "net")],
)
def test_ways_of_submission_are_rows_of_the_2014_form_and_mail_by_wire_counts_as_network(way, row):
    assert submission_row(way) == f"app.recv.{row}"
    assert submission_row(way) in OLD.keys


@pytest.mark.parametrize("kind", REMEDIES)
@pytest.mark.parametrize("result", RESULTS)
def test_a_remedy_has_its_cell_in_table_4(kind, result):
    cell = remedy_cell(kind, result, NEW)
    assert cell == f"t4.{REMEDIES[kind]}.{RESULTS[result]}"
    assert cell in NEW.keys
    assert remedy_cell(kind, result, form_for_year(2020)) == cell


@pytest.mark.parametrize("kind", REMEDIES)
def test_the_2014_form_counts_closed_cases_and_joins_the_suits(kind):
    stem = "rev" if kind == "行政复议" else "lit"
    assert [remedy_cell(kind, result, OLD) for result in RESULTS] == [
        f"{stem}.upheld",
        f"{stem}.corrected",
        f"{stem}.other",
        None,
    ]


def test_grievances_are_counted_in_the_2014_form_only():
    assert {remedy_cell("举报投诉", result, OLD) for result in RESULTS} == {"grievance"}
    assert {remedy_cell("举报投诉", result, NEW) for result in RESULTS} == {None}


@pytest.mark.parametrize(
    ("kind", "row", "lead"),
    [
        ("会议", "mtg.n", ""),
        ("培训", "train.n", ""),
        ("新闻发布会", "resp.press", "resp.press_lead"),
        ("在线访谈", "resp.online", "resp.online_lead"),
        ("政策解读", "resp.articles", ""),
        ("热点回应", "resp.total", ""),
        ("宣传活动", "", ""),
    ],
)
def test_activities_have_their_rows_in_the_2014_form(kind, row, lead):
    found = activity_rows(kind)
    assert (found.row, found.lead_row) == (row, lead)
    assert {row, lead} - {""} <= set(OLD.keys)


def test_words_outside_the_lists_are_refused_with_the_list():
    for ask in (applicant_column, submission_row, activity_rows):
        with pytest.raises(Refused, match="可以是"):
            ask("火星人")
    with pytest.raises(Refused, match="类型"):
        remedy_cell("仲裁", "维持", NEW)
    with pytest.raises(Refused, match="结果"):
        remedy_cell("行政复议", "胜诉", NEW)
