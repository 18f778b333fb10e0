"""The rules that a report cites, the body that it names, the years that it speaks of."""

import pytest

from gongkai.reportcheck.checking import check_report
from gongkai.reportcheck.tests.building import correct


def rules(made):
    return {one.rule: one.severity for one in check_report(made.html()).findings}


def with_preface(year, text):
    made = correct(year)
    made.preamble.append(text)
    return made


NOTICE = "按照《〈中华人民共和国政府信息公开工作年度报告格式〉的通知》（{}）编制。"


@pytest.mark.parametrize(
    ("year", "number", "wrong"),
    [
        (2021, "国办公开办函〔2021〕30号", False),
        (2022, "国办公开办函〔2019〕60号", True),
        (2022, "国办公开办函〔2021〕32号", True),
        (2020, "国办公开办函〔2019〕60号", False),
        (2020, "国办公开办函〔2021〕30号", True),
        (2017, "国办公开办函〔2019〕60号", True),
    ],
)
def test_the_notice_of_the_form_must_be_that_of_the_year(year, number, wrong):
    assert rules(with_preface(year, NOTICE.format(number))) == ({"rule.form": "error"} if wrong else {})


def test_a_report_that_also_cites_its_own_form_may_speak_of_the_older_one():
    text = NOTICE.format("国办公开办函〔2021〕30号") + "国办公开办函〔2019〕60号同时停止使用。"
    assert rules(with_preface(2021, text)) == {}


@pytest.mark.parametrize(
    ("year", "articles", "wrong"),
    [
        (2022, "第四十九条、第五十条", False),
        (2022, "第五十条", False),
        (2022, "第三十一条、第三十二条", True),
        (2017, "第三十一条", False),
        (2017, "第四十九条", True),
    ],
)
def test_the_article_on_the_annual_report_is_that_of_the_text_in_force(year, articles, wrong):
    made = with_preface(year, f"依据《中华人民共和国政府信息公开条例》{articles}编制。")
    assert rules(made) == ({"rule.article": "error"} if wrong else {})


def test_the_older_order_may_be_named_for_2019_only_as_the_text_before_the_revision():
    basis = "根据《中华人民共和国政府信息公开条例》（国务院令第492号）编制。"
    assert rules(with_preface(2019, basis)) == {"rule.number": "error"}
    assert rules(with_preface(2019, "5月15日前适用修订前的" + basis.removeprefix("根据"))) == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2020年主动公开政府信息143条。", {"year.stale": "warn"}),
        ("2020年主动公开政府信息120条，2021年增加23条。", {}),
        ("2020年公开数量比上年少。", {}),
        ("2020年12月印发的办法继续执行。", {}),
    ],
)
def test_a_sentence_that_tells_of_the_year_before_as_of_this_one_is_copied(text, found):
    made = correct(2021)
    made.texts["general"].append(text)
    assert rules(made) == found


@pytest.mark.parametrize(("year", "found"), [(2021, {"year.stale": "warn"}), (2022, {})])
def test_what_is_to_come_lies_in_the_year_after(year, found):
    made = correct(2021)
    made.texts["problems"].append(f"{year}年，我局将进一步加强培训。")
    assert rules(made) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("将重点领域信息公开纳入考核，但公开深度仍然不够", {}),
        ("将从严审查作为原则，但公开深度仍然不够", {}),
        ("将重点做好解读", {"year.stale": "warn"}),
        ("将坚持公开为常态", {"year.stale": "warn"}),
    ],
)
def test_what_a_body_made_part_of_its_work_is_no_plan(words, found):
    made = correct(2021)
    made.texts["problems"].append(f"2021年，我局{words}。")
    assert rules(made) == found


@pytest.mark.parametrize(
    "texts",
    [
        ["上年度问题整改情况。2020年我局主动公开不够及时，已整改到位。"],
        ["上年度问题整改情况。2020年我局主动公开不够及时，现在每周更新。"],
        ["（一）上年度问题整改情况", "2020年我局主动公开不够及时，现在每周更新。"],
        ["2020年本单位存在主动公开不够及时的问题，已完成整改。"],
    ],
)
def test_what_became_of_the_faults_of_the_year_before_is_not_copied(texts):
    made = correct(2021)
    made.texts["problems"] += texts
    assert rules(made) == {}


def test_a_title_of_another_year_does_not_outvote_period_text_and_date():
    made = correct(2022)
    made.title = made.title.replace("2022", "2021")
    made.texts["general"][0] = "2022年，本局认真执行条例。" + made.texts["general"][0]
    checked = check_report(made.html())
    assert checked.year == 2022
    (one,) = checked.findings
    assert (one.rule, one.where, one.expected, one.found) == ("year.differs", "标题", 2022, 2021)


def test_readers_are_not_sent_to_the_bureau_of_another_place():
    made = with_preface(2021, "如有疑问，请与高密县市场监督管理局办公室联系。")
    assert rules(made) == {"name.contact": "warn"}
    own = with_preface(2021, f"如有疑问，请与{correct(2021).agency}办公室联系。")
    assert rules(own) == {}


@pytest.mark.parametrize(
    ("words", "sent"),
    [
        ("积极与山东省市场监督管理局沟通联系，争取指导。", False),
        ("加强与济南市市场监督管理局的工作联系。", False),
        ("遇事及时请示，与山东省市场监督管理局沟通联系。", False),
        ("办理申请中与山东省市场监督管理局沟通联系。", False),
        ("公众可以直接向高密县市场监督管理局咨询。", True),
        ("对本报告有疑问的，与高密县市场监督管理局联系。", True),
    ],
)
def test_work_with_another_body_sends_no_reader_there(words, sent):
    made = correct(2021)
    made.texts["problems"].append(words)
    assert rules(made) == ({"name.contact": "warn"} if sent else {})


def test_a_bureau_whose_name_has_an_and_in_it_is_another_body_too():
    made = correct(2021)
    made.texts["problems"].append("平阴县教育和体育局将进一步落实责任。")
    assert rules(made) == {"leftover.body": "error"}
