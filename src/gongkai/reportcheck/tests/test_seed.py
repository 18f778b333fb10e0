"""The report this project starts from: every slip that is known in it, by name, and what is right in it."""

from importlib import resources

import pytest

from gongkai.reportcheck.checking import check_report
from gongkai.reportcheck.tests.building import correct


@pytest.fixture(scope="module")
def checked():
    return check_report(resources.files("gongkai.reportcheck.tests").joinpath("seed.txt").read_bytes())


def found(checked, rule):
    return [one for one in checked.findings if one.rule == rule]


def test_form_and_year_are_told_by_sections_and_title(checked):
    assert (checked.form, checked.year) == ("report.stat_2014", 2017)


def test_the_wrong_provincial_title(checked):
    (one,) = found(checked, "rule.title")
    assert (one.severity, one.where) == ("error", "前言 第2段")
    assert (one.expected, one.found) == ("山东省政府信息公开办法", "山东省信息公开管理办法")
    assert "225号" in one.message


def test_three_image_marks_each_with_its_place(checked):
    marks = found(checked, "leftover.image")
    assert [one.where for one in marks] == ["第二节 第4段", "第三节 第2段", "第四节 第2段"]
    assert [one.found for one in marks] == [
        "[image: IMG_3910]",
        "[image: 照片 048]",
        "[image: 360截图20180305141756265]",
    ]


def test_the_bookmark(checked):
    (one,) = found(checked, "leftover.bookmark")
    assert (one.severity, one.where, one.found) == ("error", "第六节 第1段", "[bookmark: _GoBack]")


def test_mixed_indents(checked):
    (one,) = found(checked, "style.indent")
    assert one.severity == "warn"


def test_mixed_widths(checked):
    (one,) = found(checked, "style.width")
    assert (one.severity, one.where) == ("warn", "第六节 第1段")


def test_the_telephone_number_with_an_em_dash(checked):
    (one,) = found(checked, "phone.dash")
    assert (one.severity, one.expected, one.found) == ("warn", "0631-5681102", "0631—5681102")


def test_the_sentence_of_an_audit_bureau(checked):
    (one,) = found(checked, "leftover.template")
    assert (one.severity, one.where, one.found) == ("error", "第十一节 第1段", "审计信息解读")


def test_the_names_of_the_bureau(checked):
    (one,) = found(checked, "name.varies")
    assert one.severity == "warn"
    names = ("威海火炬高技术产业开发区市场监督管理局", "市场监管局", "高区市场监管局", "高区市场监督管理局")
    assert all(f"“{name}”" in one.message for name in names)


def test_copying_fees_in_a_year_without_them(checked):
    (one,) = found(checked, "fee.wording")
    assert (one.severity, one.where) == ("warn", "第七节 第1段")
    assert "财税〔2017〕20号，尚未查明" in one.message  # nobody has read that notice


def test_the_list_of_2014_was_not_published(checked):
    (one,) = found(checked, "table.missing")
    assert one.severity == "warn"


def test_the_categories_balance_and_the_rate_is_no_slip(checked):
    assert not found(checked, "narrative.sum")
    assert not found(checked, "narrative.percent")


def test_the_date_is_in_time_and_nothing_else_is_found(checked):
    rules = {"rule.title", "leftover.image", "leftover.bookmark", "leftover.template"}
    assert {one.rule for one in checked.errors} == rules
    warnings = {"style.indent", "style.width", "phone.dash", "name.varies", "fee.wording", "table.missing"}
    assert {one.rule for one in checked.findings} - rules == warnings


def test_hotline_complaints_do_not_belong_into_row_six():
    made = correct(2017)
    made.values["grievance"] = 2180
    (one,) = check_report(made.html()).findings
    assert (one.rule, one.expected, one.found) == ("grievance.hotline", 0, 2180)
