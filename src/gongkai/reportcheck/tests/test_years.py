"""The real slip of a province, the year before, whose limit and whose rules."""

import pytest

from gongkai.reportcheck.checking import check_report
from gongkai.reportcheck.tests.building import correct


def rules(checked):
    return {one.rule: one.severity for one in checked.findings}


def test_a_narrative_that_gives_716_where_the_table_gives_805():
    made = correct(2019)
    made.edit("applications", "予以公开及部分公开275件", "予以公开及部分公开258件")
    made.edit("applications", "无法提供337件", "无法提供265件")
    checked = check_report(made.html())
    (total,) = (one for one in checked.findings if one.rule == "narrative.sum")
    assert (total.severity, total.expected, total.found) == ("error", 805, 716)
    single = [(one.expected, one.found) for one in checked.findings if one.rule == "narrative.table"]
    assert single == [(275, 258), (337, 265)]


def test_the_same_narrative_with_shares_and_verbs():
    made = correct(2019)
    made.texts["applications"] = [
        "2019年，共收到政府信息公开申请859件。其中，予以公开及部分公开的258件，占32.1%；不予公开的35件；"
        "无法提供的265件；不予处理的158件；其他0件。"
    ]
    checked = check_report(made.html())
    assert ("narrative.sum", 805, 716) in [(one.rule, one.expected, one.found) for one in checked.findings]


def carried(made, column, number):
    """A year that begins with ``number`` applications of the year before and closes them."""
    for row in ("in.carry", "out.grant", "out.total"):
        made.values[f"{row}.{column}"] += number
        made.values[f"{row}.total"] += number
    made.texts["applications"] = ["有关数据见上表。"]


def test_what_is_carried_over_must_agree_with_the_year_before():
    last, made = correct(2022), correct(2023)
    carried(made, "natural", 54)
    assert rules(check_report(made.html(), last.html())) == {}
    carried(made, "natural", 1)
    checked = check_report(made.html(), last.docx())
    assert rules(checked) == {"carry.natural": "error", "carry.total": "error"}
    (one, _) = checked.findings
    assert (one.where, one.expected, one.found) == ("表三 二 自然人", 72, 73)


def test_the_years_of_two_forms_are_compared_too():
    made = correct(2021)
    checked = check_report(made.html(), correct(2020).pdf())
    assert rules(checked) == {"carry.natural": "error", "carry.total": "error"}


def test_suits_still_open_should_come_back_and_documents_in_force_add_up():
    last, made = correct(2022), correct(2023)
    carried(made, "natural", 54)
    last.values |= {"t2.norm.valid": 5, "t4.review.open": 9, "t4.review.total": 11}
    made.values |= {"t2.norm.issued": 1, "t2.norm.valid": 9}
    checked = check_report(made.html(), last.html())
    assert rules(checked) == {"open.review": "warn", "valid.norm": "warn"}


@pytest.mark.parametrize("year", (2021, 2024))
def test_a_report_of_another_year_is_not_the_year_before(year):
    checked = check_report(correct(2023).html(), correct(year).html())
    assert rules(checked) == {"previous.year": "error"}


def test_a_year_before_without_tables_is_said():
    last = correct(2016)
    last.without.add("stat")
    assert rules(check_report(correct(2017).html(), last.html())) == {"previous.tables": "warn"}


@pytest.mark.parametrize(
    ("agency", "day", "late"),
    [
        ("荣成市市场监督管理局", "2022年2月1日", True),
        ("荣成市人民政府", "2022年3月31日", False),
        ("荣成市人民政府", "2022年4月1日", True),
        ("威海火炬高技术产业开发区管理委员会", "2022年3月1日", False),
    ],
)
def test_a_department_has_until_january_a_government_until_march(agency, day, late):
    made = correct(2021)
    made.title = made.title.replace(made.agency, agency)
    made.signature, made.date = agency, day
    assert rules(check_report(made.html())) == ({"deadline": "error"} if late else {})


@pytest.mark.parametrize(
    ("agency", "severity"),
    [
        ("威海市环翠区市场监督管理局", "error"),
        ("荣成市市场监督管理局", "error"),
        ("山东省荣成市市场监督管理局", "error"),
        ("某县发展和改革委", "error"),
        ("威海火炬高技术产业开发区市场监督管理局", "error"),
        ("威海市市场监督管理局", "warn"),
        ("山东省市场监督管理局", "warn"),
        ("国家市场监督管理总局", ""),
        ("国家知识产权局", ""),
        ("威海市人民政府", ""),
        ("山东省人民政府", ""),
        ("荣成市人民政府", "warn"),
    ],
)
def test_only_a_local_bureau_that_makes_rules_is_wrong(agency, severity):
    made = correct(2021)
    made.title = made.title.replace(made.agency, agency)
    made.signature, made.date = agency, "2022年1月20日"
    made.values["t2.rule.valid"] = 3
    assert rules(check_report(made.html())) == ({"rules": severity} if severity else {})
    made.agency = agency
    assert rules(check_report(made.figures())) == ({"rules": severity} if severity else {})


def test_a_report_before_the_first_national_list_needs_none():
    made = correct(2014)
    for texts in (made.preamble, *made.texts.values()):
        texts[:] = [text.replace("2014", "2012") for text in texts]
    made.title, made.date = made.title.replace("2014", "2012"), "2013年3月1日"
    made.without.add("stat")
    checked = check_report(made.html())
    assert (checked.year, checked.form, rules(checked)) == (2012, None, {})


def test_the_day_of_publication_counts_where_the_page_names_it():
    page = correct(2021).html().replace(b"<h1>", "<p>发布日期：2022-02-15 来源：办公室</p><h1>".encode(), 1)
    (one,) = check_report(page).findings
    assert (one.rule, one.where, one.expected, one.found) == (
        "deadline",
        "发布日期",
        "2022-01-31",
        "2022-02-15",
    )


def test_a_page_of_the_old_layout_for_2019_is_of_another_year():
    made = correct(2018)
    for texts in (made.preamble, *made.texts.values()):
        texts[:] = [text.replace("2018", "2019").replace("第492号", "第711号") for text in texts]
    made.title, made.date = made.title.replace("2018", "2019"), "2020年1月20日"
    checked = check_report(made.html())
    assert rules(checked)["form.year"] == "error"
    assert (checked.year, checked.form) == (2019, "report.stat_2014")
    made.without.add("stat")
    assert rules(check_report(made.html()))["form.year"] == "error"
